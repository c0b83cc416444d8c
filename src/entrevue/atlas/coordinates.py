"""Where cities lie: GeoNames' coordinates, by the names that reports use."""

from dataclasses import dataclass
from functools import cache, lru_cache

from entrevue.atlas import geonames
from entrevue.atlas.lookup import fold
from entrevue.atlas.tables import rows


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees north and east."""

    latitude: float
    longitude: float


@lru_cache(maxsize=20_000)
def position_of(city: str, country: str) -> Position | None:
    """Where a city of a state (ISO 3166 alpha-2) lies; None where GeoNames knows none of that name.

    Of several cities of one name the largest is meant; a city whose very name it is comes before one also called so.
    """
    own = _state(country)
    name = fold(city)
    return own.names.get(name) or own.others.get(name) or (own.capital if name in _capital_names(country) else None)


def capital_of(country: str) -> Position | None:
    """Where the capital of a state lies; None where GeoNames knows none, or none that is large enough."""
    return _state(country).capital


@dataclass(slots=True)
class _State:
    names: dict[str, Position]
    others: dict[str, Position]
    capital: Position | None = None


@lru_cache(maxsize=400)
def _state(country: str) -> _State:
    """The positions of one state alone: a map shows some, and all of them take a second and 100 MB."""
    told = geonames.states().get(country)
    state = _State({}, {})
    for city in sorted(geonames.cities_of(country), key=lambda city: -city.population):
        position = Position(city.latitude, city.longitude)
        state.names.setdefault(fold(city.name), position)
        for other in city.others:
            if len(other) > 2:
                state.others.setdefault(fold(other), position)
        if told and city.name == told.capital:
            state.capital = state.capital or position
    return state


@cache
def _capital_names(country: str) -> frozenset[str]:
    """What our own table calls the capital of a state."""
    return frozenset(fold(name) for name, _, iso, capital in rows("cities.tsv", 4) if iso == country and capital)
