"""How many engagements a month: of those of which reports tell the month."""

from collections import Counter
from typing import Any

from entrevue.domain.dates import PartialDate, Precision
from entrevue.inquiry.outlines import Outline
from entrevue.web.labels import Labels
from entrevue.web.pictures.picture import HALF, Setting, Table
from entrevue.web.room.filters import narrowed

_MOST = 48  # months, the last ones, empty ones between them too


def title(labels: Labels) -> str:
    """What is shown."""
    return labels.tongue.say("Rhythm by month")


def counted(outline: Outline) -> dict[PartialDate, int]:
    """Months with how many engagements begin in each, from the first of those shown to the last."""
    known = Counter(
        PartialDate(stroke.first.year, stroke.first.month)
        for stroke in outline.strokes
        if stroke.counted and stroke.first and stroke.first.precision is not Precision.YEAR
    )
    if not known:
        return {}
    first, last = (_number(month) for month in (min(known), max(known)))
    shown = [_month(number) for number in range(max(first, last - _MOST + 1), last + 1)]
    return {month: known.get(month, 0) for month in shown}


def _number(month: PartialDate) -> int:
    return month.year * 12 + (month.month or 1) - 1


def _month(number: int) -> PartialDate:
    return PartialDate(number // 12, number % 12 + 1)


def table(outline: Outline, labels: Labels, asked: str = "") -> Table:
    """A month a row, the last on top; those without an engagement are left out."""
    say, tongue = labels.tongue.say, labels.tongue
    found = [(month, count) for month, count in counted(outline).items() if count][::-1]
    rows = tuple((tongue.date(month), tongue.number(count)) for month, count in found)
    links = tuple(narrowed(asked, since=str(month), until=str(month)) for month, _ in found)
    return Table((say("Month"), say("Engagements")), rows, links)


def specification(outline: Outline, setting: Setting) -> dict[str, Any]:
    """A bar a month."""
    say, tongue = setting.labels.tongue.say, setting.labels.tongue
    found = counted(outline)
    values = [
        {"month": str(month), "named": tongue.date(month), "engagements": count}
        | {"url": setting.list_of(since=str(month), until=str(month))}
        for month, count in found.items()
    ]
    januaries = [str(month) for month in found if month.month == 1] or [str(month) for month in list(found)[:1]]
    return {
        "width": {"step": max(6, min(28, HALF // max(1, len(values))))},
        "height": 200,
        "data": {"values": values},
        "mark": {"type": "bar", "color": setting.theme.accent},
        "encoding": {
            "x": {
                "field": "month",
                "type": "ordinal",
                "axis": {"title": None, "labelAngle": 0, "values": januaries},
            },
            "y": {
                "field": "engagements",
                "type": "quantitative",
                "axis": {
                    "title": say("Engagements"),
                    "tickCount": min(5, max(found.values(), default=1)),
                    "format": "d",
                },
            },
            "href": {"field": "url"},
            "tooltip": [
                {"field": "named", "title": say("Month")},
                {"field": "engagements", "title": say("Engagements")},
            ],
        },
    }
