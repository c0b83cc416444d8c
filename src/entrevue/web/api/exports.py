"""Exports: what lists and engagements hold, in the formats of others."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field
from starlette.responses import StreamingResponse

from entrevue.exchange import FORMATS
from entrevue.settings import WEB
from entrevue.web.api.common import KEPT, Wire
from entrevue.web.api.filters import Filters
from entrevue.web.downloads import download, exported
from entrevue.web.limiting import limited

router = APIRouter(prefix="/exports", tags=["exports"])
_LIMITED = Depends(limited("export", WEB.export_rate))

Name = Annotated[str, Path(max_length=40, description="A format, as `/exports` names it.", examples=["csv"])]
Table = Annotated[
    str | None,
    Query(max_length=40, description="One table alone, of csv, xlsx, jsonl and parquet.", examples=["dyads"]),
]
Marking = Annotated[
    str,
    Query(max_length=10, description="With whom it may be shared, of stix and opencti: clear, green, amber or red."),
]
Only = Annotated[str | None, Query(max_length=WEB.name_characters, description="One engagement alone, by its id.")]


class Format(Wire):
    """A format that exports can have."""

    name: str = Field(examples=["ics"])
    title: str
    suffix: str
    media_type: str
    tables: bool = Field(description="whether one table alone can be asked for")


class Loss(Wire):
    """Something that a format could not express."""

    what: str
    why: str
    count: int
    examples: list[str] = Field(description="ids of engagements")


@router.get("", dependencies=KEPT)
def formats() -> list[Format]:
    """The formats."""
    return [
        Format(name=f.name, title=f.title, suffix=f.suffix, media_type=f.media_type, tables=f.single is not None)
        for f in FORMATS.values()
    ]


@router.get(
    "/{name}",
    dependencies=[_LIMITED],
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file; `Entrevue-Losses` counts what it lost.",
            "content": {"application/octet-stream": {}},
        }
    },
)
def export_file(
    request: Request, name: Name, query: Filters, table: Table = None, engagement: Only = None, tlp: Marking = "clear"
) -> StreamingResponse:
    """The engagements that the filters let through, or one, as a file."""
    return download(request, name, query, table=table, only=engagement, tlp=tlp)


@router.get("/{name}/losses", dependencies=[_LIMITED])
def losses(request: Request, name: Name, query: Filters, table: Table = None, engagement: Only = None) -> list[Loss]:
    """The loss report of that file."""
    file, lost = exported(request, name, query, table=table, only=engagement)
    file.close()
    return [Loss(what=one.what, why=one.why, count=one.count, examples=list(one.examples)) for one in lost]
