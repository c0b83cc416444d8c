"""Who met whom: persons as points, the more often they met the thicker the line."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from entrevue.domain.dossiers import Tie
from entrevue.inquiry.outlines import Outline
from entrevue.web.labels import Labels
from entrevue.web.pictures.picture import WIDTH, Setting, Table
from entrevue.web.room.filters import narrowed

_MOST = 40  # ties: more are a hairball
_STEPS = 120
_COLOURS = 5  # sides with a colour of their own
_LABELLED = 26  # characters of a label
_YEARS = 2  # from which there is a slider
_REACH = 13  # pixels across within which a click is one on the line


def title(labels: Labels) -> str:
    """What is shown."""
    return labels.tongue.say("Who met whom")


def _ties(outline: Outline) -> tuple[Tie, ...]:
    return outline.persons[:_MOST]


def table(outline: Outline, labels: Labels, asked: str = "") -> Table:
    """A pair a row."""
    say = labels.tongue.say
    ties = _ties(outline)
    rows = tuple((tie.one_label, tie.other_label, labels.tongue.number(tie.engagements)) for tie in ties)
    links = tuple(narrowed(asked, person=tie.one, met=tie.other) for tie in ties)
    return Table((say("Who"), say("Whom"), say("Engagements")), rows, links)


def specification(outline: Outline, setting: Setting) -> dict[str, Any]:
    """Points placed by springs: whoever met stands near. In the page, a slider shows who had met until a year."""
    say, theme = setting.labels.tongue.say, setting.theme
    ties = _ties(outline)
    names = {tie.one: tie.one_label for tie in ties} | {tie.other: tie.other_label for tie in ties}
    places = placed(sorted(names), [(tie.one, tie.other, tie.engagements) for tie in ties])
    sides = _sides(ties, setting.labels)
    lines = [
        line | {"url": setting.list_of(person=line["between"][0], met=line["between"][1])}
        for line in _lines(outline, ties, places)
    ]
    points = [
        {"x": places[id_][0], "y": places[id_][1], "who": name, "short": _short(name), "side": sides[id_]}
        | {"url": setting.list_of(person=id_), "expand": id_, "page": setting.path(f"/persons/{id_}")}
        | {"year": year, "engagements": count}
        for id_, name in names.items()
        for year, count in _met(id_, lines)
    ]
    met = {id_: sum(count for _, count in _met(id_, lines)) for id_ in names}
    named = list(dict.fromkeys(sides[id_] for id_ in sorted(names, key=lambda one: (-met[one], one))))
    flat: dict[str, Any] = {"type": "quantitative", "axis": None, "scale": {"domain": [-0.08, 1.08]}}
    position = {"x": {"field": "x", **flat}, "y": {"field": "y", **flat}}
    count = {"field": "met", "type": "quantitative", "title": say("Engagements")}
    until = _until(outline, ties, setting.labels) if setting.live else {}
    where = ["x", "y", "who", "short", "side", "url", "expand", "page"]
    drawn: dict[str, Any] = {"data": {"values": points}, "transform": _counted(where, until)}
    leads = {"href": {"field": "url"}}
    return {
        "width": WIDTH,
        "height": min(560, 240 + 10 * len(names)),
        **until,
        "layer": [
            *_tie_layers(lines, position | leads, until, setting),
            {
                **drawn,
                "mark": {"type": "text", "dy": -12, "fontSize": 10.5, "stroke": theme.paper, "strokeWidth": 5}
                | {"strokeJoin": "round", "color": theme.paper},  # no line goes through a name
                "encoding": position | {"text": {"field": "short"}},
            },
            {
                **drawn,
                "mark": {"type": "circle", "opacity": 1, "stroke": theme.paper, "size": 120, "cursor": "pointer"},
                "encoding": position
                | {
                    "color": {
                        "field": "side",
                        "type": "nominal",
                        "title": say("Side"),
                        "scale": {"domain": named, "range": [*theme.kinds, theme.faint][: len(named)]},
                    },
                    "tooltip": [{"field": "who", "title": say("Who")}, {"field": "side", "title": say("Side")}, count],
                }
                | ({} if setting.live else leads),  # in the page, a click on a point draws whom that person met
            },
            {
                **drawn,
                "mark": {"type": "text", "dy": -12, "fontSize": 10.5, "color": theme.ink},
                "encoding": position | {"text": {"field": "short"}} | leads,
            },
        ],
    }


def _tie_layers(
    lines: list[dict[str, Any]], place: dict[str, Any], until: dict[str, Any], setting: Setting
) -> list[dict[str, Any]]:
    """The lines; in the page with a wider one over each that nobody sees, for a line of a pixel is hard to click."""
    say = setting.labels.tongue.say
    told = [{"field": "pair", "title": say("Who met whom")}]
    told += [{"field": "met", "type": "quantitative", "title": say("Engagements")}]
    thickness = {"field": "met", "type": "quantitative", "scale": {"range": [1, 6], "domainMin": 1}, "legend": None}
    line: dict[str, Any] = {
        "data": {"values": lines},
        "transform": _counted(["x", "y", "x2", "y2", "pair", "url"], until),
        "mark": {"type": "rule", "color": setting.theme.faint, "opacity": 0.55, "cursor": "pointer"},
        "encoding": place | {"x2": {"field": "x2"}, "y2": {"field": "y2"}, "tooltip": told},
    }
    seen = line | {"encoding": line["encoding"] | {"strokeWidth": thickness}}
    wide = line | {"mark": line["mark"] | {"opacity": 0, "strokeWidth": _REACH}}
    return [seen, wide] if setting.live else [seen]


def _lines(outline: Outline, ties: Sequence[Tie], places: Mapping[str, tuple[float, float]]) -> list[dict[str, Any]]:
    """A row for each year in which two met; `between` are their ids."""
    known = {(tie.one, tie.other): f"{tie.one_label} – {tie.other_label}" for tie in ties}
    return [
        {"x": places[one.one][0], "y": places[one.one][1], "x2": places[one.other][0], "y2": places[one.other][1]}
        | {"year": one.year or 0, "engagements": one.engagements, "pair": known[one.one, one.other]}
        | {"between": [one.one, one.other]}
        for one in outline.meetings
        if (one.one, one.other) in known
    ]


def _met(person: str, lines: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """How often somebody met any other, by year."""
    counts: Counter[int] = Counter()
    for line in lines:
        if person in line["between"]:
            counts[line["year"]] += line["engagements"]
    return sorted(counts.items())


def _until(outline: Outline, ties: Sequence[Tie], labels: Labels) -> dict[str, Any]:
    """The slider, where there is more than one year."""
    known, say = {(tie.one, tie.other) for tie in ties}, labels.tongue.say
    years = sorted({one.year for one in outline.meetings if one.year and (one.one, one.other) in known})
    if len(years) < _YEARS:
        return {}
    bind = {"input": "range", "min": years[0], "max": years[-1], "step": 1, "name": say("Until the year")}
    return {"params": [{"name": "until", "value": years[-1], "bind": bind}]}


def _counted(by: list[str], until: dict[str, Any]) -> list[dict[str, Any]]:
    """What rows of single years come to, until the year of the slider where there is one."""
    added = {"aggregate": [{"op": "sum", "field": "engagements", "as": "met"}], "groupby": by}
    return [*([{"filter": "datum.year <= until"}] if until else []), added]


def _sides(ties: Sequence[Tie], labels: Labels) -> dict[str, str]:
    """The side of each person in words: the most frequent by name, as many as there are colours, all others as one."""
    told = {tie.one: tie.one_side for tie in ties} | {tie.other: tie.other_side for tie in ties}
    most = [side for side, _ in Counter(side for side in told.values() if side).most_common(_COLOURS)]
    others = labels.tongue.say("others")
    return {id_: labels.tongue.state(side) if side in most else others for id_, side in told.items()}


def _short(name: str) -> str:
    bare = name.partition(" (")[0]
    return bare if len(bare) <= _LABELLED else bare[: _LABELLED - 1] + "…"


def placed(nodes: list[str], ties: list[tuple[str, str, int]]) -> dict[str, tuple[float, float]]:
    """Positions within the unit square by springs (Fruchterman and Reingold, 1991), the same every time."""
    count = len(nodes)
    spots = {
        node: [
            0.5 + 0.45 * math.cos(2 * math.pi * i / max(1, count)),
            0.5 + 0.45 * math.sin(2 * math.pi * i / max(1, count)),
        ]
        for i, node in enumerate(nodes)
    }
    ideal = math.sqrt(1 / max(1, count))
    for step in range(_STEPS):
        push = {node: [0.0, 0.0] for node in nodes}
        _repel(nodes, spots, push, ideal)
        for one, other, weight in ties:
            _pull(spots[one], spots[other], push[one], push[other], (1 + 0.2 * min(weight, 5)) / ideal)
        for node, (x, y) in spots.items():  # a weak pull to the middle keeps groups that never met from drifting off
            push[node][0] += (0.5 - x) * 1.5
            push[node][1] += (0.5 - y) * 1.5
        _move(spots, push, 0.12 * (1 - step / _STEPS) + 0.001)
    return _scaled(spots)


def _repel(nodes: list[str], spots: dict[str, list[float]], push: dict[str, list[float]], ideal: float) -> None:
    for place, one in enumerate(nodes):
        for other in nodes[place + 1 :]:
            dx, dy = spots[one][0] - spots[other][0], spots[one][1] - spots[other][1]
            force = ideal * ideal / max(dx * dx + dy * dy, 1e-4)
            push[one][0] += dx * force
            push[one][1] += dy * force
            push[other][0] -= dx * force
            push[other][1] -= dy * force


def _pull(one: list[float], other: list[float], push: list[float], back: list[float], strength: float) -> None:
    dx, dy = one[0] - other[0], one[1] - other[1]
    force = math.hypot(dx, dy) * strength
    push[0] -= dx * force
    push[1] -= dy * force
    back[0] += dx * force
    back[1] += dy * force


def _move(spots: dict[str, list[float]], push: dict[str, list[float]], most: float) -> None:
    for node, (dx, dy) in push.items():
        length = math.hypot(dx, dy) or 1.0
        way = min(length, most) / length
        spots[node][0] += dx * way
        spots[node][1] += dy * way


def _scaled(spots: dict[str, list[float]]) -> dict[str, tuple[float, float]]:
    ends = [(min(axis), max(axis)) for axis in zip(*spots.values(), strict=True)] if spots else [(0.0, 1.0)] * 2
    (left, right), (low, high) = ends
    return {
        node: (round((x - left) / ((right - left) or 1), 4), round((y - low) / ((high - low) or 1), 4))
        for node, (x, y) in spots.items()
    }
