"""The desk: what editors see and do. Accounts of users stand beside it, for everybody who is signed in."""

from fastapi import APIRouter

from entrevue.web import replies
from entrevue.web.desk import (
    accounts,
    adding,
    collections,
    deciding,
    engagement,
    moderation,
    notes,
    queue,
    signing,
    users,
    watches,
)

router = APIRouter()
for part in (
    signing,
    accounts,
    users,
    queue,
    adding,
    engagement,
    deciding,
    moderation,
    notes,
    collections,
    watches,
    replies,
):
    router.include_router(part.router)
