"""From a matched date phrase to the span of days it means."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.languages.dates import Dates
from entrevue.mentions.dates.patterns import Match

Resolved = tuple[DateSpan | None, str, int | None]
_FAR = 183  # days: an undated month and day is the nearest one
_FEW_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365, "hour": 0, "weekend": 2}


@dataclass(frozen=True, slots=True)
class Context:
    """What relative dates are read against: the publication and the date told before."""

    published: PartialDate | None
    anchor: PartialDate | None = None

    def after(self, date: PartialDate) -> "Context":
        """The context after a date was told; a full date stands in for a publication date that nobody knows."""
        return Context(self.published, date)

    @property
    def base(self) -> PartialDate | None:
        """The date to count from: the publication's, else the last one told."""
        return self.published or self.anchor

    @property
    def day(self) -> dt.date | None:
        """The base as a day, None when it is known less precisely."""
        base = self.base
        return base.first if base is not None and base.day is not None else None


def resolve_match(match: Match, dates: Dates, context: Context, tense: str | None) -> Resolved:
    """The span, the kind and the length in days of a match; kind "none" when it is no date after all."""
    try:
        return _READERS[match.kind](match.groups, dates, context, tense)
    except (ValueError, OverflowError):  # the 31st of April, the year 0
        return None, "none", None


# -- the pieces ------------------------------------------------------------------------------------------------------


def _index(alternatives: tuple[str, ...], word: str) -> int:
    """The place of a word in a list of alternatives."""
    return next(k for k, pattern in enumerate(alternatives) if re.fullmatch(pattern, word))


def _month(groups: dict[str, str], dates: Dates, name: str = "month") -> int:
    return _index(dates.months, groups[name]) + 1


def _weekday(groups: dict[str, str], dates: Dates, name: str = "weekday") -> int | None:
    return _index(dates.weekdays, groups[name]) if name in groups else None


def _year_for(month: int, day: int | None, groups: dict[str, str], context: Context, tense: str | None) -> int | None:
    """The year of a month (and day) told without one: by "last" and "next", by tense, else the nearest."""
    if "year" in groups:
        return int(groups["year"])
    base = context.base
    if base is None:
        return None
    if base.month is None:
        return base.year
    months = (base.year - 1, base.year, base.year + 1)
    if base.day is None or day is None:
        here = base.year * 12 + base.month
        gap = {year: year * 12 + month - here for year in months}
        unit = 1
    else:
        gap = {year: (_safe(year, month, day) - base.first).days for year in months}
        unit = 31
    if "last" in groups:
        return max((y for y in months if gap[y] < 0 or gap[y] == 0 and unit == 31), default=base.year - 1)
    if "next" in groups:
        return min((y for y in months if gap[y] > 0), default=base.year + 1)
    if tense == "future":
        ahead = [y for y in months if 0 <= gap[y] <= 10 * unit]
        if ahead:
            return min(ahead)
    if tense == "past":
        behind = [y for y in months if -11 * unit <= gap[y] <= 0]
        near_ahead = [y for y in months if 0 < gap[y] <= 2 * unit]
        if behind and not near_ahead:
            return max(behind)
    return min(months, key=lambda y: abs(gap[y]))


def _safe(year: int, month: int, day: int) -> dt.date:
    """A date, the 29th of February moved to a year that has none."""
    return dt.date(year, month, min(day, 28) if month == 2 else day)


def _by_weekday(year: int, month: int, day: int, weekday: int | None, groups: dict[str, str]) -> int:
    """Let the weekday choose the year when it was only guessed."""
    if weekday is None or "year" in groups:
        return year
    for candidate in (year, year - 1, year + 1):
        if dt.date(candidate, month, day).weekday() == weekday:
            return candidate
    return year


# -- the readers, one a kind -----------------------------------------------------------------------------------------


def _day(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    month, day = _month(groups, dates), int(groups["day"])
    year = _year_for(month, day, groups, context, tense)
    if year is None:
        return None, "day", None
    year = _by_weekday(year, month, day, _weekday(groups, dates), groups)
    return DateSpan.on(PartialDate(year, month, day)), "day", None


def _range(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    month, day, first = _month(groups, dates), int(groups["day"]), int(groups["day1"])
    year = _year_for(month, day, groups, context, tense)
    month1 = _month(groups, dates, "month1") if "month1" in groups else month
    if year is None:
        return None, "range", None
    year1 = int(groups["year1"]) if "year1" in groups else year - (month1 > month)
    start, end = PartialDate(year1, month1, first), PartialDate(year, month, day)
    if start.first > end.first:
        return None, "none", None
    return DateSpan(start, end), "range", (end.first - start.first).days + 1


def _days(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    base = context.base
    first, last = int(groups["day1"]), int(groups["day"])
    if base is None or base.month is None or last <= first:
        return None, "none", None
    start, end = PartialDate(base.year, base.month, first), PartialDate(base.year, base.month, last)
    return DateSpan(start, end), "range", last - first + 1


def _weekdays(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    end, kind, _ = _one_weekday(groups, dates, context, tense)
    first, last = _weekday(groups, dates, "weekday1"), _weekday(groups, dates)
    if end is None or end.start.day is None or first is None or last is None:
        return end, "vague", None
    length = (last - first) % 7
    start = PartialDate.of(end.start.first - dt.timedelta(days=length))
    return DateSpan(start, end.start), "range", length + 1


def _one_weekday(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    weekday, day = _weekday(groups, dates), context.day
    if weekday is None:
        return None, "none", None
    if day is None:
        base = context.published
        return (DateSpan.on(base) if base is not None else None), "month", None
    back = (day.weekday() - weekday) % 7
    if "next" in groups or tense == "future" and "last" not in groups:
        ahead = (weekday - day.weekday()) % 7
        if "next" in groups and ahead == 0:
            ahead = 7
        return DateSpan.on(PartialDate.of(day + dt.timedelta(days=ahead))), "day", None
    if "last" in groups and back == 0:
        back = 7
    return DateSpan.on(PartialDate.of(day - dt.timedelta(days=back))), "day", None


def _weekday_day(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    """ "lundi 22": the day of the month nearest to the base whose weekday agrees."""
    base, weekday, day = context.base, _weekday(groups, dates), int(groups["day"])
    if base is None or base.month is None:
        return None, "day", None
    for shift in (0, -1, 1, -2, 2):
        months = base.year * 12 + base.month - 1 + shift
        try:
            candidate = dt.date(months // 12, months % 12 + 1, day)
        except ValueError:
            continue
        if candidate.weekday() == weekday:
            return DateSpan.on(PartialDate.of(candidate)), "day", None
    return None, "day", None


def _day_number(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    base, day = context.base, int(groups["day"])
    if base is None or base.month is None:
        return None, "day", None
    year, month = base.year, base.month
    if base.day is not None:
        if tense == "future" and day < base.day:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        elif tense == "past" and day > base.day:
            year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return DateSpan.on(PartialDate(year, month, day)), "day", None


def _month_only(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    month = _month(groups, dates)
    year = _year_for(month, None, groups, context, tense)
    return (DateSpan.on(PartialDate(year, month)) if year is not None else None), "month", None


def _vague_month(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    span, _, _ = _month_only(groups, dates, context, tense)
    return span, "vague", None


def _year(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    return DateSpan.on(PartialDate(int(groups["year"]))), "year", None


def _shifted(context: Context, days: int) -> PartialDate | None:
    """The base moved by days; as precise as the base allows."""
    day, base = context.day, context.base
    if day is not None:
        return PartialDate.of(day + dt.timedelta(days=days))
    return base


def _word(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    offset = next(value for word, value in dates.days.items() if re.fullmatch(word, groups["word"]))
    date = _shifted(Context(context.published) if context.published else context, offset)
    if date is None:
        return None, "day", None
    return DateSpan.on(date), "day" if date.day is not None else "month", None


def _today(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    if "word" in groups:
        return _word(groups, dates, context, tense)
    date = _shifted(context, 0)
    return (DateSpan.on(date) if date else None), "day" if date and date.day else "vague", None


def _anchored(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    offset = next(value for word, value in dates.anchors.items() if re.fullmatch(word, groups["anchor"]))
    anchor = context.anchor
    if anchor is None or anchor.day is None:
        return None, "day", None
    return DateSpan.on(PartialDate.of(anchor.first + dt.timedelta(days=offset))), "day", None


def _count(groups: dict[str, str], dates: Dates) -> int:
    if "digits" in groups:
        return int(groups["digits"])
    return dates.numbers.get(groups.get("number", ""), 1)


def _unit(groups: dict[str, str], dates: Dates) -> str:
    return next(
        (unit for pattern, unit in dates.units.items() if re.fullmatch(pattern, groups.get("unit", ""))), "year"
    )


def _ago(groups: dict[str, str], dates: Dates, context: Context, tense: str | None, sign: int = -1) -> Resolved:
    count, unit = _count(groups, dates), _unit(groups, dates)
    if unit == "day":
        date = _shifted(context, sign * count)
        return (DateSpan.on(date) if date else None), "day" if date and date.day else "vague", None
    if unit == "year" and context.base is not None:
        return DateSpan.on(PartialDate(context.base.year + sign * count)), "vague", None
    day = context.day
    if day is None or unit == "hour":
        return None, "vague", None
    moved = day + dt.timedelta(days=sign * count * _FEW_DAYS[unit])
    return DateSpan.on(PartialDate(moved.year, moved.month)), "vague", None


def _ahead(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    return _ago(groups, dates, context, tense, sign=1)


def _unit_shift(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    """ "last month", "la semaine prochaine", "this year", "les prochains jours"."""
    unit = _unit(groups, dates)
    sign = -1 if "last" in groups else 1 if "next" in groups else 0
    base = context.base
    if base is None or "number" in groups and sign:
        return None, "vague", None
    if unit == "year":
        return DateSpan.on(PartialDate(base.year + sign)), "year", None
    if base.month is None:
        return None, "vague", None
    if unit == "month":
        months = base.year * 12 + base.month - 1 + sign
        return DateSpan.on(PartialDate(months // 12, months % 12 + 1)), "month", None
    day = context.day
    if day is None or unit not in {"week", "weekend"}:
        return (DateSpan.on(PartialDate(base.year, base.month)) if unit == "week" and not sign else None), "vague", None
    monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(days=7 * sign)
    sunday = monday + dt.timedelta(days=6)
    if monday.month != sunday.month:
        return None, "vague", None
    return DateSpan.on(PartialDate(monday.year, monday.month)), "vague", None


def _duration(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    unit = _unit(groups, dates)
    if unit == "hour":
        return None, "duration", 1
    return None, "duration", _count(groups, dates) * _FEW_DAYS[unit]


def _numeric(groups: dict[str, str], dates: Dates, context: Context, tense: str | None) -> Resolved:
    day, month = int(groups["dd"]), int(groups["mm"])
    if month > 12 >= day:
        day, month = month, day
    return DateSpan.on(PartialDate(int(groups["year"]), month, day)), "day", None


_READERS: dict[str, Callable[[dict[str, str], Dates, Context, str | None], Resolved]] = {
    "day": _day,
    "range": _range,
    "days": _days,
    "weekdays": _weekdays,
    "weekday": _one_weekday,
    "weekday_day": _weekday_day,
    "day_number": _day_number,
    "month": _month_only,
    "vague_month": _vague_month,
    "since_year": _year,
    "word": _word,
    "today": _today,
    "anchor": _anchored,
    "ago": _ago,
    "ahead": _ahead,
    "unit": _unit_shift,
    "unit_this": _unit_shift,
    "duration": _duration,
    "numeric": _numeric,
    "iso": _numeric,
}
