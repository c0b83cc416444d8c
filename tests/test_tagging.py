"""What the tagger marks is trimmed: small words and signs at the ends fall, an opened bracket is closed."""

import pytest

from entrevue.domain.spans import Label, Words
from entrevue.mentions.tagging import trimmed

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
