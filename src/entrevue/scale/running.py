"""A large run: pieces out to an engine, results back in their order, kept in parts with a journal of how far it came.

Results are taken in the order of the pieces, whichever engine works on them and however fast: so a run gives the same
records on every engine, and how far it came is a single number.
"""

import errno
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic, perf_counter
from typing import Protocol

from entrevue.domain.reading import Reading
from entrevue.domain.report import Report
from entrevue.engines import Broken, Engine, Finished
from entrevue.errors import ScaleError
from entrevue.scale.counts import Counts
from entrevue.scale.journal import Journal
from entrevue.scale.reprints import Known, Reprints, may_take_over, sketch_of, taken_over
from entrevue.scale.sources import Piece
from entrevue.scale.tables import Row, Trouble
from entrevue.scale.work import Passed, Read, Reports

_TOGETHER = 8  # reports that are sent to be read at once
_AHEAD = 3  # pieces a slot that are worked on, or wait for those before them
_ENOUGH = 400  # reports that are kept at once
_OFTEN = 20.0  # seconds after which what there is, is kept
_LOOKS = 0.5  # seconds after which a run that waits shows how far it is


class Output(Protocol):
    """Where results are kept; `keep` may be called again with the same part after a run was stopped in the middle."""

    def keep(self, part: int, rows: Sequence[Row], troubles: Sequence[Trouble]) -> None:
        """Keep the results of a part; OSError or an error of ours where that fails."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: pieces done of all, and what was counted; `since` counts records since the run (re)began."""

    pieces: int
    of: int
    counts: Counts
    since: int
    seconds: float


@dataclass
class _Sheet:
    """The results of a piece, as they come together."""

    rows: list[Row | None] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    open: int = 0  # reports that nothing was read from yet
    counts: Counts = field(default_factory=Counts)


@dataclass(frozen=True, slots=True)
class _Place:
    """A report that nothing was read from yet: its place on a sheet, and which other's text it repeats."""

    sheet: _Sheet
    row: int
    name: str
    report: Report
    sketch: frozenset[int]
    own: Known | None  # where it may be met again
    first: Known | None


class Run:
    """One run over pieces; `go` does it."""

    def __init__(self, pieces: Sequence[Piece], engine: Engine, output: Output, journal: Journal) -> None:
        """Go on from where the journal is."""
        self._pieces, self._engine, self._output, self._journal = pieces, engine, output, journal
        self.counts = journal.counts
        # how many pieces were submitted, taken, are complete, and are kept
        self._next = self._taken = self._complete = self._kept = journal.pieces
        self._arrived: dict[int, Finished] = {}
        self._sheets: deque[_Sheet] = deque()
        self._reports: deque[Reports] = deque()  # to be read
        self._sent: dict[int, Reports] = {}
        self._places: dict[int, _Place] = {}
        self._reprints = Reprints()
        self._number = 0
        self._out = 0  # pieces and reports that the engine has
        self._ready: list[Row] = []
        self._troubles: list[Trouble] = []
        self._last = monotonic()

    def remember(self, known: Iterable[Known]) -> None:
        """The reports of before a run went on."""
        for one in known:
            self._reprints.add(one)
            self._number = max(self._number, one.number + 1)

    def go(self, shown: Callable[[Progress], None]) -> None:
        """Do it all; `shown` is called now and then. What stops it leaves a journal that another run goes on from."""
        started, before = monotonic(), self.counts.records
        try:
            while self._complete < len(self._pieces):
                self._submit()
                for one in self._engine.finished(_LOOKS):
                    self._take(one)
                self._lay_ready()
                if len(self._ready) >= _ENOUGH or monotonic() - self._last > _OFTEN:
                    self._keep()
                shown(
                    Progress(
                        self._complete,
                        len(self._pieces),
                        self.counts,
                        self.counts.records - before,
                        monotonic() - started,
                    )
                )
        except KeyboardInterrupt:
            self._keep()
            raise
        self._keep(finished=True)

    def _submit(self) -> None:
        """Have the engine busy, and no more: reports first, for pieces wait for theirs."""
        slots = self._engine.slots
        while self._out < 2 * slots:
            if self._reports:
                reports = self._reports.popleft()
                ticket = -1 - reports.reports[0][0]  # below zero, as the tickets of pieces are not
                self._sent[ticket] = reports
                self._engine.submit(ticket, reports)
            elif self._next < len(self._pieces) and self._next < self._complete + _AHEAD * slots + 2:
                self._engine.submit(self._next, self._pieces[self._next])
                self._next += 1
            else:
                return
            self._out += 1

    def _take(self, finished: Finished) -> None:
        self._out -= 1
        if finished.ticket < 0:
            self._take_read(finished)
            return
        self._arrived[finished.ticket] = finished
        while self._taken in self._arrived:
            self._take_sifted(self._arrived.pop(self._taken))
            self._taken += 1

    def _take_sifted(self, finished: Finished) -> None:
        """A piece that comes next in order: what passed is read, unless its text was met before."""
        sheet = _Sheet()
        self._sheets.append(sheet)
        to_read: list[tuple[int, str, Report]] = []
        for value in finished.values:
            if isinstance(value, Broken):
                sheet.counts.records += 1
                sheet.troubles.append(Trouble(value.item, value.reason))
                continue
            assert isinstance(value, Passed)
            sheet.counts.add_passed(value)
            if value.sifted.problem is not None:
                sheet.troubles.append(Trouble(value.name, value.sifted.problem.reason))
            if value.sifted.report is not None:
                to_read += self._meet(sheet, value.name, value.sifted.report)
        self._have_read(to_read)

    def _have_read(self, reports: Sequence[tuple[int, str, Report]]) -> None:
        for start in range(0, len(reports), _TOGETHER):
            self._reports.append(Reports(tuple(reports[start : start + _TOGETHER])))

    def _meet(self, sheet: _Sheet, name: str, report: Report) -> list[tuple[int, str, Report]]:
        """A report that passed: itself where it has to be read now."""
        number, own = self._number, sketch_of(report)
        self._number += 1
        first = self._reprints.find(own)
        known = Known(number, name, own, report) if first is None else None
        if known is not None:
            self._reprints.add(known)
        sheet.rows.append(None)
        sheet.open += 1
        place = self._places[number] = _Place(sheet, len(sheet.rows) - 1, name, report, own, known, first)
        if first is None or not may_take_over(first.report, report):
            return [(number, name, report)]
        if first.reading is None and not first.gone:
            first.waiting.append(number)
            return []
        return [] if self._took_over(number, place) else [(number, name, report)]

    def _took_over(self, number: int, place: _Place) -> bool:
        """Take over what was read from the report that this one reprints, if it stands in it too."""
        reading = place.first.reading if place.first else None
        moved = taken_over(reading, place.report) if reading is not None else None
        if moved is None:
            return False
        place.sheet.counts.reprints += 1
        self._fill(number, moved)
        return True

    def _take_read(self, finished: Finished) -> None:
        sent = self._sent.pop(finished.ticket)
        broken = [value for value in finished.values if isinstance(value, Broken)]
        read = {value.number: value for value in finished.values if isinstance(value, Read)}
        for number, _, _ in sent.reports:
            if number in read:
                self._places[number].sheet.counts.add_read(read[number].seconds)
                self._fill(number, read[number].reading)
            else:
                self._miss(number, broken.pop(0).reason if broken else "was not read")

    def _fill(self, number: int, reading: Reading) -> None:
        """Put a reading in its place, and have those go on who waited for it."""
        place = self._places.pop(number)
        name = place.first.name if place.first else None
        place.sheet.rows[place.row] = Row(number, place.name, reading, place.sketch, name)
        place.sheet.open -= 1
        if place.own is not None:
            place.own.reading = reading
            self._wake(place.own)

    def _miss(self, number: int, reason: str) -> None:
        """Nothing came of a report."""
        place = self._places.pop(number)
        place.sheet.troubles.append(Trouble(place.name, reason))
        place.sheet.open -= 1
        if place.own is not None:
            place.own.gone = True
            self._wake(place.own)

    def _wake(self, known: Known) -> None:
        waiting, known.waiting = known.waiting, []
        self._have_read(
            [
                (number, self._places[number].name, self._places[number].report)
                for number in waiting
                if not self._took_over(number, self._places[number])
            ]
        )

    def _lay_ready(self) -> None:
        """Pieces that are complete, in their order, are ready to be kept."""
        while self._sheets and not self._sheets[0].open:
            sheet = self._sheets.popleft()
            self._ready += [row for row in sheet.rows if row is not None]
            self._troubles += sheet.troubles
            self.counts.add(
                sheet.counts, problems=len(sheet.troubles), readings=[row.reading for row in sheet.rows if row]
            )
            self._complete += 1

    def _keep(self, *, finished: bool = False) -> None:
        """Keep what is ready, then note that it is kept."""
        if self._complete == self._kept and not finished:
            return
        started = perf_counter()
        try:
            self._output.keep(self._journal.parts, self._ready, self._troubles)
            self.counts.add_writing(perf_counter() - started, len(self._ready))
            self._journal.keep(self._complete, self._journal.parts + 1, self.counts, finished=finished)
        except OSError as error:
            full = error.errno in {errno.ENOSPC, errno.EDQUOT}
            what = "the disk is full" if full else (error.strerror or str(error))
            raise ScaleError(
                "results cannot be kept: %(what)s; --resume goes on once that is mended", what=what
            ) from error
        self._ready, self._troubles = [], []
        self._kept, self._last = self._complete, monotonic()
