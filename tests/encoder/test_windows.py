"""Long texts are read in windows that overlap; every word's state comes from well inside one."""

import itertools

import numpy as np
import pytest

from entrevue.encoder.windows import LENGTH, OVERLAP, first_pieces, homes, windows


@pytest.mark.parametrize("count", [0, 1, LENGTH, LENGTH + 1, 2 * LENGTH, 5_000])
def test_windows_cover_everything_and_overlap(count: int) -> None:
    cut = windows(count)
    assert cut[0][0] == 0
    assert cut[-1][1] == count
    for (_, end), (start, _) in itertools.pairwise(cut):
        assert end - start >= OVERLAP - 1
    assert all(end - start <= LENGTH for start, end in cut)
    assert len({end - start for start, end in cut}) == 1, "read side by side"
    assert sum(end - start for start, end in cut) <= count + len(cut) * (OVERLAP + 1), (
        "no more is read twice than must be"
    )


def test_each_piece_is_read_where_it_stands_furthest_inside() -> None:
    cut = windows(1_000)
    places = np.arange(1_000)
    chosen = homes(places, cut)
    for place, window in zip(places.tolist(), chosen.tolist(), strict=True):
        start, end = cut[window]
        assert start <= place < end
        margin = min(place - start, end - 1 - place)
        assert margin >= OVERLAP // 2 - 2 or place < OVERLAP or place > 1_000 - OVERLAP


def test_words_go_to_the_piece_that_holds_their_first_character() -> None:
    #        l' | ambas sadeur
    offsets = [(0, 2), (2, 7), (7, 12), (12, 18)]
    assert first_pieces([0, 2, 13], [2, 12, 18], offsets).tolist() == [0, 1, 3]
