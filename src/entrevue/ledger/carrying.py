"""Carrying reports, with what they tell and what was decided, from one ledger to another: nothing of it changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from entrevue.domain.decisions import Decision
from entrevue.domain.engagements import Engagement
from entrevue.domain.queries import Query
from entrevue.domain.recorded import Recorded, ReportVersion
from entrevue.domain.sheets import Carried, Told
from entrevue.ledger import answers
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.recording import record_as_told
from entrevue.ledger.rederiving import mark_derived, rederive
from entrevue.ledger.rows import ReportRow
from entrevue.ledger.sheets import current_version
from entrevue.ledger.store import Session, Store

_BATCH = 200


class Carrying:
    """What the ledger hands over as a whole, some at a time, and takes in."""

    _store: Store

    def told(self, query: Query | None = None, *, batch: int = _BATCH) -> Iterator[Told]:
        """Every engagement of a query with its accounts and claims, newest first; `batch` of them are held at a time.

        Enter `one_state()` around it, so that what is written meanwhile moves nothing.
        """
        before: str | None = None
        while True:
            with self._store.reading() as session:
                found = answers.page_of(session, query or Query(), batch, before)
                told = answers.told_of(session, found)
            yield from told
            if len(found) < batch:
                return
            before = found[-1].id

    def told_one(self, id: str) -> Told:  # noqa: A002 (the word for it)
        """One engagement with its accounts and claims, by the stem of any of them."""
        with self._store.reading() as session:
            found: tuple[Engagement, ...] = answers.engagements_of(session, [answers.locate(session, id)])
            return answers.told_of(session, found)[0]

    def carried(self, *, batch: int = _BATCH) -> Iterator[Carried]:
        """Every report with all its versions and what it tells, in the order of recording."""
        after = 0
        while True:
            with self._store.reading() as session:
                rows = session.reports(after, batch)
                found = [_carried(session, row) for row in rows]
            yield from found
            if len(rows) < batch:
                return
            after = rows[-1].number

    def current(self, ids: Sequence[str]) -> tuple[ReportVersion, ...]:
        """The current versions of reports, in the order asked for; those that are not here are left out."""
        with self._store.reading() as session:
            rows = session.reports_by_id(ids)
            return tuple(current_version(session, rows[id_]) for id_ in ids if id_ in rows)

    def decided(self) -> tuple[Decision, ...]:
        """Every decision, undone ones too, in the order in which they were made."""
        with self._store.reading() as session:
            return session.decisions()

    def order(self) -> int:
        """The place in the order of recording that the account recorded last has."""
        with self._store.reading() as session:
            return session.next_number("stem") - 1

    def take_reports(self, reports: Sequence[Carried], *, after: int) -> list[Recorded]:
        """Take in reports as another ledger told them, in one transaction; `after`: what `order` was before the first.

        Reports that are here stay as they are ("unchanged"); what was forgotten here is not taken ("forgotten").
        """
        with self._store.writing() as session:
            mark_derived(session)
            return record_as_told(session, reports, after)

    def take_decisions(self, decisions: Sequence[Decision]) -> int:
        """Take in decisions, and derive everything anew where there were new ones; how many were new."""
        with self._store.writing() as session:
            known = {_told_by(one) for one in session.decisions()}
            new = [one for one in decisions if _told_by(one) not in known]
            shift = max(0, session.newest_decision() + 1 - min((one.number for one in new), default=0))
            for one in new:
                session.put_decision(replace(one, number=one.number + shift, undone=None, undone_by=None))
                if one.undone is not None:
                    session.undo(one.number + shift, one.undone_by or one.who, one.undone)
            if new:
                rederive(session)
            return len(new)


def _told_by(decision: Decision) -> Decision:
    """A decision without its number, and without what was made of it later."""
    return replace(decision, number=0, undone=None, undone_by=None)


def _carried(session: Session, row: ReportRow) -> Carried:
    tellings = sorted(session.tellings_of(row.number), key=lambda one: one.stem)
    accounts = tuple(recorded_from(one) for one in tellings)
    versions = tuple(
        ReportVersion(row.id, one.number, one.content, one.recorded, (row.reader,))
        for one in session.versions(row.number)
    )
    return Carried(
        row.id,
        row.reader,
        versions,
        accounts,
        tuple(one.stem for one in tellings),
        answers.claims_from(session.claims_in(row.number)),
    )
