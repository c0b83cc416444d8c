"""REST: what the reading room shows and the desk does, for programs.

`resources` holds everything under `/api/v1`; `router` adds the description of it.
"""

from fastapi import APIRouter, Depends

from entrevue.web.api import (
    accounts,
    check,
    claims,
    decisions,
    description,
    dossiers,
    engagements,
    exports,
    overview,
    people,
    replies,
    reports,
    review,
    search,
    subjects,
)
from entrevue.web.api.common import PREFIX, known_parameters, measured

resources = APIRouter(prefix=PREFIX, dependencies=[Depends(measured), Depends(known_parameters)])
for _part in (
    engagements, accounts, claims, check, reports, subjects, dossiers, overview, search, exports,
    replies, decisions, review, people,
):  # fmt: skip
    resources.include_router(_part.router)

router = APIRouter()
router.include_router(resources)
router.include_router(description.described, prefix=PREFIX, dependencies=[Depends(measured)])
router.include_router(description.router)
