"""Points → spans of days, relative to publication, to the tense of the verb and to the story told.

A month is a month and never its first day; what cannot be told is None.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from entrevue.domain.dates import DateSpan, PartialDate, Precision
from entrevue.mentions.dates.lexer import century
from entrevue.mentions.dates.shapes import Point
from entrevue.mentions.dates.tense import Direction

Resolved = tuple[DateSpan | None, str]

# How much farther a date counts that the tense speaks against; without a tense, news looks back.
_AGAINST_TENSE = 3.0
_AGAINST_HABIT = 1.5
_FAR = 100_000  # more of any unit than this is no date
_YEARS_AROUND = 2


@dataclass(frozen=True, slots=True)
class Context:
    """What a date is resolved against.

    `anchor` is the last day told before it, `year` the year that its sentence named, `sentence_day` the last day
    or month told in its own sentence. `rough`: the text says that a number is none exactly ("some ten days").
    `years`: those that the text tells anywhere.
    """

    published: PartialDate | None
    tense: Direction | None = None
    anchor: PartialDate | None = None
    year: int | None = None
    sentence_day: PartialDate | None = None
    nights: frozenset[str] = frozenset()
    day_first: bool = True
    rough: bool = False
    years: tuple[int, ...] = ()

    @property
    def base(self) -> PartialDate | None:
        """The publication, or the last day told where nobody knows it."""
        return self.published or self.anchor


def resolve_point(point: Point, context: Context) -> Resolved:
    """Give the span of a point and its kind."""
    return _RESOLVERS[point.form](point, context)


def partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """Make a date, or None where no calendar holds it."""
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def moved(date: PartialDate | None, days: int) -> PartialDate | None:
    """Move a date by days; a month or a year, of which no day is known, stays what it is."""
    if date is None or date.precision is not Precision.DAY:
        return date
    try:
        return PartialDate.of(date.first + dt.timedelta(days=days))
    except OverflowError:
        return None


def nearest(candidates: Iterable[PartialDate | None], context: Context, shift: int | None) -> PartialDate | None:
    """Choose the candidate nearest to the base that the modifier allows, as the tense weighs them."""
    base = context.base
    if base is None:
        return None
    best: tuple[float, PartialDate] | None = None
    for candidate in candidates:
        if candidate is None:
            continue
        gap = _gap(candidate, base)
        if shift and not _allows(gap, base, candidate, shift):
            continue
        cost = _cost(gap, context.tense) if shift is None else float(abs(gap))
        if best is None or cost < best[0]:
            best = cost, candidate
    return best[1] if best else None


def _gap(date: PartialDate, base: PartialDate) -> int:
    """Count the days from `base` to `date`, 0 where one holds the other."""
    if date.last < base.first:
        return (date.last - base.first).days
    return max(0, (date.first - base.last).days)


def _allows(gap: int, base: PartialDate, candidate: PartialDate, shift: int) -> bool:
    """Tell whether "last" or "next" can mean a date: it lies wholly on that side, as far as the base is known."""
    if gap == 0:
        return base.precision is not Precision.DAY and candidate.precision is Precision.DAY
    return (gap < 0) == (shift < 0)


def _cost(gap: int, tense: Direction | None) -> float:
    against = (gap > 0 and tense != "future") or (gap < 0 and tense == "future")
    return abs(gap) * ((_AGAINST_TENSE if tense else _AGAINST_HABIT) if against else 1.0)


def as_day(date: PartialDate | None) -> Resolved:
    """Give a date as a span, "vague" where it is no single day."""
    if date is None:
        return None, "day"
    return DateSpan.on(date), "day" if date.precision is Precision.DAY else "vague"


def _span(date: PartialDate | None) -> DateSpan | None:
    return DateSpan.on(date) if date is not None else None


def month_moved(base: PartialDate, by: int) -> PartialDate | None:
    """Move the month of a date; None past the end of the calendar."""
    index = base.year * 12 + (base.month or 1) - 1 + by
    return partial(index // 12, index % 12 + 1)


def _told_year(point: Point, context: Context) -> int | None:
    """Find the year told with a date ("2023", "last year") or, if nothing else is, by its sentence."""
    if point.year is not None:
        return point.year
    if point.unit_shift is not None:
        return context.published.year + point.unit_shift if context.published is not None else None
    return context.year if point.shift is None and point.weekday is None else None


def _calendar(point: Point, context: Context) -> Resolved:
    """Resolve a day of a month, its year told or found."""
    month, day, base = point.month, point.day, context.base
    assert month is not None
    assert day is not None
    year = _told_year(point, context)
    if year is not None:
        return as_day(partial(year, month, day))
    if base is None:
        return as_day(_by_weekday(point, context.years))
    # A 29 February may lie four years away.
    years = range(base.year - 2 * _YEARS_AROUND, base.year + 2 * _YEARS_AROUND + 1)
    candidates = [date for at in years if (date := partial(at, month, day)) is not None]
    if point.weekday is not None:
        # A weekday that disagrees with the nearest year chooses another one nearby; a wrong weekday chooses none.
        near = [date for date in candidates if abs(date.year - base.year) <= _YEARS_AROUND]
        candidates = [date for date in near if date.first.weekday() == point.weekday] or candidates
    return as_day(nearest(candidates, context, point.shift))


def _by_weekday(point: Point, years: Iterable[int]) -> PartialDate | None:
    """Find the day of the one year told in which it is such a weekday; None where none or several are."""
    days = [partial(year, point.month, point.day) for year in years]
    fits = [day for day in days if day is not None and day.first.weekday() == point.weekday]
    return fits[0] if len(fits) == 1 else None


def _numeric(point: Point, context: Context) -> Resolved:
    """Resolve a date in digits; where day and month may change places, by the pack's order or the nearer reading."""
    assert point.numeric is not None
    first, second, third = point.numeric
    if first > 31:
        return as_day(partial(first, second, third))
    year = century(third)
    readings = [date for date in (partial(year, second, first), partial(year, first, second)) if date is not None]
    if point.weekday is not None:
        readings = [date for date in readings if date.first.weekday() == point.weekday] or readings
    if not readings or context.day_first or context.base is None:
        return as_day(readings[0] if readings else None)
    return as_day(nearest(readings, replace(context, tense=None), None))


def _numbered(point: Point, context: Context) -> Resolved:
    """Resolve a weekday with the number of its day, or such a number alone."""
    day, base, spoken = point.day, context.base, context.sentence_day
    assert day is not None
    if point.unit_shift is not None:
        month = month_moved(context.published, point.unit_shift) if context.published else None
        return as_day(partial(month.year, month.month, day) if month is not None else None)
    if spoken is not None and spoken.month is not None and point.shift is None and point.weekday is None:
        # "arrivé le 3 mai, il repart le 5": the month goes on.
        return as_day(partial(spoken.year, spoken.month, day) if day > (spoken.day or 0) else None)
    if base is None or base.month is None:
        return None, "day"
    if point.shift == 0 and point.weekday is None:
        return as_day(partial(base.year, base.month, day))
    reach = 2 if point.weekday is None else 11
    months = (month_moved(base, by) for by in range(-reach, reach + 1))
    candidates = [date for month in months if month and (date := partial(month.year, month.month, day))]
    if point.weekday is not None:
        candidates = [date for date in candidates if date.first.weekday() == point.weekday]
    return as_day(nearest(candidates, context, point.shift))


def _nth_weekday(point: Point, context: Context) -> Resolved:
    """Resolve "the first Wednesday of next month"; "of the month" alone may be a habit, and tells no day."""
    assert point.weekday is not None
    nth = point.nth or point.last_one or 0
    if nth < 0 or point.last_one is None:
        months = _months_of(point, context)
        found = (_day_of_week_in(month, point.weekday, nth) for month in months if month is not None)
        days = [day for day in found if day is not None]
        return as_day(days[0] if len(months) == 1 and days else nearest(days, context, point.shift))
    return None, "day"  # "the next Wednesday of March"


def _months_of(point: Point, context: Context) -> list[PartialDate | None]:
    """List the months that a day of the week is counted in: the one told, or one of each year around."""
    if point.month is not None:
        year, base = _told_year(point, context), context.base
        years = [year] if year is not None else range(base.year - 1, base.year + 2) if base is not None else []
        return [partial(at, point.month) for at in years]
    base = context.published if point.turn is None else context.anchor
    by = point.shift if point.turn is None else point.turn
    return [month_moved(base, by)] if base is not None and base.month is not None and by is not None else []


def _day_of_week_in(month: PartialDate, weekday: int, nth: int) -> PartialDate | None:
    """Find the nth such weekday of a month, the last one for -1."""
    if nth < 0:
        return moved(PartialDate.of(month.last), -((month.last.weekday() - weekday) % 7))
    day = moved(PartialDate.of(month.first), (weekday - month.first.weekday()) % 7 + 7 * (nth - 1))
    return day if day is not None and day.month == month.month else None


def _moved_by_weeks(point: Point, context: Context) -> Resolved:
    """Resolve "Monday week", "lundi en huit": the next such day, and a week more; "yesterday week" looks back."""
    base, weeks = context.published, point.weeks or point.count or 0
    if weeks > _FAR:
        return None, "day"
    back = point.form == "weeks back" or point.shift == -1 or (point.weeks is not None and (point.offset or 0) < 0)
    direction = -1 if back else 1
    start = moved(base, point.offset) if point.offset is not None else None
    if point.weekday is not None:
        start = _weekday_from(base, point.weekday, direction)
    return as_day(moved(start, 7 * weeks * direction))


def _weekday(point: Point, context: Context) -> Resolved:
    weekday, base = point.weekday, context.published
    assert weekday is not None
    if point.turn is not None:
        return as_day(_weekday_from(context.anchor, weekday, point.turn))
    if base is None:
        return None, "day"
    if base.precision is not Precision.DAY:
        return as_day(base)
    if point.unit_shift is not None:
        return as_day(moved(base, weekday - base.first.weekday() + 7 * point.unit_shift))
    ahead = (weekday - base.first.weekday()) % 7
    if point.shift == 0:
        return as_day(nearest((moved(base, ahead - 7), moved(base, ahead)), context, None))
    if point.shift is not None:
        return as_day(_weekday_from(base, weekday, point.shift))
    # The publication's own weekday is today.
    return as_day(moved(base, ahead if ahead == 0 or context.tense == "future" else ahead - 7))


def other_side(point: Point, span: DateSpan | None, context: Context) -> DateSpan | None:
    """Tell what a bare weekday means if it is told of the past instead of the future, or the other way; None for today."""
    base = context.published
    if point.form not in _WEEKDAYS or span is None or base is None or base.precision is not Precision.DAY:
        return None
    if not point.shift is point.unit_shift is point.turn is None or span.start == base:
        return None
    day = moved(span.start, -7 if span.start.first > base.first else 7)
    return DateSpan.on(day) if day is not None else None


def _weekday_from(base: PartialDate | None, weekday: int, direction: int) -> PartialDate | None:
    """Find the first such weekday strictly before or after a day."""
    if base is None or base.precision is not Precision.DAY:
        return base
    ahead = (weekday - base.first.weekday()) % 7
    return moved(base, (ahead or 7) if direction > 0 else ahead - 7)


def _day_word(point: Point, context: Context) -> Resolved:
    assert point.offset is not None
    return as_day(moved(context.published, point.offset))


def _part(point: Point, context: Context) -> Resolved:
    # "ce matin", "last night"
    assert point.shift is not None
    if point.shift and point.part not in context.nights:
        return None, "day"
    return as_day(moved(context.published, point.shift))


def _anchor(point: Point, context: Context) -> Resolved:
    assert point.anchor is not None
    return as_day(moved(context.anchor, point.anchor))


def _month(point: Point, context: Context) -> Resolved:
    assert point.month is not None
    kind = "month" if point.period is None else "vague"
    year, base = _told_year(point, context), context.base
    if year is not None:
        return _span(partial(year, point.month)), kind
    years = range(base.year - _YEARS_AROUND, base.year + _YEARS_AROUND + 1) if base else range(0)
    return _span(nearest((partial(at, point.month) for at in years), context, point.shift)), kind


def _year(point: Point, context: Context) -> Resolved:  # noqa: ARG001 - one signature for all forms
    assert point.year is not None
    return _span(partial(point.year)), "year" if point.period is None else "vague"


def _unit(point: Point, context: Context) -> Resolved:
    # "last month", "cette semaine"
    shift, base = point.shift, context.published
    assert shift is not None
    if point.unit == "year":
        return _span(partial(base.year + shift) if base else None), "vague" if point.period is not None else "year"
    if point.unit == "month":
        known = base is not None and base.month is not None
        return _span(month_moved(base, shift) if known and base else None), "vague" if point.period else "month"
    if point.unit in {"week", "weekend"}:
        return _week(point.unit, shift, context), "vague"
    return as_day(base) if point.unit == "day" and shift == 0 else (None, "vague")


def _week(unit: str, shift: int, context: Context) -> DateSpan | None:
    """Resolve a week or weekend, which has no day of its own: its month, where one month holds it all."""
    base = context.published
    if base is None or base.precision is not Precision.DAY:
        return None
    today = base.first.weekday()
    if unit == "weekend" and shift == 0 and context.tense != "future" and today < 4:
        shift = -1  # "this weekend", told of the past early in the week, is the one gone by
    first = moved(base, 7 * shift - today + (5 if unit == "weekend" else 0))
    last = moved(base, 7 * shift - today + 6)
    return _common_month(first, last)


def _common_month(first: PartialDate | None, last: PartialDate | None) -> DateSpan | None:
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    return DateSpan.on(PartialDate(first.year, first.month))


def _counted(point: Point, context: Context, base: PartialDate | None, direction: int) -> Resolved:
    """So many days, weeks, months or years from a day; only days keep a day."""
    assert point.count is not None
    if base is None or point.count > _FAR:
        return None, "vague"
    steps = direction * point.count
    if point.unit == "day" and not context.rough:
        return as_day(moved(base, steps))
    if point.unit in _DAYS_IN and base.precision is Precision.DAY:
        middle = steps * _DAYS_IN[point.unit]
        return _common_month(moved(base, middle - 3), moved(base, middle + 3)), "vague"
    if point.unit == "month" and base.month is not None:
        return _span(month_moved(base, steps)), "vague"
    return _span(partial(base.year + steps) if point.unit == "year" else None), "vague"


def _duration(point: Point, context: Context) -> Resolved:  # noqa: ARG001 - one signature for all forms
    return None, "duration"


_RESOLVERS: dict[str, Callable[[Point, Context], Resolved]] = {
    "day": _calendar,
    "month first": _calendar,
    "numeric": _numeric,
    "weekday and day": _numbered,
    "bare day": _numbered,
    "weekday": _weekday,
    "short weekday": _weekday,
    "nth weekday": _nth_weekday,
    "weekday and weeks": _moved_by_weeks,
    "day word and weeks": _moved_by_weeks,
    "weeks ahead": _moved_by_weeks,
    "weeks back": _moved_by_weeks,
    "weeks beside": _moved_by_weeks,
    "day word": _day_word,
    "part": _part,
    "anchor": _anchor,
    "month": _month,
    "year": _year,
    "unit": _unit,
    "ago": lambda point, context: _counted(point, context, context.published, -1),
    "ahead": lambda point, context: _counted(point, context, context.published, 1),
    "later": lambda point, context: _counted(point, context, context.anchor, 1),
    "earlier": lambda point, context: _counted(point, context, context.anchor, -1),
    "duration": _duration,
}

_DAYS_IN = {"day": 1, "week": 7}
_WEEKDAYS = frozenset({"weekday", "short weekday"})


def length(point: Point) -> int | None:
    """Count the days that a length of time holds; None for months and years, whose days no number tells."""
    if point.count is None or point.count > _FAR:
        return None
    if point.unit == "hour":
        return point.count // 24 if point.count % 24 == 0 else None
    return point.count * _DAYS_IN[point.unit] if point.unit in _DAYS_IN else None
