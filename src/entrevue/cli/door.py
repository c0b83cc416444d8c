"""The one door to the terminal: whatever is printed goes through here, and no order to the terminal gets through.

Titles, names, addresses, what servers say: text from outside may hold escape sequences that colour, move, rename, or
answer in the user's stead. In text each such sign becomes "\ufffd"; in JSON it is escaped, so that nothing is lost.
`tests/test_cli_door.py` holds that no other module of the command line prints.
"""

import sys
from typing import TYPE_CHECKING, TextIO

from entrevue.domain.text import escaped, printable

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH_OF_FILES = 110  # where nobody looks on, as in a pipe, a width that cuts no word of a table


def say(text: str) -> None:
    """Print a line."""
    _write(sys.stdout, printable(text))


def warn(text: str) -> None:
    """Print a line on standard error, under the program's name."""
    _write(sys.stderr, f"entrevue: {printable(text)}")


def say_json(line: str) -> None:
    """Print a line of JSON."""
    _write(sys.stdout, escaped(line))


def console(*, errors: bool = False, soft_wrap: bool = False) -> "Console":
    """The screen, or a file wide enough that no word of a table is cut."""
    from rich.console import Console  # 50 ms to load: paid by what draws tables

    from entrevue.cli.cleaning import Cleaning

    screen = Console(highlight=False, stderr=errors, soft_wrap=soft_wrap)
    screen.push_render_hook(Cleaning(screen))
    if not screen.is_terminal:
        screen.width = max(screen.width, _WIDTH_OF_FILES)
    return screen


def _write(stream: TextIO, line: str) -> None:
    stream.write(f"{line}\n")
    stream.flush()
