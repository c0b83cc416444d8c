"""Searches kept in the account: each user's own, with what came since they looked."""

import datetime as dt
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from entrevue.wiring import Ledger
from tests.access.conftest import Watch
from tests.ledger.readings import Told, reading


@pytest.fixture
def user(browser_of: Callable[[str], TestClient]) -> TestClient:
    """Signed in, and no more than a reader."""
    return browser_of("reader")


def test_a_search_is_kept_listed_and_removed(ledger: Ledger, user: TestClient, editor: TestClient) -> None:
    assert 'action="/account/searches"' in user.get("/engagements?state=MA&kind=meeting").text
    kept = user.post("/account/searches", data={"address": "kind=meeting&state=Maroc"})
    assert kept.headers["location"] == "/engagements?state=MA&kind=meeting"
    page = user.get(kept.headers["location"]).text
    assert "A search that you keep" in page
    assert 'action="/account/searches"' not in page
    for path in ("/", "/account"):
        assert "Morocco, Meeting" in user.get(path).text
        assert "Morocco, Meeting" not in editor.get(path).text
    (search,) = ledger.searches.of(ledger.users.named("reader"))
    assert editor.post(f"/account/searches/{search.number}/remove").status_code == 404
    assert user.post(f"/account/searches/{search.number}/remove").status_code == 303
    assert "None yet" in user.get("/account").text


def test_it_says_what_came_since_one_looked(ledger: Ledger, user: TestClient, watch: Watch) -> None:
    watch.now += dt.timedelta(hours=2)
    user.post("/account/searches", data={"address": "state=MA", "title": "Morocco"})
    assert 'class="fresh"' not in user.get("/").text
    watch.now += dt.timedelta(hours=2)
    ledger.record(reading(Told(start="2024-01-05"), url="https://new.example/1"))
    page = user.get("/").text
    assert 'class="fresh"' in page
    assert "1 since" in page
    watch.now += dt.timedelta(hours=2)
    since = page.partition('class="fresh" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "changed=" in since
    assert user.get(since).status_code == 200
    assert 'class="fresh"' not in user.get("/").text


def test_who_is_not_signed_in_keeps_searches_in_the_browser(client: TestClient) -> None:
    page = client.get("/engagements?state=MA").text
    assert "data-keep=" in page
    assert "/account/searches" not in page
    assert client.post("/account/searches", data={"address": "state=MA"}).status_code == 401


@pytest.mark.parametrize("address", ["", "state=Atlantis", "kind=feast", f"q={'x' * 2500}"])
def test_what_asks_nothing_or_wrongly_is_not_kept(ledger: Ledger, user: TestClient, address: str) -> None:
    assert user.post("/account/searches", data={"address": address}).status_code == 400
    assert ledger.searches.of(ledger.users.named("reader")) == ()


def test_a_reader_keeps_no_search_by_tag(user: TestClient, editor: TestClient) -> None:
    assert user.post("/account/searches", data={"address": "tag=sahel"}).status_code == 403
    assert editor.post("/account/searches", data={"address": "tag=sahel"}).status_code == 303


def test_a_search_for_what_was_forgotten_stays_and_leads_to_nothing(ledger: Ledger, user: TestClient) -> None:
    person = ledger.persons("Burns")[0].id
    user.post("/account/searches", data={"address": f"person={person}", "title": "Him"})
    ledger.forget(person, who="The administrator")
    assert "Him" in user.get("/").text
    assert user.get("/account").status_code == 200
