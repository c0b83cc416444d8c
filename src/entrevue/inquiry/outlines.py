"""Outlines: the engagements of a query as pictures and their tables need them, small enough to keep many."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entrevue.domain.dates import PartialDate
from entrevue.domain.dossiers import Tie
from entrevue.domain.glances import Glance
from entrevue.domain.queries import Query
from entrevue.domain.reading import Kind, Status
from entrevue.inquiry.dossiers import network
from entrevue.inquiry.subjects import Asked

MOST = 300  # engagements, the newest
_NAMED = 4
_TIES = 40


@dataclass(frozen=True, slots=True)
class Stroke:
    """One engagement on a timeline: `first` and `last` are as precise as reports tell them."""

    id: str
    kind: Kind
    status: Status
    first: PartialDate | None
    last: PartialDate | None
    city: str | None
    country: str | None
    names: str


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many engagements took place in a city, or in a state of which no city is told (`city` None)."""

    city: str | None
    country: str
    engagements: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What pictures show of a query: `strokes`, `places`, `ties`, `topics` are of its newest engagements."""

    total: int
    years: tuple[tuple[int, int], ...]
    strokes: tuple[Stroke, ...] = ()
    places: tuple[PlaceCount, ...] = ()
    persons: tuple[Tie, ...] = ()
    sides: tuple[Tie, ...] = ()
    topics: tuple[tuple[str, int], ...] = ()  # classes of the topic scheme, the most frequent first


def outline(asked: Asked, query: Query) -> Outline:
    """The outline of a query's engagements."""
    return outline_from(asked.glances(query, limit=MOST), asked.count(query), tuple(asked.years(query).items()))


def outline_from(found: Sequence[Glance], total: int, years: tuple[tuple[int, int], ...]) -> Outline:
    """The outline of a query of which the newest engagements, their number, and how many a year are known already."""
    return Outline(
        total=total,
        years=years,
        strokes=tuple(_stroke(one) for one in found),
        places=_places(found),
        persons=network(found)[:_TIES],
        sides=network(found, sides=True)[:_TIES],
        topics=tuple(Counter(topic for one in found for topic in _topics(one)).most_common()),
    )


def _stroke(one: Glance) -> Stroke:
    names = [p.shown_as for p in one.participants]
    shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    return Stroke(
        one.id, one.kind, one.happened, one.start.date, one.end.date, one.city.value, one.country.value, shown
    )


def _places(found: Iterable[Glance]) -> tuple[PlaceCount, ...]:
    counts = Counter((one.city.value, one.country.value) for one in found if one.country.value)
    return tuple(PlaceCount(city, country or "", count) for (city, country), count in counts.most_common())


def _topics(one: Glance) -> set[str]:
    """Each class once, however many points of the agenda belong to it."""
    return {topic.topic for topic in one.topics if topic.topic}
