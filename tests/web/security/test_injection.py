"""SQL and query syntax in every parameter of every route: no failure, nothing shown that was not asked for, nothing changed."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi import FastAPI, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from entrevue.web.room.filters import NAMES
from entrevue.wiring import Ledger
from tests.web.books import WORDS, meeting_of, token_of

INJECTIONS = (
    "' OR '1'='1",
    '" OR "1"="1',
    "') OR 1=1--",
    "MA'; DROP TABLE engagement;--",
    "0 UNION SELECT name, password FROM user",
    "1; ATTACH DATABASE 'x' AS x",
    "%",
    "_%_",
    "*",
    '" NEAR/2 "',
    "text:*",
    "\\",
    "$(sleep 5)",
    "{{7*7}}",
    "x' AND randomblob(100000000)--",
)
READ_FROM_ADDRESS = {"/engagements": NAMES, "/engagements.atom": NAMES, "/engagements.ics": NAMES}


def routes(app: FastAPI) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Method, path, names of query parameters and of form fields of every route."""
    for context in iter_route_contexts(app.routes):
        if context.path is None or context.path == "/static":
            continue
        fields = get_flat_params(context.dependant)
        query = [field.alias for field in fields if isinstance(field.field_info, params.Query)]
        query += READ_FROM_ADDRESS.get(context.path, ())
        body = [field.alias for field in context.dependant.body_params]
        for method in sorted(context.methods or ()):
            yield method, context.path, query, body


def filled(path: str, value: str) -> str:
    return re.sub(r"{\w+(?::path)?}", lambda _: quote(value, safe=""), path)


def test_no_parameter_is_syntax(app: FastAPI, client: TestClient, ledger: Ledger) -> None:
    before = (ledger.totals(), ledger.stamp())
    tried = 0
    for method, path, query, _ in routes(app):
        if method != "GET":
            continue
        for injection in INJECTIONS:
            for name in query:
                answer = client.get(filled(path, "MA"), params={name: injection})
                assert answer.status_code < 500, (path, name, injection)
                tried += 1
            if "{" in path:
                answer = client.get(filled(path, injection))
                assert answer.status_code in {200, 303, 400, 401, 404, 422, 429}, (path, injection)
                tried += 1
    assert tried > 1000
    assert (ledger.totals(), ledger.stamp()) == before
    assert ledger.verify() == ()


@pytest.mark.parametrize("injection", INJECTIONS)
def test_no_filter_finds_more_than_it_asks_for(client: TestClient, injection: str) -> None:
    for name in ("state", "visitor", "host", "person", "organisation", "topic", "place", "since", "text", "part_of"):
        answer = client.get("/api/v1/engagements", params={name: injection})
        if answer.status_code == 200 and not (name == "text" and not any(map(str.isalnum, injection))):
            assert answer.json()["items"] == [], (name, injection)
    assert client.get("/api/v1/persons", params={"name": injection}).json() == []
    assert client.get("/api/v1/search", params={"q": injection}).json()["persons"] == []
    assert client.get(f"/api/v1/organisations/{quote(injection, safe='')}").status_code == 404


def test_no_form_field_is_syntax(app: FastAPI, client: TestClient, ledger: Ledger) -> None:
    signed = ledger.users.sign_in("administrator", WORDS)
    assert signed
    headers = {"cookie": f"entrevue={signed.secret}", "origin": "http://testserver"}
    users = {user.name for user in ledger.users.all()}
    for method, path, _, body in routes(app):
        if method != "POST" or path.startswith("/api/") or path in {"/sign-out", "/desk/undo"}:
            continue
        for injection in INJECTIONS[:8]:
            answer = client.post(filled(path, injection), data=dict.fromkeys(body, injection), headers=headers)
            assert answer.status_code < 500, (path, injection)
    assert {user.name for user in ledger.users.all()} == users
    assert ledger.verify() == ()


def test_no_body_is_syntax(client: TestClient, ledger: Ledger) -> None:
    headers = {"authorization": f"Bearer {token_of(ledger, 'administrator')}"}
    meeting = meeting_of(ledger)
    for injection in INJECTIONS:
        bodies = (
            ("decisions", {"verb": "accept", "engagement": injection}),
            ("decisions", {"verb": "correct", "engagement": meeting, "field": injection, "value": injection}),
            ("decisions", {"verb": "split", "engagement": meeting, "accounts": [injection]}),
            ("decisions", {"verb": "same-person", "person": injection, "other": injection}),
            ("challenges", {"about": injection}),
            ("users", {"name": injection, "password": injection, "shown_as": injection}),
        )
        for path, body in bodies:
            answer = client.post(f"/api/v1/{path}", json=body, headers=headers)
            assert answer.status_code in {404, 409, 422}, (path, body, answer.text)
    assert ledger.verify() == ()
