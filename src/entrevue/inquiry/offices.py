"""What is an office and what only looks like one: "U.S. counterpart" says that somebody has the post of another."""

from functools import cache, lru_cache

from entrevue.domain.text import fold
from entrevue.identity.posts import posts_of
from entrevue.languages import codes
from entrevue.languages.grammar import load_grammar


@lru_cache(maxsize=20_000)
def office_told(office: str | None) -> str | None:
    """The office; None where its words name no post but that of somebody else ("son homologue tunisien")."""
    if office and not _counterparts().isdisjoint(fold(office).split()) and not posts_of(office, None):
        return None
    return office


@cache
def _counterparts() -> frozenset[str]:
    """The words for counterparts in all languages that tell offices."""
    return frozenset(word for code in codes("grammar") for word in load_grammar(code).counterparts)
