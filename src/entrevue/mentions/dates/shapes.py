"""Items → points in time: the shapes in which a day, a month, a week or a length of time is told.

A shape is a regular expression over the letters of `lexer` (see `lexer._entries`); the names of its groups are the
fields of `Point`. Shapes are tried in order at a place, the first that fits wins, and none repeats without bound.
"""

import re
from dataclasses import dataclass, fields

from entrevue.mentions.dates.lexer import UNITS, Items

_SHIFT = "(?P<shift>[QTA])?"
_AFTER = "(?P<shift_>[QL])?"
_WEEKDAY = "(?:(?P<weekday>[Ww]),?a?)?"
# "last year", "l'année dernière" after a month or a day: the year, told by a shift.
_YEAR = "(?:(?:,?o?a?|K)(?P<year>Y)|,?o?a?(?:(?P<unit_shift>[QTA])(?P<year_unit>U)|(?P<year_unit_>U)(?P<unit_shift_>[QL])))?"
_UNIT = "(?:(?P<unit>U)(?P<unit_shift>[QL])|(?P<unit_shift_>[QTA])(?P<unit_>U))"
_DAY_OF_WEEK = "(?:(?P<nth>[EO])|(?P<last_one>[QA]))a?(?P<weekday>W)[foI]a?"
_SPAN = "(?P<period>V)?K?[of]?a?"

SHAPES: tuple[tuple[str, str], ...] = (
    ("day", "(?P<day>D)(?P<joint>K)(?P<month>[Mm])(?P<joint_>K)(?P<year>Y)"),
    ("day", "(?P<year>Y)(?P<joint>K)(?P<month>[Mm])(?P<joint_>K)(?P<day>D)"),
    ("nth weekday", f"{_DAY_OF_WEEK}(?:Uo)?(?P<month>M){_YEAR}{_AFTER}"),
    ("nth weekday", f"{_DAY_OF_WEEK}(?:(?P<unit>U)(?P<shift>[QL])|(?P<shift_>[QTA])(?P<unit_>U))"),
    ("nth weekday", f"{_DAY_OF_WEEK}(?:(?P<unit>U)(?P<turn>q)|(?P<turn_>q)(?P<unit_>U))"),
    ("nth weekday", f"{_DAY_OF_WEEK}(?P<unit>U)"),
    ("weekday and weeks", "(?P<weekday>W)[QL]?(?P<weeks>k)"),
    ("day word and weeks", "(?P<offset>R)(?P<weeks>k)"),
    ("weeks ahead", "(?P<count>[CDi])(?P<unit>U)[fP]a?(?:(?P<weekday>W)|(?P<offset>R))"),
    ("weeks back", "(?P<count>[CDi])(?P<unit>U)BP?a?(?:(?P<weekday>W)|(?P<offset>R))"),
    ("weeks beside", "(?P<count>[CDi])(?P<unit>U)(?P<shift>A)(?P<weekday>W)"),
    ("day", f"{_SHIFT}{_WEEKDAY}(?:(?P<day>[DO])o?|(?P<day_>E)o)(?:U[of])?(?P<month>[Mm]){_YEAR}{_AFTER}"),
    ("month first", f"{_SHIFT}{_WEEKDAY}(?P<month>[Mm])a?(?P<day>[DO])(?!M(?![DO])){_YEAR}{_AFTER}"),
    ("numeric", f"{_WEEKDAY}(?P<numeric>X)"),
    ("weekday and day", f"{_SHIFT}(?P<weekday>W),?a?(?P<day>[DO]){_AFTER}"),
    ("weekday", "(?P<turn>q)?(?P<weekday>W)(?P<turn_>q)"),
    ("weekday", "(?P<turn>q)(?P<weekday>W)"),
    ("weekday", f"{_SHIFT}(?P<weekday>W)(?P<part>G)?o?a?{_UNIT}"),
    ("weekday", f"{_SHIFT}(?P<weekday>W){_AFTER}(?P<part>G)?"),
    ("short weekday", f"{_SHIFT}(?P<weekday>w){_AFTER}(?P<part>G)?(?![DO])"),
    ("day word", "(?P<offset>R)(?P<part>G)?"),
    ("part", "a?(?P<part>G)(?P<shift>[QL])"),
    ("part", "(?P<shift>[QTA])(?P<part>G)"),
    ("anchor", "(?P<anchor>[Ss])"),
    ("month", f"{_SPAN}(?:[DOE]?Uo)?{_SHIFT}(?P<month>M){_YEAR}{_AFTER}"),
    ("month", f"{_SPAN}(?P<month>m)[,o]?(?P<year>Y)"),
    ("unit", f"{_SPAN}(?P<shift>[QTA])(?P<unit>U)"),
    ("unit", f"{_SPAN}(?P<unit>U)(?P<shift>[QL])"),
    ("year", f"{_SPAN}(?:[DOE]?U[of]?a?)?(?P<year>Y)"),
    ("ago", "(?P<ago>b)(?P<count>[CDOZi])(?P<unit>U)"),
    ("ago", "(?P<count>[CDZi])(?P<unit>U)(?P<ago>B)"),
    ("ahead", "(?P<ahead>[IF])(?P<count>[CDZi])(?P<unit>U)(?!B)"),
    ("ahead", "(?P<count>[CDZi])(?P<unit>U)(?P<ahead>F)"),
    ("later", "(?P<count>[CDZi])(?P<unit>U)(?P<later>l)"),
    ("earlier", "(?P<count>[CDZi])(?P<unit>U)(?P<earlier>e)"),
    ("duration", "(?P<count>[CDZ])(?:[QTAL](?P<unit>U)|(?P<unit_>U)[QL])"),
    ("duration", "[QTA](?P<count>[CDZ])(?P<unit>U)"),
    ("duration", "(?P<count>[CDZ])(?P<hyphen>K)?(?P<unit>U)"),
    ("bare day", f"{_SHIFT}{_WEEKDAY}(?P<day>[DO])(?!K?U)(?:,?(?P<year>Y)|[of]a?{_UNIT})?{_AFTER}"),
)  # fmt: skip
_SHAPES = tuple((form, re.compile(shape)) for form, shape in SHAPES)
_OPENS = frozenset("QTAWwDOEMmXqRGSsVUYbCIFZia")


@dataclass(frozen=True, slots=True)
class Point:
    """A point in time or a length of it, as worded; `first` and `last` are the items that tell it (`last` after it).

    `shift` is -1 for last, 0 for this, 1 for next; `turn` the same within the story told. `nth` counts weekdays in a
    month, `last_one` is -1 for its last; `weeks` move a day on. `unit_shift` and `unit`
    tell "last year", "next week"; `offset` counts days from publication, `anchor` days from the last day told.
    """

    form: str
    first: int
    last: int
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    numeric: tuple[int, int, int] | None = None
    shift: int | None = None
    turn: int | None = None
    nth: int | None = None
    last_one: int | None = None
    weeks: int | None = None
    offset: int | None = None
    anchor: int | None = None
    period: int | None = None
    count: int | None = None
    unit: str | None = None
    unit_shift: int | None = None
    year_unit: str | None = None
    part: str | None = None
    hyphen: bool = False


# The unit that a shift beside these forms must have: "lundi de la semaine dernière", "le 5 de ce mois".
_UNIT_OF = {
    "weekday": "week", "bare day": "month", "nth weekday": "month",
    "weeks ahead": "week", "weeks back": "week", "weeks beside": "week",
}  # fmt: skip
_FIELDS = frozenset(field.name for field in fields(Point))


def point_at(items: Items, index: int, *, without: frozenset[str] = frozenset()) -> Point | None:
    """Read the point that opens at item `index`, in no form of `without`; a number alone may be a day."""
    if index >= len(items.items) or items.letters[index] not in _OPENS:
        return None
    # Enumerations are tried from each of their points: without this memory, long ones would cost their square.
    known = (index, without)
    if known not in items.points:
        items.points[known] = _read_point(items, index, without)
    found: Point | None = items.points[known]
    return found


def _read_point(items: Items, index: int, without: frozenset[str]) -> Point | None:
    for form, shape in _SHAPES:
        match = shape.match(items.letters, index) if form not in without else None
        if match is not None and match.end() > index:
            point = _point(items, form, match)
            if point is not None:
                return point
    return None


def _point(items: Items, form: str, match: "re.Match[str]") -> Point | None:
    values: dict[str, object] = {}
    for group, index in match.re.groupindex.items():
        if match.group(index) is None:
            continue
        name, item = group.rstrip("_"), items.items[match.start(index)]
        if name in {"unit", "year_unit"}:
            values[name] = UNITS[item.value]
        elif name == "numeric":
            values[name] = item.numeric
        elif name == "part":
            values[name] = item.word
        elif name == "hyphen":
            values[name] = True
        elif name in _FIELDS:
            values[name] = item.value
    if values.get("year_unit", "year") != "year" or values.get("unit", _UNIT_OF.get(form)) != _UNIT_OF.get(
        form, values.get("unit")
    ):
        return None
    return Point(form, match.start(), match.end(), **values)  # type: ignore[arg-type]
