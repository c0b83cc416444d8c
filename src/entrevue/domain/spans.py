"""What the reader sees of a report: its words, the mentions and triggers found among them, and their values."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from entrevue.domain.dates import DateSpan
from entrevue.domain.mentions import PlaceKind


class Label(StrEnum):
    """What a mention is of."""

    NAME = "name"  # of a person
    OFFICE = "office"
    REF = "ref"  # a pronoun or description that stands for a person, a body, or several
    BODY = "body"  # an organisation
    PLACE = "place"
    DATE = "date"
    TRIGGER = "trigger"
    SOURCE = "source"
    AGENDA = "agenda"
    CLAIM = "claim"
    DECOY = "decoy"  # a word that could tell an engagement and does not


@dataclass(frozen=True)
class Words:
    """The words of a report in order. `starts[k]`, `ends[k]`: code points; `sentence[k]`, `paragraph[k]` (title: -1)."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    folds: tuple[str, ...]
    sentence: tuple[int, ...]
    paragraph: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def cover(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last word that `text[start:end]` touches; None where it touches none."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end) - 1
        return (first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class StateMention:
    """A word that names or implies a state (or, `country` "-", an international body): words `first` to `last`."""

    first: int
    last: int
    country: str
    kind: str  # PlaceKind, or "body"
    seat: str | None = None  # of an international body: the state in which it sits


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` (both included) that mention something; `probability` as the tagger gives it.

    `states`: the states named inside it, in order; `role`: the class of an office's head word, `serves`: it is told as
    another's ("envoy of the president"); `country`, `city`: of a place; `span`: of a date, `until`: it is one until which
    something lasts, or before which it is, `other`: the same weekday on the other side of the page's day.
    """

    label: Label
    first: int
    last: int
    start: int
    end: int
    quote: str
    probability: float = 1.0
    states: tuple[str, ...] = ()
    role: str | None = None
    country: str | None = None
    city: str | None = None
    place_kind: PlaceKind | None = None
    span: DateSpan | None = None
    date_kind: str | None = None
    until: bool = False
    other: DateSpan | None = None
    serves: bool = False


def states_within(told: Sequence[StateMention], first: int, last: int) -> Sequence[StateMention]:
    """Those of `told`, which are in the order of the text, that lie between two words, both included."""
    start, stop = (bisect_left(told, at, key=lambda one: one.first) for at in (first, last + 1))
    return [one for one in told[start:stop] if one.last <= last]


def in_a_row(
    words: Words, told: Sequence[StateMention], joins: frozenset[str], small: frozenset[str] | None = None
) -> Sequence[StateMention]:
    """The first of some states and those told side by side behind it: between any two a word of `joins`, and none but `small` ones."""
    row = list(told[:1])
    for one, other in pairwise(told):
        between = words.folds[one.last + 1 : other.first]
        if joins.isdisjoint(between) or (small is not None and not small.issuperset(between)):
            break  # "ambassadors of A and B | to C"
        row.append(other)
    return row
