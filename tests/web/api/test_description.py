"""The description fits the API: valid OpenAPI, examples that hold, a page for people, reads shared where told."""

import jsonschema_rs
import pytest
from fastapi.testclient import TestClient

from entrevue.web import create_app
from entrevue.web.site import SiteSettings
from entrevue.wiring import Ledger

ORIGIN = "https://maps.example.org"


def test_openapi_tells_every_operation(client: TestClient) -> None:
    document = client.get("openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            assert told["description"], (method, path)
            assert "default" in told["responses"]
            assert method == "get" or "security" in told or path.rpartition("/")[2] in {"challenges", "check", "replies"}


def test_examples_hold(client: TestClient) -> None:
    document = client.get("openapi.json").json()
    tried = 0
    for name, schema in document["components"]["schemas"].items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        for example in schema.get("examples", ()):
            jsonschema_rs.validate(whole, example)
            tried += 1
    assert tried >= 8


def test_the_page_for_people_tells_every_operation_and_value(client: TestClient) -> None:
    document = client.get("openapi.json").json()
    page = client.get("http://testserver/api").text
    for path in document["paths"]:
        assert path in page
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in page
    assert "<script" not in page.replace('<script src="/static/', "")


@pytest.fixture
def shared(ledger: Ledger) -> TestClient:
    app = create_app(ledger, SiteSettings(readers_from=(ORIGIN,)))
    return TestClient(app, base_url="http://testserver/api/v1")


def test_other_sites_read_only_where_they_are_named(client: TestClient, shared: TestClient) -> None:
    allowed = "access-control-allow-origin"
    assert allowed not in client.get("topics", headers={"origin": ORIGIN}).headers
    assert shared.get("topics", headers={"origin": ORIGIN}).headers[allowed] == ORIGIN
    assert allowed not in shared.get("topics", headers={"origin": "https://evil.example"}).headers
    assert allowed not in shared.get("http://testserver/", headers={"origin": ORIGIN}).headers
    assert "access-control-allow-credentials" not in shared.get("topics", headers={"origin": ORIGIN}).headers


def test_other_sites_change_nothing(shared: TestClient, meeting: str) -> None:
    wanted = {"verb": "accept", "engagement": meeting}
    answer = shared.post("decisions", json=wanted, headers={"origin": ORIGIN})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers
    asked = {"origin": ORIGIN, "access-control-request-method": "POST"}
    assert "access-control-allow-origin" not in shared.options("decisions", headers=asked).headers
    asked = {"origin": ORIGIN, "access-control-request-method": "GET"}
    assert shared.options("topics", headers=asked).headers["access-control-allow-methods"] == "GET, HEAD"
