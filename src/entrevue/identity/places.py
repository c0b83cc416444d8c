"""How far apart two places are that reports name: one city in two languages, a suburb, another end of the state."""

from enum import Enum
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt

from entrevue.atlas.geonames import cities
from entrevue.identity.names import Named, compare
from entrevue.identity.words import plain

_ONE_KM = 5.0  # names for points nearer than this are one city's
_NEAR_KM = 50.0  # a suburb, a palace, an airport: reports name either
_MANY = 150_000  # inhabitants from which GeoNames' names in other languages are taken too


class Apart(Enum):
    """How two cities of one state lie."""

    SAME = "one city"
    NEAR = "near each other"
    FAR = "far from each other"
    UNKNOWN = "no telling how far"


@lru_cache(maxsize=50_000)
def cities_apart(country: str, one: str, other: str) -> Apart:
    """How two cities of a state lie, each named in any language. GeoNames is asked only when the names differ."""
    if plain(one) == plain(other):
        return Apart.SAME
    first, second = _points(country, one), _points(country, other)
    if first and second:
        gap = min(_kilometres(a, b) for a in first for b in second)
        return Apart.SAME if gap < _ONE_KM else Apart.NEAR if gap < _NEAR_KM else Apart.FAR
    return Apart.SAME if compare(one, other) is Named.SAME else Apart.UNKNOWN


Point = tuple[float, float]


def _points(country: str, city: str) -> tuple[Point, ...]:
    """Where the cities lie that bear the name in that state."""
    packed = _gazetteer().get(f"{country}{plain(city)}", ())
    return tuple(_point(one) for one in (packed if isinstance(packed, tuple) else (packed,)))


def _kilometres(one: Point, other: Point) -> float:
    """The great circle's length by the haversine formula, on a sphere of 6371 km."""
    (north, east), (other_north, other_east) = (tuple(map(radians, point)) for point in (one, other))
    chord = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * 6371 * asin(sqrt(chord))


Packed = int  # a point in hundredths of degrees: thousands of tuples of floats would weigh five times as much


def _pack(north: float, east: float) -> Packed:
    return round((north + 90) * 100) * 40_000 + round((east + 180) * 100)


def _point(packed: Packed) -> Point:
    north, east = divmod(packed, 40_000)
    return north / 100 - 90, east / 100 - 180


@cache
def _gazetteer() -> dict[str, Packed | tuple[Packed, ...]]:
    """The cities of a state by their names in plain letters."""
    latin = plain.__wrapped__  # these names would only fill the cache
    table: dict[str, Packed | tuple[Packed, ...]] = {}
    for city in cities():
        point = _pack(city.latitude, city.longitude)
        others = city.others if city.population >= _MANY else ()
        for name in {latin(name) for name in (city.name, *others)}:
            key = f"{city.country}{name}"
            known = table.get(key, ())
            table[key] = (*(known if isinstance(known, tuple) else (known,)), point) if known else point
    return table
