"""Sameness of persons over the gold pairs of appearances: precision, recall and F1, and how many pairs share a key.

python bench/persons.py [--errors]
"""

import argparse
import statistics
import time
from dataclasses import dataclass

import gold
from entrevue.identity.persons import person_keys, same


@dataclass(frozen=True, slots=True)
class Outcome:
    """The gold pairs that were called the same rightly, called so wrongly, and missed; and those that share no key."""

    right: tuple[gold.Pair, ...]
    wrong: tuple[gold.Pair, ...]
    missed: tuple[gold.Pair, ...]
    unmet: tuple[gold.Pair, ...]

    @property
    def precision(self) -> float:
        """The share of the pairs called the same that are."""
        return len(self.right) / max(1, len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of the same pairs that are called so."""
        return len(self.right) / max(1, len(self.right) + len(self.missed))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def measure() -> Outcome:
    """Judge every gold pair. A pair that shares no key is never compared by the ledger: it counts as two."""
    right: list[gold.Pair] = []
    wrong: list[gold.Pair] = []
    missed: list[gold.Pair] = []
    unmet: list[gold.Pair] = []
    for pair in gold.pairs():
        met = bool(person_keys(pair.one) & person_keys(pair.other))
        called = met and same(pair.one, pair.other).same
        if called:
            (right if pair.same else wrong).append(pair)
        elif pair.same:
            missed.append(pair)
            if not met:
                unmet.append(pair)
    return Outcome(tuple(right), tuple(wrong), tuple(missed), tuple(unmet))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="print every wrong pair with its reasons")
    options = parser.parse_args()
    outcome = measure()
    pairs = list(gold.pairs())
    taken = []
    for pair in pairs:
        started = time.perf_counter()
        same(pair.one, pair.other)
        taken.append(time.perf_counter() - started)
    print(f"persons: {len(pairs)} pairs, {sum(pair.same for pair in pairs)} of one person")
    print(f"  precision {outcome.precision:.3f}  recall {outcome.recall:.3f}  F1 {outcome.f1:.3f}")
    print(f"  without a shared key {len(outcome.unmet)}  median {statistics.median(taken) * 1e6:.0f} µs")
    if options.errors:
        for title, found in (("called the same", outcome.wrong), ("missed", outcome.missed)):
            for pair in found:
                judged = same(pair.one, pair.other)
                said = "; ".join(f"{r.feature} {r.points:+.2f} {r.note}" for r in judged.reasons)
                print(f"{title} (line {pair.line}): {judged.score:.2f}{' barred' if judged.barred else ''}  {said}")


if __name__ == "__main__":
    main()
