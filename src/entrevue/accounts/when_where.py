"""The day and the place of an event, told by several triggers: named features, weights that were learned."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from entrevue.accounts.drafts import Told
from entrevue.accounts.events import Event
from entrevue.accounts.taking_part import odds
from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import PlaceKind
from entrevue.domain.spans import Mention
from entrevue.linking.links import KINDS, Links

Floats = npt.NDArray[np.float32]

_SURELY = 0.8  # the chance from which on what is told of a day counts against the verb beside it
_LEAST = 0.2  # the chance to be the day of a trigger below which nothing is heard

_COMMON = (
    "bias", "the surest trigger", "triggers of its sentences", "all triggers", "the first trigger", "how many say so",
    "share that say so", "in a sentence with a trigger", "the best of all", "above the second", "any told",
    "told by all", "how many triggers", *KINDS,
)  # fmt: skip
DAY = (*_COMMON, "a day", "several days", "the day of the page", "later than the page", "in the headline")
PLACE = (*_COMMON, "a city", "a state", "the state of the page", "told more than once", "in the headline")
_PLAIN = [0.0, 1.0] + [0.0] * (len(_COMMON) - 2)
START_DAY = np.asarray(_PLAIN + [0.0] * (len(DAY) - len(_COMMON)), np.float32)
START_PLACE = np.asarray(_PLAIN + [0.0] * (len(PLACE) - len(_COMMON)), np.float32)


def as_told(dates: Sequence[Mention], links: Links, published: PartialDate | None) -> tuple[Mention, ...]:
    """Weekdays on the side of the page's day on which they are told with their number, or what they belong to surely is."""
    numbered = {date.span for date in dates if any(sign.isdigit() for sign in date.quote)} - {None}
    return tuple(
        replace(date, span=date.other)
        if date.span not in numbered and (date.other in numbered or _is_beyond(number, date, links, published))
        else date
        for number, date in enumerate(dates)
    )


def _is_beyond(number: int, date: Mention, links: Links, published: PartialDate | None) -> bool:
    """Whether the triggers that take a weekday surely tell what lies on the other side of the page's day."""
    span = date.span
    if date.other is None or span is None or span.end != span.start or published is None or not len(links.time):
        return False
    weights = links.time[:, number + 1]
    shares = (weights @ links.status) / max(float(weights.sum()), _LEAST)
    held, ongoing, planned, _ = (float(share) for share in shares)
    if span.start.first < published.first:
        return planned + (ongoing if date.until else 0.0) > _SURELY
    return held > _SURELY


def day_features(event: Event, told: Told) -> dict[int, Floats]:
    """What speaks for each date that may be the event's, in the order of DAY."""
    found = {}
    sentences = {d: _told_in(told.dates[d], told) for d in event.dates}
    for d, common in _common(event, told, told.links.time, sentences).items():
        date = told.dates[d]
        span, page = date.span, told.published
        late = span is not None and page is not None and span.start.first > page.last
        by_the_page = span is not None and span.start == page  # "Tuesday" on a page of which only the month is known
        own = (
            span is not None and (span.start.day is not None or by_the_page),
            span is not None and span.end != span.start,
            by_the_page,
            late,
            told.words.paragraph[date.first] < 0,
        )
        found[d] = np.asarray((*common, *own), np.float32)
    return found


def _told_in(date: Mention, told: Told) -> set[int]:
    """The sentences that tell a day, by this mention of it or another."""
    same = (one for one in told.dates if one is date or (one.span is not None and one.span == date.span))
    return {told.words.sentence[one.first] for one in same}


def place_features(event: Event, told: Told) -> dict[int, Floats]:
    """What speaks for each place that may be the event's, in the order of PLACE."""
    found = {}
    sentences = {k: {told.words.sentence[m.first] for m in told.links.chains[k].mentions} for k in event.places}
    for k, common in _common(event, told, told.links.place, sentences).items():
        mentions = told.links.chains[k].mentions
        own = (
            mentions[0].place_kind is PlaceKind.CITY,
            mentions[0].place_kind is PlaceKind.STATE,
            told.home is not None and mentions[0].country == told.home,
            len(mentions) > 1,
            told.words.paragraph[mentions[0].first] < 0,
        )
        found[k] = np.asarray((*common, *own), np.float32)
    return found


def _common(event: Event, told: Told, table: Floats, candidates: dict[int, set[int]]) -> dict[int, tuple[float, ...]]:
    """What days and places have in common; `table`: (triggers, none + candidates), `candidates`: their sentences."""
    if not candidates:
        return {}
    sentence = told.words.sentence
    chances = np.asarray(table[event.triggers][:, [0, *(k + 1 for k in candidates)]], np.float64)
    chances /= chances.sum(axis=1, keepdims=True)  # what other events of the same triggers have is not this one's
    rows = odds(chances)
    best = {k: float(rows[:, column].max()) for column, k in enumerate(candidates, 1)}
    ranked = sorted(best.values(), reverse=True)
    none = odds(1 - chances[:, 0])
    at = {sentence[told.triggers[t].first] for t in event.triggers}
    found = {}
    for number, (k, places) in enumerate(candidates.items(), 1):
        column = rows[:, number]
        near = np.asarray([sentence[told.triggers[t].first] in places for t in event.triggers], bool)
        says = chances[:, number] > 0.5
        other = ranked[1] if best[k] == ranked[0] and len(ranked) > 1 else ranked[0] if best[k] < ranked[0] else -5.0
        found[k] = (
            1.0,
            best[k],
            float(column[near].mean()) if near.any() else -2.0,
            float(column.mean()),
            float(column[0]),
            float(np.log1p(says.sum())),
            float(says.mean()),
            float(bool(at & places)),
            float(best[k] == ranked[0]),
            best[k] - other,
            float(none.max()),
            float(none.mean()),
            float(np.log(len(event.triggers))),
            *(float(event.kind_name == one) for one in KINDS),
        )
    return found
