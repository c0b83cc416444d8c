"""Dossiers: all the ledger knows of a person, an organisation, a state, or a pair."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from entrevue.domain.dossiers import Dossier as DomainDossier
from entrevue.web.api import values
from entrevue.web.api.common import KEPT, Wire
from entrevue.web.site import ledger_of

router = APIRouter(prefix="/dossiers", tags=["dossiers"])
Shown = Annotated[int, Query(ge=1, le=100, description="Engagements shown, the newest.")]
Who = Annotated[
    str,
    Query(
        min_length=1, max_length=200, description="A state by code or name, a person by id or name, an organisation."
    ),
]


class Subject(Wire):
    """Whom a dossier is about."""

    kind: str = Field(examples=["state"])
    value: str = Field(description="code, id or name", examples=["MA"])
    label: str = Field(examples=["Morocco"])


class Count(Wire):
    """How often something occurs."""

    label: str
    count: int


class YearCount(Wire):
    """Engagements that can first have begun in a year."""

    year: int
    engagements: int


class Rhythm(Wire):
    """How often something took place, and the longest known time from one to the next."""

    years: list[YearCount]
    longest_gap: int | None = Field(description="days")
    gap_from: str | None
    gap_until: str | None
    gap_at_least: bool = Field(description="so many days at least: only a month or a year is told of one of the two")


class Flow(Wire):
    """Visits of one side to another."""

    visitor: str
    host: str
    visits: int


class Dossier(Wire):
    """Counterparts, persons and topics are those of the newest `looked_at` engagements.

    Rhythm, flows, counterparts and topics count what took place: neither planned nor called off engagements.
    """

    subjects: list[Subject]
    total: int = Field(description="engagements in the ledger")
    planned: int = Field(description="those of them that are planned")
    cancelled: int = Field(description="those of them that were called off")
    looked_at: int
    rhythm: Rhythm
    flows: list[Flow]
    persons: list[values.Person]
    counterparts: list[Count]
    topics: list[Count]
    engagements: list[values.Engagement]
    noted: values.Noted | None = Field(None, description="what editors wrote beside it; editors alone are told")


def dossier_value(one: DomainDossier, noted: values.Noted | None = None) -> Dossier:
    """A dossier; `noted`: what editors wrote beside its person, for who may know."""
    rhythm = one.rhythm
    return Dossier(
        subjects=[Subject(kind=who.kind, value=who.value, label=who.label) for who in one.subjects],
        total=one.total,
        planned=one.planned,
        cancelled=one.cancelled,
        looked_at=one.looked_at,
        rhythm=Rhythm(
            years=[YearCount(year=year, engagements=known) for year, known in rhythm.years],
            longest_gap=rhythm.longest_gap,
            gap_from=rhythm.gap_from,
            gap_until=rhythm.gap_until,
            gap_at_least=rhythm.gap_at_least,
        ),
        flows=[Flow(visitor=flow.visitor, host=flow.host, visits=flow.visits) for flow in one.flows],
        persons=[values.person(person) for person in one.persons],
        counterparts=[Count(label=who.label, count=who.engagements) for who in one.counterparts],
        topics=[Count(label=label, count=count) for label, count in one.topics],
        engagements=[values.engagement(engagement) for engagement in one.engagements],
        noted=noted,
    )


@router.get("", dependencies=KEPT)
def dossier(
    request: Request,
    who: Who,
    other: Annotated[str | None, Query(alias="with", max_length=200, description="Together with whom.")] = None,
    shown: Shown = 20,
) -> Dossier:
    """The dossier of one, or of a pair."""
    return dossier_value(ledger_of(request).dossier(who, other, shown=shown))
