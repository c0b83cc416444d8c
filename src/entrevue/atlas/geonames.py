"""Cities and capitals as GeoNames tells them (CC BY 4.0): the few columns that are used, shipped with the package."""

import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources


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
    """Every city, in the order of GeoNames; 0.2 s the first time: paid by who reads, or draws a map."""
    rows = (line.split("\t") for line in _lines("C"))
    return tuple(
        City(name, iso, int(size), float(north), float(east), tuple(filter(None, others.split("|"))))
        for _, iso, name, size, north, east, others in rows
    )


@cache
def states() -> dict[str, State]:
    """Every state by its code of two letters."""
    return {iso2: State(iso2, iso3, capital) for _, iso2, iso3, capital in (line.split("\t") for line in _lines("S"))}


def _lines(kind: str) -> list[str]:
    packed = resources.files("entrevue.atlas").joinpath("data", "geonames.tsv.gz").read_bytes()
    return [line for line in gzip.decompress(packed).decode().split("\n") if line.startswith(f"{kind}\t")]
