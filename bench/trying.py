"""What `bench/hostile.py` is made of: tries, what they are tried on, and who looks on meanwhile.

A try is a function of a `Target` that does what somebody who means harm would do and says whether the promise was kept:

    @trying("a reply of 480 kB of accents", "400 at once")
    def accents(target: Target) -> Outcome:
        answer = target.ask("POST", "/replies", b"text=" + quote("e" + MARKS * 100_000).encode())
        return Outcome(answer.status == 400, f"{answer.status} after {answer.seconds:.2f} s")

Tries live in `bench/hostile_*.py`, each file a room of the program; all such files are found. A try that raises is broken.
While one runs a reader from another address looks at pages: one who waits longer than `others` seconds breaks it, and so
does a server whose processes grow by more than `memory` megabytes. A try that needs no server is told `server=False`:
its target then has a ledger and a folder alone. One that needs no database either is told `databases=False` and runs once.
"""

import http.client
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from web_load import PAGE

_OTHERS = 2.0  # seconds that another reader may wait while somebody means harm
_MEMORY = 150.0  # megabytes that a server may grow by
_PATIENCE = 60.0  # seconds: whoever waits longer is kept out
_LOOKS = 0.05  # seconds between two looks


@dataclass(frozen=True)
class Answer:
    """What a server said; status 0 for nothing."""

    status: int
    text: str
    headers: dict[str, str]
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """Whether a promise was kept, and what happened."""

    kept: bool
    happened: str


@dataclass(frozen=True)
class Target:
    """What is tried on: a ledger, and where it is served."""

    database: str  # "SQLite", "PostgreSQL", or "" for none
    place: str  # of the ledger
    folder: Path  # empty, the try's own
    port: int = 0
    pid: int = 0  # of the server
    address: str = "127.0.0.1"  # that this try comes from, so that no try uses up the rates of another
    ids: tuple[str, ...] = ()  # of engagements
    token: str = field(default="", repr=False)  # of an administrator
    log: Path | None = None  # what the server printed

    def connect(self, timeout: float = _PATIENCE) -> socket.socket:
        """A connection from the address of this try."""
        return socket.create_connection(("127.0.0.1", self.port), timeout, source_address=(self.address, 0))

    def ask(self, method: str, path: str, body: bytes = b"", timeout: float = _PATIENCE, **headers: str) -> Answer:
        """A request; forms are told as such unless a content_type is given. What takes too long has status 0."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if body:
            given.setdefault("content-type", "application/x-www-form-urlencoded")
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout, source_address=(self.address, 0))
        began = time.monotonic()
        with closing(line):
            try:
                line.request(method, path, body or None, given)
                answer = line.getresponse()
                text = answer.read().decode("utf-8", "replace")
            except (OSError, http.client.HTTPException) as error:
                return Answer(0, type(error).__name__, {}, time.monotonic() - began)
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, text, told, time.monotonic() - began)

    def send(self, *parts: bytes, timeout: float = _PATIENCE) -> bytes:
        """What comes back for bytes sent as they are, until the server ends the connection."""
        with closing(self.connect(timeout)) as line:
            try:
                for part in parts:
                    line.sendall(part)
            except OSError:
                pass
            return told(line)


def told(line: socket.socket) -> bytes:
    """All that still comes on a connection, until it ends or nothing comes for as long as it waits."""
    parts = []
    try:
        while part := line.recv(65_536):
            parts.append(part)
    except OSError:
        pass
    return b"".join(parts)


@dataclass(frozen=True)
class Try:
    """A try with what was promised."""

    tried: str
    promised: str
    run: Callable[[Target], Outcome]
    server: bool = True
    databases: bool = True
    others: float = _OTHERS  # seconds
    memory: float = _MEMORY  # megabytes


TRIES: list[Try] = []


def trying(
    tried: str,
    promised: str,
    *,
    server: bool = True,
    databases: bool = True,
    others: float = _OTHERS,
    memory: float = _MEMORY,
) -> Callable[[Callable[[Target], Outcome]], Callable[[Target], Outcome]]:
    """Put a function among the tries."""

    def put(run: Callable[[Target], Outcome]) -> Callable[[Target], Outcome]:
        TRIES.append(Try(tried, promised, run, server and databases, databases, others, memory))
        return run

    return put


class Onlooker(threading.Thread):
    """Another reader, who looks at pages again and again, each time on a new connection; and at the server's memory."""

    def __init__(self, target: Target) -> None:
        super().__init__(daemon=True)
        self.target = replace(target, address="127.0.0.1")
        self.paths = ("/", *(f"/engagements/{id_}" for id_ in target.ids))
        self.worst = 0.0  # seconds
        self.looks = 0
        self.failed = ""
        self._over = threading.Event()
        self._before = self._largest = _resident(target.pid)

    @property
    def grown(self) -> float:
        """Megabytes that the server had grown by when it was largest."""
        return (self._largest - self._before) / 1e6

    def run(self) -> None:
        """Look until told to stop."""
        while not self._over.is_set() or self.looks < 2:  # once more when all is over
            path = self.paths[self.looks % len(self.paths)]
            answer = self.target.ask("GET", path)
            self.worst = max(self.worst, answer.seconds)
            self.looks += 1
            self._largest = max(self._largest, _resident(self.target.pid))
            if answer.status != 200:
                self.failed = f"{path}: {answer.status} {answer.text[:60]}"
            time.sleep(_LOOKS)

    def stop(self) -> None:
        """Have it end."""
        self._over.set()
        self.join(2 * _PATIENCE)


def _resident(pid: int) -> int:
    """Bytes that the serving process holds; the one that reads drafts has limits of its own."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except OSError:
        return 0
