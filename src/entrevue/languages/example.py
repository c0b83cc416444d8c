"""Schema of `example.toml`: a short report in a language, by which a reader loads what it needs before anybody waits."""

from functools import cache

from entrevue.languages import Concern, load


class Example(Concern):
    """`text` tells of a visit, a meeting and a claim, so that every part of the reader is asked."""

    code: str
    text: str


@cache
def load_example(code: str) -> Example:
    """The example of a language; PackError when there is no such file."""
    example: Example = load(code, "example", Example)
    return example
