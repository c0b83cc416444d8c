"""An engagement as an editor works on it: its fields, the texts behind them, near ones, decisions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrevue.domain.engagements import Engagement
from entrevue.domain.evidence import Evidence
from entrevue.domain.recorded import RecordedAccount
from entrevue.domain.report import Report
from entrevue.domain.users import Scope
from entrevue.errors import UnknownId
from entrevue.web.desk.showing import desk_page
from entrevue.web.fields import CHOICES, NamedField, fields_of
from entrevue.web.locale import Tongue, tongue_of
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs
from entrevue.wiring import Ledger

router = APIRouter(prefix="/desk", dependencies=[Depends(needs(Scope.DECIDE))])
_REPORTS = 12  # texts on one page; the others are named
_CLASSES = {
    "kind": "what", "status": "what", "start": "when", "end": "when", "country": "where", "city": "where",
    "name": "who", "office": "who", "organization": "who", "part": "who", "topic": "about", "source": "source",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text; `shade` colours evidence, `title` names the field it is of."""

    text: str
    shade: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph by where it starts in the report's text (code points), cut into segments."""

    start: int
    language: str | None
    segments: tuple[Segment, ...]
    told: bool  # whether evidence stands in it


@dataclass(frozen=True, slots=True)
class Source:
    """A report that tells of the engagement, with its accounts."""

    id: str
    report: Report
    accounts: tuple[RecordedAccount, ...]
    passages: tuple[Passage, ...]


@router.get("/engagement/{id}")
def engagement(request: Request, id: str, field: str = "") -> Response:  # noqa: A002 (the word for it)
    """The page."""
    return engagement_page(request, id, field=field)


def engagement_page(
    request: Request,
    id: str,  # noqa: A002
    *,
    status: int = 200,
    problem: str | None = None,
    field: str = "",
    value: str = "",
) -> Response:
    """The page, with what could not be done where there is something."""
    ledger, tongue = ledger_of(request), tongue_of(request)
    found = ledger.engagement(id)
    accounts = ledger.accounts(found.id)
    sources = _sources(ledger, accounts, tongue)
    return desk_page(
        request,
        "desk/engagement.html",
        status=status,
        problem=problem,
        engagement=found,
        fields=_by_group(fields_of(found, tongue)),
        choices=CHOICES,
        field=field,
        value=value,
        accounts=accounts,
        sources=sources,
        untold=max(0, len({one.context.report for one in accounts}) - len(sources)),
        candidates=ledger.candidates(found.id),
        decisions=ledger.history(found.id)[::-1],
    )


def _by_group(fields: Iterable[NamedField]) -> dict[str, list[NamedField]]:
    """Fields under the seat of their participant, "" for the engagement's own."""
    groups: dict[str, list[NamedField]] = {}
    for one in fields:
        groups.setdefault(one.address.rpartition(".")[0], []).append(one)
    return groups


def _sources(ledger: Ledger, accounts: Iterable[RecordedAccount], tongue: Tongue) -> tuple[Source, ...]:
    by_report: dict[str, list[RecordedAccount]] = {}
    for account in accounts:
        by_report.setdefault(account.context.report, []).append(account)
    found = []
    for id_, own in list(by_report.items())[:_REPORTS]:
        try:
            report = ledger.report_version(id_).content
        except UnknownId:  # forgotten since the accounts were asked for
            continue
        found.append(Source(id_, report, tuple(own), tuple(_passages(report, _spans(own, tongue)))))
    return tuple(found)


def _spans(accounts: Iterable[RecordedAccount], tongue: Tongue) -> list[tuple[Evidence, str, str]]:
    """Evidence with its colour and the name of its field, in the order of the text; of two that overlap, the first."""
    told: list[tuple[Evidence, str]] = []
    for one in accounts:
        told += [(span, name) for name, span in one.account.evidence.items()]
        told += [(span, name) for p in one.account.participants for name, span in p.evidence.items()]
        told += [(topic.evidence, "topic") for topic in one.account.topics]
    found: list[tuple[Evidence, str, str]] = []
    for span, name in sorted(told, key=lambda one: (one[0].start, one[0].end)):
        if not found or span.start >= found[-1][0].end:
            found.append((span, _CLASSES.get(name, "source"), tongue.say(_title(name))))
    return found


def _title(name: str) -> str:
    titles: Mapping[str, str] = {
        "kind": "Kind", "status": "Status", "start": "First day", "end": "Last day", "country": "State",
        "city": "City", "name": "Name", "office": "Office", "organization": "Organisation", "part": "Part",
        "topic": "Topic", "source": "Source named",
    }  # fmt: skip
    return titles.get(name, name)


def _passages(report: Report, spans: list[tuple[Evidence, str, str]]) -> Iterator[Passage]:
    bounds = [(0, report.title_end, report.language)] if report.title_end else []
    bounds += [(one.start, one.end, one.language or report.language) for one in report.paragraphs]
    for start, end, language in bounds:
        segments = tuple(_segments(report.text, start, end, spans))
        yield Passage(start, language, segments, any(one.shade for one in segments))


def _segments(text: str, start: int, end: int, spans: list[tuple[Evidence, str, str]]) -> Iterator[Segment]:
    at = start
    for span, shade, title in spans:
        first, last = max(span.start, start), min(span.end, end)
        if first >= last:
            continue
        if at < first:
            yield Segment(text[at:first])
        yield Segment(text[first:last], shade, title)
        at = last
    if at < end:
        yield Segment(text[at:end])


__all__ = ["Engagement", "engagement_page", "router"]
