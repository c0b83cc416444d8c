"""How long the review queue takes on a large ledger: the first page, and those that follow it.

    python bench/review_queue.py [--engagements 100000] [--pages 30]

Records 2,000 engagements in a temporary file (their accounts told by hand, with doubts of every strength), and copies
their derived rows, marks and all, under other days and doubts until there are so many; then asks for pages of the queue
as the desk does, without a filter and for one state. A page looks at thirty engagements with their accounts.
"""

import argparse
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from entrevue.domain.dates import PartialDate
from entrevue.domain.queries import Query
from entrevue.domain.reading import Account, Kind, Part, Participation, Reading, Status
from entrevue.domain.report import Paragraph, Report
from entrevue.ledger.rows import RANK_BITS
from entrevue.wiring import Ledger

_STATES = ("MA", "US", "FR", "RW", "GA", "TG", "NO", "JP", "BR", "IN", "KE", "DE")
_FIRST = date(1995, 1, 1)
_PAGE = 30
_RECORDED = 2_000


def readings(engagements: int, rng: random.Random) -> Iterator[Reading]:
    """Reports of ten engagements each, of as many confidences."""
    for report in range(engagements // 10):
        accounts = tuple(_account(report * 10 + place, rng) for place in range(10))
        text = f"Report {report} tells of {rng.random()}."
        told = Report(
            text, (Paragraph(0, len(text)),), url=f"https://example.org/{report}", publisher=f"P{report % 50}"
        )
        yield Reading(replace(told, language="en"), accounts, (), "bench", "en")


def _account(number: int, rng: random.Random) -> Account:
    one, other = rng.sample(_STATES, 2)
    cast = tuple(
        Participation(f"Person {number}{side}", "minister", None, side, part)
        for side, part in ((one, Part.VISITOR), (other, Part.HOST))
    )
    day = PartialDate.of(_FIRST + timedelta(days=rng.randrange(10_000)))
    return Account(
        f"e{number}", Kind.MEETING, day, day, other, None, Status.HELD, cast, confidence=round(rng.random(), 3)
    )


def copied(place: Path, engagements: int, rng: random.Random) -> None:
    """Bring a ledger up to so many engagements by copies of those that it has."""
    with closing(sqlite3.connect(place)) as made, made:
        rows = made.execute("SELECT rank, last, document, marks, reports FROM engagement").fetchall()
        marks: dict[int, list[int]] = {}
        for mark, rank in made.execute("SELECT mark, rank FROM mark"):
            marks.setdefault(rank, []).append(mark)
        highest = made.execute("SELECT max(number) FROM engagement").fetchone()[0]
        for number in range(highest + 1, highest + 1 + engagements - len(rows)):
            rank, last, document, packed, reports = rng.choice(rows)
            own = (last - rng.randrange(3_000)) << RANK_BITS | number
            values = (number, own, last, document, "", packed, rng.randrange(1_000), "2025-01-01", reports)
            made.execute("INSERT INTO engagement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            made.executemany("INSERT INTO mark VALUES (?, ?)", [(mark, own) for mark in marks[rank]])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--engagements", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.db") as ledger:
        rng = random.Random(7)
        for _ in ledger.record_many(readings(min(_RECORDED, options.engagements), rng)):
            pass
        copied(Path(folder) / "ledger.db", options.engagements, rng)
        print(f"{ledger.count()} engagements")
        for name, query in (("all", None), ("one state", Query(states=("MA",)))):
            times, before = [], None
            for _ in range(options.pages):
                start = time.perf_counter()
                page = ledger.doubts(query, looks_at=_PAGE, before=before)
                times.append(time.perf_counter() - start)
                before = page.last
            ordered = sorted(times)
            print(
                f"{name:9} first {1000 * times[0]:.0f} ms  median {1000 * ordered[len(ordered) // 2]:.0f} ms  "
                f"p95 {1000 * ordered[int(0.95 * len(ordered))]:.0f} ms  ({page.open} open)"
            )


if __name__ == "__main__":
    main()
