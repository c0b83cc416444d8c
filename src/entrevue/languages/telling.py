"""Schema of `telling.toml`: what is claimed."""

from functools import cache
from typing import Annotated, ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Kind, Pattern, Words, pattern

Claim = Annotated[str, pattern("claim")]


class Telling(Concern):
    """What is claimed, as patterns over the folded text of a sentence, one character for one."""

    file: ClassVar[str] = "telling"

    claims: tuple[Claim, ...] = Field(
        description="What claims order, number or rhythm; parts that may be captured are `rank`, `count`, `window`, `since`."
    )
    kinds: dict[Kind, Pattern] = Field(
        description="By which words a claim speaks of a kind of engagement; the first that fits counts, so order matters."
    )
    ranks: dict[str, int] = Field(description="What captured words of order and number mean; `-1` is the last.")
    windows: dict[Pattern, int] = Field(description="How many days the units of captured spans of time have at most.")
    titles: Words = Field(default=(), description="Short forms before a name, whose full stop ends no claim.")


@cache
def load_telling(code: str) -> Telling:
    """How a language tells claims."""
    return load(code, Telling)
