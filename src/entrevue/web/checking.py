"""Reading drafts for a running site: in a process with a time limit, one at a time, and few in wait."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.errors import Busy
from entrevue.settings import WEB, Settings
from entrevue.worker import Task, Worker


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
        self._worker = Worker(time_limit, memory_limit)
        self._most, self._most_of_one = most, most_of_one
        self._held: Counter[str] = Counter()
        self._holding = Lock()
        self._turn = Lock()

    def read(self, draft: str, task: Task, whose: str) -> Reading | Problem:
        """What a draft of somebody tells; Busy when others are being read, or another of theirs."""
        with self._place(whose), self._turn:
            return self._worker.read_page(Page(draft.encode("utf-8", "replace"), media_type="text/plain"), task)

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
        """Stop the process."""
        with self._turn:
            self._worker.close()
