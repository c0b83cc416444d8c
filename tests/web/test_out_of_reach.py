"""A ledger that is locked, gone, damaged or replaced while it is served: asked to come back, and nothing lost unsaid."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from entrevue.web import create_app
from entrevue.wiring import Ledger
from tests.web.books import Watch, furnish, meeting_of, quick_users

PATIENCE = 0.4
PAGES = ("/", "/engagements", "/api/v1/engagements", "/api/v1/topics", "/search?q=x")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "ledger.db"
    with Ledger(place) as ledger:
        quick_users(ledger, Watch())
        furnish(ledger)
    return place


@pytest.fixture
def client(place: Path) -> Iterator[TestClient]:
    with (
        Ledger(place, create=False, patience=PATIENCE) as ledger,
        TestClient(create_app(ledger), raise_server_exceptions=False) as client,
    ):
        yield client


def reply(client: TestClient, about: str) -> dict[str, str]:
    asked = client.post("/api/v1/challenges", json={"about": about}).json()
    left, right = asked["question"].removesuffix(" =").split(" × ")
    return {
        "about": about,
        "name": "Bea",
        "email": "bea@example.org",
        "text": "So it was.",
        "challenge": asked["challenge"],
        "answer": str(int(left) * int(right)),
    }


def unreachable(answer: object) -> bool:
    headers, text = answer.headers, answer.text  # type: ignore[attr-defined]
    assert "Traceback" not in text
    assert "sqlite" not in text.lower()
    assert ".db" not in text  # nor where it lies
    return answer.status_code == 503 and int(headers["retry-after"]) > 0  # type: ignore[attr-defined]


def test_a_locked_ledger_is_read_and_asks_writers_to_come_back(client: TestClient, place: Path) -> None:
    with Ledger(place, create=False) as ledger:
        about = meeting_of(ledger)
    written = reply(client, about)
    holder = sqlite3.connect(place, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert all(client.get(path).status_code == 200 for path in PAGES)
    began = time.monotonic()
    answer = client.post("/api/v1/replies", json=written)
    assert unreachable(answer)
    assert answer.headers["content-type"] == "application/problem+json"
    assert time.monotonic() - began < PATIENCE + 3
    form = {"about": about, "name": "x", "email": "x@example.org", "text": "x", "challenge": "x", "answer": "1"}
    assert unreachable(client.post("/replies", data=form))
    assert unreachable(client.post("/sign-in", data={"name": "editor", "password": "three quiet words"}))
    holder.execute("ROLLBACK")
    holder.close()
    assert client.post("/api/v1/replies", json=written).status_code == 202  # the challenge was not used up


def test_a_ledger_that_is_gone_is_missed(client: TestClient, place: Path) -> None:
    assert client.get("/").status_code == 200
    away = place.with_name("away.db")
    place.rename(away)
    for path in PAGES:
        assert unreachable(client.get(path)) or path.endswith("topics"), path
    assert unreachable(client.post("/api/v1/challenges", json={"about": "x"}))
    assert not place.exists()  # and none is made in its place
    away.rename(place)
    assert client.get("/engagements").status_code == 200


def test_a_replaced_ledger_is_read_anew(client: TestClient, place: Path) -> None:
    assert client.get("/api/v1/status").json()["totals"]["reports"] == 3
    other = place.with_name("other.db")
    Ledger(other).close()
    for suffix in ("-wal", "-shm"):
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    other.replace(place)
    assert client.get("/api/v1/status").json()["totals"]["reports"] == 0


def test_a_damaged_ledger_is_no_trace(client: TestClient, place: Path) -> None:
    with sqlite3.connect(place) as direct:
        direct.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    direct.close()
    size = place.stat().st_size
    with place.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    answers = [client.get(path) for path in ("/engagements", "/search?q=Burns", "/api/v1/engagements")]
    assert {answer.status_code for answer in answers} <= {200, 503}  # what was kept in memory may still be right
    assert all(unreachable(answer) for answer in answers if answer.status_code != 200)
