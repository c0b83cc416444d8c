"""The scorers that were learned, in numpy: spans → vectors, pairs of vectors with features → scores."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


# The neighbours of a span that its vector sees: auxiliaries before a trigger, prepositions before a mention.
AROUND: dict[str, tuple[int, ...]] = {"trigger": (-3, -2, -1, 1), "mention": (-2, -1, 1)}
ROUNDS = 2  # how often chains hear of each other's sides
_AT_ONCE = 2_000  # pairs scored together, each some kB on the way: a page of a thousand mentions has a million


class Scorers:
    """The heads of one model by name; shapes as in training."""

    def __init__(self, heads: Mapping[str, Floats]) -> None:
        """`heads`: weights and biases by the name of their layer."""
        self._heads = heads

    def linear(self, name: str, x: Floats) -> Floats:
        """One layer: (…, inputs) → (…, outputs)."""
        result: Floats = x @ self._heads[f"{name}.weight"].T
        bias = self._heads.get(f"{name}.bias")
        return result if bias is None else result + bias

    def span(self, name: str, states: Floats, spans: Ints) -> Floats:
        """Vectors of spans from the states of their first and last words and the words around: (n, 2) → (n, WIDTH)."""
        parts = [states[spans[:, 0]], states[spans[:, 1]]]
        for offset in AROUND[name]:
            at = spans[:, 0 if offset < 0 else 1] + offset
            there = (at >= 0) & (at < len(states))
            parts.append(states[np.clip(at, 0, max(len(states) - 1, 0))] * there[:, None])
        vectors: Floats = np.tanh(self.linear(f"{name}.project", np.concatenate(parts, axis=-1)))
        return vectors

    def pairs(self, name: str, left: Floats, right: Floats, features: Floats) -> Floats:
        """Scores of every pair: (n, WIDTH), (m, WIDTH), (n, m, features) → (n, m, outputs)."""
        at = f"pairs.{name}"
        of_left, of_right = self.linear(f"{at}.left", left), self.linear(f"{at}.right", right)
        step = max(1, _AT_ONCE // max(1, len(right)))
        scores = [
            self._scored(at, left[some, None] * right, of_left[some, None] + of_right, features[some])
            for some in (slice(k, k + step) for k in range(0, max(1, len(left)), step))
        ]
        return np.concatenate(scores)

    def rows(self, name: str, left: Floats, right: Floats, features: Floats) -> Floats:
        """Scores of pairs given side by side: (n, WIDTH), (n, WIDTH), (n, features) → (n, outputs)."""
        at = f"pairs.{name}"
        return self._scored(
            at, left * right, self.linear(f"{at}.left", left) + self.linear(f"{at}.right", right), features
        )

    def _scored(self, at: str, product: Floats, sides: Floats, features: Floats) -> Floats:
        """Scores of pairs from the products of their vectors and what each of the two adds."""
        mixed = sides + self.linear(f"{at}.product", product)
        return self.linear(f"{at}.out", gelu(mixed + self.linear(f"{at}.features", features)))


def agreed(sides: Floats, allies: Floats) -> Floats:
    """Sides after each chain has heard the others: (chains, countries + unknown), (chains, chains)."""
    heard = sides
    for _ in range(ROUNDS):
        told = softmax(heard)
        told[:, -1] = 0  # that one's side is not told says nothing of another's
        heard = sides + allies @ told
    return heard


def gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit, by tanh."""
    result: Floats = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))
    return result


def softmax(x: Floats) -> Floats:
    """Shares over the last dimension."""
    shifted = np.exp(x - x.max(axis=-1, keepdims=True))
    result: Floats = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def or_none(scores: Floats) -> Floats:
    """The shares of none, which comes first and scores 0, and of each: (…, n) → (…, 1 + n)."""
    return softmax(np.concatenate([np.zeros((*scores.shape[:-1], 1), np.float32), scores], axis=-1))


def sigmoid(x: Floats) -> Floats:
    """Chances from log odds."""
    return (1 / (1 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)


def pooled(scores: Floats, members: list[list[int]]) -> Floats:
    """Log-sum-exp over the members of each group in dimension 1: (n, m, …) → (n, groups, …)."""
    if not members:
        return np.zeros((scores.shape[0], 0, *scores.shape[2:]), np.float32)
    return np.stack([logsum(scores[:, one]) for one in members], axis=1)


def logsum(scores: Floats, axis: int = 1) -> Floats:
    """Log-sum-exp over one dimension."""
    top = scores.max(axis=axis, keepdims=True)
    result: Floats = np.squeeze(top, axis) + np.log(np.exp(scores - top).sum(axis=axis))
    return result
