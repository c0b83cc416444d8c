"""Deriving everything anew, after a change of what counts as the same; reports, accounts and decisions stay."""

from collections.abc import Iterator

from entrevue.errors import LedgerError
from entrevue.identity.engagements import blocking_keys
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.deriving import DERIVATION, derive
from entrevue.ledger.recording import bare, connect, filed
from entrevue.ledger.registry import refile, register
from entrevue.ledger.rows import ReportRow
from entrevue.ledger.store import Session
from entrevue.ledger.upkeep import OUTDATED, all_reports

_BATCH = 100
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
    for batch in _batches(session):
        count += len(batch)
        _derive_reports(session, batch)
    session.set_fact(_FACT, DERIVATION)
    return count


def _batches(session: Session) -> Iterator[list[ReportRow]]:
    batch: list[ReportRow] = []
    for report in all_reports(session):
        batch.append(report)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _derive_reports(session: Session, batch: list[ReportRow]) -> None:
    tellings = [telling for report in batch for telling in session.tellings_of(report.number)]
    accounts = {telling.id: bare(recorded_from(telling)) for telling in tellings}
    numbers = {telling.id: telling.stem for telling in tellings}
    keys = {stem: blocking_keys(account) for stem, account in accounts.items()}
    session.set_keys({numbers[stem]: filed(own) for stem, own in keys.items()})
    connect(session, accounts, numbers, keys)
    register(session, accounts.values())
    derive(session, numbers.values())
