"""Persons, organisations and states."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from entrevue.inquiry.subjects import state_name
from entrevue.web.api import values
from entrevue.web.api.common import KEPT, Id, Wire
from entrevue.web.api.dossiers import Dossier, Shown, dossier_value
from entrevue.web.site import ledger_of

router = APIRouter(tags=["dossiers"])
Named = Annotated[str, Query(min_length=1, max_length=200, description="Words of a name, or their beginnings.")]
Code = Annotated[str, Path(pattern="^[A-Z]{2}$", description="ISO 3166 alpha-2.", examples=["MA"])]


class State(Wire):
    """A state."""

    code: str = Field(examples=["MA"])
    name: str = Field(examples=["Morocco"])


@router.get("/persons", dependencies=KEPT)
def persons(
    request: Request, name: Named, limit: Annotated[int, Query(ge=1, le=100, description="At most so many.")] = 20
) -> list[values.Person]:
    """Persons of a name, those whom reports show in most capacities first."""
    return [values.person(one) for one in ledger_of(request).persons(name, limit=limit)]


class PersonSheet(values.Person):
    """A person, with the version that decisions name."""

    version: str = Field(description="send it back as `seen` with a decision: 409 if somebody changed it meanwhile")


@router.get("/persons/{id}", dependencies=KEPT)
def person(request: Request, id: Id) -> PersonSheet:  # noqa: A002 (the word for it)
    """A person with the offices held."""
    ledger = ledger_of(request)
    version = ledger.person_version(id)
    return PersonSheet(**values.person(ledger.person(id)).model_dump(), version=version)


@router.get("/persons/{id}/history", dependencies=KEPT)
def history(request: Request, id: Id) -> list[values.Decision]:  # noqa: A002
    """The decisions on a person, undone ones too."""
    ledger = ledger_of(request)
    return [values.decision(one) for one in ledger.history(ledger.person(id).id)]


@router.get("/persons/{id}/dossier", dependencies=KEPT)
def person_dossier(request: Request, id: Id, shown: Shown = 20) -> Dossier:  # noqa: A002
    """The dossier of a person."""
    ledger = ledger_of(request)
    own = ledger.person(id).id
    return dossier_value(ledger.dossier(own, shown=shown), values.noted_of(request, own))


@router.get("/organisations/{name:path}", dependencies=KEPT)
def organisation(
    request: Request,
    name: Annotated[str, Path(max_length=200, description="Acronym or name as reports give it.", examples=["FBI"])],
    shown: Shown = 20,
) -> Dossier:
    """The dossier of an organisation."""
    return dossier_value(ledger_of(request).dossier(name, shown=shown))


@router.get("/states/{code}", dependencies=KEPT)
def state(request: Request, code: Code, shown: Shown = 20) -> Dossier:
    """The dossier of a state."""
    return dossier_value(ledger_of(request).dossier(code, shown=shown))


@router.get("/pairs/{one}/{other}", dependencies=KEPT)
def pair(request: Request, one: Code, other: Code, shown: Shown = 20) -> Dossier:
    """The dossier of two states."""
    return dossier_value(ledger_of(request).dossier(one, other, shown=shown))


def state_value(code: str) -> State:
    """A state with its English name."""
    return State(code=code, name=state_name(code))
