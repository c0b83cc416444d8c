"""Ledgers on every database; readings made by hand."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import entrevue
from tests.ledger.servers import binaries, server

NOTE = "PostgreSQL is not installed: no ledger on it was tested (apt-get install postgresql)"
_counter = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server."""
    programs = binaries()
    if programs is None:
        pytest.fail(NOTE)
    with server(programs) as address:
        yield address


def database(address: str) -> str:
    """The address of a new, empty database on a server."""
    name = f"ledger_{next(_counter)}"
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.rpartition("/")[0] + f"/{name}"


@pytest.fixture(params=["sqlite", "memory", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger is kept, on each database."""
    if request.param == "postgres":
        return database(request.getfixturevalue("postgres"))
    return ":memory:" if request.param == "memory" else str(tmp_path / "ledger.db")


class Clock:
    """A clock that ticks a second whenever it is looked at."""

    def __init__(self) -> None:
        self.now = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


@pytest.fixture
def ledger(place: str) -> Iterator[entrevue.Ledger]:
    """A new ledger."""
    with entrevue.Ledger(place, clock=Clock()) as made:
        yield made


@pytest.fixture
def open_ledger(place: str) -> Callable[[], entrevue.Ledger]:
    """Opens the ledger once more."""
    return lambda: entrevue.Ledger(place, clock=Clock())
