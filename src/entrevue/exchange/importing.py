"""Taking in what was exported as JSON lines, and what people coded by hand."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from entrevue.domain.decisions import Decision
from entrevue.domain.recorded import Recorded
from entrevue.domain.sheets import Carried
from entrevue.exchange.lines import read

_BATCH = 100  # reports a transaction


class Taker(Protocol):
    """A ledger that takes in what another told."""

    def order(self) -> int:
        """The place of the account recorded last."""

    def take_reports(self, reports: Sequence[Carried], *, after: int) -> list[Recorded]:
        """Take in reports in one transaction."""

    def take_decisions(self, decisions: Sequence[Decision]) -> int:
        """Take in decisions; how many were new."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: reports that are new, that were known, and that were forgotten here; decisions that are new."""

    new: int
    unchanged: int
    forgotten: int
    decisions: int


def import_lines(
    taker: Taker, lines: Iterable[bytes], name: str = "", *, progress: Callable[[int], None] = lambda _: None
) -> Imported:
    """Take in an export; what is here already changes nothing, so that one that broke off can be started again.

    A hundred reports are one transaction. UnreadableFile names the first line that is wrong: what was before it stays.
    """
    return take_in(taker, read(lines, name), progress=progress)


def take_in(
    taker: Taker, told: Iterator[Carried | Decision], *, progress: Callable[[int], None] = lambda _: None
) -> Imported:
    """Take in what lines tell."""
    after = taker.order()
    counts: Counter[str] = Counter()
    decisions: list[Decision] = []
    for batch in _batches(told, decisions):
        counts.update(one.change for one in taker.take_reports(batch, after=after))
        progress(counts.total())
    made = taker.take_decisions(decisions) if decisions else 0
    return Imported(counts["new"], counts["unchanged"], counts["forgotten"], made)


def _batches(told: Iterator[Carried | Decision], decisions: list[Decision]) -> Iterator[list[Carried]]:
    """Reports some at a time; decisions are put aside, for they come after everything that they are about."""
    batch: list[Carried] = []
    for one in told:
        if isinstance(one, Decision):
            decisions.append(one)
            continue
        batch.append(one)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
