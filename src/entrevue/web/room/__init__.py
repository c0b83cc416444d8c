"""The reading room: what everybody may see."""

from fastapi import APIRouter

from entrevue.web.room import dossiers, engagements, home, reports, search

router = APIRouter()
for part in (home, search, engagements, reports, dossiers):
    router.include_router(part.router)
