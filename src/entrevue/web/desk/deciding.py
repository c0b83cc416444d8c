"""Decisions on engagements, made through forms: each tells who made it, and comes back with a way to undo it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from entrevue.domain.decisions import Decision
from entrevue.domain.replies import VALUE, WHY
from entrevue.domain.users import Scope
from entrevue.errors import UnknownId, WrongDecision
from entrevue.inquiry.subjects import state_code
from entrevue.web.desk.engagement import engagement_page
from entrevue.web.desk.showing import back_to
from entrevue.web.locale import tongue_of
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs, safe_next, who
from entrevue.wiring import Ledger

router = APIRouter(prefix="/desk", dependencies=[Depends(needs(Scope.DECIDE))])
Why = Annotated[str, Form(max_length=WHY)]
Next = Annotated[str, Form()]
_QUOTE = 300  # characters of a quote that a decision keeps


@router.post("/engagement/{id}/accept")
def accept(request: Request, id: str, why: Why = "", next: Next = "") -> Response:  # noqa: A002 (the words for them)
    """Accept an engagement as it is."""
    decision = ledger_of(request).accept(id, who=who(request), why=why.strip())
    return back_to(request, safe_next(next, _path(id)), "accepted", decision.number)


@router.post("/engagement/{id}/reject")
def reject(request: Request, id: str, why: Why = "", next: Next = "") -> Response:  # noqa: A002
    """Reject an engagement."""
    decision = ledger_of(request).reject(id, who=who(request), why=why.strip())
    return back_to(request, safe_next(next, _path(id)), "rejected", decision.number)


@router.post("/engagement/{id}/correct")
def correct(
    request: Request,
    id: str,  # noqa: A002
    field: Annotated[str, Form(max_length=200)] = "",
    value: Annotated[str, Form(max_length=VALUE)] = "",
    empty: Annotated[bool, Form()] = False,
    why: Why = "",
    report: Annotated[str, Form(max_length=100)] = "",
    start: Annotated[int | None, Form(ge=0)] = None,
    end: Annotated[int | None, Form(ge=0)] = None,
) -> Response:
    """Set a field, or empty it; words selected in a report are kept with the reason."""
    ledger = ledger_of(request)

    def decide() -> Decision:
        wanted = None if empty else _value(field, value.strip())
        if wanted == "":
            raise WrongDecision("a value cannot be blank: tick the box to empty the field")
        reasons = [why.strip(), *_quoted(ledger, report, start, end)]
        return ledger.correct(id, field, wanted, who=who(request), why=" · ".join(one for one in reasons if one))

    return _decided(request, id, "corrected", decide, field=field, value=value)


@router.post("/engagement/{id}/merge")
def merge(request: Request, id: str, other: Annotated[str, Form()] = "", why: Why = "") -> Response:  # noqa: A002
    """Make two engagements one."""
    ledger, named = ledger_of(request), other.strip().rstrip("/").rpartition("/")[2]  # an id, or a page's address

    def decide() -> Decision:
        return ledger.merge(id, named, who=who(request), why=why.strip())

    return _decided(request, id, "merged", decide)


@router.post("/engagement/{id}/split")
def split(
    request: Request,
    id: str,  # noqa: A002
    stems: Annotated[list[str] | None, Form()] = None,
    why: Why = "",
) -> Response:
    """Take accounts out of an engagement."""
    ledger = ledger_of(request)

    def decide() -> Decision:
        return ledger.split(id, tuple(stems or ()), who=who(request), why=why.strip())

    return _decided(request, id, "split", decide)


@router.post("/undo")
def undo(request: Request, number: Annotated[int, Form(ge=1)], next: Next = "") -> Response:  # noqa: A002
    """Take a decision back."""
    ledger_of(request).undo(number, who=who(request))
    return back_to(request, safe_next(next, "/desk/decisions"), "undone")


def _decided(
    request: Request,
    id: str,  # noqa: A002
    done: str,
    decide: Callable[[], Decision],
    *,
    field: str = "",
    value: str = "",
) -> Response:
    """Decide and go back to the page; what cannot be decided is told there, and nothing written is lost."""
    ledger = ledger_of(request)
    ledger.engagement(id)
    try:
        decision = decide()
    except (WrongDecision, UnknownId) as error:
        said = tongue_of(request).say("This cannot be decided: %(reason)s", reason=str(error))
        return engagement_page(request, id, status=409, problem=said, field=field, value=value)
    return back_to(request, _path(id), done, decision.number)


def _path(id: str) -> str:  # noqa: A002
    return f"/desk/engagement/{id}"


def _value(field: str, value: str) -> str:
    """A value as the ledger holds it: a state by its name becomes its code."""
    if field.rpartition(".")[2] == "country":
        return state_code(value) or value
    return value


def _quoted(ledger: Ledger, report: str, start: int | None, end: int | None) -> list[str]:
    """The words of a report that were selected, as they stand there."""
    if not report or start is None or end is None or not start < end:
        return []
    text = ledger.report(report).version.content.text
    if end > len(text):
        raise WrongDecision("the words selected are not in the report: select them again")
    quote = " ".join(text[start:end].split())
    return [f"“{quote[:_QUOTE]}” ({report} {start}–{end})"]
