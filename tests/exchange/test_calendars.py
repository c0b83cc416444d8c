"""Calendars: days that are told, no attendee, and updates that replace."""

import datetime as dt

from icalendar import Calendar

from entrevue.wiring import Ledger
from tests.exchange.conftest import exported
from tests.exchange.ledgers import furnish
from tests.ledger.readings import Told, reading


def events(ledger: Ledger) -> dict[str, dict[str, object]]:
    calendar = Calendar.from_ical(exported(ledger, "ics")[0])
    assert not calendar.errors
    assert all(not event.errors for event in calendar.walk("VEVENT"))
    return {str(event["uid"]): dict(event) for event in calendar.walk("VEVENT")}


def test_days_are_events_and_the_rest_is_counted(book: Ledger) -> None:
    dated = [one for one in book.find(limit=None) if one.start.date and one.start.date.day]
    assert set(events(book)) == {f"{one.id}@entrevue" for one in dated}
    whys = {loss.why: loss.count for loss in exported(book, "ics")[1] if loss.what == "engagements"}
    assert whys == {"no day is told": 1, "only the month or the year is told: a calendar has days": 1}


def test_an_event_tells_when_where_who_and_leads_back() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        found = events(ledger)
        (signing,) = [event for event in found.values() if "signing" in str(event["SUMMARY"]).lower()]
        assert signing["DTSTART"].dt == dt.date(2023, 6, 1)  # type: ignore[attr-defined]
        assert signing["DTEND"].dt == dt.date(2023, 6, 3)  # type: ignore[attr-defined]
        assert signing["STATUS"] == "TENTATIVE"
        assert "directeur de la CIA" in str(signing["DESCRIPTION"])
        assert "GEO" in signing
        assert str(signing["LOCATION"]) == "Rabat, Morocco"
        assert "URL" not in signing
        leading = Calendar.from_ical(exported(ledger, "ics", base="https://ledger.example")[0]).walk("VEVENT")
        assert all(str(event["URL"]).startswith("https://ledger.example/engagements/") for event in leading)
        assert "CANCELLED" in {event["STATUS"] for event in found.values()}
        (inside,) = [event for event in found.values() if "RELATED-TO" in event]
        assert str(inside["RELATED-TO"]) in found


def test_a_visit_of_which_only_the_first_day_is_told_says_so_and_is_counted() -> None:
    with Ledger(":memory:") as ledger:
        ledger.record(reading(Told(kind="visit", start="2023-05-22", begins=True)))
        (event,) = events(ledger).values()
        assert event["DTEND"].dt == dt.date(2023, 5, 23)  # type: ignore[attr-defined]
        assert "from 2023-05-22" in str(event["SUMMARY"])
        assert "from 2023-05-22" in str(event["DESCRIPTION"])
        losses = {(loss.what, loss.why): loss.count for loss in exported(ledger, "ics")[1]}
        assert losses["last days", "no end is told: the day of the beginning is given"] == 1


def test_nobody_is_invited(book: Ledger) -> None:
    content = exported(book, "ics")[0]
    assert b"ATTENDEE" not in content
    assert b"ORGANIZER" not in content


def test_what_is_told_anew_replaces_what_was_there() -> None:
    with Ledger(":memory:") as ledger:
        furnish(ledger)
        before = events(ledger)
        ledger.record(reading(Told(city="Salé"), url="https://new.example/", title="Anew", publisher="N"))
        changed = [
            uid
            for uid, event in events(ledger).items()
            if int(str(event["SEQUENCE"])) > int(str(before[uid]["SEQUENCE"]))
        ]
        assert len(changed) == 1
        meeting = changed[0].partition("@")[0]
        ledger.correct(meeting, "city", "Rabat", who="Ed")
        assert int(str(events(ledger)[changed[0]]["SEQUENCE"])) > int(str(before[changed[0]]["SEQUENCE"])) + 1
