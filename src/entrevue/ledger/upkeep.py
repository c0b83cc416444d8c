"""Upkeep of a ledger: is it whole, what is in it, reading everything again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from entrevue.errors import DamagedLedger
from entrevue.ledger.codec import decode_account
from entrevue.ledger.deriving import DERIVATION
from entrevue.ledger.following import engagements_that_differ, persons_that_differ
from entrevue.ledger.rows import ReportRow
from entrevue.ledger.stamping import UNTIDY
from entrevue.ledger.store import Session, Store

_BATCH = 200
_UNREADABLE = (DamagedLedger, ValueError, KeyError, TypeError)
OUTDATED = "engagements are derived by the rules of an earlier version: `entrevue ledger rederive` derives them anew"
UNWIPED = "what was forgotten still lies on the disk: somebody reads an earlier state of the ledger"


@dataclass(frozen=True, slots=True)
class Status:
    """What a ledger holds, by name of what is counted; `readers`: reports by the reader that read them last."""

    place: str
    totals: dict[str, int]
    readers: dict[str, int]


def all_reports(session: Session) -> Iterator[ReportRow]:
    """Every report, in the order of recording."""
    for rows in batched(session):
        yield from rows


def batched(session: Session) -> Iterator[tuple[ReportRow, ...]]:
    """Every report, some at a time, in the order of recording."""
    after = 0
    while rows := session.reports(after, _BATCH):
        yield rows
        after = rows[-1].number


def verify(store: Store) -> tuple[str, ...]:
    """What is broken, in words: the database's own faults; quotes that do not stand; engagements that do not follow."""
    return (*faults_of_kept(store), *faults_of_derived(store))


def faults_of_kept(store: Store) -> tuple[str, ...]:
    """What is broken in the database itself, and in reports, accounts and decisions: no deriving anew mends it."""
    found = list(store.faults())
    if found:
        return tuple(found)  # what is broken in its pages cannot be asked further
    with store.reading() as session:
        if session.fact(UNTIDY) is not None:
            found.append(UNWIPED)
        for reports in batched(session):
            found += _faults_of(session, reports)
        if lost := session.lost():
            found.append(f"accounts that are not there, or whose text is not: {lost}")
    return tuple(found)


def _faults_of(session: Session, reports: Sequence[ReportRow]) -> list[str]:
    """What is broken in some reports; where one cannot be read at all, that one is named and the others are looked at."""
    try:
        return list(_faults_in(session, reports))
    except _UNREADABLE:
        if len(reports) == 1:
            return [f"report {reports[0].id}: is damaged, and cannot be read"]
        return [fault for report in reports for fault in _faults_of(session, (report,))]


def _faults_in(session: Session, reports: Sequence[ReportRow]) -> Iterator[str]:
    for report in reports:
        versions = session.versions(report.number)
        if [version.number for version in versions] != list(range(1, report.version + 1)):
            yield f"report {report.id}: versions are missing"
    for telling in session.tellings_of(*(report.number for report in reports)):
        account = decode_account(telling.payload, telling.text)
        spans = [*account.evidence.values(), *(e for p in account.participants for e in p.evidence.values())]
        if any(not 0 <= span.start < span.end <= len(telling.text or "") for span in spans):
            yield f"account {telling.id}: a quote is not in the report"


def faults_of_derived(store: Store) -> tuple[str, ...]:
    """Where engagements and persons do not follow from reports, accounts and decisions: `rederive` mends it."""
    with store.reading() as session:
        try:
            return tuple(differences(session))
        except DamagedLedger as error:
            return (str(error),)
        except _UNREADABLE as error:
            return (f"what is derived is damaged, and cannot be compared ({type(error).__name__})",)


def differences(session: Session) -> Iterator[str]:
    """The same, in a transaction."""
    if session.fact("derivation") not in {None, DERIVATION}:
        yield OUTDATED
        return
    seen: set[int] = set()
    for reports in batched(session):
        tellings = session.tellings_of(*(report.number for report in reports))
        yield from engagements_that_differ(session, tellings, seen)
    yield from persons_that_differ(session)
    yield from session.strays()
