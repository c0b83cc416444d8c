"""Tries on the ledger itself: files that are none, processes killed, disks full, forgetting beside everything else."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import create_engine, update
from tests.ledger.readings import HAMMOUCHI, Told, reading
from tests.ledger.test_backups import NO_BACKUPS
from tests.ledger.test_following import Rereader
from tests.ledger.test_forgetting import NAME, PERSON, TRACES, found, mention

import entrevue
from entrevue.errors import EntrevueError, LedgerError, StaleDecision
from entrevue.stores import tables as t
from entrevue.wiring import Ledger
from trying import Outcome, Target, trying

_ROOT = Path(__file__).parents[1]
_KILLS = 15
_PAGES = [
    reading(Told(actors=(PERSON, HAMMOUCHI), start=f"2023-0{1 + n % 9}-1{n % 8}"), url=f"https://{n}.example/")
    for n in range(30)
]


def content(place: str) -> list[str]:
    """What a ledger tells, and what is broken in it."""
    with Ledger(place) as ledger:
        return [*map(repr, ledger.find(limit=None)), *ledger.verify()]


def run(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Python in a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=_ROOT, text=True, stdout=pipe, stderr=pipe)


@trying(
    "restoring over a ledger from files that are none, half of one, or unsound",
    "refused, nothing changed",
    server=False,
)
def no_backups(target: Target) -> Outcome:
    before, taken = content(target.place), []
    for number, make in enumerate(NO_BACKUPS):
        path = target.folder / f"{number}.db"
        make(path)
        with Ledger(target.place) as ledger:
            try:
                ledger.restore(path, replace_all=True)
                taken.append(make.__name__)
            except entrevue.UnusableLedger:
                pass
    return Outcome(not taken and content(target.place) == before, f"{len(NO_BACKUPS)} tried, taken: {taken}")


_BACKUP = "import sys, entrevue; entrevue.Ledger(sys.argv[1]).backup(sys.argv[2])"
_FORGET = "import sys, entrevue; entrevue.Ledger(sys.argv[1]).forget(sys.argv[2], who='ada')"
_RESTORE = "import sys; from entrevue.wiring import restore; restore(sys.argv[1], sys.argv[2], replace_all=True)"


def killed(code: str, *arguments: str, longest: float = 1.5) -> bool:
    """Run, and kill at some moment; whether it was killed before it ended."""
    one = run(code, *arguments)
    time.sleep(random.Random().uniform(0.2, longest))
    one.send_signal(signal.SIGKILL)
    one.communicate()
    return one.returncode == -signal.SIGKILL


@trying(f"{_KILLS} backups killed at any moment", "a whole backup, or none of that name", server=False)
def killed_backups(target: Target) -> Outcome:
    kept = broken = 0
    for number in range(_KILLS):
        path = target.folder / f"copy-{number}.db"
        killed(_BACKUP, target.place, str(path))
        kept += path.exists()
        broken += path.exists() and bool(content(str(path)) != content(target.place))
    return Outcome(not broken, f"{kept} were done before, {broken} broken")


@trying(f"{_KILLS} restores killed at any moment", "the ledger from before, or that of the backup", server=False)
def killed_restores(target: Target) -> Outcome:
    copy = target.folder / "copy.db"
    with Ledger(target.place) as ledger:
        ledger.backup(copy)
    states = [content(target.place)]
    with Ledger(target.place) as ledger:
        for page in _PAGES[:5]:
            ledger.record(page)
    states.append(content(target.place))
    other = 0
    for _ in range(_KILLS):
        killed(_RESTORE, target.place, str(copy), longest=2.5)
        other += content(target.place) not in states
    return Outcome(not other, f"{other} other states")


@trying(f"{_KILLS} forgettings killed at any moment", "nothing of it left after the next one", server=False)
def killed_forgettings(target: Target) -> Outcome:
    left: list[object] = []
    for number in range(_KILLS):
        with Ledger(target.place) as ledger:
            recorded = ledger.record(mention(f"Sesquipedalian {number}.", url=f"https://k{number}.example/"))
        killed(_FORGET, target.place, recorded.report)
        with Ledger(target.place) as ledger, suppress(LedgerError):
            ledger.forget(recorded.report, who="ada")
        left += found(target.place, "sesquipedalian")
    with Ledger(target.place) as ledger:
        left += ledger.verify()
    return Outcome(not left, f"left: {left[:3]}")


_FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import entrevue
from entrevue.wiring import restore
from tests.ledger.readings import Told, reading
place, other, limit = sys.argv[1], sys.argv[2], int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for act in (
    lambda: entrevue.Ledger(place).backup(other),
    lambda: restore(other + ".new", other),
    lambda: [entrevue.Ledger(place).record(reading(Told(), url=f"https://f{n}.example/", extra="word " * 3000)) for n in range(60)],
):
    try:
        act()
    except entrevue.UnusableLedger as error:
        print(error)
"""


@trying("backup, restore and adding on a full disk", "one line each, the ledger whole, no half a file", server=False)
def full_disk(target: Target) -> Outcome:
    said = []
    for limit in (30_000, 200_000, 500_000):
        path = target.folder / f"copy-{limit}.db"
        one = run(_FULL, target.place, str(path), str(limit))
        lines, errors = one.communicate()
        said.append(f"{limit}: {len(lines.splitlines())} told, {'traceback' if 'Traceback' in errors else 'none'}")
        if "Traceback" in errors or (path.exists() and not content(str(path))):
            return Outcome(False, f"{said}: {errors[-200:]}")
    with Ledger(target.place) as ledger:
        faults = ledger.verify()
    return Outcome(not faults, "; ".join(said))


@trying("forgetting beside recording, reading again, merging and reading on", "nothing of it left", server=False)
def forgetting_beside(target: Target) -> Outcome:
    readings = {page.report.text: page for page in _PAGES}
    over = threading.Event()

    def busy(act: Callable[[Ledger, random.Random], object]) -> None:
        chance = random.Random(7)
        with Ledger(target.place) as ledger:
            while not over.is_set():
                with suppress(LedgerError, IndexError):
                    act(ledger, chance)

    def merge(ledger: Ledger, chance: random.Random) -> object:
        one, other = (chance.choice(ledger.find(limit=None)).id for _ in range(2))
        return ledger.merge(one, other, who="bob")

    acts: tuple[Callable[[Ledger, random.Random], object], ...] = (
        lambda ledger, chance: ledger.record(chance.choice(_PAGES)),
        lambda ledger, _: list(ledger.reread(Rereader(readings), everything=True)),  # type: ignore[arg-type]
        merge,
        lambda ledger, _: ledger.find(entrevue.Query(text=NAME)),
    )
    with Ledger(target.place) as ledger:
        for page in _PAGES[:10]:
            ledger.record(page)
        person = ledger.persons("Quomodo")[0].id
        threads = [threading.Thread(target=busy, args=(act,), daemon=True) for act in acts]
        for thread in threads:
            thread.start()
        time.sleep(1)
        pending = ledger.forget(person, who="ada").pending
        time.sleep(2)
        over.set()
        for thread in threads:
            thread.join(60)
        wiped = ledger.tidy()
        faults = ledger.verify()
    left = found(target.place, *TRACES)
    return Outcome(wiped and not faults and not left, f"waited: {pending}, left: {left[:3]}, faults: {faults[:2]}")


@trying("eight editors who decide about one page at one time", "one is heard, seven are told who was", server=False)
def editors_at_once(target: Target) -> Outcome:
    with Ledger(target.place) as ledger:
        engagement = ledger.find()[0]
        seen = ledger.versions(engagement)[engagement.id]
    heard: list[str] = []
    told: list[str] = []

    def decide(name: str) -> None:
        with Ledger(target.place) as ledger:
            try:
                ledger.correct(engagement.id, "city", f"City of {name}", who=name, seen=seen)
                heard.append(name)
            except StaleDecision as error:
                told.append(str(error))

    threads = [threading.Thread(target=decide, args=(f"editor-{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    right = len(heard) == 1 and len(told) == 7 and all(heard[0] in one for one in told)
    return Outcome(right, f"{len(heard)} heard, {len(told)} told: {told[0] if told else ''}")


_DAMAGE = {
    t.version.c.rest: "{",
    t.version.c.published: "soon",
    t.version.c.recorded: "never",
    t.version.c.sketch: b"\1\2",
    t.telling.c.payload: b"\0",
    t.engagement.c.document: b"\0",
    t.appearance.c.person: 999_999,
    t.claim.c.payload: "{}",
    t.decision.c.targets: "x",
    t.decision.c.made: "x",
    t.decision.c.verb: "dance",
    t.reply.c.created: "x",
    t.user.c.role: "emperor",
}


def _looks(ledger: Ledger) -> list[Callable[[], object]]:
    """Whatever reads rows."""
    return [
        lambda: ledger.find(limit=None),
        lambda: list(ledger.reports()),
        lambda: ledger.persons("a"),
        ledger.claims,
        ledger.status,
        lambda: [ledger.accounts(one.id) for one in ledger.find()],
        lambda: [ledger.history(one.id) for one in ledger.find()],
        lambda: ledger.replies.published(*(one.id for one in ledger.find())),
    ]


@trying("rows whose content is damaged, column by column", "one line from whatever reads them", server=False)
def damaged_rows(target: Target) -> Outcome:
    whole = target.folder / "whole.db"
    with Ledger(target.place) as ledger:
        ledger.backup(whole)
    server = target.place.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(server if "://" in server else f"sqlite:///{server}")
    wrong = []
    for column, value in _DAMAGE.items():
        with engine.begin() as connection:
            connection.execute(update(column.table).values({column: value}))
        with Ledger(target.place) as ledger:
            for act in (*_looks(ledger), ledger.verify):
                try:
                    act()
                except EntrevueError as error:
                    wrong += [f"{column}: {error}"] if len(str(error).splitlines()) != 1 else []
                except Exception as error:  # whatever else it is, it is what nobody meant
                    wrong.append(f"{column}: {type(error).__name__}")
            ledger.restore(whole, replace_all=True)
            wrong += [f"{column}: {fault}" for fault in ledger.verify()]
    engine.dispose()
    return Outcome(not wrong, f"{len(_DAMAGE)} columns, wrong: {wrong[:4]}")
