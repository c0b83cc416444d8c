"""What editors wrote beside a page's thing: for the page of who is an editor, and in the JSON that they ask for."""

from dataclasses import dataclass
from typing import Any

from fastapi.encoders import jsonable_encoder
from starlette.requests import Request

from entrevue.domain.notes import Collection, Note, Noted, Tag, Things
from entrevue.domain.queries import Query
from entrevue.domain.users import Scope
from entrevue.errors import UnknownId
from entrevue.inquiry.tidy import engagement_row
from entrevue.web.labels import Labels
from entrevue.web.site import ledger_of
from entrevue.web.visitors import require, visitor_of

_COLLECTIONS = 100  # the newest, among which an editor chooses


@dataclass(frozen=True, slots=True)
class NotedBlock:
    """What the part of a page shows: about what, what is written, and what else it may be filed under."""

    about: str
    noted: Noted
    tags: tuple[str, ...]
    collections: tuple[Collection, ...]


def is_editor(request: Request) -> bool:
    """Whether who asks may see what editors write."""
    return visitor_of(request).may(Scope.DECIDE)


def noted_block(request: Request, about: str) -> NotedBlock | None:
    """What editors wrote about a thing; None for who is no editor."""
    if not is_editor(request):
        return None
    ledger = ledger_of(request)
    noted = ledger.notes.of(about)
    held = {one.number for one in noted.collections}
    others = tuple(one for one, _ in ledger.collections.all() if one.number not in held)[:_COLLECTIONS]
    return NotedBlock(about, noted, tuple(ledger.notes.tags()), others)


def permitted(request: Request, query: Query) -> Query:
    """A query whose tag and collection who asks may know; others are sent to sign in, or told that there is none."""
    if query.tag:
        require(request, Scope.DECIDE)
    if query.collection:
        collection_of(request, query.collection)
    return query


def collection_of(request: Request, id: str) -> Collection:  # noqa: A002 (the word for it)
    """A collection by its id, for editors, or by its key, for everybody; UnknownId for none."""
    book = ledger_of(request).collections
    if is_editor(request):
        try:
            return book.get(id)
        except UnknownId:
            return book.shared(id)
    return book.shared(id)


def state_for(request: Request, query: Query) -> str:
    """What an answer to a query is kept under: the ledger's edition, or its stamp where editors' filing counts."""
    ledger = ledger_of(request)
    return ledger.stamp() if query.tag or query.collection else ledger.edition()


def note_told(note: Note) -> dict[str, Any]:
    """A note as JSON."""
    changed = note.changed.isoformat() if note.changed else None
    told = {"id": note.id, "about": note.about, "text": note.text, "who": note.who, "made": note.made.isoformat()}
    return told | {"changed": changed, "changed_by": note.changed_by}


def tag_told(tag: Tag) -> dict[str, Any]:
    """A tag as JSON."""
    return {"name": tag.name, "who": tag.who, "made": tag.made.isoformat()}


def things_told(request: Request, found: Things, labels: Labels) -> dict[str, Any]:
    """What is under a tag or in a collection, as JSON."""
    told = {
        "engagements": [engagement_row(one) | {"title": labels.title(one)} for one in found.engagements],
        "persons": [{"id": one.id, "name": one.name} for one in found.persons],
        "reports": [
            {"id": one.report, "title": one.content.title, "publisher": one.content.publisher, "url": one.content.url}
            for one in found.reports
        ],
        **({"gone": list(found.gone)} if is_editor(request) else {}),
    }
    return dict(jsonable_encoder(told))


def named(request: Request, about: str, labels: Labels) -> tuple[str, str]:
    """What a thing is called, and its path; the id, and "", where it leads to nothing at present."""
    ledger = ledger_of(request)
    try:
        if about.startswith("r-"):
            return ledger.report(about).version.content.title or about, f"/reports/{about}"
        if about.startswith("p-"):
            return ledger.person(about).name, f"/persons/{about}"
        one = ledger.engagement(about)
    except UnknownId:
        return about, ""
    return " · ".join(filter(None, (labels.when(one), labels.title(one)))), f"/engagements/{one.id}"
