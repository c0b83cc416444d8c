"""Marks in a row are bounded before anything from outside is normalised: else that is quadratic, and holds everybody."""

import time
import unicodedata
from collections.abc import Callable

import pytest

from entrevue.access.users import _plain as plain_name
from entrevue.atlas.lookup import fold as fold_name
from entrevue.domain.text import MARKS, composed, fold, stream_safe
from entrevue.intake.decoding import clean, tidy
from entrevue.intake.folding import fold as fold_line
from entrevue.ledger.replying import _plain as plain_reply

PAIR = "\u0315\u0300"  # out of their canonical order, so that sorting has the most to do
DOORS: dict[str, Callable[[str], str]] = {
    "composed": composed,
    "fold": fold,
    "names of the atlas": fold_name,
    "pages": clean,
    "lines": tidy,
    "lines as packs write them": fold_line,
    "names of users": plain_name,
    "replies": plain_reply,
}


def longest_row(text: str) -> int:
    longest = row = 0
    for char in text:
        row = row + 1 if unicodedata.combining(char) else 0
        longest = max(longest, row)
    return longest


def test_marks_beyond_thirty_in_a_row_are_left_out() -> None:
    assert stream_safe("a" + PAIR * 50 + "b" + PAIR * 10) == "a" + PAIR * 15 + "b" + PAIR * 10
    assert stream_safe(PAIR * 50) == PAIR * 15


@pytest.mark.parametrize(
    "text", ["", "plain", "été à Rabat", "Ελλάδα " * 50, "中" * 100, "a" + "\u0301" * MARKS, "हिन्दी" * 40, "עִבְרִית" * 40]
)
def test_what_anybody_writes_stays_as_it_is(text: str) -> None:
    assert stream_safe(text) == text


@pytest.mark.parametrize("door", ["composed", "pages", "lines", "replies"])
def test_no_text_comes_in_with_more(door: str) -> None:
    assert 0 < longest_row(DOORS[door]("the minister " + "e" + PAIR * 500 + " met")) <= MARKS


@pytest.mark.parametrize("door", DOORS)
def test_twice_the_marks_take_twice_the_time(door: str) -> None:
    def seconds(count: int) -> float:
        text, tries = "e" + PAIR * count, []
        for _ in range(3):
            before = time.process_time()
            DOORS[door](text)
            tries.append(time.process_time() - before)
        return min(tries)

    whole = seconds(16_000)
    assert whole < 0.05 or whole < 2.6 * seconds(8_000)  # what takes no time at all cannot be compared


def test_a_name_too_long_to_be_one_is_nobodys() -> None:
    assert plain_name("A" * 300) == ""
    assert plain_name(" Ada ") == "ada"
