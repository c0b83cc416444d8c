"""PDF → plain text, its lines joined to paragraphs again."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from entrevue.domain.report import Problem

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MOST_PAGES = 50
_MOST_CHARACTERS = 2_000_000  # of all pages together; a long report has a tenth of that
_HYPHEN = re.compile(r"(\w)[-\u00ad\ufffe]\n(?=[^\W\d_])")
_FULL = 0.75  # a line of at least that share of the longest ones is broken by the margin, not by its writer


def read_pdf(content: bytes) -> str | Problem:
    """The text of a PDF's first pages."""
    import pypdfium2  # its library loads only when there is a PDF

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
    text = "\n".join(pages).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return Problem("is a PDF without text (a scan needs character recognition first)")
    return _paragraphs(_HYPHEN.sub(r"\1", text))


def _pages(document: "PdfDocument") -> Iterator[str]:
    """The texts of the first pages, as far as a report may be long."""
    left = _MOST_CHARACTERS
    for index in range(min(len(document), _MOST_PAGES)):
        page = document[index].get_textpage()
        text = page.get_text_range(0, min(left, page.count_chars()))
        yield text
        left -= len(text)
        if left <= 0:
            return


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
