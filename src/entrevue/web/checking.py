"""Reading drafts for a running site: in a process with a time limit, one at a time, and few in wait."""

from threading import BoundedSemaphore, Lock

from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.errors import Busy
from entrevue.settings import Settings
from entrevue.worker import Task, Worker

_AT_ONCE = 2  # one that is read and one that waits; whoever comes then is told to come again


class DraftReader:
    """Reads drafts; the process is made when the first comes, which takes some seconds."""

    def __init__(self, time_limit: float, memory_limit: int = Settings().memory_limit) -> None:
        """`time_limit`: seconds that a draft may take; `memory_limit`: bytes that the reading process may."""
        self._worker = Worker(time_limit, memory_limit)
        self._places = BoundedSemaphore(_AT_ONCE)
        self._turn = Lock()

    def read(self, draft: str, task: Task) -> Reading | Problem:
        """What a draft tells; Busy when others are being read."""
        if not self._places.acquire(blocking=False):
            raise Busy("other texts are being read at this moment; please try again shortly")
        try:
            with self._turn:
                return self._worker.read_page(Page(draft.encode(), media_type="text/plain"), task)
        finally:
            self._places.release()

    def close(self) -> None:
        """Stop the process."""
        with self._turn:
            self._worker.close()
