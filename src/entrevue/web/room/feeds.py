"""Atom feeds and calendars: of what the filters let through, for every dossier and search; and of one engagement."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from fastapi import APIRouter, Request
from icalendar import Calendar, Event
from starlette.responses import RedirectResponse, Response

from entrevue.domain.dates import only_begins
from entrevue.domain.decisions import Decision
from entrevue.domain.engagements import Engagement
from entrevue.domain.recorded import ReportVersion
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
_UNKNOWN = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # of a ledger made before changes were noted


@router.get("/engagements.atom")
def atom(request: Request) -> Response:
    """Engagements as an Atom feed, what was told or decided of last coming first."""
    query, labels, ledger = query_of_request(request), Labels(tongue_of(request)), ledger_of(request)
    with ledger.one_state():
        found = ledger.recent(query, limit=_NEWEST)
        changed = ledger.changed(*found)
    asked = address_of(query)
    entries = [_entry(one, labels, changed.get(one.id), permanent(request, f"/engagements/{one.id}")) for one in found]
    asking = f"?{asked}" if asked else ""
    own, page = permanent(request, f"/engagements.atom{asking}"), permanent(request, f"/engagements{asking}")
    return _feed(labels, _title(request, labels), own, page, entries)


@router.get("/engagements/{id}.atom")
def atom_of_one(request: Request, id: str) -> Response:  # noqa: A002 (the word for it)
    """What became known of one engagement: an entry for each report and each decision, the newest first."""
    labels, ledger = Labels(tongue_of(request)), ledger_of(request)
    with ledger.one_state():
        sheet = ledger.sheet(id)
        reports = list(dict.fromkeys(account.context.report for account in sheet.accounts))[-_NEWEST:]
        versions = [ledger.report(report).version for report in reports]
    one = sheet.engagement
    if one.id != id:
        return RedirectResponse(f"{tongue_of(request).prefix}/engagements/{one.id}.atom", 301)
    page = permanent(request, f"/engagements/{one.id}")
    entries = [_entry_of_report(version, permanent(request, f"/reports/{version.report}")) for version in versions]
    entries += [_entry_of_decision(decision, labels, page) for decision in sheet.decisions]
    return _feed(
        labels, f"Entrevue: {labels.title(one)}", permanent(request, f"/engagements/{one.id}.atom"), page, entries
    )


@router.get("/alerts/{id}.atom")
def atom_of_alert(request: Request, id: str) -> Response:  # noqa: A002
    """What an alert tells, as it came; its id is long and listed nowhere, so that only who was given it finds it."""
    labels, book = Labels(tongue_of(request)), ledger_of(request).alerts
    alert = book.get(id)
    entries = [
        _entry(one, labels, news.found, permanent(request, f"/engagements/{one.id}"))
        for news, one in book.news(alert, limit=_NEWEST)
    ]
    page = permanent(request, "/engagements")
    return _feed(labels, f"Entrevue: {alert.label}", permanent(request, f"/alerts/{alert.id}.atom"), page, entries)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a feed."""

    id: str
    title: str
    updated: dt.datetime
    address: str
    summary: str = ""
    category: tuple[str, str] | None = None


def _feed(labels: Labels, title: str, own: str, page: str, entries: Sequence[_Entry]) -> Response:
    """An Atom feed, the entries that changed last first."""
    feed = Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": labels.tongue.code})
    _put(feed, "id", own)
    _put(feed, "title", title)
    _put(feed, "updated", _moment(max((entry.updated for entry in entries), default=_UNKNOWN)))
    SubElement(_put(feed, "author"), f"{{{_ATOM}}}name").text = "Entrevue"
    _put(feed, "link", rel="self", type="application/atom+xml", href=own)
    _put(feed, "link", rel="alternate", type="text/html", href=page)
    for entry in sorted(entries, key=lambda entry: entry.updated, reverse=True):
        _put_entry(feed, entry)
    content = tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(content, media_type="application/atom+xml")


def _put_entry(feed: Element, told: _Entry) -> None:
    entry = _put(feed, "entry")
    _put(entry, "id", told.id)
    _put(entry, "title", told.title)
    _put(entry, "updated", _moment(told.updated))
    _put(entry, "link", rel="alternate", type="text/html", href=told.address)
    if told.summary:
        _put(entry, "summary", told.summary)
    if told.category:
        _put(entry, "category", term=told.category[0], label=told.category[1])


def _entry(one: Engagement, labels: Labels, changed: dt.datetime | None, address: str) -> _Entry:
    kind = (one.kind.value, labels.of("kind", one.kind.value))
    return _Entry(address, labels.title(one), changed or _UNKNOWN, address, summary(one, labels), kind)


def _entry_of_report(version: ReportVersion, address: str) -> _Entry:
    content = version.content
    title = ": ".join(filter(None, (content.publisher, content.title or version.report)))
    return _Entry(f"{address}?version={version.number}", title, version.recorded, address)


def _entry_of_decision(decision: Decision, labels: Labels, page: str) -> _Entry:
    named = labels.of("field", decision.corrects) if decision.corrects else ""
    words = " ".join(filter(None, (labels.of("verb", decision.verb.value), named, decision.told)))
    if decision.undone:
        words = f"{words} {labels.tongue.say('(undone)')}"
    return _Entry(f"{page}#decision-{decision.number}", words, decision.undone or decision.when, f"{page}#history")


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


def _moment(when: dt.datetime) -> str:
    """A moment as Atom writes it (RFC 3339)."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _title(request: Request, labels: Labels) -> str:
    asked = in_words(request, query_of_request(request), labels)
    return ": ".join(["Entrevue", ", ".join(value for _, value in asked)]) if asked else "Entrevue"


@router.get("/engagements.ics")
def calendar(request: Request) -> Response:
    """Dated engagements as a calendar: whole days, an imprecise date as the span that it is."""
    query, labels, ledger = query_of_request(request), Labels(tongue_of(request)), ledger_of(request)
    with ledger.one_state():
        found = ledger.find(query, limit=_IN_CALENDAR)
        changed = ledger.changed(*found)
    return _calendar(request, _title(request, labels), found, changed)


@router.get("/engagements/{id}.ics")
def calendar_of_one(request: Request, id: str) -> Response:  # noqa: A002 (the word for it)
    """One engagement as a calendar; one without a date is an empty calendar, which fills when a date is known."""
    labels, ledger = Labels(tongue_of(request)), ledger_of(request)
    with ledger.one_state():
        one = ledger.engagement(id)
        changed = ledger.changed(one)
    if one.id != id:
        return RedirectResponse(f"{tongue_of(request).prefix}/engagements/{one.id}.ics", 301)
    return _calendar(request, labels.title(one), (one,), changed)


def _calendar(
    request: Request, title: str, found: Sequence[Engagement], changed: Mapping[str, dt.datetime]
) -> Response:
    labels, made = Labels(tongue_of(request)), Calendar()
    made.add("prodid", "-//Entrevue//Entrevue//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", _printable(title))
    for one in found:
        if one.start.date or one.end.date:
            address = permanent(request, f"/engagements/{one.id}")
            made.add_component(_event(one, labels, address, changed.get(one.id, _UNKNOWN)))
    headers = {"Content-Disposition": 'inline; filename="entrevue.ics"'}
    return Response(made.to_ical(), headers=headers, media_type="text/calendar; charset=utf-8")


def _event(one: Engagement, labels: Labels, address: str, changed: dt.datetime) -> Event:
    first, last = one.start.date or one.end.date, one.end.date or one.start.date
    assert first is not None
    assert last is not None
    end = max(last.last, first.first)
    event = Event()
    event.add("uid", f"{one.id}@entrevue")
    event.add("dtstamp", changed.astimezone(dt.UTC))
    event.add("last-modified", changed.astimezone(dt.UTC))
    event.add("dtstart", first.first)
    event.add("dtend", end + _DAY if end < dt.date.max else end)
    begins = only_begins(one.start.date, one.end.date)  # a calendar shows an end all the same: the first day's
    event.add("summary", _printable(f"{labels.title(one)}, {labels.when(one)}" if begins else labels.title(one)))
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
