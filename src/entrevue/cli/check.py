"""`entrevue check`: the claims of a text, each with what the ledger says to it."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from entrevue.cli.door import say, warn
from entrevue.cli.ledgers import AsJson, Place, opened
from entrevue.cli.pages import language_option, published_option
from entrevue.cli.tongue import Tongue, said, speak, worded
from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Problem
from entrevue.settings import Settings

if TYPE_CHECKING:
    from entrevue.domain.reading import Reading
    from entrevue.worker import Task, Worker

_SOME_UNREAD = 1


def check(
    drafts: Annotated[
        list[str],
        typer.Argument(metavar="DRAFT…", help="Files (HTML, text, PDF), http(s) addresses, or - for standard input."),
    ],
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication, YYYY-MM-DD; today where the draft does not tell it."),
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="CODE", help="Language of the drafts, such as fr; found out when left out.")
    ] = None,
    json: AsJson = False,
    language: Tongue = None,
    ledger: Place = None,
) -> None:
    """Check every claim of order, number or rhythm in a text against the ledger: nothing is recorded.

    Exit codes: 0 every draft was read, 1 some could not be (each named on standard error), 2 wrong use or a ledger that
    cannot be used.
    """
    from entrevue.cli.judging import VerdictPrinter
    from entrevue.inquiry.verdicts import checked
    from entrevue.worker import Task, Worker

    spoken = speak(language)
    task = Task(published_option(published), language_option(lang))
    settings = Settings.from_environment()
    unread = 0
    with opened(ledger) as book, Worker(settings.time_limit, settings.memory_limit) as worker:
        printer = VerdictPrinter(book, spoken, as_json=json)
        for name in drafts:
            outcome = _read(worker, name, task)
            if isinstance(outcome, Problem):
                unread += 1
                warn(f"{name}: {worded(outcome.reason)}")
                continue
            verdicts = checked(outcome, book)
            for verdict in verdicts:
                printer.add(verdict, name)
            if not verdicts and not json:
                say(f"{name}: {said('no claim of order, number or rhythm')}")
    if unread:
        raise typer.Exit(_SOME_UNREAD)


def _read(worker: "Worker", name: str, task: "Task") -> "Reading | Problem":
    """The draft; one without a date is of today, for it is not yet published. Standard input is read only once."""
    from entrevue.worker import Task

    today = Task(PartialDate.of(dt.datetime.now().astimezone().date()), task.language)
    if name == "-":
        return worker.read(name, task if task.published else today)
    outcome = worker.read(name, task)
    undated = not isinstance(outcome, Problem) and outcome.report.published is None
    return worker.read(name, today) if undated else outcome
