"""A process that draws: what draws holds the interpreter until it is done, so it has one of its own."""

import logging
import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import BoundedSemaphore, Lock
from typing import Any, TypeVar

from entrevue.errors import Busy
from entrevue.worker import put_behind

Made = TypeVar("Made")

logger = logging.getLogger(__name__)
_NICE = 19  # pages are made before pictures


class Pen:
    """Has pictures drawn one after another in a process that is made for the first and anew when it broke down.

    `waiting`: drawings under way or waiting, at most; `seconds`: what one may take, the making of the process beside.
    """

    def __init__(self, waiting: int = 4, seconds: float = 30.0) -> None:
        self.seconds = seconds
        self._places = BoundedSemaphore(waiting)
        self._turn = Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def draw(self, make: Callable[..., Made], *given: Any) -> Made:
        """What a function of a module makes of what is given; Busy when too many wait or when it failed."""
        if not self._places.acquire(blocking=False):
            raise Busy("too many pictures are being drawn")
        try:
            with self._turn:
                return self._drawn(make, *given)  # type: ignore[no-any-return]
        finally:
            self._places.release()

    def close(self) -> None:
        """End the process; the next drawing makes another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def _drawn(self, *asked: Any) -> Any:
        connection = self._connection or self._start()
        made: Any = None
        with suppress(EOFError, OSError):
            connection.send(asked)
            if connection.poll(self.seconds):
                made = connection.recv()
        if isinstance(made, _Failure):
            logger.warning("a picture could not be drawn: %s", made.reason)
        if made is None:
            self.close()
        if made is None or isinstance(made, _Failure):
            raise Busy("the picture could not be drawn")
        return made

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        put_behind(self._process, _NICE)
        theirs.close()
        return self._connection


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a function made nothing."""

    reason: str


def _serve(connection: Connection) -> None:
    """The process: answer every order with what was made."""
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            make, *given = connection.recv()
            try:
                made = make(*given)
            except Exception as error:
                made = _Failure(f"{type(error).__name__}: {error}"[:300])
            connection.send(made)
