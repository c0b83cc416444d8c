"""Well-known office-holders: whom somebody represents whose state the report itself does not tell."""

from functools import cache

from entrevue.atlas.tables import rows
from entrevue.domain.text import fold, plain_letters

_BESIDE = 1  # years before and after an office in which its holder is still told of as one


@cache
def _holders() -> dict[tuple[str, ...], tuple[tuple[str, int, int], ...]]:
    """(state or "-", first year, last year) by the folded words of each spelling."""
    found: dict[tuple[str, ...], list[tuple[str, int, int]]] = {}
    for name, state, first, last, others in rows("holders.tsv", 5):
        for spelling in {_words(one) for one in (name, *others.split("|")) if one.strip()}:
            found.setdefault(spelling, []).append((state, int(first), int(last or 9999)))
    return {spelling: tuple(offices) for spelling, offices in found.items()}


def state_of_holder(name: str, year: int | None) -> str | None:
    """Whom the bearer of a full name represented in a year: ISO 3166 alpha-2, "-" for an international body.

    None where the name is not known, where its offices do not fit the year, or where they are of several states.
    """
    offices = _holders().get(_words(name), ())
    told = {state for state, first, last in offices if year is None or first - _BESIDE <= year <= last + _BESIDE}
    return told.pop() if len(told) == 1 else None


def _words(name: str) -> tuple[str, ...]:
    """The folded words of a name; without initials, where two words are left."""
    told = fold(plain_letters(name)).replace("-", " ").replace(".", " ").split()
    words = tuple(word for word in told if len(word) > 1)
    return words if len(words) > 1 else tuple(told)
