"""Tries on reading: pages, PDFs and servers of whoever would hang it, fill its memory, or give orders to a terminal."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from itertools import repeat
from pathlib import Path

from tests import pdfs

from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.intake.fetching import Limits, fetch
from entrevue.worker import Task, Worker
from trying import Outcome, Target, trying

_TOLD = "<p>The minister of France met the president of Mali in Paris on Monday, officials said in Paris.</p>" * 4
_NEXT = Page(_TOLD.encode(), media_type="text/html")
_LIMIT = 20.0  # seconds a page
_KINDS = ("a", "'", '"', "(", "l'", "1.", "met ", "Paris ", "U.S. ", "He met her. ", "\u0301", "a@b.c ")
_SPOKEN = "HTTP/1.1 200 OK\r\n"


def _resident(pid: int | None) -> float:
    """Megabytes that a process held at most."""
    status = Path(f"/proc/{pid}/status").read_text() if pid else ""
    return next((int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


class _Watch(threading.Thread):
    """The most memory that any child of this process held."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self._over = 0.0, threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._over.wait(0.02):
            for folder in Path(f"/proc/{os.getpid()}/task").iterdir():
                with suppress(OSError):
                    for child in (folder / "children").read_text().split():
                        self.most = max(self.most, _resident(int(child)))

    def stop(self) -> None:
        """Have it end."""
        self._over.set()
        self.join()


def _read_all(pages: dict[str, bytes], media_type: str | None = None) -> Outcome:
    """Read each page and a good one after it."""
    watch = _Watch()
    watch.start()
    slow, wrong = 0.0, []
    with Worker(_LIMIT) as worker:
        for name, content in pages.items():
            began = time.monotonic()
            outcome = worker.read_page(Page(content, media_type=media_type), Task(), name)
            slow = max(slow, time.monotonic() - began)
            if not isinstance(outcome, (Reading, Problem)) or not isinstance(worker.read_page(_NEXT, Task()), Reading):
                wrong.append(name)
    watch.stop()
    happened = (
        f"{len(pages)} pages, the slowest {slow:.1f} s, {watch.most:.0f} MB at most, not read afterwards: {wrong}"
    )
    return Outcome(not wrong and slow < _LIMIT + 5 and watch.most < 1_600, happened)


@trying(
    "PDFs of a few kB that unpack to gigabytes", "a problem each, under 1.6 GB, the next page is read", databases=False
)
def pdf_bombs(_: Target) -> Outcome:
    made = {"twice": pdfs.bomb(3_000), "operators": pdfs.operators(300), "letters": pdfs.letters(900)}
    made |= {"forms": pdfs.forms(12), "font": pdfs.font(3_000)}
    return _read_all(made)


@trying("runs of 64 kB of one thing", "each in 20 s, the next page is read", databases=False)
def runs(_: Target) -> Outcome:
    told = "The minister of France met the president of Mali in Paris on Monday. "
    return _read_all({kind: (told * 3 + "\n" + told + kind * (65_536 // len(kind))).encode() for kind in _KINDS})


@trying("markup that parsers take minutes for", "each in 20 s, the next page is read", databases=False)
def markup(_: Target) -> Outcome:
    attributes = " ".join(f"a{number}=1" for number in range(800_000))
    made = {
        "attributes": f"<p {attributes}>",
        "attributes of a closing tag": f"</p {attributes}>",
        "attributes behind a quote": f'<p x=">" {attributes}>',
        "options": "<select>" + "<oPtion>x" * 140_000,
        "depth": "<div>" * 900_000,
        "formatting": "<b><i><a>" * 45_000,
        "comments": "<!--" * 140_000,
        "asides": '<div class="share">' * 1_000 + "<p>x</p>" * 50_000,
        "JSON": '<script type="application/ld+json">' + "[{}," * 1_000_000 + "</script>",
    }
    pages = {name: f"<html><body>{_TOLD}{one}{_TOLD}".encode()[:9_900_000] for name, one in made.items()}
    return _read_all(pages, "text/html")


def _serving(said: bytes, drops: Iterator[bytes]) -> str:
    """A server for one request, which says something and then drips; its address."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listening.accept()
        with line, suppress(OSError):
            line.recv(65_536)
            line.sendall(said)
            for drop in drops:
                line.sendall(drop)
                time.sleep(0.05)

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}/"


def _here(address: IPv4Address | IPv6Address) -> bool:
    return address.is_loopback


@trying("servers that drip heads, chunks, bytes", "a problem within the time limit of all", databases=False)
def dripping(_: Target) -> Outcome:
    chunked = f"{_SPOKEN}Transfer-Encoding: chunked\r\n\r\n".encode()
    kinds = {"status": (b"", b"H"), "headers": (_SPOKEN.encode(), b"X: y\r\n"), "chunks": (chunked, b"1\r\nx\r\n")}
    kinds |= {"sizes": (chunked, b"0"), "body": (f"{_SPOKEN}\r\n".encode(), b"x")}
    kinds |= {"continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n")}
    slow, wrong = 0.0, []
    for name, (said, drop) in kinds.items():
        began = time.monotonic()
        outcome = fetch(_serving(said, repeat(drop)), limits=Limits(seconds=2.0), allow=_here)
        slow = max(slow, time.monotonic() - began)
        wrong += [] if isinstance(outcome, Problem) else [name]
    return Outcome(not wrong and slow < 3.0, f"{len(kinds)} kinds, limit 2 s, the slowest {slow:.1f} s, wrong: {wrong}")


@trying("answers that are no HTTP, and bombs", "a problem each", databases=False)
def no_http(_: Target) -> Outcome:
    import gzip

    bomb = gzip.compress(gzip.compress(bytes(500_000_000)))
    said = (
        b"", b"\x00" * 100_000, b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000, b"HTTP/9.9 999 \x9b31m\r\n\r\n",
        b"HTTP/1.1 302 x\r\nLocation: http://[::1\r\n\r\n", b"HTTP/1.1 302 x\r\nLocation: http://10.0.0.1/\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(500_000_000)),
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n" + bomb,
    )  # fmt: skip
    outcomes = [fetch(_serving(one, iter(())), limits=Limits(seconds=5.0), allow=_here) for one in said]
    wrong = [number for number, one in enumerate(outcomes) if not isinstance(one, Problem)]
    return Outcome(not wrong, f"{len(said)} answers, wrong: {wrong}")


def _entrevue(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "entrevue", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)


@trying("escape sequences in titles, names of files and messages", "no order reaches the terminal", databases=False)
def escapes(target: Target) -> Outcome:
    orders = "\x1b]0;x\x07\x1b[2J\u009b31m\u202e"
    page = target.folder / f"page{orders}.html".replace("/", "")
    page.write_text(f"<title>{orders}Title of the page{orders}</title>{_TOLD}", encoding="utf-8")
    calls: list[Callable[[], subprocess.CompletedProcess[bytes]]] = [
        lambda: _entrevue(target.folder, "read", page.name),
        lambda: _entrevue(target.folder, "read", "--json", "--evidence", page.name),
        lambda: _entrevue(target.folder, "read", f"missing{orders}"),
        lambda: _entrevue(target.folder, "engagements", "--ledger", f"missing{orders}"),
        lambda: _entrevue(target.folder, "add", "--ledger", "own.db", page.name),
    ]
    raw = []
    for call in calls:
        done = call()
        shown = (done.stdout + done.stderr).decode("utf-8", "replace")
        raw += [sign for sign in "\x1b\x07\u009b\u202e" if sign in shown]
    return Outcome(not raw, f"{len(calls)} commands, raw signs: {raw}")


@trying("mistyped places of ledgers", "refused, and no file or folder is left", databases=False)
def mistyped(target: Target) -> Outcome:
    page = target.folder / "page.html"
    page.write_text(_TOLD, encoding="utf-8")
    places = ("mysql://h/l", "postgresl://h/l", "sqlite:///l.db", "missing/ledger.db", ".")
    taken = [one for one in places if _entrevue(target.folder, "add", "--ledger", one, "page.html").returncode != 2]
    left = [path.name for path in target.folder.iterdir() if path != page]
    return Outcome(not taken and not left, f"{len(places)} places, taken: {taken}, left: {left}")
