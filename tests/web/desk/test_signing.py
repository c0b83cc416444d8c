"""Signing in and out, the lock-out, one's password, and who may go where."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from entrevue.access.lockout import PER_PAIR
from entrevue.web import create_app
from entrevue.web.site import SiteSettings
from entrevue.web.visitors import safe_next
from entrevue.wiring import Ledger
from tests.access.conftest import WORDS, Watch

Browsers = Callable[[str], TestClient]


def test_an_editor_signs_in_and_out(client: TestClient) -> None:
    asked = client.get("/desk?state=MA")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Fdesk%3Fstate%3DMA")
    form = client.get(asked.headers["location"])
    assert 'value="/desk?state=MA"' in form.text
    done = client.post("/sign-in", data={"name": "Editor", "password": WORDS, "next": "/desk?state=MA"})
    assert (done.status_code, done.headers["location"]) == (303, "/desk?state=MA")
    cookie = done.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = client.get("/desk")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    kept = dict(client.cookies)
    assert client.post("/sign-out").status_code == 303
    assert not client.cookies
    client.cookies.update(kept)
    assert client.get("/desk").status_code == 303, "the secret is worth nothing any more"


def test_behind_https_cookies_are_secure(ledger: Ledger) -> None:
    settings = SiteSettings(public_url="https://ledger.example")
    client = TestClient(create_app(ledger, settings), base_url="https://ledger.example", follow_redirects=False)
    done = client.post("/sign-in", data={"name": "editor", "password": WORDS})
    cookie = done.headers["set-cookie"]
    assert cookie.startswith("__Host-entrevue=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert client.get("/desk").status_code == 200


@pytest.mark.parametrize("language", ["", "/fr"])
def test_the_language_of_the_address_is_kept(client: TestClient, language: str) -> None:
    asked = client.get(f"{language}/desk")
    assert asked.headers["location"].startswith(f"{language}/sign-in?next=%2Fdesk")
    done = client.post(f"{language}/sign-in", data={"name": "editor", "password": WORDS, "next": "/desk"})
    assert done.headers["location"] == f"{language}/desk"


@pytest.mark.parametrize(
    "wanted",
    [
        "//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "javascript:alert(1)", "\\\\e.example",
        "/%0d%0aSet-Cookie: x", "/\t/elsewhere.example", "http:elsewhere.example", "///e.example", "e.example", "",
        "/a\nb", "/" + "x" * 3000,
    ],
)  # fmt: skip
def test_no_sign_in_leads_elsewhere(client: TestClient, wanted: str) -> None:
    done = client.post("/sign-in", data={"name": "editor", "password": WORDS, "next": wanted})
    assert done.status_code == 303
    assert done.headers["location"] in {"/desk", "/%0d%0aSet-Cookie:%20x"}
    assert safe_next(wanted, "/desk").startswith("/")
    assert not safe_next(wanted, "/desk").startswith("//")


def test_a_wrong_password_and_an_unknown_name_look_the_same(client: TestClient) -> None:
    wrong = client.post("/sign-in", data={"name": "editor", "password": "not the password"})
    unknown = client.post("/sign-in", data={"name": "edited", "password": "not the password"})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace('value="editor"', 'value="edited"') == unknown.text
    assert 'role="alert"' in wrong.text


def test_who_fails_too_often_waits(client: TestClient, watch: Watch) -> None:
    for _ in range(PER_PAIR):
        assert client.post("/sign-in", data={"name": "editor", "password": "no"}).status_code == 401
    locked = client.post("/sign-in", data={"name": "editor", "password": WORDS})
    assert (locked.status_code, int(locked.headers["retry-after"])) == (429, 900)
    assert "15 minutes" in locked.text
    assert client.post("/sign-in", data={"name": "administrator", "password": WORDS}).status_code == 303
    watch.move(minutes=15)
    assert client.post("/sign-in", data={"name": "editor", "password": WORDS}).status_code == 303


def test_a_thousand_tries_are_few(client: TestClient) -> None:
    answers = [client.post("/sign-in", data={"name": f"user{n}", "password": "no"}).status_code for n in range(1000)]
    assert answers.count(401) <= 30
    assert set(answers) == {401, 429}


def test_a_new_password_signs_every_other_browser_out(browser_of: Browsers) -> None:
    here, there = browser_of("editor"), browser_of("editor")
    wrong = here.post("/account/password", data={"old": "no", "new": "other quiet words", "again": "other quiet words"})
    assert wrong.status_code == 400
    assert "present password" in wrong.text
    other = here.post("/account/password", data={"old": WORDS, "new": "other quiet words", "again": "otherwise"})
    assert other.status_code == 400
    assert there.get("/desk").status_code == 200
    done = here.post("/account/password", data={"old": WORDS, "new": "other quiet words", "again": "other quiet words"})
    assert done.headers["location"] == "/account?done=password"
    assert here.get("/desk").status_code == 200
    assert there.get("/desk").status_code == 303


ROUTES = {  # what each role gets from a page; nobody is sent to the sign-in
    "/desk": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/decisions": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/engagement/{meeting}": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/replies": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/add": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/watches": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/notes": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/notes.json": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/collections": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/collections/{collection}": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/collections/{collection}.json": {"reader": 403, "editor": 200, "administrator": 200},
    "/desk/users": {"reader": 403, "editor": 403, "administrator": 200},
    "/account": {"reader": 200, "editor": 200, "administrator": 200},
}


@pytest.mark.parametrize("role", ["nobody", "reader", "editor", "administrator"])
def test_every_page_of_the_desk_is_for_its_roles(browser_of: Browsers, ledger: Ledger, meeting: str, role: str) -> None:
    client, collection = browser_of(role), ledger.collections.add("Dossier for Friday", who="editor").id
    for path, expected in ROUTES.items():
        address = path.format(meeting=meeting, collection=collection)
        assert client.get(address).status_code == expected.get(role, 303), path


def routes_of(router: Any) -> Iterator[tuple[str, str]]:
    """Every method and path of a router, and of the routers in it."""
    for route in router.routes:
        if hasattr(route, "original_router"):
            yield from routes_of(route.original_router)
        for method in getattr(route, "methods", None) or ():
            yield method, route.path


def desk_routes(client: TestClient) -> set[tuple[str, str]]:
    """Every route of the desk that the application has, whoever wrote it."""
    return {one for one in routes_of(client.app) if re.match(r"/(desk|account)(/|$)", one[1])}


def test_no_route_of_the_desk_is_open(browser_of: Browsers, ledger: Ledger, meeting: str) -> None:
    nobody, reader = browser_of("nobody"), browser_of("reader")
    routes = desk_routes(nobody)
    assert {path for method, path in routes if method == "GET"} == {
        path.format(meeting="{id}", collection="{id}") for path in ROUTES
    }
    before = (ledger.history(), ledger.find(), ledger.users.all())
    for method, path in sorted(routes):
        address = re.sub(r"\{\w+\}", meeting, path)
        assert nobody.request(method, address).status_code in {303, 401}, (method, path)
        if path.startswith("/desk"):
            assert reader.request(method, address).status_code == 403, (method, path)
        if path.startswith("/desk/users"):
            assert browser_of("editor").request(method, address).status_code == 403, (method, path)
    assert (ledger.history(), ledger.find(), ledger.users.all()) == before


def test_a_lowered_role_counts_at_once(browser_of: Browsers, ledger: Ledger) -> None:
    client = browser_of("editor")
    ledger.users.set_role("editor", type(ledger.users.named("editor").role).READER)
    assert client.get("/desk").status_code == 403
    ledger.users.disable("editor")
    assert client.get("/account").status_code == 303


def test_a_forged_request_decides_nothing(browser_of: Browsers, ledger: Ledger, meeting: str) -> None:
    client = browser_of("editor")
    for headers in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert client.post(f"/desk/engagement/{meeting}/reject", headers=headers).status_code == 403
    assert ledger.history() == ()


def test_tokens_are_made_shown_once_and_revoked(editor: TestClient, ledger: Ledger) -> None:
    made = editor.post("/account/tokens", data={"label": "script", "scopes": ["read", "decide"], "days": "10"})
    (secret,) = re.findall(r'<code id="secret">(entrevue_[\w-]+)</code>', made.text)
    visitor = ledger.tokens.visitor(secret)
    assert visitor
    page = editor.get("/account").text
    assert secret not in page
    (path,) = re.findall(r'action="(/account/tokens/[^"]+/revoke)"', page)
    assert editor.post(path).headers["location"] == "/account?done=revoked"
    assert ledger.tokens.visitor(secret) is None
    beyond = editor.post("/account/tokens", data={"label": "script", "scopes": ["administer"]})
    assert (beyond.status_code, 'role="alert"' in beyond.text) == (400, True)


def test_administrators_look_after_users(browser_of: Browsers, ledger: Ledger) -> None:
    client = browser_of("administrator")
    words = {"name": "ada", "password": "other quiet words", "role": "editor", "shown_as": "Ada <b>L.</b>"}
    assert client.post("/desk/users", data=words).headers["location"] == "/desk/users?done=added"
    assert "Ada &lt;b&gt;L.&lt;/b&gt;" in client.get("/desk/users").text
    again = client.post("/desk/users", data=words)
    assert (again.status_code, "already" in again.text) == (400, True)
    assert client.post("/desk/users/ada", data={"role": "reader"}).status_code == 303
    assert ledger.users.named("ada").role.value == "reader"
    assert client.post("/desk/users/ada", data={"active": "false"}).status_code == 303
    assert not ledger.users.named("ada").active
    last = client.post("/desk/users/administrator", data={"active": "false"})
    assert (last.status_code, "last administrator" in last.text) == (400, True)


def test_a_cookie_counts_for_the_api_only_from_our_own_pages(
    browser_of: Browsers, ledger: Ledger, meeting: str
) -> None:
    client = browser_of("editor")
    assert client.get("/api/v1/me").status_code == 200
    body = {"verb": "reject", "engagement": meeting}
    forged = client.post("/api/v1/decisions", json=body, headers={"sec-fetch-site": "cross-site"})
    assert (forged.status_code, ledger.history()) == (403, ())
    shown = client.get("/api/v1/me", headers={"authorization": "Bearer entrevue_worthless"})
    assert shown.status_code == 401, "a token that is shown counts alone"
