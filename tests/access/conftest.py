"""Ledgers with users, and a clock that is set by hand."""

import datetime as dt
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

import entrevue
from entrevue.access.passwords import Passwords
from entrevue.access.users import Users

QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
WORDS = "three quiet words"


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def ledger(watch: Watch) -> Iterator[entrevue.Ledger]:
    with entrevue.Ledger(":memory:", clock=watch) as made:
        yield made


@pytest.fixture
def users(ledger: entrevue.Ledger, watch: Watch) -> Users:
    """Users whose passwords cost no time."""
    return Users(ledger._store, watch, Passwords(QUICK))
