"""What was talked about: the class that a point of an agenda falls into."""

import re
from functools import cache

from entrevue.domain.text import fold_evenly
from entrevue.languages.agenda import load_agenda


def topic_of(language: str, quote: str) -> str | None:
    """The class of the topic scheme that fits a point's words, the first that does."""
    folded = fold_evenly(quote)
    return next((name for name, pattern in _topics(language) if pattern.search(folded)), None)


@cache
def _topics(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in load_agenda(language).topics.items())
