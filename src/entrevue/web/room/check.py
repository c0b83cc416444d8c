"""Check a draft: its claims of order, number or rhythm, each with what the ledger says to it. Nothing is kept."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Reading
from entrevue.domain.report import Problem
from entrevue.domain.verdicts import Verdict
from entrevue.errors import Busy
from entrevue.inquiry.highlights import Label, Piece, pieces
from entrevue.inquiry.verdicts import checked
from entrevue.languages import codes
from entrevue.settings import WEB
from entrevue.web.labels import Labels
from entrevue.web.limiting import address_of, limited
from entrevue.web.locale import as_sentence, tongue_of
from entrevue.web.room.pages import room_page
from entrevue.web.room.verdicts import Worded
from entrevue.web.site import ledger_of, site_of
from entrevue.worker import Task

router = APIRouter()
_RETRY = "15"


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that was read: its text with the claims highlighted, and a verdict on each."""

    reading: Reading
    paragraphs: tuple[tuple[Piece, ...], ...]
    verdicts: tuple[Verdict, ...]


@router.get("/check")
def check_form(request: Request) -> Response:
    """The empty form."""
    return _page(request, dict.fromkeys(("draft", "published", "language"), ""))


@router.post("/check", dependencies=[Depends(limited("check", WEB.check_rate))])
def check(
    request: Request,
    draft: Annotated[str, Form()] = "",
    published: Annotated[str, Form(max_length=10)] = "",
    language: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """The draft with its verdicts."""
    say = tongue_of(request).say
    text = draft.replace("\r\n", "\n").strip()
    given = {
        "draft": text,
        "published": published.strip(),
        "language": language if language in codes("telling") else "",
    }
    if not text:
        return _page(request, given, 400, wrong=say("Paste the text to be checked."))
    if len(text.encode("utf-8", "replace")) > WEB.draft_bytes:
        return _page(request, given | {"draft": ""}, 413, wrong=say("A text may have 100 kB; this one is longer."))
    try:
        day = PartialDate.parse(given["published"]) if given["published"] else None
    except ValueError:
        text_ = given["published"][:60]
        wrong = as_sentence(say("“%(text)s” is no date: write it as 2023, 2023-04 or 2023-04-07", text=text_))
        return _page(request, given, 400, wrong=wrong)
    try:
        today = PartialDate.of(
            dt.datetime.now(dt.UTC).date()
        )  # of a draft that tells none, for it is not yet published
        task = Task(day, given["language"] or None, otherwise=today)
        outcome = site_of(request).drafts.read(text, task, address_of(request))
    except Busy:
        said = say("Other texts are being read at this moment. Please try again in a few seconds.")
        answer = _page(request, given, 503, wrong=said)
        answer.headers["Retry-After"] = _RETRY
        return answer
    if isinstance(outcome, Problem):
        return _page(request, given, 422, wrong=say("This text cannot be read: %(reason)s", reason=outcome.reason))
    return _page(request, given, result=_checked(request, outcome))


def _checked(request: Request, reading: Reading) -> Checked:
    verdicts = checked(reading, ledger_of(request))
    spans = [one.claim.evidence for one in verdicts]
    labels = [Label(span.start, span.end, str(number), "claim") for number, span in enumerate(spans, 1)]
    report = reading.report
    blocks = [(p.start, p.end) for p in report.paragraphs]
    if report.title_end:
        blocks.insert(0, (0, report.title_end))
    return Checked(reading, tuple(pieces(report.text, start, end, labels) for start, end in blocks), verdicts)


def _page(
    request: Request,
    given: dict[str, str],
    status: int = 200,
    *,
    wrong: str | None = None,
    result: Checked | None = None,
) -> Response:
    return room_page(
        request,
        "check.html",
        status=status,
        wrong=wrong,
        result=result,
        worded=Worded(ledger_of(request), Labels(tongue_of(request))),
        readable=codes("telling"),
        **given,
    )
