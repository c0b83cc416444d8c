"""Cities and capitals as GeoNames tells them (CC BY 4.0): the few columns that are used, shipped with the package."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import dropwhile, takewhile


@dataclass(frozen=True, slots=True)
class City:
    """A city of 15,000 or more inhabitants; `country`: ISO 3166 alpha-2, degrees north and east."""

    name: str
    country: str
    population: int
    latitude: float
    longitude: float
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory by its codes, with the name of its capital ("" for none)."""

    iso2: str
    iso3: str
    capital: str


@cache
def cities() -> tuple[City, ...]:
    """Every city, in the order of GeoNames; 0.2 s the first time: paid by who fills a ledger."""
    return tuple(cities_where(lambda *_: True))


def cities_of(state: str) -> Iterator[City]:
    """The cities of one state (ISO 3166 alpha-2), in the order of GeoNames; the first asked for costs 0.1 s more."""
    return map(_city, _told_by_state().get(state, ()))


@cache
def _told_by_state() -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for line in _lines("C"):
        told.setdefault(line.split("\t", 2)[1], []).append(line)
    return told


def _city(line: str) -> City:
    _, iso, name, size, north, east, others = line.split("\t")
    return City(name, iso, int(size), float(north), float(east), tuple(filter(None, others.split("|"))))


def cities_where(wanted: Callable[[str, str, int], bool]) -> Iterator[City]:
    """The cities that are wanted, of which state, name and inhabitants are asked: few of them cost a third of all."""
    for line in _lines("C"):
        _, iso, name, size, _ = line.split("\t", 4)
        if wanted(iso, name, int(size)):
            yield _city(line)


@cache
def states() -> dict[str, State]:
    """Every state by its code of two letters."""
    return {iso2: State(iso2, iso3, capital) for _, iso2, iso3, capital in (line.split("\t") for line in _lines("S"))}


def _lines(kind: str) -> Iterator[str]:
    """The lines of a kind, which stand together."""
    path = resources.files("entrevue.atlas").joinpath("data", "geonames.tsv.gz")
    with path.open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8", newline="\n") as lines:
        told = dropwhile(lambda line: not line.startswith(f"{kind}\t"), lines)
        yield from (line.rstrip("\n") for line in takewhile(lambda line: line.startswith(f"{kind}\t"), told))
