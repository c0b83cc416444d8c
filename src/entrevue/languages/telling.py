"""Schema of `telling.toml`: who is credited, and what is claimed."""

from functools import cache

from entrevue.languages import Concern, load


class Telling(Concern):
    """Patterns over the folded text of a sentence, one character for one.

    `sources` capture the credited source in a group `source`; `same_source` are phrases that repeat the last one;
    `claims` capture claims in a group `claim`
    with the parts `rank`, `count`, `window`, `since`; `ranks` maps ordinals to numbers.
    """

    sources: tuple[str, ...]
    same_source: str
    no_source: str
    claims: tuple[str, ...]
    ranks: dict[str, int]
    windows: dict[str, int]


@cache
def load_telling(code: str) -> Telling:
    """How a language tells sources, agendas and claims."""
    telling: Telling = load(code, "telling", Telling)
    return telling
