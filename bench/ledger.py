"""A synthetic ledger: how fast it grows and answers, at several sizes.

    python bench/ledger.py 10000 100000          engagements; three times as many accounts
    python bench/ledger.py 1000000 --keep LEDGER  keep the ledger (a path, or postgresql://…), and go on from it

Prints, for every size: accounts a second in bulk, what adding one report costs (median), and the time of each kind of
question (p95 of 200), with the memory of a process that only asks.
"""

import argparse
import datetime as dt
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from sqlalchemy import create_engine, text

import entrevue
from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Kind, Part, Participation, Reading, Status, Topic
from entrevue.domain.report import Paragraph, Report

STATES = [f"{a}{b}" for a in "ABCDEFGHKLMNP" for b in "ADEGHKLMNORSTUZ"][:190]
ROLES = [
    "ministre des Affaires étrangères",
    "directeur du renseignement",
    "président",
    "ambassadeur",
    "chef d'état-major",
]
TOPICS = ["counter-terrorism", "trade", "migration", "energy", "cyber", "defence"]
SYLLABLES = [a + b for a in "bdfghklmnrstvz" for b in "aio"][:24]
REPORTERS = 3  # reports that tell of each engagement
FIRST, YEARS = dt.date(2010, 1, 1), 15
TOLD = 3  # engagements that each report tells of
QUESTIONS = 200
BATCH = 200  # reports a transaction
PROGRESS = 60_000  # accounts between two lines of progress


def word(number: int, length: int) -> str:
    made = ""
    for _ in range(length):
        number, rest = divmod(number, len(SYLLABLES))
        made += SYLLABLES[rest]
    return made.capitalize()


@cache
def official(state: int, place: int) -> tuple[str, str, str, str]:
    """Name, office, organisation and side; sixty officials a state."""
    number = state * 60 + place
    name = f"{word(number * 7919 % 331_776, 3)} {word(number * 48_271 % 331_776, 4)}"
    role = ROLES[place % len(ROLES)]
    return name, f"{role} {place // len(ROLES)}", f"Agence {word(number // 5, 3)}", STATES[state]


@dataclass(frozen=True)
class World:
    """What is told of. Engagements come in the order of their days, 183 a day from 2010 on; or `shuffled` over 15 years.

    `salt` makes other engagements of the same days.
    """

    shuffled: bool = False
    salt: int = 0

    def day(self, number: int, chance: random.Random) -> PartialDate:
        """When an engagement was."""
        place = chance.randrange(YEARS * 365) if self.shuffled else number * YEARS * 365 // 1_000_000
        return PartialDate.of(FIRST + dt.timedelta(days=place))


@lru_cache(maxsize=100)  # three reports tell of it in the same words
def told(world: World, number: int, start: int) -> tuple[str, Account]:
    """An engagement as a sentence that stands at `start` of a report, and the account of it."""
    chance = random.Random(number + world.salt)
    one, other = (int(len(STATES) * chance.random() ** 2) for _ in range(2))
    host, guest = official(one, chance.randrange(60)), official(other, chance.randrange(60))
    day = world.day(number, chance)
    city = f"Ville {word(one, 3)}"
    topic = chance.choice(TOPICS)
    sentence = (
        f"{host[0]}, {host[1]} ({host[2]}), a reçu le {day} à {city} {guest[0]}, {guest[1]} ({guest[2]}) : {topic}."
    )

    def found(words: str) -> Evidence:
        at = start + sentence.index(words)
        return Evidence(at, at + len(words), words)

    seats = tuple(
        Participation(*who, part, {"name": found(who[0]), "office": found(who[1]), "organization": found(who[2])})
        for who, part in ((host, Part.HOST), (guest, Part.VISITOR))
    )
    evidence = {"start": found(str(day)), "city": found(city), "kind": found("a reçu")}
    topics = (Topic(topic, found(topic), topic),)
    source = f"communiqué {word(number % 5000, 3)}"
    made = Account("", Kind.MEETING, day, day, STATES[one], city, Status.HELD, seats, topics, source, evidence=evidence)
    return sentence, made


def account(world: World, number: int, place: int, said: list[str], reporter: int) -> Account:
    """The account of an engagement; `said` collects the sentences of the report."""
    sentence, made = told(world, number, sum(len(earlier) + 1 for earlier in said))
    said.append(sentence)
    return replace(made, id=f"e{place}", source=made.source if reporter < 2 else None)


NEWS = World()


def readings(first: int, last: int, world: World = NEWS) -> Iterator[Reading]:
    """Every report that tells of the engagements from `first` to `last`."""
    for block in range(first, last, TOLD):
        for reporter in range(REPORTERS):
            said = [f"Titre {block} du journal {reporter}"]
            accounts = tuple(
                account(world, number, place, said, reporter)
                for place, number in enumerate(range(block, block + TOLD), 1)
            )
            text = "\n".join(said)
            title = len(said[0])
            paragraphs = (Paragraph(title + 1, len(text), "fr"),)
            url = f"https://{reporter}.example/{block + world.salt}"
            published = accounts[0].start
            report = Report(text, paragraphs, title, url, f"Journal {reporter}", (), published, "option", "fr")
            yield Reading(report, accounts, (), "bench", "fr")


class Timed:
    """Readings one after the other, with the time that making them took: the ledger's own time is the rest."""

    def __init__(self, readings: Iterator[Reading]) -> None:
        self.readings = readings
        self.own = Time()

    def __iter__(self) -> "Timed":
        return self

    def __next__(self) -> Reading:
        begun = Time.now()
        try:
            return next(self.readings)
        finally:
            self.own += Time.now() - begun


@dataclass(frozen=True)
class Time:
    """Seconds on the clock, and of the processor: other programs take the one, not the other."""

    clock: float = 0.0
    processor: float = 0.0

    @classmethod
    def now(cls) -> "Time":
        """What the clocks show."""
        return cls(time.perf_counter(), time.process_time())

    def __add__(self, other: "Time") -> "Time":
        return Time(self.clock + other.clock, self.processor + other.processor)

    def __sub__(self, other: "Time") -> "Time":
        return Time(self.clock - other.clock, self.processor - other.processor)

    def rate(self, count: int) -> str:
        """So many in this time."""
        return f"{count / self.clock:.0f} accounts a second ({count / self.processor:.0f} of the processor's)"


def grow(place: str, first: int, last: int, world: World) -> str:
    """Accounts a second in bulk; progress on standard error."""
    count, shown = 0, 0
    source = Timed(readings(first, last, world))
    begun = since = Time.now()
    with entrevue.Ledger(place) as ledger:
        for recorded in ledger.record_many(source, batch=BATCH):
            count += len(recorded.accounts)
            if count - shown >= PROGRESS:
                now = Time.now() - source.own
                print(
                    f"  {first + count // REPORTERS} engagements, {(now - since).rate(count - shown)}", file=sys.stderr
                )
                since, shown = now, count
    return (Time.now() - source.own - begun).rate(count)


def one_report(place: str, size: int, *, shuffled: bool) -> str:
    """Milliseconds that one more report costs, each in a transaction of its own."""
    world = World(shuffled, salt=10_000_000 + size + shuffled)
    with entrevue.Ledger(place) as ledger:
        times = []
        for reading in readings(size, size + 20 * TOLD, world):
            begun = Time.now()
            ledger.record(reading)
            times.append(Time.now() - begun)
    clock, processor = (statistics.median(each) * 1000 for each in zip(*map(astuple, times), strict=True))
    return f"median {clock:5.1f} ms ({processor:.1f} of the processor's)"


def questions(place: str) -> None:
    """Ask, and print p95 by kind of question, and the memory of this process."""
    chance = random.Random(3)
    with entrevue.Ledger(place, create=False) as ledger:
        ids = [one.id for one in ledger.find(limit=300)]

        def state() -> str:
            return STATES[int(len(STATES) * chance.random() ** 2)]

        def pair() -> tuple[str, str]:
            one, other = state(), state()
            return (one, other) if one != other else pair()

        kinds: dict[str, Callable[[], object]] = {
            "search, rare word": lambda: ledger.find(
                entrevue.Query(text=official(chance.randrange(190), 7)[0]), limit=20
            ),
            "search, common words": lambda: ledger.find(entrevue.Query(text="recu ministre"), limit=20),
            "search in a state": lambda: ledger.find(entrevue.Query(states=(state(),), text="cyber"), limit=20),
            "dossier of a pair": lambda: ledger.dossier(*pair()),
            "timeline of a pair": lambda: ledger.find(entrevue.Query(states=pair()), limit=50),
            "show": lambda: (ledger.engagement(one := chance.choice(ids)), ledger.accounts(one)),
        }
        for name, ask in kinds.items():
            ask()
            times = []
            for _ in range(QUESTIONS):
                begun = Time.now()
                ask()
                times.append(Time.now() - begun)
            clock, processor = (
                sorted(each)[int(QUESTIONS * 0.95)] * 1000 for each in zip(*map(astuple, times), strict=True)
            )
            print(f"  {name:24} p95 {clock:8.1f} ms ({processor:.1f} of the processor's)")
    print(f"  {'memory while asking':24}     {most_memory():8.0f} MB")


def megabytes(place: str) -> float:
    """How large a ledger is."""
    if not place.startswith("postgres"):
        return Path(place).stat().st_size / 1e6
    engine = create_engine(place.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    engine.dispose()
    return int(size) / 1e6


def most_memory() -> float:
    """The most memory that this process ever held, in MB (what getrusage tells includes the parent's)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000])
    parser.add_argument("--keep", metavar="LEDGER", help="keep the ledger, and go on from it when it is there")
    parser.add_argument("--shuffled", action="store_true", help="in no order of days, as an archive may be added")
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        return questions(options.keep)
    with tempfile.TemporaryDirectory() as folder:
        place = options.keep or str(Path(folder) / "ledger.db")
        size = 0
        if place.startswith("postgres") or Path(place).exists():
            with entrevue.Ledger(place) as ledger:
                size = ledger.status().totals["accounts"] // REPORTERS
        for wanted in sorted(options.sizes):
            rate = grow(place, size, wanted, World(options.shuffled)) if wanted > size else "was there"
            size = max(size, wanted)
            print(f"{size} engagements, {megabytes(place):.0f} MB: {rate}")
            for name, shuffled in (("one more report of today", False), ("... of any day", True)):
                cost = one_report(place, size, shuffled=shuffled)
                print(f"  {name:24} {cost} for {TOLD} accounts")
            sys.stdout.flush()
            subprocess.run([sys.executable, __file__, "--ask", "--keep", place], check=True)
    return None


if __name__ == "__main__":
    main()
