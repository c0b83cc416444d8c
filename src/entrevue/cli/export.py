"""`entrevue export`: what the ledger holds, in the formats of others."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from entrevue.cli.door import plain_output, warn
from entrevue.cli.filters import query
from entrevue.cli.ledgers import Place, opened
from entrevue.cli.options import with_options
from entrevue.cli.tongue import said, worded
from entrevue.domain.queries import Query
from entrevue.errors import UnusableOutput

if TYPE_CHECKING:
    from entrevue.exchange import Loss


FormatName = Annotated[
    str, typer.Argument(metavar="FORMAT", help="Such as csv, ics or ftm; a wrong one names all that there are.")
]
Output = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where to write it (-: standard output).")]
TableName = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="TABLE",
        help="One table alone: engagements, participations, dyads, accounts, evidence or claims.",
    ),
]
One = Annotated[str | None, typer.Option("--engagement", metavar="ID", help="One engagement alone.")]
Base = Annotated[
    str | None, typer.Option("--base", metavar="URL", help="The address of your reading room, to which links lead.")
]
Marking = Annotated[
    str,
    typer.Option(
        "--tlp", metavar="COLOUR", help="With whom it may be shared: clear, green, amber, red (stix, opencti)."
    ),
]
LossFile = Annotated[Path | None, typer.Option("--losses", metavar="FILE", help="Write the loss report as JSON.")]


@with_options(query)
def export(
    format_: FormatName,
    query: Query,
    output: Output = "-",
    table: TableName = None,
    engagement: One = None,
    base: Base = None,
    tlp: Marking = "clear",
    losses: LossFile = None,
    ledger: Place = None,
) -> None:
    """Write engagements in a format of others; every filter given must hold, without one everything is written.

    Ends with the loss report on standard error: what the format could not express, how often, and why.
    """
    from entrevue.exchange import Export
    from entrevue.exchange import export as write

    if tlp != "clear" and format_ not in {"stix", "opencti"}:
        raise typer.BadParameter("only stix and opencti say with whom they may be shared", param_hint="--tlp")
    with opened(ledger) as book, written_whole(output) as out:
        what = Export(book, query, base=base.rstrip("/") if base else None, table=table, only=engagement, tlp=tlp)
        lost = write(format_, what, out)
    _report(lost)
    if losses is not None:
        with written_whole(str(losses)) as out:
            out.write(json.dumps([asdict(one) for one in lost], ensure_ascii=False, indent=1).encode() + b"\n")


def _report(losses: "tuple[Loss, ...]") -> None:
    """The loss report, a line each."""
    if not losses:
        warn(said("nothing was lost"))
    for one in losses:
        examples = f" ({', '.join(one.examples)})" if one.examples else ""
        lost = {"count": one.count, "what": worded(one.what), "why": worded(one.why)}
        warn(f"{said('lost %(count)s × %(what)s: %(why)s', **lost)}{examples}")


@contextmanager
def written_whole(name: str) -> Iterator[BinaryIO]:
    """A file that has its name only when it is whole; "-" is standard output."""
    if name == "-":
        yield plain_output()
        sys.stdout.flush()
        return
    path = Path(name)
    if path.is_dir():
        raise UnusableOutput(f"{name}: is a folder; say a file")
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name[:60]}-", dir=path.parent or ".")
    except OSError as error:
        raise UnusableOutput(f"{name}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        Path(draft).chmod(0o666 & ~_mask())
        Path(draft).replace(path)
    except OSError as error:
        raise UnusableOutput(f"{name}: cannot be written: {error.strerror}") from error
    finally:
        Path(draft).unlink(missing_ok=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
