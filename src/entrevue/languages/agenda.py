"""Schema of `agenda.toml`: the words of the topic scheme."""

from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Pattern, Topic


class Agenda(Concern):
    """The words by which a point of an agenda is filed under a class of the topic scheme."""

    file: ClassVar[str] = "agenda"

    topics: dict[Topic, Pattern] = Field(
        description="What each class is told by, over folded text; the first class that fits counts, so order matters."
    )


@cache
def load_agenda(code: str) -> Agenda:
    """How a language words the topics."""
    return load(code, Agenda)
