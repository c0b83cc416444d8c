"""Well-known office-holders: whom somebody represents whose state the report itself does not tell."""

from collections.abc import Iterator
from functools import cache, lru_cache

from rapidfuzz import fuzz

from entrevue.atlas.tables import rows
from entrevue.domain.text import fold, plain_letters

Words = tuple[str, ...]
_BESIDE = 1  # years before and after an office in which its holder is still told of as one
_WORD_ALIKE, _NAME_ALIKE = 75.0, 85.0  # how like two spellings are, of 100: "Mottaqi", "Muttaqi"
_WHOLE = 2  # words of a name that stand for more only at its beginning or end
_SOUNDS = str.maketrans("qcjiwz", "kkyyvs")  # first letters that are written one for the other


@cache
def _holders() -> dict[Words, tuple[tuple[str, int, int], ...]]:
    """(state or "-", first year, last year) by the folded words of each spelling."""
    found: dict[Words, list[tuple[str, int, int]]] = {}
    for name, state, first, last, others in rows("holders.tsv", 5):
        for spelling in {_words(one) for one in (name, *others.split("|")) if one.strip()}:
            found.setdefault(spelling, []).append((state, int(first), int(last or 9999)))
    return {spelling: tuple(offices) for spelling, offices in found.items()}


@cache
def _by_initials() -> dict[Words, tuple[Words, ...]]:
    found: dict[Words, list[Words]] = {}
    for spelling in _holders():
        found.setdefault(_initials(spelling), []).append(spelling)
    return {initials: tuple(some) for initials, some in found.items()}


@cache
def _by_word() -> dict[str, tuple[Words, ...]]:
    found: dict[str, list[Words]] = {}
    for spelling in _holders():
        for word in spelling:
            found.setdefault(word, []).append(spelling)
    return {word: tuple(some) for word, some in found.items()}


@lru_cache(4_096)
def state_of_holder(name: str, year: int | None) -> str | None:
    """Whom the bearer of a full name represented in a year: ISO 3166 alpha-2, "-" for an international body.

    A name that nobody bears as it is told is that of those whose names are spelt alike, or begin or end with it. None
    where it is not known, where its offices do not fit the year, or where they are of several states.
    """
    words, holders = _words(name), _holders()
    if words in holders:
        return _one_state([words], year)
    if len(words) < _WHOLE:
        return None
    return _one_state(_spelt_alike(words), year) or _one_state(_longer(words), year)


def _one_state(spellings: Iterator[Words] | list[Words], year: int | None) -> str | None:
    offices = [office for spelling in spellings for office in _holders()[spelling]]
    told = {state for state, first, last in offices if year is None or first - _BESIDE <= year <= last + _BESIDE}
    return told.pop() if len(told) == 1 else None


def _spelt_alike(words: Words) -> Iterator[Words]:
    """The names whose words are, one by one, spelt like those told."""
    for other in _by_initials().get(_initials(words), ()):
        alike = all(fuzz.ratio(one, two) >= _WORD_ALIKE for one, two in zip(words, other, strict=True))
        if alike and fuzz.ratio(" ".join(words), " ".join(other)) >= _NAME_ALIKE:
            yield other


def _longer(words: Words) -> Iterator[Words]:
    """The names that hold those told: "Obiang Nguema Mbasogo"; of two words only those that begin or end with them."""
    for other in _by_word().get(words[-1], ()):
        ends = words in (other[: len(words)], other[-len(words) :])
        if len(other) > len(words) and (ends or (len(words) > _WHOLE and set(words) <= set(other))):
            yield other


def _initials(words: Words) -> Words:
    return tuple(word[0].translate(_SOUNDS) for word in words)


def _words(name: str) -> Words:
    """The folded words of a name; without initials, where two words are left."""
    told = fold(plain_letters(name)).replace("-", " ").replace(".", " ").split()
    words = tuple(word for word in told if len(word) > 1)
    return words if len(words) > 1 else tuple(told)
