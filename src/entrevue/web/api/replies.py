"""Replies: read, and left after an arithmetic challenge; shown only after a moderator published them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import ConfigDict, Field

from entrevue.domain.replies import Draft
from entrevue.errors import UnknownId
from entrevue.settings import WEB
from entrevue.web.api import values
from entrevue.web.api.common import KEPT, Line, Name, Wire
from entrevue.web.limiting import limited
from entrevue.web.locale import tongue_of
from entrevue.web.site import ledger_of
from entrevue.wiring import Ledger

router = APIRouter(tags=["replies"])


class ChallengeWanted(Wire):
    """What a reply will be about."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [{"about": "a-3f"}]})

    about: Name = Field(description="id of a report or an engagement")


class ChallengeGiven(Wire):
    """A sum to do: good once, for ten minutes, for a reply about this."""

    question: str = Field(examples=["4 × 23 ="])
    challenge: str = Field(description="goes back with the reply")


class ReplyLeft(Wire):
    """A reply as it is handed in."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "about": "a-3f",
                    "name": "Ada",
                    "email": "ada@example.org",
                    "text": "The visit began a day earlier.",
                    "challenge": "…",
                    "answer": "92",
                    "field": "start",
                    "value": "2023-04-06",
                }
            ]
        },
    )

    about: Name
    name: Line
    email: Line = Field(description="for the moderator's eyes alone: in no answer, page or export")
    text: Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
    challenge: Line
    answer: Line
    field: Line | None = Field(None, description="a field to correct, such as `start` or `PARTICIPANT.office`")
    value: Line | None = Field(None, description="what would be right")
    target: Line | None = Field(None, description="the engagement to correct, in a reply about a report")


class ReplyKept(Wire):
    """The reply waits for its moderator."""

    id: str
    state: str = Field(examples=["pending"])


def _there(ledger: Ledger, about: str) -> None:
    """UnknownId when there is nothing of that id to reply to."""
    if about.startswith("r-"):
        ledger.report(about)
    else:
        ledger.engagement(about)


@router.get("/replies", dependencies=KEPT)
def replies(
    request: Request,
    about: Annotated[str, Query(min_length=1, max_length=200, description="A report or an engagement.")],
) -> list[values.Reply]:
    """The published replies about a report or an engagement."""
    ledger = ledger_of(request)
    _there(ledger, about)
    ids = (about,) if about.startswith("r-") else ledger.engagement(about).stems
    return [values.reply(one) for one in ledger.replies.published(*ids)]


@router.post("/challenges", status_code=201)
def challenge(request: Request, wanted: ChallengeWanted) -> ChallengeGiven:
    """A challenge for a reply."""
    ledger = ledger_of(request)
    _there(ledger, wanted.about)
    asked = ledger.replies.ask(wanted.about)
    return ChallengeGiven(question=asked.question, challenge=asked.token)


@router.post("/replies", status_code=202, dependencies=[Depends(limited("reply", WEB.reply_rate))])
def leave(request: Request, left: ReplyLeft) -> ReplyKept:
    """Leave a reply; what is wrong with it is told by field (422), and a fault elsewhere leaves the challenge good."""
    try:
        draft = Draft(
            about=left.about,
            name=left.name,
            email=left.email,
            text=left.text,
            token=left.challenge,
            answer=left.answer,
            language=tongue_of(request).code,
            field=left.field,
            value=left.value,
            target=left.target,
        )
        kept = ledger_of(request).replies.leave(draft)
    except UnknownId as error:
        raise UnknownId(left.about, "report or engagement") from error
    return ReplyKept(id=kept.id, state=kept.state.value)
