"""When reports say that something was, as windows of days, and how well two windows fit."""

from dataclasses import dataclass
from functools import lru_cache

from entrevue.domain.dates import PartialDate, Precision
from entrevue.domain.reading import Kind, Status
from entrevue.domain.recorded import RecordedAccount

TOLERANCE = {Kind.VISIT: 3, Kind.MEETING: 2, Kind.CALL: 1, Kind.CONFERENCE: 2, Kind.SIGNING: 2}
_BACK, _AHEAD = 7, 45  # days around publication in which the engagement that an undated report is about lies


@dataclass(frozen=True, slots=True)
class Window:
    """The days (proleptic ordinals, both included) on which an engagement was; `told` is None for a guess."""

    first: int
    last: int
    told: Precision | None

    @property
    def exact(self) -> bool:
        """Whether the days themselves are told."""
        return self.told is Precision.DAY

    def gap(self, other: "Window") -> int:
        """Days from the end of one window to the beginning of the other, 0 where they share one."""
        return max(0, self.first - other.last, other.first - self.last)


def window_of(recorded: RecordedAccount) -> Window | None:
    """When the account says it was; without a date, a guess from publication for what its report is about."""
    told = recorded.account
    if told.start is not None:
        return _told(told.start, told.end)
    if recorded.context.published is None or not told.main:
        return None
    return _guessed(recorded.context.published, told.status in {Status.HELD, Status.ONGOING})


@lru_cache(maxsize=50_000)
def _told(start: PartialDate, end: PartialDate | None) -> Window:
    last = end if end is not None and end.last >= start.first else start
    coarsest = min((start.precision, last.precision), key=list(Precision).index)
    return Window(start.first.toordinal(), last.last.toordinal(), coarsest)


@lru_cache(maxsize=50_000)
def _guessed(published: PartialDate, past: bool) -> Window:
    first, last = published.first.toordinal(), published.last.toordinal()
    return Window(first - _BACK, last, None) if past else Window(first, last + _AHEAD, None)
