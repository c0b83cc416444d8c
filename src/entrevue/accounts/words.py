"""Small comparisons of words that accounts are joined by."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case without accents, everything but letters and digits a blank."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    return re.sub(r"[^\w]+", " ", plain).strip()


@lru_cache(maxsize=20_000)
def content_words(text: str, small: frozenset[str]) -> frozenset[str]:
    """The words that carry meaning: all but the `small` ones."""
    return frozenset(fold(text).split()) - small


@lru_cache(maxsize=50_000)
def same_person(one: str, other: str, particles: frozenset[str] = frozenset()) -> bool:
    """Whether two names of one report are the same person's: one within the other, or alike but for a letter or two.

    `particles` are words that many names share ("Ould", "ben") and that tell nobody apart.
    """
    first = [word for word in fold(one).split() if word not in particles] or fold(one).split()
    second = [word for word in fold(other).split() if word not in particles] or fold(other).split()
    if not first or not second:
        return False
    if set(first) <= set(second) or set(second) <= set(first):
        return len(set(first) & set(second)) > 0 and (len(first[-1]) > 2 or len(second[-1]) > 2)
    shared = set(first) & set(second)
    if len(shared) >= 2:
        return True
    if first[-1] == second[-1] and len(first) > 1 and len(second) > 1:
        return first[0][0] == second[0][0] and (len(first[0]) <= 2 or len(second[0]) <= 2)
    return (
        bool(shared)
        and len(first) == len(second)
        and all(a == b or _near(a, b) for a, b in zip(first, second, strict=True))
    )


def _near(one: str, other: str) -> bool:
    """Whether two words differ by one or two letters of five or more."""
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 2:
        return False
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other)) <= 2
