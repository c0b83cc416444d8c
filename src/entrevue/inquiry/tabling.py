"""The rows of tidy tables, as a ledger answers them: one after another, however many there are."""

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from entrevue.domain.dossiers import Tie
from entrevue.domain.engagements import Engagement
from entrevue.domain.queries import Query
from entrevue.domain.recorded import RecordedClaim
from entrevue.errors import WrongQuery
from entrevue.inquiry.subjects import Asked
from entrevue.inquiry.tidy import (
    TABLES,
    Row,
    claim_row,
    dyad_rows,
    engagement_row,
    network_rows,
    participation_rows,
    person_row,
)
from entrevue.inquiry.verdicts import verdict
from entrevue.ledger.asking import Asking

_AT_ONCE = 200  # persons or claims asked for together


class Tabled(Asked, Asking, Protocol):
    """The questions that tables ask."""

    def scan(self, query: Query | None = None) -> Iterator[Engagement]:
        """Every engagement of a query, the newest first."""

    def claims(
        self, *, engagement: str | None = None, limit: int | None = 50, after: str | None = None
    ) -> tuple[RecordedClaim, ...]:
        """Claims in the order of recording."""

    def network(self, query: Query | None = None, *, limit: int | None = 1000, sides: bool = False) -> tuple[Tie, ...]:
        """Who met whom."""


def rows_of(ledger: Tabled, name: str, query: Query) -> Iterator[Row]:
    """The rows of the table called `name` for the engagements of a query, the newest first; WrongQuery for no table."""
    if name not in TABLES:
        raise WrongQuery("there is no table “%(text)s”; there are: %(right)s", text=name[:60], right=", ".join(TABLES))
    return _MAKERS[name](ledger, query)


def _engagements(ledger: Tabled, query: Query) -> Iterator[Row]:
    return map(engagement_row, ledger.scan(query))


def _participations(ledger: Tabled, query: Query) -> Iterator[Row]:
    return (row for one in ledger.scan(query) for row in participation_rows(one))


def _dyads(ledger: Tabled, query: Query) -> Iterator[Row]:
    return (row for one in ledger.scan(query) for row in dyad_rows(one))


def _persons(ledger: Tabled, query: Query) -> Iterator[Row]:
    """Those who took part, the most frequent first."""
    counts = Counter(who for one in ledger.scan(query) for who in {p.person for p in one.participants if p.person})
    most = [who for who, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    for start in range(0, len(most), _AT_ONCE):
        some = most[start : start + _AT_ONCE]
        yield from (person_row(person, counts[who]) for who, person in zip(some, ledger.people(some), strict=True))


def _claims(ledger: Tabled, query: Query) -> Iterator[Row]:
    """Claims that speak of an engagement of the query, or of none where everything is asked for."""
    homes = {stem: one.id for one in ledger.scan(query) for stem in one.stems}
    after = None
    while some := ledger.claims(limit=_AT_ONCE, after=after):
        for recorded in some:
            home = homes.get(recorded.claim.account or "")
            if home is not None or query == Query():
                yield claim_row(recorded, verdict(recorded, None, ledger), home)
        after = some[-1].id


def _network(ledger: Tabled, query: Query) -> Iterator[Row]:
    return network_rows(ledger.network(query, limit=None))


_MAKERS = {
    "engagements": _engagements,
    "participations": _participations,
    "dyads": _dyads,
    "persons": _persons,
    "claims": _claims,
    "network": _network,
}
