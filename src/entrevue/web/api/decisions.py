"""Decisions of editors: made, listed, undone."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query, Request
from pydantic import ConfigDict, Field

from entrevue.domain.decisions import Decision
from entrevue.domain.users import Scope
from entrevue.web.api import values
from entrevue.web.api.common import KEPT, NUMBERS, Line, Name, Page, Why, Wire, next_address, scoped
from entrevue.web.site import ledger_of
from entrevue.web.visitors import who
from entrevue.wiring import Ledger

router = APIRouter(prefix="/decisions", tags=["decisions"])


class _Wanted(Wire):
    why: Why = Field("", description="for whoever reads the history")
    seen: Name | None = Field(None, description="the `version` of what it is about, as you saw it: 409 if it changed")

    def make(self, ledger: Ledger, by: str) -> Decision:
        """Make the decision."""
        raise NotImplementedError


class Acceptance(_Wanted):
    """Accept an engagement as it is."""

    verb: Literal["accept"]
    engagement: Name

    def make(self, ledger: Ledger, by: str) -> Decision:
        """Make the decision."""
        return ledger.accept(self.engagement, who=by, why=self.why, seen=self.seen)


class Rejection(_Wanted):
    """Reject an engagement: no contact between officials, or a misreading."""

    verb: Literal["reject"]
    engagement: Name

    def make(self, ledger: Ledger, by: str) -> Decision:
        """Make the decision."""
        return ledger.reject(self.engagement, who=by, why=self.why, seen=self.seen)


class Correction(_Wanted):
    """Set a field of an engagement, or of a participant; null empties it."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"verb": "correct", "engagement": "a-3f", "field": "start", "value": "2023-04-06", "why": "communiqué"}
            ]
        },
    )

    verb: Literal["correct"]
    engagement: Name
    field: Name = Field(description="such as `start`, `city`, or `PARTICIPANT.office`")
    value: Line | None

    def make(self, ledger: Ledger, by: str) -> Decision:
        """Make the decision."""
        return ledger.correct(self.engagement, self.field, self.value, who=by, why=self.why, seen=self.seen)


class Merge(_Wanted):
    """Make two engagements of one kind one."""

    verb: Literal["merge"]
    engagement: Name
    other: Name
    other_seen: Name | None = Field(None, description="the `version` of the other")

    def make(self, ledger: Ledger, by: str) -> Decision:
        """Make the decision."""
        return ledger.merge(
            self.engagement, self.other, who=by, why=self.why, seen=self.seen, other_seen=self.other_seen
        )


class Split(_Wanted):
    """Take accounts out of an engagement."""

    verb: Literal["split"]
    engagement: Name
    accounts: list[Name] = Field(min_length=1, max_length=1000)

    def make(self, ledger: Ledger, by: str) -> Decision:
        """Make the decision."""
        return ledger.split(self.engagement, tuple(self.accounts), who=by, why=self.why, seen=self.seen)


class SamePerson(_Wanted):
    """Make two persons one."""

    verb: Literal["same-person"]
    person: Name
    other: Name
    other_seen: Name | None = Field(None, description="the `version` of the other")

    def make(self, ledger: Ledger, by: str) -> Decision:
        """Make the decision."""
        return ledger.same_person(
            self.person, self.other, who=by, why=self.why, seen=self.seen, other_seen=self.other_seen
        )


class NotSamePerson(_Wanted):
    """Keep two persons apart."""

    verb: Literal["not-same-person"]
    person: Name
    other: Name
    other_seen: Name | None = Field(None, description="the `version` of the other")

    def make(self, ledger: Ledger, by: str) -> Decision:
        """Make the decision."""
        return ledger.not_same_person(
            self.person, self.other, who=by, why=self.why, seen=self.seen, other_seen=self.other_seen
        )


Wanted = Annotated[
    Acceptance | Rejection | Correction | Merge | Split | SamePerson | NotSamePerson, Field(discriminator="verb")
]


@router.get("", dependencies=KEPT)
def decisions(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200, description="Items a page has at most.")] = 50,
    cursor: Annotated[int | None, Query(ge=0, le=NUMBERS, description="Follow `next` rather than making one.")] = None,
) -> Page[values.Decision]:
    """All decisions, the newest first, undone ones too."""
    made = [one for one in reversed(ledger_of(request).history()) if cursor is None or one.number < cursor]
    address = next_address(request, str(made[limit - 1].number) if len(made) > limit else None)
    return Page(items=[values.decision(one) for one in made[:limit]], next=address)


@router.post("", status_code=201, **scoped(Scope.DECIDE))
def decide(request: Request, wanted: Annotated[Wanted, Body()]) -> values.Decision:
    """Make a decision; 409 says why one cannot be made."""
    return values.decision(wanted.make(ledger_of(request), who(request)))


@router.post("/{number}/undo", **scoped(Scope.DECIDE))
def undo(request: Request, number: Annotated[int, Path(ge=1, le=NUMBERS)]) -> values.Decision:
    """Take a decision back."""
    return values.decision(ledger_of(request).undo(number, who=who(request)))
