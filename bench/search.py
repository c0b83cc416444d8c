"""How fast a ledger suggests, searches and counts facets, and how large its indexes are.

    python bench/search.py LEDGER [--asked 200]      LEDGER: a path, or postgresql://…

Make one with `python bench/ledger.py 10000 --keep LEDGER`; it has 11,400 persons however large it is, so `--names 300000`
adds as many more of invented names (without engagements), unless they are there, and asks for them. Every kind of
question is asked with other values each time; p50 and p95 are those of the clock and of the processor, for other
programs take the one, not the other.
"""

import argparse
import gc
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from sqlalchemy import create_engine, text

from entrevue.domain.queries import Query
from entrevue.domain.reading import Kind
from entrevue.inquiry.filters import query_from
from entrevue.inquiry.vocabulary import warm
from entrevue.ledger.rows import AppearanceRow
from entrevue.wiring import Ledger
from ledger import ROLES, STATES, TOPICS, megabytes, official

_TABLES = ("term", "term_word", "word_gram", "appearance_word", "mark")


_GIVEN, _FAMILY = 4_000, 80_000  # names to choose from, few of them often
_BATCH = 10_000
_OPENINGS = [*"bcdfghjklmnprstvwz", "br", "ch", "dr", "fr", "gr", "kh", "kr", "pr", "sh", "st", "tr", "bl", "cl"]
_VOWELS = [*"aeiouaeio", "ai", "ou", "ie", "au"]
_ENDINGS = ["", "", "", *"nrlstmdk", "rd", "nd", "nt", "sk", "v"]


@cache
def _invented() -> tuple[list[str], list[str]]:
    """Given names and family names."""
    chance = random.Random(3)

    def one(syllables: int) -> str:
        parts = (_OPENINGS, _VOWELS, _ENDINGS)
        return "".join(chance.choice(part) for _ in range(syllables) for part in parts).capitalize()

    return [one(2) for _ in range(_GIVEN)], [one(chance.choice((2, 2, 3, 3, 4))) for _ in range(_FAMILY)]


def invented(number: int) -> str:
    """The name of an invented person."""
    chance, (given, family) = random.Random(number), _invented()
    return f"{given[int(_GIVEN * chance.random() ** 3)]} {family[int(_FAMILY * chance.random() ** 2)]}"


def _id(number: int) -> str:
    return f"p-{number:016x}"


def add_names(ledger: Ledger, count: int) -> None:
    """Add invented persons to a ledger; those that it has already stay."""
    for start in range(0, count, _BATCH):
        numbers = range(start, min(count, start + _BATCH))
        with ledger._store.writing() as session:
            if not session.appearances_by_id([_id(numbers[-1])]):
                free = [session.next_number("appearance") for _ in numbers]
                rows = [
                    AppearanceRow(at, _id(number), _id(number), invented(number), None, None, None, None, at)
                    for at, number in zip(free, numbers, strict=True)
                ]
                session.put_appearances(rows, {})


def misspelt(name: str, chance: random.Random) -> str:
    """A name with one letter changed."""
    place = chance.randrange(1, len(name))
    return f"{name[:place]}{chance.choice('aeioulmnrst')}{name[place + 1 :]}"


def kinds_of(ledger: Ledger, chance: random.Random, names: int) -> dict[str, Callable[[], object]]:
    """What is asked, by kind."""

    def state() -> str:
        return STATES[int(len(STATES) * chance.random() ** 2)]

    def name() -> str:
        if names:
            return invented(chance.randrange(names))
        return official(chance.randrange(len(STATES)), chance.randrange(60))[0]

    def year() -> str:
        return str(chance.randrange(2010, 2025))

    def facets(query: Query) -> object:
        return ledger.facets(query), ledger.find(query, limit=30)

    def two() -> Query:
        """Two facets together, any of them."""
        options = {
            "states": (state(),),
            "kind": Kind.MEETING,
            "role": chance.choice(("foreign", "intelligence", "head-of-state", "ambassador")),
            "topic": chance.choice(TOPICS),
            "publisher": f"Journal {chance.randrange(3)}",
            "language": "fr",
            "place": state(),
        }
        chosen = dict(chance.sample(sorted(options.items(), key=lambda pair: pair[0]), 2))
        return replace(Query(), **chosen)  # type: ignore[arg-type]

    return {
        "suggest, name being typed": lambda: ledger.suggest(name()[: chance.randrange(3, 9)]),
        "suggest, name misspelt": lambda: ledger.suggest(misspelt(name(), chance)),
        "suggest, whole name": lambda: ledger.suggest(name()),
        "suggest, one word misspelt": lambda: ledger.suggest(misspelt(name().split()[1], chance)),
        "suggest, state": lambda: ledger.suggest(chance.choice(("Keny", "Turk", "marocain", "Kremlin", "USA"))),
        "suggest, office and year": lambda: ledger.suggest(f"{chance.choice(ROLES)} {year()}"),
        "facets, everything": lambda: facets(Query()),
        "facets, a state": lambda: facets(Query(states=(state(),))),
        "facets, an office in a year": lambda: facets(
            query_from(role="intelligence", since=(one := year()), until=one)
        ),
        "facets, two together": lambda: facets(two()),
        "facets, words": lambda: facets(Query(text=name())),
    }


def sizes(place: str) -> str:
    """Megabytes of the tables that searching needs."""
    if place.startswith("postgres"):
        engine = create_engine(place.replace("postgresql://", "postgresql+psycopg://"))
        asked = "SELECT pg_total_relation_size(CAST(:name AS regclass))"
        with engine.connect() as connection:
            found = {name: connection.execute(text(asked), {"name": name}).scalar_one() for name in _TABLES}
        engine.dispose()
    else:
        connection_ = sqlite3.connect(place)
        sized = "SELECT sum(pgsize) FROM dbstat WHERE name IN (?, ? || '_kind')"
        try:
            found = {name: connection_.execute(sized, (name, name)).fetchone()[0] or 0 for name in _TABLES}
        except sqlite3.OperationalError:  # a Python whose SQLite tells no sizes
            found = {}
        connection_.close()
    parts = ", ".join(f"{name} {size / 1e6:.1f}" for name, size in found.items())
    return f"{megabytes(place):.0f} MB; of it {parts or 'not told by this SQLite'}"


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", metavar="LEDGER")
    parser.add_argument("--asked", type=int, default=200, metavar="N", help="questions of each kind")
    parser.add_argument("--names", type=int, default=0, metavar="N", help="ask for N persons of invented names")
    options = parser.parse_args()
    begun = time.perf_counter()
    warm()
    print(f"vocabulary loaded in {time.perf_counter() - begun:.1f} s")
    gc.collect()
    gc.freeze()  # as a server does
    with Ledger(options.place, create=False) as ledger:
        add_names(ledger, options.names)
        print(f"{ledger.totals()['engagements']} engagements, {sizes(options.place)}")
        for name, ask in kinds_of(ledger, random.Random(5), options.names).items():
            ask()
            times = []
            for _ in range(options.asked):
                clock, processor = time.perf_counter(), time.process_time()
                ask()
                times.append((time.perf_counter() - clock, time.process_time() - processor))
            clocks, processors = (sorted(each) for each in zip(*times, strict=True))
            half, most = options.asked // 2, int(options.asked * 0.95)
            print(
                f"  {name:30} p50 {clocks[half] * 1000:7.1f} ms, p95 {clocks[most] * 1000:7.1f} ms"
                f" (of the processor's {processors[half] * 1000:.1f} and {processors[most] * 1000:.1f})"
            )


if __name__ == "__main__":
    main()
