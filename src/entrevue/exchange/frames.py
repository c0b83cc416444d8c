"""Everything that an export's tables hold, as frames of pandas or polars with their dictionary."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from entrevue.domain.queries import Query
from entrevue.domain.sheets import Told
from entrevue.exchange.rows import ACCOUNTS, EVIDENCE, account_row, evidence_rows
from entrevue.inquiry.frames import Frames, frame_of
from entrevue.inquiry.tidy import TABLES, Column, Row, Table

DICTIONARY = Table(
    "dictionary",
    "a column of a table",
    (
        Column("table", str, "name of the table"),
        Column("column", str, "name of the column"),
        Column("type", str, "what its cells are: str, int, float, bool or date"),
        Column("meaning", str, "what they tell"),
    ),
)


class Framing(Protocol):
    """A ledger that gives frames, and what reports tell."""

    def frames(self, query: Query | None = None, *, library: str = "pandas") -> Frames:
        """Every tidy table as a frame."""

    def told(self, query: Query | None = None, *, batch: int = 200) -> Iterator[Told]:
        """Every engagement of a query with its accounts and claims."""

    def one_state(self) -> AbstractContextManager[None]:
        """All questions asked within are answered from one state of the ledger."""


def frames(ledger: Framing, query: Query | None = None, *, library: str = "pandas") -> Frames:
    """A ledger as frames, all of one state: `frames(ledger).dyads`.

    `engagements`, `participations`, `dyads`, `persons`, `claims` and `network` as `Ledger.frames` has them; `accounts`
    (a row a report and engagement), `evidence` (a row a quote) and `dictionary` (a row a column: the meaning of each).
    `library`: "pandas" or "polars"; MissingExtra where it is not installed.
    """
    with ledger.one_state():
        made: dict[str, Any] = dict(vars(ledger.frames(query, library=library)))
        accounts: list[Row] = []
        evidence: list[Row] = []
        for told in ledger.told(query):
            for account in told.accounts:
                accounts.append(account_row(account, told.engagement.id))
                evidence += evidence_rows(account, told.engagement.id)
    made["accounts"] = frame_of(ACCOUNTS, accounts, library)
    made["evidence"] = frame_of(EVIDENCE, evidence, library)
    made["dictionary"] = frame_of(DICTIONARY, _dictionary(), library)
    return Frames(made)


def _dictionary() -> Iterator[Row]:
    for table in (*TABLES.values(), ACCOUNTS, EVIDENCE):
        for one in table.columns:
            yield {"table": table.name, "column": one.name, "type": one.type.__name__, "meaning": one.meaning}
