"""Load on the reading room: `entrevue serve` over a ledger, asked for random pages by browsers that keep their lines open.

    python bench/web_load.py LEDGER [--rate 160] [--seconds 600] [--workers 2] [--lines 40] [--sample 20000]

LEDGER is an SQLite ledger; it is copied first, so that the one named stays as it is. With a rate, pages fall due at
random moments, so many a second over all lines, and times count from the moment a page was due: a server that cannot
keep up shows it. With `--rate 0` every line asks for the next page as soon as it has the last one, so that the server is
as busy as it can be. Engagement pages and dossiers (states, pairs, persons) are drawn at random from the whole ledger,
most of them for the first time. The answers are counted; the memory of the server's processes is looked at on the way.
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from entrevue.domain.dates import PartialDate
from entrevue.domain.queries import Query
from entrevue.inquiry.subjects import state_name
from entrevue.wiring import Ledger

_SHARES = (("engagement", 60), ("state", 10), ("pair", 15), ("person", 15))
_START = 60  # seconds for the server to answer at all
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Tally:
    """What came back."""

    times: list[float] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    bytes: int = 0


def addresses(place: Path, rng: random.Random, sample: int) -> dict[str, list[str]]:
    """Pages by kind: of engagements drawn at random over all years, and of who takes part in them."""
    found: dict[str, set[str]] = {kind: set() for kind, _ in _SHARES}
    with Ledger(place, create=False) as ledger:
        days = [*ledger.days()]
        for day in rng.sample(days, len(days)):  # a day that holds more than a list shows never shows all
            if len(found["engagement"]) >= sample:
                break
            for one in ledger.find(Query(until=PartialDate.of(day)), limit=20):
                found["engagement"].add(f"/engagements/{one.id}")
                found["state"] |= {f"/states/{side}" for side in one.sides if _real(side)}
                found["person"] |= {f"/persons/{p.person}" for p in one.participants if p.person}
                if len(one.sides) == 2 and all(map(_real, one.sides)):
                    found["pair"].add("/pairs/{}/{}".format(*one.sides))
    return {kind: sorted(paths) for kind, paths in found.items() if paths}


def _real(code: str) -> bool:
    """Whether there is such a state: made-up ledgers hold codes of none, whose pages are not there."""
    return state_name(code) != code


async def ask(
    port: int, own: str, drawn: Iterator[tuple[str, str]], dues: Iterator[float], until: float, tally: Tally
) -> None:
    """One line: page after page from one address, each when it is due, until the time is over."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(own, 0))
    due = time.monotonic()
    while True:
        due = max(due + (wait := next(dues)), 0.0 if wait else time.monotonic())
        if due >= until:
            break
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        kind, path = next(drawn)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            status = head[9:12].decode()
            size = await _rest(reader, head)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            tally.faults[type(error).__name__] += 1
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(own, 0))
            continue
        tally.times.append(time.monotonic() - due)
        tally.bytes += size
        tally.kinds[kind] += 1
        if status != "200":
            tally.faults[f"{status} {kind}"] += 1
    writer.close()


async def _rest(reader: asyncio.StreamReader, head: bytes) -> int:
    """Read the body that a head announces; its length in bytes."""
    lower = head.lower()
    place = lower.find(b"content-length:")
    if place >= 0:
        length = int(lower[place + 15 : lower.index(b"\r\n", place)])
        await reader.readexactly(length)
        return length
    total = 0
    while True:  # in chunks
        size = int((await reader.readline()).split(b";")[0], 16)
        await reader.readexactly(size + 2)
        total += size
        if size == 0:
            return total


def waits(rate: float, lines: int, rng: random.Random) -> Iterator[float]:
    """Seconds from one page of a line to its next, so that all lines together ask for `rate` a second; 0: none."""
    while True:
        yield rng.expovariate(rate / lines) if rate else 0.0


def draws(pages: dict[str, list[str]], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Pages for ever, in the shares of a reading room."""
    kinds = [kind for kind, _ in _SHARES if kind in pages]
    weights = [weight for kind, weight in _SHARES if kind in pages]
    while True:
        (kind,) = rng.choices(kinds, weights)
        yield kind, rng.choice(pages[kind])


def memory(pid: int) -> int:
    """Bytes that a process and its children hold, what they share counted once for each."""
    total = 0
    for one in tree(pid):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * PAGE
        except OSError:
            continue
    return total


def worked(pid: int) -> dict[int, float]:
    """Seconds of processor time that a process and its children have taken, each."""
    taken = {}
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        taken[one] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return taken


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        try:
            tasks = Path(f"/proc/{one}/task").iterdir()
            found += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


@contextmanager
def served(place: Path | str, workers: int) -> Iterator[tuple[int, int]]:
    """A server over a ledger: its port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from entrevue.cli import main; main()", "serve", "--ledger", str(place)]
    command += ["--port", str(port), "--workers", str(workers)]
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def _wait(port: int) -> None:
    until = time.monotonic() + _START
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as line:
                line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if line.recv(12).endswith(b"200"):
                    return
        except OSError:
            pass
        if time.monotonic() > until:
            raise SystemExit("the server does not answer")
        time.sleep(0.2)


async def load(
    port: int, pid: int, pages: dict[str, list[str]], *, seconds: float, lines: int, rate: float = 0
) -> Tally:
    """Ask on several lines for some time; tells how it goes."""
    tally, rng = Tally(), random.Random(7)
    until = time.monotonic() + seconds
    drawn, dues = draws(pages, rng), waits(rate, lines, rng)
    asking = [
        asyncio.create_task(ask(port, f"127.0.1.{number % 250 + 1}", drawn, dues, until, tally))
        for number in range(lines)
    ]
    began, seen, steps = time.monotonic(), 0, max(5.0, seconds / 10)
    while (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min(steps, left))
        recent, seen = tally.times[seen:], len(tally.times)
        told = (
            f"{time.monotonic() - began:5.0f} s  {len(recent) / steps:6.1f} pages/s  p95 {_share(recent, 0.95):6.1f} ms"
        )
        print(
            f"{told}  {memory(pid) / 1e6:6.0f} MB in {len(tree(pid))} processes  {sum(tally.faults.values())} errors",
            flush=True,
        )
    await asyncio.gather(*asking)
    return tally


def _share(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)] * 1000 if times else 0.0


def main() -> None:
    """Print what the server does under load."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--rate", type=float, default=160)
    parser.add_argument("--sample", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.ledger.parent) as folder:
        place = Path(folder) / "ledger.db"
        shutil.copyfile(options.ledger, place)
        pages = addresses(place, random.Random(1), options.sample)
        print(", ".join(f"{len(paths)} {kind} pages" for kind, paths in pages.items()), flush=True)
        with served(place, options.workers) as (port, pid):
            asyncio.run(load(port, pid, pages, seconds=10, lines=4))
            print("warm", flush=True)
            before = worked(pid)
            how = {"seconds": options.seconds, "lines": options.lines, "rate": options.rate}
            tally = asyncio.run(load(port, pid, pages, **how))
            spent = sorted((taken - before.get(one, 0) for one, taken in worked(pid).items()), reverse=True)
    rate = len(tally.times) / options.seconds
    print(f"{len(tally.times)} pages in {options.seconds:g} s: {rate:.1f} pages/s on {options.lines} lines")
    busy = ", ".join(f"{one / options.seconds:.0%}" for one in spent[: options.workers])
    print(f"{sum(spent) / max(1, len(tally.times)) * 1000:.1f} ms of the server's processors a page; each busy: {busy}")
    print(
        f"p50 {_share(tally.times, 0.5):.1f} ms, p95 {_share(tally.times, 0.95):.1f} ms, p99 {_share(tally.times, 0.99):.1f} ms"
    )
    print(
        f"{tally.bytes / max(1, len(tally.times)) / 1000:.1f} kB a page, compressed; errors: {dict(tally.faults) or 'none'}"
    )


if __name__ == "__main__":
    main()
