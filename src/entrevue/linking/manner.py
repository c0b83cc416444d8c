"""Whether those whom a trigger tells are met at once or each apart, where words say so."""

from collections.abc import Mapping, Sequence
from enum import Enum

import numpy as np
import numpy.typing as npt

from entrevue.domain.spans import Mention, Words

Floats = npt.NDArray[np.float32]
_FAR = 15  # words between a trigger and what says how


class Manner(Enum):
    """How several are met."""

    JOINTLY = "jointly"
    SEVERALLY = "severally"
    RESPECTIVELY = "respectively"


def manners_of(
    words: Words, triggers: Sequence[Mention], places: Mapping[Manner, frozenset[int]]
) -> list[Manner | None]:
    """For each trigger what its sentence says: by the nearest such word, where there are several; `places` of such words.

    A word that opens its sentence ("Separately, …") says how the sentence goes on from another, and nothing of those in it.
    """
    told = [(k, how) for how, some in places.items() for k in some]
    told = [(k, how) for k, how in told if k and words.sentence[k - 1] == words.sentence[k]]
    result: list[Manner | None] = []
    for one in triggers:
        here = [(_between(one, k), how.value, how) for k, how in told if words.sentence[k] == words.sentence[one.first]]
        near = [row for row in here if row[0] <= (_FAR if row[2] is not Manner.RESPECTIVELY else len(words))]
        result.append(min(near)[2] if near else None)
    return result


def written(manner: Manner, before: Sequence[int], behind: Sequence[int], days: Sequence[int], scores: Floats) -> None:
    """Write into `scores` (n, n) what words say of those told before and behind a trigger, and of the days of its sentence.

    All are indexes of `scores`, in the order of the text. What goes respectively goes one by one where the lists are as
    long; where one stands against several, each of these is met apart.
    """
    everybody, longer = [*before, *behind], list(before if len(before) > len(behind) else behind)
    if manner is Manner.JOINTLY:
        scores[np.ix_(everybody, everybody)] = 1.0
    elif manner is Manner.SEVERALLY or len(before) != len(behind):
        scores[np.ix_(longer, longer)] = -1.0
    elif len(before) > 1:
        scores[np.ix_(everybody, everybody)] = -1.0
        scores[before, behind] = scores[behind, before] = 1.0
    if manner is Manner.RESPECTIVELY and len(longer) == len(days) > 1:
        scores[np.ix_(longer, days)] = scores[np.ix_(days, longer)] = -1.0
        scores[longer, days] = scores[days, longer] = 1.0


def _between(trigger: Mention, k: int) -> int:
    return max(trigger.first - k, k - trigger.last, 0)
