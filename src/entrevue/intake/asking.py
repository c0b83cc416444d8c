"""One request over one connection, with one deadline for all of it: name, connection, handshake, head and every byte.

HTTP itself is spoken by h11, which holds no socket: so nothing waits for a server but the calls in `Line`, and each of
them gets what is left of the time.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import h11

_LONGEST_HEAD = 65_536  # bytes of status line and headers together
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """The moment so many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """The seconds that are left; TimeoutError when there are none."""
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom: `address` is connected to, `host` is the name that its certificate must bear."""

    secure: bool
    address: str
    host: str
    port: int
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None = None  # it is posted


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer and its body, which comes as it is read."""

    status: int
    reason: str
    headers: dict[str, str]  # names in lower case, the last of each
    body: Iterator[bytes]


class Line:
    """A connection on which everything that waits ends with the deadline."""

    def __init__(self, question: Question, deadline: Deadline) -> None:
        """Connect, and shake hands where the question is secure; OSError when that fails."""
        self._deadline = deadline
        self._socket = socket.create_connection((question.address, question.port), timeout=deadline.left())
        if not question.secure:
            return
        try:
            self._socket.settimeout(deadline.left())  # OpenSSL's handshake keeps it as a whole
            context = ssl.create_default_context()
            self._socket = context.wrap_socket(self._socket, server_hostname=question.host)
        except BaseException:
            self._socket.close()
            raise

    def send(self, content: bytes) -> None:
        """Send all; the socket keeps its timeout over the whole of it."""
        self._socket.settimeout(self._deadline.left())
        self._socket.sendall(content)

    def receive(self) -> bytes:
        """Some bytes; none at the end."""
        self._socket.settimeout(self._deadline.left())
        return self._socket.recv(_CHUNK)

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


@contextmanager
def asked(question: Question, deadline: Deadline) -> Iterator[Answer]:
    """The answer to a question, for as long as its connection is open.

    Raises OSError (TimeoutError, ssl.SSLError among it) and h11.RemoteProtocolError.
    """
    with closing(Line(question, deadline)) as line:
        talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        method = "GET" if question.body is None else "POST"
        request = talk.send(h11.Request(method=method, target=question.target, headers=list(question.headers))) or b""
        body = talk.send(h11.Data(question.body)) or b"" if question.body else b""
        line.send(request + body + (talk.send(h11.EndOfMessage()) or b""))
        while isinstance(head := _event(talk, line), h11.InformationalResponse):
            pass
        if not isinstance(head, h11.Response):
            raise ConnectionError
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
        yield Answer(head.status_code, head.reason.decode("latin-1"), headers, _body(talk, line))


def resolved(host: str, port: int, deadline: Deadline) -> list[str]:
    """The addresses of a name; OSError when it is not known, TimeoutError when its servers do not answer in time.

    The system's resolver knows no time limit, so it is asked in a thread that is left behind when it is too slow.
    """
    found: list[str] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(answer[4][0]) for answer in answers)
        except (OSError, ValueError) as error:
            failed.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if thread.is_alive():
        raise TimeoutError
    if failed or not found:
        raise OSError
    return found


def _event(talk: h11.Connection, line: Line) -> object:
    while (event := talk.next_event()) is h11.NEED_DATA:
        talk.receive_data(line.receive())
    return event


def _body(talk: h11.Connection, line: Line) -> Iterator[bytes]:
    while isinstance(event := _event(talk, line), h11.Data):
        yield bytes(event.data)
