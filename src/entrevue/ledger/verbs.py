"""The verbs by which editors decide: each one transaction, for whoever holds a store and a clock."""

import datetime as dt
from collections.abc import Callable

from entrevue.domain.decisions import Decision, Verb
from entrevue.ledger.deciding import Desk, history
from entrevue.ledger.store import Store


class Deciding:
    """Decisions on the engagements and persons of a store.

    `seen`, and `other_seen` of a second one, is the version (`Ledger.versions`, `Ledger.person_version`) that the maker
    saw: StaleDecision when it has changed since. ClashingDecision for what contradicts a decision that stands.
    """

    _store: Store
    _clock: Callable[[], dt.datetime]

    def accept(self, id: str, *, who: str, why: str = "", seen: str | None = None) -> Decision:  # noqa: A002
        """Accept an engagement as it is."""
        with self._store.writing() as session:
            return Desk(session, who, self._clock(), why).review(id, Verb.ACCEPT, seen)

    def reject(self, id: str, *, who: str, why: str = "", seen: str | None = None) -> Decision:  # noqa: A002
        """Reject an engagement: no contact between officials, or a misreading."""
        with self._store.writing() as session:
            return Desk(session, who, self._clock(), why).review(id, Verb.REJECT, seen)

    def correct(
        self,
        id: str,  # noqa: A002
        field: str,
        value: str | None,
        *,
        who: str,
        why: str = "",
        seen: str | None = None,
    ) -> Decision:
        """Set a field of an engagement, or of a participant ("p2.office"); None empties it."""
        with self._store.writing() as session:
            return Desk(session, who, self._clock(), why).correct(id, field, value, seen)

    def merge(
        self,
        id: str,  # noqa: A002
        other: str,
        *,
        who: str,
        why: str = "",
        seen: str | None = None,
        other_seen: str | None = None,
    ) -> Decision:
        """Make two engagements of one kind one."""
        with self._store.writing() as session:
            return Desk(session, who, self._clock(), why).merge(id, other, seen, other_seen)

    def split(self, id: str, stems: tuple[str, ...], *, who: str, why: str = "", seen: str | None = None) -> Decision:  # noqa: A002
        """Take accounts out of an engagement."""
        with self._store.writing() as session:
            return Desk(session, who, self._clock(), why).split(id, stems, seen)

    def same_person(
        self, one: str, other: str, *, who: str, why: str = "", seen: str | None = None, other_seen: str | None = None
    ) -> Decision:
        """Make two persons one."""
        with self._store.writing() as session:
            return Desk(session, who, self._clock(), why).same_person(one, other, seen, other_seen)

    def not_same_person(
        self, one: str, other: str, *, who: str, why: str = "", seen: str | None = None, other_seen: str | None = None
    ) -> Decision:
        """Keep two persons apart."""
        with self._store.writing() as session:
            return Desk(session, who, self._clock(), why).not_same_person(one, other, seen, other_seen)

    def undo(self, number: int | None = None, *, who: str) -> Decision:
        """Take back the last decision that stands, or the one of that number."""
        with self._store.writing() as session:
            return Desk(session, who, self._clock()).undo(number)

    def history(self, id: str | None = None) -> tuple[Decision, ...]:  # noqa: A002
        """The decisions on an engagement or a person, or all, undone ones too."""
        with self._store.reading() as session:
            return history(session, id) if id else session.decisions()
