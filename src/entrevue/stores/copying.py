"""A whole ledger from one database into another, table by table, without a look at what it means.

What is live stays behind: a copy holds no sign-in and no secret of the service, so that who finds a backup can neither
act for a user nor sign a challenge.
"""

from typing import Any

from sqlalchemy import Table, delete, func, insert, select, text

from entrevue.errors import UnusableLedger
from entrevue.stores import tables as t

_BATCH = 2_000
# what takes the live things out of a copy, in SQL that every database knows; all names are our own
LIVE_GONE = (*(f'DELETE FROM "{table.name}"' for table in t.LIVE), f"DELETE FROM fact WHERE name LIKE '{t.SECRET}%'")  # noqa: S608


def refill(source: Any, target: Any) -> None:
    """Replace every table of the target session by the source session's, full text apart; parents first.

    UnusableLedger, which undoes it all, when less arrives than was sent.
    """
    for table in reversed(t.metadata.sorted_tables):
        target.connection.execute(delete(table))
    for table in t.metadata.sorted_tables:
        if table in t.LIVE:
            continue
        rows = source.connection.execute(select(table)).mappings()
        for batch in rows.partitions(_BATCH):
            target.connection.execute(insert(table), [dict(row) for row in batch])
        sent, arrived = (one.connection.execute(_count(table)).scalar_one() for one in (source, target))
        if sent != arrived:
            raise UnusableLedger(f"of {sent} rows of the table {table.name}, {arrived} arrived: nothing was changed")
    for statement in LIVE_GONE:
        target.connection.execute(text(statement))


def _count(table: Table) -> Any:
    return select(func.count()).select_from(table)
