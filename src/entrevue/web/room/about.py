"""About: what this ledger is, what it has read, how it reads, and how often it is right."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from entrevue.web.room.pages import kept_page, room_page
from entrevue.web.site import ledger_of
from entrevue.web.turns import in_turn

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Measured:
    """How often the reader is right on real pages that it was not made on, in percent; docs/figures.md has the command.

    `precision`: of the engagements that it told those that are there; `recall`: of those that are there what it told;
    `whole`: the same as F1, of engagements without any fault.
    """

    pages: int
    precision: float
    recall: float
    whole: float


MEASURED = Measured(252, 85.4, 64.3, 28.0)


@router.get("/about")
@in_turn
def about(request: Request) -> Response:
    """The page, made once until the ledger changes."""
    ledger = ledger_of(request)

    def make() -> Response:
        return room_page(request, "about.html", holdings=ledger.holdings(), measured=MEASURED)

    return kept_page(request, ledger.edition(), make)
