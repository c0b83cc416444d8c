"""Whom a mention of several stands for: "the two ministers", "they", "her Vietnamese and Thai counterparts"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from entrevue.domain.spans import Label, Mention, Words
from entrevue.linking.listing import Glue
from entrevue.linking.naming import names_behind

Floats = npt.NDArray[np.float32]
_NEAR = 1  # sentences back in which an engagement of those meant is told: of 151 in `dev` 94 are right so, 88 with 3


@dataclass(frozen=True)
class Meets:
    """Who takes part in what two or more do together; `parts`: (triggers, mentions), triggers in the order of the text."""

    triggers: Sequence[Mention]
    parts: npt.NDArray[np.bool_]

    def meet(self, one: int, other: int) -> bool:
        """Whether two mentions take part in one of them."""
        return bool((self.parts[:, one] & self.parts[:, other]).any())


@dataclass(frozen=True)
class Several:
    """What tells whom mentions of several stand for; `owner`: the chain of each mention of one, `scores`: (mentions, mentions)."""

    words: Words
    actors: Sequence[Mention]
    scores: Floats
    owner: Mapping[int, int]
    nations: Sequence[str | None]
    meets: Meets
    glue: Glue

    def stands_for(self, i: int, mention: Mention, chains: Sequence[Sequence[int]]) -> list[int]:
        """The numbers of chains, in order; those of new ones, behind `chains`, where the mention alone tells whose they are."""
        states = list(dict.fromkeys(mention.states))
        if len(states) > 1:  # one holder of each state, told elsewhere or here alone
            known = [self._holder(i, state, mention, chains) for state in states]
            new = iter(range(len(chains), len(chains) + len(states)))
            return [next(new) if one is None else one for one in known]
        behind = names_behind(self.words, self.actors, i, self.glue)
        if behind and not self._goes_on_from_another(mention):
            return list(dict.fromkeys(self.owner[k] for k in behind if k in self.owner))
        count = count_of(mention, self.words, self.glue.numerals)
        fitting = [n for n, chain in enumerate(chains) if self._may_be_of(chain, states)]
        found = self._met_before(mention, chains, fitting, count) if mention.label is Label.REF else []
        if not found:
            good = sorted(
                (j for j in range(i) if j in self.owner and self.scores[i, j] > 0), key=lambda j: -self.scores[i, j]
            )
            found = [n for n in dict.fromkeys(self.owner[j] for j in good) if n in fitting][:count]
        return found or ([len(chains)] if states else [])

    def _goes_on_from_another(self, mention: Mention) -> bool:
        """Whether a mention of one state is the end of one of several: "the Jordanian and | Iraqi ministers"."""
        return mention.first > 0 and self.words.folds[mention.first - 1] in self.glue.joins

    def _may_be_of(self, chain: Sequence[int], states: Sequence[str]) -> bool:
        """Whether nothing tells that somebody is of another state than "the Indian leaders" are."""
        told = {self.nations[k] for k in chain} - {None}
        return not states or not told or told <= set(states)

    def _met_before(
        self, mention: Mention, chains: Sequence[Sequence[int]], fitting: Sequence[int], count: int | None
    ) -> list[int]:
        """Those who take part in the engagement told last, where they are as many as are meant."""
        here = self.words.sentence[mention.first]
        for trigger, row in zip(reversed(self.meets.triggers), self.meets.parts[::-1], strict=True):
            if trigger.first >= mention.first or here - self.words.sentence[trigger.first] > _NEAR:
                continue
            found = [n for n in fitting if row[list(chains[n])].any() and self._is_of_people(chains[n])]
            if len(found) > 1 and count in (None, len(found)):
                return found
        return []

    def _is_of_people(self, chain: Sequence[int]) -> bool:
        return any(self.actors[k].label in (Label.NAME, Label.OFFICE) for k in chain)

    def _holder(self, i: int, state: str, mention: Mention, chains: Sequence[Sequence[int]]) -> int | None:
        """The chain that holds the office of one state of which a mention tells several: of that state and office alone."""
        fits = []
        for number, chain in enumerate(chains):
            for j in chain:
                other = self.actors[j]
                if j == i or other.label is not Label.OFFICE or tuple(dict.fromkeys(other.states)) != (state,):
                    continue
                score = float(self.scores[max(i, j), min(i, j)])
                if score > 0 or (mention.role is not None and mention.role == other.role):
                    fits.append((score, number))
        return max(fits)[1] if fits else None


def told_by_one(
    chosen: npt.NDArray[np.int64],
    states: Sequence[frozenset[str]],
    people: npt.NDArray[np.bool_],
    sides: Sequence[str],
) -> npt.NDArray[np.bool_]:
    """Whether one mention tells two ("her Thai and Lao counterparts"), where somebody else met them: (n, n).

    `chosen` (n,): the mention that tells each argument of a trigger; `states` of every mention; `people` (n,): which
    arguments are of people; `sides`: theirs. Somebody told by another mention whose side is one of the states that the
    first tells is one of those meant: each of them was met apart.
    """
    of_several = np.asarray([len(states[k]) > 1 for k in chosen], bool)
    alike = (chosen[:, None] == chosen[None]) & ~np.eye(len(chosen), dtype=bool) & of_several[:, None]
    in_rows = alike.any(axis=1)
    for mention in dict.fromkeys(chosen[in_rows].tolist()):
        own = in_rows & (chosen == mention)
        meant = people & ~in_rows & np.asarray([side in states[mention] for side in sides], bool)
        alike |= (own[:, None] & meant[None]) | (meant[:, None] & own[None])
    return np.asarray(alike & (people & ~alike.any(axis=1)).any(), bool)


def count_of(mention: Mention, words: Words, numerals: Mapping[str, int]) -> int | None:
    """How many a mention stands for, where a word of it or the one before it tells."""
    first = max(mention.first - 1, 0)  # "the two | parties", where the tagger begins behind
    told = [numerals[fold] for fold in words.folds[first : mention.last + 1] if fold in numerals]
    return told[0] if told and told[0] > 1 else None
