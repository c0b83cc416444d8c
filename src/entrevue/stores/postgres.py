"""Ledgers in a PostgreSQL database (15 or newer)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import DatabaseError, DataError, OperationalError

from entrevue.errors import UnusableLedger, WrongText, needed
from entrevue.ledger.rows import Phrase
from entrevue.ledger.store import Session, Store
from entrevue.stores import tables as t
from entrevue.stores.copying import refill
from entrevue.stores.places import HALF, printable
from entrevue.stores.removal import SqlSession
from entrevue.stores.schema import bring_up_to_date

_OLDEST = 150000
_LOCK = 0x456E7472  # advisory lock: one writer at a time, as with SQLite
_PATIENCE, _SHORTEST = 60.0, 0.1  # seconds to wait for readers of earlier states, and at least
_POSITIONS = 16_383  # as many as a tsvector tells apart


class PostgresDialect:
    """A tsvector of the words as they are prepared, with their positions; no parser of PostgreSQL's sees them."""

    def put_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """File words under ranks."""
        statement = "INSERT INTO engagement_text(rank, words) VALUES (:r, CAST(:w AS tsvector))"
        connection.execute(text(statement), [{"r": rank, "w": _vector(words)} for rank, words in texts])

    def drop_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """Take words filed under ranks out again."""
        connection.execute(text("DELETE FROM engagement_text WHERE rank = :r"), [{"r": rank} for rank, _ in texts])

    def clear_texts(self, connection: Connection) -> None:
        """Take all words out again."""
        connection.execute(text("DELETE FROM engagement_text"))

    def text_clause(self, phrases: Sequence[Phrase], parameters: dict[str, Any]) -> tuple[str, str, str]:
        """A tsquery: every phrase, its words quoted, so that nothing a user writes is syntax."""
        parameters["words"] = " & ".join(_phrase(phrase) for phrase in phrases)
        return "engagement_text", "engagement_text.rank", "engagement_text.words @@ CAST(:words AS tsquery)"


def _phrase(phrase: Phrase) -> str:
    words = [f"'{word}'" for word in phrase.words]
    if phrase.open_end:
        words[-1] += ":*"
    return f"({' <-> '.join(words)})"


def _vector(words: str) -> str:
    return " ".join(f"'{word}':{position}" for position, word in enumerate(words.split()[:_POSITIONS], 1))


class PostgresStore:
    """A ledger in a database of its own."""

    def __init__(self, place: str, *, create: bool = True, patience: float | None = None) -> None:
        """Connect; UnusableLedger when the server cannot be reached, is too old, or holds a newer ledger.

        An empty database gets the tables of a ledger where `create` is said, and is no ledger else.

        `patience`: seconds to wait for another writer; None: as long as it takes.
        """
        self.place = printable(place)
        self.writes = True
        self._dialect = PostgresDialect()
        self._engine = _engine(place, patience)
        try:
            with speaking_of(self.place):
                with self._engine.connect() as connection:
                    number = int(connection.execute(text("SHOW server_version_num")).scalar_one())
                if number < _OLDEST:
                    raise UnusableLedger(
                        f"{self.place}: PostgreSQL {number // 10000} is too old; 15 or newer is needed"
                    )
                bring_up_to_date(self._engine, self.place, self._writable, create=create)
        except UnusableLedger:
            self.close()
            raise

    @contextmanager
    def _writable(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            yield connection

    @contextmanager
    def writing(self) -> Iterator[SqlSession]:
        """A transaction that holds the ledger from its first moment."""
        with speaking_of(self.place), self._writable() as connection:
            yield SqlSession(connection, self._dialect)

    @contextmanager
    def reading(self) -> Iterator[SqlSession]:
        """A transaction that reads one state."""
        level = {"isolation_level": "REPEATABLE READ"}
        with (
            speaking_of(self.place),
            self._engine.connect().execution_options(**level) as connection,
            connection.begin(),
        ):
            yield SqlSession(connection, self._dialect)

    def faults(self) -> tuple[str, ...]:
        """PostgreSQL keeps its own pages; what the ledger must check are its tables and references."""
        from entrevue.stores import backups

        missing = (
            "SELECT count(*) FROM engagement e LEFT JOIN engagement_text x ON x.rank = e.rank WHERE x.rank IS NULL"
        )
        with speaking_of(self.place), self._engine.connect() as connection:
            lacking = backups.missing_tables(inspect(connection).get_table_names())
            if lacking:
                return tuple(lacking)
            count = connection.execute(text(missing)).scalar_one()
        return ("the full text index does not fit the engagements",) if count else ()

    def copy_to(self, path: Path) -> None:
        """Copy every table, as of one moment, into an SQLite ledger."""
        from entrevue.stores import backups, files
        from entrevue.stores.sqlite import SqliteStore

        with backups.unfinished(path) as draft:
            copy = SqliteStore(str(draft))
            try:
                copy.take_from(self, _nothing_more)
            finally:
                copy.close()
            with files.speaking_of(str(path)):
                backups.finish(draft, path)

    def take_from(self, source: Store, finish: Callable[[Session], None]) -> None:
        """Replace everything by what another store holds, and finish it, in one transaction: all of it, or nothing."""
        with self.writing() as target, source.reading() as held:
            target.connection.execute(text("DELETE FROM engagement_text"))
            refill(held, target)
            rows = target.connection.execute(text("SELECT rank, words FROM engagement"))
            for batch in rows.partitions(1000):
                self._dialect.put_texts(target.connection, [(row[0], row[1]) for row in batch])
            finish(target)

    def tidy(self, patience: float | None = None) -> bool:
        """Write the tables anew, so that no page holds a row that was removed; whether that could be done.

        Readers of earlier states keep the old pages for as long as they read; what the server keeps elsewhere (its
        write-ahead log, copies, archives) is its owner's to look after.
        """
        waits = f"SET lock_timeout = {int((_PATIENCE if patience is None else max(patience, _SHORTEST)) * 1000)}"
        alone = {"isolation_level": "AUTOCOMMIT"}
        with speaking_of(self.place), self._engine.connect().execution_options(**alone) as connection:
            try:
                connection.execute(text(waits))
                names = [*(table.name for table in t.metadata.sorted_tables), "engagement_text"]
                for name in names:
                    connection.execute(text(f'VACUUM (FULL) "{name}"'))
                _forget_statistics(connection, names)
            except DatabaseError:
                return False
            finally:
                connection.execute(text("RESET lock_timeout"))
        return True

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


_COLUMNS = (
    "SELECT column_name, udt_name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = :name AND udt_name IN ('text', 'tsvector')"
)


def _forget_statistics(connection: Connection, names: Sequence[str]) -> None:
    """Have the planner's statistics, which hold values of rows, made of what is there now, and their table written anew.

    Of a table without rows no statistics are made, and the old ones stay: they go when a column gets the type it has.
    Only the owner of the database may write the table of statistics anew: for others PostgreSQL leaves it as it is.
    """
    for name in names:
        if not connection.execute(text(f'SELECT EXISTS (SELECT 1 FROM "{name}")')).scalar():  # noqa: S608 (our own names)
            for column, kind in connection.execute(text(_COLUMNS), {"name": name}).all():
                connection.execute(text(f'ALTER TABLE "{name}" ALTER COLUMN "{column}" TYPE {kind}'))
    connection.execute(text("ANALYZE"))
    connection.execute(text("VACUUM (FULL) pg_statistic"))


def is_empty(place: str) -> bool:
    """Whether a database holds no table at all, so that a ledger can be made in it; UnusableLedger as for a store."""
    engine = _engine(place, None)
    try:
        with speaking_of(printable(place)), engine.connect() as connection:
            return not inspect(connection).get_table_names()
    finally:
        engine.dispose()


def _engine(place: str, patience: float | None) -> Engine:
    needed("psycopg", "postgresql", "ledgers in PostgreSQL")
    waiting: dict[str, Any] = {"connect_timeout": 10}
    if patience is not None:
        waiting["options"] = f"-c lock_timeout={int(patience * 1000)}"
    url = make_url(place).set(drivername="postgresql+psycopg")
    return create_engine(url, pool_pre_ping=True, connect_args=waiting)


def _nothing_more(_: Session) -> None:
    """A copy is as it is."""


@contextmanager
def speaking_of(place: str) -> Iterator[None]:
    """Turn what the server says into one line."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise WrongText(HALF) from error
    except DataError as error:
        raise WrongText("a text holds what no ledger keeps: %(why)s", why=_first_line(error)) from error
    except OperationalError as error:
        raise UnusableLedger(f"{place}: {_first_line(error)}") from error
    except DatabaseError as error:
        if getattr(error.orig, "sqlstate", None) in {"25006", "42501"}:
            raise UnusableLedger(f"{place}: can only be read: {_first_line(error)}") from error
        raise


def _first_line(error: DatabaseError) -> str:
    return (str(error.orig).strip().splitlines() or ["does not answer"])[0]
