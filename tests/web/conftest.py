"""A site over a small ledger, asked without a network."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from entrevue.web import create_app
from entrevue.wiring import Ledger


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Ledger(":memory:") as ledger:
        yield ledger


@pytest.fixture
def client(ledger: Ledger) -> Iterator[TestClient]:
    with TestClient(create_app(ledger), raise_server_exceptions=False) as client:
        yield client
