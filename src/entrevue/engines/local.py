"""All cores of this machine: processes that are made anew when they die, each with one piece at a time."""

import os
import pickle
import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from entrevue.engines import Begun, Broken, Finished, Limits, Work
from entrevue.engines.child import Child, Failed, Over, Ready
from entrevue.errors import EntrevueError

_STARTS = 3  # processes in a row that may die before they are ready


@dataclass
class _Job:
    """A piece on its way: what came of it so far, and from where it goes on if its process dies."""

    ticket: int
    here: Any  # the piece that begins with the item that is worked on
    values: list[Any] = field(default_factory=list)
    begun: Begun | None = None
    deaths: int = 0  # on the item that is worked on

    def goes_on(self, begun: Begun) -> None:
        """Another item begins."""
        if self.begun is not None and begun != self.begun:  # the same one begins again after its process died
            self.here, self.deaths = self.begun.rest, 0
        self.begun = begun

    def gives_up(self, reason: str) -> bool:
        """Leave the item out; whether anything of the piece is left."""
        self.values.append(Broken(self.begun.item if self.begun else str(self.here), reason))
        self.here = self.begun.rest if self.begun else None
        self.begun, self.deaths = None, 0
        return self.here is not None


@dataclass
class _Seat:
    """A process, and what it works on."""

    child: Child | None = None
    ready: bool = False
    job: _Job | None = None
    until: float = 0.0
    kept: int = 0  # values of the job up to its last item that was finished


class LocalEngine:
    """Processes on this machine; see the port for what they promise."""

    def __init__(self, work: Work, *, slots: int | None = None, limits: Limits | None = None) -> None:
        """`slots`: how many processes; None: as many as there are cores for this process."""
        self._work = pickle.dumps(work)
        self._limits = limits or Limits()
        self._seats = [_Seat() for _ in range(slots or cores())]
        self._waiting: deque[_Job] = deque()
        self._finished: list[Finished] = []
        self._starts = 0

    @property
    def slots(self) -> int:
        """How many processes work at once."""
        return len(self._seats)

    def submit(self, ticket: int, piece: Any) -> None:
        """Have a piece worked on."""
        self._waiting.append(_Job(ticket, piece))

    def finished(self, patience: float) -> tuple[Finished, ...]:
        """What was finished since; waits up to `patience` seconds for something."""
        end = time.monotonic() + patience
        while not self._finished:
            self._seat_everybody()
            now = time.monotonic()
            lines = {seat.child.line: seat for seat in self._seats if seat.child is not None and seat.job is not None}
            if not lines or now > end:
                break
            first = min(end, *(seat.until for seat in lines.values()))
            for line in wait(list(lines), timeout=max(first - now, 0)):
                assert isinstance(line, Connection)
                self._hear(lines[line])
            now = time.monotonic()
            for seat in lines.values():
                if seat.child is not None and seat.until <= now and not seat.child.line.poll():
                    self._too_long(seat)
        done, self._finished = tuple(self._finished), []
        return done

    def processes(self, *, ready: bool = False) -> list[int]:
        """The numbers of the processes that are running, as the system counts them; `ready`: those alone that work."""
        seats = [(seat.child, seat.ready) for seat in self._seats]
        return [child.process.pid for child, works in seats if child is not None and (works or not ready)]

    def close(self) -> None:
        """Stop every process."""
        for seat in self._seats:
            if seat.child is not None:
                seat.child.stop()
                seat.child = None

    def _seat_everybody(self) -> None:
        for seat in self._seats:
            if seat.job is None and self._waiting:
                seat.job = self._waiting.popleft()
                if seat.child is None:
                    self._start(seat)
                elif seat.ready:
                    self._send(seat)

    def _start(self, seat: _Seat) -> None:
        seat.child, seat.ready = Child(self._work), False
        seat.until = time.monotonic() + self._limits.start_seconds

    def _send(self, seat: _Seat) -> None:
        assert seat.child is not None
        assert seat.job is not None
        seat.until = time.monotonic() + self._limits.seconds
        seat.kept = len(seat.job.values)
        try:
            seat.child.line.send(seat.job.here)
        except OSError:
            self._died(seat)

    def _hear(self, seat: _Seat) -> None:
        """Take one message of a process."""
        assert seat.child is not None
        try:
            message = seat.child.line.recv()
        except (EOFError, OSError):
            self._died(seat)
            return
        job = seat.job
        if isinstance(message, Ready):
            seat.ready, self._starts = True, 0
            if job is not None:
                self._send(seat)
            return
        assert job is not None
        seat.until = time.monotonic() + self._limits.seconds
        if isinstance(message, Begun):
            job.goes_on(message)
            seat.kept = len(job.values)
        elif isinstance(message, Over):
            self._finish(seat, job)
        elif isinstance(message, Failed):
            del job.values[seat.kept :]
            self._after(seat, job, left=job.gives_up(message.reason))
        else:
            job.values.append(message)

    def _finish(self, seat: _Seat, job: _Job) -> None:
        self._finished.append(Finished(job.ticket, tuple(job.values)))
        seat.job = None

    def _after(self, seat: _Seat, job: _Job, *, left: bool) -> None:
        """Go on with what is left of a piece after an item was given up."""
        if not left:
            self._finish(seat, job)
        elif seat.child is None:
            self._start(seat)
        else:
            self._send(seat)

    def _died(self, seat: _Seat) -> None:
        """A process ended by itself, or was killed: the item that it worked on is tried again, a few times."""
        assert seat.child is not None
        reason = seat.child.ended()
        seat.child.stop()
        seat.child = None
        job = seat.job
        if not seat.ready:
            self._starts += 1
            if self._starts >= _STARTS * self.slots:
                raise EntrevueError("the reading processes do not start: %(reason)s", reason=reason)
        if job is None:
            return
        if not seat.ready:
            self._start(seat)
            return
        del job.values[seat.kept :]
        job.deaths += 1
        left = True if job.deaths < self._limits.deaths else job.gives_up(reason)
        self._after(seat, job, left=left)

    def _too_long(self, seat: _Seat) -> None:
        """An item hangs: its process is killed, and it is not tried again."""
        assert seat.child is not None
        ready, job = seat.ready, seat.job
        seat.child.stop()
        seat.child = None
        if job is None:
            return
        if not ready:
            raise EntrevueError(
                "a reading process took longer than %(seconds)g s to start", seconds=self._limits.start_seconds
            )
        del job.values[seat.kept :]
        self._after(seat, job, left=job.gives_up(f"took longer than {self._limits.seconds:g} s"))


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
