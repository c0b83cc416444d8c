"""The journal of a run: how far it came, so that it goes on from there after whatever stopped it.

A line of JSON for each time that results were kept, written after them and forced to the disk. What is not in the
journal is done again; what it names as done is never done twice. A line that was cut off counts as not written.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from entrevue.errors import ScaleError
from entrevue.scale.counts import Counts
from entrevue.scale.sources import Source

NAME = "journal.jsonl"
_FORMAT = 1


@dataclass
class Journal:
    """How far a run came: `pieces` of them are done, in their order, and `parts` of its tables are written."""

    path: Path
    pieces: int = 0
    parts: int = 0
    finished: bool = False
    counts: Counts = field(default_factory=Counts)

    def keep(self, pieces: int, parts: int, counts: Counts, *, finished: bool = False) -> None:
        """Note that so much is done; OSError where that cannot be written."""
        self.pieces, self.parts, self.finished = pieces, parts, finished
        self._write({"pieces": pieces, "parts": parts, "finished": finished, "counts": counts.as_json()})

    def begin(self, sources: Sequence[Source]) -> None:
        """Note what the run is about."""
        told = [[one.path, one.kind, one.stamp] for one in sources]
        self._write({"format": _FORMAT, "sources": told})

    def _write(self, told: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def opened(folder: Path, sources: Sequence[Source], *, resume: bool) -> Iterator[Journal]:
    """The journal in a folder, held against other runs; ScaleError where it holds another run, or none to go on with."""
    journal = Journal(folder / NAME)
    lines = _lines(journal.path)
    if lines and not resume:
        raise ScaleError("%(folder)s: holds a run already; --resume goes on with it", folder=str(folder))
    with _held(folder):
        if not lines:
            journal.begin(sources)
        else:
            _fits(lines[0], sources, folder)
            _mend(journal.path, lines)
            if len(lines) > 1:
                last = lines[-1]
                journal.pieces, journal.parts = int(last["pieces"]), int(last["parts"])
                journal.finished, journal.counts = bool(last["finished"]), Counts.from_json(last["counts"])
        yield journal


def _lines(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a journal; none where there is no journal."""
    try:
        content = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    found = []
    for line in content.split("\n")[:-1]:
        try:
            found.append(json.loads(line))
        except ValueError:
            break
    if found and found[0].get("format") != _FORMAT:
        raise ScaleError("%(path)s: is no journal of a run that can go on", path=str(path))
    return found


def _mend(path: Path, lines: Sequence[dict[str, Any]]) -> None:
    """Take a line that was cut off out of the file, so that the next one stands on its own."""
    whole = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if path.read_text(encoding="utf-8", errors="replace") != whole:
        draft = path.with_suffix(".draft")
        draft.write_text(whole, encoding="utf-8")
        draft.replace(path)


def _fits(first: dict[str, Any], sources: Sequence[Source], folder: Path) -> None:
    told = [tuple(one) for one in first["sources"]]
    own = [(one.path, one.kind, one.stamp) for one in sources]
    if told == own:
        return
    if [one[0] for one in told] != [one[0] for one in own]:
        names = ", ".join(str(one[0]) for one in told[:3]) + (" …" if len(told) > 3 else "")
        raise ScaleError("%(folder)s: holds a run over other sources: %(names)s", folder=str(folder), names=names)
    changed = next(one[0] for one, now in zip(told, own, strict=True) if one != now)
    raise ScaleError("%(path)s: has changed since the run began; begin anew in another folder", path=changed)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ScaleError("%(folder)s: another run is writing there", folder=str(folder)) from error
        yield
