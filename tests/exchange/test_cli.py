"""`entrevue export` and `import`: files are whole or not there, losses are told, mistakes are one line."""

import json
import stat
from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from entrevue.cli import app
from entrevue.errors import UnreadableFile
from entrevue.exchange import FORMATS, lines
from entrevue.exchange.lines import bounded, read
from entrevue.wiring import Ledger
from tests.exchange.ledgers import furnish


@pytest.fixture
def place(tmp_path: Path) -> str:
    with Ledger(tmp_path / "ledger.db") as ledger:
        furnish(ledger)
    return str(tmp_path / "ledger.db")


def run(*call: str) -> Result:
    return CliRunner().invoke(app, list(call))


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_and_its_loss_report(name: str, place: str, tmp_path: Path) -> None:
    out, lost = tmp_path / "out", tmp_path / "lost.json"
    done = run("export", name, "-o", str(out), "--losses", str(lost), "--ledger", place)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert out.stat().st_size > 100
    assert stat.S_IMODE(out.stat().st_mode) & 0o600 == 0o600
    report = json.loads(lost.read_text(encoding="utf-8"))
    assert done.stderr.count("\n") == max(1, len(report))
    assert {path.name for path in tmp_path.iterdir()} >= {"out", "lost.json"}
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")]


def test_filters_and_standard_output(place: str) -> None:
    done = run("export", "jsonl", "--table", "engagements", "--place", "Marrakech", "--ledger", place)
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["kind"], row["start"]) == ("conference", "2022-11")
    one = run("export", "jsonl", "--table", "engagements", "--engagement", row["id"], "--ledger", place)
    assert json.loads(one.stdout)["id"] == row["id"]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (["export", "pdf"], "no format is called “pdf”; there are: csv, xlsx"),
        (["export", "csv", "--table", "x"], "there is no table “x”; there are: engagements"),
        (["export", "ics", "--engagement", "nothing"], "holds no engagement 'nothing'"),
        (["export", "csv", "-o", "/nowhere/at/all"], "/nowhere/at/all: cannot be written: No such file or directory"),
        (["export", "csv", "-o", "."], ".: is a folder"),
        (["import", "jsonl", "/nowhere"], "/nowhere: cannot be read"),
    ],
)
def test_a_mistake_is_one_line(call: list[str], why: str, place: str) -> None:
    done = run(*call, "--ledger", place)
    assert done.exit_code != 0
    assert why in str(done.exception)
    assert "\n" not in str(done.exception)


def test_what_fails_leaves_the_file_that_was_there(place: str, tmp_path: Path) -> None:
    out = tmp_path / "kept.csv"
    out.write_text("mine", encoding="utf-8")
    assert run("export", "csv", "--table", "x", "-o", str(out), "--ledger", place).exit_code != 0
    assert out.read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir() if "kept" in path.name) == ["kept.csv"]


@pytest.mark.parametrize(
    "content", ["", "{", '{"type": "ledger", "whole": true}\nx', "what,who\nvisit,\n", "what\n", "what,who\n\xff"]
)
def test_a_file_that_tells_nothing_leaves_no_ledger(content: str, tmp_path: Path) -> None:
    mapping, place = tmp_path / "map.toml", tmp_path / "new.db"
    mapping.write_text('coder = "A"\n[columns]\nkind = "what"\n[[participants]]\nname = "who"\n', encoding="utf-8")
    (tmp_path / "file").write_bytes(content.encode("latin-1"))
    how = ["csv", "--mapping", str(mapping)] if content.startswith("what") else ["jsonl"]
    done = run("import", *how, str(tmp_path / "file"), "--ledger", str(place))
    assert done.exit_code == 1
    assert isinstance(done.exception, UnreadableFile | SystemExit)
    assert not place.exists()


def test_a_line_that_never_ends_is_not_taken_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_LONGEST", 1000)
    (tmp_path / "file").write_bytes(b"x" * 100_000)
    with (tmp_path / "file").open("rb") as file:
        assert [len(line) for line in islice(bounded(file), 2)] == [1001, 1001]
        file.seek(0)
        with pytest.raises(UnreadableFile, match="is longer than"):
            next(read(bounded(file), "file"))


def test_out_and_in_again(place: str, tmp_path: Path) -> None:
    told, other = str(tmp_path / "told.jsonl"), str(tmp_path / "other.db")
    run("export", "jsonl", "-o", told, "--ledger", place)
    done = run("import", "jsonl", told, "--ledger", other)
    assert done.stdout == "told.jsonl: 4 new reports; 1 new decision\n"
    assert (
        run("import", "jsonl", told, "--ledger", other).stdout
        == "told.jsonl: 0 new reports, 4 known already; 0 new decisions\n"
    )
