"""Which commands make a ledger, and where: typing errors make none."""

import subprocess
import sys
from pathlib import Path

import pytest

import entrevue
from entrevue.errors import UnusableLedger

PAGE = "Le ministre malien de la Défense, Modibo Traoré, a reçu lundi à Bamako son homologue nigérien, Issa Garba."


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder."""
    command = [str(Path(sys.executable).parent / "entrevue"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=180)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("mysql://host/ledger", "is no address of a ledger"),
        ("postgresl://host/ledger", "is no address of a ledger"),
        ("sqlite:///ledger.db", "is no address of a ledger"),
        ("mysql://me:secret@host/ledger", "is no address of a ledger"),
        ("missing/ledger.db", "there is no folder missing"),
        (".", "is a folder, not a ledger"),
    ],
)
@pytest.mark.parametrize("command", [("add", "page.txt"), ("user", "add", "ada", "--password-stdin"), ("engagements",)])
def test_a_mistyped_place_is_refused_and_nothing_is_made(
    tmp_path: Path, place: str, words: str, command: tuple[str, ...]
) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    done = run(tmp_path, *command, "--ledger", place)
    assert done.returncode == 2
    assert words in done.stderr or "there is no ledger" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


@pytest.mark.parametrize(
    "command",
    [("user", "add", "ada", "--password-stdin"), ("engagements",), ("ledger", "status"), ("ledger", "verify"),
     ("ledger", "restore", "page.txt"), ("ledger", "reread"), ("serve", "--port", "1"), ("claims",)],
)  # fmt: skip
def test_only_adding_makes_a_ledger(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    done = run(tmp_path, *command, "--ledger", "ledger.db")
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_pages_that_cannot_be_read_leave_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(b"")
    done = run(tmp_path, "add", "--ledger", "ledger.db", "page.txt", "missing.txt")
    assert done.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_a_ledger_is_made_with_the_first_page_and_said_once(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    made = run(tmp_path, "add", "--ledger", "ledger.db", "missing.txt", "page.txt")
    assert made.stderr.splitlines()[1:] == ["entrevue: made a ledger: ledger.db"]
    assert run(tmp_path, "add", "--ledger", "ledger.db", "page.txt").stderr == ""
    assert "known already" in run(tmp_path, "add", "--ledger", "ledger.db", "page.txt").stdout


def test_the_library_makes_none_either(tmp_path: Path) -> None:
    for place in ("mysql://host/ledger", Path("mysql://host/ledger"), tmp_path / "missing" / "ledger.db"):
        with pytest.raises(UnusableLedger):
            entrevue.Ledger(place)
    assert list(tmp_path.iterdir()) == []
