"""`entrevue watch`: feeds, sitemaps and pages that are read again and again."""

import logging
import re
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from entrevue.cli.door import console, say, warn
from entrevue.cli.ledgers import AsJson, Place, opened, print_json
from entrevue.cli.tongue import message, said, said_many, worded
from entrevue.settings import MailSettings, Settings

if TYPE_CHECKING:
    import datetime as dt

    from entrevue.domain.watches import Job, WatchRun

app = typer.Typer(help="Read feeds and sitemaps again and again.", no_args_is_help=True)
Named = Annotated[str, typer.Argument(metavar="WATCH", help="A watch: its id (w-…) or its address.")]
_TIME = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)?\Z")
_SECONDS = {None: 60.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SHORTEST, _LONGEST = 10.0, 30 * 86400.0


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, a sitemap, or a page that offers one.")],
    private: Annotated[
        bool, typer.Option("--private", help="Its server may be on this machine or a private network.")
    ] = False,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """Watch a feed (RSS, Atom, JSON Feed) or a sitemap; of a page, the feed that it offers.

    It is fetched once to see that there is one. A ledger that is not there is made.
    """
    from entrevue.domain.watches import WatchKind
    from entrevue.watching.finding import find_feed

    found = find_feed(url, private=private)
    with opened(ledger, create=True) as book:
        watch = book.watches.add(
            found.url, WatchKind(found.feed.kind), found.feed.title, page=found.page, private=private
        )
    if json:
        print_json([watch])
    else:
        kind, listed = said(watch.kind.value), len(found.feed.pages)
        what = {"kind": kind, "title": watch.title, "url": watch.url}
        what["pages"] = said_many("%(count)s page listed", "%(count)s pages listed", listed)
        say(f"{watch.id}  {said('%(kind)s “%(title)s” at %(url)s, %(pages)s', **what)}")


@app.command("list")
def list_(json: AsJson = False, ledger: Place = None) -> None:
    """List watches with how their last look went."""
    with opened(ledger) as book:
        watches = book.watches.all()
    if json:
        print_json(watches)
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Id", message("What"), message("Last look"), message("How it went"), message("Next")):
        table.add_column(said(heading), vertical="top", no_wrap=heading == "Id")
    for one in watches:
        went = worded(one.last_outcome) if one.last_outcome else said("not looked at yet")
        cells = (one.id, f"{one.title}\n{one.url}", _moment(one.last), went, _moment(one.due))
        table.add_row(*(Text(cell) for cell in cells))
    console().print(table if watches else said("No watch; `entrevue watch add URL` adds one."))


@app.command()
def remove(watch: Named, ledger: Place = None) -> None:
    """Watch something no more; what was read from it stays."""
    with opened(ledger) as book:
        removed = book.watches.remove(watch)
    say(f"{removed.id}  {said('%(url)s is watched no more', url=removed.url)}")


@app.command()
def log(
    watch: Annotated[str | None, typer.Argument(metavar="[WATCH]", help="One watch alone.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="What was given up, with its reason.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many lines.")] = 50,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """Show how looks went and what came of pages, the newest first."""
    with opened(ledger) as book:
        chosen = book.watches.get(watch).id if watch else None
        jobs: list[Job] = []
        runs: tuple[WatchRun, ...] = ()
        if failed:
            jobs = [one for one in book.watches.given_up() if chosen in {None, one.watch}][:limit]
        else:
            runs = book.watches.log(chosen, limit=limit)
    if json:
        print_json([*jobs, *runs])
        return
    for one in runs:
        words = ((one.pages, message("%(count)s new")), (one.told, message("%(count)s told")))
        counts = ", ".join(said(word, count=count) for count, word in words if count)
        sign = f"{said('FAILED')} " if one.failed else ""
        what = f"{sign}{worded(one.outcome)}{f' ({counts})' if counts else ''}"
        say(f"{_moment(one.when)}  {one.watch}  {what}")
    for job in jobs:
        tried = said_many("tried once", "tried %(count)s times", job.attempts)
        say(f"{said(job.kind.value)} {job.subject}: {worded(job.error or '')} ({tried})")


@app.command()
def run(
    watches: Annotated[list[str] | None, typer.Argument(metavar="[WATCH…]", help="These alone; without, all.")] = None,
    every: Annotated[
        str | None, typer.Option("--every", metavar="TIME", help="Go on for ever, a look at each so often: 15m, 2h.")
    ] = None,
    delay: Annotated[
        float, typer.Option("--delay", metavar="SECONDS", min=0.0, help="Between two requests to one host.")
    ] = 2.0,
    ledger: Place = None,
) -> None:
    """Look at watches now, read what is new into the ledger, and tell whom alerts name; with --every, as a service.

    Exit codes: 0 done or stopped (Ctrl+C, SIGTERM), 1 a look failed (see the log), 2 wrong use or a ledger that cannot
    be used. One failing watch stops no other.
    """
    import os

    from entrevue.watching.service import Pace, Service
    from entrevue.watching.telling import Teller
    from entrevue.worker import Worker

    seconds = _seconds(every) if every else 900.0
    if every and watches:
        raise typer.BadParameter("--every looks at all watches; leave it out to look at some of them now")
    settings, mail = Settings.from_environment(), MailSettings.from_environment()
    logging.basicConfig(stream=_Cleaned(), level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    with opened(ledger) as book, Worker(settings.time_limit, settings.memory_limit) as worker:
        chosen = [book.watches.get(name) for name in watches] if watches else list(book.watches.all())
        service = Service(book, worker, Teller(mail, os.environ.get("ENTREVUE_PUBLIC_URL")), Pace(seconds, delay))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: service.stop())
        if every:
            warn(said("watching %(count)s, each every %(time)s (stop with Ctrl+C)", count=len(chosen), time=every))
            service.run()
            return
        if not chosen:
            warn(said("there is no watch; `entrevue watch add URL` adds one"))
        service.run_once(chosen)
        failed = [one for one in book.watches.all() if one.failures and one.id in {each.id for each in chosen}]
    if failed:
        raise typer.Exit(1)


class _Cleaned:
    """Where the log goes: through the door, like everything that is printed."""

    def write(self, text: str) -> None:
        if line := text.rstrip("\n"):
            warn(line)

    def flush(self) -> None:
        sys.stderr.flush()


def _seconds(told: str) -> float:
    match = _TIME.match(told.strip().lower())
    seconds = float(match.group(1)) * _SECONDS[match.group(2)] if match else 0.0
    if not _SHORTEST <= seconds <= _LONGEST:
        raise typer.BadParameter("a time is written as 30s, 15m, 2h or 1d, from 10s to 30d", param_hint="--every")
    return seconds


def _moment(when: "dt.datetime | None") -> str:
    return when.strftime("%Y-%m-%d %H:%M") if when else "—"
