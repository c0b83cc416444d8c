"""What protects readers and the server: headers, forged and oversized requests. Promises stand in SECURITY.md."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from entrevue.settings import WebLimits

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FIELDS = "application/x-www-form-urlencoded"
_DRAFTS = "/check"  # takes a whole text in a field
_YEAR = 31_536_000


class HeadersMiddleware:
    """Sets the protecting headers on every answer; behind https, tells browsers to stay there."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.headers = HEADERS | ({"Strict-Transport-Security": f"max-age={_YEAR}"} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add what a handler has not set itself."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class HeadMiddleware:
    """Answers HEAD as GET without its body, on every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the handler of GET answer, and keep its body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, send_without_body)


class OriginMiddleware:
    """Refuses requests that change something and were made by a page of another site.

    Browsers tell by Sec-Fetch-Site, older ones by Origin. A request with neither comes from no browser; one that
    carries a token in its Authorization header carries no cookie's authority, and is let through too.
    """

    def __init__(self, app: ASGIApp, *, origins: Iterable[str] = ()) -> None:
        self.app = app
        self.origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to a forged request."""
        if scope["type"] == "http" and scope["method"] not in _SAFE and self._forged(scope):
            await PlainTextResponse("This request was made by another site.", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _forged(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site not in {"same-origin", "none"}
        origin = headers.get("origin")
        own = f"{scope['scheme']}://{headers.get('host', '')}"
        return origin is not None and origin not in self.origins | {own}


class BodyLimitMiddleware:
    """Refuses bodies over a limit: at once when their length is told, else when they have grown past it.

    Fields of forms have a lower one than files and JSON: taking their escapes apart is slow, and nobody is answered
    meanwhile.
    """

    def __init__(self, app: ASGIApp, *, limit: int, limits: WebLimits) -> None:
        self.app = app
        self.limit = limit
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 to an oversized body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self._limit(scope["path"], headers.get("content-type", ""))
        length = headers.get("content-length", "0")
        body = await self._whole(receive, limit) if length.isdecimal() and int(length) <= limit else None
        if body is None:
            answer = PlainTextResponse(f"The body of this request may have {limit} bytes.", 413)
            await answer(scope, receive, send)
            return
        await self.app(scope, _replayed(body, receive), send)

    def _limit(self, path: str, kind: str) -> int:
        if not kind.lower().lstrip().startswith(_FIELDS):
            return self.limit
        return min(self.limit, self.limits.draft_form_bytes if path.endswith(_DRAFTS) else self.limits.form_bytes)

    async def _whole(self, receive: Receive, limit: int) -> bytes | None:
        """The body; None when it is too long. No handler here streams one, so it is read before any starts."""
        parts: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return b"".join(parts)
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > limit:
                return None
            if not message.get("more_body"):
                return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    pending = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay
