"""Schema of `example.toml`: a short report in a language, by which a reader loads what it needs before anybody waits."""

from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load


class Example(Concern):
    """A report of a few lines that is read once when a reader starts."""

    file: ClassVar[str] = "example"

    code: str = Field(description="The code of the language, as the folder is called.")
    text: str = Field(description="A text that tells of a visit, a meeting and a claim, so that every part is asked.")


@cache
def load_example(code: str) -> Example:
    """The example of a language; PackError when there is no such file."""
    return load(code, Example)
