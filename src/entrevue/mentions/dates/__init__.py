"""Dates: what a text says about when, resolved to spans of days that are no more precise than the text.

`find_dates` reads a text, `resolve` a phrase alone, `date_at` a phrase that is known to stand in a text. The words
come from the pack's `dates.toml`; the shapes and the arithmetic are the same for every language.
"""

from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.domain.mentions import DateMention
from entrevue.languages.dates import Dates, load_dates
from entrevue.mentions.dates.reader import DateReader
from entrevue.mentions.dates.tense import Direction

__all__ = ["Direction", "date_at", "find_dates", "load_dates", "resolve"]


def find_dates(
    text: str,
    pack: Dates,
    *,
    published: PartialDate | None,
    start: int = 0,
    end: int | None = None,
    tense: Direction | None = None,
) -> tuple[DateMention, ...]:
    """Find the dates of `text[start:end]` in their order, with offsets in `text`; none of them overlap.

    Relative dates count from `published` (a day, month or year), weekdays look back or ahead as their verb does, or
    as `tense` says for all; "the following day" counts from the last day told before. `span` is None where the text
    does not tell. Lengths ("trois jours") are mentions of kind "duration", and give a day that begins or ends such a
    stay its whole span. Time is linear in the length of the text; no text raises.
    """
    bounds = (start, len(text) if end is None else end)
    return tuple(DateReader(text, pack, published=published, bounds=bounds, tense=tense).read())


def resolve(
    phrase: str,
    pack: Dates,
    *,
    published: PartialDate | None,
    tense: Direction | None = None,
    anchor: PartialDate | None = None,
) -> DateSpan | None:
    """Tell what a date phrase alone means; `anchor` is the last day told before it. None where that cannot be told."""
    reader = DateReader(phrase, pack, published=published, bounds=(0, len(phrase)), tense=tense)
    return reader.read_span(0, len(phrase), told=anchor).span


def date_at(text: str, start: int, end: int, pack: Dates, *, published: PartialDate | None) -> DateMention:
    """Read the date that is known to stand at `text[start:end]`, read in its sentence and after the dates before it."""
    return DateReader(text, pack, published=published, bounds=(0, len(text)), tense=None).read_span(start, end)
