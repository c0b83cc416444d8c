"""`entrevue serve`: the ledger in the browser."""

from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import Place


def serve(
    ledger: Place = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that answer.")] = 1,
    public_url: Annotated[
        str | None, typer.Option("--public-url", metavar="URL", help="The address by which readers come.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="NAME", help="A further name of this server.")
    ] = None,
    cors: Annotated[
        list[str] | None, typer.Option("--cors", metavar="ORIGIN", help="A site whose pages may read the API.")
    ] = None,
) -> None:
    """Open the ledger to readers, editors and programs."""
    from entrevue.web.serving import serve as run  # FastAPI takes 0.5 s to load: paid by this command alone
    from entrevue.wiring import default_place, printable

    place = ledger or default_place()
    where = public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    run(
        place,
        host=host,
        port=port,
        workers=workers,
        public_url=public_url,
        hosts=tuple(allow_host or ()),
        cors=tuple(cors or ()),
        ready=lambda: say(f"Reading room of {printable(place)}: {where} (stop with Ctrl+C)"),
    )
