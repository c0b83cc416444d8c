"""How much each address may ask for, and whose turn comes next.

Not who came first: an address for which much was made lately waits for those for which little was. So whoever asks for
a hundred pages at once is answered in what time the others leave.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from threading import Condition, Lock, Thread
from typing import Any, TypeVar, cast

Made = TypeVar("Made")

_HALVED = 5.0  # seconds in which half of what was made for an address is forgotten
_PLENTY = 0.25  # seconds that were made for an address lately, from which on it gives way
_LONG = 0.02  # seconds that something of a kind takes, from which on it gives way
_LATELY = 20  # things of a kind by which the seconds are told
# Times what one with plenty had, and seconds at most, for which nothing is made for any of them, where others had a turn.
_REST, _LONGEST_REST = 8.0, 2.0
_LOOK = 0.25  # seconds
_IDLE = 5.0  # seconds without anything to make after which the thread ends; the next turn makes another
_REMEMBERED = 4_000  # addresses; beyond them those for which least was made are forgotten


@dataclass(slots=True)
class Allowance:
    """So many requests a second of each address, and a burst more of one that asked for less lately."""

    rate: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # requests, and when that was so

    def left(self, address: str) -> float:
        """The requests that an address may make now; below 0 where it asked for more than it may."""
        left, when = self._left.get(address, (self.burst, 0.0))
        return min(self.burst, left + (self.clock() - when) * self.rate) if left < self.burst else left

    def take(self, address: str, requests: float = 1.0) -> bool:
        """Count requests of an address; whether it may make them. One burst is the most that it can owe."""
        left = max(self.left(address) - requests, -self.burst)
        self._left[address] = (left, self.clock())
        self._left.move_to_end(address)
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return left >= 0


@dataclass(slots=True, eq=False)
class _Waiting:
    """Something to be made for an address, and who waits for it."""

    address: str
    make: Callable[[], Any]
    kind: str
    made: asyncio.Future[Any]
    told: Context = field(default_factory=copy_context)

    def make_now(self) -> Callable[[], None]:
        """Make it; what tells it to who waits for it."""
        try:
            outcome: Any = self.told.run(self.make)
            end = self.made.set_result
        except BaseException as error:
            outcome, end = error, self.made.set_exception

        def tell() -> None:
            with suppress(RuntimeError):  # nobody waits any more: all is over
                self.made.get_loop().call_soon_threadsafe(_tell, self.made, end, outcome)

        return tell


def _tell(made: asyncio.Future[Any], end: Callable[[Any], None], outcome: Any) -> None:
    if not made.done():  # else who asked has gone
        end(outcome)


class Turns:
    """One turn at a time; next comes the address that had least of the time lately, then who came first.

    Turns are taken in a thread, which calls the next itself: a loop that has thousands of connections to look after
    would let it wait between any two. What takes long, and all that is for addresses which had plenty lately, is made in
    a second thread, so that nobody waits for its end; after something for such an address nothing is made there for any
    like it for a while, where the first had something to do.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.waiting: list[_Waiting] = []
        self._lock = Lock()
        self._called = {behind: Condition(self._lock) for behind in (False, True)}
        self._threads: dict[bool, Thread] = {}  # that of what gives way, and that of the others
        self._made = 0  # in the first thread
        self._rest = -math.inf  # until when nothing is made for those who had plenty
        self._usual: dict[str, float] = {}  # seconds that something of a kind took lately
        self._spent: dict[str, tuple[float, float]] = {}  # seconds, and when that was so

    async def take(self, address: str, make: Callable[[], Made], kind: str = "") -> Made:
        """What `make` makes when it is the turn of an address; things of a kind take about as long as each other."""
        one = _Waiting(address, make, kind, asyncio.get_running_loop().create_future())
        with self._lock:
            self.waiting.append(one)
            for behind in {False, self._gives_way(one)}:  # what gives way now may be of the others when time has passed
                self._call(behind)
        try:
            return cast("Made", await one.made)
        except asyncio.CancelledError:
            with self._lock:
                if one in self.waiting:
                    self.waiting.remove(one)
            raise

    def spent(self, address: str) -> float:
        """The seconds that an address had lately."""
        seconds, when = self._spent.get(address, (0.0, 0.0))
        return seconds * math.exp2((when - self.clock()) / _HALVED) if seconds else 0.0

    def _call(self, behind: bool) -> None:
        """Have a thread look whose turn it is."""
        if behind not in self._threads:
            self._threads[behind] = Thread(target=self._run, args=(behind,), name="turns", daemon=True)
            self._threads[behind].start()
        self._called[behind].notify()

    def _run(self, behind: bool) -> None:
        """Make one after another, until there was nothing to make for a while."""
        while (one := self._next(behind)) is not None:
            began, made = self.clock(), self._made
            tell = one.make_now()
            took = self.clock() - began
            with self._lock:
                if self._had_plenty(one) and self._made != made:
                    self._rest = self.clock() + min(_REST * took, _LONGEST_REST)
                self._spend(one.address, took)
                self._usual[one.kind] = (
                    usual + (took - usual) / _LATELY if (usual := self._usual.get(one.kind)) else took
                )
                self._made += not behind
                if any(map(self._gives_way, self.waiting)):
                    self._call(True)
            tell()
            del one, tell  # nothing is held of what was made

    def _next(self, behind: bool) -> _Waiting | None:
        with self._lock:
            while True:
                own = [one for one in self.waiting if self._gives_way(one) is behind]
                if self.clock() < self._rest:
                    own = [one for one in own if not self._had_plenty(one)]
                if own:
                    following = min(own, key=lambda one: self.spent(one.address))  # the first of equals
                    self.waiting.remove(following)
                    return following
                # What an address had is forgotten with time, so that the other's may become one's own.
                if not self._called[behind].wait(_LOOK if self.waiting else _IDLE) and not self.waiting:
                    del self._threads[behind]
                    return None

    def _gives_way(self, one: _Waiting) -> bool:
        return self._usual.get(one.kind, 0.0) > _LONG or self._had_plenty(one)

    def _had_plenty(self, one: _Waiting) -> bool:
        return self.spent(one.address) > _PLENTY

    def _spend(self, address: str, seconds: float) -> None:
        self._spent[address] = (self.spent(address) + seconds, self.clock())
        if len(self._spent) > _REMEMBERED:
            most = sorted(self._spent, key=self.spent, reverse=True)[: _REMEMBERED // 2]
            self._spent = {one: self._spent[one] for one in most}
