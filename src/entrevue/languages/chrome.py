"""Schema of `chrome.toml`: what pages hold around their article."""

from functools import cache

from entrevue.languages import Concern, load


class Chrome(Concern):
    """Lines around an article, in folded form (lower case, no accents, one blank between words).

    `lines` are regular expressions that a whole line must match to be chrome; `within` are expressions that a chrome
    line holds anywhere, `openings` expressions that a chrome line of at most 30 words starts with. `published` are the
    words before a date of publication, `months` the months' names and short forms in order where CLDR's are not what
    pages write.
    """

    lines: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    months: tuple[str, ...] = ()


@cache
def load_chrome(code: str) -> Chrome:
    """The chrome of the pack `code`; PackError when it is missing or wrong."""
    chrome: Chrome = load(code, "chrome", Chrome)
    return chrome
