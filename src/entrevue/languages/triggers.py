"""Schema of `triggers.toml`: the words of which a report must hold one before it is read."""

from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Words


class Triggers(Concern):
    """What no report of an engagement lacks; a language whose pack has this file counts as read."""

    file: ClassVar[str] = "triggers"

    words: Words = Field(
        description="Folded words one of which a report must hold to be read; made from the corpus by `bench/gate_words.py`."
    )


@cache
def load_triggers(code: str) -> frozenset[str]:
    """The words of a language that may tell an engagement."""
    return frozenset(load(code, Triggers).words)
