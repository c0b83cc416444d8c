"""How a server is treated: its robots.txt is obeyed, and it is left alone for a while between two requests."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from entrevue.intake.fetching import AGENT, Visit

_NAME = AGENT.split()[0]
_KEPT = 24 * 3600.0  # seconds that a robots.txt holds
_KEPT_SHORT = 600.0  # where it could not be had
_LONGEST_DELAY = 60.0  # seconds that a crawl-delay may ask for
_MOST = 500_000  # bytes of a robots.txt that are looked at (RFC 9309)
_MOST_HOSTS = 5_000
Ask = Callable[[str], Visit]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a server's robots.txt says; `known` is False where it could not be had, and nothing may be fetched then."""

    known: bool
    until: float
    rules: Protego | None = None

    def allows(self, url: str) -> bool:
        """Whether a page may be fetched."""
        return self.rules is None or bool(self.rules.can_fetch(url, _NAME))

    @property
    def delay(self) -> float:
        """Seconds that it asks for between two requests."""
        told = self.rules.crawl_delay(_NAME) if self.rules is not None else None
        return min(float(told), _LONGEST_DELAY) if told else 0.0


class Manners:
    """What is known of servers while a service runs; may be used by several threads."""

    def __init__(self, delay: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`delay`: seconds at least between two requests to one host."""
        self._delay, self._clock = delay, clock
        self._lock = threading.Lock()
        self._rules: dict[str, Rules] = {}
        self._free: dict[str, float] = {}

    def wait(self, url: str) -> float:
        """Seconds until the host of an address may be asked; 0: now, and it is taken for whoever asked."""
        host = _host(url)
        with self._lock:
            now = self._clock()
            left = self._free.get(host, 0.0) - now
            if left > 0:
                return left
            rules = self._rules.get(_origin(url))
            self._free[host] = now + max(self._delay, rules.delay if rules else 0.0)
            if len(self._free) > _MOST_HOSTS:
                self._free = {one: until for one, until in self._free.items() if until > now}
        return 0.0

    def rules(self, url: str, ask: Ask) -> Rules:
        """What the robots.txt of an address's server says; it is asked for once a day (RFC 9309)."""
        origin = _origin(url)
        with self._lock:
            found = self._rules.get(origin)
        if found is not None and found.until > self._clock():
            return found
        made = self._asked(ask(f"{origin}/robots.txt"))
        with self._lock:
            if len(self._rules) > _MOST_HOSTS:
                self._rules.clear()
            self._rules[origin] = made
        return made

    def _asked(self, visit: Visit) -> Rules:
        now = self._clock()
        if visit.page is not None:
            text = visit.page.content[:_MOST].decode("utf-8", "replace").removeprefix("\ufeff")
            return Rules(True, now + _KEPT, Protego.parse(text))
        if visit.status is not None and 400 <= visit.status < 500 and visit.status != 429:
            return Rules(True, now + _KEPT)
        return Rules(False, now + _KEPT_SHORT)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
