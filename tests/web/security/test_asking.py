"""What no page and no database can take is refused at the door: long addresses, NUL, other encodings."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from entrevue.settings import WEB
from tests.web.security.test_injection import filled, routes


def test_an_address_of_many_words_is_refused(client: TestClient) -> None:
    for path in ("/organisations/" + "a " * 12_000, "/" + "a/" * 12_000, "/api/v1/organisations/" + "a " * 12_000):
        assert client.get(path).status_code == 414
    answer = client.get("/fr/search", params={"q": "a " * 12_000})
    assert answer.status_code == 414
    assert "octets" in answer.text
    assert client.get("/api/v1/engagements", params={"text": "a" * 20_000}).json()["status"] == 414


def test_names_as_long_as_an_address_may_be_are_looked_for(client: TestClient) -> None:
    words = ("zq " * ((WEB.path_characters - 30) // 3)).strip()
    for path in ("/organisations/", "/persons/", "/states/", "/api/v1/organisations/"):
        assert client.get(path + words).status_code in {404, 422}, path


def test_a_nul_is_refused_in_every_place(app: FastAPI, client: TestClient) -> None:
    """It gave 500 on PostgreSQL."""
    tried = 0
    for method, path, query, body in routes(app):
        if method == "GET":
            for name in (*query, "other"):
                assert client.get(filled(path, "MA"), params={name: "a\0b"}).status_code == 400, (path, name)
                tried += 1
            if "{" in path:
                assert client.get(filled(path, "a\0b")).status_code == 400, path
        for name in body if method == "POST" and not path.startswith("/api/") else ():
            assert client.post(filled(path, "x"), data={name: "a\0b"}).status_code == 400, (path, name)
            tried += 1
    assert tried > 100


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (rb'{"about": "a\u0000b"}', 400),
        (rb'{"about": "\\\u0000b"}', 400),
        (rb'{"about": "a\\u0000b"}', 404),
        (b'{"about": "a\0b"}', 400),
        ('{"about": "ab"}'.encode("utf-16"), 400),
        (rb'{"about": "\ud800"}', 422),
    ],
)
def test_a_nul_in_json_is_one_however_it_is_written(client: TestClient, body: bytes, status: int) -> None:
    answer = client.post("/api/v1/challenges", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["status"]) == (status, status)


@pytest.mark.parametrize("charset", ["punycode", "utf-7", "idna", "utf-16", "zlib_codec", "none such"])
def test_forms_are_in_utf_8_alone(client: TestClient, charset: str) -> None:
    """Python decodes some encodings in quadratic time: a megabyte would hold the interpreter for hours."""
    body = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n+AAA-\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert client.post("/sign-in", content=body, headers={"content-type": kind}).status_code == 415
    assert (
        client.post("/sign-in", content=body, headers={"content-type": kind.replace("=", '="', 2) + '"'}).status_code
        == 415
    )


def test_forms_that_say_utf_8_are_taken(client: TestClient) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
    assert client.post("/sign-in", content=b"name=a&password=b", headers=kind).status_code == 401
