"""Words that say whether several are met at once, each apart, or one by one."""

from collections.abc import Sequence

import numpy as np
import pytest

from entrevue.domain.spans import Label, Mention
from entrevue.linking.manner import Manner, manners_of, written
from tests.linking.test_chaining import words_of

PLACES = {"jointly": Manner.JOINTLY, "separately": Manner.SEVERALLY, "respectively": Manner.RESPECTIVELY}


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("Lenoir met jointly Baum and Clerc", Manner.JOINTLY),
        ("Lenoir met Baum and Clerc separately", Manner.SEVERALLY),
        ("Separately Lenoir met Baum and Clerc", None),  # a new sentence, told apart from the last
        ("Lenoir met Baum and Clerc", None),
        ("Lenoir met jointly Baum and Clerc , later separately Weiss", Manner.JOINTLY),
        ("Lenoir met Baum and Clerc respectively", Manner.RESPECTIVELY),
    ],
)
def test_the_nearest_word_says_how(text: str, manner: Manner | None) -> None:
    words = words_of(text)
    met = words.folds.index("met")
    places = {how: frozenset(k for k, fold in enumerate(words.folds) if PLACES.get(fold) is how) for how in Manner}
    assert manners_of(words, [Mention(Label.TRIGGER, met, met, 0, 3, "met")], places) == [manner]


def test_what_words_say_is_written_over_what_was_learned() -> None:
    def told(manner: Manner, before: list[int], behind: list[int], days: Sequence[int] = ()) -> list[list[float]]:
        scores = np.zeros((6, 6), np.float32)
        written(manner, before, behind, days, scores)
        return scores.tolist()

    assert told(Manner.JOINTLY, [0], [2, 3])[2][3] == 1
    severally = told(Manner.SEVERALLY, [0], [2, 3])
    assert (severally[2][3], severally[0][2]) == (-1, 0)
    in_order = told(Manner.RESPECTIVELY, [0, 1], [2, 3])
    assert [in_order[0][2], in_order[1][3], in_order[0][3], in_order[0][1]] == [1, 1, -1, -1]
    assert told(Manner.RESPECTIVELY, [0], [2, 3])[2][3] == -1  # "a reçu respectivement A et B": each apart
    days = told(Manner.RESPECTIVELY, [0], [2, 3], [4, 5])
    assert [days[2][4], days[3][5], days[2][5], days[0][4]] == [1, 1, -1, 0]
