"""Linked data: schema.org for what took place, PROV-O for where it is from, Web Annotation for the words behind it.

JSON-LD and RDF are two spellings of one set of nodes; the tests hold that they say the same.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

from entrevue.atlas.codes import english_name
from entrevue.domain.engagements import Participant
from entrevue.domain.recorded import RecordedAccount, RecordedClaim
from entrevue.domain.sheets import Told
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.rows import spans_of
from entrevue.exchange.wording import name_of, topics_of, where, written
from entrevue.identity.organisations import organisation_key
from entrevue.inquiry.verdicts import verdict

Node = dict[str, Any]
CONTEXT = {
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "entrevue": "urn:entrevue:term:",
}
_STATUS = {
    "cancelled": "EventCancelled",
    "planned": "EventScheduled",
    "held": "EventScheduled",
    "ongoing": "EventScheduled",
}
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def write_jsonld(export: Export, out: BinaryIO, losses: Losses) -> None:
    """One document with a graph; no context has to be fetched."""
    head = json.dumps({"@context": CONTEXT}, ensure_ascii=False)[:-1]
    out.write(f'{head}, "@graph": ['.encode())
    for place, node in enumerate(nodes(export, losses)):
        out.write((b",\n" if place else b"\n") + json.dumps(node, ensure_ascii=False).encode("utf-8", "replace"))
    out.write(b"\n]}\n")


def write_rdf(export: Export, out: BinaryIO, losses: Losses) -> None:
    """N-Triples, a line each, which every reader of RDF takes."""
    for node in nodes(export, losses):
        for triple in triples(node):
            out.write(triple.encode("utf-8", "replace"))


def nodes(export: Export, losses: Losses) -> Iterator[Node]:
    """The nodes of every engagement, each with those that it holds."""
    for told in export.told():
        losses.note("likenesses between accounts", "no vocabulary tells why accounts are one", told.engagement.id,
                    max(0, len(told.accounts) - 1))  # fmt: skip
        yield event_of(told, export)
        for account in told.accounts:
            yield _account(account, told, export)
            yield from _annotations(account, export)
        for claim in told.claims:
            yield _review(claim, export)


def iri(text: str) -> str:
    """An address in which nothing stands that N-Triples forbids."""
    return quote(text, safe=":/?#[]@!$&'()*+,;=%~-._")


def _node(id: str, kind: str | list[str], **values: object) -> Node:  # noqa: A002 (the word for it)
    """A node without what is not told; names hold "__" for ":"."""
    told = {name.replace("__", ":"): _cleaned(value) for name, value in values.items()}
    return {"@id": iri(id), "@type": kind} | {
        name: value for name, value in told.items() if value not in (None, "", [])
    }


def _cleaned(value: object) -> object:
    return written(value) if isinstance(value, str) else value


def event_of(told: Told, export: Export) -> Node:
    """An engagement as an event of schema.org, in the model of its page."""
    one = told.engagement
    own = export.address("engagement", one.id)
    people = [(p, _actor(p, own, export)) for p in one.participants]
    return _node(
        own,
        ["Event", "prov:Entity"],
        name=name_of(one),
        additionalType=f"urn:entrevue:term:{one.kind.value}",
        identifier=one.id,
        startDate=one.start.value,
        endDate=one.end.value,
        eventStatus={"@id": f"https://schema.org/{_STATUS[one.happened.value]}"},
        eventAttendanceMode={"@id": "https://schema.org/OnlineEventAttendanceMode"}
        if one.kind.value == "call"
        else None,
        entrevue__status=one.happened.value,
        entrevue__review=one.review.value,
        entrevue__conflict=list(one.conflicts),
        location=_place(told, own),
        organizer=[_role(p, actor, "organizer", own) for p, actor in people if p.role.value == "host"],
        attendee=[_role(p, actor, "attendee", own) for p, actor in people if p.role.value != "host"],
        about=[*topics_of(one), *(written(topic.quote) for topic in one.topics)],
        superEvent={"@id": iri(export.address("engagement", one.part_of))} if one.part_of else None,
        entrevue__follows={"@id": iri(export.address("engagement", one.follows))} if one.follows else None,
        subjectOf=[_article(account, export) for account in told.accounts],
        prov__wasDerivedFrom=[{"@id": iri(f"{own}#{account.stem}")} for account in told.accounts],
    )


def _place(told: Told, own: str) -> Node | None:
    one = told.engagement
    if not where(one):
        return None
    country = one.country.value
    address = _node(f"{own}#address", "PostalAddress", addressLocality=one.city.value, addressCountry=country)
    name = one.city.value or (english_name(country) if country else None)
    return _node(f"{own}#place", "Place", name=name, address=address)


def _actor(p: Participant, own: str, export: Export) -> Node:
    """Who took part: a person, an organisation, or a state's government."""
    if p.name.value:
        named = export.address("person", p.person) if p.person else f"{own}#{p.id}-person"
        return _node(named, "Person", name=p.name.value)
    return _body(p) or _node(f"{own}#{p.id}-unknown", "Person", jobTitle=p.office.value)


def _body(p: Participant) -> Node | None:
    country = p.country.value
    if p.organization.value:
        key = organisation_key(p.organization.value, country)
        return _node(f"urn:entrevue:organisation:{quote(key, safe=':')}", "Organization", name=p.organization.value)
    if country:
        name = f"Government of {english_name(country)}"
        return _node(f"urn:entrevue:state:{country}", "GovernmentOrganization", name=name, areaServed=country)
    return None


def _role(p: Participant, actor: Node, name: str, own: str) -> Node:
    """The capacity in which somebody took part, in schema.org's pattern: a Role between the event and the person."""
    role = _node(
        f"{own}#{p.id}",
        "OrganizationRole",
        roleName=", ".join(filter(None, (p.role.value, p.office.value))),
        entrevue__part=p.role.value,
        entrevue__side=p.country.value,
        entrevue__for=_body(p),
    )
    return role | {name: actor}


def _article(account: RecordedAccount, export: Export) -> Node:
    context = account.context
    own = export.address("report", context.report)
    publisher = _node(f"{own}#publisher", "Organization", name=context.publisher) if context.publisher else None
    return _node(
        own,
        ["NewsArticle", "prov:Entity"],
        headline=context.title,
        url=context.url,
        datePublished=str(context.published) if context.published else None,
        inLanguage=context.language,
        publisher=publisher,
    )


def _account(account: RecordedAccount, told: Told, export: Export) -> Node:
    """What one report says of the engagement, and which reader read it."""
    own = f"{export.address('engagement', told.engagement.id)}#{account.stem}"
    agent = _node(
        f"urn:entrevue:reader:{quote(account.reader or 'unknown', safe='')}",
        "prov:SoftwareAgent",
        name=f"Entrevue {account.reader}",
    )
    reading = _node(f"{own}-reading", "prov:Activity", prov__wasAssociatedWith=agent)
    return _node(
        own,
        ["entrevue:Account", "prov:Entity"],
        identifier=account.stem,
        prov__wasDerivedFrom={"@id": iri(export.address("report", account.context.report))},
        prov__wasGeneratedBy=reading,
        entrevue__source=account.account.source,
        entrevue__inferred=list(account.account.inferred),
    )


def _annotations(account: RecordedAccount, export: Export) -> Iterator[Node]:
    """The words behind each field, with where they stand: text quote and text position, in code points."""
    report = export.address("report", account.context.report)
    for number, (seat, name, value, span) in enumerate(spans_of(account)):
        own = f"urn:entrevue:annotation:{account.stem}:{number}"
        quoted = _node(f"{own}:quote", "oa:TextQuoteSelector", oa__exact=span.quote)
        position = _node(f"{own}:position", "oa:TextPositionSelector", oa__start=span.start, oa__end=span.end)
        target = _node(
            f"{own}:target",
            "oa:SpecificResource",
            oa__hasSource={"@id": iri(report)},
            oa__hasSelector=[quoted, position],
        )
        body = _node(f"{own}:body", "oa:TextualBody", rdf__value=value) if value else None
        yield _node(
            own,
            "oa:Annotation",
            entrevue__account=account.stem,
            entrevue__participant=seat,
            entrevue__field=name,
            oa__hasBody=body,
            oa__hasTarget=target,
        )


def _review(claim: RecordedClaim, export: Export) -> Node:
    """A claim with the ledger's verdict."""
    judged = verdict(claim, None, export.source)
    own = f"urn:entrevue:claim:{claim.id}"
    report = {"@id": iri(export.address("report", claim.context.report))}
    item = _node(f"{own}:claim", "Claim", name=claim.claim.quote, appearance=report)
    author = _node("urn:entrevue:ledger", "Organization", name="Entrevue")
    rating = _node(f"{own}:rating", "Rating", alternateName=judged.outcome.value)
    ground = [{"@id": iri(export.address("engagement", id_))} for id_ in judged.engagements]
    return _node(
        own,
        "ClaimReview",
        claimReviewed=claim.claim.quote,
        itemReviewed=item,
        reviewRating=rating,
        author=author,
        entrevue__ground=ground,
    )


def triples(node: Node) -> Iterator[str]:
    """The triples of a node and of those that it holds, as lines of N-Triples."""
    subject = f"<{node['@id']}>"
    kinds = node.get("@type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        yield f"{subject} <{_expanded('rdf:type')}> <{_expanded(kind)}> .\n"
    for name, value in node.items():
        for one in value if isinstance(value, list) else [value]:
            if name.startswith("@"):
                continue
            yield f"{subject} <{_expanded(name)}> {_object(one)} .\n"
            if isinstance(one, dict):
                yield from triples(one)


def _expanded(name: str) -> str:
    prefix, colon, rest = name.partition(":")
    return f"{CONTEXT[prefix]}{rest}" if colon and prefix in CONTEXT else f"{CONTEXT['@vocab']}{name}"


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _object(value: Any) -> str:
    if isinstance(value, dict):
        return f"<{value['@id']}>"
    if isinstance(value, int):
        return f'"{value}"^^<{_INTEGER}>'
    return f'"{str(value).translate(_ESCAPES)}"'
