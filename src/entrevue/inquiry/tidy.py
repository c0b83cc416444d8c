"""Tidy tables: one observation a row, one value a column, every column with its meaning.

They are what the command line prints as CSV or JSON, and what frames of pandas and polars hold.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from entrevue.domain.dossiers import Tie
from entrevue.domain.engagements import Engagement, Field, Participant, Person
from entrevue.domain.reading import Part
from entrevue.domain.recorded import RecordedClaim
from entrevue.domain.verdicts import Verdict

Cell = str | int | float | bool | dt.date | None
Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `type` is str, int, float, bool or datetime.date; any cell may be empty."""

    name: str
    type: type
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A tidy table: `row` says what one row is."""

    name: str
    row: str
    columns: tuple[Column, ...]


def _column(name: str, meaning: str, type_: type = str) -> Column:
    return Column(name, type_, meaning)


_WHEN = (
    _column("kind", "visit, meeting, call, conference or signing"),
    _column("status", "held, ongoing, planned or cancelled"),
    _column("start", "when it began, as precise as reports tell it: 2023-04-07, 2023-04 or 2023"),
    _column("end", "when it ended, likewise; empty where no report tells it"),
    _column("first_day", "the earliest day on which it can have begun", dt.date),
    _column("last_day", "the latest day on which it can have ended; empty where no report tells an end", dt.date),
)
_WHERE = (
    _column("country", "state in which it took place (ISO 3166 alpha-2)"),
    _column("city", "city in which it took place"),
)

ENGAGEMENTS = Table(
    "engagements",
    "an engagement",
    (
        _column("id", "id of the engagement"),
        *_WHEN,
        *_WHERE,
        _column("sides", "states represented (ISO 3166 alpha-2), between blanks"),
        _column("participants", "who took part: name, side and office, between semicolons"),
        _column("topics", "points of the agenda in the words of reports, between semicolons"),
        _column("part_of", "id of the engagement within which it took place"),
        _column("follows", "id of the engagement that it follows up"),
        _column("reports", "reports that tell of it", int),
        _column("origins", "independent sources among them", int),
        _column("conflicts", "fields about which reports contradict each other, between blanks"),
        _column("review", "open or accepted; rejected ones only where they are asked for"),
    ),
)
PARTICIPATIONS = Table(
    "participations",
    "a participant of an engagement",
    (
        _column("engagement", "id of the engagement"),
        *_WHEN,
        _column("participation", "id of the participation"),
        _column("person", "id of the person, where the ledger knows one"),
        _column("name", "name of the person"),
        _column(
            "office", "office in which it took part, in the words of reports; empty where only a counterpart is told"
        ),
        _column("organization", "organisation for which it took part"),
        _column("side", "state represented (ISO 3166 alpha-2)"),
        _column("part", "visitor, host or participant"),
    ),
)
DYADS = Table(
    "dyads",
    "a pair of states represented in an engagement",
    (
        _column("engagement", "id of the engagement"),
        *_WHEN,
        *_WHERE,
        _column("one", "a state represented (ISO 3166 alpha-2)"),
        _column("other", "another one, later in the alphabet"),
        _column("visitor", "which of the two visited the other, where that is told"),
        _column("host", "which of the two was host, where that is told"),
    ),
)
PERSONS = Table(
    "persons",
    "a person",
    (
        _column("person", "id of the person"),
        _column("name", "the name that most reports use"),
        _column("other_names", "further names, between semicolons"),
        _column("office", "the office in which it was seen last, in the words of reports"),
        _column("organization", "the organisation of that office"),
        _column("side", "the state represented last (ISO 3166 alpha-2)"),
        _column("first", "date of the first engagement, as precise as reports tell it"),
        _column("last", "date of the last engagement, likewise"),
        _column("engagements", "engagements among those asked for", int),
    ),
)
CLAIMS = Table(
    "claims",
    "a claim of order, number or rhythm in a report",
    (
        _column("id", "id of the claim"),
        _column("quote", "the claim in the words of the report"),
        _column("outcome", "supported, contradicted, not enough known, or only this report tells of it"),
        _column("kind", "kind of engagement that is counted"),
        _column("rank", "the ordinal told: 2 for “second”, -1 for “last”", int),
        _column("count", "the number of engagements told", int),
        _column("window_days", "longest time in days in which they are counted", int),
        _column("since", "date since when they are counted"),
        _column("country", "state of which the claim speaks (ISO 3166 alpha-2)"),
        _column("engagement", "id of the engagement of which it speaks"),
        _column("report", "id of the report"),
        _column("title", "title of the report"),
        _column("publisher", "who published it"),
        _column("published", "when it was published"),
        _column("language", "language of the report (ISO 639-1)"),
        _column("url", "address of the report"),
    ),
)
NETWORK = Table(
    "network",
    "two who met",
    (
        _column("one", "id of a person, or code of a state"),
        _column("one_label", "name and side"),
        _column("other", "id of another person, or code of another state"),
        _column("other_label", "name and side"),
        _column("engagements", "engagements in which they met", int),
    ),
)
TABLES: Mapping[str, Table] = {
    table.name: table for table in (ENGAGEMENTS, PARTICIPATIONS, DYADS, PERSONS, CLAIMS, NETWORK)
}


def engagement_row(engagement: Engagement) -> Row:
    """The engagement as a row of `ENGAGEMENTS`."""
    return {
        "id": engagement.id,
        **_when(engagement),
        **_where(engagement),
        "sides": " ".join(engagement.sides),
        "participants": "; ".join(who_took_part(participant) for participant in engagement.participants),
        "topics": "; ".join(topic.quote for topic in engagement.topics),
        "part_of": engagement.part_of,
        "follows": engagement.follows,
        "reports": engagement.reports,
        "origins": engagement.origins,
        "conflicts": " ".join(engagement.conflicts),
        "review": engagement.review.value,
    }


def participation_rows(engagement: Engagement) -> Iterator[Row]:
    """Its participants as rows of `PARTICIPATIONS`."""
    for participant in engagement.participants:
        yield {
            "engagement": engagement.id,
            **_when(engagement),
            "participation": participant.id,
            "person": participant.person,
            "name": participant.name.value,
            "office": office_in_short(participant.office.value),
            "organization": participant.organization.value,
            "side": participant.country.value,
            "part": participant.role.value,
        }


def dyad_rows(engagement: Engagement) -> Iterator[Row]:
    """Its pairs of sides as rows of `DYADS`."""
    visitors, hosts = _sides_as(engagement, Part.VISITOR), _sides_as(engagement, Part.HOST)
    for one, other in combinations(engagement.sides, 2):
        yield {
            "engagement": engagement.id,
            **_when(engagement),
            **_where(engagement),
            "one": one,
            "other": other,
            "visitor": _only({one, other} & visitors - hosts),
            "host": _only({one, other} & hosts - visitors),
        }


def person_row(person: Person, engagements: int) -> Row:
    """A person as a row of `PERSONS`."""
    latest = max(person.tenures, key=lambda held: str(held.last or ""), default=None)
    days = [day for held in person.tenures for day in (held.first, held.last) if day]
    return {
        "person": person.id,
        "name": person.name,
        "other_names": "; ".join(person.names[1:]),
        "office": office_in_short(latest.office) if latest else None,
        "organization": latest.organization if latest else None,
        "side": latest.country if latest else None,
        "first": str(min(days, key=lambda day: day.first)) if days else None,
        "last": str(max(days, key=lambda day: day.last)) if days else None,
        "engagements": engagements,
    }


def claim_row(recorded: RecordedClaim, verdict: Verdict, engagement: str | None) -> Row:
    """A claim with its verdict as a row of `CLAIMS`; `engagement`: the id of that of which it speaks."""
    claim, context = recorded.claim, recorded.context
    return {
        "id": recorded.id,
        "quote": claim.quote,
        "outcome": verdict.outcome.value,
        "kind": claim.kind.value if claim.kind else None,
        "rank": claim.rank,
        "count": claim.count,
        "window_days": claim.window_days,
        "since": str(claim.since) if claim.since else None,
        "country": claim.country,
        "engagement": engagement,
        "report": context.report,
        "title": context.title,
        "publisher": context.publisher,
        "published": str(context.published) if context.published else None,
        "language": context.language,
        "url": context.url,
    }


def network_rows(ties: Iterable[Tie]) -> Iterator[Row]:
    """Ties as rows of `NETWORK`."""
    for tie in ties:
        yield {column.name: getattr(tie, column.name) for column in NETWORK.columns}


def office_in_short(quote: str | None) -> str | None:
    """An office as `inquiry.offices` tells it; its packs take a third of the time in which a command starts."""
    from entrevue.inquiry.offices import office_told

    return office_told(quote)


def who_took_part(participant: Participant) -> str:
    """A participant in one line: name, side, office."""
    office = office_in_short(participant.office.value)
    options = (participant.name.value, office, participant.organization.value, participant.country.value)
    shown = next(filter(None, options), "?")
    capacity = office or participant.organization.value or ""
    tail = f", {capacity}" if capacity and shown != capacity else ""
    country = f" ({participant.country.value})" if participant.country.value not in (None, shown) else ""
    return f"{shown}{country}{tail}"


def _when(engagement: Engagement) -> Row:
    first, last = engagement.start.date, engagement.end.date
    return {
        "kind": engagement.kind.value,
        "status": engagement.happened.value,
        "start": engagement.start.value,
        "end": engagement.end.value,
        "first_day": first.first if first else None,
        "last_day": last.last if last else None,
    }


def _where(engagement: Engagement) -> Row:
    return {"country": engagement.country.value, "city": engagement.city.value}


def _sides_as(engagement: Engagement, part: Part) -> set[str]:
    sides: Iterable[Field] = (p.country for p in engagement.participants if p.role is part)
    return {side.value for side in sides if side.value}


def _only(sides: set[str]) -> str | None:
    """The one side, where it is one."""
    return next(iter(sides)) if len(sides) == 1 else None
