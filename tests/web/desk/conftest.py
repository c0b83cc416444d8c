"""A site over a ledger with engagements, users of every role, and a clock that is set by hand."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from entrevue.access.passwords import Passwords
from entrevue.access.users import Users
from entrevue.domain.users import Role
from entrevue.web import create_app
from entrevue.wiring import Ledger
from tests.access.conftest import QUICK, WORDS, Watch
from tests.ledger.readings import WRAY, Told, reading

SITE = "http://testserver"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def ledger(watch: Watch) -> Iterator[Ledger]:
    with Ledger(":memory:", clock=watch) as made:
        made.__dict__["users"] = Users(made._store, watch, Passwords(QUICK))  # passwords that cost no time
        for role in Role:
            made.users.add(role.value, WORDS, role=role, shown_as=f"The {role.value}")
        made.record(reading(Told(), url="https://a.example/1", publisher="A", title="Visite à Rabat"))
        other = reading(Told(city="Témara"), url="https://c.example/3", publisher="C", title="In Morocco")
        made.record(other)
        made.record(reading(Told(kind="visit", start="2023-02-21", actors=(WRAY,)), url="https://w.example/1"))
        yield made


@pytest.fixture
def client(ledger: Ledger) -> Iterator[TestClient]:
    with TestClient(create_app(ledger), raise_server_exceptions=False, follow_redirects=False) as client:
        client.headers["origin"] = SITE
        yield client


@pytest.fixture
def browser_of(ledger: Ledger) -> Callable[[str], TestClient]:
    """A browser of its own, signed in as a role; all over one application."""
    app = create_app(ledger)

    def sign_in(role: str) -> TestClient:
        client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        client.headers["origin"] = SITE
        if role != "nobody":
            done = client.post("/sign-in", data={"name": role, "password": WORDS})
            assert done.status_code == 303, done.text
        return client

    return sign_in


@pytest.fixture
def editor(browser_of: Callable[[str], TestClient]) -> TestClient:
    return browser_of("editor")


@pytest.fixture
def meeting(ledger: Ledger) -> str:
    """The meeting of which two reports tell, with a conflict about its city."""
    return next(one.id for one in ledger.find() if one.kind.value == "meeting")
