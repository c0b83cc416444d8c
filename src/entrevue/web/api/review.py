"""What editors and moderators look at: the review queue, candidates for a merge, replies that wait."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field

from entrevue.domain.doubts import Doubt as DomainDoubt
from entrevue.domain.replies import Moderation
from entrevue.domain.replies import Reply as DomainReply
from entrevue.domain.users import Scope
from entrevue.web.api import values
from entrevue.web.api.common import Cursor, Id, Page, Why, Wire, next_address, scoped
from entrevue.web.api.filters import Filters
from entrevue.web.site import ledger_of
from entrevue.web.visitors import require, who

router = APIRouter(tags=["review"])
_SHOWN = 50


class Doubt(Wire):
    """A reason to look at an engagement."""

    kind: str = Field(examples=["conflict"])
    points: float = Field(description="how strong it is, from 0 to 1")
    about: str
    notes: list[str]


class Doubtful(Wire):
    """An engagement that nobody reviewed, with its doubts, the strongest first."""

    engagement: values.Engagement
    version: str = Field(description="send it back as `seen` with a decision")
    points: float
    doubts: list[Doubt]


class Queue(Wire):
    """What readers propose to correct, then the most doubtful of all that nobody reviewed."""

    items: list[Doubtful]
    looked_at: int
    open: int
    next: str | None = Field(description="the address of the next ones")


class Candidate(Wire):
    """Another engagement that may be the same."""

    engagement: values.Engagement
    score: float
    reasons: list[str]


class ModeratedReply(Wire):
    """A reply as its moderator sees it; the address of who wrote it is not in it."""

    reply: values.Reply
    state: str
    moderated: str | None
    moderated_by: str | None
    why: str


class Ruling(Wire):
    """What a moderator says of a reply: show it, do not, or accept the correction it proposes and show it."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [{"ruling": "publish"}]})

    ruling: Literal["publish", "refuse", "accept"]
    why: Why = ""


def _doubt(one: DomainDoubt) -> Doubt:
    return Doubt(kind=one.kind.value, points=round(one.points, 3), about=one.about, notes=list(one.notes))


def _moderated(one: DomainReply) -> ModeratedReply:
    return ModeratedReply(
        reply=values.reply(one),
        state=one.state.value,
        moderated=one.moderated.isoformat() if one.moderated else None,
        moderated_by=one.moderated_by,
        why=one.why,
    )


@router.get("/queue", **scoped(Scope.DECIDE))
def queue(
    request: Request,
    query: Filters,
    looks_at: Annotated[int, Query(ge=1, le=300, description="Engagements on a page.")] = 50,
    cursor: Cursor = None,
) -> Queue:
    """What to review next."""
    ledger = ledger_of(request)
    found = ledger.doubts(query, looks_at=looks_at, before=cursor)
    versions = ledger.versions(*(item.engagement for item in found.items))
    return Queue(
        items=[
            Doubtful(
                engagement=values.engagement(item.engagement),
                version=versions[item.engagement.id],
                points=round(item.points, 3),
                doubts=[_doubt(doubt) for doubt in item.doubts],
            )
            for item in found.items
        ],
        looked_at=found.looked_at,
        open=found.open,
        next=next_address(request, found.last),
    )


@router.get("/engagements/{id}/candidates", **scoped(Scope.DECIDE))
def candidates(request: Request, id: Id) -> list[Candidate]:  # noqa: A002 (the word for it)
    """Other engagements that may be this one, the likeliest first."""
    return [
        Candidate(
            engagement=values.engagement(one.engagement),
            score=round(one.likeness.score, 3),
            reasons=[f"{reason.feature}: {reason.note}" for reason in one.likeness.reasons],
        )
        for one in ledger_of(request).candidates(id)
    ]


@router.get("/moderation", **scoped(Scope.MODERATE))
def replies(
    request: Request,
    state: Annotated[Moderation, Query(description="What was said of them.")] = Moderation.PENDING,
    limit: Annotated[int, Query(ge=1, le=200, description="Items a page has at most.")] = _SHOWN,
    cursor: Cursor = None,
) -> Page[ModeratedReply]:
    """Replies in a state, the oldest first."""
    found = ledger_of(request).replies.in_state(state, after=cursor, limit=limit + 1)
    address = next_address(request, found[limit - 1].id if len(found) > limit else None)
    return Page(items=[_moderated(one) for one in found[:limit]], next=address)


@router.post("/moderation/{id}", **scoped(Scope.MODERATE))
def rule(request: Request, id: Id, ruling: Ruling) -> ModeratedReply:  # noqa: A002
    """Publish or refuse a reply, or accept its correction, for which the permission to decide is needed too."""
    book, by = ledger_of(request).replies, who(request)
    if ruling.ruling == "accept":
        require(request, Scope.DECIDE)
        return _moderated(book.accept(id, who=by)[0])
    act = book.publish if ruling.ruling == "publish" else book.refuse
    return _moderated(act(id, who=by, why=ruling.why))
