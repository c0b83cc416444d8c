"""How long a draft takes to be checked, with the reader loaded as a server loads it at its start.

    python bench/check.py [LEDGER] [--drafts 40] [--words 500] [--processor]

Drafts of so many words are put together from reports of the corpus, half of them in each language, so that every draft
tells of engagements and claims. Each is read in a process of its own, as `/check` does, and its claims are judged by
the ledger (an empty one without LEDGER). Printed are the seconds that loading took, which no draft waits for, and the
median, p95 and longest time of a draft, reading and verdicts apart. With `--processor` drafts are read in this process
and processor seconds are counted, on a machine that does other work as well.
"""

import argparse
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.pipeline import Reader
from entrevue.training.annotation import read_corpus
from entrevue.web.checking import DraftReader
from entrevue.wiring import Ledger
from entrevue.worker import Task

_CORPUS = Path(__file__).parents[1] / "corpus"
_LANGUAGES = ("en", "fr")


def drafts(words: int) -> Iterator[str]:
    """Drafts of about so many words, of one language each, in turn."""
    pools = {language: _texts(language, words) for language in _LANGUAGES}
    while True:
        for pool in pools.values():
            text = next(pool, None)
            if text is None:
                return
            yield text


def _texts(language: str, words: int) -> Iterator[str]:
    held: list[str] = []
    for report in read_corpus(_CORPUS):
        held += report.text.split(" ") if report.language == language else []
        while len(held) >= words:
            yield " ".join(held[:words])
            held = held[words:]


class Here(Reader):
    """Reads drafts in this process."""

    def read(self, draft: str, task: Task, _: str) -> Reading | Problem:  # type: ignore[override]
        """What a draft tells."""
        page = Page(draft.encode(), media_type="text/plain")
        return self.attempt(page, language=task.language, otherwise=task.otherwise)

    def close(self) -> None:
        """Nothing is open."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ledger", nargs="?", default=":memory:")
    parser.add_argument("--drafts", type=int, default=40)
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--processor", action="store_true")
    options = parser.parse_args()
    clock = time.process_time if options.processor else time.perf_counter
    reader: Here | DraftReader = Here() if options.processor else DraftReader(20.0)
    start = clock()
    reader.prepare()
    print(f"loaded in {clock() - start:.1f} s")
    task = Task(otherwise=PartialDate(2025, 1, 15))
    read, judged, claims = [], [], 0
    with Ledger(options.ledger, create=options.ledger == ":memory:") as ledger:
        for draft in islice(drafts(options.words), options.drafts):
            start = clock()
            reading = reader.read(draft, task, "bench")
            middle = clock()
            claims += 0 if isinstance(reading, Problem) else len(ledger.check(reading))
            read.append(middle - start)
            judged.append(clock() - middle)
    reader.close()
    print(f"{len(read)} drafts of {options.words} words, {claims} claims")
    both = [one + other for one, other in zip(read, judged, strict=True)]
    for name, times in (("reading", read), ("verdicts", judged), ("both", both)):
        ordered = sorted(times)
        at = [ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.95, 1.0)]
        print(f"{name:9} median {at[0]:.2f} s  p95 {at[1]:.2f} s  longest {at[2]:.2f} s")


if __name__ == "__main__":
    main()
