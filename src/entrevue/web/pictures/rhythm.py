"""How many engagements a year."""

from typing import Any

from entrevue.inquiry.outlines import Outline
from entrevue.web.labels import Labels
from entrevue.web.pictures.picture import HALF, Setting, Table
from entrevue.web.room.filters import narrowed

_MOST_BARS = 60  # years between which empty ones are drawn too


def title(labels: Labels) -> str:
    """What is shown."""
    return labels.tongue.say("Rhythm by year")


def table(outline: Outline, labels: Labels, asked: str = "") -> Table:
    """A year a row."""
    say = labels.tongue.say
    rows = tuple((str(year), labels.tongue.number(count)) for year, count in outline.years)
    links = tuple(narrowed(asked, since=str(year), until=str(year)) for year, _ in outline.years)
    return Table((say("Year"), say("Engagements")), rows, links)


def specification(outline: Outline, setting: Setting) -> dict[str, Any]:
    """A bar a year; years without an engagement are gaps."""
    say = setting.labels.tongue.say
    values = [
        {"year": str(year), "engagements": count, "url": setting.list_of(since=str(year), until=str(year))}
        for year, count in _filled(outline.years)
    ]
    ticks = min(5, max((count for _, count in outline.years), default=1))
    step = max(7, min(40, HALF // max(1, len(values))))
    return {
        "width": {"step": step},
        "height": 200,
        "data": {"values": values},
        "mark": {"type": "bar", "color": setting.theme.accent},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "axis": {"title": None, "labelOverlap": True, "labelAngle": 0}},
            "y": {
                "field": "engagements",
                "type": "quantitative",
                "axis": {"title": say("Engagements"), "tickCount": ticks, "format": "d"},
            },
            "href": {"field": "url"},
            "tooltip": [
                {"field": "year", "title": say("Year")},
                {"field": "engagements", "title": say("Engagements")},
            ],
        },
    }


def _filled(years: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    known = dict(years)
    if not known or max(known) - min(known) > _MOST_BARS:
        return sorted(known.items())
    return [(year, known.get(year, 0)) for year in range(min(known), max(known) + 1)]
