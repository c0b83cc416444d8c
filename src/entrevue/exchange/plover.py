"""PLOVER 0.8, JSON lines: an event each, with all its actors in one record."""

import json
from typing import Any, BinaryIO

from entrevue.atlas.codes import alpha3
from entrevue.atlas.coordinates import position_of
from entrevue.domain.dates import Precision
from entrevue.domain.engagements import Engagement
from entrevue.domain.reading import Kind, Status
from entrevue.domain.sheets import Told
from entrevue.exchange.events import Coded, actors_of
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.rows import spans_of
from entrevue.exchange.wording import days_of, note_beginning
from entrevue.inquiry.offices import office_told

_FUTURE = "future"
# Contexts of PLOVER by the classes of our topic scheme; classes that no context holds are left out and counted.
CONTEXTS = {
    "counter-terrorism": "terrorism",
    "intelligence": "intelligence",
    "organised-crime": "crime",
    "cyber": "cyber",
    "migration": "migration",
    "defence": "military",
    "justice": "legal",
    "trade": "economic",
    "development": "economic",
    "energy": "resource",
    "climate": "enviro_disaster",
    "education": "culture",
    "culture": "culture",
    "bilateral-relations": "diplomatic",
    "elections": "election",
}
QUAD = {"CONSULT": 1, "AGREE": 1, "SUPPORT": 1, "SANCTION": 4}


def write(export: Export, out: BinaryIO, losses: Losses) -> None:
    """One line an engagement that has a day and somebody to whom a code belongs."""
    for told in export.told():
        record = record_of(told, export, losses)
        if record is not None:
            out.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def category_of(one: Engagement) -> tuple[str, str | None]:
    """Event and mode of an engagement: what is announced is AGREE, what was called off is SANCTION."""
    if one.happened is Status.PLANNED:
        return "AGREE", None
    if one.happened is Status.CANCELLED:
        return "SANCTION", "cancel"
    if one.kind is Kind.SIGNING:
        return "SUPPORT", None
    _, recipients, _ = actors_of(one)
    if one.kind is Kind.CALL:
        return "CONSULT", "phone"
    if one.kind is Kind.CONFERENCE:
        return "CONSULT", "multilateral"
    if recipients:
        return "CONSULT", "visit"
    third = one.country.value and one.country.value not in one.sides and len(one.sides) > 1
    return "CONSULT", "third-party" if third else None


def record_of(told: Told, export: Export, losses: Losses) -> dict[str, Any] | None:
    """The record of an engagement; None where it has no date, or nobody with a code."""
    one = told.engagement
    days = days_of(one)
    actors, recipients, lost = actors_of(one)
    if days is None or not actors:
        losses.note("engagements", "no day is told" if days is None else "nobody with a state is told", one.id)
        return None
    losses.note("participants", "no state and no international organisation is told: no code", one.id, lost)
    _note(one, losses)
    event, mode = category_of(one)
    comment = []
    if days[0].precision is not Precision.DAY:
        comment.append(f"date is the first day of {days[0]}")
        losses.note("precision of dates", "PLOVER has days: the first one is given, the comment says so", one.id)
    contexts = list(dict.fromkeys(CONTEXTS[t.topic] for t in one.topics if t.topic in CONTEXTS))
    record: dict[str, Any] = {
        "id": one.id,
        "date": days[0].first.isoformat(),
        "enddate": max(days[1].last, days[0].first).isoformat() if one.end.value else None,
        "event": [event],
        "mode": [mode] if mode else None,
        "context": contexts + ([_FUTURE] if one.happened is Status.PLANNED else []),
        "quad_code": QUAD[event],
        "actor": [_actor(each) for each in actors],
        "recipient": [_actor(each) for each in recipients],
        "event_loc": _location(one),
        "link": one.part_of or one.follows,
        **_told_in(told),
        "coder": f"entrevue {told.accounts[0].reader}" if told.accounts else "entrevue",
        "coded_date": export.made.date().isoformat(),
        "comment": "; ".join([f"{one.kind.value}, {one.happened.value}", *comment]),
    }
    return {name: value for name, value in record.items() if value not in (None, [], {})}


def _note(one: Engagement, losses: Losses) -> None:
    note_beginning(one, losses)
    losses.note("conflicts between sources", "a record has one value a field", one.id, len(one.conflicts))
    topics = [t for t in one.topics if t.topic not in CONTEXTS]
    losses.note("agenda points", "PLOVER has no context for them", one.id, len(topics))
    losses.note(
        "who says so", "PLOVER cites the text, not the source that the text names", one.id, int(bool(one.source.value))
    )


def _actor(one: Coded) -> dict[str, str]:
    p = one.participant
    told = {
        "code": one.code,
        "sector": one.sector,
        "actor_text": p.shown_as,
        "identifier_text": p.name.value or p.organization.value,
        "identifier_id": p.person,
        "office": office_told(p.office.value),
    }
    return {name: value for name, value in told.items() if value}


def _location(one: Engagement) -> dict[str, Any]:
    country, city = one.country.value, one.city.value
    if not country:
        return {"name": city} if city else {}
    position = position_of(city, country) if city else None
    places = {"latitude": position.latitude, "longitude": position.longitude} if position else {}
    told = {"name": city, "country code": country, "cc3": alpha3(country), **places}
    return {name: value for name, value in told.items() if value is not None}


def _told_in(told: Told) -> dict[str, Any]:
    """The words of the first account, where they stand, and what they are cited from; other texts as `sources`."""
    if not told.accounts:
        return {}
    account = told.accounts[0]
    context = account.context
    spans = {span for _, _, _, span in spans_of(account)}
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    cite = {
        "url": context.url,
        "title": context.title,
        "language": context.language,
        "publication": context.publisher,
        "codebook": "plover-0.8",
    }
    return {
        "event_text": [span.quote for span in ordered],
        "text_info": [{"start": span.start, "end": span.end} for span in ordered],
        "cite_info": {name: value for name, value in cite.items() if value},
        "sources": [one.context.url or one.context.report for one in told.accounts],
    }
