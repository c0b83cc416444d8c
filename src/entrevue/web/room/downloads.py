"""Downloads: exactly what a page of the reading room shows, in the formats of others."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrevue.exchange import FORMATS
from entrevue.settings import WEB
from entrevue.web.downloads import download
from entrevue.web.limiting import limited
from entrevue.web.room.filters import query_of_request

router = APIRouter()
_LIMITED = Depends(limited("export", WEB.export_rate))


@dataclass(frozen=True, slots=True)
class Download:
    """What the form under a page needs: the formats, and the parameters that ask for what the page shows."""

    asked: tuple[tuple[str, str], ...]
    formats: tuple[tuple[str, str], ...] = tuple((one.name, one.title) for one in FORMATS.values())

    @classmethod
    def of(cls, address: str) -> "Download":
        """For a page whose engagements these parameters ask for."""
        return cls(tuple(parse_qsl(address)))


@router.get("/download", dependencies=[_LIMITED])
def download_file(
    request: Request,
    format: Annotated[str, Query(max_length=40)] = "csv",  # noqa: A002 (the word for it)
    engagement: Annotated[str | None, Query(max_length=WEB.name_characters)] = None,
) -> Response:
    """The engagements that the filters let through, or one, as a file."""
    return download(request, format, query_of_request(request), only=engagement or None)
