"""What Rich draws, without orders to the terminal but Rich's own."""

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
from rich.segment import Segment

from entrevue.domain.text import printable


class Cleaning(RenderHook):
    """Stands between everything that is drawn and the screen."""

    def __init__(self, screen: Console) -> None:
        """`screen` draws what is cleaned."""
        self.screen = screen

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """Each of them, to be cleaned when it is drawn."""
        return [_Clean(one) for one in renderables]


class _Clean:
    """Something that is drawn, its text cleaned."""

    def __init__(self, drawn: ConsoleRenderable) -> None:
        self.drawn = drawn

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.drawn, options):
            if segment.control:
                yield segment
            else:
                lines = segment.text.split("\n")
                yield Segment("\n".join(map(printable, lines)), segment.style)
