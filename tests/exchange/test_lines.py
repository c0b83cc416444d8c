"""JSON lines hold everything: out, in, and out again they are the same to the byte; what is wrong with one is named."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from entrevue.domain.queries import Query
from entrevue.domain.reading import Reading
from entrevue.errors import UnreadableFile
from entrevue.exchange.importing import import_lines
from entrevue.wiring import Ledger
from tests.exchange.conftest import exported
from tests.exchange.ledgers import furnish
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading


def lines_of(ledger: Ledger, **more: object) -> list[bytes]:
    return exported(ledger, "jsonl", **more)[0].splitlines(keepends=True)


def read_anew(ledger: Ledger, old: Reading) -> None:
    """Record a newer version of a report's page."""
    text = f"{old.report.text}\nCorrected."
    ledger.record(replace(old, report=replace(old.report, text=text)))


def worked_on(ledger: Ledger) -> None:
    """A merge, a split that was undone, a rejection, persons made one, a changed page."""
    visit = Told(kind="visit", start="2023-03-01", city="Fès", actors=(BURNS, HAMMOUCHI))
    first = reading(visit, url="https://n.example/1", title="One")
    ledger.record(first)
    ledger.record(
        reading(Told(kind="visit", start="2023-03-09", city="Agadir"), url="https://n.example/2", title="Two")
    )
    one, two = (e.id for e in ledger.find(Query(since=None)) if (e.city.value in {"Fès", "Agadir"}))
    ledger.merge(one, two, who="Ed")
    ledger.split(one, (ledger.engagement(one).stems[0],), who="Ed")
    ledger.undo(who="Eve")
    read_anew(ledger, first)
    call = next(e.id for e in ledger.find() if e.kind.value == "call")
    ledger.reject(call, who="Ed", why="a rumour")
    burns, wray = (ledger.persons(name)[0].id for name in ("Burns", "Wray"))
    ledger.same_person(burns, wray, who="Ed")


def test_out_in_and_out_is_the_same(book: Ledger) -> None:
    told = lines_of(book)
    with Ledger(":memory:") as other:
        import_lines(other, told)
        assert lines_of(other) == told
        assert other.verify() == ()


def test_decisions_versions_and_rejected_engagements_come_along() -> None:
    with Ledger(":memory:") as ledger, Ledger(":memory:") as other:
        furnish(ledger)
        worked_on(ledger)
        told = lines_of(ledger)
        done = import_lines(other, told)
        assert done.decisions == len(ledger.history())
        assert lines_of(other) == told
        assert ledger.verify() == other.verify() == ()
        assert any(len(json.loads(line).get("versions", ())) == 2 for line in told)
        assert any(json.loads(line).get("review") == "rejected" for line in told)


def test_in_again_changes_nothing() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        told = lines_of(ledger)
        done = import_lines(ledger, told)
        assert (done.new, done.decisions) == (0, 0)
        assert lines_of(ledger) == told


def test_two_ledgers_become_one() -> None:
    with Ledger(":memory:") as ledger, Ledger(":memory:") as other:
        furnish(ledger)
        other.record(reading(Told(actors=(WRAY, HAMMOUCHI), start="2024-01-05"), url="https://z.example/", title="Z"))
        other.record(reading(Told(), url="https://y.example/", title="Another on the meeting", publisher="Y"))
        before = ledger.count() + other.count()
        import_lines(other, lines_of(ledger))
        assert other.count() == before - 1  # the meeting that both know is one
        assert other.verify() == ()
        assert len(other.history()) == 1


def test_what_was_forgotten_is_not_taken() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        told = lines_of(ledger)
        report = ledger.reports()[0].report
        ledger.forget(report, who="Ed")
        ledger.forget(ledger.persons("Wray")[0].id, who="Ed")
        done = import_lines(ledger, told)
        assert done.forgotten == 1
        assert not ledger.persons("Wray")
        assert b"Wray" not in b"".join(lines_of(ledger))


def test_a_part_brings_its_reports_alone() -> None:
    with Ledger(":memory:") as ledger, Ledger(":memory:") as other:
        furnish(ledger)
        content, losses = exported(ledger, "jsonl", query=Query(since=None, place="Marrakech"))
        kinds = [json.loads(line)["type"] for line in content.splitlines()]
        assert kinds.count("report") == 1
        assert kinds.count("engagement") == 1
        assert {loss.what: loss.count for loss in losses}["reports"] == 3
        import_lines(other, content.splitlines())
        assert other.count() == 4


def first_report(told: list[bytes], change: Callable[[dict[str, object]], None]) -> list[bytes]:
    """The lines, with something changed in the first report."""
    report = json.loads(told[1])
    change(report)
    return [told[0], json.dumps(report).encode(), *told[2:]]


def move(report: dict[str, object]) -> None:
    accounts = report["accounts"]
    assert isinstance(accounts, list)
    span = accounts[0]["evidence"]["city"]
    span["start"], span["end"] = span["start"] + 1, span["end"] + 1


def first_account(told: list[bytes], **changes: object) -> list[bytes]:
    """The lines, with something changed in the first report's first account."""
    return first_report(told, lambda report: report["accounts"][0].update(changes))  # type: ignore[index]


def correction(told: list[bytes], field: str, value: str, **more: object) -> list[bytes]:
    """The lines, with a correction at their end that nobody could have made."""
    stem = json.loads(told[1])["accounts"][0]["id"]
    made = {"type": "decision", "number": 1, "verb": "correct", "targets": [stem], "who": "Ed"}
    made |= {"when": "2024-01-01T00:00:00Z", "field": field, "value": value}
    return [*told, json.dumps(made | more).encode()]


WRONG: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "no head": (lambda told: told[1:], "first line"),
    "nothing at all": (lambda told: [b"\n"], "first line is empty"),
    "no JSON": (lambda told: [told[0], b"{"], "line 2: is no JSON"),
    "deep": (lambda told: [told[0], b"[" * 200_000], "line 2: is no JSON"),
    "a number that no database keeps": (lambda told: first_account(told, order=2**63), "line 2: accounts.0.order"),
    "a decision beyond number": (lambda told: correction(told, "city", "Fès", number=10**30), "number"),
    "a NUL": (lambda told: first_account(told, city="Ra\0bat"), "line 2: holds a NUL"),
    "a moment that is none": (
        lambda told: correction(told, "city", "Fès", when="9999-12-31T23:59:59-14:00"),
        "no moment of the calendar",
    ),
    "a kind that is none": (lambda told: correction(told, "kind", "feast"), "kind cannot be"),
    "a day that is none": (lambda told: correction(told, "start", "soon"), "is no date"),
    "a field that is none": (lambda told: correction(told, "x.secret", "y"), "there is no field"),
    "a participant that is none": (lambda told: correction(told, "participants", "[1]"), "told as JSON"),
    "no object": (lambda told: [told[0], b"[1]"], "line 2: has a type that is not known"),
    "another type": (lambda told: [told[0], b'{"type": "x"}'], "line 2: has a type that is not known: 'x'"),
    "a newer format": (lambda told: [told[0].replace(b'"format":1', b'"format":2')], "line 1: format"),
    "a quote elsewhere": (lambda told: first_report(told, move), "line 2: the quote 'Rabat' does not stand"),
    "a strange field": (lambda told: first_report(told, lambda r: r.update(secret=1)), "line 2: secret"),
    "no version": (lambda told: first_report(told, lambda r: r.update(versions=[])), "line 2: versions"),
    "an id that is none": (lambda told: first_report(told, lambda r: r.update(id="r 1'--")), "line 2: id"),
}


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_is_wrong_is_named_and_nothing_of_it_kept(case: str) -> None:
    change, message = WRONG[case]
    with Ledger(":memory:") as ledger, Ledger(":memory:") as other:
        furnish(ledger)
        with pytest.raises(UnreadableFile, match=message):
            import_lines(other, change(lines_of(ledger)), "file")
        assert other.totals()["reports"] == 0
        assert other.verify() == ()
