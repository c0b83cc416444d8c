"""FollowTheMoney, one entity a line: what Aleph and the tools of OpenSanctions load.

Written by hand and checked with the library in the tests: it needs a C library that not every machine has.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from entrevue.atlas.codes import english_name
from entrevue.domain.engagements import Engagement, Participant
from entrevue.domain.recorded import RecordedAccount
from entrevue.domain.sheets import Told
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.seen import Seen
from entrevue.exchange.wording import address, line, name_of, topics_of, where, written
from entrevue.identity.offices import office_key
from entrevue.identity.organisations import organisation_key
from entrevue.inquiry.offices import office_told

Entity = dict[str, Any]
_ONCE_AN_EVENT = frozenset(("Event", "UnknownLink", "Documentation"))  # not met again: nothing to remember
_QUOTES = 40  # of an account's summary
# ISO 639-3, which FollowTheMoney asks for, of the languages that packs know.
_THREE = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "it": "ita", "pt": "por", "ru": "rus", "rw": "kin",
    "sw": "swa", "tr": "tur", "zh": "zho",
}  # fmt: skip


def write(export: Export, out: BinaryIO, losses: Losses) -> None:
    """Every entity once: people, bodies, posts and articles before the events that name them."""
    seen = Seen()
    for told in export.told():
        _note(told, losses)
        for entity in entities_of(told, export):
            if entity["schema"] in _ONCE_AN_EVENT or seen.first(entity["id"]):
                out.write(json.dumps(entity, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _note(told: Told, losses: Losses) -> None:
    one = told.engagement
    losses.note(
        "offsets of quotes", "FollowTheMoney has none: the quotes stand in Documentation", one.id, len(told.accounts)
    )
    losses.note(
        "conflicts between sources", "an entity has many values, and none says whose it is", one.id, len(one.conflicts)
    )
    losses.note("verdicts on claims", "FollowTheMoney has no such schema", one.id, len(told.claims))
    losses.note("follow-ups and parts", "an event has no place for another: the summary tells them", one.id,
                int(bool(one.part_of)) + int(bool(one.follows)))  # fmt: skip


def entities_of(told: Told, export: Export) -> Iterator[Entity]:
    """The entities of an engagement, those that others refer to first."""
    one = told.engagement
    articles = {account.context.report: _article(account, export) for account in told.accounts}
    yield from articles.values()
    proofs = [article["id"] for article in articles.values()]
    for participant in one.participants:
        yield from _actor(participant, proofs)
    event = _event(told, export, proofs)
    yield event
    for participant in one.participants:
        yield _link(participant, event["id"], one, proofs)
    for account in told.accounts:
        yield _documentation(account, event["id"])


def _entity(id: str, schema: str, **properties: object) -> Entity:  # noqa: A002 (the word for it)
    """An entity without what is not told."""
    told = {name: _values(value) for name, value in properties.items()}
    return {"id": f"entrevue-{id}", "schema": schema, "properties": {name: some for name, some in told.items() if some}}


def _values(value: object) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return list(dict.fromkeys(written(str(one)) for one in values if one not in (None, "")))


def _article(account: RecordedAccount, export: Export) -> Entity:
    context = account.context
    url = address(context.url) or None
    return _entity(
        context.report,
        "Article",
        title=context.title,
        name=context.title or context.url or context.report,
        publisher=context.publisher,
        publishedAt=context.published,
        date=context.published,
        sourceUrl=url,
        language=_THREE.get(context.language or ""),
        notes=export.address("report", context.report),
    )


def body_id(name: str, country: str | None) -> str:
    """The id of an organisation: the same for its acronym and its names in any language."""
    return "body-" + organisation_key(name, country).strip(":").replace(" ", "-").replace(":", "-")


def _country(code: str | None) -> str | None:
    return code.lower() if code else None


def _actor(p: Participant, proofs: list[str]) -> Iterator[Entity]:
    """A state, an organisation, a person with the post held: whatever is told of a participant."""
    country = p.country.value
    if country:
        yield _entity(
            f"state-{country}", "PublicBody", name=f"Government of {english_name(country)}", country=_country(country)
        )
    body = p.organization.value
    if body:
        yield _entity(body_id(body, country), "PublicBody", name=body, country=_country(country), proof=proofs)
    if p.person and p.name.value:
        office = office_told(p.office.value)
        yield _entity(p.person, "Person", name=p.name.value, position=office, country=_country(country), proof=proofs)
        if office:
            yield from _post(p, office, proofs)


def _post(p: Participant, office: str, proofs: list[str]) -> Iterator[Entity]:
    country, body = p.country.value, p.organization.value
    post = "post-" + office_key(office, body, country).replace(" ", "-").replace(":", "-").strip("-")
    organisation = f"entrevue-{body_id(body, country)}" if body else None
    yield _entity(post, "Position", name=office, country=_country(country), organization=organisation)
    yield _entity(
        f"{p.person}-{post}", "Occupancy", holder=f"entrevue-{p.person}", post=f"entrevue-{post}", proof=proofs[:1]
    )


def acting(p: Participant) -> str | None:
    """The id of the entity that stands for a participant: the person, else the organisation, else the state."""
    if p.person and p.name.value:
        return f"entrevue-{p.person}"
    if p.organization.value:
        return f"entrevue-{body_id(p.organization.value, p.country.value)}"
    return f"entrevue-state-{p.country.value}" if p.country.value else None


def _event(told: Told, export: Export, proofs: list[str]) -> Entity:
    one = told.engagement
    involved = [acting(p) for p in one.participants]
    hosts = [acting(p) for p in one.participants if p.role.value == "host"]
    return _entity(
        one.id,
        "Event",
        name=name_of(one),
        startDate=one.start.value,
        endDate=one.end.value,
        location=line(where(one)),
        country=_country(one.country.value),
        involved=involved,
        organizer=hosts,
        keywords=[one.kind.value, one.happened.value, *topics_of(one)],
        summary=_summary(one),
        publisher=[account.context.publisher for account in told.accounts],
        proof=proofs,
        recordId=one.id,
        notes=export.address("engagement", one.id),
    )


def _summary(one: Engagement) -> str:
    around = [(f"part of {one.part_of}", one.part_of), (f"follows {one.follows}", one.follows)]
    parts = [f"{one.kind.value}, {one.happened.value}", *(topic.quote for topic in one.topics)]
    parts += [f"according to {one.source.value}"] if one.source.value else []
    return line("; ".join([*parts, *(text for text, there in around if there)]))


def _link(p: Participant, event: str, one: Engagement, proofs: list[str]) -> Entity:
    role = ", ".join(part for part in (p.role.value, p.office.value) if part)
    subject = acting(p)
    return _entity(
        f"{one.id}-{p.id}",
        "UnknownLink",
        subject=subject,
        object=event,
        role=line(role),
        date=one.start.value,
        proof=proofs[:1],
        summary=None if subject else p.shown_as,
    )


def _documentation(account: RecordedAccount, event: str) -> Entity:
    spans = {
        *account.account.evidence.values(),
        *(e for p in account.account.participants for e in p.evidence.values()),
    }
    quotes = [span.quote for span in sorted(spans, key=lambda span: span.start)][:_QUOTES]
    return _entity(
        f"account-{account.stem}",
        "Documentation",
        document=f"entrevue-{account.context.report}",
        entity=event,
        role="account",
        date=account.context.published,
        summary=" … ".join(map(line, quotes)),
        recordId=account.stem,
    )
