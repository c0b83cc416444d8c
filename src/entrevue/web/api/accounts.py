"""Accounts: what one report says of one engagement."""

from fastapi import APIRouter, Request

from entrevue.errors import UnknownId
from entrevue.web.api import values
from entrevue.web.api.common import KEPT, Id
from entrevue.web.site import ledger_of

router = APIRouter(prefix="/accounts", tags=["engagements"])


@router.get("/{id}", dependencies=KEPT)
def account(request: Request, id: Id) -> values.Account:  # noqa: A002 (the word for it)
    """One account with its evidence."""
    for one in ledger_of(request).accounts(id):
        if one.stem == id:
            return values.account(one)
    raise UnknownId(id, "account")
