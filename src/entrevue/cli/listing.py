"""Engagements, participations, pairs and persons as lines that people read: when, who and what first, ids last."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from entrevue.cli.door import say, say_folded
from entrevue.cli.tongue import named, said, said_many, what_named
from entrevue.domain.dates import only_begins
from entrevue.domain.engagements import Engagement, Person
from entrevue.domain.notes import Things
from entrevue.inquiry.tidy import Cell, Row, who_took_part

_NOT_TOLD = "—"
_OFFICES = 3  # of a person, where many are listed


def print_engagements(found: Iterable[Engagement], sentences: Mapping[str, str] = MappingProxyType({})) -> None:
    """An engagement after another: when, what, where; who; what matters less comes last; its sentence, by its id."""
    nothing = True
    for one in found:
        nothing = False
        told = [sentences[one.id]] if one.id in sentences else []
        say_folded(_heading(one), *map(who_took_part, one.participants), *told)
    if nothing:
        say(said("No engagement found."))


def print_things(found: Things) -> None:
    """What is under a tag or in a collection: engagements, persons, reports; ids that lead to nothing come last."""
    if found.engagements:
        print_engagements(found.engagements)
    for person in found.persons:
        say_folded(f"{person.name}  {person.id}", *_offices(person))
    for report in found.reports:
        parts = (report.content.title, report.content.publisher, report.content.published, report.report)
        say_folded("  ".join(str(part) for part in parts if part))
    for id_ in found.gone:
        say(said("%(id)s leads to nothing at present", id=id_))
    if not len(found):
        say(said("Nothing is in it."))


def print_rows_folded(table: str, rows: Iterable[Row]) -> None:
    """The rows of a tidy table, each in a line that is folded where the screen is too narrow."""
    nothing = True
    for row in rows:
        nothing = False
        say_folded("  ".join(str(part) for part in _LINES[table](row) if part not in (None, "")))
    if nothing:
        say(said("Nothing found."))


def when(engagement: Engagement) -> str:
    """The dates of an engagement in one short text."""
    start, end = engagement.start.value, engagement.end.value
    if start is None:
        return _NOT_TOLD
    if only_begins(engagement.start.date, engagement.end.date):
        return said("from %(date)s", date=start)
    return start if end in (None, start) else f"{start} – {end}"  # of a month it is not known how much


def _offices(person: Person) -> list[str]:
    return list(dict.fromkeys(one.office for one in person.tenures if one.office))[:_OFFICES]


def _heading(one: Engagement) -> str:
    notes = [said_many("%(count)s report", "%(count)s reports", one.reports)] if one.reports > 1 else []
    notes += [said("reports disagree")] if one.conflicts else []
    parts = (
        when(one),
        what_named(one.kind.value, one.happened.value),
        _place(one.city.value, one.country.value),
    )
    return "  ".join(part for part in (*parts, ", ".join(notes), one.id) if part)


def _place(city: Cell, country: Cell) -> str:
    return ", ".join(str(part) for part in (city, country) if part)


def _who(row: Row) -> str:
    shown = row["name"] or row["office"] or row["organization"] or row["side"] or "?"
    side = f" ({row['side']})" if row["side"] not in (None, shown) else ""
    office = f", {row['office']}" if row["office"] not in (None, shown) else ""
    return f"{shown}{side}{office}"


def _participation(row: Row) -> Iterator[Cell]:
    yield from (
        row["start"] or _NOT_TOLD,
        _who(row),
        named("part", row["part"]),
        named("kind", row["kind"]),
        row["engagement"],
    )


def _dyad(row: Row) -> Iterator[Cell]:
    yield from (row["start"] or _NOT_TOLD, f"{row['one']} – {row['other']}")
    yield from (named("kind", row["kind"]), named("status", row["status"]))
    yield from (_place(row["city"], row["country"]), row["engagement"])


def _person(row: Row) -> Iterator[Cell]:
    count, span = row["engagements"], " – ".join(dict.fromkeys(str(day) for day in (row["first"], row["last"]) if day))
    yield from (
        _who(row),
        said_many("%(count)s engagement", "%(count)s engagements", int(str(count))),
        span,
        row["person"],
    )


def _tie(row: Row) -> Iterator[Cell]:
    yield from (f"{row['engagements']:>4}", f"{row['one_label']} — {row['other_label']}")


_LINES: dict[str, Callable[[Row], Iterable[Cell]]] = {
    "participations": _participation,
    "dyads": _dyad,
    "persons": _person,
    "network": _tie,
}
