"""The searches that a signed-in user keeps, each with what came since they looked at it last."""

from contextlib import suppress
from dataclasses import dataclass, replace

from starlette.datastructures import QueryParams
from starlette.requests import Request

from entrevue.domain.notes import Search
from entrevue.domain.queries import Query
from entrevue.domain.users import User
from entrevue.errors import LedgerError, UnusableLedger
from entrevue.web.noted import is_editor
from entrevue.web.room.filters import address_of, asked_by
from entrevue.web.site import ledger_of
from entrevue.web.visitors import visitor_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept search; `fresh`: in how many of its engagements something came since, None where that cannot be asked."""

    search: Search
    fresh: int | None
    since: str  # the day, as addresses have it


def shelf(request: Request, most: int | None = None) -> tuple[Kept, ...]:
    """The searches of who is signed in, those kept last first."""
    user = visitor_of(request).user
    found = ledger_of(request).searches.of(user)[::-1] if user else ()
    return tuple(_kept(request, one) for one in found[:most])


def kept_as(request: Request, query: Query) -> Search | None:
    """The search that a user keeps which asks just this; None where there is none."""
    user = visitor_of(request).user
    address = address_of(query)
    return next((one for one in ledger_of(request).searches.of(user) if one.address == address), None) if user else None


def looked_at(request: Request, query: Query) -> None:
    """Note that who is signed in looks at what a query finds, or at what changed of it."""
    user = visitor_of(request).user
    if user:
        for one in (query, replace(query, changed=None)):
            _see(request, user, address_of(one))


def _see(request: Request, user: User, address: str) -> None:
    with suppress(UnusableLedger):  # a ledger that can only be read is read all the same
        ledger_of(request).searches.see(user, address)


def _kept(request: Request, search: Search) -> Kept:
    fresh = None
    with suppress(LedgerError):  # what the ledger forgot, or does not know any more
        query = asked_by(QueryParams(search.address))
        if is_editor(request) or not query.tag:
            fresh = ledger_of(request).count(replace(query, changed=search.seen))
    return Kept(search, fresh, search.seen.date().isoformat())
