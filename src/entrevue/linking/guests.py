"""Who is told to be on a visit by a word before his office or name: "talks with visiting Malawian President A"."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from entrevue.domain.spans import Label, Mention, Words
from entrevue.linking.apart import outermost
from entrevue.linking.links import ROLES

Floats = npt.NDArray[np.float32]
_SURE = 0.97  # the chance that who is told so travels by that word, and nobody else
_VISITOR, _HOST = 1 + ROLES.index("visitor"), 1 + ROLES.index("host")


@dataclass(frozen=True, slots=True)
class Guest:
    """The word that says so, and the mention of who is meant."""

    word: int
    mention: int


def guests_of(
    words: Words, actors: Sequence[Mention], visiting: Collection[int], auxiliaries: Collection[str]
) -> Iterator[Guest]:
    """The guests of a report; `visiting`: where such words stand, which behind one of `auxiliaries` are verbs."""
    begins = {actors[i].first: i for i in outermost(actors) if actors[i].label in (Label.OFFICE, Label.NAME)}
    for k in sorted(visiting):
        before = [words.folds[j] for j in range(max(k - 2, 0), k) if words.sentence[j] == words.sentence[k]]
        if k + 1 in begins and words.sentence[k] == words.sentence[k + 1] and not set(before) & set(auxiliaries):
            yield Guest(k, begins[k + 1])


def put(
    role: Floats, guests: Sequence[Guest], groups: Sequence[Sequence[int]], triggers: Sequence[Mention]
) -> frozenset[int]:
    """Write into `role` (triggers, chains, none + parts) what the words say; the chains of the guests."""
    found = set()
    for guest in guests:
        own = [n for n, group in enumerate(groups) if guest.mention in group]
        found |= set(own)
        for t, trigger in enumerate(triggers):
            if trigger.first <= guest.word <= trigger.last:
                role[t] = np.eye(role.shape[-1], dtype=np.float32)[0]
                role[t, own, 0], role[t, own, _VISITOR] = 1 - _SURE, _SURE
            else:  # who is on a visit receives nobody
                role[t, own, _VISITOR] += role[t, own, _HOST]
                role[t, own, _HOST] = 0.0
    return frozenset(found)
