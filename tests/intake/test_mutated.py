"""Taking a page in is a function of the page: whatever was done to it, nothing is raised, and twice gives the same."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests import pdfs

from entrevue.domain.report import Page, Problem, Report
from entrevue.intake import read_page

ROOT = Path(__file__).parents[2]
_PAGES = sorted((*(ROOT / "samples").iterdir(), *(ROOT / "tests" / "cases").rglob("*.html")))
_LINE = b"BT /F1 12 Tf 10 700 Td (The minister met the president of Mali in Paris.) Tj ET\n"
_PDF = pdfs.page_of(pdfs.stream(_LINE * 20))
_ODD = (
    b"<", b">", b'"', b"'", b"&", b"\x00", b"\xff", b"\xef\xbb\xbf", b"&#x110000;", b"&#xd800;", b"<script>", b"<!--",
    b"<table>", b"<svg>", b"\xe2\x80\xae", b"\r", b"\n\n", b"2023-99-99", b"<meta charset=utf-7>", b"\xed\xa0\x80",
    b"9" * 30, b'<time datetime="', b"\xcc\x81" * 40, b'<link rel=canonical href="http://[::1">', b"datePublished",
)  # fmt: skip
_TYPES = (None, "text/html", "text/plain", "text/html; charset=utf-16", "text/html; charset=utf-7", "x")
_ADDRESSES = (None, "https://example.org/2023/04/05/a", "http://[::1", "x", "https://example.org/2023/99/99/", "\ud800")
_MUTATED = 600  # of 20,000 that were tried, in the time that a test may take


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """The page with words dropped, doubled, swapped, turned, broken or odd, or cut anywhere."""
    for _ in range(chance.choice((1, 2, 5, 20))):
        start = chance.randrange(len(content) + 1)
        end = start + chance.choice((1, 5, 50, 500))
        before, piece, after = content[:start], content[start:end], content[end:]
        content = chance.choice(
            (
                before + after,
                before + piece + piece + after,
                before + chance.choice(_ODD) + piece + after,
                before + piece.swapcase() + after,
                before + piece[::-1] + after,
                before + chance.randbytes(len(piece)) + after,
                content[start:] + before if chance.random() < 0.5 else content,
                before if chance.random() < 0.2 else content,
            )
        )
    return content


@pytest.mark.parametrize("seed", range(6))
def test_mutated_pages_raise_nothing_and_are_read_alike_twice(seed: int) -> None:
    chance = random.Random(seed)
    whole = [*(path.read_bytes() for path in _PAGES), *[_PDF] * 4]
    for _ in range(_MUTATED // 6):
        content = _mutated(chance.choice(whole), chance)
        page = Page(content, media_type=chance.choice(_TYPES), url=chance.choice(_ADDRESSES))
        outcome = read_page(page)
        assert isinstance(outcome, (Report, Problem))
        assert outcome == read_page(page)
        if isinstance(outcome, Report):
            outcome.text.encode("utf-8")
            assert all(0 <= one.start <= one.end <= len(outcome.text) for one in outcome.paragraphs)


def test_pages_are_read_alike_in_any_process() -> None:
    code = (
        "import sys; from pathlib import Path; from entrevue.domain.report import Page; from entrevue.intake import read_page\n"
        "for name in sys.argv[1:]: print(ascii(read_page(Page(Path(name).read_bytes()))))"
    )
    told = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-c", code, *map(str, _PAGES)]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        told.add(subprocess.run(command, env=environment, capture_output=True, check=True, timeout=120).stdout)
    assert len(told) == 1
    here = "".join(f"{read_page(Page(path.read_bytes()))!a}\n" for path in _PAGES)
    assert told == {here.encode()}
