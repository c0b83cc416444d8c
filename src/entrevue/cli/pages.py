"""Pages as the commands that read take them: many sources, several processes, one outcome after another in order."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrevue.cli.door import console
from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Problem
from entrevue.domain.text import printable
from entrevue.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from entrevue.domain.reading import Reading
    from entrevue.domain.report import Page
    from entrevue.intake.sources import Source
    from entrevue.worker import Task, Workers

_AT_ONCE = 32  # pages looked up among the known ones, and held in memory, together
_WORTH = 4  # pages from which another process is worth the time in which it loads

Pages = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PAGE",
        help="Files (HTML, text, PDF), folders, patterns, http(s) addresses, tables of texts (CSV, TSV, JSON lines),"
        " or - for standard input.",
        show_default=False,
    ),
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


@dataclass(frozen=True, slots=True)
class Known:
    """A page that was read before, by the report that it gave."""

    report: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the options tell of pages, and how they are to be read."""

    published: PartialDate | None = None
    language: str | None = None
    publisher: str | None = None
    url: str | None = None
    listed: str | None = None
    jobs: int = 1
    time_limit: float = 20.0
    memory_limit: int = 0


def told(
    published: Published = None,
    lang: Language = None,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who published the pages, where they do not tell it.")
    ] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="The address of a single page, by which it is known again.")
    ] = None,
    listed: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="A list of pages, one a line; - for standard input.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            max=256,
            envvar="ENTREVUE_JOBS",
            show_envvar=False,
            help="Processes that read (default: one a core).",
        ),
    ] = None,
    time_limit: TimeLimit = None,
) -> Told:
    """What the options tell; wrong use for values that cannot be."""
    settings = Settings.from_environment()
    return Told(
        published_option(published),
        language_option(lang),
        printable((publisher or "").strip()) or None,
        _address_option(url),
        listed,
        jobs or _cores(),
        time_limit or settings.time_limit,
        settings.memory_limit,
    )


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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


def _address_option(url: str | None) -> str | None:
    if url is not None and not url.lower().startswith(("http://", "https://")):
        raise typer.BadParameter(f"{url!r} is no address: it begins with http:// or https://", param_hint="--url")
    return printable(url) if url is not None else None


class Batch:
    """The pages of a run with what is known of them; `total` where they could be counted without reading them."""

    def __init__(self, names: Sequence[str] | None, told: Told) -> None:
        """Wrong use where no page is named, or an address for many is given."""
        from entrevue.intake.sources import sources_of

        if not names and told.listed is None:
            raise typer.BadParameter("name a page, a folder or a list (--from FILE)")
        given = [*(names or ()), *(_listed(told.listed) if told.listed else ())]
        self.told = told
        self._found = sources_of(given, sys.stdin.buffer.read)
        self._first = list(islice(self._found, _AT_ONCE * 1024))
        rest = next(self._found, None)
        self.total = len(self._first) if rest is None else None
        self._found = chain([] if rest is None else [rest], self._found)
        if told.url is not None and self.total != 1:
            raise typer.BadParameter("it is the address of a single page", param_hint="--url")

    def outcomes(
        self, known: Callable[[Iterable[str]], dict[str, str]] | None = None
    ) -> Iterator[tuple[str, "Reading | Problem | Known"]]:
        """Every page by its name with what came of it, in order, under a progress bar when somebody looks on.

        `known` tells which fingerprints of pages are those of reports that need not be read again.
        """
        from entrevue.worker import Workers

        told, sources = self.told, chain(self._first, self._found)
        jobs = min(told.jobs, 1 + (self.total or told.jobs * _WORTH) // _WORTH)
        waiting: deque[tuple[str, Future[Reading | Problem] | Problem | Known, str]] = deque()
        with _progress(self.total) as progress, Workers(jobs, told.time_limit, told.memory_limit) as workers:
            while chunk := list(islice(sources, _AT_ONCE)):
                for one in _asked(chunk, told, known, workers):
                    waiting.append(one)
                    while len(waiting) > 2 * jobs or (waiting and not isinstance(waiting[0][1], Future)):
                        yield _told(waiting.popleft(), progress)
            while waiting:
                yield _told(waiting.popleft(), progress)


def _listed(name: str) -> Iterator[str]:
    """The names in a list."""
    from entrevue.intake.sources import names_listed

    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{name}: {error.strerror}", param_hint="--from") from error
    return names_listed(content.decode("utf-8", "replace").splitlines())


def _asked(
    chunk: Sequence["Source | Problem"],
    told: Told,
    known: Callable[[Iterable[str]], dict[str, str]] | None,
    workers: "Workers",
) -> Iterator[tuple[str, "Future[Reading | Problem] | Problem | Known", str]]:
    """Pages with what is known of them at once, or with what will come of them; and their fingerprints."""
    loaded = [_loaded(source, told) for source in chunk]
    marks = {one[3] for one in loaded if one[3]}
    seen = known(marks) if known and marks else {}
    for name, page, task, mark in loaded:
        if isinstance(page, Problem):
            yield name, page, ""
        elif mark in seen:
            yield name, Known(seen[mark]), mark
        else:
            yield name, workers.submit(page, task, name), mark


def _loaded(source: "Source | Problem", told: Told) -> tuple[str, "Page | str | Problem", "Task", str]:
    """The page that a source names, with what is told of it, and its fingerprint; an address is fetched later."""
    from entrevue.domain.report import fingerprint
    from entrevue.worker import Task, load_page

    if isinstance(source, Problem):
        return source.name or "-", source, Task(), ""
    task = Task(
        source.published or told.published,
        source.language or told.language,
        publisher=source.publisher or told.publisher,
    )
    if source.is_address:
        return source.name, source.name, task, ""
    page = source.page or load_page(source.name)
    if isinstance(page, Problem):
        return source.name, page, task, ""
    page = replace(page, url=page.url or source.url or told.url)
    return source.name, page, task, fingerprint(page, page.media_type, task.published, task.language, task.publisher)


def _told(
    one: tuple[str, "Future[Reading | Problem] | Problem | Known", str], progress: "Progress | None"
) -> tuple[str, "Reading | Problem | Known"]:
    name, pending, mark = one
    if progress is not None:
        progress.update(progress.task_ids[0], page=printable(name))
    outcome = pending.result() if isinstance(pending, Future) else pending
    if progress is not None:
        progress.advance(progress.task_ids[0])
    return name, outcome if isinstance(outcome, (Problem, Known)) else replace(outcome, page=mark)


@contextmanager
def _progress(total: int | None) -> Iterator["Progress | None"]:
    """A bar with the rate and the time left, when there are several pages and somebody looks on."""
    if total == 1 or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Pages a second."""

        def render(self, task: object) -> Text:
            return Text(f"{speed:.1f}/s" if (speed := getattr(task, "speed", None)) else "")

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[page]}", markup=False),
    )
    with Progress(*columns, console=console(errors=True), transient=True) as progress:
        progress.add_task("", total=total, page="")
        yield progress
