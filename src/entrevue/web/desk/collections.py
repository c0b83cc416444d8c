"""Collections, for editors: begun, filled, named, shared by an address, taken back, removed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from entrevue.domain.notes import TITLE
from entrevue.domain.users import Scope
from entrevue.web.desk.notes import About, Next, back_on
from entrevue.web.desk.showing import back_to, desk_page
from entrevue.web.locale import tongue_of
from entrevue.web.room.collections import collection_page, collection_told
from entrevue.web.site import ledger_of
from entrevue.web.visitors import needs, who

router = APIRouter(prefix="/desk/collections", dependencies=[Depends(needs(Scope.DECIDE))])
Title = Annotated[str, Form(max_length=3 * TITLE)]


@router.get("")
def collections(request: Request) -> Response:
    """Every collection, and a form to begin one."""
    return desk_page(request, "desk/collections.html", collections=ledger_of(request).collections.all())


@router.post("")
def add(request: Request, title: Title = "") -> Response:
    """Begin a collection."""
    made = ledger_of(request).collections.add(title, who=who(request))
    return _back(request, made.id)


@router.post("/put")
def put(
    request: Request,
    about: About,
    collection: Annotated[str, Form(max_length=40)] = "",
    title: Title = "",
    back: Next = "",
) -> Response:
    """Put a thing into a collection: one that is there, or a new one where a title is written."""
    book = ledger_of(request).collections
    id_ = book.add(title, who=who(request)).id if title.strip() or not collection else collection
    book.put(id_, about, who=who(request))
    return back_on(request, back, f"/desk/collections/{id_}")


@router.get("/{id}.json")
def as_json(request: Request, id: str) -> Response:  # noqa: A002 (the word for it)
    """A collection as JSON."""
    return JSONResponse(collection_told(request, ledger_of(request).collections.get(id)))


@router.get("/{id}")
def collection(request: Request, id: str) -> Response:  # noqa: A002
    """A collection as its editors see it."""
    return collection_page(request, ledger_of(request).collections.get(id), editing=True)


@router.post("/{id}")
def rename(request: Request, id: str, title: Title = "") -> Response:  # noqa: A002
    """Give a collection another title."""
    ledger_of(request).collections.rename(id, title)
    return _back(request, id)


@router.post("/{id}/take-out")
def take_out(request: Request, id: str, about: About, back: Next = "") -> Response:  # noqa: A002
    """Take a thing out of a collection."""
    ledger_of(request).collections.take_out(id, about)
    return back_on(request, back, f"/desk/collections/{id}")


@router.post("/{id}/share")
def share(request: Request, id: str) -> Response:  # noqa: A002
    """Give a collection an address for others."""
    ledger_of(request).collections.share(id)
    return _back(request, id)


@router.post("/{id}/unshare")
def unshare(request: Request, id: str) -> Response:  # noqa: A002
    """Take the address back."""
    ledger_of(request).collections.unshare(id)
    return _back(request, id)


@router.post("/{id}/remove")
def remove(request: Request, id: str) -> Response:  # noqa: A002
    """Remove a collection."""
    ledger_of(request).collections.remove(id)
    return back_to(request, "/desk/collections", "removed")


def _back(request: Request, id: str) -> Response:  # noqa: A002
    return RedirectResponse(f"{tongue_of(request).prefix}/desk/collections/{id}", 303)
