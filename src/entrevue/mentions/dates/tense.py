"""The tense of a date: whether the verb that it belongs to looks back or ahead."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from entrevue.languages.dates import Dates
from entrevue.mentions.dates.lexer import Items, fold, lower

Direction = Literal["past", "future"]

_REACH = 400  # characters beside a date in which its verb is looked for: sentences without end stay linear
_BROKEN = re.compile(r"[^\w\s'’]|[\d\n]")  # what no verb group holds
_BESIDE = 16  # characters between a verb and the date right after it ("leaves on Monday")
_GROUP = 3  # words that may stand between an auxiliary and the participle it governs ("will also be held", "expected to be received")
_WORD = re.compile(r"[^\W\d_]+|'")


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    direction: Direction
    weak: bool
    end: int


class Cues:
    """The verb forms that tell a tense, over a whole text."""

    def __init__(self, text: str, items: Items, pack: Dates) -> None:
        self._items = items
        self._clause = frozenset(fold(word) for word in pack.tense.clause)
        words = list(_WORD.finditer(lower(text)))
        self._cues = _find(text, words, _Forms(pack))
        self._starts = [cue.start for cue in self._cues]
        self._stops = [item.start for item in items.items if item.letter == "|"]

    def at(self, start: int, end: int) -> Direction | None:
        """Find the tense of a date: the nearest cue in its sentence, the one before it unless a clause opens there.

        A cue that only leans to the future ("to meet", "reçoit") counts right before the date, and where the sentence
        holds no other.
        """
        place = bisect_left(self._stops, start)
        low = self._stops[place - 1] if place else 0
        high = self._stops[place] if place < len(self._stops) else len(self._items.folded)
        low, high = max(low, start - _REACH), min(high, end + _REACH)
        cues = self._cues[bisect_left(self._starts, low) : bisect_left(self._starts, high)]
        strong = [cue for cue in cues if not cue.weak or 0 <= start - cue.end <= _BESIDE] or cues
        before = [cue for cue in strong if cue.start < start]
        after = [cue for cue in strong if cue.start >= end]
        if after and (not before or self._opens_clause(start)):
            return after[0].direction
        return before[-1].direction if before else None

    def _opens_clause(self, start: int) -> bool:
        index = self._items.at(start) - 1
        while index >= 0 and self._items.letters[index] in "PIaof":
            index -= 1
        return index >= 0 and self._items.items[index].word in self._clause


class _Forms:
    """A pack's tense words, ready for look-up."""

    def __init__(self, pack: Dates) -> None:
        tense = pack.tense
        self.phrases: dict[str, list[tuple[tuple[str, ...], Direction, bool]]] = {}
        groups: tuple[tuple[tuple[str, ...], Direction, bool], ...] = (
            (tense.past, "past", False),
            (tense.weak_past, "past", True),
            (tense.weak_future, "future", True),
            (tense.future, "future", False),
        )
        for words, direction, weak in groups:
            for phrase in words:
                tokens = tuple(_WORD.findall(phrase))
                self.phrases.setdefault(tokens[0], []).append((tokens, direction, weak))
        for entries in self.phrases.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self.endings: tuple[tuple[tuple[str, ...], Direction, bool], ...] = (
            (tense.future_endings, "future", False),
            (tense.past_endings, "past", False),
            (tense.weak_past_endings, "past", True),
        )
        self.not_verbs = frozenset(tense.not_verbs)
        self.months = frozenset(pack.months)

    def match(self, words: list["re.Match[str]"], index: int) -> tuple[int, Direction, bool] | None:
        """Find the longest form at word `index`."""
        for tokens, direction, weak in self.phrases.get(words[index].group(), ()):
            if tokens == tuple(word.group() for word in words[index : index + len(tokens)]):
                return len(tokens), direction, weak
        word = words[index].group()
        if len(word) < 4 or word in self.not_verbs:
            return None
        for endings, direction, weak in self.endings:
            if word.endswith(endings):
                return 1, direction, weak
        return None


def _find(text: str, words: list["re.Match[str]"], forms: _Forms) -> list[_Cue]:
    cues: list[_Cue] = []
    index, group_end = 0, -1
    while index < len(words):
        word = words[index]
        # "Will" is a name, "CAN" a cup, "May" a month: a capital is no verb, unless it opens the sentence.
        capital = text[word.start()].isupper()
        named = capital and (word.group() in forms.months or not _opens(text, word.start()))
        matched = None if named else forms.match(words, index)
        if matched is None:
            index += 1
            continue
        size, direction, weak = matched
        if direction == "past" and index <= group_end and not _BROKEN.search(text, cues[-1].end, word.start()):
            index += size  # "will be held", "would have been received": a participle inside a future group
            continue
        if direction == "future":
            group_end = index + size + _GROUP
        cues.append(_Cue(word.start(), direction, weak, words[index + size - 1].end()))
        index += size
    return cues


def _opens(text: str, start: int) -> bool:
    """Tell whether a word opens a sentence."""
    before = text[max(0, start - 4) : start]
    return not before.rstrip(" \u00a0\u202f\"'«“") or before.rstrip(" \u00a0\u202f\"'«“")[-1] in ".!?\n"
