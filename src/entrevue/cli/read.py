"""`entrevue read`: pages in, records out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from entrevue.cli.door import warn
from entrevue.cli.options import with_options
from entrevue.cli.pages import Batch, Known, Pages, Told, told
from entrevue.cli.tongue import said, worded
from entrevue.domain.report import NOT_READ, Problem

if TYPE_CHECKING:
    from entrevue.domain.reading import Reading

_SOME_UNREAD = 1


class Printer(Protocol):
    """Shows records as they come; one implementation a form of output."""

    def add(self, name: str, reading: "Reading") -> None:
        """Show the record of the page called `name`, or keep it for the end."""

    def close(self) -> None:
        """Show what was kept."""


@with_options(told)
def read(
    told: Told,
    pages: Pages = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a page, one a line.")] = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="Show every field with its quote.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the reports with their evidence highlighted (- for standard output)."),
    ] = None,
) -> None:
    """Read pages and print their records: the engagements that each report tells of.

    Exit codes: 0 every page was read, 1 some could not be (each named on standard error), 2 wrong use.
    """
    if json and html:
        raise typer.BadParameter("--json and --html exclude each other")
    batch = Batch(pages, told)
    printer = _printer(json=json, evidence=evidence, html=html)
    unread = 0
    for name, outcome in batch.outcomes():
        if isinstance(outcome, Problem):
            unread += 1
            warn(f"{name}: {worded(outcome.reason)}")
        elif not isinstance(outcome, Known):
            warn_of_unread(name, outcome)
            printer.add(name, outcome)
    printer.close()
    if unread:
        raise typer.Exit(_SOME_UNREAD)


def warn_of_unread(name: str, reading: "Reading") -> None:
    """Say on standard error why nothing was read from a report whose language is not known, or not read."""
    for note in reading.report.notes:
        if note.startswith(NOT_READ):
            told = "" if reading.report.language else said("; --lang tells it")
            warn(f"{name}: {worded(note)}{told}")


def _printer(*, json: bool, evidence: bool, html: Path | None) -> Printer:
    if json:
        from entrevue.cli.lines import JsonPrinter

        return JsonPrinter(evidence=evidence)
    if html:
        from entrevue.cli.highlight import HtmlPrinter

        return HtmlPrinter(html)
    from entrevue.cli.terminal import TablePrinter

    return TablePrinter(evidence=evidence)
