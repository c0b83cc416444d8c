"""Schema of `gate.toml`: the words by which large runs choose the pages that are worth taking in."""

import re
from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.domain.text import fold
from entrevue.languages import Concern, codes, load
from entrevue.languages.checking import Words
from entrevue.languages.grammar import load_offices

_WORD = re.compile(r"[a-z0-9]+")


class GateWords(Concern):
    """The words by which large runs choose pages; made from the corpus by `bench/gate_words.py`, not by hand."""

    file: ClassVar[str] = "gate"

    words: Words = Field(description="Folded words one of which a page must hold to be looked at any further.")


@cache
def load_gate(code: str) -> frozenset[str] | None:
    """The words of a language that announce an engagement; None where its pack has none, and nothing can be told."""
    if code not in codes("gate"):
        return None
    return frozenset(load(code, GateWords).words)


@cache
def office_words(code: str) -> frozenset[str]:
    """One word of every head of an office of a language: the head itself, or one in it that is a head, or its longest."""
    heads = {head for told in load_offices(code).heads.values() for head in told}
    found = set()
    for head in heads:
        words = words_in(fold(head))
        found.add(next((word for word in words if word in heads), max(words, key=len)))
    return frozenset(found)


def words_in(folded: str) -> list[str]:
    """The words of a folded text; an elided article is a word of its own."""
    return _WORD.findall(folded)
