"""What one connection may send and how long it may take, and how many one address may hold: against a running server."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn

from entrevue.errors import SettingError
from entrevue.settings import WebLimits
from entrevue.web import connections
from entrevue.web.connections import GuardedProtocol

LIMITS = WebLimits(head_seconds=0.4, body_seconds=0.6, connections_per_address=20, connections=40, answer_seconds=0.5)
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
_SERVED: Any = {"http": GuardedProtocol, "ws": "none", "lifespan": "off", "log_level": "critical"}
PATIENCE = 10.0  # seconds: what takes longer is not bounded


async def _app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answers with the length of what was sent, or with as much as the path asks for."""
    size, more = 0, scope["path"] != "/early"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    wanted = scope["path"].strip("/")
    body = b"x" * int(wanted) if wanted.isdecimal() else str(size).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def running(limits: WebLimits, loop: Callable[[], Any] = asyncio.new_event_loop, **more: Any) -> Iterator[int]:
    """The port of a server in a thread."""

    def serve() -> None:
        with asyncio.Runner(loop_factory=loop) as runner:
            runner.run(server.serve(sockets=[listening]))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "WebLimits", SimpleNamespace(from_environment=lambda: limits))
        config = uvicorn.Config(_app, **_SERVED, **{"proxy_headers": False, **more})
        server = uvicorn.Server(config)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            try:
                yield listening.getsockname()[1]
            finally:
                server.should_exit = True
                thread.join(PATIENCE)


@pytest.fixture(scope="module", params=["asyncio", "uvloop"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    loops = pytest.importorskip("uvloop") if request.param == "uvloop" else asyncio
    with running(LIMITS, loops.new_event_loop) as port:
        yield port


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), PATIENCE)


def told(line: socket.socket) -> bytes:
    """All that comes until the server ends the connection."""
    parts = []
    try:
        while part := line.recv(65_536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def answer(port: int, *parts: bytes) -> bytes:
    with closing(connect(port)) as line:
        try:
            for part in parts:
                line.sendall(part)
        except ConnectionError:
            pass
        return told(line)


def drip(line: socket.socket, piece: bytes) -> None:
    for _ in range(int(PATIENCE / 0.05)):
        line.sendall(piece)
        time.sleep(0.05)


def good(line: socket.socket) -> bool:
    line.sendall(HEAD + b"\r\n")
    return line.recv(1000).startswith(b"HTTP/1.1 200")


def test_an_endless_header_is_refused(port: int) -> None:
    assert b" 431 " in answer(port, HEAD + b"X: ", *[b"a" * 10_000] * 15)


def test_endless_headers_are_refused(port: int) -> None:
    assert b" 431 " in answer(port, HEAD, *[b"X-%d: 1\r\n" % number for number in range(101)])
    assert b" 431 " in answer(port, HEAD, b"".join(b"X-%d: 1\r\n" % number for number in range(200)), b"\r\n")


def test_an_endless_address_is_refused(port: int) -> None:
    assert b" 431 " in answer(port, b"GET /", *[b"a" * 10_000] * 15)


def test_a_head_within_its_limits_is_answered(port: int) -> None:
    fields = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 600) for number in range(98))
    assert b" 200 " in answer(port, HEAD, fields, b"Connection: close\r\n\r\n")


@pytest.mark.parametrize("after", [b"1\r\na\r\n0\r\n", b"1;x="], ids=["trailers", "extension of a chunk"])
def test_what_stands_around_a_body_is_bounded_too(port: int, after: bytes) -> None:
    endless = [b"X: " + b"a" * 10_000 + b"\r\n"] * 15 if after.endswith(b"\n") else [b"a" * 10_000] * 15
    assert b" 200 " not in answer(port, POST + b"Transfer-Encoding: chunked\r\n\r\n" + after, *endless)


def test_a_body_of_small_chunks_is_whole(port: int) -> None:
    chunks = b"1\r\na\r\n" * 50_000
    asked = POST + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert answer(port, asked, chunks, b"0\r\n\r\n").endswith(b"50000")


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET", HEAD, b"\r\n", POST + b"Content-Length: 10\r\n\r\nabc"],
    ids=["nothing", "a word", "half a head", "empty lines", "half a body"],
)
def test_what_is_begun_and_never_ended_is_ended(port: int, begun: bytes) -> None:
    with closing(connect(port)) as line:
        line.sendall(begun)
        assert b" 200 " not in told(line)


def test_a_head_that_drips_is_ended(port: int) -> None:
    with closing(connect(port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(ConnectionError):
            drip(line, b"X:\r\n")


def test_empty_lines_keep_no_connection_open(port: int) -> None:
    with closing(connect(port)) as line:
        assert good(line)
        with pytest.raises(ConnectionError):
            drip(line, b"\r\n")


def test_one_address_holds_so_many_connections_and_the_one_silent_longest_goes() -> None:
    with running(replace(LIMITS, head_seconds=60)) as port:
        lines = [connect(port) for _ in range(LIMITS.connections_per_address)]
        with closing(connect(port)) as other:
            assert good(other)
        assert told(lines[0]) == b""
        assert good(lines[-1])
        for line in lines:
            line.close()


def test_addresses_have_their_own_connections() -> None:
    """1,100 half-sent requests from one address kept everybody out."""
    with running(replace(LIMITS, head_seconds=60)) as port:
        lines = [connect(port) for _ in range(LIMITS.connections_per_address)]
        for line in lines:
            line.sendall(HEAD)
        elsewhere = socket.create_connection(("127.0.0.1", port), PATIENCE, source_address=("127.0.0.2", 0))
        with closing(elsewhere):
            assert good(elsewhere)
        for line in lines:
            line.sendall(b"\r\n")
            assert line.recv(1000).startswith(b"HTTP/1.1 200")
            line.close()


def test_a_proxy_holds_as_many_as_it_needs() -> None:
    """Everybody comes from its address."""
    limits = replace(LIMITS, head_seconds=60, connections_per_address=3)
    with running(limits, proxy_headers=True, forwarded_allow_ips="127.0.0.1") as port:
        lines = [connect(port) for _ in range(10)]
        assert all(map(good, lines))
        for line in lines:
            line.close()


def test_all_together_are_bounded_too() -> None:
    with running(replace(LIMITS, head_seconds=60, connections=30)) as port:
        lines = [
            socket.create_connection(("127.0.0.1", port), PATIENCE, source_address=(f"127.0.0.{2 + number % 4}", 0))
            for number in range(40)
        ]
        assert good(lines[-1])
        assert told(lines[0]) == b""
        for line in lines:
            line.close()


def test_one_address_may_ask_for_so_much() -> None:
    """Two thousand pages asked for and not waited for kept a process busy with nothing else."""
    with running(replace(LIMITS, requests_per_second=1, requests_in_a_burst=5)) as port:
        asked = [answer(port, HEAD + b"Connection: close\r\n\r\n") for _ in range(12)]
        assert all(said.startswith(b"HTTP/1.1 200") for said in asked[:5])
        refused = next(said for said in asked if not said.startswith(b"HTTP/1.1 200"))
        assert refused.startswith(b"HTTP/1.1 429")
        assert b"retry-after: " in refused
        elsewhere = socket.create_connection(("127.0.0.1", port), PATIENCE, source_address=("127.0.0.2", 0))
        with closing(elsewhere):
            assert good(elsewhere)
        again = (answer(port, HEAD + b"Connection: close\r\n\r\n") for _ in range(60))
        assert any(said == b"" for said in again)  # who does not listen is cut off
        time.sleep(7)
        assert answer(port, HEAD + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_bodies_count_by_their_length() -> None:
    with running(replace(LIMITS, requests_per_second=1, requests_in_a_burst=25)) as port:
        big = POST + b"Content-Length: 300000\r\nConnection: close\r\n\r\n" + b"x" * 300_000
        assert answer(port, big).startswith(b"HTTP/1.1 200")
        assert answer(port, HEAD + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 429")


def test_of_requests_one_behind_the_other_too_so_many_are_answered() -> None:
    with running(replace(LIMITS, requests_per_second=1, requests_in_a_burst=5)) as port:
        assert answer(port, (HEAD + b"\r\n") * 30).count(b"HTTP/1.1 200") <= 5


def test_a_proxy_asks_for_as_much_as_it_needs() -> None:
    limits = replace(LIMITS, requests_per_second=1, requests_in_a_burst=5)
    with running(limits, proxy_headers=True, forwarded_allow_ips="127.0.0.1") as port:
        assert answer(port, (HEAD + b"\r\n") * 30 + HEAD + b"Connection: close\r\n\r\n").count(b"HTTP/1.1 200") == 31


def test_an_answer_that_nobody_takes_is_given_up(port: int) -> None:
    with closing(socket.socket()) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(PATIENCE)
        line.connect(("127.0.0.1", port))
        line.sendall(b"GET /50000000 HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(4 * LIMITS.answer_seconds)
        assert len(told(line)) < 50_000_000


def test_a_body_whose_request_is_answered_does_not_go_on_for_ever(port: int) -> None:
    with closing(connect(port)) as line:
        line.sendall(b"POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
        with pytest.raises(ConnectionError):
            drip(line, b"x" * 200_000)


def test_requests_one_behind_the_other_are_answered_in_order(port: int) -> None:
    said = answer(port, (HEAD + b"\r\n") * 30 + HEAD + b"Connection: close\r\n\r\n")
    assert said.count(b"HTTP/1.1 200") == 31


def test_another_protocol_is_answered_in_this_one(port: int) -> None:
    for name in (b"websocket", b"h2c"):
        asked = HEAD + b"Connection: Upgrade, close\r\nUpgrade: " + name + b"\r\n\r\n"
        assert answer(port, asked).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("value", ["", "0", "-1", "many", "1.5", "٣", "9" * 5000])
def test_a_wrong_number_of_connections_is_refused(value: str) -> None:
    with pytest.raises(SettingError):
        WebLimits.from_environment({"ENTREVUE_CONNECTIONS_PER_ADDRESS": value})


def test_the_number_of_connections_is_a_setting() -> None:
    assert WebLimits.from_environment({"ENTREVUE_CONNECTIONS_PER_ADDRESS": "7"}).connections_per_address == 7
