"""What was read before a run was stopped, kept beside its journal: so that no reprint is read again after it goes on.

A file for each part of the run's output, a line of JSON for each report that repeats no other. As many as a run
remembers are kept, and none once it is finished. A file that cannot be read costs nothing but time: what reprints its
reports is read again.
"""

import gzip
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from zlib import error as Damaged  # noqa: N812 (what zlib calls it is no name)

import msgspec

from entrevue.domain.reading import Reading
from entrevue.scale.reprints import KEPT, Known
from entrevue.scale.tables import Row

NAME = "memory"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A line: a report that was read, by the number that the run knows it by."""

    number: int
    name: str
    sketch: frozenset[int]
    reading: Reading


_LINES = msgspec.json.Decoder(_Kept)


class Memory:
    """The readings of a run that reprints may take over, in its folder."""

    def __init__(self, folder: Path) -> None:
        """Where the run is kept; nothing is made there before something is remembered."""
        self._folder = folder / NAME
        self._parts: deque[tuple[Path, int]] = deque()

    def keep(self, part: int, rows: Sequence[Row]) -> None:
        """Remember what a part holds, and forget parts that are too long ago; OSError where that cannot be written."""
        lines = [line for row in rows if row.reprint_of is None and (line := _line(row)) is not None]
        if not lines:
            return
        self._folder.mkdir(exist_ok=True)
        path = self._folder / f"part-{part:06}.jsonl.gz"
        draft = path.with_suffix(".draft")
        draft.write_bytes(gzip.compress(b"\n".join(lines), 1))
        draft.replace(path)
        self._parts.append((path, len(lines)))
        while sum(count for _, count in self._parts) - self._parts[0][1] >= KEPT:
            self._parts.popleft()[0].unlink(missing_ok=True)

    def go_on(self, parts: int) -> Iterator[Known]:
        """What was remembered in the parts that the journal knows of; files of others are removed."""
        for path in sorted(self._folder.glob("part-*")):
            number = path.name.removeprefix("part-").split(".")[0]
            if path.suffix == ".draft" or not number.isdecimal() or int(number) >= parts:
                path.unlink()
                continue
            found = list(_read(path))
            self._parts.append((path, len(found)))
            yield from (Known(one.number, one.name, one.sketch, one.reading.report, one.reading) for one in found)

    def forget(self) -> None:
        """Remove it all: the run is finished."""
        rmtree(self._folder, ignore_errors=True)


def _line(row: Row) -> bytes | None:
    """A report as it is remembered; None where its text or name holds halves of characters, which no JSON can."""
    reading = replace(row.reading, report=replace(row.reading.report, chrome=()))
    try:
        return msgspec.json.encode(_Kept(row.number, row.name, row.sketch, reading))
    except UnicodeEncodeError:
        return None


def _read(path: Path) -> Iterator[_Kept]:
    try:
        yield from map(_LINES.decode, gzip.decompress(path.read_bytes()).split(b"\n"))
    except (OSError, EOFError, Damaged, msgspec.MsgspecError):
        return
