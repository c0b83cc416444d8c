"""`entrevue scale`: archives and folders of pages, on all cores or a cluster."""

import hashlib
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from entrevue.cli.door import console, say, warn
from entrevue.cli.ledgers import Place
from entrevue.cli.pages import TimeLimit
from entrevue.cli.tongue import message, said, said_many
from entrevue.errors import ScaleError, needed
from entrevue.settings import Settings

if TYPE_CHECKING:
    from entrevue.engines import Engine, Work
    from entrevue.scale.counts import Counts
    from entrevue.scale.outputs import Outputs
    from entrevue.scale.running import Progress

app = typer.Typer(help="Read archives and folders of pages, on all cores or a cluster.", no_args_is_help=True)
_INTERRUPTED = 130


class EngineName(StrEnum):
    """Where pages are read."""

    LOCAL = "local"
    DASK = "dask"


Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE…", help="WARC files, folders of pages, JSON lines, Parquet with URLs and HTML."),
]


@app.command()
def read(
    sources: Sources,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write Parquet tables there: reports, accounts, problems.")
    ] = None,
    ledger: Place = None,
    engine: Annotated[
        EngineName, typer.Option(help="Processes of this machine, or a cluster of Dask.")
    ] = EngineName.LOCAL,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="With dask: the scheduler, such as tcp://10.0.0.1:8786.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=1024, help="Processes (default: one for each core).")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")] = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="Print pages in and out, time and share of each stage.")
    ] = False,
    time_limit: TimeLimit = None,
) -> None:
    """Read every page of the sources into Parquet tables (--out), a ledger (--ledger), or both.

    Exit codes: 0 everything was read (pages that could not be are in the table of problems), 2 wrong use or what
    cannot be used, 130 interrupted; --resume goes on where a run stopped.
    """
    needed("pyarrow", "parquet", "archives and tables")
    if out is None and ledger is None:
        raise typer.BadParameter("say where results go: --out DIR, --ledger PLACE, or both")
    if scheduler is not None and engine is not EngineName.DASK:
        raise typer.BadParameter("--scheduler is for --engine dask")
    from entrevue.scale import journal as journals
    from entrevue.scale.running import Run
    from entrevue.scale.sources import find_sources, pieces_of
    from entrevue.scale.work import ReadingWork

    settings = Settings.from_environment()
    found = find_sources(sources)
    folder = _folder(out) if out is not None else _hidden(sources, str(ledger), resume=resume)
    with journals.opened(folder, found, resume=resume) as journal, _outputs(folder, out, ledger) as output:
        if journal.finished:
            warn(said("the run is finished already; nothing was read"))
            _summary(journal.counts, folder)
            return
        pieces = [piece for source in found for piece in pieces_of(source)]
        work = ReadingWork(settings.memory_limit)
        known = output.go_on(journal.parts)
        with _stoppable(), _engine(engine, work, scheduler, workers, time_limit or settings.time_limit) as chosen:
            run = Run(pieces, chosen, output, journal)
            run.remember(known)
            try:
                with _progress() as shown:
                    run.go(shown)
            except KeyboardInterrupt:
                warn(said("interrupted; --resume goes on from here"))
                raise typer.Exit(_INTERRUPTED) from None
        output.end()
        _summary(run.counts, folder)
        if profile:
            _print_profile(run.counts)


def _folder(out: Path) -> Path:
    """The folder for tables, made where it is not there; ScaleError for one that holds something else."""
    from entrevue.scale.journal import NAME

    try:
        if not out.exists():
            out.mkdir()
        elif not out.is_dir() or (any(out.iterdir()) and not (out / NAME).exists()):
            raise ScaleError("%(out)s: holds something else; name a new folder", out=str(out))
    except OSError as error:
        raise ScaleError("%(out)s: cannot be made: %(why)s", out=str(out), why=error.strerror or error) from error
    return out


def _hidden(sources: list[str], ledger: str, *, resume: bool) -> Path:
    """The folder for the journal of a run whose results go into a ledger alone; without `resume` it begins anew."""
    from shutil import rmtree

    from platformdirs import user_state_path

    told = "\n".join([ledger, *(str(Path(one).absolute()) for one in sources)])
    name = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    folder = user_state_path("entrevue", appauthor=False) / "scale" / name
    try:
        if folder.exists() and not resume:
            rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ScaleError("%(out)s: cannot be made: %(why)s", out=str(folder), why=error.strerror or error) from error
    return folder


@contextmanager
def _outputs(folder: Path, out: Path | None, ledger: str | None) -> Iterator["Outputs"]:
    from entrevue.scale.outputs import Outputs
    from entrevue.wiring import Ledger

    if ledger is None:
        yield Outputs(folder, None, tables=True)
        return
    with Ledger(ledger) as book:
        yield Outputs(folder, book, tables=out is not None)


@contextmanager
def _engine(
    name: EngineName, work: "Work", scheduler: str | None, workers: int | None, seconds: float
) -> Iterator["Engine"]:
    from entrevue.engines import Limits

    limits = Limits(seconds=seconds)
    made: Engine
    if name is EngineName.DASK:
        from entrevue.engines.cluster import DaskEngine

        made = DaskEngine(work, scheduler=scheduler, slots=workers, limits=limits)
    else:
        from entrevue.engines.local import LocalEngine

        made = LocalEngine(work, slots=workers, limits=limits)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def _stoppable() -> Iterator[None]:
    """Have SIGTERM end a run as Ctrl+C does: what is done is kept."""

    def stop(_: int, __: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _progress() -> Iterator[Callable[["Progress"], None]]:
    """Shows how far a run is, where somebody looks on."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}", markup=False),
    )
    with Bars(*columns, console=console(errors=True), transient=True) as bars:
        bar = bars.add_task("", total=None, told=said("starting"))
        yield lambda progress: bars.update(bar, total=progress.of, completed=progress.pieces, told=_in_short(progress))


def _in_short(progress: "Progress") -> str:
    from entrevue.scale.gates import GATES

    counts = progress.counts
    rate = progress.since / progress.seconds if progress.seconds else 0.0
    shares = " ".join(f"{gate.value} {counts.share(gate):.0%}" for gate in GATES[1:])
    told = {"rate": f"{rate:.0f}", "pages": _pages(counts.records), "shares": shares}
    return said("%(rate)s pages/s, %(pages)s; came to: %(shares)s", **told)


def _pages(count: int) -> str:
    return said_many("%(count)s page", "%(count)s pages", count, count=f"{count:,}")


def _summary(counts: "Counts", folder: Path) -> None:
    accounts = said_many("%(count)s account", "%(count)s accounts", counts.accounts, count=f"{counts.accounts:,}")
    told = message(
        "%(pages)s; with an engagement: %(told)s, %(accounts)s; could not be read: %(problems)s (see %(folder)s)"
    )
    names = {"pages": _pages(counts.records), "told": f"{counts.told:,}", "problems": f"{counts.problems:,}"}
    say(said(told, folder=folder / "problems", accounts=accounts, **names))
    if counts.reprints:
        say(
            said_many(
                "%(count)s report repeats one that was read before, and was not read again",
                "%(count)s reports repeat one that was read before, and were not read again",
                counts.reprints,
                count=f"{counts.reprints:,}",
            )
        )
    if counts.damaged:
        say(
            said_many(
                "%(count)s byte of the sources is damaged; what follows it was read",
                "%(count)s bytes of the sources are damaged; what follows them was read",
                counts.damaged,
                count=f"{counts.damaged:,}",
            )
        )


def _print_profile(counts: "Counts") -> None:
    from rich import box
    from rich.table import Table

    from entrevue.scale.counts import profile

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(said("stage"))
    for heading in map(message, ("in", "on", "on of in", "seconds", "ms each", "share")):
        table.add_column(said(heading), justify="right")
    for stage, came, on, seconds, share in profile(counts):
        part, each = (f"{on / came:.1%}", f"{1000 * seconds / came:.2f}") if came else ("", "")
        table.add_row(stage, f"{came:,}", f"{on:,}", part, f"{seconds:,.1f}", each, f"{share:.1%}")
    console().print(table)
