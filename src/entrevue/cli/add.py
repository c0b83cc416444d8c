"""`entrevue add`: pages in, the ledger knows more."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from entrevue.cli.door import say, warn
from entrevue.cli.ledgers import AsJson, Place, print_json
from entrevue.cli.read import (
    Language,
    Pages,
    Published,
    TimeLimit,
    language_option,
    pages_with_progress,
    published_option,
    warn_of_unread,
)
from entrevue.domain.recorded import Recorded
from entrevue.domain.report import Problem
from entrevue.settings import Settings

if TYPE_CHECKING:
    from entrevue.domain.reading import Reading

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

    A ledger that is not there is made, in a folder that exists, with the first page that could be read.

    Exit codes: 0 every page was recorded, 1 some could not be read (each named on standard error), 2 wrong use or a
    ledger that cannot be used.
    """
    from entrevue.worker import Task, Worker

    task = Task(published_option(published), language_option(lang))
    settings = Settings.from_environment()
    unread = 0
    with (
        _Book(ledger) as book,
        Worker(time_limit or settings.time_limit, settings.memory_limit) as worker,
    ):
        for name, outcome in pages_with_progress(pages, worker, task):
            if isinstance(outcome, Problem):
                unread += 1
                warn(f"{name}: {outcome.reason}")
                continue
            warn_of_unread(name, outcome)
            recorded = book.record(outcome)
            if json:
                print_json([recorded])
            else:
                say(_line(name, recorded))
    if unread:
        raise typer.Exit(_SOME_UNREAD)


class _Book:
    """The ledger of a run; one that is not there is made when there is something to record, and not before."""

    def __init__(self, place: str | None) -> None:
        """Open it; UnusableLedger when it cannot be opened, or not be made."""
        from entrevue.wiring import Ledger, default_place, is_missing, printable

        self._place = place or default_place()
        self._shown = printable(self._place)
        self._open = Ledger
        self._book = None if is_missing(self._place) else Ledger(self._place)

    def __enter__(self) -> "_Book":
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        if self._book is not None:
            self._book.close()

    def record(self, reading: "Reading") -> Recorded:
        """Record a reading."""
        if self._book is None:
            self._book = self._open(self._place)
            warn(f"made a ledger: {self._shown}")
        return self._book.record(reading)


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
