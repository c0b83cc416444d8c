"""The port's transaction over SQLAlchemy Core: what all its parts share."""

import re
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import Connection, Table, TextClause, bindparam, func, intersect, select, text
from sqlalchemy.engine import Dialect as Paramstyle
from sqlalchemy.exc import DBAPIError

from entrevue.ledger.rows import AppearanceRow, Phrase
from entrevue.stores import tables as t

_CHUNK = 512  # numbers in one IN (…): SQLite takes 999 parameters in its oldest builds
_STEPS = (1, 4, 16, 64, 128, 320)  # lengths of lists beside others: six of them stay below those 999 together
_LIST = re.compile(r"__\[POSTCOMPILE_\w+\]")  # where SQLAlchemy writes the list of an expanding parameter
NUMBERS: Any = bindparam("numbers", expanding=True)  # the list of a statement that `_in` runs


def a_list(place: int) -> Any:
    """One of several lists of a statement that `_beside` runs."""
    return bindparam(f"list{place}", expanding=True)


def holders(number: Any, word: Any, groups: int) -> Any:
    """The numbers of what holds a word of each of several lists.

    Each list is read once. Were they joined, PostgreSQL, which knows a prepared statement without its words, would look
    up all words of the second for each of the thousands that hold a common word of the first: 0.4 s for "agence".
    """
    return intersect(*(select(number).where(word.in_(a_list(place))) for place in range(groups)))


class Dialect(Protocol):
    """What differs between databases."""

    def put_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """File words under ranks."""

    def drop_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """Take words filed under ranks out again."""

    def clear_texts(self, connection: Connection) -> None:
        """Take all words out again."""

    def text_clause(self, phrases: Sequence[Phrase], parameters: dict[str, Any]) -> tuple[str, str, str]:
        """A source to select ranks from, the name of its rank, and its condition; parameters are added."""


class BaseSession:
    """A transaction over a connection; numbers are handed out by the one writer that holds the ledger.

    What bulk writing does a million times goes to the driver as text that is made once, for SQLAlchemy's own way with
    parameters takes longer than the database.
    """

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """The connection has begun its transaction."""
        self.connection = connection
        self.dialect = dialect
        self._next: dict[str, int] = {}
        self._counted: dict[tuple[tuple[int, ...], int], int] = {}  # what a question was planned by
        self._known: dict[str, tuple[AppearanceRow, ...]] = {}  # of persons that several questions are about

    def next_number(self, table: str) -> int:
        """The next free number of a table."""
        if table not in self._next:
            highest = select(func.max(t.metadata.tables[table].c.number))
            self._next[table] = self.connection.execute(highest).scalar() or 0
        self._next[table] += 1
        return self._next[table]

    def _in(self, statement: Any, numbers: Iterable[Any]) -> Iterator[Any]:
        """Rows of a statement whose only parameter is the list NUMBERS, asked for in chunks."""
        return map(_shape(statement), self._tuples(statement, numbers))

    def _tuples(self, statement: Any, numbers: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        """The same rows as the driver gives them."""
        for asked, chunk in self._chunks(statement, numbers):
            yield from self._rows(asked, chunk)

    def _beside(self, statement: Any, lists: Sequence[Collection[Any]]) -> list[tuple[Any, ...]]:
        """Rows, as the driver gives them, of a statement whose only parameters are lists, each as long as it is."""
        lengthened = [_padded(sorted(one)) for one in lists]
        asked = _asked(statement, self.connection.dialect, *map(len, lengthened))
        return self._rows(asked, tuple(value for one in lengthened for value in one))

    def _rows(self, asked: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """Rows as the driver gives them: SQLAlchemy's own take as long to make as their question to answer."""
        driver = self.connection.dialect.loaded_dbapi
        cursor = self.connection.connection.cursor()
        try:
            cursor.execute(asked, values)
            return list(cursor.fetchall())
        except driver.Error as error:
            style = self.connection.dialect
            raise DBAPIError.instance(asked, values, error, driver.Error, dialect=style) from error
        finally:
            cursor.close()

    def _run_in(self, statement: Any, numbers: Iterable[Any]) -> None:
        """Run a statement whose only parameter is the list NUMBERS, in chunks."""
        for asked, chunk in self._chunks(statement, numbers):
            self.connection.exec_driver_sql(asked, chunk)

    def _chunks(self, statement: Any, numbers: Iterable[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
        wanted = sorted(set(numbers))
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            size = 1 << (len(chunk) - 1).bit_length()  # few lengths, so that databases prepare few statements
            yield _asked(statement, self.connection.dialect, size), (*chunk, *chunk[-1:] * (size - len(chunk)))

    def _put(self, table: Table, rows: Sequence[tuple[Any, ...]], *, passing_over: bool = False) -> None:
        """Insert rows, each with all columns in their order; `passing_over`: those whose key is there stay as they are."""
        if rows:
            statement = _inserting(table, self.connection.dialect) + (" ON CONFLICT DO NOTHING" if passing_over else "")
            self.connection.exec_driver_sql(statement, list(rows))


@lru_cache(maxsize=100)
def _shape(statement: Any) -> Callable[[Sequence[Any]], Any]:
    """What makes a row, with the names of its columns, of what the driver gives."""
    shape = namedtuple("Row", [column.key for column in statement.selected_columns])  # type: ignore[misc]
    make: Callable[[Sequence[Any]], Any] = shape._make
    return make


@lru_cache(maxsize=500)
def prepared(words: str) -> TextClause:
    """A statement in SQL: questions come in few shapes, and each takes longer to make than to answer."""
    return text(words)


def _padded(values: list[Any]) -> list[Any]:
    """The same with its last repeated, so that lists have few lengths."""
    size = next((step for step in _STEPS if step >= len(values)), len(values))
    return values + values[-1:] * (size - len(values))


@lru_cache(maxsize=500)
def _asked(statement: Any, style: Paramstyle, *sizes: int) -> str:
    """The statement as a driver takes it, with lists of so many numbers."""
    words, *others = _LIST.split(str(statement.compile(dialect=style)))
    assert len(others) == len(sizes), words
    for size, part in zip(sizes, others, strict=True):
        words += ", ".join([_sign(style)] * size) + part
    return words


@lru_cache(maxsize=100)
def _inserting(table: Table, style: Paramstyle) -> str:
    names = style.identifier_preparer
    columns = ", ".join(names.format_column(column) for column in table.columns)
    signs = ", ".join([_sign(style)] * len(table.columns))
    return f"INSERT INTO {names.format_table(table)} ({columns}) VALUES ({signs})"  # noqa: S608 (names of our own)


def _sign(style: Paramstyle) -> str:
    return "?" if style.paramstyle == "qmark" else "%s"
