"""Checking a draft: its claims of order, number or rhythm with the ledger's verdicts. Nothing of it is kept."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import ConfigDict, Field

from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Problem
from entrevue.inquiry.verdicts import checked
from entrevue.languages import codes
from entrevue.settings import WEB
from entrevue.web.api.claims import VerdictGiven, verdict_given
from entrevue.web.api.common import Wire
from entrevue.web.limiting import address_of, limited
from entrevue.web.site import ledger_of, site_of
from entrevue.wire import Record, record_of
from entrevue.worker import Task

router = APIRouter(tags=["claims"])


class Draft(Wire):
    """A text not yet published."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"text": "It is the second visit in less than two months.", "published": "2023-04-08", "language": "en"}
            ]
        },
    )

    text: Annotated[str, Field(min_length=1, max_length=WEB.draft_bytes, pattern=r"^[^\x00]*$")]
    published: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = Field(
        None, description="today without it"
    )
    language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = Field(None, description="found out without it")


class CheckedDraft(Wire):
    """What was read in a draft, and a verdict on each of its claims."""

    record: Record
    verdicts: list[VerdictGiven]


@router.post("/check", dependencies=[Depends(limited("check", WEB.check_rate))])
def check(request: Request, draft: Draft) -> CheckedDraft:
    """Check a draft: 503 says that others are being read, 422 that this one cannot be."""
    if draft.language not in {None, *codes("telling")}:
        raise HTTPException(422, f"language: texts are read in {', '.join(codes('telling'))}")
    try:
        day = PartialDate.parse(draft.published) if draft.published else PartialDate.of(dt.datetime.now(dt.UTC).date())
    except ValueError as error:
        raise HTTPException(422, f"published: {error}") from error
    outcome = site_of(request).drafts.read(draft.text, Task(day, draft.language), address_of(request))
    if isinstance(outcome, Problem):
        raise HTTPException(422, f"this text cannot be read: {outcome.reason}")
    verdicts = [verdict_given(one) for one in checked(outcome, ledger_of(request))]
    return CheckedDraft(record=record_of(outcome, "draft", evidence=True), verdicts=verdicts)
