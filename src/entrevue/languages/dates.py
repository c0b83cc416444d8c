"""Schema of `dates.toml`: the words with which a language tells when."""

from functools import cache
from typing import Literal

from entrevue.languages import Concern, load


class Modifiers(Concern):
    """Words that turn a date to the past, the present or the future of the report, or of the story it tells.

    `follow` says whether `last` and `next` may also follow what they modify; `current`, `last_after` and `next_after`
    only follow. `before` and `after` count from the last day told.
    """

    follow: bool
    last: tuple[str, ...]
    last_after: tuple[str, ...] = ()
    this: tuple[str, ...]
    current: tuple[str, ...] = ()
    next: tuple[str, ...]
    next_after: tuple[str, ...] = ()
    before: tuple[str, ...]
    after: tuple[str, ...]


class Periods(Concern):
    """Words for a loose part of a month or a year."""

    start: tuple[str, ...]
    middle: tuple[str, ...]
    end: tuple[str, ...]


class Units(Concern):
    """Nouns of lengths of time."""

    hour: tuple[str, ...]
    day: tuple[str, ...]
    weekend: tuple[str, ...]
    week: tuple[str, ...]
    month: tuple[str, ...]
    quarter: tuple[str, ...]
    year: tuple[str, ...]


class Links(Concern):
    """Small words inside and before dates. `since`: "from" and "between"; `at`: any preposition that opens a date.

    `behind` are those of `at` after which a date has gone by ("since Monday"), whatever the verb.
    """

    since: tuple[str, ...]
    to: tuple[str, ...]
    until: tuple[str, ...]
    conjunction: tuple[str, ...]
    of: tuple[str, ...]
    at: tuple[str, ...]
    behind: tuple[str, ...] = ()
    within: tuple[str, ...]
    articles: tuple[str, ...]
    one: tuple[str, ...] = ()


class Offsets(Concern):
    """Words that count from a day: from publication (`ago`, `ahead`), from the last day told (`later`, `earlier`).

    `ahead_before` are those words of `links.within` that look ahead whatever the tense of the sentence.
    """

    ago_before: tuple[str, ...] = ()
    ago_after: tuple[str, ...] = ()
    ahead_before: tuple[str, ...] = ()
    ahead_after: tuple[str, ...] = ()
    later: tuple[str, ...]
    earlier: tuple[str, ...]


class Tense(Concern):
    """Verb forms that say whether the date beside them is behind or ahead of the report.

    The weak ones count right before a date ("signé le 3 mai", "leaves on Monday"), and where no other cue stands in
    the sentence. `clause` words open a clause whose verb follows the date. Endings are matched on words that
    `not_verbs` does not hold. All are in lower case and, unlike the rest of the pack, keep their accents.
    """

    past: tuple[str, ...]
    future: tuple[str, ...]
    weak_past: tuple[str, ...] = ()
    weak_future: tuple[str, ...] = ()
    weak_past_endings: tuple[str, ...] = ()
    past_endings: tuple[str, ...] = ()
    future_endings: tuple[str, ...] = ()
    not_verbs: tuple[str, ...] = ()
    clause: tuple[str, ...]


class Dates(Concern):
    """All date words of a language, folded (lower case, no accents, plain apostrophes and hyphens).

    With `anchors_close`, words of `anchors_alone` are dates only at the end of a clause, else wherever no word of
    `opens_noun` follows them. `bare_day` are the words before which a number alone is a day; `glue` the words that
    may follow such a number or a year. `year_openers` name the year of what follows in the sentence; `same_day` are
    phrases that take up the last day told, when a date is known to stand there; `roughly` are words that make a
    number of days no exact one. `block_before` and `block_after` are
    words beside which a date is a name or a habit ("every Monday", "rue du 4 septembre"). `begins` and `ends` are
    verbs that tie a day to the length of a visit told in the same sentence, `counts_from` words that do so right
    before the day. `month_first` says whether a day may follow its month ("June 3"). `weeks_on` are words that move
    the day right before them by so many weeks ("Monday week", "lundi en huit"), `weeks_before` those between
    a number of weeks and the day from which they count ("a week on Monday"); `opens_short` those after which a
    short form alone is a weekday ("on Sat.").
    """

    months: dict[str, int]
    month_abbreviations: dict[str, int]
    weekdays: dict[str, int]
    weekday_abbreviations: dict[str, int]
    opens_short: tuple[str, ...]
    weeks_before: tuple[str, ...] = ()
    weeks_on: dict[str, int]
    capitalised: tuple[str, ...]
    cardinals: dict[str, int]
    first_days: dict[str, int]
    ordinals: dict[str, int]
    ordinal_suffixes: tuple[str, ...]
    clock_words: tuple[str, ...]
    day_words: dict[str, int]
    anchors: dict[str, int]
    anchors_alone: dict[str, int]
    anchors_close: bool
    opens_noun: tuple[str, ...]
    parts_of_day: tuple[str, ...]
    nights: tuple[str, ...]
    bare_day: tuple[str, ...]
    glue: tuple[str, ...]
    year_openers: tuple[str, ...]
    same_day: tuple[str, ...]
    roughly: tuple[str, ...]
    block_before: tuple[str, ...]
    block_after: tuple[str, ...]
    abbreviations: tuple[str, ...]
    begins: tuple[str, ...]
    counts_from: tuple[str, ...]
    ends: tuple[str, ...]
    month_first: bool
    numeric_order: Literal["day first", "either"]
    modifiers: Modifiers
    periods: Periods
    units: Units
    links: Links
    offsets: Offsets
    tense: Tense


@cache
def load_dates(code: str) -> Dates:
    """Load the date words of a language; PackError when its pack has none."""
    pack: Dates = load(code, "dates", Dates)
    return pack
