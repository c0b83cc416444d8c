"""Web address → page: http and https only, and never to an address that is not on the public internet.

A name may resolve to an address of the machine's own network, and may do so only the second time it is asked. So every
address that a name resolves to is vetted, the connection goes to a vetted address and to no other, and a redirect is
vetted like the first request. No proxy of the environment is used, as it would resolve the name itself.
"""

import ipaddress
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import h11

from entrevue.domain.report import Page, Problem
from entrevue.domain.text import printable
from entrevue.intake.addresses import IPAddress, is_public
from entrevue.intake.asking import Answer, Deadline, Question, asked, resolved
from entrevue.intake.inflating import CODINGS, unpacker_of

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_HEADERS = (
    ("User-Agent", "entrevue (reads press reports; https only where offered)"),
    ("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.1"),
    ("Accept-Encoding", CODINGS),
    ("Connection", "close"),
)
_AS_IT_IS = "!#$%&'()*+,/:;=?@[]~"  # signs of a path or query that stay; all else but letters and digits is quoted
_LONGEST_REASON = 60  # characters of what a server says why
_LONGEST_TYPE = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a fetch may take: seconds in all, bytes after decompression, redirects one after another."""

    seconds: float = 15.0
    size: int = 10_000_000
    redirects: int = 5


def fetch(url: str, *, limits: Limits | None = None, allow: Callable[[IPAddress], bool] = is_public) -> Page | Problem:
    """Fetch a page; `allow` decides which addresses may be connected to (the tests allow the loopback)."""
    limits = limits or Limits()
    deadline = Deadline.after(limits.seconds)
    address = url
    try:
        for _ in range(limits.redirects + 1):
            outcome = _request(address, deadline, limits, allow)
            if isinstance(outcome, Page):
                return Page(outcome.content, url=outcome.url, media_type=outcome.media_type, name=url)
            address = outcome
    except _Refused as refusal:
        return Problem(str(refusal), url)
    except (OSError, h11.RemoteProtocolError, zlib.error) as error:
        return Problem(_plainly(error, limits), url)
    return Problem(f"redirects more than {limits.redirects} times", url)


class _Refused(Exception):
    """The page cannot or must not be fetched; the message is for the user."""


def _request(url: str, deadline: Deadline, limits: Limits, allow: Callable[[IPAddress], bool]) -> Page | str:
    """The page, or the address that the server redirects to."""
    parts, host, port = _taken_apart(url)
    address = _vetted(host, port, deadline, allow)
    named = f"[{host}]" if ":" in host else host
    shown = named if port == _PORTS[parts.scheme] else f"{named}:{port}"
    target = parts._replace(scheme="", netloc="", fragment="", path=parts.path or "/").geturl()
    question = Question(
        secure=parts.scheme == "https",
        address=str(address),
        host=host,
        port=port,
        target=quote(target, safe=_AS_IT_IS),
        headers=(("Host", shown), *_HEADERS),
    )
    with asked(question, deadline) as answer:
        location = answer.headers.get("location")
        if answer.status in _REDIRECTS and location:
            return _redirected(url, location)
        if answer.status >= 300:
            reason = printable(answer.reason)[:_LONGEST_REASON]
            raise _Refused(f"the server answered {answer.status} {reason}".rstrip())
        media_type = printable(answer.headers.get("content-type", ""))[:_LONGEST_TYPE] or None
        return Page(_content(answer, limits), url=url, media_type=media_type)


def _redirected(url: str, location: str) -> str:
    try:
        return urljoin(url, location.encode("latin-1").decode("utf-8", "replace"))
    except ValueError:
        raise _Refused("redirects to what is no web address") from None


def _taken_apart(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        raise _Refused("is no web address") from None
    if parts.scheme not in _PORTS:
        raise _Refused("is neither http nor https")
    if not ascii_host or not ascii_host.isprintable() or " " in ascii_host or parts.username is not None:
        raise _Refused("is no web address")
    return parts, ascii_host, port or _PORTS[parts.scheme]


def _vetted(host: str, port: int, deadline: Deadline, allow: Callable[[IPAddress], bool]) -> IPAddress:
    """An address of the host; refused when any of its addresses may not be connected to."""
    try:
        answers = resolved(host, port, deadline)
    except TimeoutError:
        raise
    except OSError:
        raise _Refused(f"the name {host} is not known") from None
    addresses = [ipaddress.ip_address(answer.partition("%")[0]) for answer in answers]
    if not all(allow(address) for address in addresses):
        raise _Refused(f"{host} is not on the public internet")
    return addresses[0]


def _content(answer: Answer, limits: Limits) -> bytes:
    unpacker = unpacker_of(answer.headers.get("content-encoding", ""))
    if unpacker is None:
        raise _Refused("comes in a coding that was not asked for")
    content = bytearray()
    for packed in answer.body:
        for piece in unpacker.unpack(packed):
            content += piece
            if len(content) > limits.size:
                raise _Refused(f"is longer than {limits.size // 1_000_000} MB")
    return bytes(content)


def _plainly(error: Exception, limits: Limits) -> str:
    if isinstance(error, TimeoutError):
        return f"took longer than {limits.seconds:g} s to fetch"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the server's certificate is not valid for its name"
    if isinstance(error, ssl.SSLError):
        return "no secure connection to the server could be made"
    if isinstance(error, OSError):
        return "the server cannot be reached"
    if isinstance(error, zlib.error):
        return "is compressed, and damaged"
    return "the server broke off, or does not speak HTTP as it should"
