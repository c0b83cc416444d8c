"""Ledgers in an SQLite file, or in memory."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from entrevue.errors import UnusableLedger
from entrevue.ledger.rows import Phrase
from entrevue.ledger.store import Store
from entrevue.stores.copying import LIVE_GONE, refill
from entrevue.stores.removal import SqlSession
from entrevue.stores.schema import bring_up_to_date

APPLICATION = 0x456E7472  # "Entr": PRAGMA application_id of a ledger
MEMORY = ":memory:"
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
    """A ledger in one file, in WAL mode; `:memory:` keeps it in memory for as long as the store lives."""

    def __init__(self, place: str, *, create: bool = True, patience: float | None = None) -> None:
        """Open a ledger, or make one; UnusableLedger when the file is none, is newer, or cannot be opened.

        `patience`: seconds to wait for another writer; None: a minute.
        """
        self.place = place
        patience = _PATIENCE if patience is None else patience
        self._dialect = SqliteDialect()
        memory = place == MEMORY
        if not memory:
            _check_file(Path(place), create=create)
        pool: dict[str, Any] = {} if memory else {"pool_size": 8, "max_overflow": 4}
        self._engine = create_engine(
            "sqlite://",
            creator=_opener(place, patience, create=create),
            poolclass=StaticPool if memory else QueuePool,
            **pool,
        )
        event.listen(self._engine, "connect", _prepare(memory, patience))
        if not memory:
            event.listen(self._engine, "connect", _remember(Path(place)))
            event.listen(self._engine, "checkout", _still_there(Path(place)))
        event.listen(self._engine, "begin", _begin)
        with speaking_of(place):
            bring_up_to_date(self._engine, place, self._writable)

    @contextmanager
    def _writable(self) -> Iterator[Connection]:
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
        """What SQLite's own checks find in pages, indexes, references and full text."""
        with speaking_of(self.place), self._writable() as connection:
            pages = [row[0] for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            keys = [
                f"{row[0]}: a reference leads nowhere" for row in connection.execute(text("PRAGMA foreign_key_check"))
            ]
            try:
                connection.execute(
                    text("INSERT INTO engagement_text(engagement_text, rank) VALUES ('integrity-check', 1)")
                )
            except DatabaseError:
                pages.append("the full text index does not fit the engagements")
        return (*pages, *keys)

    def copy_to(self, path: Path) -> None:
        """SQLite's online backup: one state, while others write; what is live is taken out of the copy and wiped."""
        with speaking_of(self.place), self._engine.connect() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            target = sqlite3.connect(path)
            try:
                source.backup(target, pages=-1)
                target.execute("PRAGMA journal_mode=DELETE")
                target.execute("PRAGMA secure_delete=ON")
                for statement in LIVE_GONE:
                    target.execute(statement)
                target.commit()
                target.execute("PRAGMA journal_mode=WAL")
            finally:
                target.close()

    def take_from(self, source: Store) -> None:
        """Replace everything by what another store holds, in one transaction."""
        with self.writing() as target, source.reading() as held:
            refill(held, target)
            target.connection.execute(text("INSERT INTO engagement_text(engagement_text) VALUES ('rebuild')"))

    def tidy(self) -> None:
        """Leave nothing of what was removed in the full text index or the write-ahead log."""
        with speaking_of(self.place), self._writable() as connection:
            connection.execute(text("INSERT INTO engagement_text(engagement_text) VALUES ('optimize')"))
        with speaking_of(self.place), self._engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _opener(place: str, patience: float, *, create: bool) -> Callable[[], sqlite3.Connection]:
    """Opens a connection; a file that is gone is made anew only by who may create a ledger."""
    if place == MEMORY:
        return lambda: sqlite3.connect(MEMORY, timeout=patience, check_same_thread=False)
    uri = f"{Path(place).absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    return lambda: sqlite3.connect(uri, uri=True, timeout=patience, check_same_thread=False)


def _remember(path: Path) -> Any:
    def remember(_: sqlite3.Connection, record: Any) -> None:
        record.info["file"] = _file(path)

    return remember


def _still_there(path: Path) -> Any:
    """Refuse to read from, or write into, a file that was removed or replaced since it was opened."""

    def look(_: sqlite3.Connection, record: Any, __: object) -> None:
        now = _file(path)
        if now is None:
            raise UnusableLedger(f"{path}: the ledger is gone")
        if now != record.info["file"]:
            raise DisconnectionError  # opened anew

    return look


def _file(path: Path) -> tuple[int, int] | None:
    """What tells a file from every other; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare(memory: bool, patience: float) -> Any:
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves
        if not memory:
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


def _check_file(path: Path, *, create: bool) -> None:
    """Refuse what is no ledger before SQLite touches it."""
    if path.is_dir():
        raise UnusableLedger(f"{path}: is a folder, not a ledger")
    if not path.exists():
        if not create:
            raise UnusableLedger(f"{path}: there is no ledger; `entrevue add` makes one")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnusableLedger(f"{path}: {error.strerror}") from error
        return
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError as error:
        raise UnusableLedger(f"{path}: {error.strerror}") from error
    if head and (head[:16] != b"SQLite format 3\0" or (_application(head) != APPLICATION and _foreign(path))):
        raise UnusableLedger(f"{path}: is not a ledger of Entrevue")


def _application(head: bytes) -> int:
    return int.from_bytes(head[68:72])


def _foreign(path: Path) -> bool:
    """Whether a database without our mark holds tables; a ledger that another process is making has both in its WAL."""
    with speaking_of(str(path)), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as looking:
        try:
            (tables,) = looking.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (application,) = looking.execute("PRAGMA application_id").fetchone()
        except sqlite3.DatabaseError as error:
            raise UnusableLedger(f"{path}: is not a ledger of Entrevue, or is damaged") from error
    return bool(tables) and application != APPLICATION


_CAUSES = (
    ("readonly", "can only be read: check the rights of the file and its folder"),
    ("disk is full", "the disk is full; the ledger is as it was before"),
    ("disk I/O", "the disk reports an error; the ledger is as it was before"),
    ("locked", "another process holds the ledger for too long; try again"),
    ("malformed", "is damaged: restore a backup with `entrevue ledger restore`"),
    ("not a database", "is not a ledger of Entrevue, or is damaged"),
    ("unable to open", "cannot be opened: check the folder and its rights"),
)


@contextmanager
def speaking_of(place: str) -> Iterator[None]:
    """Turn what the database says into one line that says what to do."""
    try:
        yield
    except DatabaseError as error:
        said = str(error.orig)
        cause = next((words for sign, words in _CAUSES if sign in said), None)
        if cause is None and not isinstance(error, OperationalError):
            raise
        raise UnusableLedger(f"{place}: {cause or said}") from error


def remove(path: Path) -> None:
    """Remove a ledger's files."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
