"""Watches and how they go, for editors: what is looked at, what came of it, what was given up."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrevue.domain.users import Scope
from entrevue.web.desk.showing import desk_page
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs

router = APIRouter(prefix="/desk/watches", dependencies=[Depends(needs(Scope.DECIDE))])
_RUNS = 60
_GIVEN_UP = 30


@router.get("")
def watches(request: Request) -> Response:
    """Every watch with its last look, the newest runs, and jobs that were given up."""
    book = ledger_of(request).watches
    found = book.all()
    jobs = book.given_up()
    return desk_page(
        request,
        "desk/watches.html",
        watches=found,
        names={one.id: one.title for one in found},
        runs=book.log(limit=_RUNS),
        given_up=jobs[-_GIVEN_UP:][::-1],
        all_given_up=len(jobs),
    )
