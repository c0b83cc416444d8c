"""The lock-out: who fails to sign in too often waits, by name and by address; pure but for its own memory."""

import datetime as dt
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator

WINDOW = dt.timedelta(minutes=15)
PER_PAIR, PER_NAME, PER_ADDRESS = 5, 30, 30  # failures within the window
_REMEMBERED = 20_000  # names and addresses; the longest quiet are dropped


class Lockout:
    """Counts failures within a sliding window, in this process.

    A name from one address is locked first, so that a stranger's guesses lock the stranger out and not who bears the
    name; many failures from everywhere lock the name, and many failures of one address lock the address.
    """

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        """`clock`: the time."""
        self._clock = clock
        self._failures: OrderedDict[tuple[str, str], deque[dt.datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def waits(self, name: str, address: str) -> dt.timedelta | None:
        """How long this name from this address has to wait; None when it may try now."""
        now = self._clock()
        with self._lock:
            waits = [self._wait(key, limit, now) for key, limit in _keys(name, address)]
        return max((wait for wait in waits if wait), default=None)

    def fail(self, name: str, address: str) -> None:
        """Note a failure."""
        now = self._clock()
        with self._lock:
            for key, limit in _keys(name, address):
                times = self._failures.setdefault(key, deque(maxlen=limit))
                times.append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > _REMEMBERED:
                self._failures.popitem(last=False)

    def succeed(self, name: str, address: str) -> None:
        """Take the last failure back, noted before the password was looked at, and all of this name from this address.

        To note first and take back later leaves no gap in which many tries at once would count as none.
        """
        with self._lock:
            for key, _ in _keys(name, address):
                times = self._failures.get(key)
                if times:
                    times.pop()
            self._failures.pop(("pair", f"{name}\n{address}"), None)

    def _wait(self, key: tuple[str, str], limit: int, now: dt.datetime) -> dt.timedelta | None:
        times = self._failures.get(key)
        if times is None or len(times) < limit:
            return None
        until = times[0] + WINDOW  # the oldest of the last `limit` failures leaves the window then
        return until - now if until > now else None


def _keys(name: str, address: str) -> Iterator[tuple[tuple[str, str], int]]:
    yield ("pair", f"{name}\n{address}"), PER_PAIR
    yield ("name", name), PER_NAME
    yield ("address", address), PER_ADDRESS
