"""What can be asked of the ledger; verdicts, dossiers and interfaces ask through this alone."""

from typing import Protocol

from entrevue.domain.engagements import Engagement, Person
from entrevue.domain.queries import Coverage, Query
from entrevue.domain.recorded import RecordedAccount, RecordedClaim


class Asking(Protocol):
    """A ledger that answers. Ids are stems of accounts or ids of appearances; UnknownId for one it does not hold."""

    def find(self, query: Query, *, limit: int | None = 50, before: str | None = None) -> tuple[Engagement, ...]:
        """Engagements by date, newest first, undated last; `before` is the id after which a page goes on."""

    def count(self, query: Query) -> int:
        """How many engagements a query finds."""

    def coverage(self, query: Query) -> Coverage:
        """What the ledger has read that bears on the query."""

    def engagement(self, id: str) -> Engagement:  # noqa: A002 (the word for it)
        """The engagement that an account's stem belongs to."""

    def accounts(self, id: str) -> tuple[RecordedAccount, ...]:  # noqa: A002
        """The accounts of an engagement, with their quotes."""

    def own_accounts(self, report: str) -> frozenset[str]:
        """The accounts (stems) of a report, and of those that repeat its text; none for a report it does not hold."""

    def claims(
        self, *, engagement: str | None = None, limit: int | None = 50, after: str | None = None
    ) -> tuple[RecordedClaim, ...]:
        """Claims of recorded reports, in the order of recording; `after` is the id after which a page goes on."""

    def persons(self, name: str, *, limit: int | None = None) -> tuple[Person, ...]:
        """Persons in whose names every word of `name` occurs, in any spelling that folds alike."""

    def person(self, id: str) -> Person:  # noqa: A002
        """The person that an appearance belongs to."""
