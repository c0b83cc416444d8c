"""`entrevue import`: an export of another ledger, or a table coded by hand."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, TypeVar

import typer

from entrevue.cli.door import say, warn
from entrevue.cli.ledgers import Place, opened
from entrevue.cli.tongue import said, said_many, worded
from entrevue.domain.report import Problem
from entrevue.errors import UnreadableFile

if TYPE_CHECKING:
    from entrevue.exchange.coded import Coding

_SOME_WRONG = 1
_LONGEST = 100_000_000  # bytes of a table: hundreds of thousands of rows
Told = TypeVar("Told")


class Source(StrEnum):
    """What can be imported."""

    JSONL = "jsonl"
    CSV = "csv"


FormatName = Annotated[
    Source, typer.Argument(metavar="FORMAT", help="jsonl (an export of a ledger) or csv (a table coded by hand).")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The file.")]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="With csv: the TOML file that says what the columns mean."),
]


def import_(format_: FormatName, file: File, mapping: MappingFile = None, ledger: Place = None) -> None:
    """Take in an export of another ledger, or a table that people coded; what is here already changes nothing.

    A ledger that is not there is made, in a folder that exists, with the first that could be read. Exit codes:
    0 everything came in, 1 some rows of a table could not be read (each named on standard error), 2 wrong use, or a file
    or ledger that cannot be used.
    """
    if (format_ is Source.CSV) != (mapping is not None):
        raise typer.BadParameter("csv needs --mapping, and jsonl has none")
    with _readable(file) as source:
        if mapping is None:
            _import_lines(source, file, ledger)
        elif _import_rows(source, file, _coding(mapping), ledger):
            raise typer.Exit(_SOME_WRONG)


def _import_lines(source: IO[bytes], file: Path, ledger: str | None) -> None:
    from entrevue.exchange.importing import Imported, take_in
    from entrevue.exchange.lines import bounded, read

    done = Imported(0, 0, 0, 0)
    if (told := _begun(read(bounded(source), file.name))) is not None:
        with opened(ledger, create=True) as book:
            done = take_in(book, told)
    known = f", {said('%(count)s known already', count=done.unchanged)}" if done.unchanged else ""
    refused = f", {said('%(count)s forgotten here and not kept', count=done.forgotten)}" if done.forgotten else ""
    new = said_many("%(count)s new report", "%(count)s new reports", done.new)
    decisions = said_many("%(count)s new decision", "%(count)s new decisions", done.decisions)
    say(f"{file.name}: {new}{known}{refused}; {decisions}")


def _begun(told: "Iterator[Told]") -> "Iterator[Told] | None":
    """The same, the first of it read already, so that no ledger is made of a file that cannot be; None for nothing."""
    first = list(islice(told, 1))
    return chain(first, told) if first else None


def _coding(mapping: Path) -> "Coding":
    from entrevue.exchange.coded import coding_from

    with _readable(mapping) as source:
        return coding_from(_text(source, mapping), mapping.name)


def _text(source: IO[bytes], path: Path) -> str:
    content = source.read(_LONGEST + 1)
    if len(content) > _LONGEST:
        raise UnreadableFile(path.name, f"is longer than {_LONGEST // 1_000_000} MB: split it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(path.name, "is not in UTF-8") from error


def _import_rows(source: IO[bytes], file: Path, coding: "Coding", ledger: str | None) -> int:
    """Record a table's rows; how many could not be read."""
    from entrevue.domain.reading import Reading
    from entrevue.exchange.coded import readings

    wrong = 0

    def good() -> Iterator[Reading]:
        nonlocal wrong
        for one in readings(StringIO(_text(source, file), newline=""), coding, file.name):
            if isinstance(one, Problem):
                wrong += 1
                warn(f"{one.name}: {worded(one.reason)}")
            else:
                yield one

    changes: Counter[str] = Counter()
    if (rows := _begun(good())) is not None:
        with opened(ledger, create=True) as book:
            changes.update(one.change for one in book.record_many(rows))
    new, known = changes["new"] + changes["version"], changes["unchanged"]
    told = [
        said_many("%(count)s row recorded", "%(count)s rows recorded", new),
        said("%(count)s known already", count=known),
    ]
    told += [said("%(count)s wrong", count=wrong)] if wrong else []
    say(f"{file.name}: {', '.join(told)}")
    return wrong


@contextmanager
def _readable(path: Path) -> Iterator[IO[bytes]]:
    try:
        source = path.open("rb")
    except OSError as error:
        raise UnreadableFile(str(path), f"cannot be read: {error.strerror}") from error
    with source:
        yield source
