"""The patterns of a language pack, compiled."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from entrevue.languages.dates import Dates

_SAME = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "ʼ": "'", "\u2011": "-", "\n": "\n", "\t": " "}
)
_DIGITS = r"(?<![\d.,])"
_NO_MORE = r"(?![\d%]|[.,]\d)"


def fold_same_length(text: str) -> str:
    """Lower case without accents, one character for one, so that offsets hold."""
    return "".join(_fold_char(char) for char in text.translate(_SAME))


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char < "\x80":
        return char.lower()
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


@dataclass(frozen=True, slots=True)
class Match:
    """One pattern found: its kind, where, and what its slots hold."""

    kind: str
    start: int
    end: int
    groups: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Compiled:
    kind: str
    pattern: re.Pattern[str]

    def search(self, text: str, start: int, end: int) -> Match | None:
        found = self.pattern.search(text, start, end)
        if found is None:
            return None
        groups = {name: value for name, value in found.groupdict().items() if value is not None}
        return Match(self.kind, found.start(), found.end(), groups)


class Patterns:
    """Every pattern of a pack, with its tense patterns."""

    def __init__(self, dates: Dates) -> None:
        """Fill the slots of the pack's patterns."""
        slots = _slots(dates)
        self._all = [
            _Compiled(pattern.kind, re.compile(r"(?<!\w)(?:" + _fill(pattern.text, slots) + r")(?!\w)"))
            for pattern in dates.patterns
        ]
        self.future = re.compile(dates.future)
        self.past = re.compile(dates.past)

    def __iter__(self) -> Iterator[_Compiled]:
        return iter(self._all)

    def __getitem__(self, index: int) -> _Compiled:
        return self._all[index]


def _fill(text: str, slots: dict[str, str]) -> str:
    """Put the slots into a pattern; a brace that is no slot ({1,2}) stays."""
    return re.sub(r"\{([a-z_]+1?)\}", lambda match: slots[match.group(1)], text)


def _slots(dates: Dates) -> dict[str, str]:
    month, weekday = "|".join(dates.months), "|".join(dates.weekdays)
    day = rf"{_DIGITS}(?P<NAME>[12]\d|3[01]|0?[1-9])(?:{dates.day_suffix})?{_NO_MORE}"
    year = rf"{_DIGITS}(?P<NAME>(?:19|20)\d\d)(?!\d)"

    def words(name: str, table: dict[str, object]) -> str:
        return f"(?P<{name}>" + "|".join(sorted(table, key=len, reverse=True)) + ")"

    return {
        "month": rf"(?P<month>{month})",
        "month1": rf"(?P<month1>{month})",
        "weekday": rf"(?P<weekday>{weekday})",
        "weekday1": rf"(?P<weekday1>{weekday})",
        "day": day.replace("NAME", "day"),
        "day1": day.replace("NAME", "day1"),
        "dd": rf"{_DIGITS}(?P<dd>\d{{1,2}})",
        "mm": r"(?P<mm>\d{1,2})",
        "year": year.replace("NAME", "year"),
        "year1": year.replace("NAME", "year1"),
        "last": f"(?P<last>{dates.last})",
        "next": f"(?P<next>{dates.next})",
        "this": f"(?P<this>{dates.this})",
        "part": f"(?:{dates.parts})",
        "vague": f"(?P<vague>{dates.vague})",
        "word": words("word", dict(dates.days)),
        "anchor": words("anchor", dict(dates.anchors)),
        "number": words("number", dict(dates.numbers)),
        "digits": r"(?P<digits>\d{1,3})",
        "unit": words("unit", dict(dates.units)),
    }


_COMPILED: dict[int, tuple[Dates, Patterns]] = {}  # by identity: a pack is loaded once a process and never changes


def compiled(dates: Dates) -> Patterns:
    """The compiled patterns of a pack, once a process."""
    if id(dates) not in _COMPILED:
        _COMPILED[id(dates)] = (dates, Patterns(dates))
    return _COMPILED[id(dates)][1]
