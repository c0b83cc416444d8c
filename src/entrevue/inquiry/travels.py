"""Travels: where somebody was received, in order, from the engagements that they took part in."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from entrevue.domain.dates import PartialDate
from entrevue.domain.glances import Glance
from entrevue.domain.reading import NOT_MET, Kind

_APART = dt.timedelta(days=1)  # between two engagements of one stay
_REMOTE = frozenset({Kind.CALL})


@dataclass(frozen=True, slots=True)
class Stop:
    """A stay somewhere else than at home: between two days, in a state, in a city where one is told; the engagements.

    `last` is None where only its beginning is told.
    """

    first: PartialDate
    last: PartialDate | None
    country: str
    city: str | None
    engagements: tuple[str, ...]

    @property
    def known_until(self) -> PartialDate:
        """The last date of which it is told that the stay lasted so long."""
        return self.last or self.first


def travels(person: str, found: Iterable[Glance]) -> tuple[Stop, ...]:
    """The stays of a person among engagements, the earliest first.

    At home is the state that the person acts for; what has no day or no place, is planned, was called off, or was held from
    afar tells of no stay. Engagements in one place, on days that touch, are one stay.
    """
    stops: list[Stop] = []
    away = [stop for one in found if (stop := _stop(person, one))]
    for stop in sorted(away, key=lambda one: (one.first.first, one.first.last, one.engagements)):
        if stops and _same_stay(stops[-1], stop):
            stops[-1] = _joined(stops[-1], stop)
        else:
            stops.append(stop)
    return tuple(stops)


def _stop(person: str, one: Glance) -> Stop | None:
    country, first = one.country.value, one.start.date
    sides = {p.country.value for p in one.participants if p.person == person}
    if first is None or not country or not sides or country in sides or one.kind in _REMOTE:
        return None
    if one.happened in NOT_MET or (None in sides and one.kind is not Kind.VISIT):
        return None
    return Stop(first, one.end.date, country, one.city.value, (one.id,))


def _same_stay(one: Stop, other: Stop) -> bool:
    cities = {one.city, other.city} - {None}
    until = one.known_until
    precise = until.day is not None and other.first.day is not None
    touch = other.first.first <= until.last + _APART if precise else other.first.first <= until.last
    return one.country == other.country and len(cities) < 2 and touch


def _joined(one: Stop, other: Stop) -> Stop:
    until = max((one.known_until, other.known_until), key=lambda day: day.last)
    first = min((one.first, other.first), key=lambda day: (day.first, day.last))
    begins = until == first and None in (one.last, other.last)
    return replace(
        one,
        first=first,
        last=None if begins else until,
        city=one.city or other.city,
        engagements=(*one.engagements, *other.engagements),
    )
