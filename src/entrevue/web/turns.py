"""Pages made one at a time: threads of one process share one interpreter, and gain nothing by sharing it at once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from starlette.requests import Request
from starlette.responses import Response

from entrevue.web.limiting import address_of
from entrevue.web.site import site_of

Handler = TypeVar("Handler", bound=Callable[..., Response])


def in_turn(handler: Handler) -> Handler:
    """A handler that shows one state of the ledger, and of which a process runs one at a time.

    A database's driver lets go of the interpreter at every row, and where several threads make pages each then waits
    for all others to come back to it: eight at once took twice the processor time of eight in turn.
    """

    @wraps(handler)
    async def taking_turns(request: Request, **given: Any) -> Response:
        site = site_of(request)

        def answer() -> Response:
            with site.ledger.one_state():
                return handler(request=request, **given)

        return await site.turns.take(address_of(request), answer, handler.__qualname__)

    return cast("Handler", taking_turns)
