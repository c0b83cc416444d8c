"""The features that scorers see beside the encoder's states: small, pure, named. Shapes: (left, right, features)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import PlaceKind
from entrevue.domain.spans import Label, Mention, StateMention, Words

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

GEOMETRY = (
    "behind", "gap", "same sentence", "next sentence", "sentence before", "sentences between", "same paragraph",
    "left in title", "right in title", "inside", "mentions between", "triggers between", "commas between",
    "stops between", "beside", "near",
)  # fmt: skip
FORMS = (Label.NAME, Label.OFFICE, Label.REF, Label.BODY, Label.PLACE, Label.DATE)
CHAIN = (
    "same words", "same last word", "words within", "within words", "same first word", "shares a word", "same role",
    "shares a state", "other states", "first of its words",
)  # fmt: skip
STATE_KINDS = ("state", "city", "demonym", "metonym", "body", "region")
SIDE = (
    "state of the page", "share of the states told", "first state told", "inside an office", "inside the first office",
    "first inside an office", "alone inside its offices", "other inside its offices", "its body's state",
    "beside a mention", "international", "mentions",
)  # fmt: skip
DATING = (
    "a day", "a month", "a year", "several days", "a length", "a last day", "cannot be worked out", "before the page",
    "the day of the page", "later than the page", "long before the page", "dates between", "the only date of the sentence",
    "heads the lines above", "opens the line",
)  # fmt: skip
PLACING = ("a city", "a state", "another place", "the state of the page")
_LONG = 31  # days by which a date is long before its page
ALLY = ("opposite parts", "same part", "both take part")
TOGETHER = ("same side", "a side not told", "same part", "opposite parts", "both take part", "both somebody")
_STOPS = frozenset(';:—–()«»"“”.!?')


class Geometry:
    """Where the words of one report stand to each other."""

    def __init__(self, words: Words, mentions: Sequence[Mention], triggers: Sequence[Mention]) -> None:
        """Count what stands before each word, once a report."""
        size = len(words) + 1
        self.sentence = np.asarray((*words.sentence, -9), np.int32)
        self.paragraph = np.asarray((*words.paragraph, -9), np.int32)
        signs = [words.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
        self.commas = _before(size, [k for k, sign in enumerate(signs) if sign == ","])
        self.stops = _before(size, [k for k, sign in enumerate(signs) if sign in _STOPS])
        self.mentions = _before(size, [mention.first for mention in mentions])
        self.triggers = _before(size, [trigger.first for trigger in triggers])

    def between(self, left: Ints, right: Ints) -> Floats:
        """Features of every pair of spans; `left`, `right`: (n, 2), (m, 2) first and last words → (n, m, GEOMETRY)."""
        a0, a1 = left[:, :1], left[:, 1:]
        b0, b1 = right[None, :, 0], right[None, :, 1]
        behind = b0 > a1
        before = b1 < a0
        low = np.where(behind, a1 + 1, np.where(before, b1 + 1, 0))
        high = np.where(behind, b0, np.where(before, a0, 0))
        gap = np.maximum(high - low, 0)
        sentences = self.sentence[b0] - self.sentence[a0]
        same = sentences == 0
        counts = [
            np.log1p(np.maximum(c[high] - c[low], 0)) for c in (self.mentions, self.triggers, self.commas, self.stops)
        ]
        columns = [
            np.where(behind, 1.0, np.where(before, -1.0, 0.0)),
            np.log1p(gap) / 3,
            same,
            sentences == 1,
            sentences == -1,
            np.sign(sentences) * np.log1p(np.abs(sentences)) / 2,
            self.paragraph[b0] == self.paragraph[a0],
            np.broadcast_to(self.paragraph[a0] == -1, gap.shape),
            np.broadcast_to(self.paragraph[b0] == -1, gap.shape),
            ~behind & ~before,
            counts[0] / 2,
            counts[1],
            np.where(same, counts[2], 0),
            np.where(same, counts[3], 0),
            gap == 0,
            gap <= 2,
        ]
        return np.stack([np.asarray(column, np.float32) for column in columns], axis=-1)


def _before(size: int, places: Sequence[int]) -> Ints:
    """How many of the places stand before each word."""
    counts = np.zeros(size, np.int32)
    for place in places:
        counts[place + 1 :] += 1
    return counts


def spans_of(mentions: Sequence[Mention]) -> Ints:
    """First and last words, (n, 2)."""
    return np.asarray([(m.first, m.last) for m in mentions], np.int32).reshape(-1, 2)


def forms_of(mentions: Sequence[Mention]) -> Floats:
    """What each mention is, one-hot over FORMS."""
    return np.asarray([[m.label is form for form in FORMS] for m in mentions], np.float32).reshape(-1, len(FORMS))


def chain_features(mentions: Sequence[Mention], words: Words) -> Floats:
    """What two mentions share by their words: (n, n, CHAIN); row i against an earlier column j."""
    n = len(mentions)
    result = np.zeros((n, n, len(CHAIN)), np.float32)
    folded = [words.folds[m.first : m.last + 1] for m in mentions]
    sets = [frozenset(w for w in one if w[:1].isalpha()) for one in folded]
    content = [frozenset(w for w in one if len(w) > 3) for one in sets]
    seen: set[tuple[str, ...]] = set()
    for i, mention in enumerate(mentions):
        first = folded[i] not in seen
        seen.add(folded[i])
        for j in range(i):
            other = mentions[j]
            states, others = frozenset(mention.states), frozenset(other.states)
            result[i, j] = (
                folded[i] == folded[j],
                folded[i][-1] == folded[j][-1],
                sets[i] <= sets[j],
                sets[j] <= sets[i],
                folded[i][0] == folded[j][0],
                bool(content[i] & content[j]),
                mention.role is not None and mention.role == other.role,
                bool(states & others),
                bool(states and others and not states & others),
                first,
            )
    return result


def side_features(
    chains: Sequence[Sequence[Mention]], countries: Sequence[str], told: Sequence[StateMention], home: str | None
) -> Floats:
    """What speaks for each state as the side of each chain: (chains, countries, SIDE)."""
    result = np.zeros((len(chains), len(countries), len(SIDE)), np.float32)
    counts = {country: sum(one.country == country for one in told) for country in countries}
    total = max(sum(counts.values()), 1)
    first = told[0].country if told else None
    for row, chain in enumerate(chains):
        offices = [m for m in chain if m.label in (Label.OFFICE, Label.REF)]
        inside = [[s for s in told if m.first <= s.first and s.last <= m.last] for m in offices]
        named = [[s.country for s in one] for one in inside]
        everywhere = {country for one in named for country in one}
        bodies = {s.country for one in inside for s in one if s.kind == "body"}
        own = {
            s.country for m in chain for s in told if m.label is Label.BODY and m.first <= s.first and s.last <= m.last
        }
        beside = {s.country for m in chain for s in told if 0 <= m.first - s.last <= 2 or 0 < s.first - m.last <= 2}
        with_states = [one for one in named if one]
        for column, country in enumerate(countries):
            result[row, column] = (
                country == home,
                counts[country] / total,
                country == first,
                country in everywhere,
                bool(with_states) and country in with_states[0],
                any(one[0] == country for one in with_states),
                everywhere == {country},
                bool(everywhere - {country}),
                country in bodies or country in own,
                country in beside,
                country == "-",
                np.log1p(len(chain)),
            )
    return result


def pair_forms(geometry: Floats, forms: Floats) -> Floats:
    """Geometry with the forms of both sides: (n, n, GEOMETRY + 2 FORMS)."""
    n = len(forms)
    left = np.broadcast_to(forms[:, None], (n, n, forms.shape[1]))
    right = np.broadcast_to(forms[None], (n, n, forms.shape[1]))
    return np.concatenate([geometry, left, right], axis=-1)


def with_forms(geometry: Floats, forms: Floats, *, left: bool = False) -> Floats:
    """Features of pairs with those of the right side (or the left) alone, such as forms: (n, m, f), (m, g) → (n, m, f + g)."""
    own = forms[:, None] if left else forms[None]
    return np.concatenate([geometry, np.broadcast_to(own, (*geometry.shape[:2], forms.shape[1]))], axis=-1)


def dated(
    geometry: Floats, triggers: Ints, dates: Sequence[Mention], words: Words, published: PartialDate | None
) -> Floats:
    """Geometry of triggers and dates with what each date is, told of the day of the page: (n, d, GEOMETRY + DATING)."""
    at = spans_of(dates)
    own = np.asarray([_dating(one, published) for one in dates], np.float32).reshape(len(dates), len(DATING) - 4)
    low = np.minimum(triggers[:, :1], at[None, :, 0])
    high = np.maximum(triggers[:, :1], at[None, :, 0])
    before = _before(len(words) + 1, at[:, 0].tolist())
    between = np.maximum(before[high] - before[low + 1], 0)
    sentence = np.asarray(words.sentence, np.int32)
    here = sentence[triggers[:, 0]][:, None] == sentence[at[:, 0]][None]
    alone = here & (here.sum(axis=1, keepdims=True) == 1)
    told = [with_forms(geometry, own), np.log1p(between)[..., None], alone[..., None], _lines(triggers, at, words)]
    return np.concatenate(told, axis=-1).astype(np.float32)


def _lines(triggers: Ints, dates: Ints, words: Words) -> Floats:
    """Whether each date stands alone on the last such line above each trigger, and opens its line: (n, d, 2).

    So diaries and chronologies tell their days.
    """
    line = np.asarray(words.paragraph, np.int32)
    said = np.asarray(
        [any(c.isalnum() for c in words.text[a:b]) for a, b in zip(words.starts, words.ends, strict=True)]
    )
    first, last = dates[:, 0], dates[:, 1]
    before, behind = np.concatenate([[0], np.cumsum(said)]), np.searchsorted(line, line[last], "right")
    begins = np.searchsorted(line, line[first], "left")
    opens = before[first] == before[begins]
    alone = opens & (before[last + 1] == before[behind]) & (line[first] >= 0)
    here, there = line[triggers[:, :1]], line[first][None]
    above = np.where(alone[None] & (there < here), there, -1)
    heads = (above >= 0) & (above == above.max(axis=1, initial=-1, keepdims=True))
    return np.stack([heads, opens[None] & (there == here)], axis=-1)


def _dating(date: Mention, published: PartialDate | None) -> tuple[bool, ...]:
    span = date.span
    start = span.start if span is not None else None
    several = span is not None and span.end is not None and span.end != span.start
    last = (span.end or span.start).last if span is not None else None
    return (
        start is not None and start.day is not None,
        start is not None and start.day is None and start.month is not None,
        start is not None and start.month is None,
        several,
        date.date_kind == "duration",
        date.until,
        span is None,
        published is not None and last is not None and last < published.first,
        start is not None and start == published,
        published is not None and start is not None and start.first > published.last,
        published is not None and last is not None and (published.first - last).days > _LONG,
    )


def placed(near: Floats, mentions: Sequence[Mention], home: str | None) -> Floats:
    """Features of triggers and mentions with what each is as a place: (n, m, …) → (n, m, … + PLACING)."""
    rows = [
        (
            one.place_kind is PlaceKind.CITY,
            one.place_kind is PlaceKind.STATE,
            one.label is Label.PLACE and one.place_kind not in (PlaceKind.CITY, PlaceKind.STATE),
            home is not None and one.country == home,
        )
        for one in mentions
    ]
    return with_forms(near, np.asarray(rows, np.float32).reshape(len(mentions), len(PLACING)))


TO_TRIGGER = ("behind the trigger", "words to the trigger")


def to_trigger(spans: Ints, trigger: Ints) -> Floats:
    """Where spans stand to a trigger: (n, 2), (2,) → (n, TO_TRIGGER)."""
    behind = spans[:, 0] > trigger[1]
    gap = np.where(behind, spans[:, 0] - trigger[1], trigger[0] - spans[:, 1])
    return np.stack([np.where(behind, 1.0, -1.0), np.log1p(np.maximum(gap, 0)) / 3], axis=-1).astype(np.float32)


def pairs_to_trigger(pairs: Floats, spans: Ints, trigger: Ints) -> Floats:
    """Features of pairs with where both stand to a trigger: (n, n, f) → (n, n, f + 2 TO_TRIGGER)."""
    own = to_trigger(spans, trigger)
    n = len(own)
    left = np.broadcast_to(own[:, None], (n, n, own.shape[1]))
    right = np.broadcast_to(own[None], (n, n, own.shape[1]))
    return np.concatenate([pairs, left, right], axis=-1)


def nearest(groups: Sequence[Sequence[int]], spans: Ints) -> npt.NDArray[np.int64]:
    """For every two groups of mentions the two that stand nearest to each other: (groups, groups, 2) indexes."""
    order = np.asarray([k for group in groups for k in group], np.int64)
    begins = np.cumsum([0, *(len(group) for group in groups[:-1])])
    n = len(spans)
    at = spans[order, 0].astype(np.int64)
    keys = np.abs(at[:, None] - at[None]) * n * n + order[:, None] * n + order[None]
    keys = np.minimum.reduceat(np.minimum.reduceat(keys, begins, axis=0), begins, axis=1) % (n * n)
    return np.stack([keys // n, keys % n], axis=-1)


def ally_features(pairs: Floats, near: npt.NDArray[np.int64], role: Floats) -> Floats:
    """What two chains have to do with each other: (c, c, pairs' features + ALLY).

    `pairs`: features of every two mentions; `near`: (c, c, 2) as `nearest` gives; `role`: (triggers, c, none + parts).
    """
    visitor, host, takes = role[..., 1], role[..., 2], 1 - role[..., 0]
    together = [
        visitor[:, :, None] * host[:, None] + host[:, :, None] * visitor[:, None],
        visitor[:, :, None] * visitor[:, None] + host[:, :, None] * host[:, None],
        takes[:, :, None] * takes[:, None],
    ]
    own = [one.max(axis=0, initial=0.0) for one in together]
    return np.concatenate([pairs[near[..., 0], near[..., 1]], np.stack(own, axis=-1)], axis=-1).astype(np.float32)


def together_features(role: Floats, other_role: Floats, side: Floats, other_side: Floats) -> Floats:
    """What two arguments are to each other, in the order of TOGETHER.

    `role`: (…, none + parts) at the trigger, `side`: (…, countries + unknown), all 0 for what is nobody.
    """
    somebody = side.sum(axis=-1) * other_side.sum(axis=-1)
    own = [
        (side[..., :-1] * other_side[..., :-1]).sum(axis=-1),
        np.maximum(side[..., -1], other_side[..., -1]) * somebody,
        (role[..., 1:] * other_role[..., 1:]).sum(axis=-1),
        role[..., 1] * other_role[..., 2] + role[..., 2] * other_role[..., 1],
        role[..., 1:].sum(axis=-1) * other_role[..., 1:].sum(axis=-1),
        somebody,
    ]
    return np.stack(own, axis=-1).astype(np.float32)


def kinds_of(features: Floats, told: Sequence[StateMention]) -> Floats:
    """Features with what each mention of a state is: (n, m, … + STATE_KINDS)."""
    kinds = np.asarray([[s.kind == kind for kind in STATE_KINDS] for s in told], np.float32).reshape(
        -1, len(STATE_KINDS)
    )
    return with_forms(features, kinds)
