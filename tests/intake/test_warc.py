"""Every whole record of an archive is found, from any byte on, whatever is broken around it."""

import gzip
from itertools import pairwise
from pathlib import Path

import pytest
from tests.warcs import PAGE, packed, record

from entrevue.domain.report import Page
from entrevue.intake import warc

PAGES = [
    record(f"https://example.org/{number}", b"<p>page %d</p>" % number * (1 + 40 * number)) for number in range(12)
]


def pages(cuts: list[warc.Cut]) -> list[str]:
    """The addresses of the pages that were cut out."""
    found = (warc.page_of(cut.content) for cut in cuts if cut.content is not None)
    return [page.url or "" for page in found if isinstance(page, Page)]


def addresses(*numbers: int) -> list[str]:
    return [f"https://example.org/{number}" for number in numbers]


def whole(path: Path) -> list[warc.Cut]:
    return list(warc.cuts(path, 0, path.stat().st_size))


@pytest.mark.parametrize("compressed", [True, False])
def test_parts_of_any_size_hold_every_record_once(compressed: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(PAGES) if compressed else b"".join(PAGES))
    for step in (1, 97, 700, 5000, 10**6):
        marks = warc.boundaries(path, step)
        assert marks[0] == 0
        assert marks[-1] == path.stat().st_size
        found = [page for start, end in pairwise(marks) for page in pages(list(warc.cuts(path, start, end)))]
        assert found == addresses(*range(12)), step


def test_a_record_within_a_page_is_no_record_of_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record("https://example.org/0", b"\r\n\r\n" + PAGES[5] + b"x" * 3000) + PAGES[1])
    marks = warc.boundaries(path, 100)
    found = [page for start, end in pairwise(marks) for page in pages(list(warc.cuts(path, start, end)))]
    assert found == addresses(0, 1)


@pytest.mark.parametrize("compressed", [True, False])
def test_what_was_cut_off_is_told(compressed: bool, tmp_path: Path) -> None:
    content = packed(PAGES) if compressed else b"".join(PAGES)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content[:-40])
    cuts = whole(path)
    assert pages(cuts) == addresses(*range(11))
    assert [cut.content for cut in cuts][-1] is None
    assert cuts[-1].end == path.stat().st_size


@pytest.mark.parametrize("compressed", [True, False])
def test_after_a_damaged_place_the_next_record_is_found(compressed: bool, tmp_path: Path) -> None:
    parts = [gzip.compress(one) for one in PAGES] if compressed else list(PAGES)
    parts[4] = (
        parts[4][:20] + b"\0" * 60 + parts[4][80:]
        if compressed
        else parts[4].replace(b"Content-Length", b"Content-Lenght")
    )
    parts[7] = b"rubbish\r\n" + parts[7]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(parts))
    cuts = whole(path)
    assert pages(cuts) == addresses(0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11)
    lost = [cut.end - cut.start for cut in cuts if cut.content is None]
    assert sum(lost) == len(parts[4]) + len(b"rubbish\r\n")
    assert [cut.start for cut in cuts][1:] == [cut.end for cut in cuts][:-1]


def test_an_archive_compressed_as_a_whole_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(PAGES)))
    assert warc.in_one(path)
    assert pages(list(warc.streamed(path, 3))) == addresses(*range(3, 12))
    path.write_bytes(packed(PAGES))
    assert not warc.in_one(path)


def test_what_is_no_page_says_so() -> None:
    told = {
        b"HTTP/1.1 404 Not Found\r\nServer: x\r\n\r\n": "status 404",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n": "no text",
    }
    for head, reason in told.items():
        assert warc.page_of(record("https://example.org/", b"x", head=head)) == warc.NoPage(reason)
    assert warc.page_of(record("https://example.org/", b"x", kind=b"request")) == warc.NoPage("no response")


def test_pages_are_unpacked() -> None:
    content = gzip.compress(b"<p>hello</p>")
    chunked = b"%x\r\n" % len(content) + content + b"\r\n0\r\n\r\n"
    head = PAGE[:-2] + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    page = warc.page_of(record("https://example.org/", chunked, head=head))
    assert isinstance(page, Page)
    assert page.content == b"<p>hello</p>"
    assert page.media_type == "text/html; charset=utf-8"


def test_a_bomb_is_an_error_of_its_record(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * (warc.MOST + 10_000_000))
    head = PAGE[:-2] + b"Content-Encoding: gzip\r\n\r\n"
    with pytest.raises(OSError, match="longer than"):
        warc.page_of(record("https://example.org/", bomb, head=head))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(
        packed([PAGES[0]]) + gzip.compress(b"WARC/1.0\r\n" + b"\0" * (warc.MOST + 1000)) + packed([PAGES[1]])
    )
    assert pages(whole(path)) == addresses(0, 1)
