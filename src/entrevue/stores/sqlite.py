"""Ledgers in an SQLite file, or in memory."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.pool import QueuePool, StaticPool

from entrevue.errors import DamagedLedger, UnusableLedger
from entrevue.ledger.rows import Phrase
from entrevue.ledger.store import Session, Store
from entrevue.stores import backups, files
from entrevue.stores.copying import refill
from entrevue.stores.files import MEMORY, speaking_of
from entrevue.stores.removal import SqlSession
from entrevue.stores.schema import bring_up_to_date

_PATIENCE = 60.0  # seconds to wait for another writer
_PRAGMAS = ("foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY", "cache_size=-48000", "wal_autocheckpoint=4000")


class SqliteDialect:
    """FTS5 over the words as they are prepared: the tokenizer splits at blanks and changes nothing."""

    def put_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """File words under ranks."""
        rows = [{"r": rank, "w": words} for rank, words in texts]
        connection.execute(text("INSERT INTO engagement_text(rowid, words) VALUES (:r, :w)"), rows)

    def drop_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """Take words filed under ranks out again."""
        statement = "INSERT INTO engagement_text(engagement_text, rowid, words) VALUES ('delete', :r, :w)"
        connection.execute(text(statement), [{"r": rank, "w": words} for rank, words in texts])

    def clear_texts(self, connection: Connection) -> None:
        """Take all words out again, while the engagements they were filed for are still there."""
        connection.execute(text("INSERT INTO engagement_text(engagement_text) VALUES ('delete-all')"))

    def text_clause(self, phrases: Sequence[Phrase], parameters: dict[str, Any]) -> tuple[str, str, str]:
        """An FTS5 query: every phrase, in quotes, so that nothing a user writes is syntax."""
        parameters["words"] = " ".join(f'"{" ".join(p.words)}"{" *" if p.open_end else ""}' for p in phrases)
        return "engagement_text", "engagement_text.rowid", "engagement_text MATCH :words"


class SqliteStore:
    """A ledger in one file, in WAL mode; `:memory:` keeps it in memory for as long as the store lives.

    A file that may not be written is read as it is; whoever wants to write is told so.
    """

    def __init__(
        self, place: str, *, create: bool = True, patience: float | None = None, read_only: bool = False
    ) -> None:
        """Open a ledger, or make one; UnusableLedger when the file is none, is newer, or cannot be opened.

        `patience`: seconds to wait for another writer; None: a minute. `read_only`: leave the file as it is.
        """
        self.place = place
        patience = self._patience = _PATIENCE if patience is None else patience
        self._dialect = SqliteDialect()
        self._left = ExitStack()
        memory = place == MEMORY
        path = Path(place)
        if not memory:
            files.check_file(path, create=create)
        self.writes = memory or (not read_only and files.may_write(path))
        if not self.writes:
            path = self._left.enter_context(files.readable(path))
        opened = files.opener(MEMORY if memory else str(path), patience, create=create, write=self.writes)
        pool: dict[str, Any] = {} if memory else {"pool_size": 8, "max_overflow": 4}
        self._engine = create_engine("sqlite://", creator=opened, poolclass=StaticPool if memory else QueuePool, **pool)
        event.listen(self._engine, "connect", _prepare(patience, log=self.writes and not memory))
        if not memory:
            event.listen(self._engine, "connect", files.remember(path))
            event.listen(self._engine, "checkout", files.still_there(path))
        event.listen(self._engine, "begin", _begin)
        try:
            with speaking_of(place):
                bring_up_to_date(self._engine, place, self._writable, create=create or memory)
        except UnusableLedger:
            self.close()
            raise

    @contextmanager
    def _writable(self) -> Iterator[Connection]:
        if not self.writes:
            raise UnusableLedger(f"{self.place}: {files.READ_ONLY}")
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[SqlSession]:
        """A transaction that holds the ledger from its first moment (BEGIN IMMEDIATE)."""
        with speaking_of(self.place), self._writable() as connection:
            yield SqlSession(connection, self._dialect)

    @contextmanager
    def reading(self) -> Iterator[SqlSession]:
        """A transaction that reads one state."""
        with speaking_of(self.place), self._engine.connect() as connection, connection.begin():
            yield SqlSession(connection, self._dialect)

    def faults(self) -> tuple[str, ...]:
        """What SQLite's own checks find in pages, indexes, references and full text.

        Full text is checked by a statement that counts as writing: where nothing may be written, in a copy.
        """
        try:
            with speaking_of(self.place), self._engine.connect() as connection:
                if self.writes:
                    return backups.faults_of(_driver(connection))
                with backups.scratch(_driver(connection)) as copy:
                    return backups.faults_of(copy)
        except DamagedLedger as error:
            return (str(error),)

    def copy_to(self, path: Path) -> None:
        """SQLite's online backup: one state, while others write; what is live is taken out before it has its name."""
        with backups.unfinished(path) as draft:
            with speaking_of(self.place), self._engine.connect() as connection, speaking_of(str(path)):
                backups.copy(_driver(connection), draft)
            with speaking_of(str(path)):
                backups.finish(draft, path)

    def take_from(self, source: Store, finish: Callable[[Session], None]) -> None:
        """Replace everything by what another store holds, and finish it, in one transaction: all of it, or nothing."""
        with self.writing() as target, source.reading() as held:
            refill(held, target)
            target.connection.execute(text("INSERT INTO engagement_text(engagement_text) VALUES ('rebuild')"))
            finish(target)

    def tidy(self, patience: float | None = None) -> bool:
        """Leave nothing of what was removed in the full text index or the write-ahead log; whether that could be done."""
        if not self.writes:
            return False
        with speaking_of(self.place), self._engine.connect() as connection:
            driver = _driver(connection)
            driver.execute(f"PRAGMA busy_timeout={int((self._patience if patience is None else patience) * 1000)}")
            try:
                if not _emptied_log(driver):
                    return False
                driver.execute("INSERT INTO engagement_text(engagement_text) VALUES ('optimize')")
                return _emptied_log(driver)
            finally:
                driver.execute(f"PRAGMA busy_timeout={int(self._patience * 1000)}")

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
        self._left.close()


def _emptied_log(driver: sqlite3.Connection) -> bool:
    """Move all of the log into the file, and cut it to nothing; False while somebody reads an earlier state."""
    (busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _driver(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _prepare(patience: float, *, log: bool) -> Any:
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves
        if log:
            _into_wal(connection, patience)
        for pragma in (*_PRAGMAS, "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    return prepare


def _into_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Set WAL mode; two processes that do so on a new file at one moment are told of a lock whatever the time limit."""
    until = time.monotonic() + patience
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
