"""Whom and where a claim counts: sides, names, organisations, offices and places in its words."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from entrevue.atlas.lookup import load_atlas
from entrevue.domain.mentions import Organisation, Place, PlaceKind
from entrevue.domain.text import fold_evenly
from entrevue.domain.verdicts import Who
from entrevue.identity.names import plain
from entrevue.inquiry.claims_scene import Scene
from entrevue.languages import codes
from entrevue.languages.claims import ClaimWords, load_claim_words
from entrevue.languages.grammar import load_grammar, load_offices

_ANY_ROLE = frozenset({"generic", "member", "guest", "successor"})  # "a senior official": whatever the office


@dataclass(frozen=True, slots=True)
class Heard:
    """What a stretch of words says of people and places."""

    sides: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    organisation: str | None = None
    role: str | None = None
    field: str | None = None
    own: bool = False
    pair: bool = False
    states: bool = False  # "the two countries" rather than "the two ministers"
    definite: bool = False  # "the minister": one person, not anybody in the office
    place: str | None = None
    city: str | None = None
    here: bool = False
    abroad: bool = False
    region: str | None = None

    @property
    def nobody(self) -> bool:
        """Whether the words name no party at all."""
        return not (self.sides or self.persons or self.organisation or self.role or self.field)


def hear(text: str, words: ClaimWords, scene: Scene | None, known: Callable[[str], bool]) -> Heard:
    """The people and places in `text`; `known` says whether the ledger has a person of that name."""
    folded = fold_evenly(text)
    found = load_atlas(words.code).find(text)
    goals: list[Place | Organisation] = []
    for mention in found:
        beside = goals and text[goals[-1].end : mention.start] == ", "  # "in Ohrid, North Macedonia"
        if _is_goal(mention, folded, words) or beside:
            goals.append(mention)
    sides = [mention for mention in found if mention not in goals]
    place = next((m for m in goals if isinstance(m, Place)), None)
    bodies = [m for m in sides if isinstance(m, Organisation)]
    role, at = _role_in(folded, words.code)
    states = [m.country for m in sides if m.country and not _mere_city(m)]
    bodiless = folded
    for body in found:
        if isinstance(body, Organisation):  # "the African Union" is no part of the world
            bodiless = bodiless[: body.start] + " " * (body.end - body.start) + bodiless[body.end :]
    region = words.compiled(words.regions).search(bodiless)
    return Heard(
        sides=tuple(dict.fromkeys(states)),
        persons=tuple(_names(text, words, [(m.start, m.end) for m in found], scene, known)),
        organisation=next((body.acronym or body.name for body in bodies), None),
        role=role,
        field=field_in(folded, words),
        own=bool(words.compiled(words.own).search(folded)),
        pair=bool(words.compiled(words.pair).search(folded)),
        states=bool(words.compiled(words.states).search(folded)),
        definite=at is not None and bool(words.compiled(words.definite).search(folded[:at])),
        place=place.country if place else None,
        city=place.city if place and place.kind is PlaceKind.CITY and not place.capital else None,
        here=bool(words.compiled(words.here).search(folded)),
        abroad=bool(words.compiled(words.abroad).search(folded)),
        region=text[region.start() : region.end()] if region else None,
    )


def _is_goal(mention: Place | Organisation, folded: str, words: ClaimWords) -> bool:
    if isinstance(mention, Organisation) or mention.kind in {PlaceKind.DEMONYM, PlaceKind.REGION}:
        return False
    return words.compiled(words.goal).search(folded[: mention.start]) is not None


def _mere_city(mention: Place | Organisation) -> bool:
    """A city that is no capital never stands for its state."""
    return isinstance(mention, Place) and mention.kind is PlaceKind.CITY and not mention.capital


def _names(
    text: str, words: ClaimWords, taken: list[tuple[int, int]], scene: Scene | None, known: Callable[[str], bool]
) -> Iterator[str]:
    """Runs of capitalised words that are no place, body, office or ordinary word."""
    cast = {word for member in (scene.cast if scene else ()) for word in plain(member.name or "").split()}
    for run in _runs(text, words, taken):
        name = " ".join(run)
        parts = plain(name).split()
        if len(run) > 1 or (parts and set(parts) <= cast) or known(name):
            yield name


def _runs(text: str, words: ClaimWords, taken: list[tuple[int, int]]) -> Iterator[list[str]]:
    run: list[str] = []
    end = 0
    elided, one = _cut(words.code)
    text = elided.sub(lambda cut: "'" * len(cut.group()), text)
    for match in one.finditer(text):
        word = match.group()
        inside = any(start < match.end() and match.start() < stop for start, stop in taken)
        gap = text[end : match.start()]
        if run and (not gap.isspace() or inside):
            yield from _trimmed(run, words)
            run = []
        if not inside and (_nameable(word, words) or (run and word.casefold() in words.name_particles)):
            run.append(word)
        elif run:
            yield from _trimmed(run, words)
            run = []
        end = match.end()
    yield from _trimmed(run, words)


@cache
def _cut(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What an elided word is, its apostrophe left out, and what a word: without a clitic at its end.

    Names of other languages elide too, in small letters alone: "d'Almada", but "D'Arcy" in an English report.
    """
    grammar = load_grammar(code)
    own, clitics = (_any(words) for words in (grammar.elisions, grammar.clitics))
    others = _any(word for code in codes("grammar") for word in load_grammar(code).elisions)
    return (
        re.compile(rf"\b(?:(?i:{own})|{others})(?=['’])"),
        re.compile(rf"[^\W\d_](?:[\w.-]|['’](?!(?:{clitics})\b))*"),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(filter(None, words)) or "(?!)"


def _trimmed(run: list[str], words: ClaimWords) -> Iterator[list[str]]:
    while run and run[-1].casefold() in words.name_particles and not run[-1][0].isupper():
        run = run[:-1]
    if run:
        yield run


def _nameable(word: str, words: ClaimWords) -> bool:
    folded = fold_evenly(word).rstrip(".")
    return (
        word[0].isupper()
        and folded not in _office_words(words.code)
        and folded not in words.ordinals
        and not words.compiled(words.no_name).match(folded)
        and not any(words.compiled(pattern).match(folded) for pattern in words.kinds.values())
    )


@cache
def _office_words(code: str) -> frozenset[str]:
    offices = load_offices(code)
    heads = (head for heads in offices.heads.values() for head in heads)
    return frozenset(word for head in (*heads, *offices.before, *offices.after) for word in head.split())


@cache
def heads(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The head nouns of offices of a language, with the class of each."""
    roles = {head: role for role, heads in load_offices(code).heads.items() for head in heads}
    ordered = sorted(map(re.escape, roles), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ordered)})(?![\w-])"), roles


def _role_in(folded: str, code: str) -> tuple[str | None, int | None]:
    """The class of the first office told, with where it stands; None for "a senior official"."""
    pattern, roles = heads(code)
    for match in pattern.finditer(folded):
        role = roles[match.group()]
        if role not in _ANY_ROLE and match.group() not in load_claim_words(code).generic:
            return role, match.start()
    words = load_claim_words(code)
    told = (name for name, pattern in words.role_words.items() if words.compiled(pattern).search(folded))
    return next(told, None), None


def capacity_in(text: str, words: ClaimWords) -> tuple[str | None, str | None]:
    """The class and the field of the office that words name: "as foreign minister"."""
    folded = fold_evenly(text)
    role, _ = _role_in(folded, words.code)
    return role, field_in(folded, words)


def field_in(folded: str, words: ClaimWords) -> str | None:
    """What the offices told are for: "security", "foreign" …"""
    found = ((words.compiled(p).search(folded), name) for name, p in words.fields.items())
    first = min(((match.start(), name) for match, name in found if match), default=None)
    return first[1] if first else None


def who_of(heard: Heard) -> Who:
    """The conditions that words set, as they stand."""
    return Who(heard.sides[:1], heard.persons[:1], heard.organisation, heard.role, heard.field)
