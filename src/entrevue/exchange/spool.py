"""Gathering what comes one by one, on the disk: a million engagements would not stay in memory."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from types import TracebackType

_BATCH = 5_000


class Spool:
    """Values under keys, in a temporary file that is gone at the end; given back key by key in order of the keys."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)  # SQLite's name for a temporary file on disk
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute("CREATE TABLE kept (key TEXT, value TEXT)")
        self._file.execute("BEGIN")
        self._waiting: list[tuple[str, str]] = []

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the file."""
        self._file.close()

    def add(self, key: str, value: str) -> None:
        """Keep a value."""
        self._waiting.append((key, value))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._file.executemany("INSERT INTO kept VALUES (?, ?)", self._waiting)
        self._waiting = []

    def groups(self) -> Iterator[tuple[str, list[str]]]:
        """Each key with its values, in the order in which they came."""
        self._flush()
        rows = self._file.execute("SELECT key, value FROM kept ORDER BY key, rowid")
        for key, some in groupby(rows, lambda row: row[0]):
            yield key, [value for _, value in some]
