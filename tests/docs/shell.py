"""A reader's terminal: what a page has one type is typed here, in order, in a folder like a fresh clone.

Commands of the program without anything that only a shell understands run in this process, by the same entry as
`entrevue` itself, and pages are read by processes that are kept from one command to the next; everything else runs in
bash, where `entrevue` is the installed program. A server is started on a free port, asked once, and stopped when the page
ends or starts another.
"""

import contextlib
import os
import pty
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.request import urlopen

from typer.testing import CliRunner

from entrevue.cli import app

PATIENCE = 900.0  # seconds: a server loads on a busy machine
_STOPPED = (0, -signal.SIGTERM)  # uvicorn answers what it has, and then ends by the signal that it was sent
_OURS = re.compile(r"(?:\.venv/bin/)?entrevue (.+)")
_FOR_A_SHELL = re.compile(r"[|<>&;`$*\\]")
_ASKS = re.compile(rb"(?:password|once more|again)[^\n]*: \Z", re.IGNORECASE)  # what is typed before the blank is lost
_SERVED = "http://127.0.0.1:8000"  # where the pages say that a server answers


class Shell:
    """Types commands in `folder`; `environment`: what it adds to the process's own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.instead: dict[str, str] = {}  # what a page writes, with what stands for it here
        self.printed: dict[str, str] = {}
        self.makes = False  # whether `make` makes what it is told to, or says what it would do
        self._server: subprocess.Popen[bytes] | None = None
        self._port = 0

    def type(self, line: str) -> None:
        """Run a line, which has to end well; what it prints is kept in `printed`."""
        self.printed[line] = self._typed(line)

    def _typed(self, line: str) -> str:
        for written, here in self.instead.items():
            line = line.replace(written, here)
        line, _, file = line.partition(" > ")
        ours = _OURS.fullmatch(line)
        words = shlex.split(ours[1]) if ours and not _FOR_A_SHELL.search(line) else []
        if words[:1] == ["serve"]:
            return self._serve(words)
        if words[:2] == ["watch", "run"] and "--every" in words:
            return self._watch(words)
        if words[:2] == ["user", "add"]:
            return self._at_a_terminal(["entrevue", *words], "a long enough password")
        if words:
            told = self._ours(words)
            if file:
                (self.folder / file).write_text(told, encoding="utf-8")
            return told
        if "--pwprompt" in line:
            return self._at_a_terminal(shlex.split(line), "secret")
        return self._in_bash(f"{line} > {file}" if file else line)

    def close(self) -> None:
        """Stop the server of the page; it has to end well."""
        server, self._server = self._server, None
        if server is not None:
            server.send_signal(signal.SIGTERM)
            assert server.wait(PATIENCE) in _STOPPED

    def _ours(self, words: Sequence[str]) -> str:
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            done = CliRunner().invoke(app, list(words), env=self.environment)
        finally:
            os.chdir(before)
        assert done.exit_code == 0, f"entrevue {shlex.join(words)}: {done.exception!r} {done.output}"
        return done.output

    def _in_bash(self, line: str) -> str:
        """What it sets is set for the lines after it, too."""
        if not self.makes:
            line = re.sub(r"^make ", "make --dry-run ", line)  # the tests, run by a test, would run for ever
        kept = self.folder / ".environment"
        script = f"set -euo pipefail -a; {line.replace(_SERVED, f'http://127.0.0.1:{self._port}')}\nenv -0 > {kept}"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, f"{line}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
        told = dict(one.split("=", 1) for one in kept.read_text(encoding="utf-8").split("\0") if "=" in one)
        ours = {name: value for name, value in told.items() if os.environ.get(name) != value}
        self.environment |= {name: ours[name] for name in ours if name not in {"PWD", "OLDPWD", "SHLVL", "_"}}
        return done.stdout

    def _start(self, words: Sequence[str], log: str) -> "subprocess.Popen[bytes]":
        with (self.folder / log).open("wb") as written:
            return subprocess.Popen(
                [sys.executable, "-m", "entrevue", *words],
                cwd=self.folder,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
            )

    def _serve(self, words: Sequence[str]) -> str:
        self.close()
        self._port = free_port()
        self.environment["ENTREVUE_PORT"] = str(self._port)
        self._server = self._start(words, "serve.log")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._server.poll() is None:
            with (
                contextlib.suppress(OSError),
                urlopen(f"http://127.0.0.1:{self._port}/readyz", timeout=PATIENCE) as told,
            ):
                return str(told.status)
            time.sleep(0.1)
        raise AssertionError((self.folder / "serve.log").read_text(encoding="utf-8"))

    def _watch(self, words: Sequence[str]) -> str:
        """Watch until it was looked once, then stop it."""
        service = self._start(words, "watch.log")
        end = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < end and service.poll() is None:
                if log := self._ours(["watch", "log"]):
                    service.send_signal(signal.SIGTERM)
                    assert service.wait(PATIENCE) == 0
                    return log
                time.sleep(0.2)
        finally:
            service.kill()
            service.wait()
        raise AssertionError((self.folder / "watch.log").read_text(encoding="utf-8"))

    def _at_a_terminal(self, words: Sequence[str], answer: str) -> str:
        """Run what asks for a password, and give it each time it asks."""
        ours, theirs = pty.openpty()
        started = subprocess.Popen(
            words,
            cwd=self.folder,
            env=os.environ | self.environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # the end of a terminal is an error
            while part := os.read(ours, 4096):
                said += part
                if _ASKS.search(said):
                    os.write(ours, f"{answer}\n".encode())
                    said += b"\n"
        os.close(ours)
        assert started.wait(PATIENCE) == 0, said.decode()
        return said.decode()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
