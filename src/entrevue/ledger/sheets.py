"""Sheets of engagements and reports, put together in one session."""

from collections.abc import Iterable

from entrevue.domain.engagements import Engagement
from entrevue.domain.recorded import ReportVersion
from entrevue.domain.sheets import EngagementSheet, ReportSheet
from entrevue.errors import UnknownId
from entrevue.ledger.answers import claims_from, engagements_of, locate
from entrevue.ledger.codec import decode_account
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.independence import echoes
from entrevue.ledger.rows import ReportRow, Telling
from entrevue.ledger.store import Session

_GAPS = 2


def engagement_sheet(session: Session, id: str, most: int | None = None) -> EngagementSheet:  # noqa: A002 (the word for it)
    """The engagement that a stem belongs to, with everything around it; UnknownId for none.

    `most`: so many accounts and claims, the first, and what the reports of these accounts tell of around it.
    """
    row = locate(session, id)
    own = sorted(session.members(row.number))[:most]
    tellings = session.tellings(own, texts=True)
    told = [tellings[number] for number in own if number in tellings]
    beside = session.tellings_of(*{one.report for one in told})
    stems = {one.id for one in told}
    within, after = _around(beside, stems)
    (engagement,) = engagements_of(session, [row])
    numbers = within | after | set(session.stems(_named(engagement)).values())
    around = _by_number(session, numbers)
    accounts = tuple(recorded_from(one) for one in told)
    return EngagementSheet(
        engagement=engagement,
        accounts=accounts,
        echoes=echoes(accounts),
        texts={one.context.report: one.text or "" for one in told},
        part_of=next((one for one in around.values() if one.id == engagement.part_of), None),
        follows=next((one for one in around.values() if one.id == engagement.follows), None),
        parts=_dated(around[number] for number in within if number in around),
        followed_by=_dated(around[number] for number in after if number in around and number not in within),
        claims=claims_from(session.claims(own, 0, most)),
        decisions=session.decisions(engagement.stems),
    )


def _named(engagement: Engagement) -> list[str]:
    return [stem for stem in (engagement.part_of, engagement.follows) if stem]


def _around(beside: Iterable[Telling], stems: set[str]) -> tuple[set[int], set[int]]:
    """Stems of accounts, in the same reports, that are part of the accounts `stems`, and that follow them."""
    within, after = set(), set()
    for telling in beside:
        account = decode_account(telling.payload, None)
        if telling.id not in stems and account.part_of in stems:
            within.add(telling.stem)
        if telling.id not in stems and account.follows in stems:
            after.add(telling.stem)
    return within, after


def _by_number(session: Session, stems: set[int]) -> dict[int, Engagement]:
    """Engagements by the stems that belong to them."""
    if not stems:
        return {}
    homes = {number: one.engagement for number, one in session.tellings(stems).items() if one.engagement}
    rows = session.documents(set(homes.values()))
    found = dict(zip(rows, engagements_of(session, rows.values()), strict=True))
    return {number: found[home] for number, home in homes.items() if home in found}


def _dated(engagements: Iterable[Engagement]) -> tuple[Engagement, ...]:
    """Each once, in order of date."""
    once = {one.id: one for one in engagements}
    return tuple(sorted(once.values(), key=lambda one: (one.start.value or "9999", one.id)))


def report_sheet(session: Session, id: str, number: int | None = None) -> ReportSheet:  # noqa: A002
    """A report in its current version or another by its number; UnknownId for none."""
    row = session.report(id)
    versions = session.versions(row.number) if row else ()
    if row is None or (number is not None and not 1 <= number <= len(versions)):
        raise UnknownId(id, "report")
    chosen = versions[(number or row.version) - 1]
    version = ReportVersion(id, chosen.number, chosen.content, chosen.recorded, (row.reader,))
    if chosen.number != row.version:
        return ReportSheet(version, row.version)
    tellings = session.tellings_of(row.number)
    homes = _by_number(session, {one.stem for one in tellings})
    claims = session.claims({one.stem for one in tellings}, 0, None) if tellings else ()
    return ReportSheet(
        version,
        row.version,
        accounts=tuple(recorded_from(one) for one in tellings),
        claims=claims_from(claims),
        engagements={one.id: homes[one.stem] for one in tellings if one.stem in homes},
    )


def reports_after(session: Session, after: str | None, limit: int) -> tuple[ReportVersion, ...]:
    """Reports in the order of recording, in their current versions; UnknownId for an `after` that is none."""
    last = session.report(after) if after else None
    if after and last is None:
        raise UnknownId(after, "report")
    return tuple(current_version(session, row) for row in session.reports(last.number if last else 0, limit))


def newest_reports(session: Session, limit: int) -> tuple[ReportVersion, ...]:
    """The reports that were recorded last, the newest first, in their current versions."""
    highest = session.next_number("report") - 1
    rows = session.reports(max(0, highest - _GAPS * limit), _GAPS * limit)  # numbers of forgotten reports are gaps
    return tuple(current_version(session, row) for row in rows[: -limit - 1 : -1])


def current_version(session: Session, row: ReportRow) -> ReportVersion:
    """The current version of a report."""
    version = session.versions(row.number)[-1]
    return ReportVersion(row.id, version.number, version.content, version.recorded, (row.reader,))
