"""An engagement says why its accounts are one; a text is checked without being recorded."""

import json
import os
from pathlib import Path

from typer.testing import CliRunner

import entrevue
from entrevue.cli import app
from tests.ledger.readings import Told, reading


def three_reports(ledger: entrevue.Ledger) -> str:
    for letter, city in zip("abc", ("Rabat", "Témara", "Rabat"), strict=True):
        recorded = ledger.record(reading(Told(city=city), url=f"https://{letter}.example/1", publisher=letter))
    return recorded.engagements[0]


def test_bonds_join_every_account_once_and_say_why() -> None:
    with entrevue.Ledger(":memory:") as ledger:
        id_ = three_reports(ledger)
        bonds = ledger.bonds(id_)
        stems = {account.stem for account in ledger.accounts(id_)}
    assert len(bonds) == 2
    assert {stem for bond in bonds for stem in (bond.one, bond.other)} == stems
    for bond in bonds:
        assert bond.likeness.same
        assert {"dates", "place", "participants"} <= {reason.feature for reason in bond.likeness.reasons}
    assert bonds[0].likeness.score >= bonds[1].likeness.score


def test_a_decision_is_no_likeness() -> None:
    with entrevue.Ledger(":memory:") as ledger:
        first = ledger.record(reading(Told(), url="https://a.example/1")).accounts[0]
        other = ledger.record(reading(Told(start="2023-06-01"), url="https://b.example/1")).accounts[0]
        ledger.merge(first, other, who="ada", why="one told it wrongly")
        assert ledger.engagement(first).reports == 2
        assert ledger.bonds(first) == ()


def test_show_prints_the_reasons_of_each_score(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.db")
    with entrevue.Ledger(place) as ledger:
        id_ = three_reports(ledger)
        score = ledger.bonds(id_)[0].likeness.score
    shown = CliRunner(env={**os.environ, "COLUMNS": "200"}).invoke(app, ["show", id_, "--ledger", place])
    assert shown.exit_code == 0
    assert f"is like (3)  {score:.2f}" in shown.stdout
    assert "+0.25  dates  2023-04-07 / 2023-04-07: days in common" in shown.stdout
    told = json.loads(CliRunner().invoke(app, ["show", id_, "--json", "--ledger", place]).stdout)
    assert len(told["bonds"]) == 2
    assert told["bonds"][0]["likeness"]["reasons"][0]["feature"] == "dates"


def test_a_text_is_checked_and_not_recorded() -> None:
    told = Told(kind="visit", city=None, actors=(("William Burns", "directeur de la CIA", "CIA", "US", "visitor"),))
    with entrevue.Ledger(":memory:") as ledger:
        three_reports(ledger)
        before = ledger.status().totals
        verdicts = ledger.check(reading(told, url="https://d.example/1", claim="la deuxième visite"))
        assert [type(one) for one in verdicts] == [entrevue.Verdict]
        assert verdicts[0].outcome in entrevue.Outcome
        assert ledger.status().totals == before
