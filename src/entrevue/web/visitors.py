"""Who makes a request: told by the cookie of a sign-in, or under /api/ by a token; and what that permits."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

import anyio.to_thread
from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Connection

from entrevue.access.permissions import Visitor
from entrevue.domain.users import Scope
from entrevue.errors import EntrevueError
from entrevue.web.failures import API, answer_to
from entrevue.web.locale import tongue_of
from entrevue.web.site import Site, site_of

_COOKIE = "entrevue"
_BEARER = "bearer "
_WEEK = 7 * 24 * 3600  # seconds: a sign-in lasts no longer, whatever the browser keeps
_NOBODY = Visitor()


def cookie_name(site: Site) -> str:
    """The cookie of a sign-in; behind https its name makes browsers refuse it from anywhere else."""
    return f"__Host-{_COOKIE}" if site.settings.secure else _COOKIE


class VisitorMiddleware:
    """Puts who asks into the request's state; answers to somebody signed in are kept by no cache."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Look the visitor up, only where there is something to look up."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "visitor": _NOBODY, "user": None}
        try:
            visitor = await self._visitor(scope)
        except EntrevueError as error:
            await answer_to(Request(scope), error)(scope, receive, send)
            return
        if visitor is None:
            await self.app(scope, receive, send)
            return
        scope["state"] |= {"visitor": visitor, "user": visitor.user}

        async def send_privately(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "private, no-store"
            await send(message)

        await self.app(scope, receive, send_privately)

    async def _visitor(self, scope: Connection) -> Visitor | None:
        """By the token shown under /api/, else by the cookie; a token that is shown counts alone, even a worthless one."""
        ledger = self.site.ledger
        header = Headers(scope=scope).get("authorization") if scope["path"].startswith(API) else None
        if header is not None:
            if not header.lower().startswith(_BEARER):
                return None
            return await anyio.to_thread.run_sync(ledger.tokens.visitor, header[len(_BEARER) :].strip())
        secret = HTTPConnection(scope).cookies.get(cookie_name(self.site))
        if not secret:
            return None
        user = await anyio.to_thread.run_sync(ledger.users.signed_in, secret)
        return Visitor(user) if user else None


def visitor_of(request: HTTPConnection) -> Visitor:
    """Who makes a request; usable as a FastAPI dependency."""
    visitor = request.state.visitor
    assert isinstance(visitor, Visitor)
    return visitor


def who(request: HTTPConnection) -> str:
    """The name that stands beside the visitor's decisions."""
    user = visitor_of(request).user
    assert user is not None
    return user.shown_as


def needs(scope: Scope) -> Callable[[Request], Visitor]:
    """A dependency that lets only visitors with a permission through; others are asked to sign in, or refused."""

    def check(request: Request) -> Visitor:
        return require(request, scope)

    return check


def require(request: Request, scope: Scope) -> Visitor:
    """The visitor, who has a permission; others are asked to sign in, or refused."""
    visitor = visitor_of(request)
    if visitor.may(scope):
        return visitor
    if visitor.user is not None:
        raise HTTPException(403, tongue_of(request).say("Your role does not permit this."))
    if request.url.path.startswith(API):
        said = "a token with this permission is needed: Authorization: Bearer entrevue_…"
        raise HTTPException(401, said, {"WWW-Authenticate": "Bearer"})
    if request.method in {"GET", "HEAD"}:
        query = f"?{request.url.query}" if request.url.query else ""
        back = quote(f"{request.url.path}{query}", safe="")
        raise HTTPException(303, headers={"Location": f"{tongue_of(request).prefix}/sign-in?next={back}"})
    raise HTTPException(401, tongue_of(request).say("You are signed out: sign in, then try again."))


def set_cookie(request: Request, response: Response, secret: str) -> None:
    """Sign a browser in."""
    site = site_of(request)
    response.set_cookie(
        cookie_name(site),
        secret,
        max_age=_WEEK,
        path="/",
        httponly=True,
        samesite="lax",
        secure=site.settings.secure,
    )


def drop_cookie(request: Request, response: Response) -> None:
    """Sign a browser out."""
    site = site_of(request)
    response.delete_cookie(cookie_name(site), path="/", httponly=True, samesite="lax", secure=site.settings.secure)


def safe_next(wanted: str | None, otherwise: str) -> str:
    """A path of this site to go on to; whatever may lead elsewhere is left out."""
    if not wanted or len(wanted) > 2000 or not wanted.startswith("/") or not wanted.isprintable() or "\\" in wanted:
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if wanted.startswith("//") or parts.scheme or parts.netloc else wanted
