"""On which days: a month a row, a day a column, the darker the more engagements; only days that reports tell."""

from collections import Counter
from typing import Any

from entrevue.domain.dates import PartialDate, Precision
from entrevue.inquiry.outlines import Outline
from entrevue.web.labels import Labels
from entrevue.web.pictures.picture import WIDTH, Setting, Table
from entrevue.web.pictures.theme import shaded
from entrevue.web.room.filters import narrowed

_MOST = 24  # months with an engagement, the last ones
_DAYS = 31
_ROW = 17  # pixels


def title(labels: Labels) -> str:
    """What is shown."""
    return labels.tongue.say("Calendar")


def counted(outline: Outline) -> dict[PartialDate, int]:
    """Days with how many engagements begin on each, in order, of the last months that have any."""
    known = Counter(
        stroke.first
        for stroke in outline.strokes
        if stroke.counted and stroke.first and stroke.first.precision is Precision.DAY
    )
    months = sorted({(day.year, day.month) for day in known})[-_MOST:]
    return {day: known[day] for day in sorted(known) if (day.year, day.month) in months}


def table(outline: Outline, labels: Labels, asked: str = "") -> Table:
    """A day a row, the last on top."""
    say, tongue = labels.tongue.say, labels.tongue
    found = list(counted(outline).items())[::-1]
    rows = tuple((tongue.date(day), tongue.number(count)) for day, count in found)
    links = tuple(narrowed(asked, since=str(day), until=str(day)) for day, _ in found)
    return Table((say("Day"), say("Engagements")), rows, links)


def specification(outline: Outline, setting: Setting) -> dict[str, Any]:
    """A cell a day."""
    say, tongue, theme = setting.labels.tongue.say, setting.labels.tongue, setting.theme
    found = counted(outline)
    months = list(dict.fromkeys(tongue.date(PartialDate(day.year, day.month)) for day in found))[::-1]
    values = [
        {"month": tongue.date(PartialDate(day.year, day.month)), "day": day.day, "named": tongue.date(day)}
        | {"engagements": count, "url": setting.list_of(since=str(day), until=str(day))}
        for day, count in found.items()
    ]
    most = max(found.values(), default=1)
    return {
        "width": WIDTH,
        "height": _ROW * max(1, len(months)),
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": theme.paper, "strokeWidth": 1.5},
        "encoding": {
            "x": {
                "field": "day",
                "type": "ordinal",
                "scale": {"domain": list(range(1, _DAYS + 1))},
                "axis": {"title": None, "labelAngle": 0, "orient": "top", "ticks": False, "domain": False},
            },
            "y": {
                "field": "month",
                "type": "ordinal",
                "scale": {"domain": months},
                "axis": {"title": None, "ticks": False, "domain": False, "grid": True},
            },
            "color": shaded(theme, most),
            "href": {"field": "url"},
            "tooltip": [
                {"field": "named", "title": say("Day")},
                {"field": "engagements", "title": say("Engagements")},
            ],
        },
    }
