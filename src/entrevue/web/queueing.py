"""Whose turn comes next.

Not who came first: an address for which much was made lately waits for those for which little was. So whoever asks for
a hundred pages at once is answered in what time the others leave.
"""

import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio

_HALVED = 5.0  # seconds in which half of what was made for an address is forgotten
_REMEMBERED = 4_000  # addresses; beyond them those for which least was made are forgotten


@dataclass(slots=True, eq=False)
class _Waiting:
    """A request that waits for its turn."""

    address: str
    called: anyio.Event = field(default_factory=anyio.Event)


@dataclass(slots=True)
class Turns:
    """One turn at a time; next comes the address that had least of the time lately, then who came first."""

    clock: Callable[[], float] = time.monotonic
    thread: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(1))  # for what is made
    busy: bool = False
    waiting: list[_Waiting] = field(default_factory=list)
    _spent: dict[str, tuple[float, float]] = field(default_factory=dict)  # seconds, and when that was so

    @asynccontextmanager
    async def of(self, address: str) -> AsyncIterator[None]:
        """Wait for the turn of an address, and have it."""
        if self.busy:
            one = _Waiting(address)
            self.waiting.append(one)
            try:
                await one.called.wait()
            except BaseException:
                if one in self.waiting:
                    self.waiting.remove(one)
                else:  # called at the moment of leaving
                    self._call()
                raise
        self.busy = True
        began = self.clock()
        try:
            yield
        finally:
            self._spend(address, self.clock() - began)
            self._call()

    def spent(self, address: str) -> float:
        """The seconds that an address had lately."""
        seconds, when = self._spent.get(address, (0.0, 0.0))
        return seconds * math.exp2((when - self.clock()) / _HALVED) if seconds else 0.0

    def _spend(self, address: str, seconds: float) -> None:
        self._spent[address] = (self.spent(address) + seconds, self.clock())
        if len(self._spent) > _REMEMBERED:
            most = sorted(self._spent, key=self.spent, reverse=True)[: _REMEMBERED // 2]
            self._spent = {one: self._spent[one] for one in most}

    def _call(self) -> None:
        """Call who comes next."""
        if not self.waiting:
            self.busy = False
            return
        following = min(self.waiting, key=lambda one: self.spent(one.address))  # the first of equals
        self.waiting.remove(following)
        following.called.set()
