"""The front page."""

import datetime as dt

from fastapi import APIRouter, Request
from starlette.responses import Response

from entrevue.web.room.pages import room_page
from entrevue.web.shelf import shelf
from entrevue.web.site import ledger_of
from entrevue.web.turns import in_turn

router = APIRouter()
_ENGAGEMENTS = 20
_REPORTS = 8
_SEARCHES = 12


@router.get("/")
@in_turn
def home(request: Request) -> Response:
    """The latest engagements, and the reports that came last."""
    ledger = ledger_of(request)
    newest = ledger.find(limit=_ENGAGEMENTS)
    return room_page(
        request,
        "home.html",
        engagements=newest,
        sentences=ledger.sentences(newest),
        week=(ledger.now().date() - dt.timedelta(days=7)).isoformat(),
        searches=shelf(request, _SEARCHES),
        reports=ledger.newest_reports(_REPORTS),
    )
