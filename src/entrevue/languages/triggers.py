"""Schema of `triggers.toml`: what a report must hold before it is read."""

from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Pattern


class Triggers(Concern):
    """What no report of an engagement lacks; a language whose pack has this file counts as read."""

    file: ClassVar[str] = "triggers"

    gate: Pattern = Field(description="What is searched in the folded text of a report: without it nothing is read.")


@cache
def load_triggers(code: str) -> Triggers:
    """The gate of a language."""
    return load(code, Triggers)
