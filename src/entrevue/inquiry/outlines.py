"""Outlines: the engagements of a query as pictures and their tables need them, small enough to keep many."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from entrevue.domain.dates import PartialDate
from entrevue.domain.dossiers import Tie
from entrevue.domain.glances import Glance
from entrevue.domain.queries import Query
from entrevue.domain.reading import NOT_MET, Kind, Status
from entrevue.inquiry.dossiers import network, that_counts
from entrevue.inquiry.subjects import Asked
from entrevue.inquiry.travels import Stop, travels

MOST = 300  # engagements, the newest
_NAMED = 4
_TIES = 400  # pairs of persons, and of sides, that met most


@dataclass(frozen=True, slots=True)
class Stroke:
    """One engagement on a timeline: `first` and `last` are as precise as reports tell them.

    `counted`: it is one of those that other pictures count: it took place, or a status was asked for.
    """

    id: str
    kind: Kind
    status: Status
    first: PartialDate | None
    last: PartialDate | None
    city: str | None
    country: str | None
    names: str
    counted: bool = True


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many engagements took place in a city, or in a state of which no city is told (`city` None)."""

    city: str | None
    country: str
    engagements: int


@dataclass(frozen=True, slots=True)
class Meetings:
    """How often two persons, by their ids, met in a year; `year` None: in engagements without a date."""

    one: str
    other: str
    year: int | None
    engagements: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What pictures show of a query: `strokes`, `places`, `ties`, `topics` are of its newest engagements.

    Planned and called off ones are among the strokes alone, but where the query asks for a status.
    """

    total: int
    years: tuple[tuple[int, int], ...]
    strokes: tuple[Stroke, ...] = ()
    places: tuple[PlaceCount, ...] = ()
    persons: tuple[Tie, ...] = ()
    sides: tuple[Tie, ...] = ()
    meetings: tuple[Meetings, ...] = ()  # the ties of `persons` by year
    stops: tuple[Stop, ...] = ()  # of the person whom the query is about, the earliest first
    topics: tuple[tuple[str, int], ...] = ()  # classes of the topic scheme, the most frequent first


def outline(asked: Asked, query: Query) -> Outline:
    """The outline of a query's engagements."""
    person = asked.person(query.person).id if query.person else None
    found, years = asked.glances(query, limit=MOST), tuple(asked.years(that_counts(query)).items())
    return outline_from(found, asked.count(query), years, person=person, every=query.status is not None)


def outline_from(
    found: Sequence[Glance],
    total: int,
    years: tuple[tuple[int, int], ...],
    *,
    person: str | None = None,
    every: bool = False,
) -> Outline:
    """The outline of a query of which the newest engagements, their number, and how many a year are known already.

    `every`: planned and called off ones count too, for it is them that were asked for.
    """
    persons = network(found)[:_TIES]
    counted = [one for one in found if every or one.happened not in NOT_MET]
    return Outline(
        total=total,
        years=years,
        strokes=tuple(_stroke(one, counted=every or one.happened not in NOT_MET) for one in found),
        places=_places(counted),
        persons=persons,
        meetings=_by_year(persons, found),
        sides=network(found, sides=True)[:_TIES],
        stops=travels(person, found) if person else (),
        topics=tuple(Counter(topic for one in counted for topic in _topics(one)).most_common()),
    )


def _stroke(one: Glance, *, counted: bool) -> Stroke:
    names = [p.shown_as for p in one.participants]
    shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    place = (one.city.value, one.country.value)
    return Stroke(one.id, one.kind, one.happened, one.start.date, one.end.date, *place, shown, counted)


def _places(found: Iterable[Glance]) -> tuple[PlaceCount, ...]:
    counts = Counter((one.city.value, one.country.value) for one in found if one.country.value)
    return tuple(PlaceCount(city, country or "", count) for (city, country), count in counts.most_common())


def _by_year(ties: Iterable[Tie], found: Iterable[Glance]) -> tuple[Meetings, ...]:
    """The ties of persons, counted by year."""
    known = {(tie.one, tie.other) for tie in ties}
    counts: Counter[tuple[str, str, int | None]] = Counter()
    for one in (each for each in found if each.happened not in NOT_MET):
        year = one.start.date.year if one.start.date else None
        there = sorted({p.person for p in one.participants if p.person})
        counts.update((*pair, year) for pair in combinations(there, 2) if pair in known)
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], item[0][1], item[0][2] or 0))
    return tuple(Meetings(*key, count) for key, count in ordered)


def _topics(one: Glance) -> set[str]:
    """Each class once, however many points of the agenda belong to it."""
    return {topic.topic for topic in one.topics if topic.topic}
