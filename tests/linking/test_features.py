"""Features of pairs of chains: who stands next to whom, who is on whose side, who is met with whom."""

import numpy as np

from entrevue.linking.features import TOGETHER, ally_features, nearest, together_features
from entrevue.linking.scorers import agreed


def test_the_nearest_mentions_of_two_chains_are_found() -> None:
    spans = np.asarray([(0, 1), (10, 11), (14, 14), (40, 41)], np.int32)
    near = nearest([[0, 3], [1, 2]], spans)
    assert near[0, 1].tolist() == [0, 1]
    assert near[1, 0].tolist() == [1, 0]
    assert near[0, 0].tolist() == [0, 0]


def test_parts_at_one_trigger_speak_for_two_sides_or_one() -> None:
    pairs = np.zeros((2, 2, 3), np.float32)
    near = nearest([[0], [1]], np.asarray([(0, 0), (1, 1)], np.int32))
    role = np.zeros((1, 2, 4), np.float32)
    role[0, 0, 1] = role[0, 1, 2] = 1  # a visitor and a host
    opposite, same, both = ally_features(pairs, near, role)[0, 1, 3:].tolist()
    assert (opposite, same, both) == (1, 0, 1)


def test_a_side_is_heard_from_allies_and_denied_by_opponents() -> None:
    own = np.asarray([[4.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], np.float32)  # two states and unknown
    allies = np.asarray([[0, 3, -3], [3, 0, 0], [-3, 0, 0]], np.float32)
    heard = agreed(own, allies)
    assert heard[1].argmax() == 0
    assert heard[2].argmin() == 0


def test_two_met_by_one_are_of_one_side_or_of_two() -> None:
    visitor, host = np.eye(4, dtype=np.float32)[1:3]
    ours, theirs, _ = np.eye(3, dtype=np.float32)
    day = np.zeros(3, np.float32)
    told = dict(zip(TOGETHER, together_features(visitor, host, ours, theirs).tolist(), strict=True))
    assert told["opposite parts"] == 1
    assert told["same side"] == 0
    assert together_features(visitor, np.zeros(4, np.float32), ours, day).tolist() == [0] * len(TOGETHER)
