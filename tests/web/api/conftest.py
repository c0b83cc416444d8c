"""The API over a furnished ledger, with a token of every role."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from entrevue.web import create_app
from entrevue.wiring import Ledger
from tests.web.books import Watch, furnish, meeting_of, quick_users, token_of


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def ledger(watch: Watch) -> Iterator[Ledger]:
    with Ledger(":memory:", clock=watch) as made:
        quick_users(made, watch)
        furnish(made)
        yield made


@pytest.fixture
def meeting(ledger: Ledger) -> str:
    return meeting_of(ledger)


@pytest.fixture
def client(ledger: Ledger) -> Iterator[TestClient]:
    with TestClient(create_app(ledger), base_url="http://testserver/api/v1", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def as_role(ledger: Ledger) -> Callable[[str], dict[str, str]]:
    """Headers by which a program acts for the user of a role."""
    return lambda role: {"authorization": f"Bearer {token_of(ledger, role)}"}
