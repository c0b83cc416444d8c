"""Points → expressions: ranges, enumerations and single dates, which share the months and years they tell."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from entrevue.domain.dates import DateSpan, PartialDate, Precision
from entrevue.mentions.dates.lexer import Items
from entrevue.mentions.dates.resolving import Context, Resolved, as_day, month_moved, moved, partial, resolve_point
from entrevue.mentions.dates.shapes import Point, point_at

_LINK = re.compile(r",?(?P<link>K(?!P)|[tu&])[Pf]?a?|(?P<comma>,)a?")  # "4 June – On 3 June" is no range
_LONGEST = 8  # points that one expression may hold
_CALENDAR = frozenset({"day", "month first", "bare day", "weekday and day"})
_RELATIVE = frozenset({"weekday", "day word"})
_RANGE = frozenset("tKu")


@dataclass(frozen=True, slots=True)
class Expression:
    """Points in a row and the letters of the links between them; `opener` is the letter of "from" or "of" before it."""

    points: tuple[Point, ...]
    links: str
    opener: str
    first: int

    @property
    def last(self) -> int:
        """The item after the expression."""
        return self.points[-1].last

    @property
    def ranged(self) -> bool:
        """Tell whether it tells a first and a last day."""
        return len(self.points) == 2 and (self.links in _RANGE or (self.opener == "f" and self.links == "&"))


def expression_at(items: Items, index: int, *, without: frozenset[str] = frozenset()) -> Expression | None:
    """Read the longest expression that opens at item `index`, its points `without` some forms, or None."""
    letters = items.letters
    opened = letters[index] in "fo"
    start = index + 1 if opened else index
    if start < len(letters) and letters[start] == "a":
        start += 1
    first = point_at(items, start, without=without)
    if first is None:
        return None
    points, links = _chain(items, first, without)
    expression = Expression(tuple(points), links, letters[index] if opened else "", index)
    if opened and not expression.ranged:
        # "du 3 mai", "of June": the opener is no part of a single date, which is read at its own place.
        return None
    if letters[index] == "a" and not expression.ranged and first.form != "part":
        return None
    return expression


def _chain(items: Items, first: Point, without: frozenset[str]) -> tuple[list[Point], str]:
    points, links = [first], ""
    while len(points) < _LONGEST and not set(links) & _RANGE:
        match = _LINK.match(items.letters, points[-1].last)
        if match is None:
            break
        point = point_at(items, match.end(), without=without)
        link = match.group("link") or ","
        if point is None or not _goes_with(points[-1], point, link):
            break
        points.append(point)
        links += link
    while len(points) > 1 and not _holds(points, links):
        points.pop()
        links = links[:-1]
    return points, links


def _goes_with(one: Point, other: Point, link: str) -> bool:
    """Tell whether two points can stand in one expression."""
    if link == ",":
        return one.form == "bare day" and other.form in _CALENDAR
    if one.form in _CALENDAR and other.form in _CALENDAR:
        return link in _RANGE or "bare day" in {one.form, other.form} or one.month == other.month or link == "&"
    if "short weekday" in {one.form, other.form}:  # "on Sat and Sun", not "on Monday and Sun said"
        return one.form == other.form
    if one.form in _RELATIVE and other.form in _RELATIVE:
        return True
    return one.form == other.form and one.form in {"month", "year", "numeric"} and one.period == other.period


def _holds(points: list[Point], links: str) -> bool:
    """Tell whether a chain makes sense: one range, or an enumeration that ends in "and"."""
    if len(points) == 2:
        return links != ","
    return links.endswith("&") and set(links[:-1]) <= {",", "&"}


def told(points: tuple[Point, ...]) -> bool:
    """Tell whether bare days of an expression get a month from another point of it."""
    return all(point.form != "bare day" for point in points) or any(point.month is not None for point in points)


def filled(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Give the points the months, years and modifiers that they share: told once, at the end or the beginning."""
    result = list(points)
    for share in (_with_month, _with_year):
        for index in range(len(result) - 2, -1, -1):
            result[index] = share(result[index], result[index + 1], later=False)
        for index in range(1, len(result)):
            result[index] = share(result[index], result[index - 1], later=True)
    return tuple(result)


def _with_month(point: Point, beside: Point, *, later: bool) -> Point:
    """Give a bare day the month told beside it, and a date the modifier told after it ("les 13 et 14 juin dernier")."""
    if point.form == "bare day" and beside.month is not None:
        point = replace(point, form="day", month=beside.month)
    if point.form == "bare day" and beside.form == "bare day" and point.unit is None and not later:
        point = replace(point, unit=beside.unit, unit_shift=beside.unit_shift)
    if point.form in _CALENDAR | {"month", "weekday", "short weekday"} and not later and point.shift is None:
        point = replace(point, shift=beside.shift, unit_shift=point.unit_shift or beside.unit_shift)
    return point


def _with_year(point: Point, beside: Point, *, later: bool) -> Point:
    """Give a date the year told beside it; "du 30 décembre au 2 janvier 2023" turns the year."""
    if point.month is None or beside.month is None or point.year is not None or beside.year is None:
        return point
    turn = (later and point.month < beside.month) - (not later and point.month > beside.month)
    return replace(point, year=beside.year + turn)


def resolve_expression(expression: Expression, context: Context) -> list[tuple[int, int, Resolved]]:
    """Tell what an expression means: for each date it tells, its first item, the item after it, its span and kind."""
    points = filled(expression.points)
    if len(points) == 1:
        return [(expression.first, points[0].last, resolve_point(points[0], context))]
    if expression.ranged:
        return [(expression.first, expression.last, _range(points[0], points[1], context))]
    resolved = _enumerated(points, context)
    days = [span.start for span, _ in resolved if span is not None]
    if len(days) == len(points) and _consecutive(days):
        return [(expression.first, expression.last, (DateSpan(days[0], days[-1]), "range"))]
    return [(point.first, point.last, each) for point, each in zip(points, resolved, strict=True)]


def _enumerated(points: tuple[Point, ...], context: Context) -> list[Resolved]:
    """Resolve the last point, and the others beside it, so that "les 28 février et 1er mars" stay together."""
    resolved = [resolve_point(points[-1], context)]
    for point in reversed(points[:-1]):
        after = resolved[0][0]
        resolved.insert(0, _beside(point, after.start if after else None, context, later=False))
    return resolved


def _consecutive(days: list[PartialDate]) -> bool:
    if any(day.precision is not Precision.DAY for day in days):
        return False
    return all((late.first - early.first).days == 1 for early, late in pairwise(days))


def _range(one: Point, other: Point, context: Context) -> Resolved:
    start, _ = resolve_point(one, context)
    if start is None:
        return None, "range"
    end, _ = _beside(other, start.start, context, later=True)
    if end is None or end.end is None or end.end.last < start.start.first:
        return DateSpan(start.start), "range"
    if start.start.precision is not end.end.precision:
        return DateSpan(start.start), "range"
    if start.start == end.end and start.start.precision is not Precision.DAY:
        return start, "vague"  # both days lie in the month that is known
    return DateSpan(start.start, end.end), "range"


def _beside(point: Point, other: PartialDate | None, context: Context, *, later: bool) -> Resolved:
    """Resolve a point that stands in one expression with another: the nearest on its side."""
    if point.form == "bare day" and other is not None and other.day is not None:
        assert point.day is not None
        turned = (point.day < other.day) if later else (point.day > other.day)
        month = month_moved(other, (1 if later else -1) if turned else 0)
        return as_day(partial(month.year, month.month, point.day) if month is not None else None)
    span, kind = resolve_point(point, context)
    if span is None or other is None or point.year is not None:
        return span, kind
    day = span.start
    if (
        point.form in {"weekday", "short weekday"}
        and day.precision is Precision.DAY
        and other.precision is Precision.DAY
    ):
        ahead = (day.first - other.first).days % 7
        found = moved(other, ahead if later else ahead - 7)
        return (DateSpan.on(found), "day") if found else (None, "day")
    if day.month is None or other.month is None or point.form in {"day word", "numeric"}:
        return span, kind
    year = other.year + (later and day.month < other.month) - (not later and day.month > other.month)
    try:
        return DateSpan.on(PartialDate(year, day.month, day.day)), kind
    except ValueError:
        return None, kind
