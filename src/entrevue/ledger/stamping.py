"""What a ledger tells of its own state: values that change when it does, cheap to ask for, so that answers can be kept.

Its stamp changes with every write, its edition with every write that changes what it tells readers of engagements.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from entrevue.errors import UnusableLedger
from entrevue.ledger.store import Session, Store

_STAMP, _EDITION = "stamp", "edition"
UNTIDY = "untidy"  # the fact that what was forgotten may still lie somewhere on the disk
_BYTES = 8


def stamp_of(session: Session) -> str:
    """The stamp as of this session; "" before anything was written."""
    return session.fact(_STAMP) or ""


def edition_of(session: Session) -> str:
    """The edition as of this session; "" before anything was written."""
    return session.fact(_EDITION) or ""


class StampedStore:
    """A store whose every writing transaction leaves a new stamp, and a new edition unless it is `quiet`.

    Both are random, not counted: a ledger that was restored to an earlier state never shows a stamp again that
    somebody keeps an answer under.
    """

    def __init__(self, store: Store, *, quiet: bool = False) -> None:
        """The store that does the work; `quiet`: nothing is written through this one that readers are told."""
        self._store = store
        self._facts = (_STAMP,) if quiet else (_STAMP, _EDITION)
        self._held: ContextVar[Session | None] = ContextVar("held", default=None)
        self.place, self.writes = store.place, store.writes

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may write, stamped at its end.

        What was forgotten while somebody read an earlier state is wiped after it, if that reader is done.
        """
        with self._store.writing() as session:
            yield session
            for name in self._facts:
                session.set_fact(name, secrets.token_hex(_BYTES))
            untidy = session.fact(UNTIDY) is not None
        if untidy:
            self.tidy(0)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that reads one state of the ledger: the one held, where one is."""
        held = self._held.get()
        if held is not None:
            yield held
            return
        with self._store.reading() as session:
            yield session

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Until the end, this thread reads one state in one transaction; what is written meanwhile it does not see."""
        with self.reading() as session:
            mark = self._held.set(session)
            try:
                yield
            finally:
                self._held.reset(mark)

    def faults(self) -> tuple[str, ...]:
        """What the database itself finds broken, in words."""
        return self._store.faults()

    def tidy(self, patience: float | None = None) -> bool:
        """Leave nothing behind of what was removed, where anything was; whether that could be done."""
        with self._store.reading() as session:
            if session.fact(UNTIDY) is None:
                return True
        try:
            if not self._store.tidy(patience):
                return False
            with self._store.writing() as session:
                session.drop_fact(UNTIDY)
        except UnusableLedger:  # a full disk, another writer: what was asked for before is done all the same
            return False
        return True

    def copy_to(self, path: Path) -> None:
        """Write a whole copy, as one SQLite file."""
        self._store.copy_to(path)

    def take_from(self, source: Store, finish: Callable[[Session], None]) -> None:
        """Replace everything by what another store holds, and finish it; stamped right after."""
        self._store.take_from(source, finish)
        with self.writing():
            pass

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()
