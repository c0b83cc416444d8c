"""Tables on the command line: for people in lines, for programs as CSV, TSV and JSON."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from entrevue.cli import app
from entrevue.cli.door import folded
from entrevue.inquiry.tidy import TABLES
from entrevue.wiring import Ledger
from tests.ledger.readings import BURNS, HAMMOUCHI, Told, reading

COMMANDS = list(TABLES)
FORMULA = ("=HYPERLINK(1)", "director", None, "US", "visitor")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger of three engagements."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    with Ledger(path) as ledger:
        ledger.record(reading(Told(actors=(BURNS, HAMMOUCHI)), Told(kind="visit", start="2022", actors=(FORMULA, HAMMOUCHI)), Told(kind="call", start=None), claim="the second visit"))  # fmt: skip # noqa: E501
    return str(path)


def run(*arguments: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_all_forms_tell_the_same_rows(place: str, command: str) -> None:
    lines = [json.loads(line) for line in run(command, "--jsonl", "--ledger", place).splitlines()]
    assert json.loads(run(command, "--json", "--ledger", place)) == lines
    columns = [column.name for column in TABLES[command].columns]
    for form, sign in (("--csv", ","), ("--tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(run(command, form, "--ledger", place)), delimiter=sign))
        assert list(rows[0]) == columns
        cells = [{name: row[name].removeprefix("'") for name in columns} for row in rows]
        assert cells == [{name: "" if line[name] is None else str(line[name]) for name in columns} for line in lines]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_without_rows_is_a_table(tmp_path: Path, command: str) -> None:
    Ledger(tmp_path / "empty.db").close()
    place = str(tmp_path / "empty.db")
    assert json.loads(run(command, "--json", "--ledger", place)) == []
    assert run(command, "--jsonl", "--ledger", place) == ""
    assert run(command, "--csv", "--ledger", place).splitlines() == [",".join(c.name for c in TABLES[command].columns)]


def test_no_cell_is_a_formula(place: str) -> None:
    assert "'=HYPERLINK(1)" in run("participations", "--csv", "--ledger", place)
    shown = json.loads(run("participations", "--json", "--ledger", place, "--until", "2022"))
    assert "=HYPERLINK(1)" in {row["name"] for row in shown}


def test_programs_get_everything_and_people_are_told_of_the_rest(place: str) -> None:
    assert len(run("engagements", "--jsonl", "--ledger", place).splitlines()) == 3
    assert len(run("engagements", "--jsonl", "--limit", "1", "--ledger", place).splitlines()) == 1
    shown = run("engagements", "--limit", "1", "--ledger", place).splitlines()
    assert len(shown) == 2
    assert shown[1].startswith("1 of 3; --limit N")
    assert "there are more" in run("participations", "--limit", "1", "--ledger", place)
    after = shown[1].split("--before ")[1].split()[0]
    assert len(run("engagements", "--jsonl", "--before", after, "--ledger", place).splitlines()) == 2


def test_a_timeline_runs_forward(place: str) -> None:
    starts = [json.loads(line)["start"] for line in run("timeline", "MA", "--jsonl", "--ledger", place).splitlines()]
    assert starts == [None, "2022", "2023-04-07"]


def test_what_people_read_is_one_stable_line_a_row_in_a_pipe(place: str) -> None:
    lines = run("engagements", "--ledger", place).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("2023-04-07  meeting held  Rabat, MA  ")
    assert (
        "Abdellatif Hammouchi (MA), directeur général de la DGST; William Burns (US), directeur de la CIA" in lines[0]
    )


def test_lines_are_folded_at_blanks_and_never_in_words() -> None:
    text = "2023-04-07  meeting held  " + "w" * 30 + " 北京北京 end"
    lines = folded(text, 24, "    ")
    assert lines == ["2023-04-07  meeting held", "    " + "w" * 30, "    北京北京 end"]
    assert folded("  one two", 6, "    ") == ["  one", "    two"]
