"""Web address → page: http and https only, and never to an address that is not on the public internet.

A name may resolve to an address of the machine's own network, and may do so only the second time it is asked. So every
address that a name resolves to is vetted, the connection goes to a vetted address and to no other, and a redirect is
vetted like the first request. No proxy of the environment is used, as it would resolve the name itself.
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from entrevue.domain.report import Page, Problem

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CHUNK = 65_536
_HEADERS = {
    "User-Agent": "entrevue (reads press reports; https only where offered)",
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
}
# Ways into another network that `is_global` lets through: the IPv4 address inside them is what is reached.
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.IPv6Network("::/96")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a fetch may take: seconds in all, bytes after decompression, redirects one after another."""

    seconds: float = 15.0
    size: int = 10_000_000
    redirects: int = 5


def is_public(address: IPAddress) -> bool:
    """Whether an address is a host on the public internet, not a way into a private network."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    if address.ipv4_mapped or address.sixtofour or address.teredo:
        return False
    return address not in _COMPATIBLE and not any(address in network for network in _NAT64)


def fetch(url: str, *, limits: Limits | None = None, allow: Callable[[IPAddress], bool] = is_public) -> Page | Problem:
    """Fetch a page; `allow` decides which addresses may be connected to (the tests allow the loopback)."""
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    address = url
    for _ in range(limits.redirects + 1):
        try:
            outcome = _request(address, deadline, limits, allow)
        except _Refused as refusal:
            return Problem(str(refusal), url)
        except (HTTPError, HTTPException, OSError, UnicodeError) as error:
            return Problem(_plainly(error), url)
        if isinstance(outcome, Page):
            return Page(outcome.content, url=outcome.url, media_type=outcome.media_type, name=url)
        address = outcome
    return Problem(f"redirects more than {limits.redirects} times", url)


class _Refused(Exception):
    """The page cannot or must not be fetched; the message is for the user."""


def _request(url: str, deadline: float, limits: Limits, allow: Callable[[IPAddress], bool]) -> Page | str:
    """The page, or the address that the server redirects to."""
    parts, host, port = _taken_apart(url)
    address = _vetted(host, port, allow)
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise _Refused(f"took longer than {limits.seconds:g} s to fetch")
    timeout = urllib3.Timeout(total=seconds)
    with _pool(parts.scheme, str(address), host, port, timeout) as pool:
        headers = {**_HEADERS, "Host": host if port == _PORTS[parts.scheme] else f"{host}:{port}"}
        target = parts._replace(scheme="", netloc="", fragment="", path=parts.path or "/").geturl()
        response = pool.urlopen(
            "GET", target, headers=headers, redirect=False, retries=False, preload_content=False, timeout=timeout
        )
        try:
            location = response.headers.get("Location")
            if response.status in _REDIRECTS and location:
                return urljoin(url, location)
            if response.status >= 400 or response.status < 200:
                raise _Refused(f"the server answered {response.status} {response.reason or ''}".rstrip())
            content = _content(response, deadline, limits)
            return Page(content, url=url, media_type=response.headers.get("Content-Type"))
        finally:
            response.close()


def _taken_apart(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise _Refused("is no web address") from None
    if parts.scheme not in _PORTS:
        raise _Refused("is neither http nor https")
    if not ascii_host or parts.username is not None:
        raise _Refused("is no web address")
    return parts, ascii_host, port or _PORTS[parts.scheme]


def _vetted(host: str, port: int, allow: Callable[[IPAddress], bool]) -> IPAddress:
    """An address of the host; refused when any of its addresses may not be connected to."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise _Refused(f"the name {host} is not known") from None
    addresses = [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]
    if not addresses or not all(allow(address) for address in addresses):
        raise _Refused(f"{host} is not on the public internet")
    return addresses[0]


def _pool(scheme: str, address: str, host: str, port: int, timeout: urllib3.Timeout) -> urllib3.HTTPConnectionPool:
    """A pool that connects to the vetted address; the certificate must be the name's."""
    if scheme == "http":
        return urllib3.HTTPConnectionPool(address, port, timeout=timeout, maxsize=1)
    return urllib3.HTTPSConnectionPool(
        address, port, timeout=timeout, maxsize=1, server_hostname=host, assert_hostname=host
    )


def _content(response: urllib3.BaseHTTPResponse, deadline: float, limits: Limits) -> bytes:
    content = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=True):
        content += chunk
        if len(content) > limits.size:
            raise _Refused(f"is longer than {limits.size // 1_000_000} MB")
        if time.monotonic() > deadline:
            raise _Refused(f"took longer than {limits.seconds:g} s to fetch")
    return bytes(content)


def _plainly(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return "the server took too long to answer"
    if isinstance(error, urllib3.exceptions.SSLError):
        return "the server's certificate is not valid for its name"
    if isinstance(error, (urllib3.exceptions.NewConnectionError, ConnectionError)):
        return "the server cannot be reached"
    return f"could not be fetched ({type(error).__name__})"
