"""Schema of `agenda.toml`: how a language tells what was talked about, and the words of the topic scheme."""

import re
from functools import cache

from entrevue.languages import Concern, load


class Agenda(Concern):
    """Patterns over the folded text of a sentence, one character for one.

    `after` stand before a list of points ("discussed …"), `before` behind one ("… were discussed"); in both, `<DET>` is
    a `determiner` and `<ASIDE>` an insertion between commas. Behind an `opening` begins a list at a sentence's front.
    `end` is where a list stops, `split` what parts its points, `bare` what parts those of a list that begins without a
    determiner ("sanctions and migration"), `joint` words after which an "and" joins what belongs together ("between A
    and B"); `trim` is cut off a point's front, `tail` off its end, and what then fits `none` is no point. `topics` maps
    the classes of the topic scheme to patterns of words.
    """

    after: tuple[str, ...]
    before: tuple[str, ...]
    opening: str
    end: str
    split: str
    bare: str
    joint: str
    trim: str
    tail: str
    none: str
    determiner: str
    topics: dict[str, str]

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """A pattern with its short forms written out."""
        return re.compile(pattern.replace("<ASIDE>", "(?:, [^,;]{3,70},)?").replace("<DET>", self.determiner))


@cache
def load_agenda(code: str) -> Agenda:
    """How a language tells what was talked about."""
    agenda: Agenda = load(code, "agenda", Agenda)
    return agenda
