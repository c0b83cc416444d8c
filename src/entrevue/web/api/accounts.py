"""Accounts: what one report says of one engagement."""

from fastapi import APIRouter, Request

from entrevue.web.api import values
from entrevue.web.api.common import KEPT, Id
from entrevue.web.site import ledger_of

router = APIRouter(prefix="/accounts", tags=["engagements"])


@router.get("/{id}", dependencies=KEPT)
def account(request: Request, id: Id) -> values.Account:  # noqa: A002 (the word for it)
    """One account with its evidence."""
    return values.account(ledger_of(request).account(id))
