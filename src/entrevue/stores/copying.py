"""A whole ledger from one database into another, table by table, without a look at what it means."""

from typing import Any

from sqlalchemy import delete, insert, select

from entrevue.stores import tables as t

_BATCH = 2_000


def refill(source: Any, target: Any) -> None:
    """Replace every table of the target session by the source session's, full text apart; parents first."""
    for table in reversed(t.metadata.sorted_tables):
        target.connection.execute(delete(table))
    for table in t.metadata.sorted_tables:
        rows = source.connection.execute(select(table)).mappings()
        for batch in rows.partitions(_BATCH):
            target.connection.execute(insert(table), [dict(row) for row in batch])
