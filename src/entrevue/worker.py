"""Reads pages in a process of its own, so that a page that hangs, bursts or crashes the reader costs only itself."""

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.domain.text import printable
from entrevue.intake.sources import is_address
from entrevue.settings import Settings

if TYPE_CHECKING:
    from entrevue.pipeline import Reader

_START_LIMIT = 120.0  # seconds for a process to start, or to load model and packs, apart from any page's time
_END_LIMIT = 5.0  # seconds for a process that broke down to be gone
_MAX_BYTES = 50_000_000  # a file longer than this is no report
_WARM, _PREPARE = "warm", "prepare"
_FULL = 75  # exit code of a process whose memory is used up; it may hold half-made things
# How native code ends that gets no memory; it cannot be told from how it ends that has a fault.
_WITHOUT_MEMORY = frozenset(
    getattr(signal, name, None) for name in ("SIGABRT", "SIGBUS", "SIGILL", "SIGKILL", "SIGSEGV", "SIGTRAP")
)


@dataclass(frozen=True, slots=True)
class Task:
    """What is known of pages from outside; `publisher` stands in for the one that a page does not tell."""

    published: PartialDate | None = None
    language: str | None = None
    otherwise: PartialDate | None = None  # the day of publication of a page that tells none
    publisher: str | None = None


class Worker:
    """A reading process, made when the first page comes and made anew when one had to be stopped."""

    def __init__(self, time_limit: float, memory_limit: int = Settings().memory_limit, *, behind: int = 0) -> None:
        """`time_limit`: seconds a page may take before the process is stopped; `memory_limit`: bytes that it may take.

        `behind`: by how much the process stands behind others for the processor, as `nice` counts it.
        """
        self.time_limit = time_limit
        self.memory_limit = memory_limit
        self.behind = behind
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the process."""
        self.close()

    def prepare(self) -> None:
        """Start the process and load everything that any page needs, so that no page waits for it."""
        connection = self._connection or self._start()
        if isinstance(connection, str):
            return
        try:
            connection.send(_PREPARE)
            while connection.poll(_START_LIMIT) and connection.recv() != _WARM:
                pass
        except (EOFError, OSError):
            self._stop()

    def close(self) -> None:
        """Stop the process; the next page makes another."""
        self._stop()

    def interrupt(self) -> None:
        """End the process in the middle of what it does, from another thread than the one that waits for it."""
        process = self._process
        if process is not None:
            process.kill()

    def read(self, name: str, task: Task) -> Reading | Problem:
        """Read the page called `name`: a path, an http(s) address, or "-"."""
        page = name if is_address(name) else load_page(name)
        return page if isinstance(page, Problem) else self.read_page(page, task, name)

    def read_page(self, page: Page | str, task: Task, name: str | None = None) -> Reading | Problem:
        """Read a page at hand, or the one at an http(s) address; problems call it `name`."""
        connection = self._connection or self._start()
        if isinstance(connection, str):
            return Problem(connection, name)
        try:
            connection.send((page, task))
            limit = self.time_limit
            while connection.poll(limit):
                outcome: Reading | Problem | bool = connection.recv()
                if not isinstance(outcome, bool):
                    return outcome
                limit = (
                    _START_LIMIT if outcome else self.time_limit
                )  # what a language's loading takes is not the page's
        except (EOFError, OSError):
            reason = self._breakdown()
            self._stop()
            return Problem(reason, name)
        self._stop()
        return Problem(f"took longer than {self.time_limit:g} s", name)

    def _start(self) -> Connection | str:
        """The connection to a new process, or why there is none."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self.memory_limit), daemon=True)
        self._process.start()
        put_behind(self._process, self.behind)
        theirs.close()
        self._connection = ours
        try:
            if ours.poll(_START_LIMIT) and ours.recv() == _WARM:
                return ours
            code = 0
        except (EOFError, OSError):
            code = self._exit_code()
        self._stop()
        if code == 0:
            return "the reading process did not start"
        megabytes = f"{self.memory_limit / 1_000_000:g} MB of memory"
        return f"the reading process ended while it loaded; it may take {megabytes} (ENTREVUE_MEMORY_LIMIT)"

    def _exit_code(self) -> int:
        """How the process ended by itself; 0 where it did not."""
        assert self._process is not None
        self._process.join(_END_LIMIT)
        return self._process.exitcode or 0

    def _breakdown(self) -> str:
        """Why the process ended by itself, as far as the way in which it did tells."""
        code = self._exit_code()
        memory = f"more than {self.memory_limit / 1_000_000_000:.3g} GB of memory"
        if code == _FULL:
            return f"takes {memory}"
        told = f" (it may take {memory})" if -code in _WITHOUT_MEMORY else ""
        return f"the reader broke down on this page{told}"

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


class Workers:
    """Several reading processes; each is made when there is a page for it."""

    def __init__(self, jobs: int, time_limit: float, memory_limit: int = Settings().memory_limit) -> None:
        """`jobs`: processes at most; the limits are those of each."""
        self._make = partial(Worker, time_limit, memory_limit)
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
        self._threads = ThreadPoolExecutor(jobs)

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the processes, in the middle of their pages where something went wrong."""
        self._threads.shutdown(wait=error is None, cancel_futures=True)
        for worker in self._all:
            worker.close()

    def submit(self, page: Page | str, task: Task, name: str) -> "Future[Reading | Problem]":
        """Have a page read by the next process that is free."""
        return self._threads.submit(self._read, page, task, name)

    def _read(self, page: Page | str, task: Task, name: str) -> Reading | Problem:
        try:
            worker = self._idle.pop()  # atomic, as `append` is
        except IndexError:
            worker = self._make()
            self._all.append(worker)
        try:
            return worker.read_page(page, task, name)
        finally:
            self._idle.append(worker)


def load_page(name: str) -> Page | Problem:
    """The page in a file or on standard input."""
    try:
        if name == "-":
            content = sys.stdin.buffer.read(_MAX_BYTES + 1)
        else:
            path = Path(name)
            if path.is_dir():
                return Problem("is a folder, not a page", name)
            with path.open("rb") as file:
                content = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return Problem(getattr(error, "strerror", None) or str(error), name)
    if len(content) > _MAX_BYTES:
        return Problem(f"is longer than {_MAX_BYTES // 1_000_000} MB", name)
    return Page(content, name=name)


def _serve(connection: Connection, memory_limit: int) -> None:
    """The process: load once, then answer every page with its outcome."""
    try:
        with _held_back():
            bound_memory(memory_limit)
            from entrevue.pipeline import Reader
    except (MemoryError, SystemError, SyntaxError, ImportError, OSError) as error:
        # As who loads a library says it; of SystemError native code says nothing more that got no memory, and Python's
        # own compiler takes what it has no memory to read for wrong.
        if isinstance(error, MemoryError | SystemError | SyntaxError) or "memory" in str(error):
            sys.exit(_FULL)
        raise
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):  # nobody waits for an answer any more
        reader = Reader(loading=connection.send)
        connection.send(_WARM)
        while True:
            try:
                asked = connection.recv()
                if asked == _PREPARE:
                    reader.prepare()
                    connection.send(_WARM)
                    continue
                connection.send(_outcome(reader, *asked))
            except MemoryError:
                sys.exit(_FULL)


@contextmanager
def _held_back() -> Iterator[None]:
    """What native code says on the error output meanwhile is said at the end, and by no process that ends before it.

    Libraries that get no memory while they are loaded print lines of their own, and end the process: why it did not
    start is then told by who started it, in one line.
    """
    kept = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            said.seek(0)
            os.write(2, said.read())


def _outcome(reader: "Reader", page: Page | str, task: Task) -> Reading | Problem:
    from entrevue.intake.fetching import fetch

    try:
        fetched = fetch(page) if isinstance(page, str) else page
        if isinstance(fetched, Problem):
            return fetched
        reading = reader.attempt(fetched, published=task.published, language=task.language, otherwise=task.otherwise)
        return reading if isinstance(reading, Problem) else _by(task.publisher, reading)
    except MemoryError:
        raise
    except Exception as error:
        return Problem(f"the reader broke down on this page ({type(error).__name__}: {printable(str(error))})"[:300])


def _by(publisher: str | None, reading: Reading) -> Reading:
    """The reading with its publisher, where the page does not tell it."""
    if publisher is None or reading.report.publisher is not None:
        return reading
    return replace(reading, report=replace(reading.report, publisher=publisher))


def put_behind(process: BaseProcess, steps: int) -> None:
    """Have a process that was just started stand behind others for the processor, by so many steps of `nice`."""
    if steps and process.pid is not None:
        with suppress(AttributeError, OSError):  # not on Windows; or it has ended
            os.setpriority(os.PRIO_PROCESS, process.pid, steps)


def bound_memory(limit: int) -> None:
    """Let the process take so many bytes of writable memory (RLIMIT_DATA), where the system can hold it to that.

    RLIMIT_AS would count what is only reserved or mapped to read as well: libraries, the files of models, the arenas
    and stacks of their threads, which take no memory.
    """
    try:
        import resource  # not on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
