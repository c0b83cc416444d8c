"""Claims of order, number and rhythm, each with what the ledger says to it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from entrevue.domain.recorded import RecordedClaim
from entrevue.domain.verdicts import Verdict
from entrevue.inquiry.verdicts import verdict
from entrevue.inquiry.verdicts_wording import verdict_as_json
from entrevue.web.api import values
from entrevue.web.api.common import KEPT, Cursor, Page, Wire, linked
from entrevue.web.site import ledger_of
from entrevue.wiring import Ledger

router = APIRouter(prefix="/claims", tags=["claims"])
FewClaims = Annotated[int, Query(ge=1, le=50, description="Items a page has at most: each is judged anew.")]


class VerdictGiven(Wire):
    """What the ledger says to a claim."""

    quote: str
    outcome: str = Field(examples=["supported", "contradicted", "not enough known", "only this report tells of it"])
    question: dict[str, Any] | None = Field(description="what the claim asks; null when it could not be read so")
    question_in_words: dict[str, str] | None = Field(description="by language")
    engagements: list[str] = Field(description="ids of the engagements that say so")
    doubtful: list[str] = Field(description="ids of those that may or may not count")
    reasons: dict[str, list[str]] = Field(description="by language")
    coverage: dict[str, Any] | None = Field(description="what the ledger has read that bears on it")
    enough_for_a_first: bool | None


class JudgedClaim(Wire):
    """A recorded claim with its verdict."""

    claim: values.Claim
    verdict: VerdictGiven


def verdict_given(one: Verdict) -> VerdictGiven:
    """A verdict."""
    return VerdictGiven(**verdict_as_json(one))


def judged(one: RecordedClaim, ledger: Ledger) -> JudgedClaim:
    """A claim with its verdict."""
    return JudgedClaim(claim=values.claim(one), verdict=verdict_given(verdict(one, None, ledger)))


@router.get("", dependencies=KEPT)
def claims(
    request: Request,
    response: Response,
    limit: FewClaims = 20,
    cursor: Cursor = None,
) -> Page[JudgedClaim]:
    """All claims in the order of recording."""
    return judged_page(request, response, limit, cursor)


def judged_page(
    request: Request, response: Response, limit: int, cursor: str | None, engagement: str | None = None
) -> Page[JudgedClaim]:
    """A page of claims, of all or of those about an engagement, with what the ledger says to each."""
    ledger = ledger_of(request)
    found = ledger.claims(engagement=engagement, limit=limit + 1, after=cursor)
    shown = [judged(one, ledger) for one in found[:limit]]
    page = linked(request, response, [values.claim(one) for one in found], limit, lambda one: one.id)
    return Page(items=shown, next=page.next)
