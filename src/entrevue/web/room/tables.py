"""What the filters let through as files: CSV and JSON, streamed, all of it and not a page; and the twins of pages."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain, islice
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.encoders import jsonable_encoder
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from entrevue.domain.engagements import Engagement
from entrevue.inquiry.tidy import ENGAGEMENTS, Row, engagement_row
from entrevue.settings import WEB
from entrevue.web.labels import Labels
from entrevue.web.limiting import limited
from entrevue.web.locale import tongue_of
from entrevue.web.room.filters import address_of, conditions, query_of_request
from entrevue.web.room.listing import A_PAGE, facets_of, order_of
from entrevue.web.room.search import suggestions, ways_of
from entrevue.web.site import ledger_of

router = APIRouter(dependencies=[Depends(limited("search", WEB.search_rate))])
COLUMNS = tuple(column.name for column in ENGAGEMENTS.columns)
IN_A_TABLE = ("id", "kind", "status", "start", "end", "country", "city", "sides", "participants", "reports")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would compute that open a file
_FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json", "jsonl": "application/x-ndjson"}


def columns_of(request: Request, otherwise: tuple[str, ...] = COLUMNS) -> tuple[str, ...]:
    """The columns that an address asks for, in the order of the table; `otherwise` where it asks for none."""
    wanted = set(request.query_params.getlist("column"))
    return tuple(name for name in COLUMNS if name in wanted) or otherwise


@router.get("/engagements.csv")
def as_csv(request: Request) -> Response:
    """Every engagement that the filters let through: a line of headings and a line each."""
    columns = columns_of(request)
    return _file(_csv(columns, _rows(request)), "csv")


@router.get("/engagements.jsonl")
def as_lines(request: Request) -> Response:
    """The same as JSON, an engagement a line."""
    columns = columns_of(request)
    return _file((f"{_json(columns, row)}\n" for row in _rows(request)), "jsonl")


@router.get("/engagements.json")
def as_json(request: Request) -> Response:
    """The twin of the list: its page of engagements with their sentences, the total, and the facets."""
    query, order = query_of_request(request), order_of(request)
    ledger, before = ledger_of(request), request.query_params.get("before") or None
    with ledger.one_state():
        found = ledger.find(query, limit=A_PAGE + 1, before=before, order=order)
        shown = found[:A_PAGE]
        sentences = ledger.sentences(shown, query.text)
        counted = facets_of(request, query)
        total = counted.engagements if counted.all else ledger.count(query)
        asked = conditions(request, query, Labels(tongue_of(request)))
    following = None
    if len(found) > A_PAGE:
        following = address_of(query, before=shown[-1].id, order=None if order == "day" else order)
    answer = {
        "asked": [{"field": field, "value": value} for field, value, _ in asked],
        "total": total,
        "counted": {"engagements": counted.engagements, "all": counted.all},
        "facets": counted.choices,
        "engagements": [_shown(one, sentences) for one in shown],
        "next": f"/engagements.json?{following}" if following else None,
    }
    return JSONResponse(jsonable_encoder(answer))


@router.get("/search.json")
def search_as_json(request: Request, q: Annotated[str, Query(max_length=WEB.value_characters)] = "") -> Response:
    """The twin of a search: what was understood, where it leads, and the first engagements."""
    ledger, labels, words = ledger_of(request), Labels(tongue_of(request)), q.strip()
    if not any(char.isalnum() for char in words):
        return JSONResponse(
            {"question": words, "understood": [], "text": "", "pages": [], "total": 0, "engagements": []}
        )
    with ledger.one_state():
        understood = ledger.understand(words)
        ways = ways_of(suggestions(ledger, words, understood), labels)
        shown = ledger.find(understood.query, limit=A_PAGE)
        sentences = ledger.sentences(shown, understood.query.text)
        total = ledger.count(understood.query)
    answer = {
        "question": words,
        "understood": [
            {"field": one.field, "value": one.value, "label": one.label, "words": one.words, "corrected": one.corrected}
            for one in understood.chips
        ],
        "text": understood.text,
        "pages": [{"label": way.label, "kind": way.kind, "path": way.path} for way in ways],
        "total": total,
        "engagements": [_shown(one, sentences) for one in shown],
        "all": f"/engagements.json?{address_of(understood.query)}",
    }
    return JSONResponse(jsonable_encoder(answer))


@router.get("/engagements/{id}.json")
def twin_of_engagement(id: str) -> Response:  # noqa: A002 (the word for it)
    """The twin of the page of one thing is the API's answer about it."""
    return _twin("engagements", id)


@router.get("/reports/{id}.json")
def twin_of_report(id: str) -> Response:  # noqa: A002
    """The same of a report."""
    return _twin("reports", id)


@router.get("/persons/{id}.json")
def twin_of_person(id: str) -> Response:  # noqa: A002
    """The same of a person."""
    return _twin("persons", id, "dossier")


@router.get("/organisations/{name}.json")
def twin_of_organisation(name: str) -> Response:
    """The same of an organisation."""
    return _twin("organisations", name)


@router.get("/states/{code}.json")
def twin_of_state(code: str) -> Response:
    """The same of a state."""
    return _twin("states", code)


@router.get("/pairs/{one}/{other}.json")
def twin_of_pair(one: str, other: str) -> Response:
    """The same of two states."""
    return _twin("pairs", one, other)


def _twin(*parts: str) -> Response:
    return RedirectResponse("/api/v1/" + "/".join(quote(part, safe="") for part in parts), 303)


def _shown(one: Engagement, sentences: dict[str, Any]) -> dict[str, Any]:
    told = sentences.get(one.id)
    sentence = None
    if told is not None:
        sentence = {"text": told.text, "report": told.report, "publisher": told.publisher, "language": told.language}
    return {**engagement_row(one), "sentence": sentence}


def _rows(request: Request) -> Iterator[Row]:
    """The rows that an address asks for, the first of them at once: nothing can be said of a wrong question later."""
    rows = map(engagement_row, ledger_of(request).scan(query_of_request(request)))
    return chain(list(islice(rows, 1)), rows)


def _file(parts: Iterable[str], form: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="engagements.{form}"'}
    return StreamingResponse(
        (part.encode("utf-8", "replace") for part in parts), headers=headers, media_type=_FORMS[form]
    )


def _csv(columns: tuple[str, ...], rows: Iterable[Row]) -> Iterator[str]:
    yield _line(columns)
    for row in rows:
        yield _line([_cell(row.get(column)) for column in columns])


def _line(cells: Iterable[object]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _cell(value: object) -> object:
    """A cell; text that spreadsheets would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _json(columns: tuple[str, ...], row: Row) -> str:
    return json.dumps(jsonable_encoder({name: row.get(name) for name in columns}), ensure_ascii=False)
