"""The ledger as a whole: what it holds, who met whom, how often by year, and the topics."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from entrevue.web.api.common import KEPT, Wire
from entrevue.web.api.dossiers import YearCount
from entrevue.web.api.filters import Filters
from entrevue.web.labels import TOPICS
from entrevue.web.site import ledger_of

router = APIRouter(tags=["overview"])
_TIES = 200


class Holdings(Wire):
    """What the ledger holds."""

    totals: dict[str, int] = Field(examples=[{"reports": 3, "engagements": 7}])
    stamp: str = Field(description="changes with every write")


class Tie(Wire):
    """Two who met, and in how many engagements."""

    one: str = Field(description="id of a person, or code of a state")
    other: str
    one_label: str
    other_label: str
    engagements: int


class Timeline(Wire):
    """How many engagements, and when they took place."""

    total: int
    years: list[YearCount]
    first: str | None = Field(description="the first possible day of the oldest dated one")
    last: str | None = Field(description="that of the newest")


class Topic(Wire):
    """A class of the topic scheme."""

    id: str = Field(examples=["cyber"])


@router.get("/status", dependencies=KEPT)
def status(request: Request) -> Holdings:
    """What the ledger holds."""
    ledger = ledger_of(request)
    totals = {name: count for name, count in ledger.totals().items() if name in _SHOWN}
    return Holdings(totals=totals, stamp=ledger.stamp())


_SHOWN = ("reports", "versions", "accounts", "engagements", "persons", "claims", "decisions")


@router.get("/network", dependencies=KEPT)
def network(
    request: Request,
    query: Filters,
    sides: Annotated[bool, Query(description="States instead of persons.")] = False,
    engagements: Annotated[int, Query(ge=1, le=1000, description="The newest so many are looked at.")] = 1000,
    limit: Annotated[int, Query(ge=1, le=1000, description="Ties at most.")] = _TIES,
) -> list[Tie]:
    """Who met whom, the most frequent first."""
    ties = ledger_of(request).network(query, limit=engagements, sides=sides)
    return [
        Tie(one=t.one, other=t.other, one_label=t.one_label, other_label=t.other_label, engagements=t.engagements)
        for t in ties[:limit]
    ]


@router.get("/timeline", dependencies=KEPT)
def timeline(request: Request, query: Filters) -> Timeline:
    """How many engagements a query finds, and when."""
    ledger = ledger_of(request)
    days = tuple(ledger.days(query))
    return Timeline(
        total=ledger.count(query),
        years=[YearCount(year=year, engagements=known) for year, known in ledger.years(query).items()],
        first=str(days[0]) if days else None,
        last=str(days[-1]) if days else None,
    )


@router.get("/topics", dependencies=KEPT)
def topics() -> list[Topic]:
    """The classes of the topic scheme."""
    return [Topic(id=topic) for topic in TOPICS]
