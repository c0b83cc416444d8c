"""Fetching over the loopback, with real sockets; what may not be connected to is refused before any connection."""

import datetime as dt
import gzip
import ipaddress
import itertools
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from entrevue.domain.report import Page, Problem
from entrevue.intake.fetching import Limits, fetch, visit


class _Site(BaseHTTPRequestHandler):
    """A server of the pages that the tests ask for."""

    def do_GET(self) -> None:
        if self.path == "/page":
            self._answer(200, b"<p>Bonjour</p>", {"Content-Type": "text/html; charset=utf-8"})
        elif self.path == "/moved":
            self._answer(302, b"", {"Location": "/page"})
        elif self.path == "/round":
            self._answer(302, b"", {"Location": "/round"})
        elif self.path == "/inside":
            self._answer(302, b"", {"Location": "http://10.0.0.1/secret"})
        elif self.path == "/file":
            self._answer(302, b"", {"Location": "file:///etc/passwd"})
        elif self.path == "/bomb":
            self._answer(200, gzip.compress(bytes(5_000_000)), {"Content-Encoding": "gzip"})
        elif self.path == "/slow":
            self._drip()
        else:
            self._answer(404, b"no", {})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        stopped = threading.Event()
        try:
            for _ in range(50):
                self.wfile.write(b"x" * 10)
                self.wfile.flush()
                stopped.wait(0.1)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name in http.server)
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _loopback(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_loopback


def test_a_page_comes_with_its_type_and_address(site: str) -> None:
    page = fetch(f"{site}/page", allow=_loopback)
    assert page == Page(b"<p>Bonjour</p>", f"{site}/page", "text/html; charset=utf-8", f"{site}/page")


def test_a_redirect_is_followed_and_the_last_address_kept(site: str) -> None:
    page = fetch(f"{site}/moved", allow=_loopback)
    assert isinstance(page, Page)
    assert (page.url, page.name) == (f"{site}/page", f"{site}/moved")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/round", "redirects more than 5 times"),
        ("/inside", "10.0.0.1 is not on the public internet"),
        ("/file", "is neither http nor https"),
        ("/missing", "the server answered 404 Not Found"),
        ("/bomb", "is longer than 1 MB"),
        ("/slow", "took longer than 1 s to fetch"),
    ],
)
def test_what_cannot_be_fetched_is_a_problem_in_one_line(site: str, path: str, reason: str) -> None:
    limits = Limits(seconds=1.0, size=1_000_000)
    assert fetch(site + path, limits=limits, allow=_loopback) == Problem(reason, site + path)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "http://", "http://u:p@example.org/", "http://[::1", "http://a:b/"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert isinstance(fetch(url), Problem)


def test_the_loopback_is_refused_unless_allowed(site: str) -> None:
    assert fetch(f"{site}/page") == Problem("127.0.0.1 is not on the public internet", f"{site}/page")


_OK = b"HTTP/1.1 200 OK\r\n"
_CHUNKED = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
_DRIPS = 60  # a tenth of a second apart
_LIMIT = 10  # drips within the time limit of the tests


class _Raw(threading.Thread):
    """A server that says to whoever connects what it was told to, and then drips."""

    def __init__(self, said: bytes, drips: Iterable[bytes] = ()) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}/"
        self.said, self.drips, self.dripped = said, drips, 0
        self.start()

    def run(self) -> None:
        line, _ = self.listening.accept()
        with line, suppress(OSError):
            line.recv(65_536)
            line.sendall(self.said)
            stopped = threading.Event()
            for drop in itertools.islice(self.drips, _DRIPS):
                line.sendall(drop)
                self.dripped += 1
                stopped.wait(0.1)
        self.listening.close()


def _gzip_bytes() -> Iterator[bytes]:
    packed = zlib.compressobj(0, wbits=31)
    content = packed.compress(b"x" * 100) + packed.flush()
    yield from (content[k : k + 1] for k in range(len(content)))


@pytest.mark.parametrize(
    ("said", "drips"),
    [
        (b"", itertools.repeat(b"H")),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", itertools.repeat(b"x")),
        (b"HTTP/1.1 200 OK\r\n", itertools.repeat(b"X: y\r\n")),
        (b"", itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n")),
        (_CHUNKED, itertools.repeat(b"0")),
        (_CHUNKED, itertools.repeat(b"1\r\nx\r\n")),
        (_CHUNKED + b"0\r\n", itertools.repeat(b"X: y\r\n")),
        (_OK + b"\r\n", itertools.repeat(b"x")),
        (_OK + b"Content-Encoding: gzip\r\n\r\n", _gzip_bytes()),
    ],
    ids=["status", "header", "headers", "continue", "chunk size", "chunks", "trailers", "body", "compressed"],
)
def test_one_deadline_holds_for_whatever_is_dripped(said: bytes, drips: Iterator[bytes]) -> None:
    server = _Raw(said, drips)
    outcome = fetch(server.url, limits=Limits(seconds=1.0), allow=_loopback)
    server.join()
    assert outcome == Problem("took longer than 1 s to fetch", server.url)
    assert server.dripped < 3 * _LIMIT


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n", "redirects to what is no web address"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://a:b/\r\n\r\n", "is no web address"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://\xff.example:99999/\r\n\r\n", "is no web address"),
        (b"HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\n\r\n", "is neither http nor https"),
        (_CHUNKED + b"zz\r\nx\r\n", "the server broke off, or does not speak HTTP as it should"),
        (_CHUNKED + b"-1\r\nx\r\n", "the server broke off, or does not speak HTTP as it should"),
        (_CHUNKED + b"1" * 200_000, "the server broke off, or does not speak HTTP as it should"),
        (_OK + b"X: " + b"y" * 100_000, "the server broke off, or does not speak HTTP as it should"),
        (_OK + b"Content-Length: -1\r\n\r\n", "the server broke off, or does not speak HTTP as it should"),
        (_OK + b"Content-Length: 9\r\n\r\nx", "the server broke off, or does not speak HTTP as it should"),
        (_OK + b"Content-Encoding: br\r\n\r\nx", "comes in a coding that was not asked for"),
        (_OK + b"Content-Encoding: gzip, gzip\r\n\r\nx", "comes in a coding that was not asked for"),
        (_OK + b"Content-Encoding: gzip\r\n\r\nno gzip", "is compressed, and damaged"),
        (b"HTTP/1.1 404 \x9b31mred\r\n\r\n", "the server answered 404 \ufffd31mred"),
        (b"HTTP/1.1 300 Choose\r\n\r\n", "the server answered 300 Choose"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "the server broke off, or does not speak HTTP as it should"),
        (b"", "the server broke off, or does not speak HTTP as it should"),
    ],
)  # fmt: skip
def test_whatever_a_server_says_is_a_page_or_a_problem(said: bytes, reason: str) -> None:
    server = _Raw(said)
    assert fetch(server.url, limits=Limits(seconds=10.0), allow=_loopback) == Problem(reason, server.url)


@pytest.mark.parametrize("wait", ["1 Jan 99999999999 00:00:00 GMT", "1 Jan 2024 99999999999999999999:0:0 GMT", "²"])
def test_a_server_that_asks_to_be_left_alone_for_ever_is_not_understood(wait: str) -> None:
    server = _Raw(f"HTTP/1.1 503 Busy\r\nRetry-After: {wait}\r\nContent-Length: 0\r\n\r\n".encode("latin-1"))
    found = visit(server.url, limits=Limits(seconds=10.0), allow=_loopback)
    assert found.problem == Problem("the server answered 503 Busy", server.url)
    assert found.retry_after is None


def _deflated(content: bytes, bits: int) -> bytes:
    packer = zlib.compressobj(wbits=bits)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(bytes(400_000))),
        ("gzip", gzip.compress(bytes(200_000)) + gzip.compress(bytes(200_000))),
        ("x-gzip", gzip.compress(bytes(400_000)) + b"what follows is no member"),
        ("deflate", _deflated(bytes(400_000), 15)),
        ("deflate", _deflated(bytes(400_000), -15)),
        ("identity", bytes(400_000)),
    ],
)
def test_what_was_compressed_comes_whole(coding: str, packed: bytes) -> None:
    server = _Raw(_OK + f"Content-Encoding: {coding}\r\n\r\n".encode() + packed)
    page = fetch(server.url, limits=Limits(seconds=10.0), allow=_loopback)
    assert isinstance(page, Page)
    assert page.content == bytes(400_000)


# Over a connection that is secret: a certificate of the tests' own, which the machine is told to trust.

_NAME = "press.example"
_DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(key_type=trustme.KeyType.ECDSA)


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The authority is the one that is trusted, and every name leads to the tests' own server."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    monkeypatch.setattr("entrevue.intake.fetching.resolved", lambda *_: ["127.0.0.1"])


@contextmanager
def _secure_site(context: ssl.SSLContext) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who refuses a certificate hangs up
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://{_NAME}:{server.server_port}/page"
    server.shutdown()
    server.server_close()


def _certified(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _self_signed(folder: Path) -> ssl.SSLContext:
    context, lonely = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), trustme.CA(key_type=trustme.KeyType.ECDSA)
    path = folder / "lonely.pem"
    lonely.cert_pem.write_to_path(str(path))
    lonely.private_key_pem.write_to_path(str(path), append=True)
    context.load_cert_chain(path)
    return context


@pytest.mark.usefixtures("trusted")
def test_a_page_comes_over_https_from_a_server_whose_certificate_bears_its_name(authority: trustme.CA) -> None:
    with _secure_site(_certified(authority.issue_cert(_NAME))) as url:
        page = fetch(url, allow=_loopback)
    assert page == Page(b"<p>Bonjour</p>", url, "text/html; charset=utf-8", url)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (
            lambda one, _: _certified(one.issue_cert("elsewhere.example")),
            "the server's certificate is for another name",
        ),
        (lambda one, _: _certified(one.issue_cert(f"a.{_NAME}")), "the server's certificate is for another name"),
        (
            lambda one, _: _certified(
                one.issue_cert(
                    _NAME, not_before=dt.datetime.now(dt.UTC) - 3 * _DAY, not_after=dt.datetime.now(dt.UTC) - _DAY
                )
            ),
            "the server's certificate has expired",
        ),
        (
            lambda one, _: _certified(one.issue_cert(_NAME, not_before=dt.datetime.now(dt.UTC) + _DAY)),
            "the server's certificate is not valid yet",
        ),
        (lambda _, folder: _self_signed(folder), "the server signed its certificate itself, or nobody known did"),
        (
            lambda *_: _certified(trustme.CA(key_type=trustme.KeyType.ECDSA).issue_cert(_NAME)),
            "the server signed its certificate itself, or nobody known did",
        ),
    ],
    ids=["another name", "a name below", "expired", "not yet", "self-signed", "by nobody known"],
)
def test_a_certificate_that_proves_nothing_is_refused_in_one_line(
    authority: trustme.CA, tmp_path: Path, made: Callable[[trustme.CA, Path], ssl.SSLContext], reason: str
) -> None:
    with _secure_site(made(authority, tmp_path)) as url:
        assert fetch(url, allow=_loopback) == Problem(reason, url)


@pytest.mark.usefixtures("trusted")
def test_a_server_that_speaks_no_tls_is_refused_in_one_line(site: str) -> None:
    url = site.replace("http:", "https:")
    assert fetch(url, allow=_loopback) == Problem("no secure connection to the server could be made", url)


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_an_address_holds_for_that_address_alone(authority: trustme.CA) -> None:
    with _secure_site(_certified(authority.issue_cert("127.0.0.1"))) as url:
        by_address = url.replace(_NAME, "127.0.0.1")
        assert isinstance(fetch(by_address, allow=_loopback), Page)
        assert fetch(url, allow=_loopback) == Problem("the server's certificate is for another name", url)
