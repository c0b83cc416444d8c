"""When: every engagement as the span of days that it can have been, no more precise than reports tell it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from entrevue.domain.dates import Precision
from entrevue.domain.reading import NOT_MET
from entrevue.inquiry.outlines import Outline, Stroke
from entrevue.web.labels import KINDS, Labels
from entrevue.web.pictures.picture import WIDTH, Setting, Table

_EMPTY = {"filled": False, "strokeDash": [3, 2], "opacity": 0.9}
_PALE = {"opacity": 0.3}
_ROW = 34  # pixels a kind; as a whole, for a step and the width of the page cannot go together
_TICKS = {"year": "%Y", "quarter": "%b %Y", "month": "%b %Y", "week": "%e %b", "date": "%e %b", "day": "%e %b"}
_TICKS |= {"hours": "", "minutes": "", "seconds": "", "milliseconds": ""}  # no engagement is told by the hour


def title(labels: Labels) -> str:
    """What is shown."""
    return labels.tongue.say("Timeline")


def _dated(outline: Outline) -> list[Stroke]:
    return [stroke for stroke in outline.strokes if stroke.first]


def table(outline: Outline, labels: Labels, asked: str = "") -> Table:  # noqa: ARG001 (rows lead to one engagement)
    """A dated engagement a row."""
    say = labels.tongue.say
    found = _dated(outline)
    rows = tuple((what(one, labels), when(one, labels), one.names) for one in found)
    return Table((say("Kind"), say("When"), say("Who")), rows, tuple(f"/engagements/{one.id}" for one in found))


def what(stroke: Stroke, labels: Labels) -> str:
    """The kind of an engagement; of what is planned or was called off it says so."""
    kind = labels.of("kind", stroke.kind.value)
    return f"{kind} ({labels.of('status', stroke.status.value)})" if stroke.status in NOT_MET else kind


def when(stroke: Stroke, labels: Labels) -> str:
    """The dates of an engagement in one short text."""
    return labels.between(stroke.first, stroke.last) if stroke.first else ""


def specification(outline: Outline, setting: Setting) -> dict[str, Any]:
    """A row a kind. Days are ticks, stays are bars; what is told by month or year alone is a pale bar over all of it.

    What is planned or was called off is drawn apart: its bars are empty, its ticks pale.
    """
    labels, say = setting.labels, setting.labels.tongue.say
    found = [_row(one, labels) for one in _dated(outline)]
    kinds = [labels.of("kind", kind) for kind in KINDS]
    present = [kind for kind in kinds if any(row["kind"] == kind for row in found)]
    colours = [colour for kind, colour in zip(kinds, setting.theme.kinds, strict=True) if kind in present]
    tooltip = [
        {"field": "when", "title": say("When")},
        {"field": "what", "title": say("Kind")},
        {"field": "who", "title": say("Who")},
    ]
    encoding = {
        "y": {
            "field": "kind",
            "type": "nominal",
            "scale": {"domain": present},
            "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 8},
        },
        "x": {
            "field": "first",
            "type": "temporal",
            "axis": {"title": None, "grid": True, "tickCount": 8, "format": _TICKS, "labelOverlap": True},
            "scale": {"type": "utc", "padding": 8},
        },
        "color": {
            "field": "kind",
            "type": "nominal",
            "scale": {"domain": present, "range": colours},
            "legend": None,
        },
        "tooltip": tooltip,
        "href": {"field": "url"},
    }
    layers = list(_layers(found))
    if setting.live and layers:
        layers[0]["params"] = [{"name": "brush", "select": {"type": "interval", "encodings": ["x"]}}]
    return {"width": WIDTH, "height": _ROW * max(1, len(present)), "encoding": encoding, "layer": layers}


def _layers(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Only layers that hold something: an empty one has no extent, and warns."""
    loose = [row for row in found if row["loose"]]
    stays = [row for row in found if not row["loose"] and row["days"] > 1]
    days = [row for row in found if not row["loose"]]
    pale = {"type": "bar", "height": 20, "opacity": 0.28, "cornerRadius": 3}
    solid = {"type": "bar", "height": 12, "opacity": 0.85, "cornerRadius": 2}
    tick = {"type": "tick", "thickness": 2.5, "size": 20, "opacity": 0.75}
    span = {"encoding": {"x2": {"field": "after"}}}
    for rows, mark, more, apart in ((loose, pale, span, _EMPTY), (stays, solid, span, _EMPTY), (days, tick, {}, _PALE)):
        for chosen, look in (
            ([r for r in rows if not r["apart"]], mark),
            ([r for r in rows if r["apart"]], mark | apart),
        ):
            if chosen:
                yield {"data": {"values": chosen}, "mark": look, **more}


def _row(stroke: Stroke, labels: Labels) -> dict[str, Any]:
    assert stroke.first is not None
    last = stroke.last or stroke.first
    end = max(last.last, stroke.first.first)
    loose = {stroke.first.precision, last.precision} != {Precision.DAY}
    return {
        "kind": labels.of("kind", stroke.kind.value),
        "first": stroke.first.first.isoformat(),
        "after": (end + dt.timedelta(days=1)).isoformat() if end < dt.date.max else end.isoformat(),
        "days": (end - stroke.first.first).days + 1,
        "loose": loose,
        "apart": stroke.status in NOT_MET,
        "what": what(stroke, labels),
        "when": when(stroke, labels),
        "who": stroke.names,
        "url": f"{labels.tongue.prefix}/engagements/{stroke.id}",
    }
