"""Ledgers that cannot be used, and commands that are used wrongly: one line, an exit code, nothing written."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from entrevue import Ledger
from tests.ledger.readings import Told, reading
from tests.test_cli import entrevue


def a_ledger(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(reading(Told(), extra="word " * 500))


def a_text(path: Path) -> None:
    path.write_text("not a ledger, but long enough to be read as one might be\n" * 40)


def another_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def a_newer_ledger(path: Path) -> None:
    a_ledger(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


def a_damaged_ledger(path: Path) -> None:
    a_ledger(path)
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)


def a_folder(path: Path) -> None:
    path.mkdir()


def nothing(path: Path) -> None:
    """Leave no ledger."""


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_text, "is not a ledger"),
        (another_database, "is not a ledger"),
        (a_newer_ledger, "newer Entrevue"),
        (a_damaged_ledger, "damaged"),
        (a_folder, "is a folder"),
        (nothing, "there is no ledger"),
    ],
)
def test_a_ledger_that_cannot_be_used(make: Callable[[Path], None], said: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    done = entrevue("engagements", "--ledger", str(path))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert said in done.stderr
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_server_that_does_not_answer() -> None:
    done = entrevue("engagements", "--ledger", "postgresql://entrevue:secret@127.0.0.1:1/ledger")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "secret" not in done.stderr


def test_a_ledger_that_can_only_be_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    a_ledger(path)
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    code = "import sys; from entrevue.cli import main; sys.argv[0] = 'entrevue'; main()"
    command = [sys.executable, "-c", code, "accept", "nothing", "--ledger", str(path)]
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "can only be read" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "nothing"),
        ("dossier", "Nobody At All"),
        ("merge", "nothing", "nowhere"),
        ("engagements", "--state", "Atlantis"),
        ("engagements", "--since", "soon"),
        ("engagements", "--kind", "party"),
        ("engagements", "--json", "--csv"),
        ("correct", "nothing", "city"),
        ("undo",),
        ("ledger", "restore", "missing.db"),
        ("ledger", "forget", "r-nothing", "--yes"),
    ],
)
def test_wrong_use_is_one_clear_line(arguments: tuple[str, ...], tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.db")
    a_ledger(Path(path))
    done = entrevue(*arguments, "--ledger", path)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    with Ledger(path) as ledger:
        assert ledger.history() == ()


def test_a_full_disk_leaves_the_ledger_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    a_ledger(path)
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "import entrevue; from tests.ledger.readings import Told, reading;"
        "book = entrevue.Ledger(sys.argv[1]);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000));"
        "[book.record(reading(Told(), url=f'https://{n}.example/', extra='word ' * 2000)) for n in range(200)]"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert "UnusableLedger" in done.stderr
    assert "as it was before" in done.stderr
    assert entrevue("ledger", "verify", "--ledger", str(path)).stdout == "whole\n"
