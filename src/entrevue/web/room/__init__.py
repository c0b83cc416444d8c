"""The reading room: what everybody may see."""

from fastapi import APIRouter

from entrevue.web.room import (
    about,
    browse,
    check,
    collections,
    dossiers,
    downloads,
    engagements,
    feeds,
    home,
    reports,
    search,
    tables,
)

router = APIRouter()
for part in (tables, browse, home, about, search, feeds, engagements, downloads, reports, dossiers, collections, check):
    router.include_router(part.router)
