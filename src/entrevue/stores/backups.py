"""Backups in an SQLite file: written under another name, cleaned, checked, and only then given theirs; and read again."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import select

from entrevue.errors import UnusableLedger
from entrevue.stores import files
from entrevue.stores import tables as t
from entrevue.stores.copying import LIVE_GONE
from entrevue.stores.removal import SqlSession
from entrevue.stores.schema import NEWEST, is_number

_TEXT_TABLE = "engagement_text"
_FULL_TEXT = "INSERT INTO engagement_text(engagement_text, rank) VALUES ('integrity-check', 1)"


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Another path to write to, which gets the name `path` at the end; nothing is left when anything goes wrong.

    It lies in a folder of its own beside `path` that nobody else may look into: while it is made, it holds what a
    backup must not.
    """
    try:
        folder = tempfile.mkdtemp(prefix=f".{path.name}-", suffix=".unfinished", dir=path.absolute().parent)
    except OSError as error:
        raise UnusableLedger(f"{path}: cannot be written: {error.strerror}") from error
    try:
        draft = Path(folder) / "draft"
        yield draft
        _name(draft, path)
    except OSError as error:
        raise UnusableLedger(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _name(draft: Path, path: Path) -> None:
    """Give a finished file its name, which nobody else has taken meanwhile, and have the disk know it."""
    _to_disk(draft)
    try:
        path.hardlink_to(draft)
    except FileExistsError as error:
        raise UnusableLedger(f"{path}: is there already; nothing is overwritten") from error
    except OSError:  # a file system without links
        draft.rename(path)
    _to_disk(path.absolute().parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy(source: sqlite3.Connection, draft: Path) -> None:
    """One state of a ledger, while others write."""
    with closing(sqlite3.connect(draft)) as target:
        source.backup(target, pages=-1)


def finish(draft: Path, path: Path) -> None:
    """Take what is live out of a copy, and check that it is a whole ledger; UnusableLedger, about `path`, when not.

    A copy needs no log beside it: whoever finds the one file can read it, wherever it lies.
    """
    with closing(sqlite3.connect(draft, isolation_level=None)) as target:
        target.execute("PRAGMA secure_delete=ON")
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("BEGIN")
        for statement in LIVE_GONE:
            target.execute(statement)
        target.execute("COMMIT")
        faults = faults_of(target)
    if faults:
        raise UnusableLedger(f"{path}: no backup was made, for the ledger is damaged: {faults[0]}")


@contextmanager
def scratch(source: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A copy of a database that is gone afterwards."""
    with closing(sqlite3.connect("", isolation_level=None)) as target:
        source.backup(target)
        yield target


def faults_of(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What SQLite's own checks find in pages, indexes, references and full text."""
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += missing_tables(there)
    if _TEXT_TABLE not in there:
        return tuple(found)
    found += [f"{row[0]}: a reference leads nowhere" for row in connection.execute("PRAGMA foreign_key_check")]
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(_FULL_TEXT)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        found.append("the full text index does not fit the engagements")
    finally:
        connection.execute("ROLLBACK")
    return tuple(found)


def missing_tables(there: Collection[str]) -> list[str]:
    """Which tables a ledger lacks, in words."""
    wanted = (*(table.name for table in t.metadata.sorted_tables), _TEXT_TABLE)
    return [f"the table {name} is missing: restore a backup" for name in wanted if name not in there]


def version_in(path: Path) -> str:
    """The version of the tables in a ledger's file, which is left as it is; UnusableLedger where it holds none."""
    files.check_file(path, create=False)
    with files.speaking_of(str(path)), files.looking_into(path) as looking:
        if not looking.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            raise UnusableLedger(f"{path}: holds no ledger")
        found = looking.execute("SELECT version_num FROM alembic_version").fetchone()
    if not found or not is_number(str(found[0])) or str(found[0]) > NEWEST:
        raise UnusableLedger(f"{path}: was written by a newer Entrevue, or is no ledger")
    return str(found[0])


def copy_file(path: Path, draft: Path) -> None:
    """A copy of a ledger's file, with what its log holds; the file is left as it is."""
    with files.speaking_of(str(path)), files.looking_into(path) as source:
        copy(source, draft)


def holds_tables(session: SqlSession, place: str) -> None:
    """Refuse, as UnusableLedger, what lacks a table or a column."""
    with files.speaking_of(place):
        for table in t.metadata.sorted_tables:
            session.connection.execute(select(table).limit(0))
