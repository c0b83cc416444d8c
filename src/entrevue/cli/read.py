"""`entrevue read`: pages in, records out."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from entrevue.cli.door import console, warn
from entrevue.domain.dates import PartialDate
from entrevue.domain.report import NOT_READ, Problem
from entrevue.domain.text import printable
from entrevue.settings import Settings

if TYPE_CHECKING:
    from entrevue.domain.reading import Reading
    from entrevue.worker import Task, Worker

_SOME_UNREAD = 1


Pages = Annotated[
    list[str],
    typer.Argument(metavar="PAGE…", help="Files (HTML, text, PDF), http(s) addresses, or - for standard input."),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Day of publication, YYYY-MM-DD, where the page does not tell it."),
]
Language = Annotated[
    str | None, typer.Option(metavar="CODE", help="Language of the pages, such as fr; found out when left out.")
]
TimeLimit = Annotated[
    float | None, typer.Option(metavar="SECONDS", min=0.1, help="Longest time a page may take (default 20).")
]


class Printer(Protocol):
    """Shows records as they come; one implementation a form of output."""

    def add(self, name: str, reading: "Reading") -> None:
        """Show the record of the page called `name`, or keep it for the end."""

    def close(self) -> None:
        """Show what was kept."""


def read(
    pages: Pages,
    published: Published = None,
    lang: Language = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a page, one a line.")] = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="Show every field with its quote.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the reports with their evidence highlighted (- for standard output)."),
    ] = None,
    time_limit: TimeLimit = None,
) -> None:
    """Read pages and print their records: the engagements that each report tells of.

    Exit codes: 0 every page was read, 1 some could not be (each named on standard error), 2 wrong use.
    """
    if json and html:
        raise typer.BadParameter("--json and --html exclude each other")
    # What only reading needs is loaded here, so that the commands that read nothing start at once.
    from entrevue.worker import Task, Worker

    task = Task(published_option(published), language_option(lang))
    printer = _printer(json=json, evidence=evidence, html=html)
    settings = Settings.from_environment()
    unread = 0
    with Worker(time_limit or settings.time_limit, settings.memory_limit) as worker:
        for name, outcome in pages_with_progress(pages, worker, task):
            if isinstance(outcome, Problem):
                unread += 1
                warn(f"{name}: {outcome.reason}")
            else:
                warn_of_unread(name, outcome)
                printer.add(name, outcome)
    printer.close()
    if unread:
        raise typer.Exit(_SOME_UNREAD)


def warn_of_unread(name: str, reading: "Reading") -> None:
    """Say on standard error why nothing was read from a report whose language is not known, or not read."""
    for note in reading.report.notes:
        if note.startswith(NOT_READ):
            told = "" if reading.report.language else "; --lang tells it"
            warn(f"{name}: {note}{told}")


def published_option(published: str | None) -> PartialDate | None:
    """The day of publication that the option tells."""
    try:
        return PartialDate.parse(published) if published else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from error


def language_option(code: str | None) -> str | None:
    """The language that the option tells; wrong use when no pack reads it."""
    if code is None:
        return None
    from entrevue.languages import codes  # its schemas load pydantic, which a command that reads nothing never needs

    readable = codes("triggers")
    if code not in readable:
        raise typer.BadParameter(f"no pack reads {code!r}; there are: {', '.join(readable)}", param_hint="--lang")
    return code


def _printer(*, json: bool, evidence: bool, html: Path | None) -> Printer:
    if json:
        from entrevue.cli.lines import JsonPrinter

        return JsonPrinter(evidence=evidence)
    if html:
        from entrevue.cli.highlight import HtmlPrinter

        return HtmlPrinter(html)
    from entrevue.cli.terminal import TablePrinter

    return TablePrinter(evidence=evidence)


def pages_with_progress(pages: list[str], worker: "Worker", task: "Task") -> Iterator[tuple[str, "Reading | Problem"]]:
    """Every page with its outcome, under a progress bar when there are many and somebody looks on."""
    if len(pages) < 2 or not sys.stderr.isatty():
        for name in pages:
            yield name, worker.read(name, task)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[page]}", markup=False),
    )
    with Progress(*columns, console=console(errors=True), transient=True) as progress:
        bar = progress.add_task("", total=len(pages), page="")
        for name in pages:
            progress.update(bar, page=printable(name))
            yield name, worker.read(name, task)
            progress.advance(bar)
