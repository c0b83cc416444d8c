"""`entrevue add`: pages in, the ledger knows more."""

import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrevue.cli.door import note, say, warn
from entrevue.cli.ledgers import AsJson, Place, plain_value, print_json
from entrevue.cli.options import with_options
from entrevue.cli.pages import Batch, Known, Pages, Told, told
from entrevue.cli.silence import missing, why_nothing
from entrevue.cli.tongue import message, said, said_many, worded
from entrevue.domain.recorded import Recorded
from entrevue.domain.report import Problem

if TYPE_CHECKING:
    from entrevue.domain.reading import Reading

_SOME_UNREAD = 1
_BATCH = 50  # reports recorded together
_LONGEST_WAIT = 5.0  # seconds after which what was read is recorded, be it few


@with_options(told)
def add(
    told: Told,
    pages: Pages = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems alone.")] = False,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """Read pages and record them in the ledger; a page that is known as it is changes nothing.

    A ledger that is not there is made, in a folder that exists, with the first page that could be read.

    Exit codes: 0 every page was recorded, 1 some could not be read (each named on standard error), 2 wrong use or a
    ledger that cannot be used.
    """
    batch = Batch(pages, told)
    with _Book(ledger) as book:
        run = _Run(book, quiet=quiet, json=json)
        try:
            for name, outcome in batch.outcomes(book.known):
                run.take(name, outcome)
        finally:  # what was read is recorded, also when somebody has had enough of waiting
            run.record()
    if run.pages > 1 and not quiet:
        (note if json else say)(_summary(run.counts, run.pages))
    if run.counts["problem"]:
        raise typer.Exit(_SOME_UNREAD)


class _Run:
    """Takes outcomes, records readings some at a time, and counts what came of them."""

    def __init__(self, book: "_Book", *, quiet: bool, json: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.pages = 0
        self._book, self._quiet, self._json = book, quiet, json
        self._waiting: list[tuple[str, Reading | Known]] = []
        self._since = time.monotonic()

    def take(self, name: str, outcome: "Reading | Problem | Known") -> None:
        """Take what came of a page."""
        self.pages += 1
        if isinstance(outcome, Problem):
            self.counts["problem"] += 1
            warn(f"{name}: {worded(outcome.reason)}")
            return
        self._waiting.append((name, outcome))
        first = not self._book.is_there
        if first or len(self._waiting) >= _BATCH or time.monotonic() - self._since > _LONGEST_WAIT:
            self.record()

    def record(self) -> None:
        """Record what waits."""
        waiting, self._waiting = self._waiting, []
        told = iter(self._book.record(one for _, one in waiting if not isinstance(one, Known)))
        for name, one in waiting:
            recorded = Recorded(one.report, "unchanged") if isinstance(one, Known) else next(told)
            self._tell(name, recorded, None if isinstance(one, Known) else one)
        self._since = time.monotonic()

    def _tell(self, name: str, recorded: Recorded, reading: "Reading | None") -> None:
        self.counts[recorded.change] += 1
        self.counts["accounts"] += len(recorded.accounts) if recorded.change in {"new", "version"} else 0
        lacking = missing(reading) if reading else ()
        self.counts.update(lacking)
        if self._json:
            print_json([{"page": name} | plain_value(recorded) | ({"missing": lacking} if lacking else {})])
        elif not self._quiet:
            say(_line(name, recorded, reading, lacking))


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

    @property
    def is_there(self) -> bool:
        """Whether the ledger was there, or was made."""
        return self._book is not None

    def known(self, pages: Iterable[str]) -> dict[str, str]:
        """The reports that are as they were read from these pages."""
        return self._book.known(pages) if self._book is not None else {}

    def record(self, readings: Iterable["Reading"]) -> list[Recorded]:
        """Record readings together."""
        waiting = list(readings)
        if not waiting:
            return []
        if self._book is None:
            self._book = self._open(self._place)
            warn(said("made a ledger: %(place)s", place=self._shown))
        return list(self._book.record_many(waiting))


def _line(name: str, recorded: Recorded, reading: "Reading | None", lacking: tuple[str, ...]) -> str:
    shown = name if name.startswith(("http:", "https:")) else Path(name).name
    head = f"{recorded.report}  {shown}"
    if recorded.change == "unchanged":
        return f"{head}: {said('known already')}"
    if recorded.change == "forgotten":
        return f"{head}: {said('was forgotten, and is not kept')}"
    what = said("new version") if recorded.change == "version" else said("new report")
    accounts, engagements = len(recorded.accounts), len(recorded.engagements)
    told = said("%(accounts)s of %(engagements)s", accounts=_accounts(accounts), engagements=_engagements(engagements))
    if reading is not None and not reading.accounts:
        told = why_nothing(reading)
    lacks = "".join(f"; {said(_LACKS[one])}" for one in lacking if not (one == "language" and not accounts))
    return f"{head}: {what}, {told}{lacks}"


_LACKS = {
    "date": message("no date of publication (--published)"),
    "language": message("language not known (--lang)"),
}
_COUNTED = (
    ("new", message("%(count)s new")),
    ("version", ""),
    ("unchanged", message("%(count)s known already")),
    ("forgotten", message("%(count)s forgotten before")),
    ("problem", message("%(count)s could not be read")),
    ("date", message("%(count)s without a date")),
    ("language", message("%(count)s without a language that is read")),
)


def _summary(counts: Counter[str], pages: int) -> str:
    """What came of all pages: "12 pages: 8 new, 3 known already, 1 could not be read; 14 accounts"."""
    versions = said_many("%(count)s new version", "%(count)s new versions", counts["version"])
    parts = ", ".join(
        said(words, count=counts[name]) if words else versions for name, words in _COUNTED if counts[name]
    )
    recorded = said_many("%(count)s account recorded", "%(count)s accounts recorded", counts["accounts"])
    return f"{said_many('%(count)s page', '%(count)s pages', pages)}: {parts}; {recorded}"


def _accounts(count: int) -> str:
    return said_many("%(count)s account", "%(count)s accounts", count)


def _engagements(count: int) -> str:
    return said_many("%(count)s engagement", "%(count)s engagements", count)
