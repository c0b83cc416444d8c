"""Decisions on engagements, made through forms: each tells who made it, and comes back with a way to undo it."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from entrevue.domain.decisions import Decision
from entrevue.domain.replies import VALUE, WHY
from entrevue.domain.report import Report
from entrevue.domain.users import Scope
from entrevue.errors import UnknownId, WrongDecision
from entrevue.inquiry.subjects import state_code
from entrevue.web.desk.engagement import engagement_page
from entrevue.web.desk.queue import queue_page
from entrevue.web.desk.showing import back_to
from entrevue.web.labels import TOPICS
from entrevue.web.locale import tongue_of
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs, safe_next, who
from entrevue.wiring import Ledger

router = APIRouter(prefix="/desk", dependencies=[Depends(needs(Scope.DECIDE))])
Why = Annotated[str, Form(max_length=WHY)]
Next = Annotated[str, Form()]
Seen = Annotated[str, Form(max_length=100)]  # the version that the page showed
_ISO = re.compile(r"\d{4}(-\d\d){0,2}")
_QUOTE = 300  # characters of a quote that a decision keeps
_MOST = 100  # engagements accepted at once


@router.post("/engagement/{id}/accept")
def accept(request: Request, id: str, why: Why = "", next: Next = "", seen: Seen = "") -> Response:  # noqa: A002 (the words for them)
    """Accept an engagement as it is."""
    ledger, by = ledger_of(request), who(request)
    return _decided(
        request, id, "accepted", lambda: ledger.accept(id, who=by, why=why.strip(), seen=seen or None), next=next
    )


@router.post("/accept")
def accept_many(
    request: Request,
    chosen: Annotated[list[str] | None, Form(max_length=_MOST)] = None,
    state: Annotated[str, Form(max_length=80)] = "",
    before: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Accept several engagements as they were seen ("ID|VERSION"), each a decision of its own; the others are told."""
    ledger, tongue, refused = ledger_of(request), tongue_of(request), []
    if not chosen:
        return queue_page(request, state, before, status=400, problem=tongue.say("Nothing is ticked."))
    for one in chosen:
        id_, _, seen = one.partition("|")
        try:
            ledger.accept(id_, who=who(request), seen=seen or None)
        except (WrongDecision, UnknownId) as error:
            refused.append(tongue.told(error))
    if refused:
        said = tongue.say_many(
            "%(count)s of what was ticked could not be accepted: %(reason)s",
            "%(count)s of what was ticked could not be accepted: %(reason)s",
            len(refused),
            reason=refused[0],
        )
        return queue_page(request, state, before, status=409, problem=said)
    return back_to(request, f"/desk?state={quote(state)}" if state else "/desk", "bulk")


@router.post("/engagement/{id}/reject")
def reject(request: Request, id: str, why: Why = "", next: Next = "", seen: Seen = "") -> Response:  # noqa: A002
    """Reject an engagement."""
    ledger, by = ledger_of(request), who(request)
    return _decided(
        request, id, "rejected", lambda: ledger.reject(id, who=by, why=why.strip(), seen=seen or None), next=next
    )


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
    seen: Seen = "",
) -> Response:
    """Set a field, or empty it; words selected in a report are kept with the reason."""
    ledger = ledger_of(request)

    def decide() -> Decision:
        words = _bearing(_selected(ledger, report, start, end), field, value.strip())
        wanted = None if empty else _value(field, value.strip(), words)
        if wanted == "":
            raise WrongDecision("a value cannot be blank: tick the box to empty the field")
        reasons = (why.strip(), words.quoted if words else "")
        said = " · ".join(one for one in reasons if one)
        return ledger.correct(id, field, wanted, who=who(request), why=said, seen=seen or None)

    return _decided(request, id, "corrected", decide, field=field, value=value)


@router.post("/engagement/{id}/add")
def add(
    request: Request,
    id: str,  # noqa: A002
    name: Annotated[str, Form(max_length=VALUE)] = "",
    office: Annotated[str, Form(max_length=VALUE)] = "",
    organization: Annotated[str, Form(max_length=VALUE)] = "",
    country: Annotated[str, Form(max_length=80)] = "",
    part: Annotated[str, Form(max_length=20)] = "",
    words: Annotated[str, Form(max_length=VALUE)] = "",
    topic: Annotated[str, Form(max_length=40)] = "",
    why: Why = "",
    seen: Seen = "",
) -> Response:
    """Add a participant, or a topic where there are `words` of one."""
    ledger = ledger_of(request)
    side = state_code(country.strip()) or country.strip()
    told = {"name": name, "office": office, "organization": organization, "country": side, "part": part}
    if words.strip():
        told = {"quote": words, "topic": topic if topic in TOPICS else ""}
    field = "topics" if words.strip() else "participants"

    def decide() -> Decision:
        value = json.dumps({key: text for key, text in told.items() if text.strip()})
        return ledger.correct(id, field, value, who=who(request), why=why.strip(), seen=seen or None)

    return _decided(request, id, "corrected", decide)


@router.post("/engagement/{id}/merge")
def merge(
    request: Request,
    id: str,  # noqa: A002
    other: Annotated[str, Form()] = "",
    why: Why = "",
    seen: Seen = "",
    other_seen: Seen = "",
) -> Response:
    """Make two engagements one."""
    ledger, named = ledger_of(request), other.strip().rstrip("/").rpartition("/")[2]  # an id, or a page's address

    def decide() -> Decision:
        versions = {"seen": seen or None, "other_seen": other_seen or None}
        return ledger.merge(id, named, who=who(request), why=why.strip(), **versions)

    return _decided(request, id, "merged", decide)


@router.post("/engagement/{id}/split")
def split(
    request: Request,
    id: str,  # noqa: A002
    stems: Annotated[list[str] | None, Form()] = None,
    why: Why = "",
    seen: Seen = "",
) -> Response:
    """Take accounts out of an engagement."""
    ledger = ledger_of(request)

    def decide() -> Decision:
        return ledger.split(id, tuple(stems or ()), who=who(request), why=why.strip(), seen=seen or None)

    return _decided(request, id, "split", decide)


@router.post("/undo")
def undo(request: Request, number: Annotated[int, Form(ge=1)], next: Next = "") -> Response:  # noqa: A002
    """Take a decision back."""
    ledger_of(request).undo(number, who=who(request))  # what it would contradict is told on a page of its own: 409
    return back_to(request, safe_next(next, "/desk/decisions"), "undone")


def _decided(
    request: Request,
    id: str,  # noqa: A002
    done: str,
    decide: Callable[[], Decision],
    *,
    field: str = "",
    value: str = "",
    next: str = "",  # noqa: A002
) -> Response:
    """Decide and go back to the page; what cannot be decided is told there, and nothing written is lost."""
    ledger = ledger_of(request)
    ledger.engagement(id)
    try:
        decision = decide()
    except (WrongDecision, UnknownId) as error:
        said = tongue_of(request).say("This cannot be decided: %(reason)s", reason=tongue_of(request).told(error))
        return engagement_page(request, id, status=409, problem=said, field=field, value=value)
    return back_to(request, safe_next(next, _path(id)), done, decision.number)


def _path(id: str) -> str:  # noqa: A002
    return f"/desk/engagement/{id}"


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a report that an editor selected."""

    id: str  # of the report
    report: Report
    start: int
    end: int

    @property
    def quoted(self) -> str:
        """The words as they stand there, and where that is."""
        quote = " ".join(self.report.text[self.start : self.end].split())
        return f"“{quote[:_QUOTE]}” ({self.id} {self.start}–{self.end})"


def _selected(ledger: Ledger, report: str, start: int | None, end: int | None) -> _Words | None:
    if not report or start is None or end is None or not start < end:
        return None
    content = ledger.report(report).version.content
    if end > len(content.text):
        raise WrongDecision("the words selected are not in the report: select them again")
    return _Words(report, content, start, end)


def _bearing(words: _Words | None, field: str, value: str) -> _Words | None:
    """The words selected, where they say the value; None for a value typed over them, of which they are no evidence."""
    if words is None:
        return None
    told = " ".join(words.report.text[words.start : words.end].split())
    if told == " ".join(value.split()):
        return words
    name = field.rpartition(".")[2]
    if name == "country":
        code = state_code(value)
        return words if code and code == state_code(told) else None
    if name in {"start", "end"} and _ISO.fullmatch(value):
        try:
            return words if _value(field, told, words) == value else None
        except WrongDecision:
            return None
    return None


def _value(field: str, value: str, words: _Words | None) -> str:
    """A value as the ledger holds it: a state's name becomes its code, a date in the words of a report its day."""
    name = field.rpartition(".")[2]
    if name == "country":
        return state_code(value) or value
    if name in {"start", "end"} and words and not _ISO.fullmatch(value):
        from entrevue.pipeline import date_told  # the reader takes 0.3 s to load: paid by who corrects a date so

        span = date_told(words.report, words.start, words.end)
        if span is None:
            raise WrongDecision("%(text)s tells no date: write it as 2023, 2023-04 or 2023-04-07", text=words.quoted)
        return str(span.end or span.start) if name == "end" else str(span.start)
    return value
