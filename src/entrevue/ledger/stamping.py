"""A stamp on the ledger: a value that changes with every write, cheap to ask for, so that answers can be kept."""

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from entrevue.ledger.store import Session, Store

_FACT = "stamp"
_BYTES = 8


def stamp_of(session: Session) -> str:
    """The stamp as of this session; "" before anything was written."""
    return session.fact(_FACT) or ""


class StampedStore:
    """A store whose every writing transaction leaves a new stamp.

    The stamp is random, not counted: a ledger that was restored to an earlier state never shows a stamp again that
    somebody keeps an answer under.
    """

    def __init__(self, store: Store) -> None:
        """The store that does the work."""
        self._store = store
        self.place = store.place

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may write, stamped at its end."""
        with self._store.writing() as session:
            yield session
            session.set_fact(_FACT, secrets.token_hex(_BYTES))

    def reading(self) -> AbstractContextManager[Session]:
        """A transaction that reads one state of the ledger."""
        return self._store.reading()

    def faults(self) -> tuple[str, ...]:
        """What the database itself finds broken, in words."""
        return self._store.faults()

    def tidy(self) -> None:
        """Leave nothing behind of what was removed."""
        self._store.tidy()

    def copy_to(self, path: Path) -> None:
        """Write a whole copy, as one SQLite file."""
        self._store.copy_to(path)

    def take_from(self, source: Store) -> None:
        """Replace everything by what another store holds; stamped right after."""
        self._store.take_from(source)
        with self.writing():
            pass

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()
