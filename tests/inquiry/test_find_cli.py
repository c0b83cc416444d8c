"""`entrevue find`: says what it understood, and answers with sentences, for people and for programs."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from entrevue.cli import app
from entrevue.wiring import Ledger
from tests.inquiry.asked import fill


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("find") / "ledger.db"
    with Ledger(path) as ledger:
        fill(ledger)
    return str(path)


def find(place: str, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["find", *arguments, "--ledger", place])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_it_says_what_was_understood_and_answers_with_sentences(place: str) -> None:
    said = find(place, "intelligence chiefs in Rabat 2023")
    first = said.splitlines()[0]
    assert first.startswith("understood: ")
    for part in ("office intelligence", "Rabat", "2023"):
        assert part in first
    assert said.count("“") == 3


def test_words_need_no_quotes(place: str) -> None:
    assert find(place, "Kenya", "Rwanda") == find(place, "Kenya Rwanda")


def test_what_is_misspelt_is_told(place: str) -> None:
    said = " ".join(find(place, "Hamouchi").split())
    assert "(for “Hamouchi”)" in said
    assert said.startswith("understood: person Abdellatif Hammouchi")


def test_of_more_than_are_shown_it_says_how_many(place: str) -> None:
    said = find(place, "Hammouchi", "--limit", "2")
    assert said.rstrip().splitlines()[-1].startswith("2 of ")
    assert "--limit" not in find(place, "Hammouchi", "--limit", "100")


def test_what_is_found_by_nobody_is_said(place: str) -> None:
    assert "understood: words qwxyzk" in find(place, "qwxyzk")


def test_programs_get_the_same(place: str) -> None:
    question = "toutes les visites de chefs du renseignement en 2023"
    answer = json.loads(find(place, question, "--json"))
    assert answer["question"] == question
    assert {chip["field"] for chip in answer["understood"]} >= {"role", "kind", "period"}
    assert answer["total"] == len(answer["engagements"]) == len(answer["sentences"]) == 1
    rows = list(csv.DictReader(io.StringIO(find(place, question, "--csv"))))
    assert [row["id"] for row in rows] == [one["id"] for one in answer["engagements"]]
    assert [json.loads(line)["id"] for line in find(place, question, "--jsonl").splitlines()] == [rows[0]["id"]]


@pytest.mark.parametrize("question", ["", "  ", "…?"])
def test_a_question_without_words_is_wrong_use(place: str, question: str) -> None:
    done = CliRunner().invoke(app, ["find", question, "--ledger", place])
    assert done.exit_code == 2
    assert "say what to look for" in " ".join(done.output.split())
