"""The piece of an actor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of an actor in one sentence; `start` and `end` are token indexes."""

    kind: str  # "name", "office", "counterpart", "pair", "pronoun", "delegation", "body"
    start: int
    end: int
    role: str | None = None
    plural: bool = False
    former: bool = False
    article: bool = False
