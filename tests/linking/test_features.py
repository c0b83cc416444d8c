"""Features of pairs of chains: who stands next to whom, who is on whose side, who is met with whom."""

import numpy as np

from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.domain.mentions import PlaceKind
from entrevue.domain.spans import Label, Mention, Words
from entrevue.linking.features import (
    DATING,
    PLACING,
    TOGETHER,
    ally_features,
    dated,
    nearest,
    placed,
    together_features,
)
from entrevue.linking.scorers import agreed


def test_the_nearest_mentions_of_two_chains_are_found() -> None:
    spans = np.asarray([(0, 1), (10, 11), (14, 14), (40, 41)], np.int32)
    near = nearest([[0, 3], [1, 2]], spans)
    assert near[0, 1].tolist() == [0, 1]
    assert near[1, 0].tolist() == [1, 0]
    assert near[0, 0].tolist() == [0, 0]


def test_parts_at_one_trigger_speak_for_two_sides_or_one() -> None:
    pairs = np.zeros((2, 2, 3), np.float32)
    near = nearest([[0], [1]], np.asarray([(0, 0), (1, 1)], np.int32))
    role = np.zeros((1, 2, 4), np.float32)
    role[0, 0, 1] = role[0, 1, 2] = 1  # a visitor and a host
    opposite, same, both = ally_features(pairs, near, role)[0, 1, 3:].tolist()
    assert (opposite, same, both) == (1, 0, 1)


def test_a_side_is_heard_from_allies_and_denied_by_opponents() -> None:
    own = np.asarray([[4.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], np.float32)  # two states and unknown
    allies = np.asarray([[0, 3, -3], [3, 0, 0], [-3, 0, 0]], np.float32)
    heard = agreed(own, allies)
    assert heard[1].argmax() == 0
    assert heard[2].argmin() == 0


def test_two_met_by_one_are_of_one_side_or_of_two() -> None:
    visitor, host = np.eye(4, dtype=np.float32)[1:3]
    ours, theirs, _ = np.eye(3, dtype=np.float32)
    day = np.zeros(3, np.float32)
    told = dict(zip(TOGETHER, together_features(visitor, host, ours, theirs).tolist(), strict=True))
    assert told["opposite parts"] == 1
    assert told["same side"] == 0
    assert together_features(visitor, np.zeros(4, np.float32), ours, day).tolist() == [0] * len(TOGETHER)


def _date(word: int, start: str, end: str | None = None, *, until: bool = False) -> Mention:
    span = DateSpan(PartialDate.parse(start), PartialDate.parse(end) if end else None)
    return Mention(Label.DATE, word, word, word, word + 1, "x", span=span, until=until)


def test_what_a_date_is_is_told_by_the_day_of_the_page() -> None:
    words = Words("abcdef", tuple(range(6)), tuple(range(1, 7)), tuple("abcdef"), (0, 0, 0, 1, 1, 1), (0,) * 6)
    dates = [
        _date(1, "2024-03-12", "2024-03-12"),
        _date(3, "2023"),
        _date(5, "2024-03-20", "2024-03-22", until=True),
        Mention(Label.DATE, 4, 4, 4, 5, "x"),
    ]
    triggers = np.asarray([(0, 0)], np.int32)
    rows = dated(np.zeros((1, 4, 2), np.float32), triggers, dates, words, PartialDate.parse("2024-03-12"))[0, :, 2:]
    told = [{name for name, value in zip(DATING, row, strict=True) if value} for row in rows.tolist()]
    assert told == [
        {"a day", "the day of the page", "the only date of the sentence"},
        {"a year", "before the page", "long before the page", "dates between"},
        {"a day", "several days", "a last day", "later than the page", "dates between"},
        {"cannot be worked out", "dates between"},
    ]


def test_dates_of_a_page_without_a_day_are_neither_before_nor_after_it() -> None:
    words = Words("ab", (0, 1), (1, 2), ("a", "b"), (0, 0), (0, 0))
    row = dated(np.zeros((1, 1, 0), np.float32), np.asarray([(0, 0)], np.int32), [_date(1, "2024-03")], words, None)
    assert {name for name, value in zip(DATING, row[0, 0].tolist(), strict=True) if value} == {
        "a month",
        "the only date of the sentence",
    }


def test_a_place_is_a_city_or_a_state_maybe_that_of_the_page() -> None:
    places = [
        Mention(Label.PLACE, 0, 0, 0, 1, "x", country="SN", place_kind=PlaceKind.CITY),
        Mention(Label.PLACE, 1, 1, 1, 2, "x", country="TG", place_kind=PlaceKind.STATE),
        Mention(Label.NAME, 2, 2, 2, 3, "x"),
    ]
    rows = placed(np.zeros((1, 3, 1), np.float32), places, "SN")[0, :, 1:].tolist()
    told = [{name for name, value in zip(PLACING, row, strict=True) if value} for row in rows]
    assert told == [{"a city", "the state of the page"}, {"a state"}, set()]


def test_a_line_of_its_own_with_a_date_heads_those_below_it() -> None:
    lines = ["Agenda", "Monday 5 October :", "12.00 Meeting with X", "Tuesday", "8 April : call by Y of 9 May"]
    text = " ".join(lines)
    words: list[tuple[int, int]] = []
    line: list[int] = []
    for number, one in enumerate(lines, -1):
        for word in one.split():
            start = words[-1][1] + 1 if words else 0
            words.append((start, start + len(word)))
            line.append(number)
    starts, ends = zip(*words, strict=True)
    report = Words(text, starts, ends, tuple(text[a:b] for a, b in words), tuple(line), tuple(line))
    dates = [Mention(Label.DATE, a, b, 0, 1, "x") for a, b in ((1, 3), (9, 9), (10, 11), (17, 18))]
    triggers = np.asarray([(6, 6), (13, 13)], np.int32)  # "Meeting", "call"
    at = {
        name: dated(np.zeros((2, 4, 0), np.float32), triggers, dates, report, None)[..., DATING.index(name)]
        for name in DATING
    }
    assert at["heads the lines above"].tolist() == [[1, 0, 0, 0], [0, 1, 0, 0]]
    assert at["opens the line"].tolist() == [[0, 0, 0, 0], [0, 0, 1, 0]]
