"""Moderation: replies that wait, with what can be done about each in one click."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from entrevue.domain.engagements import Engagement
from entrevue.domain.replies import WHY, Moderation, Reply
from entrevue.domain.users import Scope
from entrevue.errors import UnknownId
from entrevue.web.desk.showing import back_to, desk_page
from entrevue.web.fields import field_name, fields_of, shown
from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs, who
from entrevue.wiring import Ledger

router = APIRouter(prefix="/desk/replies", dependencies=[Depends(needs(Scope.MODERATE))])
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reply as a moderator sees it: what it is about, and what its correction would change."""

    reply: Reply
    about: str  # title, or kind, date and people
    path: str
    field: str | None = None
    present: str | None = None
    proposed: str | None = None


@router.get("")
def replies(
    request: Request,
    state: Annotated[Moderation, Query()] = Moderation.PENDING,
    after: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Replies in a state, the oldest first."""
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    found = ledger.replies.in_state(state, after=after or None, limit=_SHOWN)
    return desk_page(
        request,
        "desk/replies.html",
        state=state.value,
        states=[one.value for one in Moderation],
        items=[_waiting(ledger, reply, labels) for reply in found],
        more=found[-1].id if len(found) == _SHOWN else None,
    )


@router.post("/{id}/publish")
def publish(request: Request, id: str) -> Response:  # noqa: A002 (the word for it)
    """Show a reply to readers."""
    ledger_of(request).replies.publish(id, who=who(request))
    return back_to(request, "/desk/replies", "published")


@router.post("/{id}/refuse")
def refuse(request: Request, id: str, why: Annotated[str, Form(max_length=WHY)] = "") -> Response:  # noqa: A002
    """Do not show a reply."""
    ledger_of(request).replies.refuse(id, who=who(request), why=why)
    return back_to(request, "/desk/replies", "refused")


@router.post("/{id}/accept", dependencies=[Depends(needs(Scope.DECIDE))])
def accept(request: Request, id: str) -> Response:  # noqa: A002
    """Accept the correction that a reply proposes, and show the reply."""
    _, decision = ledger_of(request).replies.accept(id, who=who(request))
    return back_to(request, "/desk/replies", "correction", decision.number)


def _waiting(ledger: Ledger, reply: Reply, labels: Labels) -> Waiting:
    about, path = _about(ledger, reply, labels)
    if reply.proposal is None:
        return Waiting(reply, about, path)
    proposal = reply.proposal
    try:
        target = ledger.engagement(proposal.target)
    except UnknownId:
        return Waiting(reply, about, path)
    present = next((one.value.value for one in fields_of(target, labels) if one.address == proposal.field), None)
    return Waiting(
        reply,
        about,
        path,
        field_name(target, proposal.field, labels),
        shown(proposal.field, present, labels),
        shown(proposal.field, proposal.value, labels),
    )


def _about(ledger: Ledger, reply: Reply, labels: Labels) -> tuple[str, str]:
    try:
        if reply.about.startswith("r-"):
            return ledger.report(reply.about).version.content.title or reply.about, f"/reports/{reply.about}"
        return _named(ledger.engagement(reply.about), labels), f"/desk/engagement/{reply.about}"
    except UnknownId:
        return reply.about, "/desk"


def _named(engagement: Engagement, labels: Labels) -> str:
    return " · ".join(part for part in (labels.when(engagement), labels.title(engagement)) if part)
