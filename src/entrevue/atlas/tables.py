"""The atlas's tables: rows of the data files, and the names that CLDR and GeoNames add."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from entrevue.atlas import geonames
from entrevue.domain.mentions import PlaceKind
from entrevue.errors import AtlasError
from entrevue.languages import codes
from entrevue.languages.demonyms import inflected, load_demonyms, spelt

_DATA = resources.files("entrevue.atlas") / "data"
_STAND_FOR_NOBODY = frozenset(("airline", "press"))
_LEAST = 60_000  # inhabitants from which a city is worth its name's ambiguity
_LEAST_OF_SEVERAL = 50_000  # the same for a name of several words, which is less ambiguous
_STEM = 3  # letters that are left at least of what opens a compound, before its last
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
    seat: str | None = None  # the state in which an international one sits

    @property
    def international(self) -> bool:
        """Whether it belongs to no state, and is neither an airline nor a newspaper: these stand for nobody."""
        return self.country is None and self.kind not in _STAND_FOR_NOBODY


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
def _columns(name: str) -> tuple[tuple[str, str], ...]:
    """What each column of a data file holds, and in which language; its line that begins with "#:" says so."""
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#:"):
            heads = (cell.split() for cell in line.removeprefix("#:").split("\t"))
            return tuple((head[0], head[1] if len(head) > 1 else "") for head in heads)
    raise AtlasError(f"{name}: no line begins with #: and names the columns")


@cache
def organisations() -> tuple[Body, ...]:
    """Agencies and international organisations."""
    columns, seats = _columns("organisations.tsv"), dict(rows("seats.tsv", 2))
    return tuple(
        Body(
            id_,
            iso or None,
            kind,
            _split(acronyms),
            {language: _split(cell) for (_, language), cell in zip(columns[4:], cells, strict=True)},
            seats.get(id_),
        )
        for id_, iso, kind, acronyms, *cells in rows("organisations.tsv", len(columns))
    )


@dataclass(frozen=True, slots=True)
class Called:
    """What a state, its people and its things are called beside CLDR, a cell a language as the table has it."""

    code: str
    people: Mapping[str, str]
    names: Mapping[str, str]

    @property
    def demonyms(self) -> tuple[str, ...]:
        """Its demonyms in every form and language."""
        return tuple(form for language, cell in self.people.items() for form in demonyms_in(cell, language))

    @property
    def further(self) -> tuple[str, ...]:
        """Its further names in every language."""
        return tuple(name for cell in self.names.values() for name in _split(cell))


@cache
def called() -> tuple[Called, ...]:
    """The states, and what each of them is called."""
    columns = _columns("states.tsv")
    table = []
    for code, *cells in rows("states.tsv", len(columns)):
        told = [(what, language, cell) for (what, language), cell in zip(columns[1:], cells, strict=True)]
        people = {language: cell for what, language, cell in told if what == "demonyms"}
        table.append(Called(code, people, {language: cell for what, language, cell in told if what == "names"}))
    return tuple(table)


def names(language: str) -> Iterator[Name]:
    """Every place name of a language."""
    yield from _cities(language)
    yield from _states(language)
    for surface, code, iso, where in rows("metonyms.tsv", 4):
        if code in {language, "*"}:
            yield Name(surface, PlaceKind.METONYM, iso, seat=where == "capital")
    for surface, code, iso in rows("parts.tsv", 3):
        if code in {language, "*"}:
            kind = PlaceKind.DEMONYM if surface.islower() else PlaceKind.METONYM
            yield Name(surface, kind, iso or None)


def _states(language: str) -> Iterator[Name]:
    from babel import Locale  # CLDR tables take 50 ms to load: paid by reading only

    known = {state.code for state in called()}
    spellings = load_demonyms(language).spellings if language in codes("demonyms") else ()
    territories = Locale(language).territories
    plain = frozenset(territories.values())
    for iso, written in territories.items():
        if len(iso) == 2 and iso.isalpha() and (iso in known or iso not in {"EU", "EZ", "UN", "XA", "XB"}):
            surface = written.partition(" (")[0]
            if surface != written and surface in plain:  # « Saint-Martin (partie néerlandaise) » is called otherwise
                continue
            yield Name(surface, PlaceKind.STATE, iso)
            for other in spelt(surface, spellings):
                yield Name(other, PlaceKind.STATE, iso)
    for state in called():
        people = state.people.get(language, "")
        for form in demonyms_in(people, language):
            yield Name(form, PlaceKind.DEMONYM, state.code)
        for form in combining_forms(people, language):
            yield Name(form, PlaceKind.DEMONYM, state.code, combining=True)
        for surface in _split(state.names.get(language, "")):
            yield Name(surface, PlaceKind.STATE, state.code)


def demonyms_in(cell: str, language: str) -> tuple[str, ...]:
    """The demonyms in a cell, in every gender and number that the language has, each form once."""
    return tuple(dict.fromkeys(form for demonym in _split(cell) for form in _forms(demonym, language)))


def forms_of_demonym(cell: str, language: str) -> tuple[str, ...]:
    """The first demonym of a cell: singular and plural, where there are genders masculine, then feminine."""
    return next((forms for demonym in _split(cell) if (forms := _forms(demonym, language))), ())


def _forms(demonym: str, language: str) -> tuple[str, ...]:
    """Singular and plural of a demonym, in both genders where there are two; none of what only opens compounds."""
    rules = load_demonyms(language)
    masculine, _, told = demonym.partition("/")
    if masculine.endswith("-"):
        return ()
    feminine = told or inflected(masculine, rules.feminine)
    genders = (masculine, feminine) if feminine else (masculine,)
    return tuple(form for one in genders for form in (one, inflected(one, rules.plural) or one))


def combining_forms(cell: str, language: str) -> Iterator[str]:
    """What opens compounds: those told in a cell ("sino-"), and the regular one of its first demonym."""
    told = [demonym.rstrip("-") for demonym in _split(cell) if demonym.endswith("-")]
    first = _split(cell)[0].partition("/")[0] if _split(cell) else ""
    yield from told
    regular = inflected(first, load_demonyms(language).combining) if first and not told else None
    if regular is not None and len(regular) > _STEM:
        yield regular


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
