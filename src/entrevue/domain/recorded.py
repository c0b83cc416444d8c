"""What the ledger keeps as it was told: report versions, the accounts and claims in them, and persons' appearances."""

import datetime as dt
from dataclasses import dataclass

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Account, Claim
from entrevue.domain.report import Report


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the report that an account stands in."""

    report: str  # id of the report in the ledger
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    language: str | None = None
    sketch: frozenset[int] = frozenset()  # a sample of each sentence's passages: reprints share most of it
    credits: tuple[str, ...] = ()  # news agencies that the report credits, as the atlas calls them


@dataclass(frozen=True, slots=True)
class RecordedAccount:
    """An account as the ledger keeps it, with the context of its report.

    `stem` names what this report tells of this engagement, whichever reader read it and in whichever version of the
    report: decisions and addresses hold on to it. `account.part_of` and `account.follows` are stems of the same report.
    `seats` number the participants so that each keeps its number when a newer reader tells them in another order, and
    no other one ever gets it; empty: they are numbered as they stand.
    """

    stem: str
    account: Account
    context: Context
    reader: str = ""  # version of the reader and pack that told it
    seats: tuple[int, ...] = ()

    def seat(self, place: int) -> str:
        """The lasting address of the participant at a place of the account."""
        return f"{self.stem}.{self.seats[place] if self.seats else place}"


@dataclass(frozen=True, slots=True)
class RecordedClaim:
    """A claim as the ledger keeps it; `claim.account` is the stem of the account it speaks of."""

    id: str
    claim: Claim
    context: Context


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One version of a report as it was recorded; `number` counts from 1, the newest is the current one."""

    report: str
    number: int
    content: Report
    recorded: dt.datetime
    readers: tuple[str, ...] = ()  # versions of reader and pack that read it, the current one last


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a reading did. `change`: "new", "version" (the page changed), "unchanged", or "forgotten" (not kept)."""

    report: str
    change: str
    accounts: tuple[str, ...] = ()  # stems
    engagements: tuple[str, ...] = ()  # ids of the engagements that they tell of
    left_out: int = 0  # participants left out because neither an office nor a side holds them in the ledger


@dataclass(frozen=True, slots=True)
class Appearance:
    """How reports show a person: the name, with the office, organisation and side (ISO 3166 alpha-2) it acts for.

    A name without any of the three never becomes an appearance.
    """

    name: str
    office: str | None = None
    organization: str | None = None
    country: str | None = None
    language: str | None = None
