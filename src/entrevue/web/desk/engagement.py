"""An engagement as an editor works on it: its fields, the texts behind them, near ones, decisions."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrevue.domain.engagements import Engagement
from entrevue.domain.queries import Query
from entrevue.domain.recorded import RecordedAccount
from entrevue.domain.report import Report
from entrevue.domain.users import Scope
from entrevue.errors import UnknownId
from entrevue.inquiry.highlights import Label, Piece, labels_of, pieces
from entrevue.settings import WEB
from entrevue.web.desk.showing import desk_page
from entrevue.web.fields import CHOICES, NamedField, fields_of, shown
from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs
from entrevue.wiring import Ledger

router = APIRouter(prefix="/desk", dependencies=[Depends(needs(Scope.DECIDE))])
_REPORTS = 12  # texts on one page; the others are named
_FOUND = 10  # engagements that a search for another one shows
_WORDS = WEB.value_characters


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph by where it starts in the report's text (code points), cut into pieces."""

    start: int
    language: str | None
    pieces: tuple[Piece, ...]
    told: bool  # whether evidence stands in it


@dataclass(frozen=True, slots=True)
class Source:
    """A report that tells of the engagement."""

    id: str
    report: Report
    passages: tuple[Passage, ...]


@router.get("/engagement/{id}")
def engagement(request: Request, id: str, field: str = "", find: str = "") -> Response:  # noqa: A002 (the word for it)
    """The page; `find`: words, an id or an address of another engagement to merge with."""
    return engagement_page(request, id, field=field, find=find[:_WORDS].strip())


def engagement_page(
    request: Request,
    id: str,  # noqa: A002
    *,
    status: int = 200,
    problem: str | None = None,
    field: str = "",
    value: str = "",
    find: str = "",
) -> Response:
    """The page, with what could not be done where there is something."""
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    found = ledger.engagement(id)
    accounts = ledger.accounts(found.id)
    sources = _sources(ledger, accounts)
    candidates = ledger.candidates(found.id)
    others = _searched(ledger, find, found) if find else ()
    return desk_page(
        request,
        "desk/engagement.html",
        status=status,
        problem=problem,
        engagement=found,
        fields=_by_group(fields_of(found, labels)),
        choices=CHOICES,
        shown=shown,
        field=field,
        value=value,
        accounts=accounts,
        sources=sources,
        untold=max(0, len({one.context.report for one in accounts}) - len(sources)),
        candidates=candidates,
        find=find,
        others=others,
        differences=differences(accounts, labels),
        topics=labels.group("topic"),
        parts=labels.group("part"),
        versions=ledger.versions(found, *others, *(one.engagement for one in candidates)),
        decisions=ledger.history(found.id)[::-1],
    )


def _searched(ledger: Ledger, words: str, own: Engagement) -> tuple[Engagement, ...]:
    """Other engagements of the same kind that are found by words; the one of an id or an address first."""
    named = words.rstrip("/").rpartition("/")[2]
    first: tuple[Engagement, ...] = ()
    with suppress(UnknownId):
        first = (ledger.engagement(named),)
    asked = Query(text=" ".join(words.split()[: WEB.words]), kind=own.kind)
    found = (*first, *(ledger.find(asked, limit=_FOUND) if any(char.isalnum() for char in words) else ()))
    return tuple({one.id: one for one in found if one.id != own.id}.values())


def differences(accounts: Sequence[RecordedAccount], labels: Labels) -> dict[str, tuple[str, ...]]:
    """What each account, by its stem, tells otherwise than some other: day, place, status, who."""
    told = {one.stem: _told(one, labels) for one in accounts}
    common = set.intersection(*(set(values) for values in told.values())) if told else set()
    return {stem: tuple(value for value in values if value not in common) for stem, values in told.items()}


def _told(one: RecordedAccount, labels: Labels) -> tuple[str, ...]:
    account, tongue = one.account, labels.tongue
    when = labels.between(account.start, account.end) if account.start else tongue.date(account.end)
    where = ", ".join(filter(None, (account.city, tongue.state(account.country))))
    people = [p.name or p.office or p.organization or tongue.state(p.country) for p in account.participants]
    status = labels.of("status", account.status.value)
    return tuple(dict.fromkeys(filter(None, (when, where, status, *people))))


def _by_group(fields: Iterable[NamedField]) -> dict[str, list[NamedField]]:
    """Fields under the seat of their participant, "" for the engagement's own."""
    groups: dict[str, list[NamedField]] = {}
    for one in fields:
        groups.setdefault(one.address.rpartition(".")[0], []).append(one)
    return groups


def _sources(ledger: Ledger, accounts: Iterable[RecordedAccount]) -> tuple[Source, ...]:
    by_report: dict[str, list[RecordedAccount]] = {}
    for account in accounts:
        by_report.setdefault(account.context.report, []).append(account)
    found = []
    for id_, own in list(by_report.items())[:_REPORTS]:
        try:
            report = ledger.report(id_).version.content
        except UnknownId:  # forgotten since the accounts were asked for
            continue
        labels = labels_of((account.stem, account.account) for account in own)
        found.append(Source(id_, report, tuple(_passages(report, labels))))
    return tuple(found)


def _passages(report: Report, labels: Sequence[Label]) -> Iterator[Passage]:
    bounds = [(0, report.title_end, report.language)] if report.title_end else []
    bounds += [(one.start, one.end, one.language or report.language) for one in report.paragraphs]
    for start, end, language in bounds:
        cut = pieces(report.text, start, end, labels)
        yield Passage(start, language, cut, any(piece.labels for piece in cut))
