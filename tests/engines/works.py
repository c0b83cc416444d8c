"""Work whose items do what they are told: yield, raise, hang, kill their process, take memory."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entrevue.engines import Begun


@dataclass(frozen=True)
class Orders:
    """Does the items of a piece, a tuple of words, one after the other."""

    folder: str

    def prepare(self) -> None:
        pass

    def __call__(self, piece: tuple[str, ...]) -> Iterator[Any]:
        for place, order in enumerate(piece):
            yield Begun(order, piece[place + 1 :] or None)
            self._do(order)
            yield order.upper()

    def _do(self, order: str) -> None:
        verb, _, name = order.partition(" ")
        if verb == "raise":
            raise ValueError("as ordered")
        if verb == "hang":
            time.sleep(600)
        if verb == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if verb == "full":
            raise MemoryError
        if verb == "once":  # dies when it is done for the first time
            mark = Path(self.folder) / name
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if verb == "slow":
            time.sleep(0.05)


@dataclass(frozen=True)
class Unprepared(Orders):
    """Never gets ready."""

    def prepare(self) -> None:
        raise SystemExit(3)
