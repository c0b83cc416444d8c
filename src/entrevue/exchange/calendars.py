"""iCalendar: dated engagements as whole days. Nobody is an ATTENDEE: calendars would invite them."""

import datetime as dt
from typing import BinaryIO

from icalendar import Calendar, Event
from icalendar.prop import vGeo

from entrevue.atlas.codes import english_name
from entrevue.atlas.coordinates import position_of
from entrevue.domain.dates import Precision
from entrevue.domain.engagements import Engagement
from entrevue.domain.sheets import Told
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.wording import days_of, line, name_of, note_ends, when, who

_DAY = dt.timedelta(days=1)
_STATUS = {"cancelled": "CANCELLED", "planned": "TENTATIVE"}
_FOOT = b"END:VCALENDAR\r\n"


def write(export: Export, out: BinaryIO, losses: Losses) -> None:
    """One event an engagement whose days are told; UID stays, SEQUENCE grows with what is told."""
    head = Calendar()
    head.add("prodid", "-//Entrevue//Entrevue//EN")
    head.add("version", "2.0")
    head.add("method", "PUBLISH")
    out.write(head.to_ical().removesuffix(_FOOT))
    for told in export.told():
        one = told.engagement
        days = days_of(one)
        if days is None:
            losses.note("engagements", "no day is told", one.id)
            continue
        if any(day.precision is not Precision.DAY for day in days):
            losses.note("engagements", "only the month or the year is told: a calendar has days", one.id)
            continue
        _note(one, losses)
        out.write(event_of(told, export).to_ical())
    out.write(_FOOT)


def _note(one: Engagement, losses: Losses) -> None:
    note_ends(one, losses)
    losses.note(
        "participants as such",
        "they stand in the description: calendars would invite attendees",
        one.id,
        len(one.participants),
    )
    losses.note("sources and quotes", "events have no place for them: the engagement's page shows them", one.id)
    losses.note("conflicts", "an event has one value a field", one.id, len(one.conflicts))


def event_of(told: Told, export: Export) -> Event:
    """The event of an engagement whose days are told."""
    one = told.engagement
    days = days_of(one)
    assert days is not None
    first, last = days[0].first, max(days[1].last, days[0].first)
    event = Event()
    event.add("uid", f"{one.id}@entrevue")
    event.add("sequence", sequence_of(told))
    event.add("dtstamp", export.made)
    event.add("dtstart", first)
    event.add("dtend", last + _DAY if last < dt.date.max else last)
    address = export.address("engagement", one.id) if export.base else None  # a URN leads nowhere from a calendar
    event.add("summary", name_of(one))
    event.add("description", _description(one, address))
    if place := _location(one):
        event.add("location", place)
    position = position_of(one.city.value, one.country.value) if one.city.value and one.country.value else None
    if position is not None:
        event.add("geo", vGeo((position.latitude, position.longitude)))
    if address:
        event.add("url", address)
    event.add("status", _STATUS.get(one.happened.value, "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [one.kind.value, *dict.fromkeys(t.topic for t in one.topics if t.topic)])
    for other in (one.part_of, one.follows):
        if other:
            event.add("related-to", f"{other}@entrevue")
    return event


def sequence_of(told: Told) -> int:
    """A number that grows when an engagement is told anew: its accounts, and the decisions that shaped it."""
    one = told.engagement
    fields = (one.status, one.start, one.end, one.country, one.city)
    return len(one.stems) + max((field.decision or 0 for field in fields), default=0)


def _location(one: Engagement) -> str:
    """City and state by name, as calendars and maps look for them."""
    state = english_name(one.country.value) if one.country.value else None
    return line(", ".join(part for part in (one.city.value, state) if part))


def _description(one: Engagement, address: str | None) -> str:
    people = [f"{who(p)}{f', {p.office.value}' if p.office.value else ''} [{p.role.value}]" for p in one.participants]
    agenda = "; ".join(topic.quote for topic in one.topics)
    lines = [f"{one.kind.value}, {one.happened.value}, {when(one)}", *people]
    lines += [f"on: {agenda}"] if agenda else []
    lines += [f"says: {one.source.value}"] if one.source.value else []
    lines += [address] if address else []
    return "\n".join(map(line, lines))
