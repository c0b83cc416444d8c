"""The atlas's tables: rows of the data files, and the names that CLDR and GeoNames add."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from entrevue.atlas import geonames
from entrevue.domain.mentions import PlaceKind
from entrevue.errors import AtlasError

_DATA = resources.files("entrevue.atlas") / "data"
_LEAST = 60_000  # inhabitants from which a city is worth its name's ambiguity
_LEAST_OF_SEVERAL = 50_000  # the same for a name of several words, which is less ambiguous
_MAJOR = 1_000_000  # inhabitants from which GeoNames' other Latin names of a city are taken too


@dataclass(frozen=True, slots=True)
class Name:
    """A surface form and what it stands for."""

    surface: str
    kind: PlaceKind
    country: str | None
    capital: bool = False
    rank: int = 0  # of two cities of one name the higher rank wins
    seat: bool = False  # a house that stands in the capital
    other: bool = False  # a lesser name of a city: never that of a state
    combining: bool = False  # the first part of a compound: "algéro-" in "algéro-tunisien"


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of the atlas."""

    id: str
    country: str | None
    kind: str
    acronyms: tuple[str, ...]
    names: dict[str, tuple[str, ...]]

    @property
    def international(self) -> bool:
        """Whether it belongs to no state."""
        return self.country is None


def rows(name: str, columns: int) -> Iterator[list[str]]:
    """The rows of a data file, comments left out; AtlasError for a row with too many cells."""
    for number, line in enumerate((_DATA / name).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) > columns:
                raise AtlasError(f"{name}, line {number}: {len(cells)} cells, {columns} expected")
            yield cells + [""] * (columns - len(cells))


@cache
def news_agencies() -> tuple[tuple[str, ...], ...]:
    """News agencies: the name that each is shown by, then the others."""
    return tuple((name, *filter(None, others.split("|"))) for name, others in rows("newsagencies.tsv", 2))


@cache
def organisations() -> tuple[Body, ...]:
    """Agencies and international organisations."""
    return tuple(
        Body(id_, iso or None, kind, _split(acronyms), {"fr": _split(fr), "en": _split(en)})
        for id_, iso, kind, acronyms, fr, en in rows("organisations.tsv", 6)
    )


def names(language: str) -> Iterator[Name]:
    """Every place name of a language."""
    yield from _cities(language)
    yield from _states(language)
    for surface, code, iso, where in rows("metonyms.tsv", 4):
        if code in {language, "*"}:
            yield Name(surface, PlaceKind.METONYM, iso, seat=where == "capital")


def _states(language: str) -> Iterator[Name]:
    from babel import Locale  # CLDR tables take 50 ms to load: paid by reading only

    known = {iso for iso, *_ in rows("states.tsv", 5)}
    for iso, surface in Locale(language).territories.items():
        if len(iso) == 2 and iso.isalpha() and (iso in known or iso not in {"EU", "EZ", "UN", "XA", "XB"}):
            surface = surface.partition(" (")[0]
            yield Name(surface, PlaceKind.STATE, iso)
            whole = surface.replace(" & ", " and ")
            spelt = {whole, whole.replace("St. ", "Saint "), whole.replace("St. ", "St ")} - {surface}
            for other in sorted(spelt) if language == "en" else ():
                yield Name(other, PlaceKind.STATE, iso)
    for iso, french, english, more_french, more_english in rows("states.tsv", 5):
        demonyms = french_forms(french) if language == "fr" else english_forms(english)
        for form in demonyms:
            yield Name(form, PlaceKind.DEMONYM, iso)
        for form in combining_forms(french) if language == "fr" else ():
            yield Name(form, PlaceKind.DEMONYM, iso, combining=True)
        for surface in _split(more_french if language == "fr" else more_english):
            yield Name(surface, PlaceKind.STATE, iso)


def french_forms(cell: str) -> Iterator[str]:
    """Masculine and feminine, singular and plural of the demonyms in a cell."""
    for demonym in _split(cell):
        masculine, _, feminine = demonym.partition("/")
        if masculine.endswith("-"):
            continue
        for form in {masculine, feminine or _feminine(masculine)}:
            yield form
            yield form if form.endswith("s") else form + "s"


def forms_of_demonym(cell: str, language: str) -> tuple[str, ...]:
    """The first demonym of a cell: singular and plural, in French masculine, then feminine."""
    first = next((one for one in _split(cell) if not one.partition("/")[0].endswith("-")), "")
    masculine, _, feminine = first.partition("/")
    if language != "fr":
        return (first, next((form for form in english_forms(first) if form != first), first)) if first else ()
    forms = (masculine, feminine or _feminine(masculine)) if masculine else ()
    return tuple(one for form in forms for one in (form, form if form.endswith("s") else form + "s"))


def combining_forms(cell: str) -> Iterator[str]:
    """What opens French compounds: those told in a cell ("sino-"), and the regular one of its first demonym."""
    told = [demonym.rstrip("-") for demonym in _split(cell) if demonym.endswith("-")]
    first = _split(cell)[0].partition("/")[0] if _split(cell) else ""
    ending = next((end for end in ("ien", "ain", "ais", "ois", "éen") if first.endswith(end)), None)
    yield from told
    if ending is not None and not told and len(first) - len(ending) > 2:
        yield first.removesuffix(ending) + "o"


def _feminine(masculine: str) -> str:
    """The regular feminine of a French demonym."""
    if masculine.endswith(("e", "é")):
        return masculine if masculine.endswith("e") else masculine + "e"
    return masculine + "ne" if masculine.endswith("en") else masculine + "e"


def english_forms(cell: str) -> Iterator[str]:
    """Demonyms with their regular plurals."""
    for demonym in _split(cell):
        yield demonym
        if not demonym.endswith(("s", "sh", "ese", "ch", "ss")):
            yield demonym + "s"


@cache
def _notable() -> tuple[tuple[geonames.City, bool], ...]:
    """Large cities and capitals, each with whether it is one."""
    capitals = {iso: _plain(state.capital) for iso, state in geonames.states().items()}

    def wanted(iso: str, name: str, population: int) -> bool:
        return population >= _LEAST_OF_SEVERAL or capitals.get(iso) == _plain(name)

    return tuple((city, capitals.get(city.country) == _plain(city.name)) for city in geonames.cities_where(wanted))


def _cities(language: str) -> Iterator[Name]:
    for city, capital in _notable():
        iso, name, population = city.country, city.name, city.population
        if population < (_LEAST if "-" in name or " " not in name else _LEAST_OF_SEVERAL) and not capital:
            continue
        rank = population + (100_000_000 if capital else 0)
        yield Name(name, PlaceKind.CITY, iso, capital, rank)
        if capital or population > _MAJOR:
            for other in city.others:
                if len(other) > 4 and other[0].isupper() and other.isascii() and " " not in other:
                    yield Name(other, PlaceKind.CITY, iso, capital, rank - 50_000_000, other=True)
    for surface, code, iso, seat in rows("cities.tsv", 4):
        if code in {language, "*"}:
            yield Name(surface, PlaceKind.CITY, iso, seat == "yes", 1_000_000_000)


def _plain(name: str) -> str:
    """A name without accents, hyphens and capitals: "Port-Vila" is "Port Vila"."""
    if name.isascii():
        return name.lower().replace("-", " ")
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower().replace("-", " ")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
