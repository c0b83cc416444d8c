"""Reading drafts for a running site: in a process with a time limit, one at a time, and few in wait.

The reader takes a quarter of a gigabyte and a second to load. However many processes answer, `entrevue serve` has one of it, made
by the process that looks after the others (`DraftDesk`); those ask it (`DraftsElsewhere`).
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError, current_process
from multiprocessing.connection import Client, Connection, Listener
from threading import Lock, Thread
from typing import Protocol

from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.errors import Busy
from entrevue.settings import WEB, Settings
from entrevue.worker import Task, Worker

_TEXT = "text/plain"
_BEHIND = 5  # as `nice` counts it: pages are made before drafts are read
_LINES = 64  # processes that ask at the same moment


class Drafts(Protocol):
    """What reads drafts: texts, pages, and addresses told as pages without content."""

    def read(self, draft: str | Page, task: Task, whose: str) -> Reading | Problem:
        """What a draft of somebody tells; Busy when others are being read, or another of theirs."""

    def close(self) -> None:
        """Let go of what is held."""


class DraftReader:
    """Reads drafts; the process is made by `prepare`, or when the first comes, which takes some seconds more."""

    def __init__(
        self,
        time_limit: float,
        memory_limit: int = Settings().memory_limit,
        *,
        most: int = WEB.drafts,
        most_of_one: int = WEB.drafts_per_address,
    ) -> None:
        """`time_limit`: seconds that a draft may take; `memory_limit`: bytes that the reading process may.

        `most`: drafts that are read or in wait; `most_of_one`: of them those of one address.
        """
        self._worker = Worker(time_limit, memory_limit, behind=_BEHIND)
        self._most, self._most_of_one = most, most_of_one
        self._held: Counter[str] = Counter()
        self._holding = Lock()
        self._turn = Lock()

    def read(self, draft: str | Page, task: Task, whose: str) -> Reading | Problem:
        """What a draft of somebody tells; Busy when others are being read, or another of theirs."""
        page: Page | str = (
            draft if isinstance(draft, Page) else Page(draft.encode("utf-8", "replace"), media_type=_TEXT)
        )
        if isinstance(page, Page) and not page.content and page.url:
            page = page.url
        with self._place(whose), self._turn:
            return self._worker.read_page(page, task)

    def prepare(self) -> None:
        """Make the process and load all that drafts need; whoever comes meanwhile waits for it."""
        with self._turn:
            self._worker.prepare()

    @contextmanager
    def _place(self, whose: str) -> Iterator[None]:
        with self._holding:
            if self._held.total() >= self._most or self._held[whose] >= self._most_of_one:
                raise Busy("other texts are being read at this moment; please try again shortly")
            self._held[whose] += 1
        try:
            yield
        finally:
            with self._holding:
                self._held -= Counter({whose: 1})  # which leaves none behind that holds nothing

    def close(self) -> None:
        """Stop the process, whatever it reads or loads."""
        self._worker.interrupt()
        with self._turn:
            self._worker.close()


class DraftDesk:
    """Has drafts read for other processes of this server, from when it is made; they know it by its `address`.

    It listens where this user alone may ask (on Windows, who knows the key too), and answers who holds the key that
    processes get from the one that starts them.
    """

    def __init__(self, drafts: DraftReader) -> None:
        """`drafts` is loaded in a thread; who asks meanwhile waits for it."""
        self._drafts = drafts
        self._listener = Listener(backlog=_LINES, authkey=current_process().authkey)
        self.address = str(self._listener.address)
        for work in (drafts.prepare, self._listen):
            Thread(target=work, name="drafts", daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                asking = self._listener.accept()
            except (AuthenticationError, ConnectionError, EOFError):
                continue  # somebody else, or gone
            except OSError:
                return  # closed
            Thread(target=self._answer, args=(asking,), name="draft", daemon=True).start()

    def _answer(self, asking: Connection) -> None:
        with asking, suppress(EOFError, OSError):
            draft, task, whose = asking.recv()
            try:
                answer: Reading | Problem | Busy = self._drafts.read(draft, task, whose)
            except Busy as error:
                answer = error
            asking.send(answer)

    def close(self) -> None:
        """Listen no more, and stop the process that reads."""
        self._listener.close()
        self._drafts.close()


class DraftsElsewhere:
    """Has drafts read by the `DraftDesk` at an address."""

    def __init__(self, address: str) -> None:
        self._address = address

    def read(self, draft: str | Page, task: Task, whose: str) -> Reading | Problem:
        """What a draft of somebody tells; Busy when others are being read, another of theirs, or nobody answers."""
        try:
            with Client(self._address, authkey=current_process().authkey) as desk:
                desk.send((draft, task, whose))
                answer: Reading | Problem | Busy = desk.recv()
        except (AuthenticationError, EOFError, OSError) as error:
            raise Busy("texts cannot be read at this moment; please try again shortly") from error
        if isinstance(answer, Busy):
            raise answer
        return answer

    def close(self) -> None:
        """Nothing is held here."""
