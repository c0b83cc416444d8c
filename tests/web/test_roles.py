"""Every route with every role: who may not, gets nothing; a route without an expectation here fails the test."""

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from entrevue.domain.users import Role, Scope
from entrevue.web import create_app
from entrevue.web.site import SiteSettings
from entrevue.wiring import Ledger
from tests.web.books import WORDS, Watch, furnish, quick_users, token_of

READ, DECIDE, MODERATE, ADMINISTER = Scope

PUBLIC = """
GET /
GET /search
GET /suggest
GET /search.json
GET /browse
GET /browse/{name}
GET /browse/{name}.json
GET /engagements
GET /engagements.csv
GET /engagements.json
GET /engagements.jsonl
GET /engagements/{id}
GET /engagements/{id}.json
GET /reports/{id}.json
GET /persons/{id}.json
GET /organisations/{name}.json
GET /states/{code}.json
GET /pairs/{one}/{other}.json
GET /engagements.atom
GET /alerts/{id}.atom
GET /engagements.ics
GET /download
GET /reports/{id}
GET /persons/{id}
GET /organisations/{name:path}
GET /states/{code}
GET /pairs/{one}/{other}
GET /about
GET /engagements/{id}.atom
GET /engagements/{id}.ics
GET /collections/{key}
GET /collections/{key}.json
GET /check
POST /check
GET /pictures/{name}.js
GET /pictures/card.png
GET /pictures/card/{id}.png
GET /pictures/{name}.{form}
GET /sign-in
POST /sign-in
POST /sign-out
POST /replies
GET /api
GET /api/v1/openapi.json
GET /api/v1/engagements
GET /api/v1/engagements/{id}
GET /api/v1/engagements/{id}/accounts
GET /api/v1/engagements/{id}/claims
GET /api/v1/engagements/{id}/replies
GET /api/v1/engagements/{id}/history
GET /api/v1/accounts/{id}
GET /api/v1/claims
GET /api/v1/reports
GET /api/v1/reports/{id}
GET /api/v1/persons
GET /api/v1/persons/{id}
GET /api/v1/persons/{id}/history
GET /api/v1/persons/{id}/dossier
GET /api/v1/organisations/{name:path}
GET /api/v1/states/{code}
GET /api/v1/pairs/{one}/{other}
GET /api/v1/dossiers
GET /api/v1/status
GET /api/v1/network
GET /api/v1/timeline
GET /api/v1/topics
GET /api/v1/search
GET /api/v1/exports
GET /api/v1/exports/{name}
GET /api/v1/exports/{name}/losses
POST /api/v1/check
GET /api/v1/replies
POST /api/v1/challenges
POST /api/v1/replies
GET /api/v1/decisions
"""
NEEDED: dict[str, Scope | None] = {line: None for line in PUBLIC.split("\n") if line} | {
    "GET /account": READ,
    "POST /account/password": READ,
    "POST /account/searches": READ,
    "POST /account/searches/{number}/remove": READ,
    "POST /account/tokens": READ,
    "POST /account/tokens/{id}/revoke": READ,
    "GET /desk": DECIDE,
    "GET /desk/decisions": DECIDE,
    "GET /desk/watches": DECIDE,
    "GET /desk/add": DECIDE,
    "POST /desk/add": DECIDE,
    "POST /desk/add/record": DECIDE,
    "GET /desk/engagement/{id}": DECIDE,
    "POST /desk/engagement/{id}/accept": DECIDE,
    "POST /desk/engagement/{id}/reject": DECIDE,
    "POST /desk/engagement/{id}/correct": DECIDE,
    "POST /desk/engagement/{id}/merge": DECIDE,
    "POST /desk/engagement/{id}/split": DECIDE,
    "POST /desk/undo": DECIDE,
    "POST /desk/accept": DECIDE,
    "POST /desk/engagement/{id}/add": DECIDE,
    "GET /desk/notes": DECIDE,
    "GET /desk/notes.json": DECIDE,
    "POST /desk/notes": DECIDE,
    "POST /desk/notes/{id}": DECIDE,
    "POST /desk/notes/{id}/remove": DECIDE,
    "POST /desk/tags": DECIDE,
    "POST /desk/tags/remove": DECIDE,
    "GET /desk/collections": DECIDE,
    "POST /desk/collections": DECIDE,
    "POST /desk/collections/put": DECIDE,
    "GET /desk/collections/{id}": DECIDE,
    "GET /desk/collections/{id}.json": DECIDE,
    "POST /desk/collections/{id}": DECIDE,
    "POST /desk/collections/{id}/take-out": DECIDE,
    "POST /desk/collections/{id}/share": DECIDE,
    "POST /desk/collections/{id}/unshare": DECIDE,
    "POST /desk/collections/{id}/remove": DECIDE,
    "GET /desk/replies": MODERATE,
    "POST /desk/replies/{id}/publish": MODERATE,
    "POST /desk/replies/{id}/refuse": MODERATE,
    "POST /desk/replies/{id}/accept": DECIDE,
    "GET /desk/users": ADMINISTER,
    "POST /desk/users": ADMINISTER,
    "POST /desk/users/{name}": ADMINISTER,
    "GET /api/v1/me": READ,
    "POST /api/v1/decisions": DECIDE,
    "POST /api/v1/decisions/{number}/undo": DECIDE,
    "GET /api/v1/queue": DECIDE,
    "GET /api/v1/engagements/{id}/candidates": DECIDE,
    "GET /api/v1/moderation": MODERATE,
    "POST /api/v1/moderation/{id}": MODERATE,
    "GET /api/v1/users": ADMINISTER,
    "POST /api/v1/users": ADMINISTER,
    "PATCH /api/v1/users/{name}": ADMINISTER,
    "GET /api/v1/tokens": ADMINISTER,
    "POST /api/v1/tokens": ADMINISTER,
    "DELETE /api/v1/tokens/{id}": ADMINISTER,
}
APART = {"POST /sign-in", "POST /sign-out"}  # answer 401 to a wrong password, and end the sign-in
HAS: dict[str, set[Scope]] = {
    "nobody": set(),
    "reader": {READ},
    "editor": {READ, DECIDE, MODERATE},
    "administrator": {READ, DECIDE, MODERATE, ADMINISTER},
}


def routes(app: FastAPI) -> list[str]:
    """Every route as "GET /path"; the static files are no route of ours."""
    found = [(context.methods or set(), context.path or "") for context in iter_route_contexts(app.routes)]
    return [f"{method} {path}" for methods, path in found for method in sorted(methods) if path != "/static"]


@pytest.fixture(scope="module")
def app() -> Iterator[FastAPI]:
    with Ledger(":memory:") as ledger:
        quick_users(ledger, Watch())
        furnish(ledger)
        yield create_app(ledger, SiteSettings(api_rates=("", "")))


@pytest.fixture(scope="module")
def browsers(app: FastAPI) -> Callable[[str], TestClient]:
    made: dict[str, TestClient] = {}

    def of(role: str) -> TestClient:
        if role not in made:
            client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
            client.headers["origin"] = "http://testserver"
            if role != "nobody":
                signed = app.state.site.ledger.users.sign_in(role, WORDS)
                client.headers["cookie"] = f"entrevue={signed.secret}"
            made[role] = client
        return made[role]

    return of


def asked(client: TestClient, route: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and Location of a route asked for things that are not there: nothing is changed by whoever may."""
    method, path = route.split()
    filled = re.sub(r"{number}", "999", re.sub(r"{(?:id|name|form|key)(?::path)?}", "none", path))
    filled = re.sub(r"{(?:code|one|other)}", "ZZ", filled)
    answer = client.request(method, filled, headers=headers)
    return answer.status_code, answer.headers.get("location", "")


def refused(status: int, location: str) -> bool:
    return status in {401, 403} or "/sign-in?next=" in location


def test_every_route_has_an_expectation(app: FastAPI) -> None:
    unknown = set(routes(app)) - set(NEEDED)
    assert not unknown, f"say here who may: {sorted(unknown)}"
    assert set(HAS) == {"nobody", *(role.value for role in Role)}


@pytest.mark.parametrize("role", HAS)
def test_pages_and_api_are_open_to_whom_they_should_be(
    app: FastAPI, browsers: Callable[[str], TestClient], role: str
) -> None:
    for route in routes(app):
        if route in APART:
            continue
        may = NEEDED[route] is None or NEEDED[route] in HAS[role]
        status, location = asked(browsers(role), route)
        assert status != 500, route
        assert refused(status, location) is not may, (role, route, status, location)


@pytest.mark.parametrize("scope", Scope)
def test_a_token_is_good_for_its_scopes_alone(app: FastAPI, scope: Scope) -> None:
    headers = {"authorization": f"Bearer {token_of(app.state.site.ledger, 'administrator', scope)}"}
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    for route in (route for route in routes(app) if " /api/" in route):
        status, location = asked(client, route, headers)
        assert refused(status, location) is (NEEDED[route] not in {None, scope}), (scope, route, status)


def test_a_token_opens_no_page(app: FastAPI) -> None:
    headers = {"authorization": f"Bearer {token_of(app.state.site.ledger, 'administrator')}"}
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    for route in (route for route in routes(app) if " /api" not in route and NEEDED[route]):
        assert refused(*asked(client, route, headers)), route
