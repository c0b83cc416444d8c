"""What holds whatever comes, in whatever order."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

import entrevue
from entrevue.domain.reading import Reading
from tests.ledger.conftest import Clock
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

SPELT = ("William Burns", "Williams Burns", "directeur de la CIA", "CIA", "US", "visitor")
ACTORS = [
    BURNS,
    HAMMOUCHI,
    WRAY,
    ("حموشي", "DGST", "DGST", "MA", "host"),
    (None, "patron de la CIA", "CIA", "US", "visitor"),
]

told = st.builds(
    Told,
    kind=st.sampled_from(["meeting", "visit"]),
    start=st.sampled_from(["2023-04-06", "2023-04-07", "2023-04-08", "2023-04", "2023-05-07", None]),
    city=st.sampled_from(["Rabat", "Témara", None]),
    actors=st.lists(st.sampled_from(ACTORS), min_size=1, max_size=3, unique=True),
    status=st.sampled_from(["held", "planned", "cancelled"]),
    source=st.sampled_from([None, "communiqué de la DGST"]),
)
reports = st.lists(st.lists(told, min_size=1, max_size=3), min_size=1, max_size=5)


def readings(told_by: Sequence[Sequence[Told]]) -> list[Reading]:
    return [
        reading(*told, url=f"https://{n}.example/", publisher=f"P{n}", title=f"T{n}", published=f"2023-04-{10 + n}")
        for n, told in enumerate(told_by)
    ]


def ledger_of(pages: Sequence[Reading]) -> entrevue.Ledger:
    ledger = entrevue.Ledger(":memory:", clock=Clock())
    for page in pages:
        ledger.record(page)
    return ledger


def content(ledger: entrevue.Ledger) -> list[str]:
    """The engagements without what tells who came first: their ids, and the order and ids of their accounts' list."""
    found = []
    for one in ledger.find(entrevue.Query(rejected=True), limit=None):
        seats = [
            (seat.seats, seat.name, seat.office, seat.organization, seat.country, seat.part)
            for seat in one.participants
        ]
        fields = (one.kind, one.status, one.start, one.end, one.country, one.city, one.source, one.topics)
        found.append(repr((sorted(one.stems), fields, seats, one.reports, one.origins)))
    return sorted(found)


def persons(ledger: entrevue.Ledger) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(person.names)) for person in ledger.persons("b") + ledger.persons("w"))


@settings(max_examples=60)
@given(reports, st.randoms())
def test_the_order_in_which_reports_arrive_changes_nothing(told_by: list[list[Told]], random: object) -> None:
    pages = readings(told_by)
    shuffled = list(pages)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = ledger_of(pages), ledger_of(shuffled)
    assert content(one) == content(other)
    assert persons(one) == persons(other)
    assert one.verify() == other.verify() == ()


@settings(max_examples=30)
@given(reports)
def test_adding_twice_is_adding_once(told_by: list[list[Told]]) -> None:
    pages = readings(told_by)
    once, twice = ledger_of(pages), ledger_of([*pages, *reversed(pages)])
    assert once.find(limit=None) == twice.find(limit=None)


@settings(max_examples=40)
@given(reports, st.data())
def test_decisions_undone_leave_the_ledger_as_it_was(told_by: list[list[Told]], data: st.DataObject) -> None:
    ledger = ledger_of(readings(told_by))
    before = ledger.find(limit=None)
    made = 0
    for _ in range(data.draw(st.integers(1, 4))):
        found = ledger.find(entrevue.Query(rejected=True), limit=None)
        one, other = data.draw(st.sampled_from(found)), data.draw(st.sampled_from(found))
        act = data.draw(st.sampled_from(["merge", "split", "reject", "accept", "correct"]))
        try:
            if act == "merge":
                ledger.merge(one.id, other.id, who="ada")
            elif act == "split":
                ledger.split(one.id, one.stems[:1], who="ada")
            elif act == "correct":
                ledger.correct(one.id, data.draw(st.sampled_from(["city", "p1.name"])), "X", who="ada")
            else:
                getattr(ledger, act)(one.id, who="ada")
            made += 1
        except entrevue.WrongDecision:
            pass
        assert ledger.verify() == ()
    for _ in range(made):
        ledger.undo(who="ada")
    assert ledger.find(limit=None) == before
