"""One key for the names that reports give an organisation."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from entrevue.atlas.tables import Body, organisations
from entrevue.identity.posts import fields_of
from entrevue.identity.words import Phrases, phrases_of, plain, words_of
from entrevue.languages import codes
from entrevue.languages.posts import load_posts

_ACRONYM = re.compile(r"[^\W\d_][\w&]*(?:\s\d+)?")


@lru_cache(maxsize=100_000)
def organisation_key(name: str, country: str | None = None) -> str:
    """The key under which the ledger files an organisation: equal for its acronym and its names in any language.

    An id of the atlas where it knows the organisation ("ma-dgst"), else the state and the name's plain words; a body of
    another state than `country` is never meant. Without `country` an acronym that several states use finds the first.
    """
    found = bodies_in(name, country)
    if found:
        return found[0]
    fields = ministry_fields(name)
    told = "ministry of " + " and ".join(fields) if fields else " ".join(words_of(name))
    return f"{country or ''}:{told}"


def short_name(name: str) -> str | None:
    """The name that the atlas shows a body by which is called so, and not otherwise; None for no name of any body."""
    words = words_of(name)
    found = _acronyms().get(name) or next(
        (b for start, end, b in _named().matches(words) if end - start == len(words)), ()
    )
    return next(
        (
            next(iter((*body.acronyms, *(name for _, every in sorted(body.names.items()) for name in every))))
            for body in found
        ),
        None,
    )


@lru_cache(maxsize=100_000)
def bodies_in(text: str, country: str | None = None) -> tuple[str, ...]:
    """Ids of the atlas's organisations that a text names, by acronym or name, in the order in which they stand."""
    words = words_of(text)
    found = [_fitting(bodies, country) for _, _, bodies in _named().matches(words)]
    found += [_fitting(_acronyms().get(word, ()), country) for word in _ACRONYM.findall(text)]
    return tuple(dict.fromkeys(body for body in found if body))


def _fitting(bodies: tuple[Body, ...], country: str | None) -> str | None:
    """The body that is meant: that of the state, or an international one, or, where no state is told, the first."""
    own = [body.id for body in bodies if country and body.country == country]
    others = [body.id for body in bodies if body.international or country is None]
    return next(iter(own + others), None)


@lru_cache(maxsize=20_000)
def ministry_fields(name: str) -> tuple[str, ...]:
    """The fields of duty of a ministry, in alphabetical order; nothing for what is no ministry or of unknown fields."""
    words = words_of(name)
    return fields_of(words) if any(word in _houses() for word in words) else ()


@cache
def _houses() -> frozenset[str]:
    return frozenset(plain(word) for code in codes("posts") for word in load_posts(code).ministries)


@cache
def _acronyms() -> dict[str, tuple[Body, ...]]:
    table: dict[str, tuple[Body, ...]] = {}
    for body in organisations():
        for acronym in body.acronyms:
            table[acronym] = (*table.get(acronym, ()), body)
    return table


@cache
def _named() -> Phrases[tuple[Body, ...]]:
    named: dict[str, tuple[Body, ...]] = {}
    for phrase, body in _names():
        key = plain(phrase)
        named[key] = (*named.get(key, ()), body)
    return Phrases(named.items())


def _names() -> Iterator[tuple[str, Body]]:
    by_id = {body.id: body for body in organisations()}
    for body in by_id.values():
        for names in body.names.values():
            yield from ((name, body) for name in names)
        yield from ((acronym, body) for acronym in body.acronyms if len(acronym) > 5)
    for code in codes("posts"):
        yield from ((phrase, by_id[key]) for phrase, key in phrases_of(load_posts(code).bodies))
