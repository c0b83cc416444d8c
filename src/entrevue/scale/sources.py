"""Where pages come from in great number, cut into pieces that can be read anywhere, each page of them once."""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from entrevue.domain.report import Page, Problem
from entrevue.domain.text import printable
from entrevue.errors import ScaleError
from entrevue.intake import warc
from entrevue.intake.sources import LEADS_OUT, leads_out

_PIECE = 4_000_000  # bytes of an archive in a piece: some hundred pages
_ROWS = 200  # rows of a table in a piece
_NAMES = 100  # files of a folder in a piece
_LONGEST_LINE = 60_000_000
_LONGEST_FILE = 50_000_000
_PAGES = frozenset((".html", ".htm", ".xhtml", ".txt", ".text", ".pdf"))
_ARCHIVES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_CONTENT = ("html", "content", "text", "body")  # columns and keys that hold a page, the first that is there
_TOLD = ("url", "published", "language")


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder as it was found: `stamp` changes when it does."""

    path: str
    kind: str  # "warc", "stream", "lines", "packed lines", "parquet", "folder", "page"
    stamp: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a source: `start` and `end` count bytes, rows, lines or records, or places in `names`."""

    path: str
    kind: str
    start: int
    end: int
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.path}, from {self.start} to {self.end}"


@dataclass(frozen=True, slots=True)
class Item:
    """A page of a piece, or why there is none; `rest` is what of the piece is left after it.

    `damaged`: bytes of the source in which nothing could be found. `published` and `language` are what the source tells.
    """

    name: str
    rest: Piece | None
    page: Page | None = None
    problem: Problem | None = None
    no_page: str | None = None
    damaged: int = 0
    published: str | None = None
    language: str | None = None


def find_sources(names: Sequence[str]) -> tuple[Source, ...]:
    """What users name, in their order; ScaleError for what is not there or cannot be read."""
    found = [source for name in names for source in _sources_at(Path(name))]
    if not found:
        raise ScaleError("%(names)s: holds no page and no archive", names=", ".join(names))
    return tuple(found)


def _sources_at(path: Path) -> Iterator[Source]:
    try:
        if path.is_dir():
            yield from _sources_in(path)
        elif path.exists() and not path.is_file():  # whoever opens a pipe waits for who writes into it
            raise ScaleError("%(path)s: is neither a file nor a folder", path=str(path))
        else:
            with path.open("rb"):
                pass
            yield _source(path)
    except OSError as error:
        raise ScaleError("%(path)s: %(reason)s", path=str(path), reason=error.strerror or str(error)) from error


def _sources_in(folder: Path) -> Iterator[Source]:
    """Archives and tables of a folder one by one, its pages together."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    pages = [path for path in files if path.suffix.lower() in _PAGES]
    for path in files:
        if path.suffix.lower() not in _PAGES and _kind(path) != "page":
            if leads_out(path, folder):
                raise ScaleError("%(path)s: %(why)s: name it by itself", path=str(path), why=LEADS_OUT)
            yield _source(path)
    if pages:
        yield Source(str(folder), "folder", str(len(pages)))


def _source(path: Path) -> Source:
    told = path.stat()
    kind = _kind(path)
    if kind == "warc" and warc.in_one(path):
        kind = "stream"
    return Source(str(path), kind, f"{told.st_size} {told.st_mtime_ns}")


def _kind(path: Path) -> str:
    name = path.name.lower()
    if name.endswith(_ARCHIVES):
        return "warc"
    if name.endswith(_LINES):
        return "packed lines" if name.endswith(".gz") else "lines"
    return "parquet" if name.endswith(".parquet") else "page"


def pieces_of(source: Source) -> tuple[Piece, ...]:
    """The pieces of a source, the same whenever it is asked and whoever asks; ScaleError where it cannot be read."""
    path = Path(source.path)
    try:
        return tuple(_CUT[source.kind](path, source.kind))
    except (OSError, ValueError) as error:
        raise ScaleError("%(path)s: cannot be read: %(reason)s", path=source.path, reason=error) from error


def _in_bytes(path: Path, kind: str) -> Iterator[Piece]:
    marks = (
        warc.boundaries(path, _PIECE)
        if kind == "warc"
        else [*range(0, path.stat().st_size, _PIECE), path.stat().st_size]
    )
    for start, end in pairwise(marks):
        yield Piece(str(path), kind, start, end)


def _as_one(path: Path, kind: str) -> Iterator[Piece]:
    yield Piece(str(path), kind, 0, 1 << 62)


def _in_rows(path: Path, kind: str) -> Iterator[Piece]:
    import pyarrow.parquet as pq  # 0.1 s to load: paid where there are tables

    rows = pq.read_metadata(path).num_rows
    _columns(pq.read_schema(path).names, str(path))
    for start in range(0, rows, _ROWS):
        yield Piece(str(path), kind, start, min(start + _ROWS, rows))


def _in_names(path: Path, kind: str) -> Iterator[Piece]:
    names = sorted(
        str(one.relative_to(path)) for one in path.rglob("*") if one.is_file() and one.suffix.lower() in _PAGES
    )
    for start in range(0, len(names), _NAMES):
        chosen = tuple(names[start : start + _NAMES])
        yield Piece(str(path), kind, 0, len(chosen), chosen)


_CUT: dict[str, Callable[[Path, str], Iterator[Piece]]] = {
    "warc": _in_bytes,
    "stream": _as_one,
    "lines": _in_bytes,
    "packed lines": _as_one,
    "parquet": _in_rows,
    "folder": _in_names,
    "page": _as_one,
}


def items_of(piece: Piece) -> Iterator[Item]:
    """The pages of a piece, one after the other; what cannot be read is an item with its problem."""
    return _READ[piece.kind](piece)


def _from_warc(piece: Piece) -> Iterator[Item]:
    path = Path(piece.path)
    for cut in warc.cuts(path, piece.start, piece.end):
        rest = replace(piece, start=cut.end) if cut.end < piece.end else None
        yield _from_cut(cut, f"{path.name}@{cut.start}", rest)


def _from_stream(piece: Piece) -> Iterator[Item]:
    path, number = Path(piece.path), piece.start
    try:
        for cut in warc.streamed(path, piece.start):
            number = cut.end
            yield _from_cut(cut, f"{path.name}#{cut.start}", replace(piece, start=cut.end))
    except OSError as error:
        yield Item(
            f"{path.name}#{number}", None, problem=Problem(f"the archive is damaged from here on: {error}"), damaged=1
        )


def _from_cut(cut: warc.Cut, name: str, rest: Piece | None) -> Item:
    if cut.too_long:
        return Item(name, rest, problem=Problem(f"the record is longer than {warc.MOST // 1_000_000} MB"))
    if cut.content is None:
        lost = cut.end - cut.start
        return Item(name, rest, problem=Problem(f"{lost} bytes of the archive are damaged"), damaged=lost)
    try:
        page = warc.page_of(cut.content)
    except (OSError, ValueError) as error:
        return Item(name, rest, problem=Problem(f"the record is damaged: {error}"))
    if isinstance(page, warc.NoPage):
        return Item(name, rest, no_page=page.reason)
    return Item(name, rest, page)


def _from_lines(piece: Piece) -> Iterator[Item]:
    """Lines that begin within the bytes of a piece."""
    path = Path(piece.path)
    with path.open("rb") as file:
        if piece.start:
            file.seek(piece.start - 1)
            file.readline()  # the rest of a line that began before
        while (at := file.tell()) < piece.end:
            line = file.readline(_LONGEST_LINE)
            if not line:
                return
            after = file.tell()
            rest = replace(piece, start=after) if after < piece.end else None
            if line.strip():
                yield _from_line(line, f"{path.name}@{at}", rest)


def _from_packed(piece: Piece) -> Iterator[Item]:
    path, number = Path(piece.path), 0
    try:
        with gzip.open(path, "rb") as file:
            while line := file.readline(_LONGEST_LINE):
                number += 1
                if number > piece.start and line.strip():
                    yield _from_line(line, f"{path.name}:{number}", replace(piece, start=number))
    except (OSError, EOFError) as error:
        yield Item(
            f"{path.name}:{number + 1}", None, problem=Problem(f"the file is damaged from here on: {error}"), damaged=1
        )


def _from_line(line: bytes, name: str, rest: Piece | None) -> Item:
    try:
        told = json.loads(line)
        if not isinstance(told, dict):
            raise TypeError
    except (ValueError, TypeError, RecursionError):
        return Item(name, rest, problem=Problem("is no line of JSON with an object"))
    return _from_fields(told, name, rest)


def _from_fields(told: dict[str, Any], name: str, rest: Piece | None) -> Item:
    """A page as a line or a row tells it."""
    content = next((told[key] for key in _CONTENT if told.get(key)), None)
    url, published, language = (told[key] if isinstance(told.get(key), str) else None for key in _TOLD)
    url = printable(url) if url else None
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if not isinstance(content, bytes):
        return Item(url or name, rest, problem=Problem(f"holds no page: none of {', '.join(_CONTENT)}"))
    if not published and told.get("published") is not None:
        published = str(told["published"])[:10]
    page = Page(content, url=url, name=url or name)
    return Item(url or name, rest, page, published=published, language=language)


def _from_parquet(piece: Piece) -> Iterator[Item]:
    import pyarrow.parquet as pq

    name = Path(piece.path).name
    with pq.ParquetFile(piece.path) as file:
        columns = _columns(file.schema_arrow.names, piece.path)
        at = 0
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            first, last = max(piece.start - at, 0), min(piece.end - at, size)
            if first < last:
                row = at
                for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group], columns=columns):
                    low, high = max(piece.start - row, 0), min(piece.end - row, batch.num_rows)
                    if low < high:
                        for place, told in enumerate(batch.slice(low, high - low).to_pylist(), row + low):
                            rest = replace(piece, start=place + 1) if place + 1 < piece.end else None
                            yield _from_fields(told, f"{name}:{place}", rest)
                    row += batch.num_rows
            at += size


def _columns(names: Sequence[str], path: str) -> list[str]:
    content = next((name for name in _CONTENT if name in names), None)
    if content is None:
        raise ScaleError("%(path)s: has no column of pages (%(right)s)", path=path, right=", ".join(_CONTENT))
    return [content, *(name for name in _TOLD if name in names)]


def _from_folder(piece: Piece) -> Iterator[Item]:
    folder = Path(piece.path)
    for place in range(piece.start, piece.end):
        rest = replace(piece, start=place + 1) if place + 1 < piece.end else None
        path = folder / piece.names[place]
        yield Item(str(path), rest, problem=Problem(LEADS_OUT)) if leads_out(path, folder) else _from_file(path, rest)


def _from_page(piece: Piece) -> Iterator[Item]:
    if piece.start == 0:
        yield _from_file(Path(piece.path), None)


def _from_file(path: Path, rest: Piece | None) -> Item:
    try:
        with path.open("rb") as file:
            content = _at_most(file)
    except OSError as error:
        return Item(str(path), rest, problem=Problem(error.strerror or str(error)))
    if content is None:
        return Item(str(path), rest, problem=Problem(f"is longer than {_LONGEST_FILE // 1_000_000} MB"))
    return Item(str(path), rest, Page(content, name=str(path)))


def _at_most(file: IO[bytes]) -> bytes | None:
    content = file.read(_LONGEST_FILE + 1)
    return content if len(content) <= _LONGEST_FILE else None


_READ: dict[str, Callable[[Piece], Iterator[Item]]] = {
    "warc": _from_warc,
    "stream": _from_stream,
    "lines": _from_lines,
    "packed lines": _from_packed,
    "parquet": _from_parquet,
    "folder": _from_folder,
    "page": _from_page,
}
