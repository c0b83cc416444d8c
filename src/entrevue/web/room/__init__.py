"""The reading room: what everybody may see."""

from fastapi import APIRouter

from entrevue.web.room import engagements, home, reports, search

router = APIRouter()
for part in (home, search, engagements, reports):
    router.include_router(part.router)
