"""Where somebody was received, in order: stays as numbered points, each joined with the one before."""

from typing import Any

from entrevue.atlas.coordinates import Position, capital_of, position_of
from entrevue.inquiry.outlines import Outline
from entrevue.inquiry.travels import Stop
from entrevue.web.labels import Labels
from entrevue.web.pictures.picture import WIDTH, Setting, Table
from entrevue.web.pictures.world import land, window_around
from entrevue.web.room.filters import narrowed

_MOST = 40  # stays, the last: more are a hairball


def title(labels: Labels) -> str:
    """What is shown."""
    return labels.tongue.say("Travels, in order")


def _shown(outline: Outline) -> tuple[tuple[int, Stop], ...]:
    """The last stays with their numbers, the first of all being 1."""
    return tuple(enumerate(outline.stops, 1))[-_MOST:]


def table(outline: Outline, labels: Labels, asked: str = "") -> Table:
    """A stay a row, the last on top; it leads to its engagement, or to all of them."""
    say = labels.tongue.say
    found = _shown(outline)[::-1]
    rows = tuple(
        (_when(stop, labels), str(number), _where(stop, labels), labels.tongue.number(len(stop.engagements)))
        for number, stop in found
    )
    links = tuple(_own(stop) or narrowed(asked, **_within(stop)) for _, stop in found)
    return Table((say("When"), say("No."), say("Where"), say("Engagements")), rows, links)


def _own(stop: Stop) -> str | None:
    return f"/engagements/{stop.engagements[0]}" if len(stop.engagements) == 1 else None


def _within(stop: Stop) -> dict[str, str]:
    return {"place": stop.country, "since": str(stop.first), "until": str(stop.known_until)}


def _when(stop: Stop, labels: Labels) -> str:
    return labels.between(stop.first, stop.last)


def _where(stop: Stop, labels: Labels) -> str:
    return ", ".join(filter(None, (stop.city, labels.tongue.state(stop.country))))


def _spot(stop: Stop) -> Position | None:
    """Where the city lies, or the capital of a state of which no city is told."""
    return (position_of(stop.city, stop.country) if stop.city else None) or capital_of(stop.country)


def specification(outline: Outline, setting: Setting) -> dict[str, Any]:
    """The world with a line from stay to stay, and their numbers."""
    labels, theme, say = setting.labels, setting.theme, setting.labels.tongue.say
    found = [(number, stop, spot) for number, stop in _shown(outline) if (spot := _spot(stop))]
    rows = [
        {"number": number, "where": _where(stop, labels), "when": _when(stop, labels)}
        | {"north": spot.latitude, "east": spot.longitude, "engagements": len(stop.engagements)}
        | {"url": _address(stop, setting)}
        for number, stop, spot in found
    ]
    place: dict[str, Any] = {
        "longitude": {"field": "east", "type": "quantitative"},
        "latitude": {"field": "north", "type": "quantitative"},
    }
    tooltip = [
        {"field": "number", "title": say("No.")},
        {"field": "when", "title": say("When")},
        {"field": "where", "title": say("Where")},
        {"field": "engagements", "title": say("Engagements")},
    ]
    marked = place | {"tooltip": tooltip, "href": {"field": "url"}}
    drawn: list[dict[str, Any]] = [
        {
            "data": {"values": rows},
            "mark": {"type": "line", "color": theme.accent, "opacity": 0.5, "strokeWidth": 1.4},
            "encoding": place | {"order": {"field": "number", "type": "quantitative"}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "circle", "size": 230, "color": theme.accent, "opacity": 1, "stroke": theme.paper},
            "encoding": marked,
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "fontSize": 9.5, "fontWeight": 600, "color": theme.paper},
            "encoding": marked | {"text": {"field": "number", "type": "quantitative"}},
        },
    ]
    return {
        "width": WIDTH,
        "height": WIDTH // 2,
        **window_around([(spot.latitude, spot.longitude) for _, _, spot in found]),
        "layer": [land(setting), *(drawn if rows else [])],
    }


def _address(stop: Stop, setting: Setting) -> str:
    if own := _own(stop):
        return setting.path(own)
    return setting.list_of(**_within(stop))
