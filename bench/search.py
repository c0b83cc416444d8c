"""How fast a ledger suggests, searches and counts facets, and how large its indexes are.

    python bench/search.py LEDGER [--asked 200]      LEDGER: a path, or postgresql://…

Make one with `python bench/ledger.py 10000 --keep LEDGER`. Every kind of question is asked with other values each time;
p50 and p95 are those of the clock and of the processor, for other programs take the one, not the other.
"""

import argparse
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import create_engine, text

from entrevue.domain.queries import Query
from entrevue.domain.reading import Kind
from entrevue.inquiry.filters import query_from
from entrevue.inquiry.vocabulary import warm
from entrevue.wiring import Ledger
from ledger import ROLES, STATES, TOPICS, megabytes, official

_TABLES = ("term", "term_word", "word_gram", "appearance_word", "mark")


def misspelt(name: str, chance: random.Random) -> str:
    """A name with one letter changed."""
    place = chance.randrange(1, len(name))
    return f"{name[:place]}{chance.choice('aeioulmnrst')}{name[place + 1 :]}"


def kinds_of(ledger: Ledger, chance: random.Random) -> dict[str, Callable[[], object]]:
    """What is asked, by kind."""

    def state() -> str:
        return STATES[int(len(STATES) * chance.random() ** 2)]

    def name() -> str:
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
    options = parser.parse_args()
    begun = time.perf_counter()
    warm()
    print(f"vocabulary loaded in {time.perf_counter() - begun:.1f} s")
    with Ledger(options.place, create=False) as ledger:
        print(f"{ledger.totals()['engagements']} engagements, {sizes(options.place)}")
        for name, ask in kinds_of(ledger, random.Random(5)).items():
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
