"""The list of engagements: every filter, cursors, and values that are wrong."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from entrevue.wiring import Ledger
from tests.ledger.readings import HAMMOUCHI, WRAY, Told, reading


def ids(page: str) -> list[str]:
    """The engagements that a page lists, in order."""
    return re.findall(r'<p class="what"><a href="/engagements/(\w+)"', page)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 3),
        ("state=MA", 3),
        ("state=Maroc&state=US", 3),
        ("state=FR", 0),
        ("kind=visit", 2),
        ("kind=meeting&state=MA", 1),
        ("status=held", 3),
        ("status=planned", 0),
        ("topic=security", 1),
        ("place=MA", 3),
        ("place=Rabat", 2),
        ("since=2023-03", 2),
        ("until=2023-02", 1),
        ("since=2023-02-10&until=2023-02-11", 1),
        ("q=Wray", 1),
        ("q=%22directeur+de+la+CIA%22", 2),
        ("organisation=FBI", 1),
        ("visitor=US&host=MA&kind=visit", 2),
        ("state=&kind=&topic=&place=&since=&until=&q=", 3),
    ],
)
def test_filters(reader: TestClient, asked: str, count: int) -> None:
    answer = reader.get(f"/engagements?{asked}")
    assert answer.status_code == 200
    assert len(ids(answer.text)) == count, asked


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("kind=feast", "visit, meeting, call"),
        ("status=maybe", "held, ongoing, planned"),
        ("topic=weather", "counter-terrorism"),
        ("since=yesterday", "2023-04-07"),
        ("until=2023-13", "2023-04-07"),
        ("state=Atlantis", "its code such as MA"),
        (f"q={'x' * 301}", "300"),
        ("&".join(f"state=M{letter}" for letter in "ACDEGHKLMNORTUVX"), "10"),
        ("q=" + "+".join("abcdefghijklmnopqrstuvwxyz"), "20"),
    ],
)
def test_a_wrong_filter_is_told_with_what_would_be_right(reader: TestClient, asked: str, right: str) -> None:
    answer = reader.get(f"/engagements?{asked}")
    assert answer.status_code == 400
    assert right in answer.text
    assert '<form class="filters"' in answer.text
    for form in ("atom", "ics"):
        assert reader.get(f"/engagements.{form}?{asked}").status_code == 400
    assert reader.get(f"/pictures/timeline.json?{asked}").status_code == 400


def test_a_wrong_filter_is_told_in_the_readers_language(reader: TestClient) -> None:
    assert "n’existe pas" in reader.get("/fr/engagements?kind=feast").text


def test_pages_follow_one_another_without_a_gap(room: Ledger, reader: TestClient) -> None:
    for day in range(1, 29):
        told = Told(start=f"{1960 + day}-01-05", actors=(WRAY, HAMMOUCHI))
        room.record(reading(told, url=f"https://m.example/{day}", title=f"Day {day}"))
        room.record(
            reading(Told(kind="call", start=f"{1990 + day}-03-05"), url=f"https://k.example/{day}", title="Call")
        )
    seen: list[str] = []
    address: str | None = "/engagements?state=MA"
    while address:
        page = reader.get(address).text
        seen += ids(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found.group(1).replace("&amp;", "&") if found else None
        assert address is None or parse_qs(urlsplit(address).query)["state"] == ["MA"]
    assert seen == [one.id for one in room.find(limit=None)]
    assert len(seen) == len(set(seen)) > 30


def test_a_cursor_that_is_none_is_not_found(reader: TestClient) -> None:
    assert reader.get("/engagements?before=nothing").status_code == 404
