"""Schema of `telling.toml`: who is credited, what was on the agenda, what is claimed, and the topics' words."""

from functools import cache

from entrevue.languages import Concern, load


class Telling(Concern):
    """Patterns over the folded text of a sentence, one character for one.

    `sources` capture the credited source in a group `source`; `same_source` are phrases that repeat the last one;
    `agenda` capture what was talked about in a group `agenda`; `agenda_end` is where such a phrase stops, `agenda_split`
    where it holds several points, `agenda_trim` what is cut off its front, `agenda_joint` the end of a phrase after which no new point
    begins ("dans les domaines sécuritaire" before "et de renseignement"); `claims` capture claims in a group `claim`
    with the parts `rank`, `count`, `window`, `since`; `ranks` maps ordinals to numbers; `topics` maps the classes of the
    topic scheme to patterns of words.
    """

    sources: tuple[str, ...]
    same_source: str
    no_source: str
    agenda: tuple[str, ...]
    agenda_end: str
    agenda_split: str
    agenda_trim: str
    agenda_joint: str = "(?!)"
    claims: tuple[str, ...]
    ranks: dict[str, int]
    windows: dict[str, int]
    topics: dict[str, str]


@cache
def load_telling(code: str) -> Telling:
    """How a language tells sources, agendas and claims."""
    telling: Telling = load(code, "telling", Telling)
    return telling
