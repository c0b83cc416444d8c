"""What one report says: accounts of engagements, and claims about their order, number or rhythm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.report import Report

BY_HAND = "coded by hand"  # the one reason of an account that people coded
CODED = "coded"  # the reader of what people coded by hand: no other one reads it again


class Kind(StrEnum):
    """The kinds of engagement."""

    VISIT = "visit"
    MEETING = "meeting"
    CALL = "call"
    CONFERENCE = "conference"
    SIGNING = "signing"


class Status(StrEnum):
    """Whether an engagement took place, as of the report's date; postponed counts as cancelled."""

    HELD = "held"
    ONGOING = "ongoing"
    PLANNED = "planned"
    CANCELLED = "cancelled"


NOT_MET = (Status.PLANNED, Status.CANCELLED)  # in what is not yet, or was called off, nobody has met


class Part(StrEnum):
    """What a participant is in an engagement."""

    VISITOR = "visitor"
    HOST = "host"
    PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class Participation:
    """A participant of an engagement and the capacity in which it takes part.

    `name` is None where the text names only the office or organisation. `country` (ISO 3166 alpha-2) is whom the
    participant represents. `evidence` maps field names ("name", "office", "organization", "country", "part") to spans;
    a field without evidence came from the atlas and is listed in `inferred`.
    """

    name: str | None
    office: str | None
    organization: str | None
    country: str | None
    part: Part
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A point of the agenda: the text's words, and the class of the published topic scheme, if one fits."""

    quote: str
    evidence: Evidence
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What one report says of one engagement. `evidence` maps field names to the spans that support them."""

    id: str
    kind: Kind
    start: PartialDate | None
    end: PartialDate | None
    country: str | None
    city: str | None
    status: Status
    participants: tuple[Participation, ...]
    topics: tuple[Topic, ...] = ()
    source: str | None = None
    part_of: str | None = None
    follows: str | None = None
    main: bool = True
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    inferred: tuple[str, ...] = ()  # fields that came from the atlas or from another account: "country", ...
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a report says about order, number or rhythm of engagements: "second visit in less than two months".

    `rank` is the ordinal told (2 for "second", -1 for "last"), `count` a number of engagements, `window` the time in
    which they are counted in the text's words with `window_days` its upper bound, `since` the date told
    ("first visit since 2011"). `account` is the engagement of this report that the claim speaks of.
    """

    quote: str
    evidence: Evidence
    kind: Kind | None = None
    rank: int | None = None
    count: int | None = None
    window: str | None = None
    window_days: int | None = None
    since: PartialDate | None = None
    country: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one report.

    `page` is the fingerprint of the page that it was read from, where that is known: a ledger tells by it that the same
    page comes again. `silent` says why a report tells of no engagement, as far as that can be told: "language",
    "no trigger", "no side" or "no official".
    """

    report: Report
    accounts: tuple[Account, ...] = ()
    claims: tuple[Claim, ...] = ()
    reader_version: str = ""
    pack_version: str = ""
    page: str = ""
    silent: str | None = None
