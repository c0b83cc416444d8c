"""Scores of pairs: the same however many are scored together, in memory that does not grow with the way there."""

import tracemalloc

import numpy as np
import numpy.typing as npt
import pytest

from entrevue.linking import scorers
from entrevue.linking.scorers import Scorers

_WIDTH, _HIDDEN, _FEATURES, _SCORES = 64, 128, 20, 3
_RANDOM = np.random.default_rng(7)


def some(*shape: int) -> npt.NDArray[np.float32]:
    """Numbers of a shape."""
    return _RANDOM.standard_normal(shape).astype(np.float32)


@pytest.fixture
def learned() -> Scorers:
    """Scorers with weights drawn by chance."""
    heads = {
        "pairs.all.product.weight": some(_HIDDEN, _WIDTH),
        "pairs.all.left.weight": some(_HIDDEN, _WIDTH),
        "pairs.all.left.bias": some(_HIDDEN),
        "pairs.all.right.weight": some(_HIDDEN, _WIDTH),
        "pairs.all.features.weight": some(_HIDDEN, _FEATURES),
        "pairs.all.out.weight": some(_SCORES, _HIDDEN),
        "pairs.all.out.bias": some(_SCORES),
    }
    return Scorers(heads)


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 5), (5, 0), (1, 1), (1, 9), (9, 1), (40, 40), (3, 90), (90, 3)])
@pytest.mark.parametrize("at_once", [1, 7, 100])
def test_pairs_score_the_same_however_many_are_scored_together(
    learned: Scorers, monkeypatch: pytest.MonkeyPatch, n: int, m: int, at_once: int
) -> None:
    left, right, features = some(n, _WIDTH), some(m, _WIDTH), some(n, m, _FEATURES)
    together = learned.pairs("all", left, right, features)
    assert together.shape == (n, m, _SCORES)
    monkeypatch.setattr(scorers, "_AT_ONCE", at_once)
    assert np.array_equal(learned.pairs("all", left, right, features), together)


def test_pairs_of_ever_so_many_mentions_take_little_more_memory_than_their_scores(learned: Scorers) -> None:
    left, features = some(400, _WIDTH), some(400, 400, _FEATURES)
    tracemalloc.start()
    learned.pairs("all", left, left, features)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000  # scored all together they took 490 MB
