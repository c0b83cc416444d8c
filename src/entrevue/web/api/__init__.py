"""REST: what the reading room shows and the desk does, for programs."""

from fastapi import APIRouter

router = APIRouter()
