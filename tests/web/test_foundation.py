"""What every answer of the site has: language, protection, and an answer to what goes wrong."""

import pytest
from fastapi.testclient import TestClient

from entrevue.web.locale import Catalogues


@pytest.mark.parametrize(
    ("path", "headers", "language"),
    [
        ("/", {}, "en"),
        ("/fr/", {"accept-language": "en"}, "fr"),
        ("/", {"accept-language": "de, fr-CA;q=0.8, en;q=0.5"}, "fr"),
        ("/", {"accept-language": "fr", "cookie": "language=rw"}, "rw"),
        ("/", {"accept-language": ";;q=x,,", "cookie": "language=../../etc"}, "en"),
    ],
)
def test_the_language_is_chosen_by_address_then_cookie_then_browser(
    client: TestClient, path: str, headers: dict[str, str], language: str
) -> None:
    assert client.get(path, headers=headers).headers["content-language"] == language


def test_every_answer_is_protected(client: TestClient) -> None:
    for path in ("/", "/nothing/here", "/static/entrevue.css", "/api/v1/nothing"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path


def test_an_unknown_page_has_a_search_box(client: TestClient) -> None:
    answer = client.get("/nothing/here")
    assert answer.status_code == 404
    assert 'type="search"' in answer.text


def test_programs_get_problems(client: TestClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_forged_and_oversized_requests_are_refused(client: TestClient) -> None:
    assert client.post("/", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/", headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert client.post("/", headers={"origin": "http://testserver"}).status_code == 405
    assert client.post("/", content=b"x" * 1_000_001).status_code == 413
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_catalogues_hold_english_french_and_kinyarwanda() -> None:
    assert Catalogues.shipped().languages == ("en", "fr", "rw")


def test_head_answers_as_get_without_a_body(client: TestClient) -> None:
    answer = client.head("/")
    assert answer.status_code == 200
    assert answer.content == b""
