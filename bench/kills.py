"""Kill `entrevue add` at random moments, many times: the ledger stays whole, and going on ends as if undisturbed.

    python bench/kills.py [--times 500] [--pages 40]

A run adds pages one transaction each; it is killed (SIGKILL) after a random time, the ledger is verified, and the next
run starts over with all pages. When all are in, the ledger starts anew.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import entrevue

WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
import entrevue
from ledger import readings
with entrevue.Ledger(sys.argv[1]) as book:
    print("open", flush=True)
    for reading in readings(0, int(sys.argv[3])):
        book.record(reading)
"""
BENCH = str(Path(__file__).parent)


def writer(place: Path, size: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WRITER, str(place), BENCH, str(size)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def content(place: Path) -> list[tuple[str, ...]]:
    with entrevue.Ledger(place, create=False) as book:
        faults = book.verify()
        if faults:
            raise SystemExit(f"broken: {faults}")
        return sorted(tuple(sorted(one.stems)) for one in book.find(limit=None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--size", type=int, default=60, help="engagements, told by as many reports")
    options = parser.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "alone.db"
        writer(alone, options.size).communicate()
        undisturbed = content(alone)
        ends = partial = 0
        for time_ in range(options.times):
            place = Path(folder) / f"{ends}.db"
            one = writer(place, options.size)
            assert one.stdout is not None
            if chance.random() < 0.9:  # else it may be killed while it opens or makes the ledger
                one.stdout.readline()
            time.sleep(chance.uniform(0, 0.15))
            one.send_signal(signal.SIGKILL)
            one.communicate()
            found = content(place) if place.exists() else []
            partial += found != undisturbed
            if time_ % 10 == 9 or found == undisturbed:
                writer(place, options.size).communicate()
                if content(place) != undisturbed:
                    raise SystemExit("a run that went on ended with other content than an undisturbed one")
                ends += 1
        print(
            f"killed {options.times} times, {partial} of them with work left: nothing broken, {ends} ledgers completed equal"
        )


if __name__ == "__main__":
    main()
