"""The time that a claim counts in: windows, beginnings, years, and distances between two engagements."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from entrevue.domain.dates import PartialDate
from entrevue.domain.verdicts import Gap, Remark, Shape, Span
from entrevue.languages.claims import ClaimWords
from entrevue.languages.dates import load_dates

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652}
_ROUNDING = {"day": 0, "week": 2, "month": 8, "year": 30, "decade": 200}  # how loosely "a month after" is said
_SLACK = 10  # percent by which "in two months" may be rounded


@dataclass(frozen=True, slots=True)
class Told:
    """A span with the part of the claim that tells it, or what kept it from being read."""

    span: Span
    cut: tuple[int, int] | None = None
    problem: Remark | None = None
    tenure: bool = False  # told by an office and its holder ("since taking office", "as minister")


def date_in(folded: str, words: ClaimWords, at: PartialDate | None) -> PartialDate | None:
    """The first date told; a month without a year is the latest such month up to `at`."""
    match = words.compiled("<D>").search(folded)
    if match is None:
        return None
    dates = load_dates(words.code)
    months = {**dates.months, **dates.month_abbreviations}
    year = re.search(r"\b(?:19|20)\d\d\b", match.group())
    month = next((months[word] for word in re.findall(r"[^\W\d_]+\.?", match.group()) if word in months), None)
    day = re.search(r"\b(\d{1,2})(?!\d)", match.group())
    number = int(day.group(1)) if day and month else None
    try:
        if year:
            return PartialDate(int(year.group()), month, number)
        return _latest(month, number, at) if month and at else None
    except ValueError:
        return None


def _latest(month: int, day: int | None, at: PartialDate) -> PartialDate:
    date = PartialDate(at.year, month, day)
    return date if date.first <= at.last else PartialDate(at.year - 1, month, day)


def shifted(day: dt.date, days: int) -> dt.date:
    """The day so many days later (or earlier, below 0); none lies outside the calendar."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def back(day: dt.date, unit: str, number: int) -> dt.date:
    """The day `number` units before `day`, by the calendar."""
    if unit in {"day", "week"}:
        return shifted(day, -_DAYS[unit] * number)
    months = day.year * 12 + day.month - 1 - number * {"month": 1, "year": 12, "decade": 120}[unit]
    year, month = divmod(months, 12)
    if year < 1:
        return dt.date.min
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as told: so many units, and perhaps half of one more."""

    unit: str
    number: int
    half: bool = False

    @property
    def days(self) -> int:
        """About how many days it has."""
        return _DAYS[self.unit] * self.number + (_DAYS[self.unit] // 2 if self.half else 0)

    def before(self, day: dt.date) -> dt.date:
        """The day that lies so long before another."""
        return back(shifted(day, -(_DAYS[self.unit] // 2) if self.half else 0), self.unit, self.number)


def span_of(folded: str, words: ClaimWords, shape: Shape, number: int, at: PartialDate | None) -> Told:
    """The span that a claim counts in."""
    readers = (_tenure, _between, _current, _window, _since, _within)
    told = next((t for reader in readers for t in reader(folded, words, shape, at, number)), None)
    if told is None:
        return Told(_until(Span(bounded=False), at))
    if told.problem is None and told.span.bounded and at is None and told.span.until is None:
        return replace(told, problem=Remark("no_date"))
    return replace(told, span=_until(told.span, at))


def _until(span: Span, at: PartialDate | None) -> Span:
    return replace(span, until=at.last) if span.until is None and at is not None else span


def _opens(date: PartialDate, shape: Shape) -> Span:
    """ "First since 2011" begins when 2011 is over; "the second since January" with the first of January."""
    begin = shifted(date.last, 1) if shape is Shape.FIRST else date.first
    return Span(begin, begin)


def _tenure(folded: str, words: ClaimWords, _: Shape, at: PartialDate | None, __: int) -> Iterator[Told]:
    """ "Since he took office (in 2022)": when in 2022 is not told."""
    for pattern in words.tenure:
        match = words.compiled(pattern).search(folded)
        if match is None:
            continue
        date = date_in(match.group("since"), words, at) if "since" in match.groupdict() else None
        yield Told(Span(date.first, date.last) if date else Span(bounded=False), match.span(), tenure=True)


def _between(folded: str, words: ClaimWords, _: Shape, at: PartialDate | None, __: int) -> Iterator[Told]:
    for pattern in words.between:
        match = words.compiled(pattern).search(folded)
        two = date_in(match.group("two"), words, at) if match else None
        one = date_in(match.group("one"), words, two or at) if match else None
        if match and one and two and one.first <= two.last:
            yield Told(Span(one.first, one.first, two.last), match.span())


def _current(folded: str, words: ClaimWords, _: Shape, at: PartialDate | None, __: int) -> Iterator[Told]:
    """The year or the month of this one; "last year" is a whole year."""
    for pattern, month, ago in ((words.this_year, None, 0), (words.this_month, 1, 0), (words.last_year, None, 1)):
        match = words.compiled(pattern).search(folded)
        if match is None:
            continue
        if at is None:
            yield Told(Span(), match.span(), Remark("no_date"))
        else:
            date = PartialDate(at.year - ago, at.month if month else None)
            yield Told(Span(date.first, date.first, date.last if ago else None), match.span())


def _window(folded: str, words: ClaimWords, shape: Shape, at: PartialDate | None, rank: int) -> Iterator[Told]:
    for pattern in words.windows:
        match = words.compiled(pattern).search(folded)
        if match is None:
            continue
        if at is None:
            yield Told(Span(), match.span(), Remark("no_date"))
            continue
        number = rank if "many" in match.groupdict() else 1
        if "number" in match.groupdict():
            number = words.number(match.group("number")) or 1
        less = words.compiled(words.less_than).search(match.group()) is not None
        half = "half" in match.groupdict() and match.group("half") is not None
        length = Length(words.unit(match.group("unit")), number, half)
        yield Told(_counted_back(at, length, shape, less=less), match.span())


def _counted_back(at: PartialDate, length: Length, shape: Shape, *, less: bool) -> Span:
    early, late = length.before(at.first), length.before(at.last)
    if less:
        early, late = shifted(early, 1), shifted(late, 1)
        return Span(early, late)
    slack = length.days * _SLACK // 100
    if shape is Shape.FIRST:
        return Span(early, shifted(late, slack))
    return Span(shifted(early, -slack), late)


def _since(folded: str, words: ClaimWords, shape: Shape, at: PartialDate | None, _: int) -> Iterator[Told]:
    for pattern in words.since:
        match = words.compiled(pattern).search(folded)
        if match is None:
            continue
        date = date_in(match.group("since"), words, at) if "since" in match.groupdict() else None
        if date is not None:
            yield Told(_opens(date, shape), match.span())
        elif "event" in match.groupdict():
            yield Told(Span(bounded=False), match.span("event"), Remark("event"))


def _within(folded: str, words: ClaimWords, shape: Shape, at: PartialDate | None, __: int) -> Iterator[Told]:
    for pattern in words.within:
        match = words.compiled(pattern).search(folded)
        date = date_in(match.group("when"), words, at) if match else None
        # A rank is counted up to this one: a date that this one does not lie in dates something else.
        own = shape is Shape.COUNT or (at is not None and date is not None and date.first <= at.first <= date.last)
        if match and date and own:
            yield Told(Span(date.first, date.first, date.last), match.span())


def gap_of(match: re.Match[str], words: ClaimWords) -> Gap:
    """The distance told: "a week after", "barely three days after", "a few weeks after"."""
    groups = match.groupdict()
    vague = (groups.get("vague") or "").strip()
    if not groups.get("unit"):
        least, most = words.vague[vague]
        return Gap(least, most)
    unit = words.unit(groups["unit"])
    if not groups.get("number"):
        least, most = words.vague.get(vague, (1, 4))
        return Gap(least * _DAYS[unit], most * _DAYS[unit], _ROUNDING[unit])
    days = Length(unit, words.number(groups["number"]) or 1, groups.get("half") is not None).days
    exact = groups.get("exact") or ""
    if words.compiled(words.less_than).search(exact):
        return Gap(0, days)
    if words.compiled(words.more_than).search(exact):
        return Gap(days, days + max(days, _DAYS["month"]))
    rounding = 0 if unit == "day" else min(_ROUNDING[unit], days // 3)
    return Gap(max(days - rounding, 0), days + rounding, rounding)
