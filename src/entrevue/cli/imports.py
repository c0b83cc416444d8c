"""`entrevue import`: an export of another ledger, or a table coded by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from entrevue.cli.door import say, warn
from entrevue.cli.ledgers import Place, opened
from entrevue.domain.report import Problem
from entrevue.errors import UnreadableFile

if TYPE_CHECKING:
    from entrevue.exchange.coded import Coding
    from entrevue.wiring import Ledger

_SOME_WRONG = 1


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

    A ledger that is not there is made, in a folder that exists. Exit codes: 0 everything came in, 1 some rows of a table
    could not be read (each named on standard error), 2 wrong use, or a file or ledger that cannot be used.
    """
    if (format_ is Source.CSV) != (mapping is not None):
        raise typer.BadParameter("csv needs --mapping, and jsonl has none")
    with _readable(file) as source:
        coding = _coding(mapping) if mapping else None
        with opened(ledger, create=True) as book:
            if coding is None:
                _import_lines(book, source, file)
            elif _import_rows(book, source, file, coding):
                raise typer.Exit(_SOME_WRONG)


def _import_lines(book: "Ledger", source: IO[bytes], file: Path) -> None:
    from entrevue.exchange.importing import import_lines

    done = import_lines(book, source, file.name)
    known = f", {done.unchanged} known already" if done.unchanged else ""
    refused = f", {done.forgotten} forgotten here and not kept" if done.forgotten else ""
    say(f"{file.name}: {done.new} new reports{known}{refused}; {done.decisions} new decisions")


def _coding(mapping: Path) -> "Coding":
    from entrevue.exchange.coded import coding_from

    with _readable(mapping) as source:
        return coding_from(_text(source, mapping), mapping.name)


def _text(source: IO[bytes], path: Path) -> str:
    try:
        return source.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(path.name, "is not in UTF-8") from error


def _import_rows(book: "Ledger", source: IO[bytes], file: Path, coding: "Coding") -> int:
    """Record a table's rows; how many could not be read."""
    from entrevue.domain.reading import Reading
    from entrevue.exchange.coded import readings

    wrong = 0

    def good() -> Iterator[Reading]:
        nonlocal wrong
        for one in readings(_text(source, file).splitlines(keepends=True), coding, file.name):
            if isinstance(one, Problem):
                wrong += 1
                warn(f"{one.name}: {one.reason}")
            else:
                yield one

    changes = [one.change for one in book.record_many(good())]
    new, known = changes.count("new") + changes.count("version"), changes.count("unchanged")
    say(f"{file.name}: {new} rows recorded, {known} known already" + (f", {wrong} wrong" if wrong else ""))
    return wrong


@contextmanager
def _readable(path: Path) -> Iterator[IO[bytes]]:
    try:
        source = path.open("rb")
    except OSError as error:
        raise UnreadableFile(str(path), f"cannot be read: {error.strerror}") from error
    with source:
        yield source
