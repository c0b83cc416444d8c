"""Backups and what is restored from: whole ledgers, or nothing at all."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import entrevue
from entrevue.stores import backups, schema
from tests.ledger.readings import Told, reading
from tests.ledger.test_bad_input import a_damaged_ledger, a_ledger, a_newer_ledger, a_text, another_database, nothing
from tests.ledger.test_contract import snapshot, three_reports
from tests.test_cli import entrevue as run

Ledger = entrevue.Ledger
ROOT = Path(__file__).parents[2]
OLDEST = Path(__file__).parent / "fixtures" / "0001.db"
# As root, a right that is not there is a right all the same: these two are what makes it so.
_ABOVE = "-dac_override,-dac_read_search"
UNPRIVILEGED = ["setpriv", f"--inh-caps={_ABOVE}", f"--bounding-set={_ABOVE}"] if os.geteuid() == 0 else []


def an_empty_file(path: Path) -> None:
    path.touch()


def half_a_ledger(path: Path) -> None:
    a_ledger(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def changed(path: Path, *statements: str) -> None:
    a_ledger(path)
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def without_a_table(path: Path) -> None:
    changed(path, "DROP TABLE decision")


def without_full_text(path: Path) -> None:
    changed(path, "DROP TABLE engagement_text")


def without_a_version(path: Path) -> None:
    changed(path, "DELETE FROM version")


def with_a_cut_text(path: Path) -> None:
    changed(path, "UPDATE version SET text = 'short'")


def with_nothing_in_it(path: Path) -> None:
    Ledger(path).close()


NO_BACKUPS = [
    an_empty_file,
    a_text,
    another_database,
    a_newer_ledger,
    a_damaged_ledger,
    half_a_ledger,
    without_a_table,
    without_full_text,
    without_a_version,
    with_a_cut_text,
    with_nothing_in_it,
    nothing,
]


@pytest.mark.parametrize("make", NO_BACKUPS)
def test_what_is_no_whole_ledger_replaces_none(make: Callable[[Path], None], ledger: Ledger, tmp_path: Path) -> None:
    three_reports(ledger)
    before = snapshot(ledger)
    make(tmp_path / "backup.db")
    with pytest.raises(entrevue.UnusableLedger):
        ledger.restore(tmp_path / "backup.db", replace_all=True)
    assert snapshot(ledger) == before
    assert ledger.verify() == ()


@pytest.mark.parametrize("make", [an_empty_file, a_text, half_a_ledger, nothing])
def test_a_restore_that_fails_makes_no_ledger(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "backup.db")
    there = sorted(tmp_path.iterdir())
    done = run("ledger", "restore", str(tmp_path / "backup.db"), "--ledger", str(tmp_path / "ledger.db"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert sorted(tmp_path.iterdir()) == there


def test_a_ledger_is_made_by_restoring(tmp_path: Path) -> None:
    a_ledger(tmp_path / "ledger.db")
    for command, place in (("backup", "ledger.db"), ("restore", "new.db")):
        done = run("ledger", command, str(tmp_path / "copy.db"), "--ledger", str(tmp_path / place))
        assert (done.returncode, done.stderr) == (0, "")
    with Ledger(tmp_path / "ledger.db") as one, Ledger(tmp_path / "new.db") as other:
        assert snapshot(one) == snapshot(other)
        assert other.verify() == ()


def test_a_damaged_ledger_is_kept_beside_what_replaces_it(tmp_path: Path) -> None:
    path, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    a_ledger(path)
    run("ledger", "backup", str(copy), "--ledger", str(path))
    path.unlink()
    a_damaged_ledger(path)
    damaged = path.read_bytes()
    done = run("ledger", "restore", str(copy), "--ledger", str(path))
    assert done.returncode == 2
    assert "--replace" in done.stderr
    done = run("ledger", "restore", str(copy), "--ledger", str(path), "--replace")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "ledger.db.damaged-1").read_bytes() == damaged
    assert run("ledger", "verify", "--ledger", str(path)).stdout == "whole\n"


def test_a_backup_of_an_earlier_version_is_brought_up_to_date_in_a_copy(ledger: Ledger, tmp_path: Path) -> None:
    backup = tmp_path / "old.db"
    shutil.copy(OLDEST, backup)
    before = backup.read_bytes()
    ledger.restore(backup)
    assert ledger.find(entrevue.Query(text="libreville"))
    assert ledger.verify() == ()
    assert (backup.read_bytes(), [path.name for path in tmp_path.glob("old*")]) == (before, ["old.db"])


def test_a_restore_that_breaks_off_leaves_the_ledger_as_it_was(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_reports(ledger)
    ledger.backup(tmp_path / "copy.db")
    ledger.record(reading(Told(start="2023-08-01"), url="https://z.example/9"))
    before = snapshot(ledger)
    monkeypatch.setattr("entrevue.stores.copying.LIVE_GONE", ("NO SUCH STATEMENT",))
    with pytest.raises(Exception, match="syntax"):
        ledger.restore(tmp_path / "copy.db", replace_all=True)
    assert snapshot(ledger) == before
    assert ledger.verify() == ()


def test_a_backup_into_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    a_ledger(tmp_path / "ledger.db")
    done = run("ledger", "backup", str(tmp_path / "missing" / "copy.db"), "--ledger", str(tmp_path / "ledger.db"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "No such file or directory" in done.stderr


def child(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import entrevue
from entrevue.wiring import restore
verb, place, other = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    entrevue.Ledger(place, create=False).backup(other) if verb == "backup" else restore(other, place)
except entrevue.UnusableLedger as error:
    print(error)
"""


@pytest.mark.parametrize("verb", ["backup", "restore"])
def test_a_full_disk_leaves_nothing_that_looks_like_a_ledger(verb: str, tmp_path: Path) -> None:
    a_ledger(tmp_path / "ledger.db")
    done = child(FULL, verb, str(tmp_path / "ledger.db"), str(tmp_path / "copy.db"))
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("ledger.db")] == []


KILLED = """
import os, signal, sys
import entrevue
from entrevue.stores import backups
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(backups, sys.argv[3], kill)
entrevue.Ledger(sys.argv[1]).backup(sys.argv[2])
"""


@pytest.mark.parametrize("moment", ["copy", "finish", "faults_of", "_name", "_to_disk"])
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_killed_backup_leaves_nothing_under_its_name(
    moment: str, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "postgres" and moment == "copy":
        pytest.skip("rows are copied there, not pages")
    place = str(tmp_path / "ledger.db")
    if kind == "postgres":
        from tests.ledger.conftest import database

        place = database(request.getfixturevalue("postgres"))
    with Ledger(place) as ledger:
        three_reports(ledger)
    done = child(KILLED, place, str(tmp_path / "copy.db"), moment)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not (tmp_path / "copy.db").exists()
    (left,) = tmp_path.glob(".copy.db-*.unfinished")
    assert left.stat().st_mode & 0o77 == 0, "nobody else looks into it"
    with Ledger(place) as ledger:
        ledger.backup(tmp_path / "copy.db")


def test_a_backup_is_one_file_that_needs_nothing_beside_it(ledger: Ledger, tmp_path: Path) -> None:
    three_reports(ledger)
    ledger.backup(tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "copy"))] == ["copy.db"]
    assert backups.version_in(tmp_path / "copy.db") == schema.NEWEST


def test_a_damaged_ledger_makes_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    a_ledger(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("DELETE FROM report")
    connection.commit()
    connection.close()
    done = run("ledger", "backup", str(tmp_path / "copy.db"), "--ledger", str(path))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert not (tmp_path / "copy.db").exists()


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder whose rights are given back at the end."""
    folder = Path(tempfile.mkdtemp(prefix="entrevue-shelf-"))
    yield folder
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)
    shutil.rmtree(folder)


def a_log_beside(path: Path) -> None:
    """A ledger whose last report is in its log alone, as after a power cut."""
    other = path.with_name("open.db")
    with Ledger(other) as ledger:
        ledger.record(reading(Told(), extra="word " * 500))
        shutil.copy(other, path)
        shutil.copy(other.with_name("open.db-wal"), path.with_name(path.name + "-wal"))
    for left in path.parent.glob("open.db*"):
        left.unlink()


@pytest.mark.parametrize("rights", [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)], ids=["file", "folder", "both"])
@pytest.mark.parametrize("make", [a_ledger, a_log_beside])
def test_a_ledger_that_can_only_be_read_is_read_verified_and_restored_from(
    make: Callable[[Path], None], rights: tuple[int, int], shelf: Path, tmp_path: Path
) -> None:
    path = shelf / "ledger.db"
    make(path)
    for one in shelf.iterdir():
        one.chmod(rights[0])
    shelf.chmod(rights[1])
    before = path.read_bytes()

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = "import sys; from entrevue.cli import main; sys.argv[0] = 'entrevue'; main()"
        words = [*UNPRIVILEGED, sys.executable, "-c", code, *arguments]
        return subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)

    found = command("engagements", "--ledger", str(path), "--jsonl")
    assert (found.returncode, found.stderr, len(found.stdout.splitlines())) == (0, "", 1)
    done = command("ledger", "verify", "--ledger", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "whole\n", "")
    for verb in ("backup", "restore"):
        place = path if verb == "backup" else tmp_path / "other.db"
        file = tmp_path / "copy.db" if verb == "backup" else path
        done = command("ledger", verb, str(file), "--ledger", str(place))
        assert (done.returncode, done.stderr) == (0, ""), verb
    for copy in ("copy.db", "other.db"):
        assert command("engagements", "--ledger", str(tmp_path / copy), "--jsonl").stdout == found.stdout
    done = command("accept", "nothing", "--ledger", str(path))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "can only be read" in done.stderr
    assert path.read_bytes() == before
