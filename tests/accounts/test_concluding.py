"""What is concluded from chances: parts by place and sides, one visit and one meeting of each, kinds, places of visits."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from entrevue.accounts import concluding, when_where
from entrevue.accounts.concluding import Draft, Told
from entrevue.accounts.events import Event
from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.domain.spans import Label, Mention, Words
from entrevue.linking.links import KINDS, Links
from tests.accounts.test_events import links, somebody

ROLE = {"visitor": 0, "host": 1, "participant": 2}


def told(sides: str, said: str) -> Told:
    """What was told of one meeting: a side and a part (v, h, p) for each of those who take part."""
    names = {"v": "visitor", "h": "host", "p": "participant"}
    made = links([[names[one] for one in said]])
    chains = tuple(somebody(f"P{k}", side) for k, side in enumerate(sides.split()))
    unasked = (
        "words cancelling triggers dates points published home taking_part day place confidence credits topic_of bare"
    )
    nothing: dict[str, Any] = dict.fromkeys(unasked.split())
    return Told(**{**nothing, "links": replace(made, chains=chains), "sameness": np.zeros(1), "least": 0.0})


def draft_of(known: Told, country: str | None, kind: str = "meeting", **more: Any) -> Draft:
    people = {k: known.links.role[0, k] for k in range(len(known.links.chains))}
    parts = dict.fromkeys(people, "participant")
    return Draft(Event([0], known.links.kind[0], people), kind, parts, {}, country=country, **more)


@pytest.mark.parametrize(
    ("sides", "said", "country", "parts"),
    [
        ("NG US", "pp", "NG", "host visitor"),  # nobody's words make anybody more than present
        ("NG NG US", "pph", "NG", "host host visitor"),
        ("NG NG US", "hpv", "NG", "host participant visitor"),  # who is beside the one who meets
        ("NG US", "vh", "NG", "host visitor"),  # who is at home receives, whatever the words seemed to say
        ("SL TO", "vh", "LA", "participant participant"),  # a third state is nobody's home
        ("SL -", "pp", "LA", "participant participant"),
    ],
)
def test_parts_follow_place_and_sides(sides: str, said: str, country: str, parts: str) -> None:
    known = told(sides, said)
    draft = draft_of(known, country)
    concluding._place_parts(draft, known)
    assert " ".join(draft.parts.values()) == parts


def test_words_stay_where_a_side_is_not_known() -> None:
    known = told("SL ?", "vh")
    draft = draft_of(known, "LA")
    draft.parts = {0: "visitor", 1: "host"}
    concluding._place_parts(draft, known)
    assert draft.parts == {0: "visitor", 1: "host"}


DAY, NEXT = PartialDate(2024, 6, 3), PartialDate(2024, 6, 4)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"country": "LA"}, {"country": None}, True),
        ({"country": "LA"}, {"country": "TH"}, False),
        ({"country": "LA", "start": DAY}, {"country": "LA", "start": NEXT}, False),
        ({"country": "LA", "start": DAY, "end": NEXT}, {"country": "LA", "start": NEXT}, True),
    ],
)
def test_a_traveller_has_one_visit_to_a_state(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    known = told("SL", "v")
    drafts = [draft_of(known, kind="visit", **values) for values in (one, other)]
    assert concluding._one_visit_or_meeting(*drafts) is same


def test_two_who_meet_have_one_meeting_unless_others_are_there_too() -> None:
    known = told("SL TO KE", "vhp")
    first, second = draft_of(known, "LA"), draft_of(known, "LA")
    del second.parts[2]
    assert concluding._one_visit_or_meeting(first, second)
    del first.parts[1]
    assert not concluding._one_visit_or_meeting(first, second), "one is in both, and each met somebody else"


def test_two_calls_of_the_same_people_are_one_and_those_of_some_of_them_are_not() -> None:
    known = told("PK TR AF", "ppp")
    first, second = draft_of(known, None, kind="call"), draft_of(known, None, kind="call")
    assert concluding._one_visit_or_meeting(first, second)
    del second.parts[2]
    assert not concluding._one_visit_or_meeting(first, second)


def test_a_talk_that_is_surely_told_as_a_call_once_is_a_call() -> None:
    def kind(*calls: float) -> str:
        made: Links = links([["participant", "participant"]] * len(calls))
        for t, call in enumerate(calls):
            made.kind[t, KINDS.index("call")], made.kind[t, KINDS.index("meeting")] = call, 1 - call
        known = replace(told("IN US", "pp"), links=made)
        return concluding._kind(Event(list(range(len(calls))), made.kind.mean(axis=0)), known)

    assert kind(0.1, 0.2, 0.95) == "call"
    assert kind(0.1, 0.2, 0.6) == "meeting"


def test_a_visit_of_no_told_place_is_where_one_state_alone_is_met() -> None:
    known = told("NG US", "vh")
    visit = draft_of(known, None, kind="visit")
    visit.parts = {0: "visitor"}
    concluding._places_of_visits([visit, draft_of(known, None, inside=visit)], known)
    assert visit.country == "US"
    assert visit.inferred == {"country"}
    third = told("NG US FR", "vhp")
    visit = draft_of(third, None, kind="visit")
    visit.parts = {0: "visitor"}
    concluding._places_of_visits([visit, draft_of(third, None, inside=visit)], third)
    assert visit.country is None, "people of two states were met: it may have been in either"


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def test_a_visit_begins_no_later_than_what_lies_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    known = told("KE RW", "vh")
    visit = draft_of(known, "RW", "visit", start=day("2023-05-24"), day_chance=0.4)
    meeting = draft_of(known, "RW", start=day("2023-05-22"), day_chance=0.9, inside=visit)
    monkeypatch.setattr(concluding, "_date", lambda draft, *_: setattr(draft, "start", None))  # no other day is told
    concluding._days_of_visits([visit, meeting], known)
    assert str(visit.start) == "2023-05-22"
    assert visit.inferred == {"start"}


def test_a_surer_day_of_a_visit_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    known = told("KE RW", "vh")
    visit = draft_of(known, "RW", "visit", start=day("2023-05-24"), day_chance=0.9)
    meeting = draft_of(known, "RW", start=day("2023-05-22"), day_chance=0.4, inside=visit)
    concluding._days_of_visits([visit, meeting], known)
    assert str(visit.start) == "2023-05-24"


def test_a_meeting_in_another_state_is_not_in_the_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    known = told("KE UG", "vh")
    visit, meeting = draft_of(known, "RW", "visit"), draft_of(known, "UG")
    monkeypatch.setattr(concluding, "_within", lambda *_: 3.0)
    concluding._contain([visit, meeting], known)
    assert meeting.inside is None
    meeting.country = "RW"
    concluding._contain([visit, meeting], known)
    assert meeting.inside is visit


def test_a_visit_is_to_the_state_in_which_its_meetings_are() -> None:
    known = told("ML NE", "vh")
    visit = draft_of(known, None, "visit")
    visit.parts = {0: "visitor"}
    meetings = [draft_of(known, "NE", inside=visit), draft_of(known, None, inside=visit)]
    concluding._places_of_visits([visit, *meetings], known)
    assert visit.country == "NE"
    assert visit.inferred == {"country"}
    visit.country = None
    meetings[1].country = "TG"
    concluding._places_of_visits([visit, *meetings], known)
    assert visit.country == "NE"  # two places tell nothing; those who are met do


def test_what_tells_nothing_alone_is_quoted_with_its_sentence() -> None:
    text = "Elle est là. La ministre doit se rendre à Malabo"
    found = list(re.finditer(r"\w+", text))
    words = Words(
        text,
        tuple(m.start() for m in found),
        tuple(m.end() for m in found),
        tuple(re.findall(r"\w+", text.lower())),
        (0, 0, 0, 1, 1, 1, 1, 1, 1, 1),
        (0,) * 10,
    )
    known = replace(told("TG GA", "vh"), words=words, bare=frozenset({"se", "elle", "doit"}))

    def mention(k: int) -> Mention:
        start, end = words.starts[k], words.ends[k]
        return Mention(Label.TRIGGER, k, k, start, end, text[start:end])

    assert concluding._telling([mention(6)], known).quote == "La ministre doit se rendre à Malabo"
    assert concluding._telling([mention(6), mention(7)], known).quote == "rendre"
    assert concluding._telling([replace(mention(6), quote="SE")], known).quote == "se"  # capitals are an acronym


def test_a_day_until_which_a_visit_lasts_is_its_last_and_not_its_first() -> None:
    def days(*told_days: tuple[PartialDate, bool]) -> tuple[PartialDate | None, PartialDate | None]:
        known = replace(told("CA", "v"), published=DAY, day=when_where.START_DAY, words=one_sentence(len(told_days)))
        dates = [
            Mention(Label.DATE, k, k, k, k + 1, "x", span=DateSpan.on(day), until=until)
            for k, (day, until) in enumerate(told_days)
        ]
        share = 1 / (len(dates) + 0.01)
        time = np.full((1, 1 + len(dates)), share, np.float32)
        time[0, 0] = 0.01 * share
        trigger = Mention(Label.TRIGGER, 0, 0, 0, 1, "x")
        known = replace(known, dates=dates, triggers=(trigger,), links=replace(known.links, time=time))
        event = Event([0], known.links.kind[0], {}, dict.fromkeys(range(len(dates)), share))
        visit = Draft(event, "visit", {0: "visitor"}, {})
        concluding._date(visit, known)
        return visit.start, visit.end

    assert days((NEXT, False)) == (NEXT, None)
    assert days((NEXT, True)) == (None, None)
    assert days((DAY, False), (NEXT, True)) == (DAY, NEXT)


def one_sentence(size: int) -> Words:
    flat = (0,) * size
    return Words("x" * size, tuple(range(size)), tuple(range(1, size + 1)), ("x",) * size, flat, flat)


def test_the_visits_of_one_tour_are_called_off_together() -> None:
    known = told("PK", "v")
    first, second = draft_of(known, "DE", kind="visit"), draft_of(known, "DK", kind="visit")
    apart = draft_of(known, "DK", kind="visit")
    apart.event.triggers = [1]
    assert concluding._one_tour(first, second)
    assert not concluding._one_tour(first, apart)


def test_where_a_stop_is_unsure_of_its_status_the_tour_tells_it() -> None:
    known = told("BE", "v")
    status = np.asarray([[0, 0, 0.4, 0.6], [0, 0, 1, 0], [0, 0, 1, 0]], np.float32)  # held, ongoing, planned, cancelled
    known = replace(known, links=replace(known.links, status=status), published=None)
    stop, whole = draft_of(known, "BI", kind="visit"), draft_of(known, "UG", kind="visit")
    whole.event.triggers = [0, 1, 2]
    assert concluding._status(stop, [stop], known) == "cancelled"
    assert concluding._status(stop, [stop, whole], known) == "planned"
    status[0] = (0, 0, 0.1, 0.9)
    assert concluding._status(stop, [stop, whole], known) == "cancelled", "sure words of its own"


def test_the_word_that_alone_tells_of_another_visit_speaks_for_that_one() -> None:
    known = told("US", "v")
    status = np.asarray(
        [[0, 0, 0.94, 0.06], [0, 0, 0, 1]], np.float32
    )  # "is to travel to Israel but will not visit Lebanon"
    known = replace(known, links=replace(known.links, status=status), published=None)
    israel, lebanon = draft_of(known, "IL", kind="visit"), draft_of(known, "LB", kind="visit")
    israel.event.triggers, lebanon.event.triggers = [0, 1], [1]
    assert concluding._status(israel, [israel, lebanon], known) == "planned"
    assert concluding._status(lebanon, [israel, lebanon], known) == "cancelled"
    assert concluding._status(israel, [israel], known) == "cancelled", "where it tells of nothing else"
