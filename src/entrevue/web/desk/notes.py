"""Notes and tags: written on the pages of what they are about, and found again here. For editors alone."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from entrevue.domain.notes import NOTE, TAG
from entrevue.domain.users import Scope
from entrevue.settings import WEB
from entrevue.web.desk.showing import desk_page
from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.noted import named, note_told, things_told
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs, safe_next, who

router = APIRouter(prefix="/desk", dependencies=[Depends(needs(Scope.DECIDE))])
_SHOWN = 50
_DESK = "/desk/notes"
Text = Annotated[str, Form(max_length=3 * NOTE)]
Name = Annotated[str, Form(max_length=3 * TAG)]
About = Annotated[str, Form(max_length=WEB.name_characters)]
Next = Annotated[str, Form(alias="next", max_length=2000)]


@router.get("/notes")
def notes(
    request: Request,
    tag: Annotated[str, Query(max_length=TAG)] = "",
    before: Annotated[int | None, Query(ge=1, le=2_000_000_000)] = None,
) -> Response:
    """All tags with the newest notes, or everything under one tag."""
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    found = () if tag else ledger.notes.newest(before=before, limit=_SHOWN)
    return desk_page(
        request,
        "desk/notes.html",
        tag=tag,
        tags=ledger.notes.tags(),
        things=ledger.notes.tagged(tag) if tag else None,
        notes=[(one, *named(request, one.about, labels)) for one in found],
        more=found[-1].number if len(found) == _SHOWN else None,
    )


@router.get("/notes.json")
def notes_as_json(request: Request, tag: Annotated[str, Query(max_length=TAG)] = "") -> Response:
    """The same as JSON."""
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    if tag:
        return JSONResponse({"tag": tag, **things_told(request, ledger.notes.tagged(tag), labels)})
    told = [note_told(one) for one in ledger.notes.newest(limit=_SHOWN)]
    return JSONResponse({"tags": ledger.notes.tags(), "notes": told})


@router.post("/notes")
def add_note(request: Request, about: About, text: Text = "", back: Next = "") -> Response:
    """Keep a note about a thing."""
    ledger_of(request).notes.add(about, text, who=who(request))
    return back_on(request, back)


@router.post("/notes/{id}")
def change_note(request: Request, id: str, text: Text = "", back: Next = "") -> Response:  # noqa: A002 (the word for it)
    """Give a note another text."""
    ledger_of(request).notes.change(id, text, who=who(request))
    return back_on(request, back)


@router.post("/notes/{id}/remove")
def remove_note(request: Request, id: str, back: Next = "") -> Response:  # noqa: A002
    """Remove a note."""
    ledger_of(request).notes.remove(id)
    return back_on(request, back)


@router.post("/tags")
def add_tag(request: Request, about: About, name: Name = "", back: Next = "") -> Response:
    """File a thing under a tag."""
    ledger_of(request).notes.tag(about, name, who=who(request))
    return back_on(request, back)


@router.post("/tags/remove")
def remove_tag(request: Request, about: About, name: Name = "", back: Next = "") -> Response:
    """Take a tag off a thing."""
    ledger_of(request).notes.untag(about, name)
    return back_on(request, back)


def back_on(request: Request, back: str, otherwise: str = _DESK) -> Response:
    """Back to the page on which something was written, at the place where that is shown."""
    wanted = safe_next(back, "")
    path = f"{wanted.partition('#')[0]}#noted" if wanted else f"{tongue_of(request).prefix}{otherwise}"
    return RedirectResponse(path, 303)
