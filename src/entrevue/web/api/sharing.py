"""Reading the API from pages of other sites: off, except for the origins that the settings name."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from entrevue.web.api.common import PREFIX

_READS = frozenset({"GET", "HEAD"})
_DAY = 86_400
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Authorization, If-None-Match",
    "Access-Control-Max-Age": str(_DAY),
}
_EXPOSED = {"Access-Control-Expose-Headers": "ETag, Link, Retry-After"}


class SharedReadsMiddleware:
    """Lets pages of the named origins read the API; never with a cookie's authority, and never change anything."""

    def __init__(self, app: ASGIApp, *, origins: Iterable[str]) -> None:
        self.app = app
        self.origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what a browser asks beforehand, and mark answers to reads."""
        if scope["type"] != "http" or not self.origins or not scope["path"].startswith(f"{PREFIX}/"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        allowed = {"Vary": "Origin"} | ({"Access-Control-Allow-Origin": origin} if origin in self.origins else {})
        if scope["method"] == "OPTIONS" and headers.get("access-control-request-method") in _READS:
            told = allowed | (_PREFLIGHT if origin in self.origins else {})
            await Response(status_code=204, headers=told)(scope, receive, send)
            return
        if scope["method"] not in _READS:
            await self.app(scope, receive, send)
            return

        async def send_shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.add_vary_header("Origin")
                for name, value in ((allowed | _EXPOSED) if origin in self.origins else {}).items():
                    if name != "Vary":
                        answer[name] = value
            await send(message)

        await self.app(scope, receive, send_shared)
