"""Who stands over a report: a person, or a body (a newsroom, an agency, an office)."""

from functools import cache

from entrevue.identity.credits import agencies_in
from entrevue.identity.organisations import short_name
from entrevue.identity.words import plain
from entrevue.languages import codes
from entrevue.languages.credits import load_credits
from entrevue.languages.names import all_names

_MOST = 5  # words of a person's name


def is_person(author: str, publisher: str | None = None) -> bool:
    """Whether an author is somebody by name; a body is whatever else stands there.

    A name has two words or more, each with a capital or a particle, and none that tells a newsroom or an office.
    """
    words = author.split()
    if not 2 <= len(words) <= _MOST or (publisher and plain(author) == plain(publisher)):
        return False
    if agencies_in(author) or short_name(author) or not _bodies().isdisjoint(plain(author).split()):
        return False
    return all(_is_of_a_name(word) for word in words)


def _is_of_a_name(word: str) -> bool:
    letters = word.replace("-", "").replace("'", "").replace("’", "").rstrip(".")
    return letters.isalpha() and (letters[0].isupper() or plain(word) in _particles())


@cache
def _bodies() -> frozenset[str]:
    """The words of all languages that tell a newsroom or an office: pages name authors in theirs and in others'."""
    return frozenset(plain(word) for code in codes("credits") for word in load_credits(code).bodies)


@cache
def _particles() -> frozenset[str]:
    names = all_names()
    return frozenset(plain(word) for word in (*names.particles, *names.joining))
