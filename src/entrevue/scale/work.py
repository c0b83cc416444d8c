"""What is done with a piece in whatever process it comes to: pages are sifted, and reports are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from time import process_time
from typing import Any

from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem, Report
from entrevue.engines import Begun
from entrevue.languages import codes
from entrevue.languages.example import load_example
from entrevue.pipeline import Reader
from entrevue.scale.gates import Gate, Sifted, sift
from entrevue.scale.sources import Item, Piece, items_of
from entrevue.worker import bound_memory


@dataclass(frozen=True, slots=True)
class Reports:
    """A piece of the second kind: reports that passed all gates, each under the number that its caller knows it by."""

    reports: tuple[tuple[int, str, Report], ...]

    def __str__(self) -> str:
        return ", ".join(name for _, name, _ in self.reports)


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of a page before reading; `spent` holds seconds by gate, `seconds` that for cutting it out."""

    name: str
    seconds: float
    sifted: Sifted
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from a report."""

    number: int
    reading: Reading
    seconds: float


@dataclass(frozen=True, slots=True)
class ReadingWork:
    """The work of a run. `memory_limit`: bytes of writable memory that a process may take; 0: as many as it likes."""

    memory_limit: int = 0

    def prepare(self) -> None:
        """Load packs, atlas and models, so that what this takes is not counted as the first page's time."""
        if self.memory_limit:
            bound_memory(self.memory_limit)
        for language in codes("example"):
            text = load_example(language).text
            reader().read(text, language=language)
            sift(Page(text.encode()))

    def __call__(self, piece: Any) -> Iterator[Any]:
        """What comes of a piece of pages, or of reports."""
        return _read(piece) if isinstance(piece, Reports) else _sifted(piece)


@cache
def reader() -> Reader:
    """The reader of this process."""
    return Reader()


def _sifted(piece: Piece) -> Iterator[Any]:
    started = process_time()
    for item in items_of(piece):
        cut = process_time() - started
        yield Begun(item.name, item.rest)
        yield Passed(_name(item), cut, _outcome(item), item.damaged)
        started = process_time()


def _name(item: Item) -> str:
    return (item.page.name if item.page else None) or item.name


def _outcome(item: Item) -> Sifted:
    if item.page is None:
        return Sifted(Gate.RECORD, (), problem=item.problem)
    try:
        found = sift(item.page, published=item.published, language=item.language)
    except MemoryError:
        raise
    except Exception as error:
        reason = f"the reader broke down on this page ({type(error).__name__}: {error})"[:300]
        return Sifted(Gate.EXTRACTION, (), problem=Problem(reason))
    return found


def _read(piece: Reports) -> Iterator[Any]:
    reports: Sequence[tuple[int, str, Report]] = piece.reports
    for place, (number, name, report) in enumerate(reports):
        rest = replace(piece, reports=piece.reports[place + 1 :]) if place + 1 < len(reports) else None
        yield Begun(name, rest)
        started = process_time()
        reading = reader().read_report(report)
        yield Read(number, reading, process_time() - started)
