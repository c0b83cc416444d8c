"""Engagements, with their accounts, claims, replies and history."""

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from entrevue.web.api import values
from entrevue.web.api.claims import FewClaims, JudgedClaim, judged_page
from entrevue.web.api.common import KEPT, MOST, Cursor, Id, Limit, Page, Wire, linked
from entrevue.web.api.filters import Filters
from entrevue.web.site import ledger_of

router = APIRouter(prefix="/engagements", tags=["engagements"])


class EngagementSheet(Wire):
    """An engagement with everything around it."""

    engagement: values.Engagement
    accounts: list[values.Account] = Field(
        description=f"the first {MOST}; `/engagements/{{id}}/accounts` gives all, a page at a time"
    )
    accounts_in_all: int
    part_of: values.Engagement | None
    follows: values.Engagement | None
    parts: list[values.Engagement] = Field(description="engagements that took place within this one")
    followed_by: list[values.Engagement]
    claims: list[values.Claim] = Field(
        description=f"the first {MOST}, without verdicts: `/engagements/{{id}}/claims` gives all with theirs"
    )
    decisions: list[values.Decision]
    replies: list[values.Reply]
    noted: values.Noted | None = Field(None, description="what editors wrote beside it; editors alone are told")
    version: str = Field(description="send it back as `seen` with a decision: 409 if somebody changed it meanwhile")


@router.get("", dependencies=KEPT)
def engagements(
    request: Request, response: Response, query: Filters, limit: Limit = 50, cursor: Cursor = None
) -> Page[values.Engagement]:
    """Engagements, the newest first, undated ones last."""
    found = ledger_of(request).find(query, limit=limit + 1, before=cursor)
    return linked(request, response, [values.engagement(one) for one in found], limit, lambda one: one.id)


@router.get("/{id}", dependencies=KEPT)
def engagement(request: Request, id: Id) -> EngagementSheet:  # noqa: A002 (the word for it)
    """One engagement, by its id or the id of any of its accounts."""
    ledger = ledger_of(request)
    sheet = ledger.sheet(id, most=MOST)
    return EngagementSheet(
        engagement=values.engagement(sheet.engagement),
        accounts=[values.account(one) for one in sheet.accounts],
        accounts_in_all=len(sheet.engagement.stems),
        part_of=values.engagement(sheet.part_of) if sheet.part_of else None,
        follows=values.engagement(sheet.follows) if sheet.follows else None,
        parts=[values.engagement(one) for one in sheet.parts],
        followed_by=[values.engagement(one) for one in sheet.followed_by],
        claims=[values.claim(one) for one in sheet.claims],
        decisions=[values.decision(one) for one in sheet.decisions],
        replies=[values.reply(one) for one in ledger.replies.published(*sheet.engagement.stems)],
        noted=values.noted_of(request, sheet.engagement.id),
        version=ledger.versions(sheet.engagement)[sheet.engagement.id],
    )


@router.get("/{id}/accounts", dependencies=KEPT)
def accounts(
    request: Request,
    response: Response,
    id: Id,  # noqa: A002
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[values.Account]:
    """What each report says of an engagement, with its evidence, in the order of recording."""
    found = ledger_of(request).accounts(id, limit=limit + 1, after=cursor)
    return linked(request, response, [values.account(one) for one in found], limit, lambda one: one.id)


@router.get("/{id}/claims", dependencies=KEPT)
def claims(
    request: Request,
    response: Response,
    id: Id,  # noqa: A002
    limit: FewClaims = 20,
    cursor: Cursor = None,
) -> Page[JudgedClaim]:
    """What reports claim of an engagement's order, number or rhythm, each with the ledger's verdict."""
    return judged_page(request, response, limit, cursor, engagement=id)


@router.get("/{id}/replies", dependencies=KEPT)
def replies(request: Request, id: Id) -> list[values.Reply]:  # noqa: A002
    """The published replies about an engagement."""
    ledger = ledger_of(request)
    return [values.reply(one) for one in ledger.replies.published(*ledger.engagement(id).stems)]


@router.get("/{id}/history", dependencies=KEPT)
def history(request: Request, id: Id) -> list[values.Decision]:  # noqa: A002
    """The decisions on an engagement, undone ones too."""
    return [values.decision(one) for one in ledger_of(request).history(id)]
