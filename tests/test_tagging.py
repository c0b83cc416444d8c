"""What the tagger marks is trimmed: small words and signs at the ends fall, an opened bracket is closed."""

import pytest

from entrevue.domain.spans import Label, Words
from entrevue.mentions.tagging import _is_office, _mended, trimmed

SMALL = frozenset(("the", "of", "and"))


def words_of(text: str) -> Words:
    tokens = text.split()
    starts, at = [], 0
    for token in tokens:
        starts.append(text.index(token, at))
        at = starts[-1] + len(token)
    flat = (0,) * len(tokens)
    ends = tuple(start + len(token) for start, token in zip(starts, tokens, strict=True))
    return Words(text, tuple(starts), ends, tuple(token.lower() for token in tokens), flat, flat)


@pytest.mark.parametrize(
    ("text", "label", "left"),
    [
        ("Prime Minister and", Label.OFFICE, "Prime Minister"),
        ("the Minister of", Label.OFFICE, "Minister"),
        ("the Hague", Label.PLACE, "the Hague"),
        ("Ruth Phiri –", Label.NAME, "Ruth Phiri"),
        ("the two", Label.REF, "the two"),
    ],
)
def test_small_words_fall_at_the_ends(text: str, label: Label, left: str) -> None:
    words = words_of(text)
    first, last = trimmed(words, (0, len(words) - 1), label, SMALL)
    assert text[words.starts[first] : words.ends[last]] == left


def test_nothing_is_left_of_small_words_alone() -> None:
    words = words_of("of the")
    first, last = trimmed(words, (0, 1), Label.OFFICE, SMALL)
    assert first > last


def test_an_opened_bracket_is_closed() -> None:
    words = words_of("head of Service ( NIS ) today")
    assert trimmed(words, (0, 4), Label.OFFICE, SMALL) == (0, 5)


@pytest.mark.parametrize(
    ("text", "covers", "left"),
    [
        ("Director General of the Police met", [(0, 1), (4, 4)], [(0, 4)]),
        ("minister and director", [(0, 0), (2, 2)], [(0, 0), (2, 2)]),  # two offices
        ("minister , director", [(0, 0), (2, 2)], [(0, 0), (2, 2)]),
        ("minister director", [(0, 0), (1, 1)], [(0, 0), (1, 1)]),
    ],
)
def test_offices_with_of_the_between_them_are_one(
    text: str, covers: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    assert _mended(covers, words_of(text), "en") == left


@pytest.mark.parametrize(
    ("text", "office"),
    [("Director General of Police", True), ("Police", False), ("Director", False), ("National Police Service", False)],
)
def test_a_body_that_begins_with_an_office_is_one(text: str, office: bool) -> None:
    words = words_of(text)
    assert _is_office(words, 0, len(words) - 1, "en") is office
