"""What is concluded from chances: parts by place and sides, one visit and one meeting of each, kinds, places of visits."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from entrevue.accounts import drafting, joining, sameness, statuses, taking_part, visits, when_where, writing
from entrevue.accounts.drafts import Draft, Told
from entrevue.accounts.events import Event
from entrevue.accounts.parts import come_along, place_parts
from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.domain.mentions import PlaceKind
from entrevue.domain.spans import Label, Mention, StateMention, Words
from entrevue.domain.text import fold
from entrevue.languages.grammar import load_offices
from entrevue.linking.links import KINDS, STATUSES, Chain, Links
from tests.accounts.test_events import links, somebody

ROLE = {"visitor": 0, "host": 1, "participant": 2}


def told(sides: str, said: str) -> Told:
    """What was told of one meeting: a side and a part (v, h, p) for each of those who take part."""
    names = {"v": "visitor", "h": "host", "p": "participant"}
    made = links([[names[one] for one in said]])
    chains = tuple(somebody(f"P{k}", side) for k, side in enumerate(sides.split()))
    unasked = (
        "words cancelling triggers dates points published home taking_part day place confidence topic_of bare singulars"
    )
    nothing: dict[str, Any] = dict.fromkeys(unasked.split())
    return Told(
        **{
            **nothing,
            "links": replace(made, chains=chains),
            "sameness": np.zeros(1),
            "least": 0.0,
            "states": (),
            "accompanying": frozenset(),
            "looking_back": frozenset(),
            "days_of_stay": {},
            "same": frozenset(),
        }
    )


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
    place_parts(draft, known)
    assert " ".join(draft.parts.values()) == parts


@pytest.mark.parametrize(
    ("seat", "parts"), [("CH", "visitor host"), ("US", "participant participant"), (None, "participant participant")]
)
def test_an_international_body_is_at_home_where_it_sits(seat: str | None, parts: str) -> None:
    known = told("BD -", "pp")
    known = replace(known, states=(StateMention(0, 0, "-", "body", seat),))
    draft = draft_of(known, "CH")
    place_parts(draft, known)
    assert " ".join(draft.parts.values()) == parts


@pytest.mark.parametrize(
    ("kind", "sides", "chances", "left"),
    [
        ("meeting", "NG US KE", (0.9, 0.9, 0.6), {0, 1}),  # a third side must be sure
        ("meeting", "NG US KE", (0.9, 0.9, 0.8), {0, 1, 2}),
        ("call", "NG US KE", (0.9, 0.9, 0.89), {0, 1}),  # a call has two
        ("meeting", "NG US US", (0.9, 0.9, 0.7), {0, 1}),  # and so must be who sits beside another of his side
        ("meeting", "NG US US", (0.9, 0.9, 0.85), {0, 1, 2}),
        ("meeting", "NG ? US KE", (0.9, 0.6, 0.8, 0.7), {0, 1, 2}),
        ("conference", "NG US KE", (0.9, 0.9, 0.6), {0, 1, 2}),
        ("meeting", "NG US KE", (0.9, 0.3, 0.25), {0, 1}),  # somebody is the other side
        ("meeting", "NG US NG", (0.9, 0.15, 0.4), {0}),  # but nobody of whom nothing speaks
        ("meeting", "- US", (0.9, 0.3), {0}),  # two may be of none
        ("visit", "NG US", (0.9, 0.3), {0}),
    ],
)
def test_two_sides_sit_at_a_table_and_others_where_it_is_sure(
    kind: str, sides: str, chances: tuple[float, ...], left: set[int]
) -> None:
    known = told(sides, "p" * len(chances))
    assert set(drafting._two_sides(kind, dict(enumerate(chances)), known)) == left


def test_words_stay_where_a_side_is_not_known() -> None:
    known = told("SL ?", "vh")
    draft = draft_of(known, "LA")
    draft.parts = {0: "visitor", 1: "host"}
    place_parts(draft, known)
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
    assert joining._one_visit_or_meeting(*drafts) is same


def test_two_who_meet_have_one_meeting_unless_others_are_there_too() -> None:
    known = told("SL TO KE", "vhp")
    first, second = draft_of(known, "LA"), draft_of(known, "LA")
    del second.parts[2]
    assert joining._one_visit_or_meeting(first, second)
    del first.parts[1]
    assert not joining._one_visit_or_meeting(first, second), "one is in both, and each met somebody else"


def test_two_calls_of_the_same_people_are_one_and_those_of_some_of_them_are_not() -> None:
    known = told("PK TR AF", "ppp")
    first, second = draft_of(known, None, kind="call"), draft_of(known, None, kind="call")
    assert joining._one_visit_or_meeting(first, second)
    del second.parts[2]
    assert not joining._one_visit_or_meeting(first, second)


def test_a_talk_that_is_surely_told_as_a_call_once_is_a_call() -> None:
    def kind(*calls: float) -> str:
        made: Links = links([["participant", "participant"]] * len(calls))
        for t, call in enumerate(calls):
            made.kind[t, KINDS.index("call")], made.kind[t, KINDS.index("meeting")] = call, 1 - call
        known = replace(told("IN US", "pp"), links=made)
        return drafting._kind(Event(list(range(len(calls))), made.kind.mean(axis=0)), known)

    assert kind(0.1, 0.2, 0.95) == "call"
    assert kind(0.1, 0.2, 0.6) == "meeting"


def test_a_visit_of_no_told_place_is_where_one_state_alone_is_met() -> None:
    known = told("NG US", "vh")
    visit = draft_of(known, None, kind="visit")
    visit.parts = {0: "visitor"}
    visits.places_of_visits([visit, draft_of(known, None, inside=visit)], known)
    assert visit.country == "US"
    assert visit.inferred == {"country"}
    third = told("NG US FR", "vhp")
    visit = draft_of(third, None, kind="visit")
    visit.parts = {0: "visitor"}
    visits.places_of_visits([visit, draft_of(third, None, inside=visit)], third)
    assert visit.country is None, "people of two states were met: it may have been in either"


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def test_a_visit_begins_no_later_than_what_lies_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    known = told("KE RW", "vh")
    visit = draft_of(known, "RW", "visit", start=day("2023-05-24"), day_chance=0.4)
    meeting = draft_of(known, "RW", start=day("2023-05-22"), day_chance=0.9, inside=visit)
    monkeypatch.setattr(visits, "tell_day", lambda draft, *_: setattr(draft, "start", None))  # no other day is told
    visits.days_of_visits([visit, meeting], known)
    assert str(visit.start) == "2023-05-22"
    assert visit.inferred == {"start"}


def test_a_surer_day_of_a_visit_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    known = told("KE RW", "vh")
    visit = draft_of(known, "RW", "visit", start=day("2023-05-24"), day_chance=0.9)
    meeting = draft_of(known, "RW", start=day("2023-05-22"), day_chance=0.4, inside=visit)
    visits.days_of_visits([visit, meeting], known)
    assert str(visit.start) == "2023-05-24"


@pytest.mark.parametrize(
    ("number", "start", "end", "told_day"),
    [
        (2, "2023-05-22", "2023-05-24", "2023-05-23"),
        (2, "2023-05-22", None, "2023-05-23"),
        (-1, "2023-05-22", "2023-05-24", "2023-05-24"),
        (-1, "2023-05-22", None, "2023-05-22"),  # as for any meeting, the window of the visit
        (5, "2023-05-22", "2023-05-24", "2023-05-22"),  # no day of this visit
        (2, "2023-05", None, "2023-05"),
    ],
)
def test_a_meeting_on_the_second_day_of_a_visit_has_that_day(
    number: int, start: str, end: str | None, told_day: str
) -> None:
    words = Words("met visit", (0, 4), (3, 9), ("met", "visit"), (7, 7), (0, 0))
    known = replace(told("KE RW", "vh"), days_of_stay={1: number}, words=words)
    known = replace(
        known, triggers=(Mention(Label.TRIGGER, 0, 0, 0, 3, "met"), Mention(Label.TRIGGER, 1, 1, 4, 9, "visit"))
    )
    visit = draft_of(known, "RW", "visit", start=day(start), end=day(end) if end else None)
    visit.event.triggers = [1]
    meeting = draft_of(known, "RW", inside=visit)
    visits.inherit(meeting, known)
    assert str(meeting.start) == told_day
    other = draft_of(known, "RW", inside=visit)
    visit.event.triggers = [0]  # "on the second day of the fair"
    visits.inherit(other, known)
    assert str(other.start) == start


def test_a_meeting_in_another_state_is_not_in_the_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    known = told("KE UG", "vh")
    visit, meeting = draft_of(known, "RW", "visit"), draft_of(known, "UG")
    monkeypatch.setattr(visits, "_within", lambda *_: 3.0)
    visits.contain([visit, meeting], known)
    assert meeting.inside is None
    meeting.country = "RW"
    visits.contain([visit, meeting], known)
    assert meeting.inside is visit


def test_a_visit_is_to_the_state_in_which_its_meetings_are() -> None:
    known = told("ML NE", "vh")
    visit = draft_of(known, None, "visit")
    visit.parts = {0: "visitor"}
    meetings = [draft_of(known, "NE", inside=visit), draft_of(known, None, inside=visit)]
    visits.places_of_visits([visit, *meetings], known)
    assert visit.country == "NE"
    assert visit.inferred == {"country"}
    visit.country = None
    meetings[1].country = "TG"
    visits.places_of_visits([visit, *meetings], known)
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

    assert writing._telling([mention(6)], known).quote == "La ministre doit se rendre à Malabo"
    assert writing._telling([mention(6), mention(7)], known).quote == "rendre"
    assert writing._telling([replace(mention(6), quote="SE")], known).quote == "se"  # capitals are an acronym


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
        drafting.tell_day(visit, known)
        return visit.start, visit.end

    assert days((NEXT, False)) == (NEXT, None)
    assert days((NEXT, True)) == (None, None)
    assert days((DAY, False), (NEXT, True)) == (DAY, NEXT)
    assert drafting._is_one_day(Mention(Label.DATE, 0, 0, 0, 1, "x", span=DateSpan.on(DAY)))
    assert not drafting._is_one_day(Mention(Label.DATE, 0, 0, 0, 1, "x", span=DateSpan(DAY, NEXT))), "another's stay"


def one_sentence(size: int) -> Words:
    flat = (0,) * size
    return Words("x" * size, tuple(range(size)), tuple(range(1, size + 1)), ("x",) * size, flat, flat)


def test_the_visits_of_one_tour_are_called_off_together() -> None:
    known = told("PK", "v")
    first, second = draft_of(known, "DE", kind="visit"), draft_of(known, "DK", kind="visit")
    apart = draft_of(known, "DK", kind="visit")
    apart.event.triggers = [1]
    assert statuses._one_tour(first, second)
    assert not statuses._one_tour(first, apart)


def test_where_a_stop_is_unsure_of_its_status_the_tour_tells_it() -> None:
    known = told("BE", "v")
    status = np.asarray([[0, 0, 0.4, 0.6], [0, 0, 1, 0], [0, 0, 1, 0]], np.float32)  # held, ongoing, planned, cancelled
    known = replace(known, links=replace(known.links, status=status), published=None)
    stop, whole = draft_of(known, "BI", kind="visit"), draft_of(known, "UG", kind="visit")
    whole.event.triggers = [0, 1, 2]
    assert statuses.status_of(stop, [stop], known) == "cancelled"
    assert statuses.status_of(stop, [stop, whole], known) == "planned"
    status[0] = (0, 0, 0.1, 0.9)
    assert statuses.status_of(stop, [stop, whole], known) == "cancelled", "sure words of its own"


def test_the_word_that_alone_tells_of_another_visit_speaks_for_that_one() -> None:
    known = told("US", "v")
    status = np.asarray(
        [[0, 0, 0.94, 0.06], [0, 0, 0, 1]], np.float32
    )  # "is to travel to Israel but will not visit Lebanon"
    known = replace(known, links=replace(known.links, status=status), published=None)
    israel, lebanon = draft_of(known, "IL", kind="visit"), draft_of(known, "LB", kind="visit")
    israel.event.triggers, lebanon.event.triggers = [0, 1], [1]
    assert statuses.status_of(israel, [israel, lebanon], known) == "planned"
    assert statuses.status_of(lebanon, [israel, lebanon], known) == "cancelled"
    assert statuses.status_of(israel, [israel], known) == "cancelled", "where it tells of nothing else"


@pytest.mark.parametrize(
    ("sides", "said", "country", "parts"),
    [
        ("NG - US", "hvv", "NG", "host visitor visitor"),  # words make whoever is of no state a visitor too
        ("NG - US", "hpv", "NG", "host participant visitor"),
        ("NG -", "hp", "NG", "host visitor"),  # nobody else has come
        ("- US", "pv", "LA", "participant participant"),  # nobody receives
        ("- US", "hv", "LA", "host visitor"),
        ("RS XK -", "hvp", "AT", "participant participant participant"),  # nobody receives in a third state
    ],
)
def test_a_meeting_has_one_who_receives_and_a_visitor_or_neither(
    sides: str, said: str, country: str, parts: str
) -> None:
    known = told(sides, said)
    draft = draft_of(known, country)
    draft.parts = {k: {"v": "visitor", "h": "host", "p": "participant"}[one] for k, one in enumerate(said)}
    place_parts(draft, known)
    assert " ".join(draft.parts.values()) == parts


def test_who_is_at_home_at_a_conference_holds_it() -> None:
    known = told("NG US ?", "phh")
    draft = draft_of(known, "NG", kind="conference")
    draft.parts = {0: "participant", 1: "host", 2: "host"}
    place_parts(draft, known)
    assert draft.parts == {0: "host", 1: "participant", 2: "host"}


def test_who_meets_in_the_state_that_he_visits_does_so_on_that_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    known = told("US RW KE", "vhh")
    visit, meeting = draft_of(known, "RW", "visit"), draft_of(known, "RW")
    visit.parts, meeting.parts = {0: "visitor"}, {0: "visitor", 1: "host"}
    monkeypatch.setattr(visits, "_within", lambda *_: -3.0)  # words do not tell that one is in the other
    visits.contain([visit, meeting], known)
    assert meeting.inside is visit
    meeting.country, meeting.inside = "KE", None
    visits.contain([visit, meeting], known)
    assert meeting.inside is None
    monkeypatch.setattr(visits, "_within", lambda *_: 3.0)
    meeting.country, meeting.parts = "RW", {1: "host", 2: "visitor"}  # nobody of the visit's side
    visits.contain([visit, meeting], known)
    assert meeting.inside is None


def test_travellers_of_two_sides_make_two_visits() -> None:
    known = told("TR AZ", "vv")
    weights = np.zeros(len(taking_part.FEATURES), np.float32)
    weights[1] = 1.0  # as sure as the surest trigger
    flat = one_sentence(1)
    known = replace(known, taking_part=weights, words=flat, triggers=(Mention(Label.TRIGGER, 0, 0, 0, 1, "x"),))
    known = replace(known, dates=(), day=when_where.START_DAY, place=when_where.START_PLACE)
    draft = drafting.draft_of(Event([0], np.eye(5)[KINDS.index("visit")], draft_of(known, None).event.people), known)
    assert [one.parts for one in drafting.of_one_side(draft, known)] == [{0: "visitor"}, {1: "visitor"}]
    draft.chances[1] = 0.5  # the second may travel
    assert [one.parts for one in drafting.of_one_side(draft, known)] == [{0: "visitor"}]


@pytest.mark.parametrize(
    ("office", "named", "double"),
    [
        ("ministre allemande de l'Intérieur", "ministre de l'Intérieur", True),
        ("ministre de la Défense", "ministre de l'Intérieur", False),
        ("chef de cabinet du ministre", "ministre", False),
    ],
)
def test_somebody_told_by_office_is_the_one_of_his_side_who_holds_it(office: str, named: str, double: bool) -> None:
    text = f"{office} {named} Nancy Faeser"
    found = list(re.finditer(r"\w+'|\w+", text))
    folds = tuple(m.group().lower() for m in found)
    flat = (0,) * len(folds)
    words = Words(text, tuple(m.start() for m in found), tuple(m.end() for m in found), folds, flat, flat)
    first = len(re.findall(r"\w+'|\w+", office))
    spans = [
        (Label.OFFICE, 0, first - 1),
        (Label.OFFICE, first, len(folds) - 3),
        (Label.NAME, len(folds) - 2, len(folds) - 1),
    ]
    mentions = [
        Mention(label, a, b, words.starts[a], words.ends[b], text[words.starts[a] : words.ends[b]])
        for label, a, b in spans
    ]
    states = tuple(StateMention(k, k, "DE", "demonym") for k, fold in enumerate(folds) if fold == "allemande")
    known = replace(told("DE DE", "hh"), words=words, bare=frozenset({"de", "la", "l'", "du"}), states=states)
    side = (("DE", 1.0),)
    known = replace(
        known, links=replace(known.links, chains=(Chain((mentions[0],), side), Chain(tuple(mentions[1:]), side)))
    )
    assert drafting._is_double(0, 1, {0: "DE", 1: "DE"}, known) is double
    assert not drafting._is_double(0, 1, {0: "DE", 1: "FR"}, known)


def test_on_its_last_day_the_tense_decides_whether_a_stay_goes_on() -> None:
    known = replace(told("US", "v"), published=NEXT)
    status = np.asarray([[1, 0, 0, 0]], np.float32)
    known = replace(known, links=replace(known.links, status=status))
    visit = draft_of(known, "RW", "visit", start=DAY, end=NEXT)
    assert statuses.status_of(visit, [visit], known) == "held"
    status[:] = (0, 1, 0, 0)
    assert statuses.status_of(visit, [visit], known) == "ongoing"


@pytest.mark.parametrize(
    ("role", "side", "travels"), [("director", "HT", True), ("ambassador", "HT", False), ("director", "US", False)]
)
def test_who_is_told_to_accompany_travels_too(role: str, side: str, travels: bool) -> None:
    text = "Henry flew accompanied by director Victor"
    found = list(re.finditer(r"\w+", text))
    flat = (0,) * len(found)
    words = Words(
        text, tuple(m.start() for m in found), tuple(m.end() for m in found), tuple(text.lower().split()), flat, flat
    )

    def person(label: Label, k: int, of: str, **more: Any) -> Chain:
        quote = text[words.starts[k] : words.ends[k]]
        return Chain((Mention(label, k, k, words.starts[k], words.ends[k], quote, **more),), ((of, 1.0),))

    known = replace(told("HT HT", "vv"), words=words, accompanying=frozenset({2}))
    chains = (person(Label.NAME, 0, "HT"), person(Label.OFFICE, 4, side, role=role))
    known = replace(known, links=replace(known.links, chains=chains))
    visit = draft_of(known, "TT", "visit")
    visit.parts, visit.chances = {0: "visitor"}, {0: 0.9}
    come_along([visit], known)
    assert (1 in visit.parts) is travels


def with_statuses(known: Told, *shares: str) -> Told:
    """The same with triggers that surely tell so."""
    made = links([["host", "visitor"]] * len(shares))
    for t, status in enumerate(shares):
        made.status[t] = [0.97 if one == status else 0.01 for one in STATUSES]
    return replace(known, links=replace(made, chains=known.links.chains))


def test_what_took_place_and_what_is_to_come_are_two() -> None:
    known = with_statuses(told("KE RW", "hv"), "held", "planned")
    held, planned = draft_of(known, "KE"), draft_of(known, "KE")
    planned.event = replace(planned.event, triggers=[1])
    assert joining._before_and_behind(held, planned, known)
    assert not joining._before_and_behind(held, held, known)
    for visit in (held, planned):
        visit.kind = "visit"  # a stay that goes on may be told both ways
    assert not joining._before_and_behind(held, planned, known)


def test_what_is_surely_to_come_has_no_day_gone_by() -> None:
    for status, fits in (
        ("planned", [False, True, True]),
        ("held", [True, True, False]),  # what surely took place has none to come
        ("ongoing", [True, True, True]),
    ):
        known = replace(with_statuses(told("KE RW", "hv"), status), published=day("2024-03-12"))
        in_time = drafting._in_time(draft_of(known, "KE"), known)
        spans = [DateSpan(day(text), day(text)) for text in ("2024-03-11", "2024-03-12", "2024-03-15")]
        assert [in_time(span) for span in spans] == fits


@pytest.mark.parametrize(
    ("status", "kind", "date", "start"),
    [
        ("ongoing", "visit", None, "2024-03"),
        ("ongoing", "conference", None, "2024-03"),
        ("ongoing", "meeting", None, None),  # no kind that lasts
        ("held", "visit", None, None),
        ("ongoing", "visit", "until", None),  # "until Saturday": it may have begun long ago
    ],
)
def test_a_stay_under_way_takes_place_in_the_month_of_its_page(
    status: str, kind: str, date: str | None, start: str | None
) -> None:
    last = Mention(Label.DATE, 0, 0, 0, 1, "x", span=DateSpan(NEXT, NEXT), until=True)
    known = replace(with_statuses(told("KE RW", "hv"), status), published=day("2024-03-12"), dates=(last,))
    visit = draft_of(known, "RW", kind)
    visit.event.dates = {0: 0.5} if date else {}
    visits.days_under_way([visit], known)
    assert (str(visit.start) if visit.start else None) == start
    assert visit.inferred == ({"start"} if start else set())


def test_a_meeting_lies_in_the_visit_to_the_state_of_whom_one_meets(monkeypatch: pytest.MonkeyPatch) -> None:
    known = told("RU CU", "vh")
    there, elsewhere = draft_of(known, "CU", "visit"), draft_of(known, "NI", "visit")
    there.parts = elsewhere.parts = {0: "visitor"}
    meeting = draft_of(known, None)
    scores = {id(there): 1.0, id(elsewhere): 3.0}
    monkeypatch.setattr(visits, "_within", lambda _, outer, *__: scores.get(id(outer), -3.0))
    visits.contain([there, elsewhere, meeting], known)
    assert meeting.inside is there
    there.country = "VE"  # no visit is to the state of either
    visits.contain([there, elsewhere, meeting], known)
    assert meeting.inside is elsewhere


def test_what_lies_in_a_stay_of_which_the_first_day_alone_is_told_may_be_to_come() -> None:
    known = replace(with_statuses(told("KE RW", "hv"), "planned"), published=NEXT)
    meeting = draft_of(known, "RW", start=DAY)
    meeting.inferred = {"start"}
    assert statuses.status_of(meeting, [meeting], known) == "planned"
    meeting.end = DAY
    assert statuses.status_of(meeting, [meeting], known) == "held"


def test_a_city_and_its_state_are_no_rivals() -> None:
    places = [
        Chain((Mention(Label.PLACE, k, k, k, k + 1, name, country=state),))
        for k, (name, state) in enumerate((("Luanda", "AO"), ("Angola", "AO"), ("Ghana", "GH"), ("Somewhere", None)))
    ]
    known = told("AO GH", "hv")
    known = replace(known, links=replace(known.links, chains=tuple(places)))
    chances = {0: 0.2, 1: 0.23, 2: 0.3, 3: 0.1}
    shares = [round(drafting._of_state(k, chances, known), 2) for k in chances]
    assert shares == [0.43, 0.43, 0.3, 0.1]


def test_a_guest_is_not_met_in_his_own_state() -> None:
    known = told("ZM MW", "vh")
    known = replace(known, links=replace(known.links, guests=frozenset({1})))
    draft = draft_of(known, "MW", city="Lilongwe")
    visits.away_from_home(draft, known)
    assert (draft.country, draft.city, draft.inferred) == ("ZM", None, {"country"})
    place_parts(draft, known)
    assert draft.parts == {0: "host", 1: "visitor"}
    third = draft_of(known, "AE", city="Dubai")
    visits.away_from_home(third, known)
    assert (third.country, third.city) == ("AE", "Dubai")


@pytest.mark.parametrize(
    ("text", "states", "told_once"),
    [
        ("homologues du Togo , du Mali et de la Grèce", {2: "TG", 5: "ML", 9: "GR"}, "homologue"),
        ("ministres tunisien et libyen de l' Intérieur", {1: "TN", 3: "LY"}, "ministre de l' Intérieur"),
        ("deux présidents", {}, "président"),
        ("French and German Foreign Ministers", {0: "FR", 2: "DE"}, "Foreign Minister"),
        ("two foreign ministers", {}, "foreign minister"),
        ("ambassador of Kenya to Rwanda", {2: "KE", 4: "RW"}, "ambassador of Kenya to Rwanda"),
    ],
)
def test_an_office_of_several_is_told_of_each_in_the_singular(
    text: str, states: dict[int, str], told_once: str
) -> None:
    found = list(re.finditer(r"\S+", text))
    folds = tuple(fold(one.group()) for one in found)
    flat = (0,) * len(found)
    words = Words(text, tuple(m.start() for m in found), tuple(m.end() for m in found), folds, flat, flat)
    mention = Mention(Label.OFFICE, 0, len(found) - 1, 0, len(text), text, states=tuple(states.values()))
    bare = frozenset({"du", "et", "de", "la", "l'", "of", "to", "and", "the"})
    named = tuple(StateMention(k, k, state, "state") for k, state in states.items())
    singulars = load_offices("en").singulars | load_offices("fr").singulars
    known = replace(told("TG ML", "vv"), words=words, states=named, bare=bare, singulars=singulars)
    chains = tuple(Chain((mention,), ((side, 1.0),)) for side in ("TG", "ML"))
    if not text.startswith("ambassador"):
        known = replace(known, links=replace(known.links, chains=chains))
    assert writing._as_of_one(mention, known) == told_once


@pytest.mark.parametrize(
    ("paragraphs", "kinds", "triggers"),
    [
        ((-1, 0, 0), ("meeting", "meeting", "meeting"), [[0, 2], [1]]),  # the likelier of the two
        ((-1, 0, 0), ("signing", "meeting", "meeting"), [[0], [1], [2]]),  # the body tells none
        ((0, 0, 0), ("meeting", "meeting", "meeting"), [[0], [1], [2]]),
        ((-1, -1, 0), ("meeting", "meeting", "meeting"), [[0, 1, 2]]),
    ],
)
def test_the_body_tells_again_what_a_headline_tells(
    paragraphs: tuple[int, ...], kinds: tuple[str, ...], triggers: list[list[int]]
) -> None:
    same = np.full((3, 3), -2, np.float32)
    same[0, 2] = same[2, 0] = -1
    made = links([["visitor", "host"]] * 3, same=same)
    mentions = tuple(Mention(Label.TRIGGER, k, k, k, k + 1, "x") for k in range(3))
    words: Any = SimpleNamespace(paragraph=paragraphs)
    known = replace(told("NG US", "vh"), links=made, triggers=mentions, words=words, sameness=sameness.START)
    events = [Event([k], np.eye(len(KINDS))[KINDS.index(kind)], {}) for k, kind in enumerate(kinds)]
    assert [event.triggers for event in joining.told_again(events, known)] == triggers


def test_a_day_within_the_month_that_is_told_is_meant() -> None:
    known = told("CA", "v")
    spans = (DateSpan(day("2024-03")), DateSpan.on(day("2024-03-12")), DateSpan.on(day("2024-04-02")))
    dates = [Mention(Label.DATE, k, k, k, k + 1, "x", span=span) for k, span in enumerate(spans)]
    known = replace(known, dates=dates)
    assert drafting._finest([0, 1, 2], {0: 0.5, 1: 0.2, 2: 0.2}, known) == 1
    assert drafting._finest([0, 2, 1], {0: 0.5, 1: 0.05, 2: 0.2}, known) == 0, "hardly told of it"
    assert drafting._finest([2, 0, 1], {0: 0.3, 1: 0.2, 2: 0.5}, known) == 2, "a day itself"


def test_a_stop_is_over_when_the_next_has_begun() -> None:
    known = replace(told("ZW", "v"), published=day("2018-01-17"))

    def stop(country: str, start: str, status: str = "ongoing") -> Draft:
        return draft_of(known, country, "visit", start=day(start), status=status)

    first, second, third = stop("AO", "2018-01-12"), stop("NA", "2018-01-15"), stop("ZM", "2018-01-19", "planned")
    drafts = [first, second, third]
    statuses.over_when_another_began(drafts, known)
    assert [one.status for one in drafts] == ["held", "ongoing", "planned"], "the last has not begun"
    second.parts, first.status = {}, "ongoing"
    statuses.over_when_another_began(drafts, known)
    assert first.status == "ongoing", "another's visit"


def test_what_was_surely_held_was_not_called_off_with_its_visit() -> None:
    known = with_statuses(told("BR US", "vh"), "held", "cancelled")
    meeting = draft_of(known, "US")
    assert statuses.surely_held(meeting, known)
    meeting.event.triggers = [0, 1]
    assert not statuses.surely_held(meeting, known), "one word of two"


def test_what_a_lead_tells_of_several_is_so_of_each() -> None:
    several = links([["host", "visitor", "visitor"], ["host", None, "visitor"]])
    triggers = (Mention(Label.TRIGGER, 0, 0, 0, 1, "x"), Mention(Label.TRIGGER, 9, 9, 9, 10, "x"))
    known = replace(told("MG CH RU", "hvv"), links=several, triggers=triggers)
    date = Mention(Label.DATE, 1, 1, 1, 2, "x", span=DateSpan.on(DAY))

    known = replace(known, words=one_sentence(10))

    def drafts(**more: Any) -> list[Draft]:
        lead, later = draft_of(known, "MG", start=DAY, end=DAY, date=date), draft_of(known, None, **more)
        later.event = replace(later.event, triggers=[1])
        return [lead, later]

    pair = drafts()
    visits.from_the_lead(pair, known)
    assert (pair[1].start, pair[1].end, pair[1].inferred) == (DAY, DAY, {"start"})
    known = replace(known, words=one_sentence(10))
    for more in ({"kind": "visit"}, {"untellable": True}):
        pair = drafts(**more)
        visits.from_the_lead(pair, known)
        assert pair[1].start is None, more
    several.several[0] = 0.5
    pair = drafts()
    visits.from_the_lead(pair, known)
    assert pair[1].start is None, "a lead that tells one"


def test_what_is_to_come_or_was_before_is_not_of_the_day_of_a_lead() -> None:
    known = with_statuses(told("MG CH", "hv"), "held", "planned")
    lead, later = draft_of(known, "MG"), draft_of(known, None)
    later.event = replace(later.event, triggers=[1])
    known = replace(
        known, triggers=tuple(Mention(Label.TRIGGER, k, k, k, k + 1, "x") for k in range(2)), words=one_sentence(2)
    )
    assert visits._as_one(lead, lead, known)
    assert not visits._as_one(lead, later, known)
    assert not visits._as_one(lead, lead, replace(known, looking_back=frozenset({0}))), "he had met him before"


def test_a_meeting_is_in_no_stay_of_years_ago() -> None:
    known = told("NO FR", "vh")
    meeting = draft_of(known, "FR", start=day("2024-05-07"))
    for start, end, within in (
        ("2024-05-06", None, True),
        ("2024-05-08", None, True),  # the meeting tells that it began before
        ("2024-05", None, True),
        ("2019-03", None, False),
        ("2024-04-01", "2024-04-30", True),
        ("2024-06-01", None, False),
    ):
        stay = draft_of(known, "FR", "visit", start=day(start), end=day(end) if end else None)
        assert visits._in_reach(stay, meeting) is within, start


def test_a_length_of_stay_is_no_rival_of_a_day() -> None:
    length = Mention(Label.DATE, 0, 0, 0, 1, "x", date_kind="duration")
    assert drafting._is_length(length)
    assert not drafting._is_length(replace(length, span=DateSpan.on(DAY))), "tied to its day"
    assert not drafting._is_length(replace(length, date_kind="day")), "a day that cannot be worked out"


def test_nobody_visits_his_own_state() -> None:
    places = tuple(
        Chain((Mention(Label.PLACE, k, k, k, k + 1, name, country=state, place_kind=kind),))
        for k, (name, state, kind) in enumerate(
            (("Comores", "KM", PlaceKind.STATE), ("Paris", "FR", PlaceKind.CITY), ("Moroni", "KM", PlaceKind.CITY)), 1
        )
    )
    known = told("KM", "v")
    words, trigger = one_sentence(4), Mention(Label.TRIGGER, 0, 0, 0, 1, "x")
    chances = np.asarray([[0.01, 0.0, 0.9, 0.05, 0.9]], np.float32)
    made = replace(known.links, chains=(*known.links.chains, *places), place=chances)
    known = replace(known, links=made, words=words, triggers=(trigger,), place=when_where.START_PLACE)
    visit = draft_of(replace(known, links=replace(made, chains=made.chains[:1])), None, "visit")
    visit.event.places = {1: 0.9, 2: 0.05}
    drafting._place(visit, known)
    assert (visit.country, visit.at_home) == ("FR", False), "what is told of no home"
    visit.country, visit.event.places = None, {1: 0.9}
    drafting._place(visit, known)
    assert (visit.country, visit.at_home) == (None, True)
    visit.event.places = {3: 0.9}
    drafting._place(visit, known)
    assert [visit.country] == ["KM"], "a journey to a city at home, which is no visit"
    visit.country, visit.at_home = None, True
    assert not visits.goes_abroad(visit, [visit])
    assert visits.goes_abroad(visit, [visit, draft_of(told("KM FR", "vh"), None, inside=visit)])


def test_of_two_visits_a_meeting_lies_in_that_of_who_meets(monkeypatch: pytest.MonkeyPatch) -> None:
    known = told("RW FR FR", "vhv")
    theirs, another = draft_of(known, "FR", "visit"), draft_of(known, "RW", "visit")
    theirs.parts, another.parts = {0: "visitor"}, {2: "visitor"}  # a third person's, of the side of whom he meets
    meeting = draft_of(known, None)
    meeting.parts = {0: "visitor", 1: "host"}
    scores = {id(theirs): 1.0, id(another): 3.0}
    monkeypatch.setattr(visits, "_within", lambda _, outer, *__: scores.get(id(outer), -3.0))
    visits.contain([theirs, another, meeting], known)
    assert meeting.inside is theirs


def test_a_visit_for_a_conference_has_its_day() -> None:
    known = with_statuses(told("US TJ", "vh"), "planned", "held")

    def start_of(**more: Any) -> str | None:
        visit, conference = draft_of(known, "TJ", "visit"), draft_of(known, "TJ", "conference", start=DAY)
        for name, value in more.items():
            setattr(conference, name, value)
        visits.days_of_visits([visit, conference], known)
        return str(visit.start) if visit.start else None

    assert start_of() == str(DAY)
    assert start_of(country="US") is None
    assert start_of(parts={}) is None, "others' conference"
    visit = draft_of(known, "TJ", "visit", untellable=True)
    visits.days_of_visits([visit, draft_of(known, "TJ", "conference", start=DAY)], known)
    assert visit.start is None, "its day is told, and cannot be worked out"
    visit.untellable = False
    several = [draft_of(known, "TJ", "conference", start=start) for start in (DAY, NEXT)]
    visits.days_of_visits([visit, *several], known)
    assert visit.start is None, "for which of them it is nobody says"
    assert start_of(event=replace(draft_of(known, "TJ").event, triggers=[1])) is None, "one long ago"


def test_a_talk_told_again_in_other_words_is_one_and_a_second_visit_is_none() -> None:
    made = links([["visitor", "host"]] * 2, same=np.full((2, 2), -2.0, np.float32))
    known = replace(told("KE GH", "vh"), links=made, sameness=np.eye(len(sameness.FEATURES))[1])
    for kind, alike in (("meeting", True), ("visit", False)):
        old, new = draft_of(known, "GH", kind), draft_of(known, "GH", kind)
        new.event = replace(new.event, triggers=[1])
        assert joining._not_unlike(old, new, known) is alike
