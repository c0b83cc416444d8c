"""Pictures as pages frame them: those of which there is something to draw, each with its table."""

from dataclasses import dataclass

from entrevue.inquiry.outlines import Outline
from entrevue.web.labels import Labels
from entrevue.web.pictures import drawing
from entrevue.web.pictures.picture import Table


@dataclass(frozen=True, slots=True)
class Framed:
    """A picture as a page frames it: what it is called, and its table."""

    name: str
    title: str
    table: Table
    wide: bool


def framed(outline: Outline, labels: Labels, asked: str) -> tuple[Framed, ...]:
    """The pictures of which there is something to draw, where what draws is installed; `asked`: the filter."""
    if not drawing.can_draw():
        return ()
    found = (
        Framed(name, picture.title(labels), picture.table(outline, labels, asked), name in drawing.WIDE)
        for name, picture in drawing.PICTURES.items()
    )
    return tuple(one for one in found if one.table.rows)
