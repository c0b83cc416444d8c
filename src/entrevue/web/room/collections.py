"""A collection that editors shared: what is in it, for whoever has its address."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from entrevue.domain.notes import Collection
from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.noted import things_told
from entrevue.web.rendering import permanent
from entrevue.web.room.downloads import Download
from entrevue.web.room.pages import room_page
from entrevue.web.site import ledger_of
from entrevue.web.turns import in_turn

router = APIRouter()
_SENTENCES = 200  # engagements, the first, that are shown with a sentence


@router.get("/collections/{key}.json")
def shared_as_json(request: Request, key: str) -> Response:
    """The twin of the page."""
    return _unlisted(JSONResponse(collection_told(request, ledger_of(request).collections.shared(key))))


@router.get("/collections/{key}")
@in_turn
def shared(request: Request, key: str) -> Response:
    """A collection by the key of its shared address."""
    return _unlisted(collection_page(request, ledger_of(request).collections.shared(key), editing=False))


def collection_page(request: Request, collection: Collection, *, editing: bool) -> Response:
    """The page of a collection; `editing`: with what its editors may do."""
    ledger = ledger_of(request)
    found = ledger.collections.things(collection)
    asked = f"collection={collection.id if editing else collection.key}"
    return room_page(
        request,
        "collection.html",
        collection=collection,
        things=found,
        sentences=ledger.sentences(found.engagements[:_SENTENCES]),
        asked=asked,
        own=f"/desk/collections/{collection.id}" if editing else f"/collections/{collection.key}",
        shared_at=permanent(request, f"/collections/{collection.key}") if collection.key else None,
        download=Download.of(asked),
        editing=editing,
    )


def collection_told(request: Request, collection: Collection) -> dict[str, Any]:
    """A collection as JSON."""
    found = ledger_of(request).collections.things(collection)
    told = things_told(request, found, Labels(tongue_of(request)))
    return {"title": collection.title, "made": collection.made.isoformat(), **told}


def _unlisted(answer: Response) -> Response:
    """Who has the address may read it; nobody is led there by a search engine."""
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
