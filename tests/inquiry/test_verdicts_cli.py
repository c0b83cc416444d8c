"""`entrevue check` and `entrevue claims` as users call them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = str(ROOT / "samples" / "libreville-visite.html")
DRAFT = "It is the fourth visit to Gabon by a Togolese official in less than six months.\n"


def entrevue(ledger: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command over a ledger."""
    command = [str(Path(sys.executable).parent / "entrevue"), *arguments]
    environment = os.environ | {"ENTREVUE_LEDGER": str(ledger), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, input=stdin, capture_output=True, check=False, timeout=180, text=True, env=environment
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that has read one sample."""
    place = tmp_path_factory.mktemp("ledger") / "ledger.db"
    assert entrevue(place, "add", SAMPLE).returncode == 0
    return place


def test_claims_come_with_their_verdict_in_the_language_of_the_user(ledger: Path) -> None:
    assert "only this report tells of it" in entrevue(ledger, "claims", "--language", "en").stdout
    assert entrevue(ledger, "claims", "--language", "xx").returncode == 2
    done = entrevue(ledger, "claims", "--language", "fr")
    assert (done.returncode, done.stderr) == (0, "")
    for text in (
        "deuxième visite d'un responsable togolais",
        "seul cet article en parle",
        "2023-10",
        "Kodjo Amouzou",
        "le numéro 2",
    ):
        assert text in done.stdout


def test_claims_are_chosen_by_outcome_and_come_as_json(ledger: Path) -> None:
    assert "no claim" in entrevue(ledger, "claims", "--outcome", "contradicted").stdout
    (line,) = entrevue(ledger, "claims", "--jsonl", "--outcome", "only this report tells of it").stdout.splitlines()
    told = json.loads(line)
    assert json.loads(entrevue(ledger, "claims", "--json").stdout) == [told]
    assert entrevue(ledger, "claims", "--csv").stdout.startswith("id,quote,outcome,")
    assert told["question"]["number"] == 2
    assert set(told["question_in_words"]) >= {"en", "fr"}
    assert len(told["engagements"]) == 1


def test_a_draft_is_checked_and_not_recorded(ledger: Path) -> None:
    before = entrevue(ledger, "claims", "--json").stdout
    done = entrevue(ledger, "check", "-", "--published", "2024-03-15", stdin=DRAFT)
    assert done.returncode == 0
    assert "not enough known" in done.stdout
    assert "fewer than the claim says" in done.stdout
    assert entrevue(ledger, "claims", "--json").stdout == before


def test_a_draft_in_json(ledger: Path) -> None:
    draft = DRAFT.replace("fourth", "second").replace("six months", "a year")
    (line,) = entrevue(ledger, "check", "-", "--json", "--published", "2024-03-15", stdin=draft).stdout.splitlines()
    assert json.loads(line)["outcome"] == "supported"


def test_a_draft_without_claims_says_so(ledger: Path) -> None:
    done = entrevue(ledger, "check", "-", stdin="The minister spoke about the budget in parliament.\n")
    assert (done.returncode, done.stdout) == (0, "-: no claim of order, number or rhythm\n")


def test_a_draft_that_cannot_be_read_is_named(ledger: Path, tmp_path: Path) -> None:
    done = entrevue(ledger, "check", str(tmp_path / "none.txt"))
    assert done.returncode == 1
    assert "none.txt" in done.stderr


def test_a_ledger_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = entrevue(tmp_path / "none.db", "claims")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_an_unknown_engagement_is_one_line(ledger: Path) -> None:
    done = entrevue(ledger, "claims", "--engagement", "nothing")
    assert done.returncode == 2
    assert "nothing" in done.stderr
    assert done.stderr.count("\n") == 1
