"""Schema of `dates.toml`: how a language words dates."""

from functools import cache

from entrevue.languages import Concern, load


class Pattern(Concern):
    """A way to word a date: a regular expression over folded text with slots in braces.

    Slots: {month} {month1} {weekday} {day} {day1} {year} {last} {next} {this} {part} {vague} {word} {unit} {number}
    {anchor}; each becomes a named group over the words of the pack. `kind` says how the groups are read.
    """

    kind: str
    text: str


class Dates(Concern):
    """The date words of a language, all folded.

    `months` and `weekdays` (Monday first) hold one alternative list each; `days` maps words to an offset in days from
    the report ("hier" = -1); `anchors` maps words to an offset from the date told before ("la veille" = -1);
    `numbers` and `ordinals` map words to numbers; `units` maps words to day, week, month, year; `future` and `past`
    are patterns of verbs; `not_after` are words before a number that make it no year.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    last: str
    next: str
    this: str
    parts: str
    vague: str
    days: dict[str, int]
    anchors: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    future: str
    past: str
    day_suffix: str
    patterns: tuple[Pattern, ...]


@cache
def load_dates(code: str) -> Dates:
    """The date words of a language."""
    return load(code, "dates", Dates)
