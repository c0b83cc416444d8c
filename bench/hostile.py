"""Everything that somebody tried who meant harm, tried again: against a fresh server, on SQLite and on PostgreSQL.

    python bench/hostile.py [--only WORD] [--database sqlite|postgres] [--load SECONDS [--each] [--rate PAGES]]

One line a try: whether the promise was kept, on which database, what was tried, what happened, what was promised. The
last line counts; the exit code is 1 when anything is broken. With `--load` the pages of a reading room are asked for as
`bench/web_load.py` does, first undisturbed and then while one client of each kind does what the tries do, over and over.
These share the machine with the server, so their process runs at the lowest priority: what is measured is what they cost
the server, not what they take from it by being here.
Tries live in `bench/hostile_*.py`; `bench/trying.py` says how to add one.
"""

import argparse
import asyncio
import importlib
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.access.conftest import Watch
from tests.ledger.conftest import database
from tests.ledger.servers import binaries, server
from tests.web.books import furnish, quick_users, token_of

import ledger as made_up
import web_load
from entrevue.wiring import Ledger
from trying import TRIES, Onlooker, Outcome, Target, Try

_DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
_RATE, _LINES, _ENGAGEMENTS = 150.0, 40, 2_000  # of the load
_START, _WARM = 8.0, 15.0  # seconds before the load is measured
_AT_WORK = 10.0  # seconds until every hostile client is
_CALM = 4.0  # seconds of looking on before anything is tried
_BREATH = 0.5  # seconds between two tries of one client during the load


def find_tries() -> None:
    """Load every file of tries that is there."""
    for file in sorted(Path(__file__).parent.glob("hostile_*.py")):
        importlib.import_module(file.stem)


def tried(one: Try, target: Target) -> Outcome:
    """What came of a try."""
    try:
        return one.run(target)
    except Exception as error:
        return Outcome(False, f"{type(error).__name__}: {error}"[:300])


def usual(target: Target) -> float:
    """Seconds that a reader waits at most for a page where nobody means harm: on a busy machine that is long."""
    worst = 0.0
    for _ in range(2):  # the first looks load what is loaded once
        onlooker = Onlooker(target)
        onlooker.start()
        time.sleep(_CALM)
        onlooker.stop()
        worst = onlooker.worst
    return worst


def watched(one: Try, target: Target, undisturbed: float) -> Outcome:
    """The same while another reader looks on, who may wait a little longer than `undisturbed`."""
    onlooker = Onlooker(target)
    onlooker.start()
    outcome = tried(one, target)
    onlooker.stop()
    happened = f"{outcome.happened}; others waited {onlooker.worst:.2f} s at most, +{onlooker.grown:.0f} MB"
    if onlooker.failed:
        return Outcome(False, f"{happened}; another reader got {onlooker.failed}")
    return Outcome(
        outcome.kept and onlooker.worst <= one.others + undisturbed and onlooker.grown <= one.memory, happened
    )


def tell(one: Try, database_name: str, outcome: Outcome) -> bool:
    """Print the line of a try; whether its promise was kept."""
    word = "kept  " if outcome.kept else "BROKEN"
    print(f"{word} {database_name:10} {one.tried}: {outcome.happened} | promised: {one.promised}", flush=True)
    return outcome.kept


@contextmanager
def places(kind: str, folder: Path) -> Iterator[Iterator[str]]:
    """New places for ledgers on a database."""
    if kind == "sqlite":
        yield (str(folder / f"ledger-{number}.db") for number in range(1_000_000))
        return
    programs = binaries()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed (apt-get install postgresql)")
    with server(programs) as address:
        yield (database(address) for _ in range(1_000_000))


def furnished(place: str) -> tuple[tuple[str, ...], str]:
    """A small ledger: ids of its engagements, and the token of an administrator."""
    with Ledger(place) as ledger:
        quick_users(ledger, Watch())
        furnish(ledger)
        return tuple(one.id for one in ledger.find()), token_of(ledger, "administrator")


def try_all(kind: str, wanted: list[Try]) -> list[bool]:
    """Every try on one database; whether each promise was kept."""
    name, kept = _DATABASES[kind], []
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch, places(kind, Path(scratch)) as fresh:
        place = next(fresh)
        ids, token = furnished(place)
        with ExitStack() as serving:
            port, pid, undisturbed = 0, 0, 0.0
            if any(one.server for one in wanted):
                port, pid = serving.enter_context(web_load.served(place, 1))
                undisturbed = usual(Target(name, place, Path(scratch), port, pid, ids=ids))
                print(f"{name}: others wait {undisturbed:.2f} s at most where nobody means harm", flush=True)
            for number, one in enumerate(wanted):
                folder = Path(scratch) / f"try-{number}"
                folder.mkdir()
                if one.server:
                    address = f"127.0.1.{number + 1}"
                    target = Target(name, place, folder, port, pid, address, ids, token)
                    kept.append(tell(one, name, watched(one, target, undisturbed)))
                    continue
                own = next(fresh)
                ids_, token_ = furnished(own)
                kept.append(tell(one, name, tried(one, Target(name, own, folder, ids=ids_, token=token_))))
    return kept


def try_without(wanted: list[Try]) -> list[bool]:
    """Every try that needs no ledger."""
    kept = []
    for one in wanted:
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            kept.append(tell(one, "", tried(one, Target("", "", Path(folder)))))
    return kept


def load(seconds: float, wanted: list[Try], *, rate: float = _RATE, each: bool = False) -> None:
    """Print the figures of a reading room undisturbed, and with one client of each kind at work: all, or one at a time."""
    together = [(f"with {len(wanted)} hostile clients", wanted)]
    disturbed = [(f"with {one.tried}", [one]) for one in wanted] if each else together
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch:
        place = Path(scratch) / "ledger.db"
        furnished(str(place))
        with Ledger(place) as ledger:
            for _ in ledger.record_many(made_up.readings(0, _ENGAGEMENTS)):
                pass
        pages = web_load.addresses(place, random.Random(1), _ENGAGEMENTS)
        with web_load.served(place, 2) as (port, pid):
            time.sleep(_START)  # until both processes listen, and the lines are spread over both
            asyncio.run(web_load.load(port, pid, pages, seconds=_WARM, lines=_LINES, rate=rate))
            for name, clients in (("undisturbed", []), *disturbed):
                print(name, flush=True)
                harassing = _harass(port, str(place), clients) if clients else None
                time.sleep(_AT_WORK if clients else 0)
                asked = web_load.load(port, pid, pages, seconds=seconds, lines=_LINES, rate=rate)
                tally = asyncio.run(asked)
                if harassing:
                    harassing.kill()
                    harassing.wait()
                times = sorted(tally.times)
                p95 = times[int(len(times) * 0.95)] * 1000 if times else 0.0
                print(f"{len(times) / seconds:.0f} pages/s, p95 {p95:.0f} ms, errors: {dict(tally.faults) or 'none'}")


def _harass(port: int, place: str, wanted: list[Try]) -> "subprocess.Popen[bytes]":
    """A process in which one client of each kind is at work until it is killed."""
    words = [one.tried for one in wanted]
    return subprocess.Popen(["nice", "-n", "19", sys.executable, __file__, "--harass", str(port), place, *words])


def harass(port: int, place: str, wanted: list[Try]) -> None:
    """Try everything, each by a client of its own, for ever."""
    with Ledger(place, create=False) as ledger:
        ids = tuple(one.id for one in ledger.find(limit=2))
    target = Target("", place, Path(), port, ids=ids)

    def client(one: Try, address: str) -> None:
        while True:
            tried(one, replace(target, address=address))
            time.sleep(_BREATH)

    for number, one in enumerate(wanted):
        threading.Thread(target=client, args=(one, f"127.0.2.{number + 1}"), daemon=True).start()
    threading.Event().wait()


def main() -> None:
    """Try everything; exit code 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="WORD", default="", help="tries whose description holds this")
    parser.add_argument("--database", choices=sorted(_DATABASES), help="on one database alone")
    parser.add_argument("--load", metavar="SECONDS", type=float, help="measure the load instead")
    parser.add_argument("--each", action="store_true", help="with --load: one hostile client at a time")
    parser.add_argument("--rate", metavar="PAGES", type=float, default=_RATE, help="with --load: pages a second")
    parser.add_argument("--harass", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    find_tries()
    wanted = [one for one in TRIES if options.only.lower() in one.tried.lower()]
    if options.harass:
        port, place, *words = options.harass
        harass(int(port), place, [one for one in wanted if one.tried in words])
    if options.load:
        load(options.load, [one for one in wanted if one.server], rate=options.rate, each=options.each)
        return
    kinds = [options.database] if options.database else list(_DATABASES)
    kept = try_without([one for one in wanted if not one.databases])
    for kind in kinds:
        kept += try_all(kind, [one for one in wanted if one.databases])
    broken = kept.count(False)
    print(f"{len(kept)} tried, {broken} broken")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
