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


def test_a_feed_is_ordered_and_stamped_by_when_something_was_told_or_decided(room: Ledger, reader: TestClient) -> None:
    """A report recorded today about 2016 is news, and so is a correction of what was told before."""
    room.record(reading(Told(start="2016-01-02"), url="https://o.example/1", title="Old news"))
    old = next(one for one in room.find() if one.start.value == "2016-01-02")

    def entries() -> list[tuple[str, str]]:
        feed = ElementTree.fromstring(reader.get("/engagements.atom").content)
        found = feed.findall(f"{ATOM}entry")
        return [(str(e.findtext(f"{ATOM}id")).rpartition("/")[2], str(e.findtext(f"{ATOM}updated"))) for e in found]

    first, stamp = entries()[0]
    assert first == old.id
    assert stamp == room.changed(old)[old.id].strftime("%Y-%m-%dT%H:%M:%SZ")
    other = entries()[-1][0]
    room.correct(other, "city", "Fez", who="ada")
    assert entries()[0][0] == other


def test_an_engagement_has_a_feed_and_a_calendar_of_its_own(room: Ledger, reader: TestClient) -> None:
    meeting = next(one for one in room.find() if one.kind.value == "meeting")
    feed = ElementTree.fromstring(reader.get(f"/engagements/{meeting.id}.atom").content)
    titles = [str(entry.findtext(f"{ATOM}title")) for entry in feed.findall(f"{ATOM}entry")]
    assert len(titles) == 4, "three reports and a decision"
    assert "B: Burns in Rabat" in titles
    stamps = [str(entry.findtext(f"{ATOM}updated")) for entry in feed.findall(f"{ATOM}entry")]
    assert stamps == sorted(stamps, reverse=True)
    (event,) = Calendar.from_ical(reader.get(f"/engagements/{meeting.id}.ics").content).walk("VEVENT")
    assert event.decoded("dtstamp") == room.changed(meeting)[meeting.id].replace(microsecond=0)
    page = reader.get(f"/engagements/{meeting.id}").text
    assert f'href="/engagements/{meeting.id}.atom"' in page
    assert f'href="/engagements/{meeting.id}.ics"' in page
    other = next(stem for stem in meeting.stems if stem != meeting.id)
    assert str(reader.get(f"/fr/engagements/{other}.atom").url).endswith(f"/fr/engagements/{meeting.id}.atom")
    assert reader.get("/engagements/nothing.atom").status_code == 404
    assert reader.get("/engagements/nothing.ics").status_code == 404


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


def test_where_only_the_first_day_is_told_pages_and_calendars_say_so(room: Ledger, reader: TestClient) -> None:
    told = reading(Told(kind="visit", start="2024-05-22", begins=True), url="https://o.example/1")
    (visit,) = room.record(told).engagements
    (event,) = Calendar.from_ical(reader.get(f"/engagements/{visit}.ics").content).walk("VEVENT")
    assert str(event["summary"]).endswith("from May 22, 2024")
    assert "from May 22, 2024" in reader.get(f"/engagements/{visit}").text
    assert "à partir du 22 mai 2024" in reader.get(f"/fr/engagements/{visit}").text
