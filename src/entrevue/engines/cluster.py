"""A cluster of Dask: its scheduler's address, or processes that this program starts (the extra `entrevue[dask]`).

A worker of the cluster has pages read in a process of its own, as the local engine does, so that a page costs itself
alone here too. A worker that is lost has its pieces done by others; Dask sees to that.
"""

import os
import pickle
import queue
import threading
import warnings
from collections.abc import Callable
from importlib import metadata
from typing import Any
from uuid import uuid4

from entrevue.engines import Broken, Finished, Limits, Work
from entrevue.engines.local import LocalEngine, cores
from entrevue.errors import EntrevueError

_TRIES = 3  # times that Dask may give up a piece, after losing several workers each time
_WAITS = 30  # seconds for a scheduler to answer
_LOOKS = 1.0  # seconds after which a working process is looked at again


class DaskEngine:
    """Work on a cluster; see the port for what it promises."""

    def __init__(
        self,
        work: Work,
        *,
        scheduler: str | None = None,
        slots: int | None = None,
        limits: Limits | None = None,
        patience: float = _WAITS,
    ) -> None:
        """`scheduler`: the address of one that runs; without it, `slots` worker processes are started here.

        EntrevueError when Dask is not installed, or the scheduler does not answer.
        """
        try:
            from distributed import Client, LocalCluster
            from distributed.versions import VersionMismatchWarning
        except ImportError as error:
            raise EntrevueError("the engine dask needs Dask: pip install 'entrevue[dask]'") from error
        self._task = (pickle.dumps(work), limits or Limits())
        self._run = uuid4().hex
        self._cluster = None
        self._pieces: dict[int, Any] = {}
        self._tries: dict[int, int] = {}
        self._futures: dict[int, Any] = {}
        self._done: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        if scheduler is None:
            self._cluster = LocalCluster(
                n_workers=slots or cores(), threads_per_worker=1, dashboard_address=":0", memory_limit=0
            )
        try:
            with warnings.catch_warnings():  # of versions that differ, ours alone matters, and is looked at below
                warnings.simplefilter("ignore", VersionMismatchWarning)
                self._client = Client(self._cluster or scheduler, timeout=patience, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise EntrevueError("no scheduler of Dask answers at %(place)s", place=scheduler) from error
        self._same_everywhere()

    def _same_everywhere(self) -> None:
        """Have all workers be of this version: they would read otherwise than is said."""
        own = version()
        for worker, found in self._client.run(version, on_error="return").items():
            if found != own:
                told = found if isinstance(found, str) else "none"
                self.close()
                raise EntrevueError(
                    "the worker %(worker)s has Entrevue %(found)s, this is %(own)s", worker=worker, found=told, own=own
                )

    @property
    def slots(self) -> int:
        """How many threads the cluster's workers have together, as of now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, ticket: int, piece: Any) -> None:
        """Have a piece worked on."""
        self._pieces[ticket], self._tries[ticket] = piece, 0
        self._send(ticket)

    def _send(self, ticket: int) -> None:
        self._tries[ticket] += 1
        name = f"entrevue-{self._run}-{ticket}-{self._tries[ticket]}"
        future = self._client.submit(answer, *self._task, self._pieces[ticket], key=name, pure=False)
        self._futures[ticket] = future
        future.add_done_callback(self._noting(ticket))

    def _noting(self, ticket: int) -> Callable[[Any], None]:
        return lambda future: self._done.put((ticket, future))

    def finished(self, patience: float) -> tuple[Finished, ...]:
        """What was finished since; waits up to `patience` seconds for something."""
        found: list[Finished] = []
        while self._futures:
            try:
                ticket, future = (
                    self._done.get(timeout=0 if found else patience) if not found else self._done.get_nowait()
                )
            except queue.Empty:
                break
            if self._futures.get(ticket) is not future:
                continue
            done = self._outcome(ticket, future)
            if done is not None:
                del self._futures[ticket], self._pieces[ticket], self._tries[ticket]
                found.append(done)
        return tuple(found)

    def _outcome(self, ticket: int, future: Any) -> Finished | None:
        """What came of a piece; None when it has to be done again."""
        if future.status == "finished":
            return Finished(ticket, tuple(future.result()))
        error = future.exception() if future.status == "error" else None
        if isinstance(error, EntrevueError):
            raise error
        if self._tries[ticket] < _TRIES:
            self._send(ticket)
            return None
        reason = f"the cluster gave it up ({type(error).__name__ if error else future.status})"
        return Finished(ticket, (Broken(str(self._pieces[ticket]), reason),))

    def processes(self) -> list[int]:
        """The numbers of the workers' processes, as their systems count them."""
        return sorted(self._client.run(os.getpid, on_error="ignore").values())

    def close(self) -> None:
        """Stop what this program started, and let go of the rest."""
        self._client.cancel(list(self._futures.values()))
        self._client.run(let_go, wait=False)  # a worker that died meanwhile would never answer
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def version() -> str:
    """The version of Entrevue that is installed."""
    return metadata.version("entrevue")


_engines: dict[tuple[int, bytes], LocalEngine] = {}  # of this worker, one a thread


def answer(work: bytes, limits: Limits, piece: Any) -> list[Any]:
    """Run in a worker: what comes of a piece, worked on in a process beside the worker."""
    place = (threading.get_ident(), work)
    engine = _engines.get(place)
    if engine is None:
        engine = _engines[place] = LocalEngine(pickle.loads(work), slots=1, limits=limits)  # noqa: S301 (our own)
    engine.submit(0, piece)
    while not (done := engine.finished(_LOOKS)):
        pass
    return list(done[0].values)


async def let_go() -> None:
    """Run in every worker at the end: stop the processes beside it (what nobody waits for has to be asynchronous)."""
    while _engines:
        _engines.popitem()[1].close()
