"""Accounts, claims and engagements as the store keeps them: compact JSON, quotes cut out of the report's text again."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from msgspec import DecodeError
from msgspec.json import Decoder

from entrevue.domain.dates import PartialDate
from entrevue.domain.engagements import Engagement
from entrevue.domain.evidence import Evidence
from entrevue.domain.glances import Glance
from entrevue.domain.reading import Account, Claim, Kind, Part, Participation, Status, Topic
from entrevue.errors import DamagedLedger

_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, DecodeError, zlib.error)
_NONE: Mapping[str, Evidence] = {}
_ENGAGEMENT, _GLANCE = Decoder(Engagement), Decoder(Glance)


@contextmanager
def undamaged() -> Iterator[None]:
    """Whatever a row cannot be decoded for is the ledger's damage, for all in it was encoded here: DamagedLedger then."""
    try:
        yield
    except _UNREADABLE as error:
        raise DamagedLedger(f"a row of the ledger is damaged ({type(error).__name__}): restore a backup") from error


def encode_account(account: Account, seats: Sequence[int] = ()) -> str:
    """One line of JSON; evidence as offsets. `seats`: numbers of the participants, where they are not 0, 1, 2 …"""
    fields = {
        "id": account.id,
        "kind": account.kind.value,
        "start": _text(account.start),
        "end": _text(account.end),
        "country": account.country,
        "city": account.city,
        "status": account.status.value,
        "participants": [_participation(participation) for participation in account.participants],
        "topics": [[t.quote, t.evidence.start, t.evidence.end, t.topic] for t in account.topics],
        "source": account.source,
        "part_of": account.part_of,
        "follows": account.follows,
        "main": account.main,
        "evidence": _spans(account.evidence),
        "inferred": list(account.inferred),
        "confidence": account.confidence,
        "reasons": list(account.reasons),
        "seats": list(seats) if tuple(seats) != tuple(range(len(seats))) else None,
    }
    return dense(fields)


@undamaged()
def decode_account(payload: str, text: str | None) -> Account:
    """The account; without the report's text it comes without evidence."""
    return _account(json.loads(payload), text)


@undamaged()
def decode_told(payload: str, text: str | None) -> tuple[Account, tuple[int, ...]]:
    """The account, and the numbers of its participants (empty: 0, 1, 2 …)."""
    fields = json.loads(payload)
    return _account(fields, text), tuple(fields.get("seats", ()))


def _account(fields: dict[str, Any], text: str | None) -> Account:
    get = fields.get
    return Account(
        id=fields["id"],
        kind=Kind(fields["kind"]),
        start=_date(get("start")),
        end=_date(get("end")),
        country=get("country"),
        city=get("city"),
        status=Status(fields["status"]),
        participants=tuple(_participation_of(values, text) for values in get("participants", ())),
        topics=tuple(
            Topic(quote, Evidence.of(text, start, end) if text else Evidence(start, end, quote), topic)
            for quote, start, end, topic in get("topics", ())
        ),
        source=get("source"),
        part_of=get("part_of"),
        follows=get("follows"),
        main=get("main", False),
        evidence=_evidence(get("evidence"), text),
        inferred=tuple(get("inferred", ())),
        confidence=get("confidence", 1.0),
        reasons=tuple(get("reasons", ())),
    )


def encode_claim(claim: Claim) -> str:
    """One line of JSON."""
    fields = {
        "span": [claim.evidence.start, claim.evidence.end],
        "kind": claim.kind.value if claim.kind else None,
        "rank": claim.rank,
        "count": claim.count,
        "window": claim.window,
        "window_days": claim.window_days,
        "since": _text(claim.since),
        "country": claim.country,
        "account": claim.account,
    }
    return dense(fields)


@undamaged()
def decode_claim(payload: str, text: str) -> Claim:
    """The claim, with its quote cut out of the report's text."""
    fields = json.loads(payload)
    get = fields.get
    evidence = Evidence.of(text, *fields["span"])
    return Claim(
        quote=evidence.quote,
        evidence=evidence,
        kind=Kind(fields["kind"]) if get("kind") else None,
        rank=get("rank"),
        count=get("count"),
        window=get("window"),
        window_days=get("window_days"),
        since=_date(get("since")),
        country=get("country"),
        account=get("account"),
    )


def encode_engagement(engagement: Engagement) -> str:
    """One line of JSON; what is empty is left out."""
    return str(_engagements().dump_json(engagement, exclude_defaults=True).decode())


@undamaged()
def decode_engagement(document: str) -> Engagement:
    """The engagement."""
    return _ENGAGEMENT.decode(document)


@undamaged()
def decode_glance(document: str) -> Glance:
    """The same engagement at a glance: what it leaves out is passed over, in a tenth of the time."""
    return _GLANCE.decode(document)


@cache
def _engagements() -> Any:
    from pydantic import TypeAdapter  # 0.1 s to load: paid by those who derive engagements

    return TypeAdapter(Engagement)


def _participation(participation: Participation) -> dict[str, Any]:
    fields = {
        "name": participation.name,
        "office": participation.office,
        "organization": participation.organization,
        "country": participation.country,
        "part": participation.part.value,
        "evidence": _spans(participation.evidence),
        "inferred": list(participation.inferred),
    }
    return _filled(fields)


def _participation_of(fields: dict[str, Any], text: str | None) -> Participation:
    get = fields.get
    return Participation(
        get("name"),
        get("office"),
        get("organization"),
        get("country"),
        Part(fields["part"]),
        _evidence(get("evidence"), text),
        tuple(get("inferred", ())),
    )


def _spans(evidence: Mapping[str, Evidence]) -> dict[str, list[int]]:
    return {name: [span.start, span.end] for name, span in evidence.items()}


def _evidence(spans: dict[str, list[int]] | None, text: str | None) -> Mapping[str, Evidence]:
    if not spans or text is None:
        return _NONE
    return {name: Evidence.of(text, start, end) for name, (start, end) in spans.items()}


def dense(fields: dict[str, Any]) -> str:
    """JSON without blanks and without what is empty."""
    return json.dumps(_filled(fields), ensure_ascii=False, separators=(",", ":"))


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {}, False)}


def _text(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
