"""Dossiers: a person, an organisation, a state, a pair of states."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from entrevue.domain.dossiers import Counterpart, Dossier
from entrevue.domain.queries import Query
from entrevue.errors import UnknownId
from entrevue.inquiry.subjects import is_state, organisation_name
from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.noted import noted_block
from entrevue.web.pictures import drawing
from entrevue.web.rendering import permanent
from entrevue.web.room import sharing
from entrevue.web.room.downloads import Download
from entrevue.web.room.filters import address_of, narrowed
from entrevue.web.room.framing import framed
from entrevue.web.room.outlined import dossier_of
from entrevue.web.room.pages import kept_page, room_page
from entrevue.web.room.verdicts import Worded, judged
from entrevue.web.site import ledger_of
from entrevue.web.turns import in_turn

router = APIRouter()
_CLAIMS = 5  # of what a person took part in: a verdict asks the ledger several times


@router.get("/persons/{id}")
@in_turn
def person(request: Request, id: str) -> Response:  # noqa: A002 (the word for it)
    """A person: offices over time, engagements, whom they met."""
    if not id.startswith("p-"):
        raise UnknownId(id[:60], "person")
    return _page(request, f"/persons/{id}", id)


@router.get("/organisations/{name:path}")
@in_turn
def organisation(request: Request, name: str) -> Response:
    """An organisation by the name that the ledger shows it by; every other name of it leads there."""
    shown = organisation_name(ledger_of(request), name)
    if not shown:
        raise UnknownId(name[:60], "organisation")
    if shown != name:
        return RedirectResponse(f"{tongue_of(request).prefix}/organisations/{quote(shown, safe='')}", 301)
    return _page(request, request.url.path, name, kind="organisation")


@router.get("/states/{code}")
@in_turn
def state(request: Request, code: str) -> Response:
    """A state by its code."""
    known = _known(request, code)
    if known != code:
        return RedirectResponse(f"{tongue_of(request).prefix}/states/{known}", 301)
    return _page(request, f"/states/{code}", code)


@router.get("/pairs/{one}/{other}")
@in_turn
def pair(request: Request, one: str, other: str) -> Response:
    """Two states; one address for both orders."""
    first, second = sorted((_known(request, one), _known(request, other)))
    if first == second:
        return RedirectResponse(f"{tongue_of(request).prefix}/states/{first}", 301)
    if (first, second) != (one, other):
        return RedirectResponse(f"{tongue_of(request).prefix}/pairs/{first}/{second}", 301)
    return _page(request, f"/pairs/{first}/{second}", first, second)


def _known(request: Request, code: str) -> str:
    """A state's code in capitals; UnknownId for what neither the atlas nor the ledger knows."""
    upper = code.upper()
    shaped = len(upper) == 2 and upper.isascii() and upper.isalpha()
    if not (shaped and (is_state(upper) or ledger_of(request).find(Query(states=(upper,)), limit=1))):
        raise UnknownId(code[:60], "state")
    return upper


def _page(request: Request, path: str, who: str, other: str | None = None, *, kind: str | None = None) -> Response:
    edition = ledger_of(request).edition()
    return kept_page(request, edition, lambda: _made(request, edition, path, (who, other), kind))


def _made(request: Request, edition: str, path: str, whom: tuple[str, str | None], kind: str | None) -> Response:
    found, outline = dossier_of(request, edition, *whom)
    if found.subjects[0].kind == "person" and found.persons[0].id != whom[0]:
        return RedirectResponse(f"{tongue_of(request).prefix}/persons/{found.persons[0].id}", 301)
    if kind and found.subjects[0].kind != kind:
        raise UnknownId(whom[0][:60], kind)
    labels, address = Labels(tongue_of(request)), permanent(request, path)
    ledger, of_person = ledger_of(request), found.subjects[0].kind == "person"
    claims = ledger.claims_of(found.engagements, limit=_CLAIMS) if of_person else ()
    title = title_of(found, labels)
    return room_page(
        request,
        "dossier.html",
        dossier=found,
        outline=outline,
        title=title,
        pictures=framed(outline, labels, address_of(found.query)),
        counterpart_path=lambda who: counterpart_path(found, who),
        asked=address_of(found.query),
        download=Download.of(address_of(found.query)),
        share=sharing.share(title, address),
        script=drawing.script_name(),
        verdicts=judged(ledger, claims),
        worded=Worded(ledger, labels),
        noted=noted_block(request, whom[0]) if of_person else None,
    )


def counterpart_path(dossier: Dossier, who: Counterpart) -> str | None:
    """The engagements of a dossier with one of its counterparts; of a state with another, the dossier of the two."""
    subjects = dossier.subjects
    if who.kind == "state" and len(subjects) == 1 and subjects[0].kind == "state":
        return f"/pairs/{'/'.join(sorted((subjects[0].value, who.value)))}"
    return narrowed(address_of(dossier.query), **{who.kind: who.value}) if who.kind != "other" else None


def title_of(found: Dossier, labels: Labels) -> str:
    """What a dossier is called."""
    names = [labels.tongue.state(one.value) if one.kind == "state" else one.label for one in found.subjects]
    return " – ".join(names)
