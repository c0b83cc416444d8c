"""Words of any script in plain Latin letters, and the longest phrase that stands at a place among them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Generic, TypeVar

from anyascii import anyascii

from entrevue.languages.names import all_names

_WORD = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"([\u3400-\u9fff\uf900-\ufaff])")  # every character is a syllable, and a word of its own here

Value = TypeVar("Value")


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Lower-case Latin words of `text` without accents, whatever its script; one blank between words."""
    return " ".join(_WORD.findall(_latin(text).lower()))


@lru_cache(maxsize=100_000)
def plain_name(text: str) -> str:
    """Like `plain`, but an apostrophe is a sound inside a name and parts no words ("N'Guessan")."""
    return " ".join(_WORD.findall(_latin(text).lower().replace("'", "").replace("`", "")))


def words_of(text: str) -> tuple[str, ...]:
    """The plain words of `text`, without single letters: what an elision or an initial leaves says nothing."""
    return tuple(word for word in plain(text).split() if len(word) > 1 or word.isdigit())


def _latin(text: str) -> str:
    if text.isascii():
        return text
    for silent in _unheard():
        text = silent.sub("", text)
    return anyascii(_HAN.sub(r" \1 ", text))


@cache
def _unheard() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in all_names().unheard)


class Phrases(Generic[Value]):
    """A dictionary of phrases; `matches` reads words from left to right and takes the longest phrase at each place."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        """Index phrases, as they are written, by their first plain word; of two meanings of a phrase the first stays."""
        self._first: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        seen: set[tuple[str, ...]] = set()
        for phrase, value in entries:
            words = words_of(phrase)
            if words and words not in seen:
                seen.add(words)
                self._first.setdefault(words[0], []).append((words, value))
        for options in self._first.values():
            options.sort(key=lambda option: -len(option[0]))

    def matches(self, words: tuple[str, ...]) -> Iterator[tuple[int, int, Value]]:
        """Start, end and meaning of the phrases in `words`, none within another."""
        index = 0
        while index < len(words):
            for phrase, value in self._first.get(words[index], ()):
                if words[index : index + len(phrase)] == phrase:
                    yield index, index + len(phrase), value
                    index += len(phrase)
                    break
            else:
                index += 1


def phrases_of(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """The phrases of a table of a pack, each with its key."""
    for key, phrases in table.items():
        for phrase in phrases:
            yield phrase, key
