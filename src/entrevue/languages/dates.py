"""Schema of `dates.toml`: the words with which a language tells when."""

from functools import cache
from typing import ClassVar, Literal

from pydantic import Field

from entrevue.languages import Concern, Table, load
from entrevue.languages.checking import Month, Weekday, Words


class Modifiers(Table):
    """Words that turn a date to the past, the present or the future of the report, or of the story it tells."""

    follow: bool = Field(description="Whether `last` and `next` may also follow what they modify: lundi prochain.")
    last: Words = Field(description="Words for the one before the report.")
    last_after: Words = Field(default=(), description="The same, of words that only follow: le mois passé.")
    this: Words = Field(description="Words for the one in which the report falls.")
    current: Words = Field(default=(), description="The same, of words that only follow: le mois en cours.")
    next: Words = Field(description="Words for the one after the report.")
    next_after: Words = Field(default=(), description="The same, of words that only follow: la semaine à venir.")
    before: Words = Field(description="Words for the one before the last day told.")
    after: Words = Field(description="Words for the one after the last day told.")


class Periods(Table):
    """Words for a loose part of a month or a year."""

    start: Words = Field(description="Words for its beginning.")
    middle: Words = Field(description="Words for its middle.")
    end: Words = Field(description="Words for its end.")


class Units(Table):
    """Nouns of lengths of time."""

    hour: Words = Field(description="An hour.")
    day: Words = Field(description="A day.")
    weekend: Words = Field(description="Saturday and Sunday.")
    week: Words = Field(description="A week.")
    month: Words = Field(description="A month.")
    quarter: Words = Field(description="A part of a year that is longer than a month; of it no days are told.")
    year: Words = Field(description="A year.")


class Links(Table):
    """Small words inside and before dates."""

    since: Words = Field(description='Words before the first of two dates: "from", "between".')
    to: Words = Field(description="Words between the first and the last date of a span.")
    until: Words = Field(description="Words before a date on which something ends.")
    conjunction: Words = Field(description="Words that join two dates.")
    of: Words = Field(description='Words between a day and its month, or a part and its whole: "the 3rd of May".')
    at: Words = Field(description="Prepositions that open a date.")
    behind: Words = Field(
        default=(), description='Those of `at` after which a date has gone by, whatever the verb: "since Monday".'
    )
    within: Words = Field(description='Words before a length of time that counts from a day: "in three days".')
    articles: Words = Field(description="Articles before a date or inside one.")
    one: Words = Field(default=(), description='Words that tell one unit of time: "a week ago".')


class Offsets(Table):
    """Words that count from a day."""

    ago_before: Words = Field(
        default=(), description='Words before a length that counts back from publication: "il y a".'
    )
    ago_after: Words = Field(default=(), description='Words after a length that counts back from publication: "ago".')
    ahead_before: Words = Field(
        default=(), description="Those of `links.within` that look ahead whatever the tense of the sentence."
    )
    ahead_after: Words = Field(default=(), description='Words after a length that counts ahead: "from now".')
    later: Words = Field(description="Words after a length that counts ahead from the last day told.")
    earlier: Words = Field(description="Words after a length that counts back from the last day told.")


class Tense(Table):
    """Verb forms that say whether the date beside them is behind or ahead; in lower case, and they keep their accents."""

    past: Words = Field(description="Forms that say that the date has gone by.")
    future: Words = Field(description="Forms that say that the date is to come.")
    weak_past: Words = Field(
        default=(),
        description="Forms that say so right before a date alone, or where nothing else says anything: signé.",
    )
    weak_future: Words = Field(default=(), description='The same of a date to come: "leaves on Monday".')
    weak_past_endings: Words = Field(default=(), description="Endings of forms like those of `weak_past`.")
    past_endings: Words = Field(default=(), description="Endings of forms like those of `past`.")
    future_endings: Words = Field(default=(), description="Endings of forms like those of `future`.")
    not_verbs: Words = Field(default=(), description="Words with such an ending that are no verbs.")
    clause: Words = Field(description="Words that open a clause, whose verb follows its date.")


class Dates(Concern):
    """Everything dates are made of, folded but for `tense`: lower case, no accents, plain apostrophes and hyphens."""

    file: ClassVar[str] = "dates"

    months: dict[str, Month] = Field(description="The months' names.")
    month_abbreviations: dict[str, Month] = Field(description="The months' short forms, with a full stop and without.")
    weekdays: dict[str, Weekday] = Field(description="The weekdays' names; Monday is 0.")
    weekday_abbreviations: dict[str, Weekday] = Field(description="The weekdays' short forms.")
    opens_short: Words = Field(description='Words after which a short form alone is a weekday: "on Sat.".')
    weeks_before: Words = Field(
        default=(), description='Words between a number of weeks and the day from which they count: "a week on Monday".'
    )
    weeks_on: dict[str, int] = Field(
        description='Words that move the day right before them by so many weeks: "Monday week", "lundi en huit".'
    )
    capitalised: Words = Field(description='Words that are dates only with a capital: "May".')
    cardinals: dict[str, int] = Field(description="Numbers in words.")
    first_days: dict[str, int] = Field(description="Words that stand before a month like the number of a day.")
    ordinals: dict[str, int] = Field(description="Ordinal numbers in words.")
    ordinal_suffixes: Words = Field(description='Endings of the number of a day: "3rd", "1er".')
    clock_words: Words = Field(description="Words behind a number that make it an hour.")
    day_words: dict[str, int] = Field(description="Words for a day, in days from publication: yesterday is -1.")
    anchors: dict[str, int] = Field(description="Words for a day, in days from the last day told: the next day is 1.")
    anchors_alone: dict[str, int] = Field(
        description="The same, of words that may count from something else that follows: the day after the summit."
    )
    anchors_close: bool = Field(
        description="Whether words of `anchors_alone` are dates only at the end of a clause, else wherever no word of"
        " `opens_noun` follows."
    )
    opens_noun: Words = Field(description="Words after which one of `anchors_alone` counts from what they open.")
    parts_of_day: Words = Field(description="Parts of a day.")
    nights: Words = Field(description="Those of them that begin on one day and end on the next.")
    bare_day: Words = Field(
        description="Words before which a number alone is a day, if `glue`, a sign or nothing follows it."
    )
    bare_days: Words = Field(
        description="Words before which two numbers alone that are joined are days, as above: from the 4th to the 6th."
    )
    glue: Words = Field(description="Words that may follow the number of a day, or a year.")
    year_openers: Words = Field(description="Words before a year that is also that of what follows in the sentence.")
    same_day: Words = Field(
        description="Phrases that take up the last day told, where a date is known to stand there: its date."
    )
    roughly: Words = Field(description="Words that make a number of days no exact one.")
    block_before: Words = Field(description='Words before what is then a name or a habit and no date: "every Monday".')
    block_after: Words = Field(description="Words after what is then a name and no date: Sunday Times.")
    abbreviations: Words = Field(description="Short forms whose full stop ends no sentence.")
    begins: Words = Field(description="Verbs that make the day after them the first of a length told in the sentence.")
    counts_from: Words = Field(description="Words that do so right before the day.")
    ends: Words = Field(description="Verbs that make the day after them the last of such a length.")
    leaves: Words = Field(
        default=(),
        description='Verbs that do so where the length is told as gone by: "left on Friday after a three-day visit".',
    )
    after_stay: Words = Field(default=(), description='Words before such a length: "after a", "at the end of a".')
    month_first: bool = Field(description='Whether a day may follow its month: "June 3".')
    numeric_order: Literal["day first", "either"] = Field(description="How days in figures are read: 03/05/2026.")
    modifiers: Modifiers = Field(description="Words that turn a date to the past, the present or the future.")
    periods: Periods = Field(description="Words for a loose part of a month or a year.")
    units: Units = Field(description="Nouns of lengths of time.")
    links: Links = Field(description="Small words inside and before dates.")
    offsets: Offsets = Field(description="Words that count from a day.")
    tense: Tense = Field(description="Verb forms that say whether a date is behind or ahead.")


@cache
def load_dates(code: str) -> Dates:
    """Load the date words of a language; PackError when its pack has none."""
    return load(code, Dates)
