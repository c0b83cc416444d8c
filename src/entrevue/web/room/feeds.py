"""What the filters let through as an Atom feed and as a calendar, for every dossier and search."""

import datetime as dt
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from fastapi import APIRouter, Request
from icalendar import Calendar, Event
from starlette.responses import Response

from entrevue.domain.engagements import Engagement
from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.rendering import permanent
from entrevue.web.room.filters import address_of, in_words, query_of_request
from entrevue.web.site import ledger_of

router = APIRouter()
_ATOM = "http://www.w3.org/2005/Atom"
register_namespace("", _ATOM)
_NEWEST = 50
_IN_CALENDAR = 300
_DAY = dt.timedelta(days=1)


@router.get("/engagements.atom")
def atom(request: Request) -> Response:
    """The newest engagements as an Atom feed."""
    query, labels = query_of_request(request), Labels(tongue_of(request))
    found = ledger_of(request).find(query, limit=_NEWEST)
    asked = address_of(query)
    own = permanent(request, f"/engagements.atom{'?' + asked if asked else ''}")
    feed = Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": labels.tongue.code})
    _put(feed, "id", own)
    _put(feed, "title", _title(request, labels))
    _put(feed, "updated", _moment(max((_told(one) for one in found), default=dt.date(1970, 1, 1))))
    SubElement(_put(feed, "author"), f"{{{_ATOM}}}name").text = "Entrevue"
    _put(feed, "link", rel="self", type="application/atom+xml", href=own)
    page = permanent(request, f"/engagements{'?' + asked if asked else ''}")
    _put(feed, "link", rel="alternate", type="text/html", href=page)
    for one in found:
        _entry(feed, one, labels, permanent(request, f"/engagements/{one.id}"))
    content = tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(content, media_type="application/atom+xml")


def _entry(feed: Element, one: Engagement, labels: Labels, address: str) -> None:
    entry = _put(feed, "entry")
    _put(entry, "id", address)
    _put(entry, "title", labels.title(one))
    _put(entry, "updated", _moment(_told(one)))
    _put(entry, "link", rel="alternate", type="text/html", href=address)
    _put(entry, "summary", summary(one, labels))
    _put(entry, "category", term=one.kind.value, label=labels.of("kind", one.kind.value))


def summary(one: Engagement, labels: Labels) -> str:
    """An engagement in a sentence: when, where, who as what, about what."""
    who = "; ".join(filter(None, (f"{labels.who(p)}{_capacity(p.office.value)}" for p in one.participants)))
    about = ", ".join(topic.quote for topic in one.topics)
    status = labels.of("status", one.happened.value)
    return " · ".join(filter(None, (labels.when(one), labels.where(one), status, who, about)))


def _capacity(office: str | None) -> str:
    return f", {office}" if office else ""


def _put(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    child = SubElement(parent, f"{{{_ATOM}}}{name}", {key: _clean(value) for key, value in attributes.items()})
    child.text = _clean(text) if text is not None else None
    return child


def _clean(text: str) -> str:
    """Text without what no XML may hold."""
    return "".join(
        char
        if char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff")
        else "\ufffd"
        for char in text
    )


def _told(one: Engagement) -> dt.date:
    """The day that stands for when an entry was new: the last one on which the engagement can have ended."""
    date = one.end.date or one.start.date
    return date.last if date else dt.date(1970, 1, 1)


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _title(request: Request, labels: Labels) -> str:
    asked = in_words(request, query_of_request(request), labels)
    return ": ".join(["Entrevue", ", ".join(value for _, value in asked)]) if asked else "Entrevue"


@router.get("/engagements.ics")
def calendar(request: Request) -> Response:
    """Dated engagements as a calendar: whole days, an imprecise date as the span that it is."""
    query, labels = query_of_request(request), Labels(tongue_of(request))
    made = Calendar()
    made.add("prodid", "-//Entrevue//Entrevue//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", _title(request, labels))
    for one in ledger_of(request).find(query, limit=_IN_CALENDAR):
        if one.start.date or one.end.date:
            made.add_component(_event(one, labels, permanent(request, f"/engagements/{one.id}")))
    headers = {"Content-Disposition": 'inline; filename="entrevue.ics"'}
    return Response(made.to_ical(), headers=headers, media_type="text/calendar; charset=utf-8")


def _event(one: Engagement, labels: Labels, address: str) -> Event:
    first, last = one.start.date or one.end.date, one.end.date or one.start.date
    assert first is not None
    assert last is not None
    end = max(last.last, first.first)
    event = Event()
    event.add("uid", f"{one.id}@entrevue")
    event.add("dtstamp", dt.datetime.combine(first.first, dt.time(), dt.UTC))
    event.add("dtstart", first.first)
    event.add("dtend", end + _DAY if end < dt.date.max else end)
    event.add("summary", _printable(labels.title(one)))
    event.add("description", _printable(f"{summary(one, labels)}\n{address}"))
    event.add("location", _printable(labels.where(one)))
    event.add("url", address)
    event.add("status", {"cancelled": "CANCELLED", "planned": "TENTATIVE"}.get(one.happened.value, "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [labels.of("kind", one.kind.value)])
    return event


def _printable(text: str) -> str:
    """Text without control characters, which no calendar may hold."""
    return "".join(char if char == "\n" or char.isprintable() else " " for char in text)
