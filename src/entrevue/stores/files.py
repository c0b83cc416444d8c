"""A ledger's file: is it one, may it be written, and how it is opened.

A file or a folder without the right to write is opened for reading alone. SQLite then needs help with the write-ahead
log: a log that nobody reads in memory yet is copied away together with the ledger, and a ledger without a log is read
as one that does not change, for as long as none appears.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError, DisconnectionError, OperationalError

from entrevue.errors import DamagedLedger, UnusableLedger, WrongText
from entrevue.stores.places import HALF

APPLICATION = 0x456E7472  # "Entr": PRAGMA application_id of a ledger
MEMORY = ":memory:"
READ_ONLY = "can only be read: check the rights of the file and its folder"
_MAGIC = b"SQLite format 3\0"
_LEFTOVERS = ("", "-wal", "-shm")


def may_write(path: Path) -> bool:
    """Whether a ledger at a path can be written: it needs a log beside it, so its folder must be writable too."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def check_file(path: Path, *, create: bool) -> None:
    """Refuse what is no ledger before SQLite touches it."""
    if path.is_dir():
        raise UnusableLedger(f"{path}: is a folder, not a ledger")
    if not path.exists():
        if not create:
            raise UnusableLedger(f"{path}: there is no ledger; `entrevue add` makes one")
        if not path.parent.is_dir():
            raise UnusableLedger(f"{path}: there is no folder {path.parent}; a ledger is made in one that exists")
        return
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError as error:
        raise UnusableLedger(f"{path}: {error.strerror}") from error
    if not head and not create and not _holds(log_of(path)):
        raise UnusableLedger(f"{path}: is empty, not a ledger")
    if head and (head[:16] != _MAGIC or (_application(head) != APPLICATION and _foreign(path))):
        raise UnusableLedger(f"{path}: is not a ledger of Entrevue")


def _application(head: bytes) -> int:
    return int.from_bytes(head[68:72])


def _foreign(path: Path) -> bool:
    """Whether a database without our mark holds tables; a ledger that another process is making has both in its WAL."""
    try:
        with looking_into(path) as looking:
            (tables,) = looking.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (application,) = looking.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        raise UnusableLedger(f"{path}: is not a ledger of Entrevue, or is damaged") from error
    return bool(tables) and application != APPLICATION


@contextmanager
def looking_into(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads a file and leaves it, and its folder, as they are."""
    with readable(path) as place, closing(opener(str(place), 1, create=False, write=False)()) as looking:
        yield looking


def log_of(path: Path) -> Path:
    """The write-ahead log of a ledger."""
    return path.with_name(path.name + "-wal")


def _holds(path: Path) -> bool:
    with suppress(OSError):
        return path.stat().st_size > 0
    return False


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def opener(place: str, patience: float, *, create: bool, write: bool) -> Callable[[], sqlite3.Connection]:
    """Opens a connection; a file that is gone is made anew only by who may create a ledger."""
    options: dict[str, Any] = {"timeout": patience, "check_same_thread": False}
    if place == MEMORY:
        return lambda: sqlite3.connect(MEMORY, **options)
    path = Path(place)
    if write:
        return lambda: sqlite3.connect(_uri(path, "rwc" if create else "rw"), uri=True, **options)
    return lambda: sqlite3.connect(_uri(path, "ro&immutable=1" if unchanging(path) else "ro"), uri=True, **options)


def unchanging(path: Path) -> bool:
    """Whether a ledger is to be read as one that does not change: nobody who writes has opened it, or none can."""
    return not log_of(path).exists() or (not _holds(log_of(path)) and not os.access(path.parent, os.W_OK))


@contextmanager
def readable(path: Path) -> Iterator[Path]:
    """The path, or a copy of what cannot be read where it is: a log that needs a folder to be written in."""
    stuck = _holds(log_of(path)) and not os.access(path.parent, os.W_OK)
    if not stuck or path.with_name(path.name + "-shm").exists():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="entrevue-") as folder:
        copy = Path(folder) / path.name
        try:
            shutil.copyfile(path, copy)
            shutil.copyfile(log_of(path), log_of(copy))
        except OSError as error:
            raise UnusableLedger(f"{path}: {error.strerror}") from error
        yield copy


def remember(path: Path) -> Any:
    """Notes with a connection which file it was opened on, and whether as one that does not change."""

    def note(_: sqlite3.Connection, record: Any) -> None:
        record.info["file"] = file_of(path)

    return note


def still_there(path: Path) -> Any:
    """Refuse to read from, or write into, a file that was removed or replaced since it was opened."""

    def look(_: sqlite3.Connection, record: Any, __: object) -> None:
        now = file_of(path)
        if now is None:
            raise UnusableLedger(f"{path}: the ledger is gone")
        if now != record.info["file"]:
            raise DisconnectionError  # opened anew

    return look


def file_of(path: Path) -> tuple[object, ...] | None:
    """What tells a file from every other, and for one read as unchanging, from what it was; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    fixed = unchanging(path)
    return (found.st_dev, found.st_ino, fixed, *((found.st_mtime_ns, found.st_size) if fixed else ()))


_CAUSES = (
    ("readonly", READ_ONLY),
    ("disk is full", "the disk is full; the ledger is as it was before"),
    ("disk I/O", "the disk reports an error; the ledger is as it was before"),
    ("locked", "another process holds the ledger for too long; try again"),
    ("unable to open", "cannot be opened: check the folder and its rights"),
)
_DAMAGES = (
    ("malformed", "is damaged: restore a backup with `entrevue ledger restore`"),
    ("not a database", "is not a ledger of Entrevue, or is damaged"),
    ("Could not decode to UTF-8", "holds damaged text: restore a backup with `entrevue ledger restore`"),
)


@contextmanager
def speaking_of(place: str) -> Iterator[None]:
    """Turn what the database says into one line that says what to do."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise WrongText(HALF) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        said = str(error.orig) if isinstance(error, DatabaseError) else str(error)
        for sign, words in _DAMAGES:
            if sign in said:
                raise DamagedLedger(f"{place}: {words}") from error
        cause = next((words for sign, words in _CAUSES if sign in said), None)
        if cause is None and not isinstance(error, (OperationalError, sqlite3.OperationalError)):
            raise
        raise UnusableLedger(f"{place}: {cause or said}") from error


def set_aside(path: Path) -> Path:
    """Rename a ledger's files, so that another can take their place; where they are now."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for suffix in reversed(_LEFTOVERS):  # the log first: never a new ledger beside an old log
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside
