"""The desk: what editors see and do."""

from fastapi import APIRouter

router = APIRouter()
