"""What words of a question can mean before any ledger is asked: states, cities, organisations, kinds, topics, offices."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from entrevue.atlas.tables import Name, names, organisations
from entrevue.domain.mentions import PlaceKind
from entrevue.identity.classes import office_classes
from entrevue.identity.words import plain
from entrevue.languages import codes
from entrevue.languages.asking import load_asking
from entrevue.languages.posts import load_posts

_WORD = re.compile(r"[^\W_]+")
_CODE = 2
_LAST = "\U0010ffff"  # behind every character
_CORRECTED = 12  # phrases that something misspelt may stand for
_LONGEST = 8  # words of a phrase


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may mean: a field of a question, its value, and how it is called.

    `sure`: the phrase is a name of the thing itself; else it stands for it ("Ankara" for Türkiye).
    """

    field: str
    value: str
    label: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question: folded, and as it was written."""

    word: str
    written: str


def tokens_of(question: str) -> tuple[Token, ...]:
    """The words of a question; a name in another script gives its Latin letters."""
    found = []
    for match in _WORD.finditer(question):
        found += [Token(word, match.group()) for word in plain(match.group()).split()]
    return tuple(found)


def meanings_at(tokens: Sequence[Token], start: int) -> tuple[int, tuple[Meaning, ...]]:
    """How many words the longest phrase that begins at a word has, and what it may mean; (0, ()) for none."""
    table = _table()
    for length in range(min(_LONGEST, len(tokens) - start), 0, -1):
        words = tuple(token.word for token in tokens[start : start + length])
        found = table.get(words)
        if found and length == 1 and (len(words[0]) == _CODE or words in filler() or words[0] in before_places()):
            found = tuple(one for one in found if _is_code(tokens[start].written, one))
        if found:
            return length, found
    return 0, ()


def _is_code(written: str, meaning: Meaning) -> bool:
    """Whether few letters are meant as a code: "IT" is Italy and "WHO" a body, "it" and "who" are not."""
    return written.isupper() or plain(written) in _short_states() or meaning.field not in {"state", "organisation"}


def begun(text: str, most: int) -> tuple[Meaning, ...]:
    """What may be meant by the beginning of a phrase, shorter names first."""
    begin = " ".join(token.word for token in tokens_of(text))
    if len(begin) < _CODE:
        return ()
    found: dict[tuple[str, str], Meaning] = {}
    alphabet, phrases = _alphabet(), _sorted_phrases()
    first, last = (bisect_left(alphabet, (text,)) for text in (begin, begin + _LAST))
    for place in sorted(place for _, place in alphabet[first:last]):
        if len(found) >= most:
            break
        phrase, meanings = phrases[place]
        if len(phrase) > _CODE:
            for one in meanings:
                if one.sure and one.field != "place":
                    found.setdefault((one.field, one.value), one)
    return tuple(found.values())[:most]


def nearly(text: str, most: int) -> tuple[tuple[int, Meaning], ...]:
    """What may be meant by a phrase in which few letters are wrong, with how many, the fewest first."""
    if most < 1:
        return ()
    words = " ".join(token.word for token in tokens_of(text))
    spellings, phrases = _spellings(), _sorted_phrases()
    first, last = (bisect_left(spellings, letters, key=len) for letters in (len(words) - most, len(words) + most + 1))
    near = process.extract(words, spellings[first:last], scorer=OSA.distance, score_cutoff=most, limit=_CORRECTED)
    found: dict[tuple[str, str], tuple[int, Meaning]] = {}
    for phrase, distance, place in sorted(near, key=lambda one: (one[1], one[2])):
        if len(phrase) > most + _CODE:
            for one in phrases[first + place][1]:
                found.setdefault((one.field, one.value), (int(distance), one))
    return tuple(sorted(found.values(), key=lambda pair: (pair[0], _ORDER.index(pair[1].field), not pair[1].sure)))


def warm() -> None:
    """Load everything at once, which takes a second or two: so that no question waits for it."""
    _alphabet()
    filler()
    role_of("minister")


_ORDER = ("state", "organisation", "role", "kind", "status", "topic", "place")


@lru_cache(maxsize=20_000)
def role_of(words: str) -> str | None:
    """The class of office that words tell, the most particular one: "minister" only where nothing more is told."""
    for text in (words, " ".join(_plural().sub("", word) for word in words.split())):
        found = office_classes(text)
        if found:
            return min(found - {"minister"} or found)
    return None


@cache
def _plural() -> re.Pattern[str]:
    """The endings of a plural, on words of more than a few letters."""
    endings = {plain(ending) for code in codes("asking") for ending in load_asking(code).plurals}
    return re.compile(rf"(?<=\w{{3}})(?:{'|'.join(sorted(endings))})\Z")


@cache
def office_words() -> frozenset[str]:
    """Every word with which the packs tell an office or the field of its duty."""
    packs = [load_posts(code) for code in codes("posts")]
    tables = (table for pack in packs for table in (pack.roles, pack.fields, pack.posts))
    return frozenset(word for table in tables for phrases in table.values() for p in phrases for word in _phrase(p))


@cache
def filler() -> frozenset[tuple[str, ...]]:
    """Phrases that ask for nothing."""
    return frozenset(_phrase(phrase) for code in codes("asking") for phrase in load_asking(code).filler)


@cache
def before_places() -> frozenset[str]:
    """Words that stand before a place."""
    return frozenset(plain(word) for code in codes("asking") for word in load_asking(code).at)


@cache
def _short_states() -> frozenset[str]:
    """Codes that are meant in small letters too."""
    return frozenset(plain(word) for code in codes("asking") for word in load_asking(code).short_states)


@cache
def heads() -> frozenset[tuple[str, ...]]:
    """Words that say nothing beside an organisation."""
    return frozenset(_phrase(phrase) for code in codes("asking") for phrase in load_asking(code).heads)


@cache
def _spellings() -> list[str]:
    return [phrase for phrase, _ in _sorted_phrases()]


@cache
def _alphabet() -> list[tuple[str, int]]:
    """The same phrases in alphabetical order, each with its place among them."""
    return sorted((phrase, place) for place, phrase in enumerate(_spellings()))


@cache
def _sorted_phrases() -> tuple[tuple[str, tuple[Meaning, ...]], ...]:
    """Phrases that suggestions and corrections come from: lesser cities are not among them."""
    kept = ((" ".join(words), meanings) for words, meanings in _table().items())
    large = ((phrase, meanings) for phrase, meanings in kept if any(m.field != "place" for m in meanings))
    return tuple(sorted(large, key=lambda pair: (len(pair[0]), pair[0])))


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens_of(text))


@cache
def _table() -> dict[tuple[str, ...], tuple[Meaning, ...]]:
    found: dict[tuple[str, ...], dict[tuple[str, str], Meaning]] = {}
    for phrase, meaning in _entries():
        words = _phrase(phrase)
        if words and len(words) <= _LONGEST:
            found.setdefault(words, {}).setdefault((meaning.field, meaning.value), meaning)
    return {words: tuple(meanings.values()) for words, meanings in found.items()}


def _entries() -> Iterator[tuple[str, Meaning]]:
    yield from _of_states()
    for code in codes("asking"):
        pack = load_asking(code)
        for field, table in (("role", pack.roles), ("kind", pack.kinds), ("status", pack.statuses)):
            yield from (
                (phrase, Meaning(field, value, phrase)) for value, phrases in table.items() for phrase in phrases
            )
    for body in organisations():
        label = next(iter(body.acronyms), None) or next(iter(name for every in body.names.values() for name in every))
        for name in (*body.acronyms, *(name for every in body.names.values() for name in every)):
            shown = name if name in body.acronyms else label
            yield name, Meaning("organisation", shown, shown)
    for code in codes("asking"):
        for value, phrases in load_asking(code).topics.items():
            yield from ((phrase, Meaning("topic", value, phrase)) for phrase in phrases)


def _of_states() -> Iterator[tuple[str, Meaning]]:
    from babel import Locale  # CLDR takes 50 ms to load: paid by who asks

    english: dict[str, str] = dict(Locale("en").territories)
    states = {
        code for code in english if len(code) == _CODE and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ"}
    }

    def meaning(code: str, *, sure: bool = True) -> Meaning:
        return Meaning("state", code, english.get(code, code), sure)

    for code in codes("asking"):
        for iso, phrases in load_asking(code).states.items():
            yield from ((phrase, meaning(iso)) for phrase in phrases)
    for language in codes():  # CLDR has the names of states in all of them
        for iso, name in Locale(language).territories.items():
            if iso in states:
                yield name.partition(" (")[0], meaning(iso)
    for iso in sorted(states):
        yield iso, meaning(iso)
    places: list[tuple[str, Meaning]] = []
    for language in codes("asking"):
        for name in names(language):
            if name.country and not name.combining:
                places += _of_name(name, meaning(name.country, sure=name.kind is not PlaceKind.CITY))
    yield from sorted(places, key=lambda pair: pair[1].field == "place")


def _of_name(name: Name, state: Meaning) -> Iterator[tuple[str, Meaning]]:
    if name.kind is not PlaceKind.CITY:
        yield name.surface, state
        return
    if name.capital:
        yield name.surface, state
    if not name.other or name.capital:
        yield name.surface, Meaning("place", name.surface, name.surface)
