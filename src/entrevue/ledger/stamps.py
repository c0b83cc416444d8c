"""Stamps: whether a ledger answers as it did before, without asking it everything again.

What is added has numbers, and the highest of each table tells of it; what only turns something that is there (an undo,
a report read anew) leaves its moment as a fact.
"""

import datetime as dt

from entrevue.ledger.store import Session

_TABLES = ("report", "telling", "decision", "forgotten")
_FACT = "turned"


def stamp(session: Session) -> tuple[str, ...]:
    """A value that is another one after everything that changes an answer."""
    return (*(str(session.next_number(table)) for table in _TABLES), session.fact(_FACT) or "")


def turned(session: Session, when: dt.datetime) -> None:
    """Note that something was turned that no number tells of."""
    session.set_fact(_FACT, when.isoformat())
