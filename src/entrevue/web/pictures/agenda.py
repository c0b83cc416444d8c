"""What was talked about: engagements by class of the topic scheme."""

from typing import Any

from entrevue.inquiry.outlines import Outline
from entrevue.web.labels import Labels
from entrevue.web.pictures.picture import HALF, Setting, Table
from entrevue.web.room.filters import narrowed


def title(labels: Labels) -> str:
    """What is shown."""
    return labels.tongue.say("Agenda by topic")


def table(outline: Outline, labels: Labels, asked: str = "") -> Table:
    """A topic a row."""
    say = labels.tongue.say
    rows = tuple((labels.of("topic", topic), labels.tongue.number(count)) for topic, count in outline.topics)
    links = tuple(narrowed(asked, topic=topic) for topic, _ in outline.topics)
    return Table((say("Topic"), say("Engagements")), rows, links)


def specification(outline: Outline, setting: Setting) -> dict[str, Any]:
    """A bar a topic, the most frequent on top."""
    say = setting.labels.tongue.say
    values = [
        {"topic": setting.labels.of("topic", topic), "engagements": count, "url": setting.list_of(topic=topic)}
        for topic, count in outline.topics
    ]
    ticks = min(5, max((count for _, count in outline.topics), default=1))
    return {
        "width": HALF - 140,
        "height": {"step": 20},
        "data": {"values": values},
        "mark": {"type": "bar", "color": setting.theme.kinds[1], "height": 13},
        "encoding": {
            "y": {
                "field": "topic",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelLimit": 200, "ticks": False, "domain": False},
            },
            "x": {
                "field": "engagements",
                "type": "quantitative",
                "axis": {"title": say("Engagements"), "tickCount": ticks, "format": "d"},
            },
            "href": {"field": "url"},
            "tooltip": [
                {"field": "topic", "title": say("Topic")},
                {"field": "engagements", "title": say("Engagements")},
            ],
        },
    }
