"""The server's connections: what one may send, how long it may take for it, and how many one address may hold.

uvicorn bounds none of that, and its parsers hand on neither an endless header nor one that never comes. What stands
here counts bytes on their way to the parser, and time by the loop's clock.
"""

import asyncio
import logging
import socket
import sys
from collections import OrderedDict, deque
from http import HTTPStatus
from typing import Any, Literal
from weakref import WeakKeyDictionary

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from entrevue.settings import WebLimits
from entrevue.web.limiting import network_of
from entrevue.web.queueing import Allowance

_log = logging.getLogger("entrevue.connections")
_PIECE = 16_384  # bytes that the parser gets at once: so exactly is a head measured
_MANY = 1_000_000
_BODY = 10_000  # bytes of bodies that count as a request
_SPARE = 200  # open files that are no connections
Phase = Literal["head", "body", "answer"]  # what a connection waits for


class Door:
    """The connections of a process by address, and in the order in which they fell silent those that wait for more."""

    def __init__(self, limits: WebLimits, uncounted: frozenset[str] = frozenset()) -> None:
        """`uncounted`: addresses of proxies, behind which everybody comes."""
        self.limits = limits
        self.most = min(limits.connections, _open_files() - _SPARE)
        self.allowance = Allowance(limits.requests_per_second, limits.requests_in_a_burst)
        self.uncounted = uncounted
        self._held: dict[str, int] = {}
        self._silent: dict[str, OrderedDict[GuardedProtocol, None]] = {}
        self._total = 0

    def allows(self, address: str, requests: float = 1.0) -> bool:
        """Whether an address may make a request more, which counts from now on."""
        counted = bool(address) and address not in self.uncounted and "*" not in self.uncounted
        return self.allowance.take(address, requests) if counted else True

    def has_used_up(self, address: str) -> bool:
        """Whether an address went on asking for long after it was told not to: for half a burst and more."""
        return self.allowance.left(address) < -self.limits.requests_in_a_burst / 2

    def enter(self, one: "GuardedProtocol") -> bool:
        """Let a connection in; where there are too many, one that says nothing has to go, or else this one."""
        held = self._held.get(one.address, 0)
        if held >= self.limits.connections_per_address and "*" not in self.uncounted:
            if one.address not in self.uncounted and not self._drop(one.address):
                return False
        if self._total >= self.most and not self._drop(max(self._silent, key=self._silence, default="")):
            return False
        self._held[one.address] = self._held.get(one.address, 0) + 1
        self._total += 1
        return True

    def leave(self, one: "GuardedProtocol") -> None:
        """A connection is over."""
        self.speaks(one)
        self._total -= 1
        self._held[one.address] -= 1
        if not self._held[one.address]:
            del self._held[one.address]

    def falls_silent(self, one: "GuardedProtocol") -> None:
        """A connection has still to send something, or nothing more to ask."""
        self._silent.setdefault(one.address, OrderedDict())[one] = None

    def speaks(self, one: "GuardedProtocol") -> None:
        """A connection has asked, and is being answered."""
        silent = self._silent.get(one.address)
        if silent is not None:
            silent.pop(one, None)
            if not silent:
                del self._silent[one.address]

    def _silence(self, address: str) -> int:
        return len(self._silent[address])

    def _drop(self, address: str) -> bool:
        """End the connection of an address that has been silent longest; whether there was one."""
        if address not in self._silent:
            return False
        oldest = next(iter(self._silent[address]))
        oldest.give_up()
        return True


_doors: WeakKeyDictionary[ServerState, Door] = WeakKeyDictionary()


def _door_of(state: ServerState, config: Config) -> Door:
    """The door of a server; made with its first connection."""
    door = _doors.get(state)
    if door is None:
        trusted = config.forwarded_allow_ips or []
        names = trusted.split(",") if isinstance(trusted, str) else trusted
        proxies = frozenset(name.strip() for name in names) if config.proxy_headers else frozenset()
        door = _doors[state] = Door(WebLimits.from_environment(), proxies)
    return door


def _open_files() -> int:
    """Files that this process may have open."""
    if sys.platform == "win32":
        return _MANY
    import resource

    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _MANY if soft == resource.RLIM_INFINITY else soft


class GuardedProtocol(HttpToolsProtocol):
    """One connection, with its limits: 431 for a head that is too long, 408 for one too slow, 503 for one too many."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.logger = _log
        self.address = ""
        self._door = _door_of(server_state, config)
        self._limits = self._door.limits
        self._inside = False
        self._phase: Phase = "head"
        self._fields = 0
        self._allowed = True
        self._asked: deque[RequestResponseCycle] = deque()  # that are not answered yet, in their order
        self._unread = 0  # bytes since the parser last got anything whole
        self._needless = 0  # bytes of a body whose request has been answered
        self._deadline: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Let it in, or tell it to come again; one of an address that does not listen to that is cut off."""
        peer = transport.get_extra_info("peername")
        self.address = network_of(peer[0]) if isinstance(peer, tuple) else ""
        if self._door.has_used_up(self.address):
            self.transport = transport
            transport.abort()
            return
        super().connection_made(transport)
        self._inside = self._door.enter(self)
        if not self._inside:
            self._refuse(503, "There are too many connections.")
            return
        _end_when_nothing_is_taken(transport, self._limits.answer_seconds)
        self._turn_to("head")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        for timer in (self._deadline, self._taking):
            if timer is not None:
                timer.cancel()
        if self._inside:
            self._inside = False
            self._door.leave(self)
        self._say_it_ends()
        super().connection_lost(exc)

    def give_up(self) -> None:
        """End the connection at once, for the sake of others."""
        if self._inside:
            self._inside = False
            self._door.leave(self)
        self._abort()

    def data_received(self, data: bytes) -> None:
        """Hand on what comes in pieces, for as long as it is within its limits."""
        if self._phase == "answer":
            self._turn_to("head")
        elif self._phase == "body" and self.cycle.response_complete:
            self._needless += len(data)
            if self._needless > self._limits.body_bytes:
                self.transport.close()
        for start in range(0, len(data), _PIECE):
            if self.transport.is_closing():
                return
            piece = data[start : start + _PIECE]
            self._unread += len(piece)
            super().data_received(piece)
            if self._unread > self._limits.head_bytes and not self.transport.is_closing():
                self._refuse(431, f"The head of a request may have {self._limits.head_bytes} bytes.")

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with what the parser refused."""
        if self._fields > self._limits.head_fields:
            self._refuse(431, f"A request may have {self._limits.head_fields} headers.")
        elif not self._allowed:
            self._refuse(429, "This address asks for too much: please wait a few seconds.")
        else:
            self._refuse(400, msg)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._fields = self._needless = 0
        self._turn_to("head")
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, before the body or after it."""
        self._fields += 1
        if self._fields > self._limits.head_fields:
            raise ValueError("too many headers")  # which the parser hands on as a wrong request
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole: its body has a time of its own."""
        self._unread = 0
        self._allowed = self._door.allows(self.address)
        if not self._allowed:
            raise ValueError("too many requests")  # as above
        self._turn_to("body")
        super().on_headers_complete()
        self._asked.append(self.cycle)

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self._unread = 0
        self._door.allows(self.address, len(body) / _BODY)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """All is asked: now it is ours to answer."""
        self._unread = 0
        self._turn_to("answer")
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """All is answered; it may ask again."""
        if self._asked:
            self._asked.popleft()
        super().on_response_complete()
        if self._inside and not self.pipeline:
            self._door.falls_silent(self)

    def pause_writing(self) -> None:
        """The other side takes nothing at this moment."""
        super().pause_writing()
        if self._taking is None:
            self._taking = self.loop.call_later(self._limits.answer_seconds, self._abort)

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def _unsupported_upgrade_warning(self) -> None:
        """Whoever asks for another protocol is answered in this one; the log need not hold it."""

    def _turn_to(self, phase: Phase) -> None:
        """Wait for the next part of a request, for as long as it may take."""
        if phase == self._phase and self._deadline is not None:
            return
        self._phase = phase
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if phase == "answer":
            self._door.speaks(self)
            return
        seconds = self._limits.head_seconds if phase == "head" else self._limits.body_seconds
        self._deadline = self.loop.call_later(seconds, self._late)
        if self._inside:
            self._door.falls_silent(self)

    def _late(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self._refuse(408, "This request took too long.")

    def _refuse(self, status: int, text: str) -> None:
        """Answer and end the connection; where another answer is under way, only end it."""
        if self.cycle is None or not self.cycle.response_started or self.cycle.response_complete:
            line = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"
            fields = f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(text)}\r\nconnection: close"
            fields += "\r\nretry-after: 10" if status in {429, 503} else ""
            self.transport.write(f"{line}\r\n{fields}\r\n\r\n{text}".encode("ascii"))
        self._say_it_ends()
        self.transport.close()

    def _abort(self) -> None:
        self._say_it_ends()
        self.transport.abort()

    def _say_it_ends(self) -> None:
        """Have what is being answered, or is to be, write nothing more: loops differ in what they do about it."""
        for cycle in self._asked:
            cycle.disconnected = True


def _end_when_nothing_is_taken(transport: asyncio.Transport, seconds: float) -> None:
    """Have the kernel end a connection whose other side takes nothing more, after the server has let go of it too."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux
    line = transport.get_extra_info("socket")
    if option is not None and line is not None and line.family in (socket.AF_INET, socket.AF_INET6):
        line.setsockopt(socket.IPPROTO_TCP, option, int(seconds * 1000))
