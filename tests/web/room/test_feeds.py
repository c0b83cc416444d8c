"""Feeds and calendars, read back by readers of their own."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from entrevue.wiring import Ledger
from tests.ledger.readings import Told, reading

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = 'A & B <script>alert(1)</script> "q" \' ; \\n , ]]> \x01 \u202e 🙂'


@pytest.mark.parametrize("asked", ["", "?state=MA&state=US", "?kind=visit", "?q=zzzz", "?topic=security"])
def test_a_feed_holds_what_the_list_holds(room: Ledger, reader: TestClient, asked: str) -> None:
    answer = reader.get(f"/engagements.atom{asked}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    page = reader.get(f"/engagements{asked}").text
    entries = feed.findall(f"{ATOM}entry")
    links = [str(entry.findtext(f"{ATOM}id")).rpartition("/")[2] for entry in entries]
    assert links == [one for one in links if f"/engagements/{one}" in page]
    assert page.count('<p class="what">') == len(entries)
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}"), name
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}


def test_a_calendar_holds_whole_days_and_imprecise_dates_as_the_spans_they_are(
    room: Ledger, reader: TestClient
) -> None:
    answer = reader.get("/engagements.ics?state=MA")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    spans = {str(event["uid"]): (event.decoded("dtstart"), event.decoded("dtend")) for event in calendar.walk("VEVENT")}
    for one in room.find():
        first, end = spans[f"{one.id}@entrevue"]
        assert one.start.date is not None
        assert one.end.date is not None
        assert (first, end) == (one.start.date.first, one.end.date.last + dt.timedelta(days=1))
    assert (dt.date(2023, 2, 1), dt.date(2023, 3, 1)) in spans.values()


def test_hostile_text_leaves_feeds_and_calendars_whole(room: Ledger, reader: TestClient) -> None:
    actor = (HOSTILE, HOSTILE, None, "MA", "visitor")
    room.record(reading(Told(actors=(actor,), city=HOSTILE, start="2024-05-01"), url="https://x.example/1"))
    feed = ElementTree.fromstring(reader.get("/engagements.atom").content)
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert any("<script>alert(1)</script>" in title for title in titles)
    calendar = Calendar.from_ical(reader.get("/engagements.ics").content)
    said = [str(event["summary"]) for event in calendar.walk("VEVENT")]
    assert any("<script>alert(1)</script>" in one for one in said)


def test_an_undated_engagement_is_in_the_feed_and_in_no_calendar(room: Ledger, reader: TestClient) -> None:
    room.record(reading(Told(kind="call", start=None, city=None), url="https://u.example/1", title="Undated"))
    undated = next(one.id for one in room.find() if not one.start.value)
    assert undated in reader.get("/engagements.atom").text
    assert undated not in reader.get("/engagements.ics").text
