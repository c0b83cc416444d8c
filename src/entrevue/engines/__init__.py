"""Where much work is done: the port, and what work and engines tell each other.

A *piece* is a part of the work that can be sent to another process. *Work* is a value that is called with a piece and
yields what comes of it; before each item (a page, a record) it says which one begins, so that an item that kills or
hangs its process costs itself alone. An engine runs work on pieces in whatever order and place, and gives every
piece back once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Begun:
    """An item begins: how its user calls it, and the piece that is left after it (None: nothing)."""

    item: str
    rest: Any | None


@dataclass(frozen=True, slots=True)
class Broken:
    """An item that nothing came of, because its process died or hung on it; `reason` is one line for its user."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """All that came of a piece: the values that the work yielded in their order, `Broken` ones among them."""

    ticket: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What an item may take: seconds, and how often its process may die on it before it is given up.

    A process may be killed from outside, through no fault of the item; one that kills every process is given up soon.
    `start_seconds`: how long a process may load before its first item.
    """

    seconds: float = 20.0
    deaths: int = 3
    start_seconds: float = 300.0


class Work(Protocol):
    """What is done with a piece. It is pickled once for each process, and a module of the package must hold its class."""

    def prepare(self) -> None:
        """Load in a new process what every piece needs; no item's time runs meanwhile."""

    def __call__(self, piece: Any) -> Iterator[Any]:
        """What comes of a piece: `Begun` before each item, then values. An exception ends the item that had begun."""


class Engine(Protocol):
    """Runs work on pieces; every piece that was submitted is finished exactly once."""

    @property
    def slots(self) -> int:
        """How many pieces are worked on at once: a caller keeps somewhat more submitted, and no more."""

    def submit(self, ticket: int, piece: Any) -> None:
        """Have a piece worked on; `ticket` is the caller's number for it."""

    def finished(self, patience: float) -> tuple[Finished, ...]:
        """What was finished since; waits up to `patience` seconds for something."""

    def close(self) -> None:
        """Stop everything; what is not finished is lost."""
