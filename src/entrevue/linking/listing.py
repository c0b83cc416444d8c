"""Places told side by side: "to Uganda, Burundi and the DR Congo"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from entrevue.domain.spans import Label, Mention, Words


@dataclass(frozen=True)
class Glue:
    """Folded words of a language that hold lists and names together.

    Between two places of a list stand any of `small`, and one of `joins`; before a name `titles`, before an office
    `articles`; `counterparts` mean the same office elsewhere, `plurals` an office of several, and `numerals` tell how many.
    """

    small: frozenset[str]
    joins: frozenset[str]
    articles: frozenset[str]
    counterparts: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    numerals: Mapping[str, int] = field(default_factory=dict)
    plurals: frozenset[str] = frozenset()


def listed(words: Words, actors: Sequence[Mention], glue: Glue) -> list[list[int]]:
    """The lists of places in different states, as indexes of `actors`."""
    lists: list[list[int]] = []
    places = [k for k, one in enumerate(actors) if one.label is Label.PLACE and one.country is not None]
    for k in places:
        if lists and _beside(words, actors[lists[-1][-1]], actors[k], glue):
            lists[-1].append(k)
        else:
            lists.append([k])
    return [one for one in lists if len({actors[k].country for k in one}) > 1]


def _beside(words: Words, one: Mention, other: Mention, glue: Glue) -> bool:
    between = words.folds[one.last + 1 : other.first]
    together = words.sentence[one.last] == words.sentence[other.first] and one.last < other.first
    return together and glue.small.issuperset(between) and not glue.joins.isdisjoint(between)


def told_with(
    trigger: Mention, own: frozenset[str], lists: Sequence[Sequence[int]], actors: Sequence[Mention], words: Words,
    owner: Mapping[int, int],
) -> list[list[int]]:  # fmt: skip
    """The chains of the lists in the sentence of a visit's trigger, but where the own state of who travels is in one.

    `owner`: the chain of each of `actors`.
    """
    here = words.sentence[trigger.first]
    return [
        [owner[k] for k in one]
        for one in lists
        if words.sentence[actors[one[0]].first] == here and own.isdisjoint(str(actors[k].country) for k in one)
    ]
