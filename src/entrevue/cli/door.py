"""The one door to the terminal: whatever is printed goes through here, and no order to the terminal gets through.

Titles, names, addresses, what servers say: text from outside may hold escape sequences that colour, move, rename, or
answer in the user's stead. In text each such sign becomes "\ufffd"; in JSON it is escaped, so that nothing is lost.
`tests/test_cli_door.py` holds that no other module of the command line prints.
"""

import csv
import shutil
import sys
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING, BinaryIO, TextIO

from entrevue.domain.text import escaped, printable
from entrevue.errors import UnusableOutput

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH_OF_FILES = 110  # where nobody looks on, as in a pipe, a width that cuts no word of a table


def say(text: str) -> None:
    """Print a line."""
    _write(sys.stdout, printable(text))


def say_folded(heading: str, *details: str) -> None:
    """Print a heading with its details: on a screen folded at blanks to its width, elsewhere all in one line."""
    if not sys.stdout.isatty():
        say("  ".join((heading, "; ".join(details))) if details else heading)
        return
    width = shutil.get_terminal_size().columns
    for line in folded(heading, width, "    "):
        say(line)
    for detail in details:
        for line in folded(f"  {detail}", width, "      "):
            say(line)


def folded(text: str, width: int, indent: str) -> list[str]:
    """Text in lines of at most `width` columns, broken at blanks alone; `indent` opens every line but the first."""
    from rich.cells import cell_len  # signs of two columns, as in Chinese names, are counted as two

    lines, blank = [""], text[: len(text) - len(text.lstrip())]
    for word in text.split(" "):
        line = lines[-1]
        if line.strip() and cell_len(line) + 1 + cell_len(word) > width:
            lines.append(f"{indent}{word}" if word else indent)
        elif line.strip():
            lines[-1] = f"{line} {word}"
        else:
            lines[-1] = f"{line or blank}{word}"
    return [line.rstrip() for line in lines]


def warn(text: str) -> None:
    """Print a line on standard error, under the program's name."""
    _write(sys.stderr, f"entrevue: {printable(text)}")


def note(text: str) -> None:
    """Print a line on standard error that is no complaint."""
    _write(sys.stderr, printable(text))


def say_row(cells: Sequence[object], sign: str) -> None:
    """Print a row of CSV, `sign` between its cells; None is an empty cell."""
    written = StringIO()
    cleaned = ["" if cell is None else printable(str(cell)) for cell in cells]
    csv.writer(written, lineterminator="", delimiter=sign).writerow(cleaned)
    _write(sys.stdout, written.getvalue())


def say_json(line: str) -> None:
    """Print a line of JSON."""
    _write(sys.stdout, escaped(line))


def plain_output() -> BinaryIO:
    """Standard output for a file's bytes; UnusableOutput where a terminal would be given them."""
    if sys.stdout.isatty():
        raise UnusableOutput("a terminal shows no such file: say -o FILE, or send it to a program")
    return sys.stdout.buffer


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
