"""`entrevue add`: pages in, the ledger knows more."""

import sys
from pathlib import Path

import typer

from entrevue.cli.ledgers import AsJson, Place, opened, print_json
from entrevue.cli.read import (
    Language,
    Pages,
    Published,
    TimeLimit,
    language_option,
    pages_with_progress,
    published_option,
)
from entrevue.domain.recorded import Recorded
from entrevue.domain.report import Problem
from entrevue.settings import Settings

_SOME_UNREAD = 1


def add(
    pages: Pages,
    published: Published = None,
    lang: Language = None,
    time_limit: TimeLimit = None,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """Read pages and record them in the ledger; a page that is known as it is changes nothing.

    Exit codes: 0 every page was recorded, 1 some could not be read (each named on standard error), 2 wrong use or a
    ledger that cannot be used.
    """
    from entrevue.worker import Task, Worker

    task = Task(published_option(published), language_option(lang))
    settings = Settings.from_environment()
    unread = 0
    with (
        opened(ledger, create=True) as book,
        Worker(time_limit or settings.time_limit, settings.memory_limit) as worker,
    ):
        for name, outcome in pages_with_progress(pages, worker, task):
            if isinstance(outcome, Problem):
                unread += 1
                print(f"entrevue: {name}: {outcome.reason}", file=sys.stderr)
                continue
            recorded = book.record(outcome)
            if json:
                print_json([recorded])
            else:
                print(_line(name, recorded))
    if unread:
        raise typer.Exit(_SOME_UNREAD)


def _line(name: str, recorded: Recorded) -> str:
    shown = name if name.startswith(("http:", "https:")) else Path(name).name
    if recorded.change == "unchanged":
        return f"{recorded.report}  {shown}: known already"
    if recorded.change == "forgotten":
        return f"{recorded.report}  {shown}: was forgotten, and is not kept"
    what = "new version" if recorded.change == "version" else "new report"
    accounts, engagements = len(recorded.accounts), len(recorded.engagements)
    return f"{recorded.report}  {shown}: {what}, {_many(accounts, 'account')} of {_many(engagements, 'engagement')}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
