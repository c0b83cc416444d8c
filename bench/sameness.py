"""Sameness of engagements over the gold accounts: pairwise precision, recall and F1 of the ledger's clustering.

python bench/sameness.py [--errors] [--speed] [--damaged SHARE]

The accounts are blocked and clustered as the ledger does it. "blocking" is the share of the gold's pairs that meet in a
key; candidates are the pairs that the keys bring together. `--damaged 0.1` measures the gold accounts as a reader would
tell them that loses or mistakes every field of every account with that chance.
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from random import Random

import gold
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.engagements import blocking_keys, likeness
from entrevue.ledger.clustering import clusters
from entrevue.ledger.marks import places_of

Pair = frozenset[str]
SEEDS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What clustering made of the gold accounts; pairs are of stems."""

    accounts: dict[str, RecordedAccount]
    right: frozenset[Pair]
    found: frozenset[Pair]
    candidates: frozenset[Pair]
    engagements: int

    @property
    def precision(self) -> float:
        """The share of the joined pairs that are right."""
        return len(self.right & self.found) / max(1, len(self.found))

    @property
    def recall(self) -> float:
        """The share of the right pairs that are joined."""
        return len(self.right & self.found) / max(1, len(self.right))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    @property
    def blocking(self) -> float:
        """The share of the right pairs that share a key."""
        return len(self.right & self.candidates) / max(1, len(self.right))


def measure(damage: float = 0.0, seed: int = 1) -> Outcome:
    """Cluster the gold accounts as the ledger does, after doing them the damage of a reader's errors."""
    chance = Random(seed)
    told = [(engagement, gold.damaged(account, chance, damage)) for engagement, account in gold.accounts()]
    accounts = {account.stem: account for _, account in told}
    engagements: dict[str, list[str]] = {}
    keys = {stem: blocking_keys(account) for stem, account in accounts.items()}
    filed: dict[int, list[str]] = {}
    for engagement, account in told:
        engagements.setdefault(engagement, []).append(account.stem)
        for key in places_of(keys[account.stem].filed):
            filed.setdefault(key, []).append(account.stem)
    met = ({stem, other} for stem, own in keys.items() for key in places_of(own.asked) for other in filed.get(key, ()))
    candidates = frozenset(frozenset(pair) for pair in met if len(pair) > 1)
    scored = [(likeness(accounts[one], accounts[other]), one, other) for one, other in map(sorted, candidates)]
    groups = clusters(
        accounts,
        lambda one, other: likeness(one, other).barred,
        [(found.score, one, other) for found, one, other in scored if found.same],
    )
    return Outcome(accounts, _pairs(engagements.values()), _pairs(groups), candidates, len(engagements))


def _pairs(groups: Iterable[Iterable[str]]) -> frozenset[Pair]:
    return frozenset(frozenset(pair) for group in groups for pair in combinations(group, 2))


def show(outcome: Outcome) -> None:
    """Print every pair that is wrong, with the reasons of its score."""
    for title, wrong in (
        ("joined wrongly", outcome.found - outcome.right),
        ("not joined", outcome.right - outcome.found),
    ):
        for one, other in sorted(map(sorted, wrong)):
            found = likeness(outcome.accounts[one], outcome.accounts[other])
            said = "; ".join(f"{r.feature} {r.points:+.2f} {r.note}" for r in found.reasons)
            met = "" if frozenset((one, other)) in outcome.candidates else " [no shared key]"
            print(f"{title} {one} {other}: {found.score:.2f}{' barred' if found.barred else ''}{met}  {said}")


def damaged(share: float) -> None:
    """Print the mean figures over the damage of several seeds."""
    outcomes = [measure(share, seed) for seed in SEEDS]
    print(f"sameness of accounts that lose or mistake a field with a chance of {share:.0%}, mean of {len(SEEDS)} seeds")
    for name in ("precision", "recall", "f1", "blocking"):
        print(f"  {name} {statistics.mean(getattr(outcome, name) for outcome in outcomes):.3f}", end="")
    print()


def speed(accounts: list[RecordedAccount]) -> tuple[float, float]:
    """Median microseconds of keys and of a likeness, over every pair of the same kind."""
    pairs = [pair for pair in combinations(accounts, 2) if pair[0].account.kind is pair[1].account.kind]
    return _median(blocking_keys, [(account,) for account in accounts]), _median(likeness, pairs)


def _median(function: Callable[..., object], arguments: Iterable[tuple[RecordedAccount, ...]]) -> float:
    taken = []
    for given in arguments:
        started = time.perf_counter()
        function(*given)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="print every wrong pair with its reasons")
    parser.add_argument("--speed", action="store_true", help="time keys and likenesses")
    parser.add_argument("--damaged", type=float, default=0.0, metavar="SHARE", help="lose fields with this chance")
    options = parser.parse_args()
    if options.damaged:
        damaged(options.damaged)
        return
    outcome = measure()
    accounts = list(outcome.accounts.values())
    keys = Counter(len(blocking_keys(account).filed) for account in accounts)
    print(f"sameness: {len(accounts)} accounts of {outcome.engagements} engagements, {len(outcome.right)} pairs")
    print(f"  precision {outcome.precision:.3f}  recall {outcome.recall:.3f}  F1 {outcome.f1:.3f}")
    print(f"  blocking {outcome.blocking:.3f}  candidates {len(outcome.candidates)}", end="  ")
    print(f"keys an account: median {statistics.median(keys.elements()):.0f}, most {max(keys)}")
    if options.speed:
        keying, comparing = speed(accounts)
        candidates = [tuple(outcome.accounts[stem] for stem in pair) for pair in outcome.candidates]
        print(
            f"  keys {keying:.0f} µs, likeness {comparing:.0f} µs (candidates {_median(likeness, candidates):.0f} µs)"
        )
    if options.errors:
        show(outcome)


if __name__ == "__main__":
    main()
