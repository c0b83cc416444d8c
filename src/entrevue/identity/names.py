"""Do two names name one person? By sound, across spelling, script, order, particles and titles.

A name becomes words, every word a *sound* (the spelling conventions of all packs undone: "Choïgou" and "Shoigu" sound
the same) and a *frame* (its consonants, coarse enough to compare with a script that writes no vowels).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from entrevue.domain.likeness import Reason
from entrevue.identity.words import plain, plain_name
from entrevue.languages.names import all_names

__all__ = ["Name", "Named", "Word", "compare", "described", "name_keys", "name_of", "plain"]

_SAME_WORD = 0.75  # likeness of two sounds from which they count as one word misspelt
_SAME_FRAME = 0.6  # the same across scripts, where much is lost
_RESEMBLES = 0.5  # likeness of two whole frames below which names of two scripts are certainly two
_ROMAN = re.compile(r"(?:i{1,3}|iv|vi{0,3}|ix|xi{0,3}|xiv|xvi{0,3})\Z")
_NATIVE = re.compile(r"[\u0400-\u04ff\u0600-\u06ff]")
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Named(Enum):
    """What two names say of whether they name one person."""

    SAME = "one name"
    BARE = "one of the names alone"
    UNKNOWN = "names that cannot be compared"
    OTHER = "two names"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: its letters, its sound, the frame of its consonants."""

    letters: str
    sound: str
    frame: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it compares. `number` is a ruler's; `native`: from a script that loses much; `signs`: Han or Korean."""

    words: tuple[Word, ...]
    number: str = ""
    native: bool = False
    signs: bool = False

    @property
    def joined(self) -> str:
        """The sound of all words as one."""
        return _word("".join(word.letters for word in self.words)).sound

    @property
    def frame(self) -> str:
        """All frames in one."""
        return "".join(word.frame for word in self.words)


@lru_cache(maxsize=200_000)
def compare(one: str, other: str, *, chinese: bool = True) -> Named:
    """What two names say; `chinese`: whether Han signs are read as a Chinese name is (a foreigner's are not)."""
    first, second = name_of(one), name_of(other)
    if not first.words or not second.words:
        return Named.UNKNOWN
    if bool(first.number) and bool(second.number) and first.number != second.number:
        return Named.OTHER
    if first.signs != second.signs and not chinese:
        return Named.UNKNOWN
    found = _by_words(first, second)
    if found is Named.OTHER and _joined_alike(first, second):
        return Named.SAME if min(len(first.words), len(second.words)) > 1 else Named.BARE
    if found is Named.OTHER and first.native != second.native and not _frames_apart(first, second):
        return Named.UNKNOWN
    return found


def described(named: Named, one: str, other: str, points: float) -> Reason:
    """The reason that a comparison of names gives."""
    return Reason("name", points, f"{one} / {other}: {named.value}")


@lru_cache(maxsize=200_000)
def name_of(text: str) -> Name:
    """A name without titles and particles, as words that compare."""
    listed = _listed()
    words = [word for word in plain_name(text).split() if word not in listed.initials]
    start = 0
    while start < len(words) - 1 and words[start] in listed.titles:
        start += 1
    words = words[start:]
    numbered = len(words) > 1 and (_ROMAN.match(words[-1]) or words[-1] in listed.numbers)
    number = words.pop() if numbered and not _SIGNS.search(text) else ""
    kept = [word for word in _joining(words, listed) if word not in listed.particles] or words
    return Name(
        tuple(_word(word) for word in kept),
        listed.numbers.get(number, number),
        bool(_NATIVE.search(text)),
        bool(_SIGNS.search(text)),
    )


@lru_cache(maxsize=50_000)
def name_keys(text: str) -> tuple[str, ...]:
    """A key for every word of a name, in its order; two spellings of one name share one.

    Given names that very many people bear are left out where another word remains.
    """
    name = name_of(text)
    rare = [word for word in name.words if word.letters not in _listed().common] or list(name.words)
    return tuple(dict.fromkeys(_key(word) for word in rare))


def _key(word: Word) -> str:
    """The frame of a word, of whichever form of a given name it is; the sound where the frame is a single letter."""
    forms = _short().get(word.letters)
    chosen = _word(min(forms)) if forms else word
    return chosen.frame if len(chosen.frame) > 1 else chosen.sound


def _by_words(first: Name, second: Name) -> Named:
    few, many = sorted((first, second), key=lambda name: len(name.words))
    matched, free = 0, list(many.words)
    for word in few.words:
        best = max(free, key=lambda candidate: _likeness(word, candidate, first, second), default=None)
        if best is not None and _likeness(word, best, first, second) > 0:
            free.remove(best)
            matched += 1
    if matched < len(few.words):
        return Named.OTHER
    if len(few.words) > 1 or (first.number and first.number == second.number):
        return Named.SAME
    return Named.BARE


def _likeness(one: Word, other: Word, first: Name, second: Name) -> float:
    """How alike two words are, 0 where they are not."""
    if one.sound == other.sound or other.letters in _short().get(one.letters, ()):
        return 1.0
    if len(one.letters) == 1 or len(other.letters) == 1:
        return 0.5 if one.letters[0] == other.letters[0] and not first.signs and not second.signs else 0.0
    if first.native or second.native:
        return _frames_alike(one.frame, other.frame)
    alike = float(Levenshtein.normalized_similarity(one.sound, other.sound))
    if one.frame == other.frame and len(one.frame) > 2:
        alike = max(alike, _SAME_WORD)
    return alike if alike >= _SAME_WORD and min(len(one.sound), len(other.sound)) > 2 else 0.0


def _frames_alike(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    alike = float(Levenshtein.normalized_similarity(one, other))
    return alike if alike >= _SAME_FRAME and (one[0] == other[0] or len(one) > 3) else 0.0


def _joined_alike(first: Name, second: Name) -> bool:
    """Whether the names are one with other blanks: "Xi Jin Ping", "Amirabdollahian"; a single word may be a part."""
    few, many = sorted((first, second), key=lambda name: len(name.words))
    if len(few.words) == len(many.words):
        return False
    return few.joined in (_runs(many) if len(few.words) == 1 else _turns(many)) or many.joined in _turns(few)


def _turns(name: Name) -> Iterator[str]:
    """The sound of all words as one, from every word on."""
    letters = [word.letters for word in name.words]
    for index in range(len(letters)):
        yield _word("".join(letters[index:] + letters[:index])).sound


def _runs(name: Name) -> Iterator[str]:
    """The sound of every run of two and more words."""
    letters = [word.letters for word in name.words]
    for start, end in combinations(range(len(letters) + 1), 2):
        if end - start > 1:
            yield _word("".join(letters[start:end])).sound


def _frames_apart(first: Name, second: Name) -> bool:
    """Whether names of two scripts are too far from each other to be one that lost its vowels."""
    one, other = first.frame, second.frame
    best = max(
        (
            Levenshtein.normalized_similarity(a.frame, b.frame)
            for a in first.words
            for b in second.words
            if a.frame and b.frame
        ),
        default=0.0,
    )
    return max(Levenshtein.normalized_similarity(one, other), best) < _RESEMBLES


@dataclass(frozen=True, slots=True)
class _Listed:
    titles: frozenset[str]
    particles: frozenset[str]
    initials: frozenset[str]  # what is left of "S.E." and "H.E."
    joining: Mapping[str, str]
    numbers: Mapping[str, str]
    common: frozenset[str]


@cache
def _listed() -> _Listed:
    """The packs' word lists in plain letters."""
    names = all_names()
    titles = {word for title in names.titles for word in plain_name(title).split()}
    particles = {word for particle in names.particles for word in plain_name(particle).split()}
    return _Listed(
        frozenset(titles - particles),
        frozenset(particles),
        frozenset(plain_name(letter) for letter in names.initials),
        {plain_name(word): plain_name(joined) for word, joined in names.joining.items()},
        {plain_name(word): number for word, number in names.numbers.items()},
        frozenset(plain_name(word) for word in names.common),
    )


@cache
def _short() -> dict[str, frozenset[str]]:
    groups = [frozenset(plain_name(word) for word in group) for group in all_names().short]
    return {
        word: frozenset().union(*(group for group in groups if word in group)) for group in groups for word in group
    }


def _joining(words: list[str], listed: _Listed) -> Iterator[str]:
    """Words with those that belong to the next one joined to it, a particle between them left out."""
    held = ""
    for word in words:
        if word in listed.joining:
            held = listed.joining[word]
        elif not (held and word in listed.particles):
            yield held + word
            held = ""
    if held:
        yield held


@lru_cache(maxsize=200_000)
def _word(letters: str) -> Word:
    sound = letters
    for pattern, heard in _sounds():
        sound = pattern.sub(heard, sound)
    sound = re.sub(r"(.)\1+", r"\1", sound) or letters
    return Word(letters, sound, _frame(sound))


@cache
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), heard) for pattern, heard in all_names().sounds)


_COARSE = str.maketrans({"v": "f", "p": "b", "z": "s", "g": "k", "j": "k", "q": "k", "c": "k"})


def _frame(sound: str) -> str:
    """The consonants of a sound; what scripts and languages write for one another falls together."""
    bare = re.sub(r"[aeiouwyh0-9]", "", sound).translate(_COARSE)
    return re.sub(r"(.)\1+", r"\1", bare)
