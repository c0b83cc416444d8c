"""How much memory and time exports take, over as many engagements as asked for, made one by one and never kept.

    python bench/exports.py 100000 [FORMAT …]

The engagements come from a source that makes them as a ledger would hand them over: what is measured is what the
formats themselves take. A process of its own for each format; its peak of memory is what the system counted.
"""

import datetime as dt
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from entrevue.domain.dates import PartialDate
from entrevue.domain.engagements import Engagement, Field, Participant
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Kind, Part, Participation, Status
from entrevue.domain.recorded import Context, RecordedAccount, ReportVersion
from entrevue.domain.report import Report
from entrevue.domain.sheets import Carried, Told
from entrevue.exchange import FORMATS, Export, export

STATES = ["MA", "US", "FR", "TG", "GA", "KE", "RW", "JP", "BR", "IN"]
PEOPLE = 60  # officials a state
FIRST = dt.date(2010, 1, 1)


class Made:
    """A source that makes its engagements when they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count

    def one_state(self) -> AbstractContextManager[None]:
        return nullcontext()

    def told(self, query: object = None, *, batch: int = 200) -> Iterator[Told]:
        return (told(number) for number in range(self.count))

    def carried(self, *, batch: int = 200) -> Iterator[Carried]:
        for number in range(self.count):
            one = told(number)
            version = ReportVersion(f"r-{number}", 1, report(number), dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
            yield Carried(version.report, "0.1.0+en", (version,), one.accounts, (number + 1,))

    def current(self, ids: list[str]) -> Iterator[ReportVersion]:
        for id_ in ids:
            yield ReportVersion(id_, 1, report(int(id_[2:])), dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    def decided(self) -> tuple[()]:
        return ()

    def claims(self, **_: object) -> tuple[()]:
        return ()


def official(state: str, number: int) -> tuple[str, str]:
    return f"Name {state}{number} Surname{number * 7 % 97}", f"minister of department {number % 9}"


def report(number: int) -> Report:
    text = f"Report {number}\nName met Name in Rabat on the day told."
    return Report(
        text,
        (),
        len(f"Report {number}"),
        f"https://example.org/{number}",
        "Daily",
        ("A. Writer",),
        PartialDate(2023, 4, 8),
    )


def told(number: int) -> Told:
    day = PartialDate.of(FIRST + dt.timedelta(days=number % 5_000))
    sides = STATES[number % 10], STATES[(number // 10) % 9 - 1]
    stem = f"s{number:011d}"
    people = [(*official(side, (number * 31 + place) % PEOPLE), side) for place, side in enumerate(sides)]
    span = Evidence(0, 6, "Report")
    parts = (Part.VISITOR, Part.HOST)
    account = Account(
        "e1", Kind.MEETING, day, day, "MA", "Rabat", Status.HELD,
        tuple(Participation(n, o, None, s, part, {"name": span}) for (n, o, s), part in zip(people, parts, strict=True)),
        evidence={"start": span},
    )  # fmt: skip
    context = Context(f"r-{number}", f"Report {number}", f"https://example.org/{number}", "Daily", day, "en")

    def field(value: str) -> Field:
        return Field(value, agree=1, of=1, origins=1)

    participants = tuple(
        Participant(
            (f"{stem}.{place}",), field(n), field(o), country=field(s), part=field(part.value), person=f"p-{s}{n[6:9]}"
        )
        for place, ((n, o, s), part) in enumerate(zip(people, parts, strict=True))
    )
    engagement = Engagement(
        stem, Kind.MEETING, field("held"), field(str(day)), field(str(day)), field("MA"), field("Rabat"),
        participants, stems=(stem,), reports=1, origins=1,
    )  # fmt: skip
    return Told(engagement, (RecordedAccount(stem, account, context, "0.1.0+en"),))


def measure(name: str, count: int) -> None:
    source: Any = Made(count)
    start = time.process_time()
    with TemporaryFile() as out:
        export(name, Export(source), out)
        size = out.tell()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| `{name}` | {count:,} | {time.process_time() - start:,.0f} | {size / 1e6:,.0f} | {peak:,.0f} |", flush=True
    )


def main(arguments: list[str]) -> None:
    if arguments[0] == "--one":
        measure(arguments[1], int(arguments[2]))
        return
    print(
        "| format | engagements | CPU seconds | MB written | MB of memory at most |\n| --- | --- | --- | --- | --- |",
        flush=True,
    )
    for name in arguments[1:] or FORMATS:
        subprocess.run([sys.executable, Path(__file__), "--one", name, arguments[0]], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
