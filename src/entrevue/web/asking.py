"""What may be asked at all: addresses of a bearable length, text without NUL, in UTF-8. Everything else is not looked at."""

import re

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from entrevue.settings import WebLimits
from entrevue.web.failures import API, failed
from entrevue.web.labels import message
from entrevue.web.locale import tongue_of

_CHARSET = re.compile(r"charset\*?\s*=\s*[\"']?([^\s;\"']*)", re.IGNORECASE)
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii", ""})
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it
_FILES = frozenset({"/desk/add"})  # takes files, which are read as pages whatever they hold
_LONG_PATH = message("This address is too long: it may have %(most)s characters.")
_LONG_QUERY = message("What stands after the question mark is too long: it may have %(most)s bytes.")
_NUL = message("A value holds a NUL character: no text has one.")
_NO_UTF8 = message("Text is taken in UTF-8 alone.")


class AskingMiddleware:
    """Refuses what no page and no database can take: 414, 400 for a NUL, 415 for other encodings.

    Python knows encodings that take quadratic time, and every database treats a NUL in its own way. Stands behind the
    limit on bodies, so that a body comes in one message.
    """

    def __init__(self, app: ASGIApp, *, limits: WebLimits) -> None:
        self.app = app
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what can be answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        kind = Headers(scope=scope).get("content-type", "")
        refused = self._wrong_address(scope) or self._wrong_encoding(kind)
        asked = await receive() if refused is None else None
        files = scope["path"] in _FILES and "multipart" in kind.lower()
        if asked is not None and not files and _holds_nul(asked.get("body", b""), kind):
            refused = 400, _NUL
        if refused is not None:
            status, said = refused
            plain = Request({**scope, "path": API if scope["path"].startswith(API) else "/", "query_string": b""})
            most = self.limits.path_characters if said is _LONG_PATH else self.limits.query_bytes
            answer = failed(plain, status, tongue_of(plain).say(said, most=most))
            await answer(scope, receive, send)
            return
        await self.app(scope, replayed(asked, receive), send)

    def _wrong_address(self, scope: Scope) -> tuple[int, str] | None:
        if len(scope["path"]) > self.limits.path_characters:
            return 414, _LONG_PATH
        query = scope["query_string"]
        if len(query) > self.limits.query_bytes:
            return 414, _LONG_QUERY
        return (400, _NUL) if "\0" in scope["path"] or b"%00" in query or b"\0" in query else None

    def _wrong_encoding(self, kind: str) -> tuple[int, str] | None:
        named = {name.lower() for name in _CHARSET.findall(kind)}
        return None if named <= _CHARSETS else (415, _NO_UTF8)


def _holds_nul(body: bytes, kind: str) -> bool:
    """Whether a NUL is in a body, as it is or as its format writes it."""
    if b"\0" in body:
        return True
    if "json" in kind.lower():
        return b"\\u0000" in body and _ESCAPED_NUL.search(body) is not None  # few bodies are worth the search
    return "multipart" not in kind.lower() and b"%00" in body


def replayed(asked: Message | None, receive: Receive) -> Receive:
    """Gives the message `asked` first, then what comes."""
    pending = [asked] if asked is not None else []

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay
