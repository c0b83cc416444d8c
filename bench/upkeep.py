"""What looking after a large ledger takes: verifying, backing up, restoring, forgetting.

    python bench/ledger.py 100000 --keep FILE    makes a ledger of 100,000 engagements
    python bench/upkeep.py FILE                  measures on a copy of it

Prints for each the seconds on the clock and of the processor, and the most memory that the process had held by then.
Each runs in a process of its own, as the command line does; what happens to be forgotten is drawn the same every time.
"""

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from entrevue.domain.queries import Query
from entrevue.wiring import Ledger, restore


def verify(place: Path) -> str:
    """Verify; how many faults."""
    with Ledger(place, create=False) as ledger:
        return f"{len(ledger.verify())} faults"


def backup(place: Path) -> str:
    """Back up; how large it is."""
    target = place.with_name("backup.db")
    with Ledger(place, create=False) as ledger:
        ledger.backup(target)
    return f"{target.stat().st_size / 1e6:,.0f} MB"


def restored(place: Path) -> str:
    """Restore that backup as a new ledger."""
    restore(place.with_name("restored.db"), place.with_name("backup.db"))
    return "into a new file"


def forget_report(place: Path) -> str:
    """Forget a report."""
    with Ledger(place, create=False) as ledger:
        (one,) = random.Random(1).sample(ledger.find(limit=200), 1)
        report = ledger.accounts(one.id)[0].context.report
        return f"pending: {ledger.forget(report, who='bench').pending}"


def forget_person(place: Path) -> str:
    """Forget somebody who took part in an engagement."""
    with Ledger(place, create=False) as ledger:
        (one,) = random.Random(2).sample(ledger.find(limit=200), 1)
        person = next(p.person for p in one.participants if p.person)
        count = ledger.count(Query(person=person))
        return f"of {count} engagements, pending: {ledger.forget(person, who='bench').pending}"


WORK: dict[str, Callable[[Path], str]] = {
    one.__name__.replace("_", " "): one for one in (verify, backup, restored, forget_report, forget_person)
}


def measure(name: str, place: Path) -> None:
    """Do one thing in this process, and print what it took."""
    began, busy = time.perf_counter(), time.process_time()
    what = WORK[name](place)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    took, busy = time.perf_counter() - began, time.process_time() - busy
    print(f"{name:14} {took:8.1f} s, {busy:8.1f} s of the processor, {held:6.0f} MB: {what}", flush=True)


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--one", choices=WORK, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one, options.ledger)
        return
    with tempfile.TemporaryDirectory(prefix="upkeep-", dir=options.ledger.absolute().parent) as folder:
        place = Path(folder) / "ledger.db"
        shutil.copyfile(options.ledger, place)
        with Ledger(place) as ledger:
            print(f"{ledger.count():,} engagements, {place.stat().st_size / 1e6:,.0f} MB", flush=True)
        for name in WORK:
            subprocess.run([sys.executable, __file__, "--one", name, str(place)], check=True)


if __name__ == "__main__":
    main()
