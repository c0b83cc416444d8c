"""The length of a visit and one of its days, told in one sentence: the day becomes the span of the visit."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import groupby

from entrevue.domain.dates import DateSpan, Precision
from entrevue.domain.mentions import DateMention
from entrevue.mentions.dates.resolving import moved

_WINDOW = 140  # characters before a day in which the verb that it completes is looked for


@dataclass(frozen=True)
class Verbs:
    """What tells whether a day opens or closes a stay, matched up to the day; `after_stay` up to the length told."""

    begins: "re.Pattern[str]"
    ends: "re.Pattern[str]"
    leaves: "re.Pattern[str]"
    after_stay: "re.Pattern[str]"


def tie_lengths(mentions: list[DateMention], folded: str, stops: list[int], verbs: Verbs) -> list[DateMention]:
    """Give a day that opens or closes a stay of told length the span of the stay; `stops` are ends of sentences."""
    tied: list[DateMention] = []
    for _, sentence in groupby(mentions, key=lambda mention: bisect_right(stops, mention.start)):
        tied.extend(_tied(list(sentence), folded, verbs))
    return tied


def _tied(mentions: list[DateMention], folded: str, verbs: Verbs) -> list[DateMention]:
    """Tie the first length of a sentence to the first day that begins or ends it; mark the other such days."""
    length = next((one for one in mentions if one.kind == "duration" and (one.days or 0) > 1), None)
    days = length.days if length is not None else None
    over = (
        length is not None
        and verbs.after_stay.search(folded[max(0, length.start - _WINDOW) : length.start]) is not None
    )
    alone = sum(map(_one_day, mentions)) == 1  # where other days are told, who left may have arrived elsewhere
    for place, mention in enumerate(mentions):
        if not _one_day(mention):
            continue
        before = folded[max(0, mention.start - _WINDOW) : mention.start]
        ends = verbs.ends.search(before) or (over and alone and verbs.leaves.search(before))
        edge = "begin" if verbs.begins.search(before) else "end" if ends else None
        if edge is None:
            continue
        if days is not None:
            mentions[place] = _stay(mention, days - 1 if edge == "begin" else 1 - days, days)
            days = None
        elif mention.edge is None:
            mentions[place] = replace(mention, edge=edge)
    return mentions


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
