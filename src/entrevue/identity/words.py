"""Words of any script in plain Latin letters, and the longest phrase that stands at a place among them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from anyascii import anyascii

_WORD = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"([\u3400-\u9fff\uf900-\ufaff])")  # every character is a syllable, and a word of its own here
_ARABIC_ARTICLE = re.compile(r"(?<![\u0620-\u064a])\u0627\u0644(?=[\u0620-\u064a]{3})")
_ARABIC_ENDING = re.compile(r"\u0629(?![\u0620-\u064a])")  # written, but mostly not heard
_ARABIC = re.compile(r"[\u0620-\u064a]")

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
    if _ARABIC.search(text):
        text = _ARABIC_ENDING.sub("", _ARABIC_ARTICLE.sub("", text))
    return anyascii(_HAN.sub(r" \1 ", text))


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
