"""The length of a visit and one of its days, told in one sentence: the day becomes the span of the visit."""

import re
from bisect import bisect_right
from dataclasses import replace

from entrevue.domain.dates import DateSpan, Precision
from entrevue.domain.mentions import DateMention
from entrevue.mentions.dates.resolving import moved

_WINDOW = 60


def tie_lengths(
    mentions: list[DateMention],
    folded: str,
    stops: list[int],
    begins: "re.Pattern[str]",
    ends: "re.Pattern[str]",
) -> list[DateMention]:
    """Give a day that opens or closes a stay of told length the span of the stay; `stops` are ends of sentences."""
    tied = list(mentions)
    for place, mention in enumerate(mentions):
        if mention.kind != "duration" or mention.days is None or mention.days < 2:
            continue
        sentence = bisect_right(stops, mention.start)
        for other, day in enumerate(tied):
            if bisect_right(stops, day.start) != sentence or other == place or not _one_day(day):
                continue
            before = folded[max(0, day.start - _WINDOW) : day.start]
            by = mention.days - 1 if begins.search(before) else 1 - mention.days if ends.search(before) else 0
            if by:
                tied[other] = _stay(day, by, mention.days)
                break
    return tied


def _one_day(mention: DateMention) -> bool:
    span = mention.span
    return mention.kind == "day" and span is not None and span.start.precision is Precision.DAY


def _stay(mention: DateMention, by: int, days: int) -> DateMention:
    assert mention.span is not None
    day, other = mention.span.start, moved(mention.span.start, by)
    if other is None:
        return mention
    span = DateSpan(day, other) if by > 0 else DateSpan(other, day)
    return replace(mention, span=span, kind="range", days=days)
