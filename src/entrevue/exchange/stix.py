"""STIX 2.1: identities, locations, engagements, reports, and relationships that tell who took part as what.

References never run in a circle: OpenCTI drops those that do. A grouping holds people and places; relationships and
notes point to the engagement, and reports to all that they tell.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from entrevue.atlas.codes import english_name
from entrevue.domain.dates import PartialDate, Precision
from entrevue.domain.engagements import Engagement, Participant
from entrevue.domain.recorded import Context, RecordedAccount
from entrevue.domain.sheets import Told
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.rows import spans_of
from entrevue.exchange.seen import Seen
from entrevue.exchange.spool import Spool
from entrevue.exchange.wording import address, days_of, line, name_of, note_beginning, topics_of, written
from entrevue.identity.organisations import organisation_key
from entrevue.inquiry.offices import office_told

Object = dict[str, Any]
_OWN = uuid5(NAMESPACE_URL, "urn:entrevue")
# The four markings that STIX 2.1 defines, by ids that every platform knows; what it calls white, TLP 2.0 calls clear.
_MARKINGS = {
    "clear": ("white", "613f2e26-407d-48c7-9eca-b8e91df99dc9"),
    "green": ("green", "34098fce-860f-48ae-8e50-ebd3cc5e41da"),
    "amber": ("amber", "f88d31f6-486f-44da-b317-01333bde0b82"),
    "red": ("red", "5e57c739-391a-4eb3-b6be-7d15ca92d5ed"),
}
_OPENCTI = "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba"  # of which its type `event` is
_BEGINNING = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)  # identities and places have no day of their own
_DAY = dt.timedelta(days=1)
# What several engagements name, and the tie between a city and its country; nothing else has to be remembered.
_AGAIN = frozenset(("identity", "location"))


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform knows engagements as: the type of object, and how it is made of what is told and of what it holds."""

    kind: str
    made: Callable[[Told, dt.datetime, list[str], Export], Object]
    located: bool = False  # whether relationships tell where it took place, and in which country a city lies


def write(export: Export, out: BinaryIO, losses: Losses) -> None:
    """One bundle of core objects alone: engagements are groupings."""
    _write(export, Profile("grouping", _grouping), out, losses)


def write_opencti(export: Export, out: BinaryIO, losses: Losses) -> None:
    """The same for OpenCTI: engagements are its events, which have days, and cities lie in countries."""
    _write(export, Profile("event", _event, located=True), out, losses)


def _write(export: Export, profile: Profile, out: BinaryIO, losses: Losses) -> None:
    """One bundle; every object once."""
    seen = Seen()
    out.write(f'{{"type": "bundle", "id": "{_id("bundle", export.made.isoformat())}", "objects": [\n'.encode())
    out.write(json.dumps(_marking(export)).encode())
    with Spool() as reports:
        for one in _objects(export, profile, losses, reports):
            if not _comes_again(one) or seen.first(one["id"]):
                out.write(b",\n" + json.dumps(one, ensure_ascii=False).encode("utf-8", "replace"))
    out.write(b"\n]}\n")


def _comes_again(one: Object) -> bool:
    return one["type"] in _AGAIN or one.get("source_ref", "").startswith("location")


def _marking(export: Export) -> Object:
    colour, _ = _MARKINGS[export.tlp]
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": _marked(export),
        "created": "2017-01-20T00:00:00.000Z",
        "definition_type": "tlp",
        "name": f"TLP:{colour.upper()}",
        "definition": {"tlp": colour},
    }


def _marked(export: Export) -> str:
    return f"marking-definition--{_MARKINGS[export.tlp][1]}"


def _objects(export: Export, profile: Profile, losses: Losses, reports: Spool) -> Iterator[Object]:
    """Every object, reports last: each names all that it tells of."""
    yield _object(export, "identity", "entrevue", name="Entrevue", identity_class="system")
    for told in export.told():
        _lose(told, losses)
        for account in told.accounts:
            reports.add(_head(account.context), " ".join(_told_in(account, told.engagement, profile)))
        yield from objects_of(told, profile, export)
    for head, told_of in reports.groups():
        report = json.loads(head)
        if report[_PUBLISHER]:
            yield _publisher(report[_PUBLISHER], export)
        yield _report(report, list(dict.fromkeys(" ".join(told_of).split())), export)


def _told_in(account: RecordedAccount, one: Engagement, profile: Profile) -> Iterator[str]:
    """The ids of all that a report tells of an engagement: others may tell of more who took part."""
    yield _id(profile.kind, one.id)
    yield _id("note", account.stem)
    own = {account.seat(place) for place in range(len(account.account.participants))}
    for p in one.participants:
        if (key := identity_key(p)) is not None and not own.isdisjoint(p.seats):
            yield _id("identity", key)
            yield _id("relationship", f"{one.id} {p.id}")
    country, city = account.account.country, account.account.city
    if country and (country, city) == (one.country.value, one.city.value):
        yield _place_id(country, city)
        if profile.located:
            yield _id("relationship", f"{one.id} place")


def _lose(told: Told, losses: Losses) -> None:
    one = told.engagement
    vague = any(day.precision is not Precision.DAY for day in days_of(one) or ())
    losses.note(
        "precision of dates", "times in STIX are moments: the description tells the month or year", one.id, int(vague)
    )
    note_beginning(one, losses)
    losses.note("conflicts between sources", "the description has one value a field", one.id, len(one.conflicts))
    losses.note("participants", "neither a name nor an organisation or state is told", one.id,
                sum(identity_key(p) is None for p in one.participants))  # fmt: skip
    losses.note("verdicts on claims", "STIX has no such object", one.id, len(told.claims))


def _head(context: Context) -> str:
    """What a report's object tells of it, as text: a spool keeps text."""
    published = str(context.published) if context.published else None
    return json.dumps([context.report, context.title, context.url, context.publisher, published, context.language])


_PUBLISHER = 3  # its place in the head


def _publisher(name: str, export: Export) -> Object:
    """Who published: the author of its reports, by whom platforms filter."""
    return _object(export, "identity", f"publisher {name}", name=line(name), identity_class="organization")


def _id(kind: str, key: str) -> str:
    return f"{kind}--{uuid5(_OWN, f'{kind} {key}')}"


def _object(export: Export, kind: str, key: str, created: dt.datetime = _BEGINNING, **fields: object) -> Object:
    """An object of the bundle, without what is empty."""
    shared: Object = {
        "type": kind,
        "spec_version": "2.1",
        "id": _id(kind, key),
        "created": _moment(min(created, export.made)),
        "modified": _moment(export.made),
        "object_marking_refs": [_marked(export)],
    }
    if key != "entrevue" and "created_by_ref" not in fields:
        shared["created_by_ref"] = _id("identity", "entrevue")
    return shared | {name: value for name, value in fields.items() if value not in (None, "", [], ())}


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def identity_key(p: Participant) -> str | None:
    """What names a participant's identity: the person, else the organisation, else the state."""
    if p.person and p.name.value:
        return p.person
    if p.organization.value:
        return organisation_key(p.organization.value, p.country.value)
    return f"state {p.country.value}" if p.country.value else None


def objects_of(told: Told, profile: Profile, export: Export) -> Iterator[Object]:
    """The objects of an engagement, those that others refer to first."""
    one = told.engagement
    born = min((_start_of(a.context.published.first) for a in told.accounts if a.context.published), default=_BEGINNING)
    own = _id(profile.kind, one.id)
    holds: list[str] = []
    relations: list[Object] = []
    for p in one.participants:
        key = identity_key(p)
        if key is None:
            continue
        identity = _identity(p, key, export)
        holds.append(identity["id"])
        yield identity
        relations.append(_relation(one, p, identity["id"], own, born, export))
    if one.country.value:
        holds.append(_place_id(one.country.value, one.city.value))
        yield from _places(one.country.value, one.city.value, export, within=profile.located)
    if one.country.value and profile.located:
        relations.append(_located(f"{one.id} place", own, holds[-1], born, export))
    yield profile.made(told, born, list(dict.fromkeys(holds)), export)
    yield from relations
    for account in told.accounts:
        yield _note(account, own, born, export)


def _identity(p: Participant, key: str, export: Export) -> Object:
    person = bool(p.person and p.name.value)
    state = key.startswith("state ")
    name = (
        f"Government of {english_name(p.country.value or '')}"
        if state
        else p.name.value
        if person
        else p.organization.value
    )
    return _object(
        export,
        "identity",
        key,
        name=line(name or key),
        identity_class="individual" if person else "organization",
        sectors=[] if person else ["government"],
        roles=[line(office)] if person and (office := office_told(p.office.value)) else [],
        external_references=[_reference(export, "person", p.person)] if person and p.person else [],
    )


def _reference(export: Export, kind: str, id: str) -> Object:  # noqa: A002 (the word for it)
    named: Object = {"source_name": "entrevue", "external_id": id}
    return named | ({"url": export.address(kind, id)} if export.base else {})


def _relation(
    one: Engagement, p: Participant, identity: str, engagement: str, born: dt.datetime, export: Export
) -> Object:
    capacity = ", ".join(part for part in (p.role.value, p.office.value, p.organization.value, p.country.value) if part)
    return _object(
        export,
        "relationship",
        f"{one.id} {p.id}",
        born,
        relationship_type="related-to",
        description=line(capacity),
        source_ref=identity,
        target_ref=engagement,
        **_times(one),
    )


def _times(one: Engagement) -> Object:
    """From the first day to the end of the last, as far as they are told."""
    days = days_of(one)
    if days is None:
        return {}
    last = max(days[1].last, days[0].first)
    ends = one.end.value and last < dt.date.max
    return {"start_time": _moment(_start_of(days[0].first))} | (
        {"stop_time": _moment(_start_of(last) + _DAY)} if ends else {}
    )


def _places(country: str, city: str | None, export: Export, *, within: bool) -> Iterator[Object]:
    """A place; with `within` the country of a city too, and that it lies there."""
    name = line(f"{city}, {english_name(country)}" if city else english_name(country))
    key = _place_key(country, city)
    yield _object(export, "location", key, name=name, country=country, city=line(city) if city else None)
    if city and within:
        yield from _places(country, None, export, within=within)
        here, there = _place_id(country, city), _place_id(country, None)
        yield _located(f"{country} {city} within", here, there, _BEGINNING, export)


def _located(key: str, what: str, place: str, born: dt.datetime, export: Export) -> Object:
    return _object(export, "relationship", key, born, relationship_type="located-at", source_ref=what, target_ref=place)


def _place_key(country: str, city: str | None) -> str:
    return f"{country} {city or ''}"


def _place_id(country: str, city: str | None) -> str:
    return _id("location", _place_key(country, city))


def _note(account: RecordedAccount, engagement: str, born: dt.datetime, export: Export) -> Object:
    quotes = [f"{name}: “{line(span.quote)}” [{span.start}–{span.end}]" for _, name, _, span in spans_of(account)]
    return _object(
        export,
        "note",
        account.stem,
        born,
        abstract=f"What {line(account.context.publisher or account.context.report)} says",
        content="\n".join(quotes) or "no quote",
        authors=[line(account.context.publisher)] if account.context.publisher else [],
        object_refs=[engagement],
    )


def _grouping(told: Told, born: dt.datetime, holds: list[str], export: Export) -> Object:
    return _object(
        export,
        "grouping",
        told.engagement.id,
        born,
        context="unspecified",
        object_refs=holds or [_id("identity", "entrevue")],
        **_described(told, export),
    )


def _event(told: Told, born: dt.datetime, _holds: list[str], export: Export) -> Object:
    """An event of OpenCTI: a type of its own, which its extension announces; it holds nothing, relationships lead to it."""
    one = told.engagement
    return _object(
        export,
        "event",
        one.id,
        born,
        event_types=[one.kind.value],
        extensions={_OPENCTI: {"extension_type": "new-sdo"}},
        **_times(one),
        **_described(told, export),
    )


def _described(told: Told, export: Export) -> Object:
    """Name, what is told in words, confidence, labels and address of an engagement."""
    one = told.engagement
    parts = [f"{one.kind.value}, {one.happened.value}", f"start: {one.start.value}" if one.start.value else "undated"]
    parts += [f"end: {one.end.value}"] if one.end.value else []
    parts += [written(topic.quote) for topic in one.topics]
    parts += [f"according to {one.source.value}"] if one.source.value else []
    confidence = max((account.account.confidence for account in told.accounts), default=0.0)
    return {
        "name": name_of(one),
        "description": line("; ".join(parts)),
        "confidence": round(100 * round(confidence, 2)),  # STIX has it between 0 and 100
        "labels": [one.kind.value, one.happened.value, one.review.value, *topics_of(one)],
        "external_references": [_reference(export, "engagement", one.id)],
    }


def _report(head: list[str | None], told_of: list[str], export: Export) -> Object:
    report, title, url, publisher, day, language = head
    published = _start_of(PartialDate.parse(day).first) if day else _BEGINNING
    source: Object = {"source_name": line(publisher or "report"), "external_id": report}
    if told := address(url):
        source["url"] = told
    return _object(
        export,
        "report",
        str(report),
        published,
        name=line(title or url or str(report)),
        published=_moment(published),
        report_types=["observed-data"],
        object_refs=told_of,
        external_references=[source],
        lang=language,
        **({"created_by_ref": _id("identity", f"publisher {publisher}")} if publisher else {}),
    )
