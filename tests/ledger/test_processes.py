"""Several processes at once, and processes killed at any moment."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import entrevue
from tests.ledger.conftest import database

ROOT = Path(__file__).parents[2]
KILLS = 12  # bench/kills.py does it 500 times

WRITER = """
import sys
import entrevue
from tests.ledger.readings import Told, reading
place, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with entrevue.Ledger(place) as book:
    for n in range(first, last):
        day = f"2023-0{1 + n % 9}-1{n % 7}"
        book.record(reading(Told(start=day), url=f"https://{n}.example/", publisher=f"P{n}", title=f"T{n}"))
"""


def writer(place: str, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, place, str(first), str(last)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stderr=subprocess.PIPE)


def finish(one: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a process; its exit code and what it said."""
    _, said = one.communicate(timeout=120)
    return one.returncode, said


def content(place: str) -> list[tuple[str, ...]]:
    with entrevue.Ledger(place) as book:
        assert book.verify() == ()
        return sorted(tuple(sorted(one.stems)) for one in book.find(limit=None))


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_four_processes_add_at_once(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    address = request.getfixturevalue("postgres") if kind == "postgres" else ""
    place = database(address) if address else str(tmp_path / "together.db")
    alone = str(tmp_path / "alone.db")
    writers = [writer(place, first, first + 30) for first in (0, 20, 40, 60)]
    for one in writers:
        assert finish(one) == (0, "")
    assert finish(writer(alone, 0, 90)) == (0, "")
    assert content(place) == content(alone)


def test_a_process_killed_at_any_moment_leaves_the_ledger_whole(tmp_path: Path) -> None:
    place, alone = str(tmp_path / "killed.db"), str(tmp_path / "alone.db")
    assert finish(writer(alone, 0, 60)) == (0, "")
    chance = random.Random(7)
    for _ in range(KILLS):
        one = writer(place, 0, 60)
        time.sleep(chance.uniform(0.25, 0.9))
        one.send_signal(signal.SIGKILL)
        finish(one)
        if Path(place).exists():
            content(place)
    assert finish(writer(place, 0, 60)) == (0, "")
    assert content(place) == content(alone)


def test_a_backup_while_others_write_is_one_moment_of_the_ledger(tmp_path: Path) -> None:
    place, copy = str(tmp_path / "ledger.db"), str(tmp_path / "copy.db")
    assert finish(writer(place, 0, 10)) == (0, "")
    one = writer(place, 10, 80)
    time.sleep(0.6)
    with entrevue.Ledger(place) as book:
        book.backup(copy)
    assert finish(one) == (0, "")
    assert content(copy)
