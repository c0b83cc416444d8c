"""Requests that mean harm: other people's files, bodies without end, addresses elsewhere, other hosts, forged ones."""

from urllib.parse import quote, urlsplit

import pytest
from fastapi.testclient import TestClient

from entrevue.domain.users import Scope
from entrevue.web import create_app
from entrevue.web.locale import DEFAULT
from entrevue.web.site import SiteSettings
from entrevue.wiring import Ledger
from tests.web.books import WORDS, Watch, furnish, meeting_of, quick_users

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/%09/evil.example",
    "https://evil.example",
    "HTTPS:evil.example",
    "http:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/.//evil.example",
    "//evil.example@testserver/",
    "http://testserver@evil.example/",
    "/\u2028/evil.example",
    "evil.example",
    "?next=//evil.example",
)
UPWARDS = (
    "../app.py",
    "..%2fapp.py",
    "%2e%2e/app.py",
    "%2e%2e%2fapp.py",
    "..\\app.py",
    "..%5capp.py",
    "....//app.py",
    "%252e%252e%252fapp.py",
    "%c0%ae%c0%ae/app.py",
    "/etc/passwd",
    "//etc/passwd",
    "%00",
    "entrevue.css%00.py",
    ".",
    "",
)


@pytest.mark.parametrize("path", UPWARDS)
def test_no_file_beside_the_static_ones_is_given(client: TestClient, path: str) -> None:
    for place in ("/static/", "/pictures/", "/reports/", "/fr/static/"):
        answer = client.get(place + path)
        assert answer.status_code in {303, 307, 400, 404, 405, 422}, place + path
        assert "create_app" not in answer.text
        assert "root:" not in answer.text


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_nowhere_else(client: TestClient, wanted: str) -> None:
    asked = {"name": "editor", "password": WORDS, "next": wanted}
    answer = client.post("/sign-in", data=asked, headers={"origin": "http://testserver"})
    place = answer.headers.get("location", "")
    if answer.status_code == 429:
        pytest.skip("signing in is limited by address: the other addresses were tried")
    assert answer.status_code == 303
    assert _own(place), place
    page = client.get(f"/sign-in?next={quote(wanted, safe='')}", headers={"cookie": ""})
    assert _own(page.headers.get("location", "/"))


def _own(place: str) -> bool:
    """Whether a browser stays: what it makes of the address, backslashes as slashes, blanks taken out."""
    seen = "".join(char for char in place if char > " ").replace("\\", "/")
    parts = urlsplit(seen)
    return seen.startswith("/") and not seen.startswith("//") and not parts.netloc and not parts.scheme


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "", "x\ty"])
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/engagements", headers={"host": host})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_forwarded_hosts_make_no_links(client: TestClient, ledger: Ledger) -> None:
    headers = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example", "x-original-url": "/desk"}
    assert "evil.example" not in client.get(f"/engagements/{meeting_of(ledger)}", headers=headers).text


def test_bodies_have_a_limit(client: TestClient) -> None:
    big = b"x" * 1_000_001
    for path in ("/replies", "/sign-in", "/api/v1/replies", "/api/v1/decisions", "/engagements"):
        assert client.post(path, content=big).status_code == 413, path

    def endless() -> object:
        for _ in range(2000):
            yield b"x" * 1000

    assert client.post("/replies", content=endless()).status_code == 413  # type: ignore[arg-type]
    assert client.post("/replies", headers={"content-length": "-1"}).status_code in {400, 413}


def test_fields_of_forms_have_a_lower_one(client: TestClient) -> None:
    """Taking 900 kB of escapes apart kept everybody waiting."""
    form = {"content-type": "application/x-www-form-urlencoded"}
    for path in ("/replies", "/sign-in", "/fr/sign-in", "/desk/add"):
        assert client.post(path, content=b"name=" + b"%41" * 40_000, headers=form).status_code == 413, path
    draft = b"draft=" + b"%41" * 99_000  # as long as a draft may be
    assert client.post("/fr/check", content=draft, headers=form).status_code != 413
    assert client.post("/fr/check", content=draft + b"%41" * 10_000, headers=form).status_code == 413


def test_nested_and_wide_bodies_are_refused_in_time(client: TestClient) -> None:
    deep = b"[" * 400_000 + b"]" * 400_000
    assert (
        client.post("/api/v1/decisions", content=deep, headers={"content-type": "application/json"}).status_code < 500
    )
    wide = "&".join(f"f{number}=1" for number in range(100_000))
    form = {"content-type": "application/x-www-form-urlencoded", "origin": "http://testserver"}
    assert client.post("/replies", content=wide.encode(), headers=form).status_code < 500


FORGED = (
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:81"},
    {"origin": "https://testserver"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"sec-fetch-site": ""},
)


@pytest.mark.parametrize("headers", FORGED, ids=str)
def test_forged_requests_are_refused(client: TestClient, ledger: Ledger, headers: dict[str, str]) -> None:
    stamp = ledger.stamp()
    meeting = meeting_of(ledger)
    for path in (f"/desk/engagement/{meeting}/accept", "/replies", "/sign-in", "/sign-out", "/api/v1/decisions"):
        assert client.post(path, headers=headers).status_code == 403, path
    assert ledger.stamp() == stamp


def test_a_method_in_a_field_or_header_is_none(client: TestClient, ledger: Ledger) -> None:
    stamp = ledger.stamp()
    headers = {"x-http-method-override": "DELETE", "x-method-override": "POST"}
    client.get(f"/desk/engagement/{meeting_of(ledger)}/accept?_method=POST", headers=headers)
    assert ledger.stamp() == stamp


@pytest.fixture
def secure() -> TestClient:
    ledger = Ledger(":memory:")
    quick_users(ledger, Watch())
    furnish(ledger)
    app = create_app(ledger, SiteSettings(public_url="https://ledger.example.org"))
    return TestClient(app, base_url="https://ledger.example.org", follow_redirects=False)


def test_cookies_are_locked_up_behind_https(secure: TestClient) -> None:
    signed = secure.post(
        "/sign-in", data={"name": "editor", "password": WORDS}, headers={"origin": "https://ledger.example.org"}
    )
    cookies = [value for name, value in signed.headers.multi_items() if name == "set-cookie"]
    assert cookies
    for cookie in cookies:
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert cookie.startswith("__Host-")
        assert {"httponly", "secure", "path=/", "samesite=lax"} <= flags
        assert not any(flag.startswith("domain") for flag in flags)
    assert "max-age=" in signed.headers["strict-transport-security"]
    assert secure.get("/", headers={"host": "localhost"}).status_code == 400


def test_a_sign_in_of_the_open_name_counts_not_behind_https(secure: TestClient) -> None:
    """A cookie that a page without TLS could have set is none."""
    site = secure.app.state.site  # type: ignore[attr-defined]
    secret = site.ledger.users.sign_in("editor", WORDS).secret
    assert secure.get("/desk", headers={"cookie": f"entrevue={secret}"}).status_code == 303
    assert secure.get("/desk", headers={"cookie": f"__Host-entrevue={secret}"}).status_code == 200


def test_nothing_of_somebody_signed_in_is_kept_by_caches(client: TestClient, ledger: Ledger) -> None:
    signed = ledger.users.sign_in("editor", WORDS)
    assert signed
    for path in ("/", "/engagements", "/desk", "/account"):
        answer = client.get(path, headers={"cookie": f"entrevue={signed.secret}"})
        assert answer.headers["cache-control"] == "private, no-store", path


def test_keys_are_made_by_chance_and_never_alike() -> None:
    tokens, keys = set(), set()
    for _ in range(3):
        with Ledger(":memory:") as ledger:
            quick_users(ledger, Watch())
            furnish(ledger)
            with ledger._store.reading() as session:
                key = session.fact("secret.challenge")
            assert key
            assert len(bytes.fromhex(key)) >= 32
            keys.add(key)
            secret = ledger.tokens.add(ledger.users.named("reader"), "x", [Scope.READ]).secret
            assert len(secret) > 40
            tokens.add(secret)
            with ledger._store.reading() as session:
                assert session.token_hashed(secret) is None  # only its hash is kept
    assert len(keys) == len(tokens) == 3


def test_no_answer_tells_what_it_runs_on(client: TestClient) -> None:
    for path in ("/", "/nothing", "/api/v1/nothing", "/api/v1/openapi.json"):
        answer = client.get(path)
        assert "server" not in answer.headers
        assert "x-powered-by" not in answer.headers
        assert "Traceback" not in answer.text
    assert DEFAULT == "en"
