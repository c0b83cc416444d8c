"""What a picture is: a specification in Vega-Lite, and a table of the same."""

from dataclasses import dataclass
from typing import Any, Protocol

from entrevue.inquiry.outlines import Outline
from entrevue.web.labels import Labels
from entrevue.web.pictures.theme import Theme
from entrevue.web.room.filters import narrowed

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 760  # of wide pictures, in pixels
HALF = 420


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a picture; `links`: the path that a row's first cell leads to, where there is one."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """In what language and colours a picture is drawn; `world`: the address of the states' outlines, or they themselves."""

    labels: Labels
    theme: Theme
    world: dict[str, Any]
    asked: str = ""  # the filter that the picture shows, as an address has it
    root: str = ""  # the path under which the site stands
    live: bool = False  # drawn by the script in the page, where marks can be moved and clicked

    def list_of(self, **more: str) -> str:
        """The address of the engagements of the picture that fit `more` as well."""
        return self.path(narrowed(self.asked, **more))

    def path(self, own: str) -> str:
        """Where a page of the site is, in the language of the picture."""
        return self.root + self.labels.tongue.prefix + own


class Picture(Protocol):
    """One module draws one picture."""

    def title(self, labels: Labels) -> str:
        """What is shown."""

    def table(self, outline: Outline, labels: Labels, asked: str = "") -> Table:
        """The same as a table; without rows there is nothing to draw. Its links stay within what is `asked`."""

    def specification(self, outline: Outline, setting: Setting) -> dict[str, Any]:
        """The picture in Vega-Lite."""
