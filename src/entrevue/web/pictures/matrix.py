"""Who met whom, for more persons than a network shows: a row and a column each, the darker the more often they met."""

from collections import Counter
from typing import Any

from entrevue.domain.dossiers import Tie
from entrevue.inquiry.outlines import Outline
from entrevue.web.labels import Labels
from entrevue.web.pictures.picture import WIDTH, Setting, Table
from entrevue.web.pictures.theme import shaded
from entrevue.web.room.filters import narrowed

_FROM = 40  # persons up to which the network shows everybody
_MOST = 60  # persons, those who met most others
_CELL = 13  # pixels
_LABELLED = 24  # characters


def title(labels: Labels) -> str:
    """What is shown."""
    return labels.tongue.say("Who met whom, as a matrix")


def _people(outline: Outline) -> list[str]:
    """Those shown, by id, in the order of sides and then of how often they met others; nobody, where few met."""
    met: Counter[str] = Counter()
    sides: dict[str, str] = {}
    for tie in outline.persons:
        for id_, side in ((tie.one, tie.one_side), (tie.other, tie.other_side)):
            met[id_] += tie.engagements
            sides[id_] = side or "~"  # after every side
    if len(met) <= _FROM:
        return []
    most = sorted(met, key=lambda id_: (-met[id_], id_))[:_MOST]
    return sorted(most, key=lambda id_: (sides[id_], -met[id_], id_))


def _shown(outline: Outline) -> list[Tie]:
    people = set(_people(outline))
    return [tie for tie in outline.persons if {tie.one, tie.other} <= people]


def table(outline: Outline, labels: Labels, asked: str = "") -> Table:
    """A pair a row."""
    say = labels.tongue.say
    ties = _shown(outline)
    rows = tuple((f"{tie.one_label} – {tie.other_label}", labels.tongue.number(tie.engagements)) for tie in ties)
    links = tuple(narrowed(asked, person=tie.one, met=tie.other) for tie in ties)
    return Table((say("Who met whom"), say("Engagements")), rows, links)


def specification(outline: Outline, setting: Setting) -> dict[str, Any]:
    """A cell for each two who met, on both sides of the diagonal; columns are headed by the numbers of the rows."""
    say, theme = setting.labels.tongue.say, setting.theme
    people, ties = _people(outline), _shown(outline)
    names = {tie.one: tie.one_label for tie in ties} | {tie.other: tie.other_label for tie in ties}
    numbers = {id_: str(place) for place, id_ in enumerate(people, 1)}
    labels = {id_: f"{number} {_short(names.get(id_, id_))}" for id_, number in numbers.items()}
    values = [
        {"row": labels[one], "column": numbers[other], "pair": f"{tie.one_label} – {tie.other_label}"}
        | {"engagements": tie.engagements, "url": setting.list_of(person=tie.one, met=tie.other)}
        for tie in ties
        for one, other in ((tie.one, tie.other), (tie.other, tie.one))
    ]
    most = max((tie.engagements for tie in ties), default=1)
    axis = {"title": None, "ticks": False, "domain": False, "labelFontSize": 9, "labelLimit": 170}
    return {
        "width": WIDTH,
        "height": _CELL * max(1, len(people)),
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": theme.paper, "strokeWidth": 1},
        "encoding": {
            "x": {
                "field": "column",
                "type": "nominal",
                "scale": {"domain": list(numbers.values())},
                "axis": {**axis, "orient": "top", "labelAngle": 0},
            },
            "y": {
                "field": "row",
                "type": "nominal",
                "scale": {"domain": list(labels.values())},
                "axis": {**axis, "grid": True},
            },
            "color": shaded(theme, most),
            "href": {"field": "url"},
            "tooltip": [
                {"field": "pair", "title": say("Who met whom")},
                {"field": "engagements", "title": say("Engagements")},
            ],
        },
    }


def _short(name: str) -> str:
    bare = name.partition(" (")[0]
    return bare if len(bare) <= _LABELLED else bare[: _LABELLED - 1] + "…"
