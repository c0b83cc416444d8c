"""`entrevue serve`: the ledger in the browser."""

from enum import StrEnum
from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import Place
from entrevue.cli.tongue import said


class LogFormat(StrEnum):
    """How the log is written."""

    TEXT = "text"
    JSON = "json"


def serve(
    ledger: Place = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", envvar="ENTREVUE_HOST", help="Address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=1, max=65535, envvar="ENTREVUE_PORT", help="Port to listen on.")
    ] = 8000,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, max=64, envvar="ENTREVUE_WORKERS", help="Processes that answer.")
    ] = 1,
    public_url: Annotated[
        str | None,
        typer.Option(metavar="URL", envvar="ENTREVUE_PUBLIC_URL", help="The address by which readers come."),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="NAME", help="A further name of this server.")
    ] = None,
    cors: Annotated[
        list[str] | None, typer.Option("--cors", metavar="ORIGIN", help="A site whose pages may read the API.")
    ] = None,
    root_path: Annotated[
        str,
        typer.Option(metavar="PATH", envvar="ENTREVUE_ROOT_PATH", help="Where on its host it is, such as /entrevue."),
    ] = "",
    metrics: Annotated[
        bool, typer.Option("--metrics", envvar="ENTREVUE_METRICS", help="Figures for Prometheus at /metrics.")
    ] = False,
    access_log: Annotated[
        bool, typer.Option("--access-log", envvar="ENTREVUE_ACCESS_LOG", help="A line a request on standard error.")
    ] = False,
    log_format: Annotated[
        LogFormat, typer.Option(envvar="ENTREVUE_LOG_FORMAT", help="How the log is written.")
    ] = LogFormat.TEXT,
) -> None:
    """Open the ledger to readers, editors and programs."""
    from entrevue.web.serving import serve as run  # FastAPI takes 0.5 s to load: paid by this command alone
    from entrevue.wiring import default_place, printable

    place = ledger or default_place()
    base = (public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}").rstrip("/")
    where = "/".join(part for part in (base, root_path.strip("/")) if part) + "/"
    line = said("Reading room of %(place)s: %(url)s (stop with Ctrl+C)", place=printable(place), url=where)
    run(
        place,
        host=host,
        port=port,
        workers=workers,
        public_url=public_url,
        hosts=tuple(allow_host or ()),
        cors=tuple(cors or ()),
        root_path=root_path,
        metrics=metrics,
        access_log=access_log,
        log_format=log_format.value,
        ready=lambda: say(line),
    )
