"""Deriving everything anew, after a change of what counts as the same; reports, accounts and decisions stay."""

from collections.abc import Sequence

from entrevue.errors import LedgerError
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.deriving import DERIVATION, derive
from entrevue.ledger.independence import traces_of
from entrevue.ledger.recording import later_than, tie
from entrevue.ledger.registry import refile, register
from entrevue.ledger.rows import ReportRow
from entrevue.ledger.store import Session
from entrevue.ledger.upkeep import OUTDATED, batched

_FACT = "derivation"


def mark_derived(session: Session) -> None:
    """Note by which rules a ledger is derived, when its first report comes; LedgerError for those of earlier ones.

    What is near is looked for by today's keys, and would not be found under those of yesterday.
    """
    rules = session.fact(_FACT)
    if rules is None:
        session.set_fact(_FACT, DERIVATION)
    elif rules != DERIVATION:
        raise LedgerError(OUTDATED)


def rederive(session: Session) -> int:
    """Derive everything anew; how many reports that took."""
    session.clear_derived()
    refile(session)
    count = 0
    for batch in batched(session):
        count += len(batch)
        for report in batch:
            _trace(session, report)
        _derive_reports(session, batch)
    session.set_fact(_FACT, DERIVATION)
    return count


def _trace(session: Session, report: ReportRow) -> None:
    """Note anew where the versions of a report come from, by today's rules."""
    for version in session.versions(report.number):
        if (traces := traces_of(version.content)) != version.traces:
            session.set_traces(report.number, version.number, traces)


def _derive_reports(session: Session, batch: Sequence[ReportRow]) -> None:
    tellings = session.tellings_of(*(report.number for report in batch))
    tie(session, tellings)
    register(session, (recorded_from(telling, evidence=False) for telling in tellings))
    stems = {telling.stem for telling in tellings}
    derive(session, stems | later_than(session, stems))
