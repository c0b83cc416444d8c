"""The wire format of a record: one JSON object a report.

The plain record holds what an annotation guide can ask for; the full one adds the report's text and the evidence of
every field, with offsets that count code points in that text.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim, Participation, Reading
from entrevue.domain.text import whole

_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EvidenceRecord(_Frozen):
    """A span of the report's text that supports a field: `text[start:end] == quote`, in code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str


class ParticipantRecord(_Frozen):
    """Who took part, in what capacity, for whom; `name` is null where only the office or body is named."""

    name: str | None
    office: str | None
    organization: str | None
    country: str | None = Field(description="ISO 3166 alpha-2 of the state represented; null for an organisation's")
    part: Literal["visitor", "host", "participant"]
    evidence: dict[str, EvidenceRecord] | None = None
    inferred: list[str] | None = Field(None, description="fields that the atlas supplied, not the text")


class EngagementRecord(_Frozen):
    """What the report says of one engagement."""

    id: str
    kind: Literal["visit", "meeting", "call", "conference", "signing"]
    start: str | None = Field(pattern=_DATE)
    end: str | None = Field(pattern=_DATE)
    country: str | None = Field(description="ISO 3166 alpha-2 of where it takes place")
    city: str | None
    status: Literal["held", "ongoing", "planned", "cancelled"]
    participants: list[ParticipantRecord]
    topics: list[str] = Field(description="the agenda in the text's words")
    topic_classes: list[str] = Field(description="the agenda in the classes of the topic scheme, without repetition")
    source: str | None
    part_of: str | None
    follows: str | None
    main: bool
    confidence: float = Field(ge=0, le=1)
    evidence: dict[str, EvidenceRecord] | None = None
    inferred: list[str] | None = None
    reasons: list[str] | None = Field(None, description="why the confidence is not 1")


class ClaimRecord(_Frozen):
    """A claim about order, number or rhythm, as far as the reader understood it."""

    quote: str
    kind: Literal["visit", "meeting", "call", "conference", "signing"] | None
    rank: int | None = Field(description='2 for "second", -1 for "last"')
    count: int | None
    window: str | None
    window_days: int | None
    since: str | None = Field(pattern=_DATE)
    country: str | None
    engagement: str | None = Field(description="the engagement of this record that the claim speaks of")
    evidence: EvidenceRecord | None = None


class Record(_Frozen):
    """A report's record."""

    id: str
    url: str | None
    lang: str | None
    published: str | None = Field(pattern=_DATE)
    published_from: str | None
    title: str | None
    publisher: str | None
    authors: list[str]
    engagements: list[EngagementRecord]
    claims: list[str]
    claim_details: list[ClaimRecord]
    notes: list[str]
    reader: str = Field(description="version of the reader and of the language pack that wrote the record")
    text: str | None = Field(None, description="the report that evidence offsets count in")

    def to_json(self) -> str:
        """One line of JSON; what was not asked for is left out."""
        return self.model_dump_json(exclude=self._absent())

    def _absent(self) -> dict[str, Any] | None:
        """The optional fields of the full record, when this is the plain one."""
        if self.text is not None:
            return None
        parts = {"evidence", "inferred"}
        engagement: dict[str, Any] = {
            "evidence": True,
            "inferred": True,
            "reasons": True,
            "participants": {"__all__": parts},
        }
        return {"text": True, "claim_details": {"__all__": {"evidence"}}, "engagements": {"__all__": engagement}}


def record_of(reading: Reading, id: str, *, evidence: bool = False) -> Record:  # noqa: A002 (the field's name)
    """The record of a reading under a name of the caller's; `evidence=True` adds text, quotes and reasons."""
    report = reading.report
    return Record(
        id=whole(id),
        url=report.url,
        lang=report.language,
        published=_text(report.published),
        published_from=report.published_from,
        title=report.title,
        publisher=report.publisher,
        authors=list(report.authors),
        engagements=[engagement_record(account, evidence=evidence) for account in reading.accounts],
        claims=[claim.quote for claim in reading.claims],
        claim_details=[claim_record(claim, evidence=evidence) for claim in reading.claims],
        notes=list(report.notes),
        reader=f"{reading.reader_version}+{reading.pack_version}" if reading.pack_version else reading.reader_version,
        text=report.text if evidence else None,
    )


def engagement_record(account: Account, *, evidence: bool) -> EngagementRecord:
    """One account; `evidence=True` adds quotes and reasons."""
    return EngagementRecord(
        id=account.id,
        kind=account.kind.value,
        start=_text(account.start),
        end=_text(account.end),
        country=account.country,
        city=account.city,
        status=account.status.value,
        participants=[_participant(participation, evidence) for participation in account.participants],
        topics=[topic.quote for topic in account.topics],
        topic_classes=list(dict.fromkeys(topic.topic for topic in account.topics if topic.topic)),
        source=account.source,
        part_of=account.part_of,
        follows=account.follows,
        main=account.main,
        confidence=round(account.confidence, 2),
        evidence=_spans(account.evidence) if evidence else None,
        inferred=list(account.inferred) if evidence else None,
        reasons=list(account.reasons) if evidence else None,
    )


def _participant(participation: Participation, evidence: bool) -> ParticipantRecord:
    return ParticipantRecord(
        name=participation.name,
        office=participation.office,
        organization=participation.organization,
        country=participation.country,
        part=participation.part.value,
        evidence=_spans(participation.evidence) if evidence else None,
        inferred=list(participation.inferred) if evidence else None,
    )


def claim_record(claim: Claim, *, evidence: bool) -> ClaimRecord:
    """One claim; `evidence=True` adds where it stands."""
    return ClaimRecord(
        quote=claim.quote,
        kind=claim.kind.value if claim.kind else None,
        rank=claim.rank,
        count=claim.count,
        window=claim.window,
        window_days=claim.window_days,
        since=_text(claim.since),
        country=claim.country,
        engagement=claim.account,
        evidence=_span(claim.evidence) if evidence else None,
    )


def _spans(evidence: Mapping[str, Evidence]) -> dict[str, EvidenceRecord]:
    return {name: _span(span) for name, span in evidence.items()}


def _span(evidence: Evidence) -> EvidenceRecord:
    return EvidenceRecord(start=evidence.start, end=evidence.end, quote=evidence.quote)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
