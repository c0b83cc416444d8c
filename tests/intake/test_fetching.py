"""Fetching over the loopback, with real sockets; what may not be connected to is refused before any connection."""

import gzip
import ipaddress
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from entrevue.domain.report import Page, Problem
from entrevue.intake.fetching import Limits, fetch, is_public


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


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
        "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001:0:a00:1::", "::10.0.0.1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_no_public_host_are_told_apart(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4007:80e::200e"])
def test_public_hosts_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
