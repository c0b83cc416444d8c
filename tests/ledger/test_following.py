"""After every step, what is kept is what follows from reports, accounts and decisions; where not, `verify` says so."""

import dataclasses
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from sqlalchemy import select

import entrevue
from entrevue.domain.reading import Reading
from entrevue.domain.replies import Draft
from entrevue.domain.report import Report
from entrevue.errors import LedgerError
from entrevue.stores import tables as t
from tests.ledger.conftest import Clock
from tests.ledger.readings import Told, reading
from tests.ledger.test_contract import three_reports
from tests.ledger.test_properties import told

Ledger = entrevue.Ledger
DERIVED = (t.engagement, t.mark, t.edge, t.near, t.stem, t.appearance, t.appearance_near, t.appearance_edge)
HALL = ("Burns Hall", "director of the CIA", "CIA", "US", "visitor")


def tables(ledger: Ledger) -> dict[str, list[str]]:
    """Everything that is derived, as it is kept."""
    with ledger._store.reading() as session:
        connection = session.connection  # type: ignore[attr-defined]
        return {table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table))) for table in DERIVED}


class Rereader:
    """A reader that tells what it is given, in whatever report."""

    def __init__(self, pages: dict[str, Reading]) -> None:
        self.pages = pages

    def read_report(self, report: Report) -> Reading:
        page = self.pages.get(report.text)
        return page if page and page.report == report else Reading(report, reader_version="0.2")


class Verbs(RuleBasedStateMachine):
    """A ledger under everything that can be done with it."""

    pages = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger(":memory:", clock=Clock())
        self.copy = Ledger(":memory:", clock=Clock())  # made once: making its tables takes longer than a step
        self.readings: dict[str, Reading] = {}
        self.count = 0

    def teardown(self) -> None:
        self.ledger.close()
        self.copy.close()

    def rederived(self) -> dict[str, list[str]]:
        """What is kept after everything was derived anew, in a copy."""
        self.copy._store.take_from(self.ledger._store, lambda _: None)
        self.copy.rederive()
        return tables(self.copy)

    def engagement(self, data: st.DataObject) -> entrevue.Engagement:
        found = self.ledger.find(entrevue.Query(rejected=True), limit=None)
        assume(found)
        return data.draw(st.sampled_from(found))

    def person(self, data: st.DataObject) -> str:
        found = [one.id for letter in "bwhd" for one in self.ledger.persons(letter)]
        assume(found)
        return data.draw(st.sampled_from(sorted(set(found))))

    def attempt(self, act: Callable[[], object]) -> None:
        """Do what may be refused; a refusal changes nothing."""
        before = tables(self.ledger)
        try:
            act()
        except LedgerError:
            assert tables(self.ledger) == before

    @rule(target=pages, telling=st.lists(told, min_size=1, max_size=3))
    def record(self, telling: list[Told]) -> int:
        self.count += 1
        self.version(self.count, telling)
        return self.count

    @rule(page=pages, telling=st.lists(told, min_size=1, max_size=3))
    def version(self, page: int, telling: list[Told]) -> None:
        made = reading(
            *telling, url=f"https://{page}.example/", publisher=f"P{page % 3}", published=f"2023-04-{10 + page % 9}"
        )
        self.readings[made.report.text] = made
        self.ledger.record(made)

    @rule()
    def reread(self) -> None:
        for _ in self.ledger.reread(Rereader(self.readings), everything=True):  # type: ignore[arg-type]
            pass

    @rule(page=pages)
    def read_again_with_nothing_found(self, page: int) -> None:
        for text, one in list(self.readings.items()):
            if one.report.url == f"https://{page}.example/":
                self.readings[text] = dataclasses.replace(one, accounts=one.accounts[1:], claims=())
        self.reread()

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        one, other = self.engagement(data), self.engagement(data)
        self.attempt(lambda: self.ledger.merge(one.id, other.id, who="ada"))

    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        one = self.engagement(data)
        gone = data.draw(st.lists(st.sampled_from(one.stems), min_size=1, unique=True))
        self.attempt(lambda: self.ledger.split(one.id, tuple(gone), who="ada"))

    @rule(data=st.data(), accepted=st.booleans())
    def review(self, data: st.DataObject, accepted: bool) -> None:
        one = self.engagement(data)
        self.attempt(lambda: (self.ledger.accept if accepted else self.ledger.reject)(one.id, who="ada"))

    @rule(data=st.data(), field=st.sampled_from(["city", "start", "p1.name", "p2.office"]))
    def correct(self, data: st.DataObject, field: str) -> None:
        one = self.engagement(data)
        value = "2023-05-01" if field == "start" else "Burns Hall"
        self.attempt(lambda: self.ledger.correct(one.id, field, value, who="ada"))

    @rule(data=st.data(), same=st.booleans())
    def persons(self, data: st.DataObject, same: bool) -> None:
        one, other = self.person(data), self.person(data)
        decide = self.ledger.same_person if same else self.ledger.not_same_person
        self.attempt(lambda: decide(one, other, who="ada"))

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        standing = [decision.number for decision in self.ledger.history() if not decision.undone]
        assume(standing)
        number = data.draw(st.sampled_from(standing))
        self.attempt(lambda: self.ledger.undo(number, who="ada"))

    @rule(data=st.data())
    def forget_a_report(self, data: st.DataObject) -> None:
        found = self.ledger.reports()
        assume(found)
        self.ledger.forget(data.draw(st.sampled_from(found)).report, who="ada")

    @rule(data=st.data())
    def forget_a_person(self, data: st.DataObject) -> None:
        id_ = self.person(data)
        names = self.ledger.person(id_).names
        self.ledger.forget(id_, who="ada")
        for name in names:
            assert not [one for one in self.ledger.persons(name) if name in one.names]

    @rule(data=st.data())
    def reply(self, data: st.DataObject) -> None:
        one = self.engagement(data)
        challenge = self.ledger.replies.ask(one.id)
        answer = str(challenge.left * challenge.right)
        self.ledger.replies.leave(Draft(one.id, "Eve", "eve@mail.example", "No.", challenge.token, answer))

    @rule()
    def forget_a_replier(self) -> None:
        self.attempt(lambda: self.ledger.forget("eve@mail.example", who="ada"))

    @rule()
    def restore(self) -> None:
        self.copy._store.take_from(self.ledger._store, lambda _: None)
        with suppress(LedgerError):  # a ledger that holds nothing replaces none
            self.ledger._take(self.copy._store, replace_all=True)

    @invariant()
    def kept_is_rederived(self) -> None:
        assert tables(self.ledger) == self.rederived()
        assert self.ledger.verify() == ()


Verbs.TestCase.settings = settings(max_examples=15, stateful_step_count=15, suppress_health_check=list(HealthCheck))
TestVerbs = Verbs.TestCase


def test_merged_twice_and_split_twice_are_apart(ledger: Ledger) -> None:
    days = ("2023-01-10", "2023-03-10", "2023-05-10")
    one, two, three = (
        ledger.record(reading(Told(start=day), url=f"https://{day}.example/")).accounts[0] for day in days
    )
    ledger.merge(one, two, who="ada")
    ledger.merge(two, three, who="ada")
    ledger.split(one, (one,), who="ada")
    ledger.split(two, (two,), who="ada")
    assert len(ledger.find()) == 3
    assert ledger.verify() == ()


def test_merges_hold_when_the_report_between_them_is_forgotten(ledger: Ledger) -> None:
    days = ("2023-01-10", "2023-03-10", "2023-05-10")
    made = [ledger.record(reading(Told(start=day), url=f"https://{day}.example/")) for day in days]
    one, two, three = (recorded.accounts[0] for recorded in made)
    ledger.merge(two, one, who="ada")
    ledger.merge(two, three, who="ada")
    ledger.forget(made[1].report, who="ada")
    assert [sorted(found.stems) for found in ledger.find()] == [sorted((one, three))]
    assert ledger.verify() == ()
    ledger.rederive()
    assert [sorted(found.stems) for found in ledger.find()] == [sorted((one, three))]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE stem SET engagement = 3 WHERE number = 1", "another engagement"),
        ("UPDATE engagement SET words = words || ' x'", "does not follow"),
        ("DELETE FROM edge", "is tied to others"),
        ("DELETE FROM near", "cannot be found"),
        ("UPDATE appearance SET person = 1", "another person"),
        ("DELETE FROM appearance_edge", "is tied to others"),
        ("DELETE FROM mark", "marks that are missing"),
        ("UPDATE decision SET undone = made, undone_by = who WHERE verb = 'merge'", "another engagement"),
    ],
)
def test_verify_finds_what_does_not_follow(statement: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path, clock=Clock()) as ledger:
        three_reports(ledger)
        burns = ("William J. Burns", "directeur de la CIA", "CIA", "US", "visitor")
        other = ledger.record(reading(Told(start="2023-09-01", actors=(burns,)), url="https://d.example/4"))
        ledger.merge(other.accounts[0], ledger.find()[-1].id, who="ada")
        assert ledger.verify() == ()
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with Ledger(path) as ledger:
        assert any(said in fault for fault in ledger.verify())
        ledger.rederive()
        assert not [fault for fault in ledger.verify() if "full text" not in fault]
