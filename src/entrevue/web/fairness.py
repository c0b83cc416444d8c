"""Turns among those who ask: each address has a few requests worked on at a time, and dear work has lanes of its own.

Without that whoever asks most is answered most: a hundred pages asked for at once made everybody else wait for all of
them, and a dozen pictures or sign-ins held every thread. Whoever waits here holds no thread.
"""

from asyncio import Semaphore
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import anyio
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from entrevue.errors import Busy
from entrevue.settings import WebLimits
from entrevue.web.asking import replayed
from entrevue.web.failures import API, answer_to
from entrevue.web.limiting import address_of

_PICTURES = "/pictures/"
_PASSWORDS = frozenset({"/sign-in", "/password", "/desk/users", f"{API}v1/users"})


@dataclass(slots=True)
class _Address:
    """The requests of one address: `turn` lets a few through, `asked` counts all."""

    turn: Semaphore
    asked: int = 0


@dataclass(slots=True)
class _Lanes:
    """Dear work of everybody."""

    pictures: Semaphore
    passwords: Semaphore
    addresses: dict[str, _Address] = field(default_factory=dict)


class FairMiddleware:
    """Has requests wait for their turn; 503 for those of an address that has too many waiting.

    Stands behind the limit on bodies: who still sends one holds up nobody. A request whose asker has gone meanwhile is
    not worked on.
    """

    def __init__(self, app: ASGIApp, *, limits: WebLimits) -> None:
        self.app = app
        self.limits = limits
        self.lanes = _Lanes(Semaphore(limits.pictures), Semaphore(limits.passwords))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, then answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        address = address_of(HTTPConnection(scope))
        own = self.lanes.addresses.setdefault(address, _Address(Semaphore(self.limits.requests_per_address)))
        if own.asked >= self.limits.connections_per_address:
            await answer_to(Request(scope), Busy("too much is asked for at this moment"))(scope, receive, send)
            return
        own.asked += 1
        try:
            asked = await receive()
            async with AsyncExitStack() as turns:
                for lane in (own.turn, *self._dear(scope)):
                    await turns.enter_async_context(lane)
                if not await _gone(receive):
                    await self.app(scope, replayed(asked, receive), send)
        finally:
            own.asked -= 1
            if not own.asked:
                del self.lanes.addresses[address]

    def _dear(self, scope: Scope) -> tuple[Semaphore, ...]:
        """The lane of a request that takes long."""
        if scope["path"].startswith(_PICTURES):
            return (self.lanes.pictures,)
        return (self.lanes.passwords,) if scope["method"] == "POST" and scope["path"] in _PASSWORDS else ()


async def _gone(receive: Receive) -> bool:
    """Whether the asker has ended the connection; never waits."""
    with anyio.CancelScope() as scope:
        scope.cancel()
        message = await receive()
        return bool(message["type"] == "http.disconnect")
    return False
