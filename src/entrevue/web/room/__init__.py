"""The reading room: what everybody may see."""

from fastapi import APIRouter

from entrevue.web.room import home

router = APIRouter()
router.include_router(home.router)
