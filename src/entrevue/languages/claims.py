"""Schema of `claims.toml`: how a language tells order, number and rhythm, and the words for questions and verdicts."""

import re
from functools import cache, cached_property
from typing import Annotated, ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Duty, Head, KindOrAny, Outcome, Pattern, Unit, Words, pattern
from entrevue.languages.dates import load_dates

Last = Annotated[str, pattern("when")]
Gap = Annotated[str, pattern("after")]
Since = Annotated[str, pattern("since")]
Window = Annotated[str, pattern("unit")]
Between = Annotated[str, pattern("one", "two")]
Count = Annotated[str, pattern("count")]


class ClaimWords(Concern):
    """What claims of order, number and rhythm mean, and how questions and verdicts are worded.

    Patterns are over the folded words of a claim (`domain.text.fold_evenly`). In them `<N>` stands for a number in words
    or figures, `<U>` for a unit of time, `<D>` for a date with at least a month or a year.
    """

    file: ClassVar[str] = "claims"

    code: str = Field(description="The code of the language, as the folder is called.")
    ordinals: dict[str, int] = Field(description="Ordinal numbers in words.")
    ordinal: Pattern = Field(description="An ordinal, in words as `rank` or in figures as `figure`.")
    cardinals: dict[str, int] = Field(description="Numbers in words, the least that a loose one tells.")
    units: dict[Unit, Pattern] = Field(description="What units of time are called.")
    kinds: dict[KindOrAny, Pattern] = Field(
        description="By which words a claim speaks of a kind of engagement; the first of them in the text counts."
    )
    fields: dict[Duty, Pattern] = Field(
        description="By which words a claim tells a field of duty; the first of them in the text counts."
    )
    role_words: dict[Head, Pattern] = Field(
        description='Words beside a visit or a meeting that say whose it is: a "ministerial" meeting.'
    )
    vague: dict[str, tuple[int, int]] = Field(
        description="Words that tell a number of units loosely, with the least and the most that they tell."
    )
    last: tuple[Last, ...] = Field(description="That the last one fell into a time, which they capture.")
    gaps: tuple[Gap, ...] = Field(
        description="That one came so long after another: they capture `number` or `vague`, `unit`, and what it came after."
    )
    absence: tuple[Since, ...] = Field(description="That there was none since a time, which they capture.")
    only: Pattern = Field(description="That there was only one.")
    counts: tuple[Count, ...] = Field(description="That there were so many, which they capture.")
    at_least: Pattern = Field(description="Words that make a number the least there was.")
    more_than: Pattern = Field(description="Words that make a number one that was passed.")
    less_than: Pattern = Field(description="Words that make a number one that was not reached.")
    tenure: tuple[Pattern, ...] = Field(
        description="That only what somebody did in an office counts: since taking office, as minister."
    )
    this_year: Pattern = Field(description="Words for the year of the report.")
    this_month: Pattern = Field(description="Words for the month of the report.")
    last_year: Pattern = Field(description="Words for the year before.")
    windows: tuple[Window, ...] = Field(
        description="Within how much time: they capture `number` and `unit`, or `many` (in as many months) and `unit`."
    )
    between: tuple[Between, ...] = Field(description="Between which two dates, which they capture.")
    since: tuple[Pattern, ...] = Field(description="Since when: they capture the date as `since`, or an `event`.")
    within: tuple[Last, ...] = Field(description="In which year, month or day, which they capture.")
    goal: Pattern = Field(description="What ends right before a place somebody goes to.")
    party: Pattern = Field(description="What stands right before the second party of a contact.")
    name_particles: Words = Field(description="Words in small letters that a name goes on with: Ursula von der Leyen.")
    here: Pattern = Field(description="Words for the place of the engagement of which a claim speaks.")
    regions: Pattern = Field(description="Parts of the world that are no state.")
    abroad: Pattern = Field(description="Words for all states but the visitor's own.")
    own: Pattern = Field(description="Words for the visitor of the engagement of which a claim speaks.")
    pair: Pattern = Field(description="Words for both its parties.")
    states: Pattern = Field(description="Words that say of parties that they are states.")
    loose: Words = Field(description="Words whose number is only the least there was.")
    series: Pattern = Field(description="Gatherings that count as a series, which no ledger knows.")
    uncounted: Pattern = Field(description="What did not take place, and habits: such claims are not judged.")
    generic: Words = Field(description="Head nouns that may be any office.")
    narrow: Pattern = Field(description="Sorts of visit that the ledger does not tell from others: state visits.")
    definite: Pattern = Field(description="What ends right before an office that is one person's.")
    no_name: Pattern = Field(description="Words with a capital that begin no name.")
    outcomes: dict[Outcome, str] = Field(description="What a verdict is called.")
    wording: dict[str, str] = Field(
        description="The parts of questions and of what the ledger has read, with their gaps."
    )
    remarks: dict[str, str] = Field(description="The reasons that verdicts give, by their code, with their gaps.")

    @cached_property
    def expansions(self) -> dict[str, str]:
        """What `<N>`, `<U>` and `<D>` stand for."""
        dates = load_dates(self.code)
        months = "|".join(sorted((re.escape(m) for m in {**dates.months, **dates.month_abbreviations}), key=len)[::-1])
        year = r"(?:19|20)\d\d"
        day = rf"\d{{1,2}}(?:{'|'.join(sorted(dates.ordinal_suffixes, key=len)[::-1])})?"
        of = "|".join(word if word.endswith("'") else f"{word} " for word in dates.links.of)
        date = rf"(?:(?:{day} (?:{of})?)?(?:{months})(?: {day}\b,?)?(?:,? (?:{of})?{year})?|{year})(?!\w)"
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
    return load(code, ClaimWords)
