"""Where they met: cities as points; states of which no city is told are shaded, without a point in their middle."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from entrevue.atlas.coordinates import capital_of, position_of
from entrevue.inquiry.outlines import Outline, PlaceCount
from entrevue.web.labels import Labels
from entrevue.web.pictures.picture import WIDTH, Setting, Table
from entrevue.web.room.filters import narrowed

_MARGIN = 30  # degrees around what is shown
_WORLD = 150  # degrees of longitude from which the whole world is shown


def title(labels: Labels) -> str:
    """What is shown."""
    return labels.tongue.say("Where they met")


def table(outline: Outline, labels: Labels, asked: str = "") -> Table:
    """A place a row; a state without a city is one."""
    say, tongue = labels.tongue.say, labels.tongue
    rows = tuple(
        (place.city or say("(city not told)"), tongue.state(place.country), tongue.number(place.engagements))
        for place in outline.places
    )
    links = tuple(narrowed(asked, place=place.city or place.country) for place in outline.places)
    return Table((say("City"), say("State"), say("Engagements")), rows, links)


def specification(outline: Outline, setting: Setting) -> dict[str, Any]:
    """States' outlines, those shaded in which something took place without a city, and points for cities."""
    tongue = setting.labels.tongue
    points, shaded = _points(outline, setting), _shaded(outline)
    shades = [
        {"id": code, "state": tongue.state(code), "told": count, "url": setting.list_of(place=code)}
        for code, count in shaded.items()
    ]
    return {
        "width": WIDTH,
        "height": WIDTH // 2,
        **window_around([spot for place in outline.places if (spot := _position(place) or _seat(place.country))]),
        "layer": [
            land(setting),
            *([_shades(shades, setting)] if shades else []),
            *([_dots(points, setting)] if points else []),  # an empty layer has no extent, and warns
        ],
    }


def _shades(shades: list[dict[str, Any]], setting: Setting) -> dict[str, Any]:
    """States in which something took place without a city."""
    theme, say = setting.theme, setting.labels.tongue.say
    return {
        "data": setting.world,
        "transform": [
            {"lookup": "id", "from": {"data": {"values": shades}, "key": "id", "fields": ["state", "told", "url"]}},
            {"filter": "isValid(datum.told)"},
        ],
        "mark": {"type": "geoshape", "stroke": theme.paper, "strokeWidth": 0.6},
        "encoding": {
            "color": {
                "field": "told",
                "type": "quantitative",
                "scale": {"range": list(theme.shade)},
                "legend": {"title": say("State (city not told)"), "orient": "bottom", "format": "d", "tickCount": 3},
            },
            "href": {"field": "url"},
            "tooltip": [
                {"field": "state", "title": say("State (city not told)")},
                {"field": "told", "title": say("Engagements")},
            ],
        },
    }


def _dots(points: list[dict[str, Any]], setting: Setting) -> dict[str, Any]:
    """Cities in which something took place."""
    theme, say = setting.theme, setting.labels.tongue.say
    return {
        "data": {"values": points},
        "mark": {"type": "circle", "color": theme.kinds[1], "opacity": 0.8, "stroke": theme.paper},
        "encoding": {
            "longitude": {"field": "east", "type": "quantitative"},
            "latitude": {"field": "north", "type": "quantitative"},
            "size": {
                "field": "engagements",
                "type": "quantitative",
                "scale": {"range": [30, 500], "zero": True},
                "legend": {"title": say("Engagements"), "orient": "bottom", "format": "d", "values": _steps(points)}
                | {"symbolFillColor": theme.kinds[1], "symbolStrokeColor": theme.paper},
            },
            "href": {"field": "url"},
            "tooltip": [
                {"field": "city", "title": say("City")},
                {"field": "engagements", "title": say("Engagements")},
            ],
        },
    }


def _steps(points: list[dict[str, Any]]) -> list[int]:
    """The least, a middle and the greatest number that the legend shows."""
    counts = sorted({int(point["engagements"]) for point in points})
    return sorted({counts[0], counts[len(counts) // 2], counts[-1]})


def _points(outline: Outline, setting: Setting) -> list[dict[str, Any]]:
    found = []
    for place in outline.places:
        position = _position(place)
        if position:
            found.append(
                {
                    "city": f"{place.city}, {setting.labels.tongue.state(place.country)}",
                    "engagements": place.engagements,
                    "north": position[0],
                    "east": position[1],
                    "url": setting.list_of(place=place.city or place.country),
                }
            )
    return found


def land(setting: Setting) -> dict[str, Any]:
    """The outlines of states; without Antarctica: nobody is received there, and it takes a sixth of the map."""
    return {
        "data": setting.world,
        "transform": [{"filter": "datum.id !== 'AQ'"}],
        "mark": {
            "type": "geoshape",
            "fill": setting.theme.land,
            "stroke": setting.theme.paper,
            "strokeWidth": 0.6,
        },
    }


def window_around(spots: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """The projection of a map that shows places (degrees north and east) with a margin.

    It cuts off what lies outside: a clip of the drawing costs a PNG twelve times as long.
    """
    clip = {"type": "naturalEarth1", "clipExtent": {"expr": "[[0, 0], [width, height]]"}}
    return {"projection": {**clip, **_window(spots)}}


def _window(spots: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """The part of the world that holds what is shown, with a margin; {} for all of it.

    Of a natural earth projection a degree of longitude at the equator is 0.87 of one of latitude.
    """
    if not spots:
        return {}
    norths, easts = zip(*spots, strict=True)
    wide, high = max(easts) - min(easts) + _MARGIN, max(norths) - min(norths) + _MARGIN / 2
    if wide > _WORLD:
        return {}
    scale = min(1 / (math.radians(wide) * 0.87), 0.5 / math.radians(high))
    middle = (max(norths) + min(norths)) / 2
    return {
        "rotate": [-(max(easts) + min(easts)) / 2, 0, 0],
        "center": [0, middle],
        "scale": {"expr": f"{scale:.4f} * width"},
    }


def _seat(country: str) -> tuple[float, float] | None:
    """Where the capital of a state lies, which stands for it on the map."""
    found = capital_of(country)
    return (found.latitude, found.longitude) if found else None


def _position(place: PlaceCount) -> tuple[float, float] | None:
    position = position_of(place.city, place.country) if place.city else None
    return (position.latitude, position.longitude) if position else None


def _shaded(outline: Outline) -> dict[str, int]:
    """Engagements by state of which no city is told, or none that GeoNames knows."""
    counts: Counter[str] = Counter()
    for place in outline.places:
        if _position(place) is None:
            counts[place.country] += place.engagements
    return dict(counts)
