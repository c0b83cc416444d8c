"""JSON lines: everything that a ledger holds of reports and decisions, and back again without a difference.

A line is a JSON object whose `type` says what it is: `ledger` (the head), `report` (with all its versions, accounts and
claims), `decision`, and `engagement` (what follows from these; it is not read back).
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import IO, Annotated, BinaryIO, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from entrevue.domain.dates import PartialDate
from entrevue.domain.decisions import Decision, Verb
from entrevue.domain.engagements import Engagement
from entrevue.domain.evidence import Evidence
from entrevue.domain.queries import Query
from entrevue.domain.reading import Account, Claim, Kind, Part, Participation, Status, Topic
from entrevue.domain.recorded import Context, RecordedAccount, RecordedClaim, ReportVersion
from entrevue.domain.report import Paragraph, Report
from entrevue.domain.sheets import Carried
from entrevue.errors import UnreadableFile, WrongDecision
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.formats import TABLES
from entrevue.exchange.seen import Seen
from entrevue.exchange.tables import table_rows
from entrevue.ledger.deciding import check_correction

_ID = r"^[A-Za-z0-9-]{1,80}$"
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_LONGEST = 64_000_000  # bytes of a line
_MOST = 1_000_000_000  # of whatever is counted: any database keeps such numbers
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it

Id = Annotated[str, Field(pattern=_ID)]
Count = Annotated[int, Field(ge=0, le=_MOST)]


def _of_the_calendar(moment: dt.datetime) -> dt.datetime:
    """Refuse a moment that has no name in another time zone."""
    try:
        moment.astimezone(dt.UTC)
    except OverflowError as error:
        raise ValueError("is no moment of the calendar") from error
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_the_calendar)]
Day = Annotated[str, Field(pattern=_DATE)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HeadLine(_Line):
    """The first line."""

    type: Literal["ledger"] = "ledger"
    format: Literal[1] = 1
    whole: bool = Field(description="whether everything that the ledger holds is here")


class SpanLine(_Line):
    """Words of the report: `text[start:end] == quote`, in code points."""

    start: Count
    end: Count
    quote: str


class ParticipantLine(_Line):
    """A participant; `seat` is its lasting number in the account."""

    seat: Count
    name: str | None = None
    office: str | None = None
    organization: str | None = None
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    part: Part
    evidence: dict[str, SpanLine] = {}
    inferred: tuple[str, ...] = ()


class TopicLine(_Line):
    """A point of the agenda with its class in the topic scheme."""

    quote: str
    start: Count
    end: Count
    topic: str | None = None


class AccountLine(_Line):
    """What the report says of one engagement; `id` is lasting, `order` its place in the order of recording."""

    id: Id
    order: int = Field(ge=1, le=_MOST)
    told_as: str = Field(description="its id in the reading")
    kind: Kind
    status: Status
    start: Day | None = None
    end: Day | None = None
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    city: str | None = None
    participants: tuple[ParticipantLine, ...] = ()
    topics: tuple[TopicLine, ...] = ()
    source: str | None = None
    part_of: Id | None = None
    follows: Id | None = None
    main: bool = True
    evidence: dict[str, SpanLine] = {}
    inferred: tuple[str, ...] = ()
    confidence: float = Field(1.0, ge=0, le=1)
    reasons: tuple[str, ...] = ()
    reader: str = ""


class ClaimLine(_Line):
    """A claim about order, number or rhythm."""

    id: Id
    start: Count
    end: Count
    quote: str
    kind: Kind | None = None
    rank: Count | None = None
    count: Count | None = None
    window: str | None = None
    window_days: Count | None = None
    since: Day | None = None
    country: str | None = None
    account: Id | None = None


class VersionLine(_Line):
    """A version of the report."""

    number: int = Field(ge=1, le=_MOST)
    recorded: Moment
    text: str
    title_end: Count = 0
    paragraphs: tuple[tuple[int, int, str | None], ...] = ()
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Day | None = None
    published_from: str | None = None
    language: str | None = None
    chrome: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class ReportLine(_Line):
    """A report with all its versions, and what the current one tells."""

    type: Literal["report"] = "report"
    id: Id
    reader: str
    versions: tuple[VersionLine, ...] = Field(min_length=1)
    accounts: tuple[AccountLine, ...] = ()
    claims: tuple[ClaimLine, ...] = ()


class DecisionLine(_Line):
    """An editor's decision."""

    type: Literal["decision"] = "decision"
    number: int = Field(ge=1, le=_MOST)
    verb: Verb
    targets: tuple[str, ...]
    others: tuple[str, ...] = ()
    who: str
    when: Moment
    why: str = ""
    field: str | None = None
    value: str | None = None
    undone: Moment | None = None
    undone_by: str | None = None


_ENGAGEMENT = TypeAdapter(Engagement)
_READ: dict[str, type[_Line]] = {"ledger": HeadLine, "report": ReportLine, "decision": DecisionLine}


def write(export: Export, out: BinaryIO, losses: Losses) -> None:
    """The head, reports, decisions, engagements; or the rows of one table."""
    if export.table is not None:
        losses.note("other tables", "one table was asked for alone", count=len(TABLES) - 1)
        for name, row in table_rows(export):
            if name == export.table:
                _say(out, json.dumps(row, ensure_ascii=False, default=str))
        return
    if export.everything:
        export = replace(export, query=Query(rejected=True))  # a rejected engagement is no less known
    _say(out, HeadLine(whole=export.everything).model_dump_json())
    chosen = None if export.everything else _Chosen(export)
    for carried in export.source.carried():
        if chosen is None or carried.report in chosen.reports:
            _say(out, _dumped(report_line(carried)))
        else:
            losses.note("reports", "they tell nothing of what was asked for")
    for decision in export.source.decided():
        if chosen is None or any(one in chosen.targets for one in (*decision.targets, *decision.others)):
            _say(out, _dumped(decision_line(decision)))
        else:
            losses.note("decisions", "they are about none of the engagements that were asked for")
    for told in export.told():
        fields = _ENGAGEMENT.dump_python(told.engagement, mode="json", exclude_defaults=True)
        _say(out, json.dumps({"type": "engagement", **_without_numbers(fields)}, ensure_ascii=False))
    losses.note("users, tokens and replies", "they stay in their ledger: `entrevue ledger backup` keeps them", count=1)


class _Chosen:
    """What a query's engagements stand on: reports, and what decisions name."""

    def __init__(self, export: Export) -> None:
        self.reports, self.targets = Seen(), Seen()
        for told in export.told():
            persons = (p.person for p in told.engagement.participants if p.person)
            for name in (*told.engagement.stems, *persons):
                self.targets.first(name)
            for account in told.accounts:
                self.reports.first(account.context.report)


def _without_numbers(fields: dict[str, object]) -> dict[str, object]:
    """An engagement without the numbers that only its own ledger knows."""
    participants = fields.get("participants", [])
    assert isinstance(participants, list)
    for one in participants:
        one.pop("appearances", None)
    return fields


def _say(out: BinaryIO, text: str) -> None:
    out.write(text.encode("utf-8", "backslashreplace") + b"\n")


def _dumped(line: _Line) -> str:
    return json.dumps(
        {"type": getattr(line, "type", None), **line.model_dump(mode="json", exclude_defaults=True)}, ensure_ascii=False
    )


# Values of the domain as lines


def report_line(carried: Carried) -> ReportLine:
    """A report as a line."""
    return ReportLine(
        id=carried.report,
        reader=carried.reader,
        versions=tuple(map(_version_line, carried.versions)),
        accounts=tuple(map(_account_line, carried.accounts, carried.order)),
        claims=tuple(map(_claim_line, carried.claims)),
    )


def _version_line(version: ReportVersion) -> VersionLine:
    report = version.content
    return VersionLine(
        number=version.number,
        recorded=version.recorded,
        text=report.text,
        title_end=report.title_end,
        paragraphs=tuple((one.start, one.end, one.language) for one in report.paragraphs),
        url=report.url,
        publisher=report.publisher,
        authors=report.authors,
        published=_text(report.published),
        published_from=report.published_from,
        language=report.language,
        chrome=report.chrome,
        notes=report.notes,
    )


def _account_line(recorded: RecordedAccount, order: int) -> AccountLine:
    told = recorded.account
    seats = recorded.seats or tuple(range(len(told.participants)))
    return AccountLine(
        id=recorded.stem,
        order=order,
        told_as=told.id,
        kind=told.kind,
        status=told.status,
        start=_text(told.start),
        end=_text(told.end),
        country=told.country,
        city=told.city,
        participants=tuple(map(_participant_line, told.participants, seats)),
        topics=tuple(
            TopicLine(quote=t.quote, start=t.evidence.start, end=t.evidence.end, topic=t.topic) for t in told.topics
        ),
        source=told.source,
        part_of=told.part_of,
        follows=told.follows,
        main=told.main,
        evidence={name: _span_line(span) for name, span in told.evidence.items()},
        inferred=told.inferred,
        confidence=told.confidence,
        reasons=told.reasons,
        reader=recorded.reader,
    )


def _participant_line(one: Participation, seat: int) -> ParticipantLine:
    return ParticipantLine(
        seat=seat,
        name=one.name,
        office=one.office,
        organization=one.organization,
        country=one.country,
        part=one.part,
        evidence={name: _span_line(span) for name, span in one.evidence.items()},
        inferred=one.inferred,
    )


def _span_line(span: Evidence) -> SpanLine:
    return SpanLine(start=span.start, end=span.end, quote=span.quote)


def _claim_line(recorded: RecordedClaim) -> ClaimLine:
    claim = recorded.claim
    return ClaimLine(
        id=recorded.id,
        start=claim.evidence.start,
        end=claim.evidence.end,
        quote=claim.quote,
        kind=claim.kind,
        rank=claim.rank,
        count=claim.count,
        window=claim.window,
        window_days=claim.window_days,
        since=_text(claim.since),
        country=claim.country,
        account=claim.account,
    )


def decision_line(decision: Decision) -> DecisionLine:
    """A decision as a line."""
    return DecisionLine(**{name: getattr(decision, name) for name in Decision.__dataclass_fields__})


def _text(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


# Lines as values of the domain


def bounded(source: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file; one that never ends is not taken into memory, and `read` refuses what is there of it."""
    return iter(lambda: source.readline(_LONGEST + 1), b"")


def read(lines: Iterable[bytes], name: str = "") -> Iterator[Carried | Decision]:
    """What lines tell, one by one; UnreadableFile names the first line that cannot be, and why."""
    number = 0
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            yield from _read_line(raw, partial(_fault, name, number), first=number == 1)
        elif number == 1:
            raise UnreadableFile(name, "is no export of a ledger: its first line is empty", 1)
    if not number:
        raise UnreadableFile(name, "is no export of a ledger: it is empty")


def _fault(name: str, line: int, why: str) -> UnreadableFile:
    return UnreadableFile(name, why, line)


def _read_line(raw: bytes, wrong: Callable[[str], UnreadableFile], *, first: bool) -> Iterator[Carried | Decision]:
    if len(raw) > _LONGEST:
        raise wrong(f"is longer than {_LONGEST // 1_000_000} MB")
    if b"\0" in raw or _NUL.search(raw):
        raise wrong("holds a NUL character: no text has one")
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise wrong("is no JSON") from error
    kind = told.get("type") if isinstance(told, dict) else None
    if first and kind != "ledger":
        raise wrong('is no export of a ledger: the first line must be {"type": "ledger", …}')
    if kind == "engagement":
        return
    model = _READ.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise wrong(f"has a type that is not known: {str(kind)[:40]!r}")
    try:
        line = model.model_validate_json(raw)
        if isinstance(line, ReportLine):
            yield carried_of(line)
        elif isinstance(line, DecisionLine):
            yield decision_of(line)
    except ValidationError as error:
        first_fault = error.errors()[0]
        place = ".".join(map(str, first_fault["loc"])) or kind
        raise wrong(f"{place}: {first_fault['msg']}") from error
    except (ValueError, WrongDecision) as error:
        raise wrong(str(error)) from error


def decision_of(line: DecisionLine) -> Decision:
    """The decision that a line tells; WrongDecision for a correction that a field cannot have."""
    if line.verb is Verb.CORRECT:
        check_correction(line.field or "", line.value)
    return Decision(**{name: getattr(line, name) for name in Decision.__dataclass_fields__})


def carried_of(line: ReportLine) -> Carried:
    """The report that a line tells; ValueError where a quote does not stand in the text, or numbers have gaps."""
    if [version.number for version in line.versions] != list(range(1, len(line.versions) + 1)):
        raise ValueError("versions must be numbered 1, 2, 3 …")
    versions = tuple(ReportVersion(line.id, v.number, _content(v), v.recorded, (line.reader,)) for v in line.versions)
    report = versions[-1].content
    context = Context(line.id, report.title, report.url, report.publisher, report.published, report.language)
    stems = {account.id for account in line.accounts}
    for account in line.accounts:
        if strange := {account.part_of, account.follows} - stems - {None}:
            raise ValueError(f"account {account.id} refers to {strange.pop()}, which this report does not tell")
    if strange := {claim.account for claim in line.claims} - stems - {None}:
        raise ValueError(f"a claim speaks of {strange.pop()}, which this report does not tell")
    return Carried(
        line.id,
        line.reader,
        versions,
        tuple(_recorded(account, report.text, context) for account in line.accounts),
        tuple(account.order for account in line.accounts),
        tuple(RecordedClaim(claim.id, _claim(claim, report.text), context) for claim in line.claims),
    )


def _content(line: VersionLine) -> Report:
    size = len(line.text)
    if not line.text or line.title_end > size or any(not 0 <= s <= e <= size for s, e, _ in line.paragraphs):
        raise ValueError("title and paragraphs must lie within the text")
    return Report(
        line.text,
        tuple(Paragraph(start, end, language) for start, end, language in line.paragraphs),
        line.title_end,
        line.url,
        line.publisher,
        line.authors,
        _date(line.published),
        line.published_from,
        line.language,
        line.chrome,
        line.notes,
    )


def _recorded(line: AccountLine, text: str, context: Context) -> RecordedAccount:
    seats = tuple(one.seat for one in line.participants)
    if len(set(seats)) < len(seats):
        raise ValueError(f"account {line.id}: two participants have one seat")
    account = Account(
        line.told_as,
        line.kind,
        _date(line.start),
        _date(line.end),
        line.country,
        line.city,
        line.status,
        tuple(_participation(one, text) for one in line.participants),
        tuple(Topic(t.quote, _stands(text, t.start, t.end, t.quote), t.topic) for t in line.topics),
        line.source,
        line.part_of,
        line.follows,
        line.main,
        {name: _stands(text, span.start, span.end, span.quote) for name, span in line.evidence.items()},
        line.inferred,
        line.confidence,
        line.reasons,
    )
    plain = seats == tuple(range(len(seats)))
    return RecordedAccount(line.id, account, context, line.reader, () if plain else seats)


def _participation(line: ParticipantLine, text: str) -> Participation:
    evidence = {name: _stands(text, span.start, span.end, span.quote) for name, span in line.evidence.items()}
    return Participation(line.name, line.office, line.organization, line.country, line.part, evidence, line.inferred)


def _claim(line: ClaimLine, text: str) -> Claim:
    evidence = _stands(text, line.start, line.end, line.quote)
    since = _date(line.since)
    told = Claim(line.quote, evidence, line.kind, line.rank, line.count, line.window, line.window_days)
    return replace(told, since=since, country=line.country, account=line.account)


def _stands(text: str, start: int, end: int, quote: str) -> Evidence:
    """The span; ValueError where other words stand there."""
    if not start < end <= len(text) or text[start:end] != quote:
        raise ValueError(f"the quote {quote[:40]!r} does not stand at {start}–{end} of the text")
    return Evidence(start, end, quote)


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


__all__ = ["bounded", "carried_of", "decision_line", "read", "report_line", "write"]
