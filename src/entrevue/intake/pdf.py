"""PDF → plain text, its lines joined to paragraphs again."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from entrevue.domain.report import Problem
from entrevue.intake.folding import fold
from entrevue.intake.layout import Letter, lines_of, without_running_heads
from entrevue.languages import codes
from entrevue.languages.grammar import load_offices

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_MOST_PAGES = 50
_MOST_CHARACTERS = 2_000_000  # of all pages together; a long report has a tenth of that
_BLANK = 32
_LONGEST_PART = 40
_MOST_PLACED = 200_000  # characters whose places are asked for, at five millionths of a second each
_HYPHEN = re.compile("[-\u2010\u00ad\ufffe]\n(?=[^\\W\\d_])")
_BEFORE = re.compile(r"[\w’']{1,40}\Z")
_AFTER = re.compile(r"[\w’']{1,40}")
_LOOSE = re.compile("\ufffe(?!\r?\n)")
_LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")  # Hebrew, Arabic and their neighbours
_SOME = 0.2
_FULL = 0.75  # a line of at least that share of the longest ones is broken by the margin, not by its writer


def read_pdf(content: bytes) -> str | Problem:
    """The text of a PDF's first pages."""
    try:
        import pypdfium2  # its library loads only when there is a PDF
    except ImportError:
        return Problem("is a PDF, for which more is needed than is installed: pip install 'entrevue[pdf]'")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return Problem("is a PDF that cannot be opened (damaged, or locked with a password)")
    try:
        pages = list(_pages(document))
    except pypdfium2.PdfiumError:
        return Problem("is a PDF whose pages cannot be read")
    finally:
        document.close()
    text = "\n".join(line for page in without_running_heads(pages) for line in page)
    if not text.strip():
        return Problem("is a PDF without text (a scan needs character recognition first)")
    return _paragraphs(_HYPHEN.sub(lambda match: _hyphen(match, text), text).replace("\ufffe", "-"))


def _pages(document: "PdfDocument") -> Iterator[list[str]]:
    """The lines of the first pages, as far as a report may be long."""
    left, placed = _MOST_CHARACTERS, _MOST_PLACED
    for index in range(min(len(document), _MOST_PAGES)):
        page = document[index].get_textpage()
        count = min(left, page.count_chars())
        text = page.get_text_range(0, count)
        lines: list[str] = []
        if count <= placed and runs_rightwards(text):
            lines = lines_of(_letters(page, count))
            placed -= count
        yield lines if _are_lines(lines) else _as_drawn(text)
        left -= count
        if left <= 0:
            return


def runs_rightwards(text: str) -> bool:
    """Whether a text is written from left to right, so that the places of its letters tell its rows."""
    leftwards = len(_LEFTWARDS.findall(text))
    return leftwards <= _SOME * len(text)


def _are_lines(lines: list[str]) -> bool:
    """Whether rows hold words: turned text gives rows of single letters."""
    return 2 * sum(len(line) > 2 for line in lines) > len(lines)


def _as_drawn(text: str) -> list[str]:
    """The lines of a page in the order in which they are drawn."""
    broken = _LOOSE.sub("\ufffe\n", text).replace("\r\n", "\n").replace("\r", "\n")
    return [line.strip() for line in broken.split("\n")]


def _letters(page: "PdfTextPage", count: int) -> Iterator[Letter]:
    """The characters of a page; a hyphen at the end of a line is U+FFFE."""
    from ctypes import byref, c_double

    from pypdfium2 import raw

    left, right, bottom, top = (c_double() for _ in range(4))
    for index in range(count):
        code = raw.FPDFText_GetUnicode(page, index)
        breaks = bool(raw.FPDFText_IsHyphen(page, index))
        if code == 0 or (code < _BLANK and chr(code) not in "\t\r\n" and not breaks):
            continue
        raw.FPDFText_GetCharBox(page, index, byref(left), byref(right), byref(bottom), byref(top))
        text = "\ufffe" if breaks else chr(code)
        yield Letter(text, left.value, bottom.value, right.value, top.value, breaks)


def _hyphen(match: re.Match[str], text: str) -> str:
    """What becomes of a hyphen at the end of a line: it stays where it is the word's own ("Jean-Marc", "vice-président")."""
    before = _BEFORE.search(text, max(0, match.start() - _LONGEST_PART), match.start())
    after = _AFTER.match(text, match.end())
    if before is None or after is None or match.group()[0] == "\u00ad":
        return ""
    one, other = before.group(), after.group()
    own = other[0].isupper() or one.isdigit() or fold(one) in _prefixes() or f"{one}-{other}" in text
    return "-" if own else ""


@cache
def _prefixes() -> frozenset[str]:
    """Words that stand before an office with a hyphen: "vice", "ex"."""
    return frozenset(fold(word) for code in codes("offices") for word in load_offices(code).before)


def _paragraphs(text: str) -> str:
    lines = [line.strip() for line in text.split("\n")]
    widths = sorted(len(line) for line in lines if line)
    full = _FULL * widths[int(0.9 * (len(widths) - 1))]
    parts: list[str] = []
    joined = False
    for line in lines:
        if line and joined:
            parts[-1] += f" {line}"
        elif line:
            parts.append(line)
        joined = bool(line) and len(line) >= full
    return "\n".join(parts)
