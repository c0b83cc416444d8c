"""Search over everything, grouped."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from entrevue.web.api import values
from entrevue.web.api.common import KEPT, Wire
from entrevue.web.api.subjects import State
from entrevue.web.locale import tongue_of
from entrevue.web.room.search import find_all
from entrevue.web.site import ledger_of

router = APIRouter(tags=["search"])


class NamedTopic(Wire):
    """A topic with its name in the language of the answer."""

    id: str
    name: str


class Found(Wire):
    """What a search finds; names of states and topics are in the language asked for."""

    states: list[State]
    persons: list[values.Person]
    organisations: list[str]
    topics: list[NamedTopic]
    engagements: list[values.Engagement]
    total: int


@router.get("/search", dependencies=KEPT)
def search(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=300, description="Words.", examples=["Morocco"])],
    most: Annotated[int, Query(ge=1, le=50, description="Of each group at most.")] = 8,
) -> Found:
    """States, persons, organisations, topics, and engagements in whose accounts all words occur."""
    found = find_all(ledger_of(request), q.strip(), tongue_of(request), most=most, engagements=most)
    return Found(
        states=[State(code=code, name=name) for code, name in found.states],
        persons=[values.person(one) for one in found.persons],
        organisations=list(found.organisations),
        topics=[NamedTopic(id=topic, name=name) for topic, name in found.topics],
        engagements=[values.engagement(one) for one in found.engagements],
        total=found.total,
    )
