"""Schema of `claims.toml`: how a language tells order, number and rhythm, and the words for questions and verdicts."""

import re
from functools import cache, cached_property

from entrevue.languages import Concern, load
from entrevue.languages.dates import load_dates


class ClaimWords(Concern):
    """Patterns over the folded words of a claim (`domain.text.fold_evenly`), and templates.

    In patterns `<N>` stands for a number in words or figures, `<U>` for a unit of time, `<D>` for a date with at least
    a month or a year. `last` capture `when`; `gap` capture `number` and `unit` (or `vague`) and `after`; `absence` and
    `since` capture `since`; `windows` capture `number` and `unit`, or `many` ("in as many months") and `unit`;
    `between` capture `one` and `two`; `within` capture `when`; `counts` capture `count`. `kinds` and `fields` map a
    kind of engagement or a field of office to its words, the first in the text wins; `vague` maps words to days, least
    and most. `goal` ends right before a place somebody goes to, `party` right before the second party of a contact.
    """

    code: str
    ordinals: dict[str, int]
    ordinal: str
    cardinals: dict[str, int]
    units: dict[str, str]
    kinds: dict[str, str]
    fields: dict[str, str]
    role_words: dict[str, str]
    vague: dict[str, tuple[int, int]]
    last: tuple[str, ...]
    gaps: tuple[str, ...]
    absence: tuple[str, ...]
    only: str
    counts: tuple[str, ...]
    at_least: str
    more_than: str
    less_than: str
    tenure: tuple[str, ...]
    this_year: str
    this_month: str
    last_year: str
    windows: tuple[str, ...]
    between: tuple[str, ...]
    since: tuple[str, ...]
    within: tuple[str, ...]
    goal: str
    party: str
    here: str
    regions: str
    abroad: str
    own: str
    pair: str
    states: str
    loose: tuple[str, ...]
    series: str
    uncounted: str
    generic: tuple[str, ...]
    narrow: str
    definite: str
    no_name: str
    outcomes: dict[str, str]
    wording: dict[str, str]
    remarks: dict[str, str]

    @cached_property
    def expansions(self) -> dict[str, str]:
        """What `<N>`, `<U>` and `<D>` stand for."""
        dates = load_dates(self.code)
        months = "|".join(sorted((re.escape(m) for m in {**dates.months, **dates.month_abbreviations}), key=len)[::-1])
        year = r"(?:19|20)\d\d"
        day = r"\d{1,2}(?:er|st|nd|rd|th)?"
        date = rf"(?:(?:{day} (?:of )?)?(?:{months})(?: {day}\b,?)?(?:,? (?:of |de )?{year})?|{year})(?!\w)"
        number = "|".join(sorted(map(re.escape, self.cardinals), key=len)[::-1])
        return {"<N>": rf"(?:{number}|\d{{1,3}})", "<U>": f"(?:{'|'.join(self.units.values())})", "<D>": date}

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """A pattern of this concern with its placeholders filled in, compiled once."""
        return _compiled(self.code, pattern)

    def number(self, words: str) -> int | None:
        """The number that words or figures tell."""
        words = words.strip()
        return int(words) if words.isdigit() else self.cardinals.get(words)

    def unit(self, word: str) -> str:
        """The unit of time a noun tells: "day", "week", "month", "year"."""
        return next(unit for unit, pattern in self.units.items() if re.fullmatch(pattern, word))


@cache
def _compiled(code: str, pattern: str) -> re.Pattern[str]:
    for mark, meaning in load_claim_words(code).expansions.items():
        pattern = pattern.replace(mark, meaning)
    return re.compile(pattern)


@cache
def load_claim_words(code: str) -> ClaimWords:
    """How a language claims order, number and rhythm; PackError when there is no such file."""
    words: ClaimWords = load(code, "claims", ClaimWords)
    return words
