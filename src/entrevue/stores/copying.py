"""A whole ledger from one database into another, table by table, without a look at what it means."""

from pathlib import Path

from sqlalchemy import Connection, func, insert, select, text

from entrevue.stores import tables as t

_BATCH = 2_000


def copy_tables(source: Connection, path: Path) -> None:
    """Write the ledger that `source` sees into a new SQLite ledger."""
    from entrevue.stores.sqlite import SqliteStore

    store = SqliteStore(str(path))
    try:
        with store.writing() as session:
            fill(source, session.connection)
            session.connection.execute(text("INSERT INTO engagement_text(engagement_text) VALUES ('rebuild')"))
    finally:
        store.close()


def fill(source: Connection, target: Connection) -> None:
    """Copy every table but full text, parents first."""
    for table in t.metadata.sorted_tables:
        rows = source.execution_options(yield_per=_BATCH).execute(select(table)).mappings()
        for batch in rows.partitions(_BATCH):
            target.execute(insert(table), [dict(row) for row in batch])


def empty(connection: Connection) -> bool:
    """Whether nothing was ever recorded."""
    return not connection.execute(select(func.count()).select_from(t.report)).scalar_one()
