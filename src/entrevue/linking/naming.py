"""Names told in the order of the states of those who bear them: "the French and German ministers, X and Y"."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from entrevue.domain.spans import Label, Mention, StateMention, Words, in_a_row, states_within
from entrevue.linking.listing import Glue

_OPENS = frozenset((",", ":", "(", "-", "–", "—"))


Named = dict[int, dict[int, str]]


def named_in_order(words: Words, actors: Sequence[Mention], told: Sequence[StateMention], glue: Glue) -> Named:
    """The names beside each mention of as many states, with the state of each, by their indexes in `actors`.

    `told`: the words that name a state.
    """
    found: Named = {}
    names = [k for k, one in enumerate(actors) if one.label is Label.NAME]
    for i, several in enumerate(actors):
        states = _one_by_one(words, several, told, glue) if several.label in (Label.OFFICE, Label.REF) else []
        if len(states) < 2:
            continue
        more = len(states) + 1  # than there may be
        before = bisect_left(names, several.first, key=lambda k: actors[k].first)
        behind = bisect_right(names, several.last, key=lambda k: actors[k].first)
        rows = (
            _row(words, actors, several, some, glue.joins | glue.titles, _OPENS | glue.articles | glue.titles)
            for some in (names[behind : behind + more], names[max(before - more, 0) : before])
        )
        row = next((row for row in rows if len(row) == len(states)), None)
        if row is not None:
            found[i] = dict(zip(row, states, strict=True))
    return found


def _one_by_one(words: Words, several: Mention, told: Sequence[StateMention], glue: Glue) -> list[str]:
    """The states that a mention tells side by side ("the French and German ministers"), not of one "ambassador of A to B"."""
    row = in_a_row(words, states_within(told, several.first, several.last), glue.joins, glue.small)
    return list(dict.fromkeys(one.country for one in row)) if len(row) > 1 else []


def names_behind(words: Words, actors: Sequence[Mention], i: int, glue: Glue) -> list[int]:
    """The names that tell one by one who several are, behind them: "their counterparts, Minister A and Director B"."""
    found: list[int] = []
    at, opens = actors[i].last + 1, _OPENS
    for k in range(i + 1, len(actors)):
        one = actors[k]
        if one.first < at:
            continue  # told inside another
        between = set(words.folds[at : one.first])
        if words.sentence[one.first] != words.sentence[actors[i].last] or one.label is Label.PLACE:
            break
        if actors[i].states and one.states and not set(one.states) <= set(actors[i].states):
            return found  # « ses homologues tunisien, A, et mauritanien, B »: those of a state end where another begins
        if not opens.issuperset(between) or (opens is _OPENS and _OPENS.isdisjoint(between)):
            break
        if one.label is Label.NAME:
            found.append(k)
            opens = glue.joins | glue.articles | glue.titles
        else:
            opens = glue.titles | {","}  # an office, and whoever holds it
        at = one.last + 1
    return found if len(found) > 1 else []


def _row(
    words: Words, actors: Sequence[Mention], several: Mention, some: Sequence[int], joins: frozenset[str],
    opens: frozenset[str],
) -> list[int]:  # fmt: skip
    """Those of `some` names that stand in one row beside a mention of several, in order."""
    behind = bool(some) and actors[some[0]].first > several.last
    row: list[int] = []
    for k in some if behind else reversed(some):
        near = actors[row[-1]] if row else several
        one, other = (near, actors[k]) if behind else (actors[k], near)
        between = words.folds[one.last + 1 : other.first]
        may = joins if row else opens
        if words.sentence[one.last] != words.sentence[other.first] or not may.issuperset(between):
            break
        row.append(k)
    return row if behind else row[::-1]
