"""Sheets: one thing of the ledger with everything around it, as one state of the ledger shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from entrevue.domain.decisions import Decision
from entrevue.domain.engagements import Engagement
from entrevue.domain.likeness import Echo
from entrevue.domain.recorded import RecordedAccount, RecordedClaim, ReportVersion


@dataclass(frozen=True, slots=True)
class EngagementSheet:
    """An engagement with its accounts and what is around it.

    `texts`: the texts of the reports by the reports' ids, which all evidence of `accounts` and `claims` refers to.
    `parts` are engagements that took place within this one, `followed_by` those of which a report says so. `echoes`: which
    accounts count as one origin, and why.
    """

    engagement: Engagement
    accounts: tuple[RecordedAccount, ...]
    texts: Mapping[str, str]
    part_of: Engagement | None = None
    follows: Engagement | None = None
    parts: tuple[Engagement, ...] = ()
    followed_by: tuple[Engagement, ...] = ()
    claims: tuple[RecordedClaim, ...] = ()
    echoes: tuple[Echo, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A report's version with what it tells; `engagements`: by the stem of the account that tells of each.

    Accounts and claims belong to the current version; an older one comes without.
    """

    version: ReportVersion
    versions: int
    accounts: tuple[RecordedAccount, ...] = ()
    claims: tuple[RecordedClaim, ...] = ()
    engagements: Mapping[str, Engagement] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An engagement with everything that is told of it: what the current versions of reports say, and claim."""

    engagement: Engagement
    accounts: tuple[RecordedAccount, ...] = ()
    claims: tuple[RecordedClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """A report as one ledger hands it to another: all its versions, the current one last, and what that one tells.

    `order` holds for each account the place at which it came into the ledger: of two accounts of one engagement the
    earlier one names it.
    """

    report: str
    reader: str
    versions: tuple[ReportVersion, ...]
    accounts: tuple[RecordedAccount, ...] = ()
    order: tuple[int, ...] = ()
    claims: tuple[RecordedClaim, ...] = ()
