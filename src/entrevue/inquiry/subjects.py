"""Whom somebody means: a state by code or name, a person by id or name, an organisation by name."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from entrevue.atlas.tables import called, organisations
from entrevue.domain.dossiers import Subject
from entrevue.domain.engagements import Engagement, Person
from entrevue.domain.glances import Glance
from entrevue.domain.queries import Query
from entrevue.errors import LedgerError, UnknownId
from entrevue.identity.names import plain
from entrevue.identity.organisations import organisation_key, short_name
from entrevue.languages import codes as packs

_SHOWN = 5
_LIKE = 75  # of a hundred: how like a name must be that is offered for a misspelt one
_LOOKED = 200  # engagements in which the spelling of an organisation is looked for
_NO_STATES = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"))  # codes that CLDR has names for


class Asked(Protocol):
    """The questions that dossiers ask."""

    def find(
        self, query: Query | None = None, *, limit: int | None = 50, before: str | None = None
    ) -> tuple[Engagement, ...]: ...
    def glances(self, query: Query | None = None, *, limit: int | None = 50) -> tuple[Glance, ...]: ...
    def count(self, query: Query | None = None) -> int: ...
    def days(self, query: Query | None = None) -> dict[dt.date, int]: ...
    def years(self, query: Query | None = None) -> dict[int, int]: ...
    def person(self, id: str) -> Person: ...  # noqa: A002 (the word for it)
    def people(self, ids: Sequence[str]) -> tuple[Person, ...]: ...
    def sides_with(self, code: str) -> dict[str, int]: ...
    def persons(self, name: str, *, limit: int | None = None) -> tuple[Person, ...]: ...


def subject_of(asked: Asked, who: str) -> Subject:
    """The subject that a user names; UnknownId for nobody, LedgerError with the choices for several persons."""
    code = state_code(who)
    if code:
        return Subject("state", code, state_name(code))
    if who.startswith("p-"):
        return Subject("person", who, asked.person(who).name)
    if name := organisation_name(asked, who):
        return Subject("organisation", name, name)
    found = asked.persons(who, limit=_SHOWN + 1)
    if len(found) == 1:
        return Subject("person", found[0].id, found[0].name)
    if found:
        choices = "; ".join(f"{one.id} {one.name}{_office(one)}" for one in found[:_SHOWN])
        many = len(found) if len(found) <= _SHOWN else f"more than {_SHOWN}"
        raise LedgerError(f"{who!r} is the name of {many} persons; name one by its id: {choices}")
    raise UnknownId(who, "person, organisation or state")


def organisation_name(asked: Asked, name: str) -> str | None:
    """What an organisation of the ledger is shown as that is called `name`; None where nobody calls one so.

    A body of the atlas goes by its short name, typed in small letters too; any other by the spelling that most
    engagements have.
    """
    shown = _shown_as(asked, name)
    return shown or (_shown_as(asked, name.upper()) if name.isalpha() and name.islower() else None)


def _shown_as(asked: Asked, name: str) -> str | None:
    found = asked.glances(Query(organisation=name), limit=_LOOKED)
    if not found:
        return None
    told = [actor.organization.value for one in found for actor in one.participants if actor.organization.value]
    spelt = Counter(value for value in told if plain(value) == plain(name))
    if known := short_name(name) or (spelt and _body(name)):
        return known
    return spelt.most_common(1)[0][0] if spelt else None


def _body(name: str) -> str | None:
    """The short name of the body of the atlas that reports mean by a longer wording."""
    key = organisation_key(name)
    return next((body.acronyms[0] for body in organisations() if body.id == key and body.acronyms), None)


def is_state(code: str) -> bool:
    """Whether a code in capitals is that of a state or territory: none of those kept for unions and for the unknown."""
    return code not in _NO_STATES and state_name(code) != code


def _office(person: Person) -> str:
    offices = [
        tenure.office or tenure.organization for tenure in person.tenures if tenure.office or tenure.organization
    ]
    return f" ({offices[-1]})" if offices else ""


def query_of(subjects: tuple[Subject, ...]) -> Query:
    """The engagements of all subjects together."""
    named = {kind: [one.value for one in subjects if one.kind == kind] for kind in ("person", "organisation")}
    for kind, values in named.items():
        if len(values) > 1:
            raise LedgerError(f"a dossier holds one {kind} and its states: {', '.join(values)} are two")
    return Query(
        states=tuple(one.value for one in subjects if one.kind == "state"),
        person=next(iter(named["person"]), None),
        organisation=next(iter(named["organisation"]), None),
    )


@cache
def _codes() -> dict[str, str]:
    """Codes of states by every usual name: CLDR's in several languages, the atlas's, and codes of three letters."""
    from babel import Locale  # CLDR takes 50 ms to load: paid by those who name a state by its name
    from babel.core import get_global

    names: dict[str, str] = {}
    for language in dict.fromkeys((*packs("asking"), *packs())):  # of two states of one name that of the first stays
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(plain(name), code)
    for state in called():
        for name in state.further:
            names.setdefault(plain(name), state.code)
    for alias, codes in get_global("territory_aliases").items():
        if alias.isalpha() and len(codes) == 1:  # "KEN", "UK"; "SU" is several
            names.setdefault(plain(alias), codes[0])
    return names


def state_code(text: str) -> str | None:
    """ISO 3166 alpha-2 of a state named by a code or a usual name: "KE", "ke", "Kenya", "USA", "Ivory Coast"."""
    if len(text) == 2 and text.isascii() and text.isalpha():
        return text if text.isupper() and text not in _codes_of_two() else _codes_of_two().get(text.upper())
    return _codes().get(plain(text))


@cache
def _codes_of_two() -> dict[str, str]:
    """What codes of two letters stand for: themselves, but for those in use beside ISO 3166 ("UK")."""
    found = {code: code for code in _codes().values()}
    return found | {
        name.upper(): code for name, code in _codes().items() if len(name) == 2 and name.upper() not in found
    }


def nearest_state(text: str) -> str | None:
    """The name of a state that a text is a misspelling of; None where none is near."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(
        plain(text), [name for name in _codes() if len(name) > 3], scorer=fuzz.ratio, score_cutoff=_LIKE
    )
    return state_name(_codes()[found[0]]) if found else None


def state_name(code: str, language: str = "en") -> str:
    """The name of a state."""
    from babel import Locale

    return Locale(language).territories.get(code) or code
