"""Web address → page: http and https only, and never to an address that is not on the public internet.

A name may resolve to an address of the machine's own network, and may do so only the second time it is asked. So every
address that a name resolves to is vetted, the connection goes to a vetted address and to no other, and a redirect is
vetted like the first request. No proxy of the environment is used, as it would resolve the name itself.
"""

import datetime as dt
import ipaddress
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import h11

from entrevue.domain.report import Page, Problem
from entrevue.domain.text import printable
from entrevue.intake.addresses import IPAddress, is_public
from entrevue.intake.asking import Answer, Deadline, Question, asked, resolved
from entrevue.intake.inflating import CODINGS, unpacker_of

AGENT = "entrevue (reads press reports; https only where offered)"
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_HEADERS = (
    ("User-Agent", AGENT),
    ("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.1"),
    ("Accept-Encoding", CODINGS),
    ("Connection", "close"),
)
_AS_IT_IS = "!#$%&'()*+,/:;=?@[]~"  # signs of a path or query that stay; all else but letters and digits is quoted
_UNKNOWN_SIGNER = "the server signed its certificate itself, or nobody known did"
_CERTIFICATE_FAULTS = {  # OpenSSL's X509_V_ERR_…
    9: "the server's certificate is not valid yet",
    10: "the server's certificate has expired",
    18: _UNKNOWN_SIGNER,
    19: _UNKNOWN_SIGNER,
    20: _UNKNOWN_SIGNER,
    21: _UNKNOWN_SIGNER,
    62: "the server's certificate is for another name",
    64: "the server's certificate is for another name",  # an address
}
_LONGEST_REASON = 60  # characters of what a server says why
_LONGEST_TYPE = 200
LONGEST_WAIT = 24 * 3600.0  # seconds that a server may ask to be left alone: whoever asks for more gets as much
_MOST_DIGITS = 20  # of a number of seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a fetch may take: seconds in all, bytes after decompression, redirects one after another."""

    seconds: float = 15.0
    size: int = 10_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a page when it was fetched last, so that it need not send what is unchanged."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of asking for a page: the page, nothing new (`unchanged`), or why neither.

    `status` is the last answer's, None where none came; `retry_after` the seconds that a server asks to be left alone,
    at most `LONGEST_WAIT` of them.
    """

    page: Page | None = None
    problem: Problem | None = None
    unchanged: bool = False
    status: int | None = None
    retry_after: float | None = None
    validators: Validators = Validators()


def fetch(url: str, *, limits: Limits | None = None, allow: Callable[[IPAddress], bool] = is_public) -> Page | Problem:
    """Fetch a page; `allow` decides which addresses may be connected to (the tests allow the loopback)."""
    found = visit(url, limits=limits, allow=allow)
    return found.page or found.problem or Problem("the server answered nothing", url)


def visit(
    url: str,
    *,
    limits: Limits | None = None,
    allow: Callable[[IPAddress], bool] = is_public,
    known: Validators | None = None,
    accept: str | None = None,
    elsewhere: Callable[[str], Callable[[IPAddress], bool]] | None = None,
) -> Visit:
    """Ask for a page, unless it is `known` as it is. `accept`: what is wanted, as a header says it.

    `elsewhere` decides, for the address that a redirect leads to, which addresses may be connected to.
    """
    limits = limits or Limits()
    deadline = Deadline.after(limits.seconds)
    headers = _headers(known or Validators(), accept)
    address, permit = url, allow
    try:
        for _ in range(limits.redirects + 1):
            outcome = _request(address, deadline, limits, permit, headers)
            if isinstance(outcome, Visit):
                page = outcome.page
                return replace(outcome, page=replace(page, name=url)) if page else outcome
            address = outcome
            permit = elsewhere(address) if elsewhere else allow
    except _Refused as refusal:
        return Visit(problem=Problem(str(refusal), url), status=refusal.status, retry_after=refusal.retry_after)
    except (OSError, h11.RemoteProtocolError, zlib.error) as error:
        return Visit(problem=Problem(_plainly(error, limits), url))
    return Visit(problem=Problem(f"redirects more than {limits.redirects} times", url))


def post(
    url: str,
    body: bytes,
    headers: tuple[tuple[str, str], ...],
    *,
    limits: Limits | None = None,
    allow: Callable[[IPAddress], bool] = is_public,
) -> Problem | None:
    """Post something; None where the server took it (an answer from 200 to 299), else why it did not."""
    limits = limits or Limits()
    deadline = Deadline.after(limits.seconds)
    sent = (("User-Agent", AGENT), ("Connection", "close"), ("Content-Length", str(len(body))), *headers)
    try:
        with asked(_question(url, deadline, allow, sent, body), deadline) as answer:
            if not 200 <= answer.status < 300:
                raise _Refused(
                    f"the server answered {answer.status} {printable(answer.reason)[:_LONGEST_REASON]}".rstrip()
                )
    except _Refused as refusal:
        return Problem(str(refusal), url)
    except (OSError, h11.RemoteProtocolError) as error:
        return Problem(_plainly(error, limits), url)
    return None


class _Refused(Exception):
    """The page cannot or must not be fetched; the message is for the user."""

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status, self.retry_after = status, retry_after


def _headers(known: Validators, accept: str | None) -> tuple[tuple[str, str], ...]:
    told = [(name, accept if accept and name == "Accept" else value) for name, value in _HEADERS]
    if known.etag:
        told.append(("If-None-Match", known.etag))
    if known.modified:
        told.append(("If-Modified-Since", known.modified))
    return tuple(told)


def _question(
    url: str,
    deadline: Deadline,
    allow: Callable[[IPAddress], bool],
    headers: tuple[tuple[str, str], ...],
    body: bytes | None = None,
) -> Question:
    parts, host, port = _taken_apart(url)
    address = _vetted(host, port, deadline, allow)
    named = f"[{host}]" if ":" in host else host
    shown = named if port == _PORTS[parts.scheme] else f"{named}:{port}"
    target = parts._replace(scheme="", netloc="", fragment="", path=parts.path or "/").geturl()
    return Question(
        secure=parts.scheme == "https",
        address=str(address),
        host=host,
        port=port,
        target=quote(target, safe=_AS_IT_IS),
        headers=(("Host", shown), *headers),
        body=body,
    )


def _request(
    url: str,
    deadline: Deadline,
    limits: Limits,
    allow: Callable[[IPAddress], bool],
    headers: tuple[tuple[str, str], ...],
) -> Visit | str:
    """What came, or the address that the server redirects to."""
    with asked(_question(url, deadline, allow, headers), deadline) as answer:
        location = answer.headers.get("location")
        if answer.status in _REDIRECTS and location:
            return _redirected(url, location)
        if answer.status == 304:
            return Visit(unchanged=True, status=304)
        if answer.status >= 300:
            reason = printable(answer.reason)[:_LONGEST_REASON]
            wait = _seconds(answer.headers.get("retry-after"))
            raise _Refused(f"the server answered {answer.status} {reason}".rstrip(), answer.status, wait)
        media_type = printable(answer.headers.get("content-type", ""))[:_LONGEST_TYPE] or None
        page = Page(_content(answer, limits), url=url, media_type=media_type)
        told = (answer.headers.get(name, "") for name in ("etag", "last-modified"))
        etag, modified = (value if value.isascii() and 0 < len(value) <= _LONGEST_TYPE else None for value in told)
        return Visit(page, status=answer.status, validators=Validators(etag, modified))


def _seconds(told: str | None) -> float | None:
    """What a server says with Retry-After, in seconds, a day at most; None where it says nothing that can be read."""
    if told is None:
        return None
    if told.isascii() and told.isdecimal():
        return min(float(told), LONGEST_WAIT) if len(told) <= _MOST_DIGITS else LONGEST_WAIT
    try:
        when = parsedate_to_datetime(told)
        left = (when - dt.datetime.now(dt.UTC)).total_seconds() if when.tzinfo else None
    except (ValueError, OverflowError):  # a year of eleven digits
        return None
    return None if left is None else min(max(left, 0.0), LONGEST_WAIT)


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
        return _CERTIFICATE_FAULTS.get(error.verify_code, "the server's certificate is not valid")
    if isinstance(error, ssl.SSLError):
        return "no secure connection to the server could be made"
    if isinstance(error, OSError):
        return "the server cannot be reached"
    if isinstance(error, zlib.error):
        return "is compressed, and damaged"
    return "the server broke off, or does not speak HTTP as it should"
