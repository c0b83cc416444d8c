"""`entrevue explain`: what was marked, every choice with its candidates, what each confidence rests on; twice the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from entrevue.encoder import load_encoder
from entrevue.pipeline import Reader, as_date, as_page, version

REPORT = """Le ministre togolais de la Défense, Kossi Agbeko, est arrivé lundi à Cotonou pour une visite de trois jours.

Il a été reçu mardi par le président béninois, Rachid Zinsou, indique un communiqué de la présidence.
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "report.txt"
    path.write_text(REPORT, "utf-8")
    return path


def explained(*options: str) -> str:
    command = [sys.executable, "-m", "entrevue", "explain", "--published", "2025-05-14", "--lang", "fr", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_shows_people_triggers_and_accounts(page: Path) -> None:
    told = explained(str(page))
    for what in ("Kossi Agbeko", "Rachid Zinsou", "reçu", "kind", "status", "confidence"):
        assert what in told


def test_the_same_bytes_every_time(page: Path) -> None:
    assert explained(str(page)) == explained(str(page))


def test_it_writes_a_page_that_shows_text_as_text(tmp_path: Path) -> None:
    page = tmp_path / "report.txt"
    page.write_text(f"<script>alert(1)</script> dit-on à Cotonou.\n\n{REPORT}", "utf-8")
    told = explained("--html", "-", str(page))
    assert "<script>" not in told
    assert "<table>" in told


def test_a_page_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "entrevue", "explain", str(tmp_path / "absent.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_a_reading_names_the_program_and_its_model() -> None:
    reading = Reader().attempt(as_page(REPORT), published=as_date("2025-05-14"), language="fr")
    assert getattr(reading, "reader_version", None) == f"{version()}-{load_encoder().hash}"
