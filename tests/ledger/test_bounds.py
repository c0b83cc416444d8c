"""Answers about much are the same whichever way the database goes about them, and say what they did not look at."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

import entrevue
from entrevue.ledger import answers
from entrevue.stores import engagements
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

Query = entrevue.Query
DAYS = ("2019-12-31", "2020-01-01", "2020-06", "2022-03-04", "2022-03-20", "2022-11-30")
PAIR = Query(states=("MA", "US"))


@pytest.fixture
def filled(ledger: entrevue.Ledger) -> entrevue.Ledger:
    """Six engagements of one pair, each told by a paper of its own; one is rejected."""
    for number, day in enumerate(DAYS):
        guest = WRAY if number % 2 else BURNS
        told = Told(start=day, actors=(guest, HAMMOUCHI), topics=("cyber",) if number < 4 else ())
        ledger.record(reading(told, url=f"https://{number}.example/1", publisher=f"P{number}", published="2023-01-01"))
    rejected = reading(Told(start="2021-05-05"), url="https://x.example/1", publisher="X")
    ledger.reject(ledger.record(rejected).engagements[0], who="ada", why="a misreading")
    return ledger


def test_years_are_the_same_when_they_are_counted_year_by_year(
    filled: entrevue.Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = (Query(), PAIR, Query(text="cyber"), Query(states=("MA",), since=entrevue.PartialDate(2020)))
    before = [filled.years(query) for query in queries]
    assert before[1] == {2019: 1, 2020: 2, 2022: 3}
    monkeypatch.setattr(engagements, "_COUNTED", 2)
    assert [filled.years(query) for query in queries] == before


def test_words_are_found_whether_they_or_the_marks_lead(
    filled: entrevue.Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = Query(states=("MA", "US"), text="cyber", kind=entrevue.Kind.MEETING)
    found = []
    for few, some, common in ((200, 1_000, 20_000), (0, 0, 20_000), (0, 1_000, 1)):
        for name, value in (("_FEW", few), ("_SOME", some), ("_COMMON", common)):
            monkeypatch.setattr(engagements, name, value)
        found.append(([one.id for one in filled.find(query, limit=3)], filled.count(query)))
    assert found[0][1] == 4
    assert found == [found[0]] * 3


def test_coverage_says_how_much_was_looked_at(filled: entrevue.Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = filled.coverage(PAIR)
    assert (everything.engagements, everything.looked_at, everything.reports, everything.publishers) == (6, 6, 6, 6)
    monkeypatch.setattr(answers, "_BEHIND", 2)
    part = filled.coverage(PAIR)
    assert (part.engagements, part.looked_at, part.reports, part.publishers) == (6, 4, 4, 4)
    assert part.years == everything.years
    assert str(part.first_engagement) == "2019-12-31"


def test_the_rhythm_counts_every_engagement_of_a_day(filled: entrevue.Ledger) -> None:
    rhythm = filled.dossier("MA", "US").rhythm
    assert dict(rhythm.years) == {2019: 1, 2020: 2, 2022: 3}
    assert (rhythm.longest_gap, rhythm.gap_from, rhythm.gap_until) == (612, "2020-06", "2022-03-04")
    assert rhythm.gap_at_least


def test_a_person_is_counted_without_what_was_rejected(filled: entrevue.Ledger) -> None:
    (person,) = filled.persons("Burns")
    assert [(tenure.engagements, str(tenure.first), str(tenure.last)) for tenure in person.tenures] == [
        (3, "2019-12-31", "2022-03-20")
    ]


def test_readers_are_counted(filled: entrevue.Ledger) -> None:
    assert filled.status().readers == {"0.1.0+fr": 7}


def test_nothing_is_added_to_a_ledger_of_earlier_rules(filled: entrevue.Ledger) -> None:
    with filled._store.writing() as session:
        session.set_fact("derivation", "1")
    with pytest.raises(entrevue.LedgerError, match="ledger rederive"):
        filled.record(reading(Told(), url="https://late.example/1"))
    filled.rederive()
    assert filled.record(reading(Told(start="2022-03-04"), url="https://late.example/1")).change == "new"
    assert filled.verify() == ()


def test_verifying_asks_for_many_engagements_together(tmp_path: Path) -> None:
    """Each engagement by itself took a dozen questions."""
    asked: list[str] = []
    with entrevue.Ledger(tmp_path / "ledger.db") as ledger:
        store: Any = ledger._store._store
        event.listen(store._engine, "checkout", lambda driver, *_: driver.set_trace_callback(asked.append))
        counts = []
        for many in (range(10), range(10, 50)):
            for number in many:
                told = Told(start=f"2023-{1 + number % 12:02}-{1 + number // 12:02}")
                ledger.record(reading(told, url=f"https://{number}.example/1"))
            asked.clear()
            assert ledger.verify() == ()
            counts.append(len(asked))
    assert counts[1] - counts[0] <= 40 * 2


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE telling SET payload = x'00'", "report r-"),
        ("UPDATE version SET rest = '{'", "report r-"),
        ("UPDATE version SET rest = '[]'", "report r-"),
        ("UPDATE version SET recorded = 'never'", "report r-"),
        ("UPDATE engagement SET document = x'00'", "a row of the ledger is damaged"),
    ],
)
def test_a_damaged_row_is_told_and_ends_nothing(statement: str, said: str, tmp_path: Path) -> None:
    """What is not the database's own structure is not seen by its own checks."""
    place = tmp_path / "ledger.db"
    with entrevue.Ledger(place) as ledger:
        ledger.record(reading(Told(), url="https://a.example/1"))
        with sqlite3.connect(place) as other:
            other.execute(statement)
        other.close()
        faults = ledger.verify()
        assert any(fault.startswith(said) for fault in faults), faults
        with pytest.raises(entrevue.UnusableLedger, match="damaged"):
            list(ledger.reports() if "version" in statement else ledger.find() and ledger.accounts(ledger.find()[0].id))


def spoiled(folder: Path, statement: str) -> Path:
    """A ledger of one report in whose tables something was done by other means."""
    place = folder / "ledger.db"
    with entrevue.Ledger(place) as ledger:
        ledger.record(reading(Told(), url="https://a.example/1"))
    with sqlite3.connect(place) as other:
        other.execute(statement)
    other.close()
    return place


@pytest.mark.parametrize("table", ["word_gram", "note", "engagement_text", "watch_run"])
def test_a_table_that_is_missing_is_told(table: str, tmp_path: Path) -> None:
    with entrevue.Ledger(spoiled(tmp_path, f"DROP TABLE {table}")) as ledger:
        assert f"the table {table} is missing: restore a backup" in ledger.verify()
        with pytest.raises(entrevue.UnusableLedger, match="missing"):
            ledger.backup(tmp_path / "backup.db")


@pytest.mark.parametrize("statement", ["UPDATE telling SET version = 99", "UPDATE stem SET telling = 99"])
def test_accounts_that_are_lost_are_told(statement: str, tmp_path: Path) -> None:
    with entrevue.Ledger(spoiled(tmp_path, statement)) as ledger:
        assert "accounts that are not there, or whose text is not: 1" in ledger.verify()


@pytest.mark.parametrize("number", ["''", "x'ff'", "'x'", "'0000'", "'../1'"])
def test_tables_of_no_version_are_no_ledger(number: str, tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    entrevue.Ledger(place).close()
    with sqlite3.connect(place) as other:
        other.execute(f"UPDATE alembic_version SET version_num = {number}")
    other.close()
    with pytest.raises(entrevue.UnusableLedger, match="no version"):
        entrevue.Ledger(place)


def test_what_is_planned_or_was_called_off_is_told_apart_and_counts_nowhere(ledger: entrevue.Ledger) -> None:
    for number, (day, status) in enumerate(
        (("2023-01-10", "held"), ("2023-03-01", "ongoing"), ("2023-05-02", "planned"), ("2024-01-02", "cancelled"))
    ):
        told = Told(kind="visit", start=day, actors=(WRAY, HAMMOUCHI), status=status, topics=("la sécurité",))
        ledger.record(reading(told, url=f"https://{number}.example/1", publisher=f"P{number}"))
    found = ledger.dossier("MA", "US")
    assert (found.total, found.planned, found.cancelled) == (4, 1, 1)
    assert found.rhythm.years == ((2023, 2),)
    assert (found.rhythm.longest_gap, found.rhythm.gap_at_least) == (50, False)
    assert [(flow.visitor, flow.visits) for flow in found.flows] == [("MA", 0), ("US", 2)]
    assert found.topics == (("security", 2),)
    assert ledger.sides_with("MA") == {"US": 2}
    assert [one.engagements for one in ledger.dossier("MA").counterparts] == [2]
    assert [one.engagements for one in ledger.dossier("DGST").counterparts] == [2]
    assert ledger.count(Query(states=("MA",), took_place=True)) == 2
    assert ledger.count(Query(states=("MA",), took_place=True, status=entrevue.Status.PLANNED)) == 0


@pytest.mark.parametrize(
    ("days", "gap"),
    [
        (("2023-01-10", "2023-03-01", "2023-06-20"), (111, "2023-03-01", "2023-06-20", False)),
        (("2023-01-10", "2023-03", "2023-06-20"), (81, "2023-03", "2023-06-20", True)),  # of March nobody told a day
        (("2023-01", "2023-01-10", "2023-03-01"), (29, "2023-01", "2023-03-01", True)),
        (("2023-01-10", "2023", "2023-06-20"), None),
        (("2023-01-10", "2023-02", "2023-02-03"), (22, "2023-01-10", "2023-02", True)),
        (("2023-02", "2023-02"), None),
        (("2023-02-01", "2023-02-01"), (0, "2023-02-01", "2023-02-01", False)),
    ],
)
def test_a_time_from_one_to_the_next_is_no_longer_than_is_known(
    ledger: entrevue.Ledger, days: tuple[str, ...], gap: tuple[int, str, str, bool] | None
) -> None:
    ledger.record(reading(*(Told(start=day) for day in days)))  # no report tells one engagement twice
    assert ledger.count() == len(days)
    rhythm = ledger.dossier("MA", "US").rhythm
    told_of = (rhythm.longest_gap, rhythm.gap_from, rhythm.gap_until, rhythm.gap_at_least)
    assert told_of == (gap or (None, None, None, False))
