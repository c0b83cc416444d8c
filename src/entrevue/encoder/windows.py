"""Long texts in windows that overlap, each word's state taken from the window in which it stands furthest inside."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LENGTH = 448  # pieces a window holds, the two marks at its ends apart
OVERLAP = 96

Ints = npt.NDArray[np.int64]


def windows(count: int) -> tuple[tuple[int, int], ...]:
    """The stretches of `count` pieces, evenly long, each overlapping the next by about `OVERLAP`."""
    if count <= LENGTH:
        return ((0, count),)
    number = -(-(count - OVERLAP) // (LENGTH - OVERLAP))
    length = -(-(count + (number - 1) * OVERLAP) // number)  # no longer than they must be: what overlaps is read twice
    step = (count - length) / (number - 1)
    return tuple((round(k * step), round(k * step) + length) for k in range(number))


def homes(places: Ints, cut: Sequence[tuple[int, int]]) -> Ints:
    """For pieces at `places` the window to read each from: the one whose ends are furthest; (n,)."""
    inside = np.asarray([np.minimum(places - a, b - 1 - places) for a, b in cut])
    chosen: Ints = inside.argmax(axis=0)
    return chosen


def first_pieces(starts: Sequence[int], ends: Sequence[int], offsets: Sequence[tuple[int, int]]) -> Ints:
    """For each word the piece that holds its first character; pieces are in order, (words,)."""
    found = np.zeros(len(starts), np.int64)
    piece = 0
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        while piece + 1 < len(offsets) and offsets[piece][1] <= start:
            piece += 1
        at = piece
        while at + 1 < len(offsets) and offsets[at][1] <= start and offsets[at][0] < end:
            at += 1
        found[k] = at
    return found
