"""Schema of `chrome.toml`: what pages hold around their article."""

import re
from collections.abc import Iterable
from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Pattern, Words

_GROUP = re.compile(r"(?<!\\)\((?!\?)")


class Chrome(Concern):
    """What stands around an article, in folded form: lower case, no accents, one blank between words."""

    file: ClassVar[str] = "chrome"

    lines: tuple[Pattern, ...] = Field(
        default=(), description="What a whole line must match to be no part of an article."
    )
    within: tuple[Pattern, ...] = Field(default=(), description="What a line of chrome holds anywhere.")
    openings: tuple[Pattern, ...] = Field(
        default=(), description="What a line of chrome of at most 30 words begins with."
    )
    function_words: Words = Field(
        default=(), description="The commonest small words of the language, by which that of a short text is told."
    )
    names: tuple[Pattern, ...] = Field(
        default=(),
        description='Whole words of the class or id of an element that holds no article: "share-buttons" has one.',
    )
    others: tuple[Pattern, ...] = Field(
        default=(), description="The same of elements that hold comments or other articles, and so much prose."
    )
    published: Words = Field(default=(), description="Words before a date of publication.")
    updated: Words = Field(default=(), description="Words before a date of change.")
    months: Words = Field(
        default=(), description="The months' names or short forms in order, where CLDR's are not what pages write."
    )
    day_endings: Words = Field(
        default=(), description='Endings of the number of a day in a date of publication: "1st".'
    )
    of: Words = Field(
        default=(), description='Words between day and month, or month and year, of such a date: "1 de mayo de 2026".'
    )
    sentence_openers: Words = Field(
        default=(), description='Words before a date with which a sentence begins and no dateline: "On 3 May".'
    )
    pages: Words = Field(default=(), description="Words before the number of a page of a PDF.")
    page_of: Words = Field(default=(), description='Words between that number and how many pages there are: "3 of 5".')


@cache
def load_chrome(code: str) -> Chrome:
    """The chrome of the pack `code`; PackError when it is missing or wrong."""
    return load(code, Chrome)


def any_of(expressions: Iterable[str], *, before: str = "", after: str = "") -> re.Pattern[str]:
    """One pattern for all; its groups do not capture, with which a branch that fails at its first sign costs nothing."""
    words = "|".join(f"(?:{_GROUP.sub('(?:', expression)})" for expression in expressions)
    return re.compile(f"{before}(?:{words}){after}")
