"""A process that works on pieces, and the line to it.

It is started as a program of its own and not by `multiprocessing`, because workers of a cluster are daemons, which may
start no process that way. What it prints goes to standard error: nothing but messages goes over the line.
"""

import pickle
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from entrevue.engines import Work

_STDERR = 2
FULL = 75  # exit code of a process whose memory is used up: it may hold half-made things


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has loaded what it needs."""


@dataclass(frozen=True, slots=True)
class Over:
    """A piece is finished."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The work raised on an item; `reason` is one line."""

    reason: str


class Child:
    """A working process and the line to it."""

    def __init__(self, work: bytes) -> None:
        """Start it; `work` is pickled."""
        ours, theirs = socket.socketpair()
        theirs.set_inheritable(True)
        command = [sys.executable, "-c", "from entrevue.engines.child import main; main()", str(theirs.fileno())]
        self.process = subprocess.Popen(  # noqa: S603 (a program and arguments of our own)
            command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=_STDERR
        )
        theirs.close()
        self.line = Connection(ours.detach())
        self.line.send_bytes(work)

    def stop(self) -> None:
        """Kill it and let go of the line."""
        self.process.kill()
        self.process.wait()
        self.line.close()

    def ended(self) -> str:
        """How it ended by itself, in one line."""
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "the line to the reading process broke"
        if code == FULL:
            return "takes more memory than it may"
        if code < 0:
            return f"the reader broke down on this page ({_name_of(-code)})"
        return f"the reader broke down on this page (exit code {code})"


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def main() -> None:
    """The process: prepare, then answer every piece."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the run is heard by it, and it ends its processes
    line = Connection(int(sys.argv[1]))
    try:
        work: Work = pickle.loads(line.recv_bytes())  # noqa: S301 (made by the process that started this one)
        work.prepare()
        line.send(Ready())
        while True:
            _answer(work, line.recv(), line)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except MemoryError:
        sys.exit(FULL)


def _answer(work: Work, piece: Any, line: Connection) -> None:
    try:
        for value in work(piece):
            line.send(value)
    except (MemoryError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:
        line.send(Failed(f"the reader broke down on this page ({type(error).__name__}: {error})"[:300]))
    else:
        line.send(Over())
