"""How often one address may do what is dear or tempting to repeat. Counts live in the process that answers."""

import ipaddress
import math
import time
from collections.abc import Callable
from threading import Lock

from fastapi import HTTPException
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection, Request

from entrevue.web.locale import tongue_of

_COUNTING = Lock()  # of two that count at the same moment both would start the storage's clock, which then breaks down
_NETWORK = 64  # bits of an IPv6 address that one household or server has to itself


def address_of(request: HTTPConnection) -> str:
    """The address that a request comes from; of IPv6 the network, since one machine has all of its addresses."""
    return network_of(request.client.host if request.client else "")


def network_of(host: str) -> str:
    """The same of an address as text; what is no address stays as it is."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)


def limited(name: str, rate: str) -> Callable[[Request], None]:
    """A dependency that lets one address through so often ("10/minute"), and answers 429 after that."""
    item = parse(rate)

    def check(request: Request) -> None:
        count(request, item, name, address_of(request))

    return check


def count(request: Request, item: RateLimitItem, name: str, whose: str) -> None:
    """Count one request of somebody; HTTPException 429, which says how long to wait, when there were too many."""
    limiter = _limiter_of(request)
    with _COUNTING:
        fits = limiter.hit(item, name, whose)
    if not fits:
        wait = max(1, math.ceil(limiter.get_window_stats(item, name, whose).reset_time - time.time()))
        said = tongue_of(request).say_many(
            "Too many tries: please wait %(count)s second.", "Too many tries: please wait %(count)s seconds.", wait
        )
        raise HTTPException(429, said, {"Retry-After": str(wait)})


def _limiter_of(request: Request) -> MovingWindowRateLimiter:
    """The limiter of the site; made with the first request that is counted."""
    state = request.app.state
    if not hasattr(state, "limiter"):
        state.limiter = MovingWindowRateLimiter(MemoryStorage())
    limiter = state.limiter
    assert isinstance(limiter, MovingWindowRateLimiter)
    return limiter
