"""The front page."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from entrevue.web.rendering import page
from entrevue.web.site import ledger_of

router = APIRouter()


@router.get("/")
def home(request: Request) -> Response:
    """The newest engagements."""
    return page(request, "room/home.html", engagements=ledger_of(request).find(limit=20))
