"""Replies under reports and engagements: what was published, the form, and what is left through it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from entrevue.domain.engagements import Engagement
from entrevue.domain.replies import EMAIL, NAME, TEXT, VALUE, Challenge, Draft, Reply
from entrevue.errors import UnknownId, WrongReply
from entrevue.settings import WEB
from entrevue.web.fields import NamedField, field_name, fields_of, shown
from entrevue.web.labels import Labels, message
from entrevue.web.limiting import limited
from entrevue.web.locale import tongue_of
from entrevue.web.rendering import page, rendered
from entrevue.web.site import ledger_of

router = APIRouter()
LIMITS = {"name": NAME, "email": EMAIL, "text": TEXT, "value": VALUE}
_SEPARATOR = "|"  # between the engagement and the field of a proposed correction
_WAITING = "waiting"
Line = Annotated[str, Form(max_length=WEB.value_characters)]

_SAID = {
    "missing": message("This is needed."),
    "too long": message("This is too long."),
    "no address": message("This is no e-mail address: it looks like name@example.org."),
    "impossible": message("This field cannot have that value: dates look like 2023-04-07, states like MA."),
    "unknown": message("This sum was not asked on this page: here is a new one."),
    "late": message("The ten minutes for this sum are over: here is a new one."),
    "used": message("This sum was answered before: here is a new one."),
    "wrong": message("The sum is not right: here is a new one."),
}


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """A correction that a published reply proposes, in words."""

    label: str
    value: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class ReplyBlock:
    """What the block at a page's end shows; `problems` are what is wrong, in words, by field."""

    about: str
    back: str
    challenge: Challenge
    replies: tuple[tuple[Reply, ShownProposal | None], ...] = ()
    options: Markup = field(default_factory=Markup)  # the fields that can be corrected
    written: Draft | None = None
    problems: dict[str, str] = field(default_factory=dict)
    waiting: bool = False
    limits: dict[str, int] = field(default_factory=lambda: dict(LIMITS))


def reply_block(
    request: Request, about: str, engagements: Sequence[Engagement], options: str | None = None
) -> ReplyBlock:
    """The block for the page of a report or of an engagement (`about`), whose fields can be corrected.

    `options`: what `reply_options` made of them, where that was kept.
    """
    replies, labels = ledger_of(request).replies, Labels(tongue_of(request))
    stems = () if about.startswith("r-") else tuple(stem for one in engagements for stem in one.stems)
    published = replies.published(about, *stems)
    return ReplyBlock(
        about=about,
        back=_path(about),
        challenge=replies.ask(about),
        replies=tuple((reply, _proposal(reply, engagements, labels)) for reply in published),
        options=Markup(reply_options(request, engagements) if options is None else options),  # noqa: S704 (our template)
        waiting=request.query_params.get("reply") == _WAITING,
    )


def reply_options(request: Request, engagements: Sequence[Engagement], chosen: str | None = None) -> str:
    """The options of a form's list of fields, one of them `chosen`."""
    labels = Labels(tongue_of(request))
    fields = (
        (f"{engagement.id}{_SEPARATOR}{one.address}", _grouped(one, engagement, engagements, labels))
        for engagement in engagements
        for one in fields_of(engagement, labels)
    )
    return rendered(request, "replies/_options.html", fields=fields, chosen=chosen)


def _path(about: str) -> str:
    return f"/reports/{about}" if about.startswith("r-") else f"/engagements/{about}"


def _grouped(one: NamedField, engagement: Engagement, of: Sequence[Engagement], labels: Labels) -> NamedField:
    """The field under a heading that tells engagements apart where there are several."""
    if len(of) < 2:
        return one
    name = f"{labels.of('kind', engagement.kind.value)} {labels.when(engagement)}".strip()
    return replace(one, group=f"{name}: {one.group}" if one.group else name)


def _proposal(reply: Reply, engagements: Sequence[Engagement], labels: Labels) -> ShownProposal | None:
    if reply.proposal is None:
        return None
    proposal = reply.proposal
    target = next((one for one in engagements if proposal.target in one.stems), None)
    label = field_name(target, proposal.field, labels) if target else proposal.field
    return ShownProposal(label, shown(proposal.field, proposal.value, labels), reply.decision is not None)


@router.post("/replies", dependencies=[Depends(limited("reply", WEB.reply_rate))])
def leave(
    request: Request,
    about: Line = "",
    name: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    challenge: Line = "",
    answer: Line = "",
    proposal: Line = "",
    value: Annotated[str, Form()] = "",
) -> Response:
    """Keep a reply for the moderator; with a fault, show the form again with everything that was written."""
    target, _, address = proposal.partition(_SEPARATOR)
    draft = Draft(
        about=about,
        name=name,
        email=email,
        text=text,
        token=challenge,
        answer=answer,
        language=tongue_of(request).code,
        field=address or None,
        value=value or None,
        target=target or None,
    )
    replies = ledger_of(request).replies
    try:
        replies.leave(draft)
    except WrongReply as error:
        return _again(request, draft, error.problems)
    prefix = tongue_of(request).prefix
    return RedirectResponse(f"{prefix}{_path(about)}?reply={_WAITING}#replies", 303)


def _again(request: Request, draft: Draft, problems: dict[str, str]) -> Response:
    ledger, tongue = ledger_of(request), tongue_of(request)
    try:
        engagements = [ledger.engagement(draft.target or draft.about)]
    except UnknownId:
        engagements = []
    chosen = f"{draft.target}{_SEPARATOR}{draft.field}" if draft.field else None
    block = replace(
        reply_block(request, draft.about, engagements, reply_options(request, engagements, chosen)),
        challenge=ledger.replies.ask_again(draft),
        replies=(),
        written=draft,
        problems={name: tongue.say(_SAID[problem]) for name, problem in problems.items()},
    )
    answer = page(request, "replies/again.html", status=400, reply_block=block)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
