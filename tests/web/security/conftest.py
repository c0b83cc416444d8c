"""A furnished site, asked without a network by somebody who means harm."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from entrevue.web import create_app
from entrevue.web.site import SiteSettings
from entrevue.wiring import Ledger
from tests.ledger.conftest import database, postgres
from tests.web.books import Watch, furnish, quick_users


@pytest.fixture(scope="module", params=[":memory:", "postgres"])
def ledger(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """On both databases: what one lets through may be a failure of the other."""
    place = database(request.getfixturevalue("postgres")) if request.param == "postgres" else request.param
    with Ledger(place) as made:
        quick_users(made, Watch())
        furnish(made)
        yield made


@pytest.fixture(scope="module")
def app(ledger: Ledger) -> FastAPI:
    return create_app(ledger, SiteSettings(api_rates=("", "")))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


__all__ = ["app", "client", "ledger", "postgres"]
