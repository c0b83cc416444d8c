"""Verdicts over the written cases, with the fixed ledger recorded anew.

python bench/claims.py [--errors]
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.inquiry.ledgers import record_all
from tests.inquiry.written import cases

import entrevue


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="name the cases that fail")
    options = parser.parse_args()
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    times = []
    with entrevue.Ledger(":memory:") as ledger:
        names = record_all(ledger)
        for case in cases():
            start = time.perf_counter()
            verdict = case.verdict(ledger)
            times.append(time.perf_counter() - start)
            faults = case.faults(verdict, names)
            key = case.told["lang"], case.told["outcome"]
            asked[key] += 1
            right[key] += not faults
            if faults and options.errors:
                print(case.told["id"], case.told["claim"], *faults, sep="\n  ")
    for key in sorted(asked):
        print(f"{key[0]}  {key[1]:17}  {right[key]} of {asked[key]}")
    print(f"all: {right.total()} of {asked.total()} ({right.total() / asked.total():.1%})")
    print(f"a verdict takes {1000 * sorted(times)[len(times) // 2]:.1f} ms (median)")
    sys.exit(right != asked)


if __name__ == "__main__":
    main()
