"""A reading room over engagements with conflicts, parts, claims, decisions, imprecise dates and a state without a city."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from entrevue.web import create_app
from entrevue.wiring import Ledger
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

CLAIM = "la deuxième visite en moins de deux mois"


def fill(ledger: Ledger) -> None:
    """Four reports: one meeting told thrice, in conflict, within a visit; an earlier visit; one of a month alone."""
    visit = Told(kind="visit", actors=(BURNS,), city="Rabat", end="2023-04-09")
    meeting = Told(topics=("la cybersécurité",), source="un communiqué", part_of="e1")
    ledger.record(reading(visit, meeting, url="https://a.example/1", publisher="A", title="Visite", claim=CLAIM))
    ledger.record(reading(Told(), url="https://b.example/2", publisher="B", title="Burns in Rabat", language="en"))
    ledger.record(reading(Told(city="Témara"), url="https://c.example/3", publisher="C", title="In Témara"))
    early = Told(kind="visit", start="2023-02", country="MA", city=None, actors=(WRAY, HAMMOUCHI))
    ledger.record(
        reading(early, url="javascript:alert(1)", publisher="W", title="Le directeur du FBI", extra="€ 🙂 עברית")
    )
    ledger.accept(meeting_of(ledger), who="An editor", why="communiqué")


def meeting_of(ledger: Ledger) -> str:
    """The engagement of which three reports tell."""
    return next(one.id for one in ledger.find() if one.kind.value == "meeting")


@pytest.fixture
def room() -> Iterator[Ledger]:
    with Ledger(":memory:") as ledger:
        fill(ledger)
        yield ledger


@pytest.fixture
def reader(room: Ledger) -> Iterator[TestClient]:
    """Somebody who reads, and follows where a page leads."""
    with TestClient(create_app(room), raise_server_exceptions=False) as client:
        yield client
