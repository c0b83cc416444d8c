"""The topic scheme: the classes that points of an agenda fall into, the same in every language."""

from difflib import get_close_matches
from functools import cache

from entrevue.languages import codes
from entrevue.languages.agenda import load_agenda


@cache
def topic_scheme() -> tuple[str, ...]:
    """The classes in the order of the packs, which is that in which they are tried."""
    return tuple(dict.fromkeys(name for code in codes("agenda") for name in load_agenda(code).topics))


def nearest_topic(text: str) -> str | None:
    """The class that a text is a misspelling of."""
    return next(iter(get_close_matches(text.lower(), topic_scheme(), 1)), None)
