"""Exports over HTTP: written to a file that nobody sees, then sent; what was lost stands in a header."""

import tempfile
from collections.abc import Iterator
from typing import IO

from starlette.requests import Request
from starlette.responses import StreamingResponse

from entrevue.domain.queries import Query
from entrevue.errors import WrongQuery
from entrevue.exchange import Export, Loss, export, format_named
from entrevue.settings import WEB
from entrevue.web.rendering import permanent
from entrevue.web.site import ledger_of

LOSSES = "Entrevue-Losses"
_IN_MEMORY = 2_000_000  # bytes
_CHUNK = 65_536


def download(
    request: Request, name: str, query: Query, *, table: str | None = None, only: str | None = None, tlp: str = "clear"
) -> StreamingResponse:
    """The export as a file; WrongQuery for a format that there is not, or for more engagements than are sent."""
    chosen = format_named(name)
    file, losses = exported(request, name, query, table=table, only=only, tlp=tlp)
    suffix, media_type = chosen.named(table)
    stem = f"entrevue-{only}" if only else f"entrevue-{table}" if table else "entrevue"
    headers = {
        "Content-Disposition": f'attachment; filename="{stem}.{suffix}"',
        LOSSES: str(sum(loss.count for loss in losses)),
    }
    return StreamingResponse(_sent(file), headers=headers, media_type=media_type)


def exported(
    request: Request, name: str, query: Query, *, table: str | None = None, only: str | None = None, tlp: str = "clear"
) -> tuple[IO[bytes], tuple[Loss, ...]]:
    """The export in a temporary file, which is gone when it is closed, and what was lost."""
    ledger = ledger_of(request)
    only = ledger.engagement(only).id if only else None
    if only is None and (count := ledger.count(query)) > WEB.exported:
        raise WrongQuery(
            "%(count)s engagements are more than the %(most)s that a download holds: filter, or use `entrevue export`",
            count=f"{count:,}",
            most=f"{WEB.exported:,}",
        )
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (sent later, then closed)
    try:
        what = Export(ledger, query, base=permanent(request, ""), table=table, only=only, tlp=tlp)
        return file, export(name, what, file)  # type: ignore[arg-type]
    except BaseException:
        file.close()
        raise


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
