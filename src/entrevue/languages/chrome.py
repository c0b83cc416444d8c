"""Schema of `chrome.toml`: what pages hold around their article."""

import re
from collections.abc import Iterable
from functools import cache

from entrevue.languages import Concern, load

_GROUP = re.compile(r"(?<!\\)\((?!\?)")


class Chrome(Concern):
    """Lines around an article, in folded form (lower case, no accents, one blank between words).

    `lines` are regular expressions that a whole line must match to be chrome; `within` are expressions that a chrome
    line holds anywhere, `openings` expressions that a chrome line of at most 30 words starts with. `published` are the
    words before a date of publication, `updated` those before one of change, `months` the months' names and short
    forms in order where CLDR's are not what pages write. `names` and `others` are expressions for whole words of an
    element's class or id, accents left out, with
    which page writers say that it holds no article, as "share-buttons"; `others` those that hold comments or other
    articles, and so may hold more prose than the article does. `function_words` are the commonest small words of the
    language, by which that of a short text is told.
    """

    lines: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    function_words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    months: tuple[str, ...] = ()


@cache
def load_chrome(code: str) -> Chrome:
    """The chrome of the pack `code`; PackError when it is missing or wrong."""
    chrome: Chrome = load(code, "chrome", Chrome)
    return chrome


def any_of(expressions: Iterable[str], *, before: str = "", after: str = "") -> re.Pattern[str]:
    """One pattern for all; its groups do not capture, with which a branch that fails at its first sign costs nothing."""
    words = "|".join(f"(?:{_GROUP.sub('(?:', expression)})" for expression in expressions)
    return re.compile(f"{before}(?:{words}){after}")
