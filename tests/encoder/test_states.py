"""The encoder reads what is wanted, and no more."""

import numpy as np
import pytest

from entrevue.domain.spans import Words
from entrevue.encoder import Encoder, load_encoder
from entrevue.encoder.windows import LENGTH

_LONG = 3 * LENGTH


def words(count: int) -> Words:
    """As many words of one piece each, one sentence of all."""
    text = " ".join(["the"] * count)
    starts = tuple(4 * k for k in range(count))
    return Words(text, starts, tuple(start + 3 for start in starts), ("the",) * count, (0,) * count, (0,) * count)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pieces each run of the model had."""
    lengths: list[int] = []
    run = Encoder._run

    def counted(self: Encoder, ids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> object:
        lengths.append(len(ids))
        return run(self, ids)

    monkeypatch.setattr(Encoder, "_run", counted)
    return lengths


def test_of_a_long_text_only_the_windows_with_a_wanted_word_are_read(runs: list[int]) -> None:
    text, encoder = words(_LONG), load_encoder()
    everything, read = encoder.states(text, np.ones(_LONG, bool))
    assert read.all()
    assert len(runs) > 2
    runs.clear()
    last = np.zeros(_LONG, bool)
    last[-1] = True
    states, read = encoder.states(text, last)
    (run,) = runs
    assert run <= LENGTH + 2
    assert read[-1]
    assert not read[0]
    assert np.array_equal(states[read], everything[read])
    assert not states[~read].any()


def test_where_nothing_is_wanted_nothing_is_read(runs: list[int]) -> None:
    states, read = load_encoder().states(words(5), np.zeros(5, bool))
    assert len(states) == 5
    assert not read.any()
    assert not runs
