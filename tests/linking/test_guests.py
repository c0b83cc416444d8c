"""Who is told to be on a visit by a word before his office."""

import numpy as np
import pytest

from entrevue.domain.spans import Label, Mention
from entrevue.linking.guests import Guest, guests_of, put
from tests.linking.test_chaining import words_of

AUXILIARIES = ("is", "are")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("talks with visiting Kenyan President William Ruto", [Guest(2, 0)]),
        ("the visiting Kenyan President William Ruto", [Guest(1, 0)]),
        ("Modi is visiting Kenyan President William Ruto", []),  # a verb
        ("visiting the Kenyan President William Ruto", []),
    ],
)
def test_a_word_before_an_office_says_who_is_a_guest(text: str, found: list[Guest]) -> None:
    words = words_of(text)
    last = len(words) - 1
    spans = [(Label.OFFICE, last - 3, last - 2), (Label.NAME, last - 1, last)]
    actors = [Mention(label, a, b, words.starts[a], words.ends[b], "") for label, a, b in spans]
    visiting = [k for k, fold in enumerate(words.folds) if fold == "visiting"]
    assert list(guests_of(words, actors, visiting, AUXILIARIES)) == found


def test_a_guest_alone_travels_by_that_word_and_receives_nobody() -> None:
    words = words_of("Hichilema held talks with visiting Malawian President")
    triggers = [Mention(Label.TRIGGER, k, k, words.starts[k], words.ends[k], "") for k in (2, 4)]
    role = np.asarray([[[0.1, 0.3, 0.6, 0], [0, 0.3, 0.7, 0]], [[0, 1, 0, 0], [0.2, 0.8, 0, 0]]], np.float32)
    assert put(role, [Guest(4, 1)], [[0], [1]], triggers) == {1}
    assert role.argmax(-1).tolist() == [[2, 1], [0, 1]]
    assert np.allclose(role.sum(-1), 1)
    assert role[0, 1, 2] == 0
