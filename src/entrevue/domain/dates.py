"""Dates as precise as a text tells them: a day, a month or a year, and spans of them."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


class Precision(StrEnum):
    """How precisely a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year of the Gregorian calendar; a month is never its first day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no calendar holds (ValueError)."""
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        dt.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; ValueError for anything else."""
        return _parsed(text)

    @classmethod
    def of(cls, date: dt.date) -> "PartialDate":
        """The day of a `datetime.date`."""
        return cls(date.year, date.month, date.day)

    @property
    def precision(self) -> Precision:
        """Day, month or year."""
        if self.day is not None:
            return Precision.DAY
        return Precision.YEAR if self.month is None else Precision.MONTH

    @property
    def first(self) -> dt.date:
        """The earliest day it can be."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The latest day it can be."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@lru_cache(maxsize=20_000)
def _parsed(text: str) -> PartialDate:
    """The date; a ledger reads the same few thousand days again and again."""
    match = _ISO.match(text)
    if match is None:
        raise ValueError(f"not a date as YYYY, YYYY-MM or YYYY-MM-DD: {text!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    return PartialDate(year, month, day)


def only_begins(start: PartialDate | None, end: PartialDate | None) -> bool:
    """Whether a day is told on which something began, and none on which it ended."""
    return start is not None and start.day is not None and end is None


@dataclass(frozen=True, slots=True)
class DateSpan:
    """When something happens: from `start` to `end`, both included; `end` is None where the text gives none.

    One day is `start == end`. A visit of which only the first day is known has `end` None.
    """

    start: PartialDate
    end: PartialDate | None = None

    @classmethod
    def on(cls, date: PartialDate) -> "DateSpan":
        """The span that one date is."""
        return cls(date, date)
