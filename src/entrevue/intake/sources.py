"""Many pages at once: folders, globs, lists, tables of texts; each becomes one source after another."""

import csv
import glob
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Page, Problem
from entrevue.domain.text import printable

LEADS_OUT = "is a link that leads out of the folder"  # which may come from elsewhere, and hold links to anything
PAGES = frozenset((".htm", ".html", ".pdf", ".shtml", ".text", ".txt", ".xhtml"))  # that a folder is searched for
_NEEDS = "needs a column “text” or “html” with the page, or “url” to fetch it; also read are publisher, published, language and title"  # fmt: skip # noqa: E501
_LONGEST_CELL = 50_000_000  # characters
_COLUMNS = {"lang": "language", "date": "published", "address": "url", "source": "publisher"}
_SIGNS = frozenset("*?[")
_KNOWN = frozenset(("text", "html", "url"))

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page is, and what is told of it from outside.

    `page`: the page at hand; None: it is at `name`, a path or an http(s) address.
    """

    name: str
    page: Page | None = None
    url: str | None = None
    published: PartialDate | None = None
    language: str | None = None
    publisher: str | None = None

    @property
    def is_address(self) -> bool:
        """Whether the page is to be fetched."""
        return self.page is None and is_address(self.name)


def is_address(name: str) -> bool:
    """Whether a name is an http(s) address."""
    return name.lower().startswith(("http://", "https://"))


def sources_of(names: Iterable[str], stdin: Callable[[], bytes]) -> Iterator[Source | Problem]:
    """The sources that names stand for: files, folders, globs, addresses, tables (CSV, TSV, JSON lines), "-"."""
    return itertools.chain.from_iterable(_sources(name, stdin) for name in names)


def names_listed(lines: Iterable[str]) -> Iterator[str]:
    """The names in a list, one a line; blank lines and those that open with # are passed over."""
    stripped = (line.strip().lstrip("\ufeff") for line in lines)
    return (line for line in stripped if line and not line.startswith("#"))


def _sources(name: str, stdin: Callable[[], bytes]) -> Iterator[Source | Problem]:
    if is_address(name):
        return iter((Source(name),))
    if name == "-":
        return _from_stdin(stdin())
    path = Path(name)
    try:
        if path.is_dir():
            return _in_folder(path)
        if not path.exists() and not _SIGNS.isdisjoint(name):
            return _matching(name)
    except (OSError, ValueError) as error:
        return iter((Problem(getattr(error, "strerror", None) or str(error), name),))
    return _in_file(path)


def _in_file(path: Path) -> Iterator[Source | Problem]:
    """The file itself, or the texts in the table that it is."""
    reader = _TABLES.get(path.suffix.lower())
    return iter((Source(str(path)),)) if reader is None else _in_table(path, reader)


def _in_folder(folder: Path) -> Iterator[Source | Problem]:
    """Pages in a folder and the folders within, in order; hidden ones and other kinds of file are passed over."""
    found = False
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in PAGES | _TABLES.keys() and path.is_file():
            found = True
            yield from (iter((Problem(LEADS_OUT, str(path)),)) if leads_out(path, folder) else _in_file(path))
    if not found:
        yield Problem("the folder holds no page: HTML, text, PDF, CSV, TSV or JSON lines", str(folder))


def leads_out(path: Path, folder: Path) -> bool:
    """Whether what lies in a folder by its name lies elsewhere."""
    return not path.resolve().is_relative_to(folder.resolve())


def _matching(pattern: str) -> Iterator[Source | Problem]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (a pattern may be absolute)
    if not found:
        yield Problem("no file matches", pattern)
    for name in found:
        path = Path(name)
        yield from _in_folder(path) if path.is_dir() else _in_file(path)


def _from_stdin(content: bytes) -> Iterator[Source | Problem]:
    """A page, or JSON lines where the first line is an object with a text, a page or an address."""
    first = content.lstrip()[:1]
    if first == b"{":
        lines = content.decode("utf-8", "replace").splitlines()
        opening = _object(next(filter(str.strip, lines)))
        if isinstance(opening, dict) and _KNOWN & opening.keys():
            yield from (_from_row(row, f"-:{number}") for number, row in _json_lines(lines))
            return
    yield Source("-", Page(content, name="-"))


def _in_table(
    path: Path, reader: Callable[[TextIO], Iterator[tuple[int, Row | Problem]]]
) -> Iterator[Source | Problem]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for number, row in reader(file):
                told = _from_row(row, f"{path}:{number}")
                yield told
                if isinstance(row, Problem) and number == 1:  # what the headings lack, every row lacks
                    return
    except (OSError, csv.Error) as error:
        yield Problem(getattr(error, "strerror", None) or str(error), str(path))


def _csv(file: TextIO) -> Iterator[tuple[int, Row | Problem]]:
    """Rows of CSV; spreadsheets of half of Europe write a semicolon for the comma."""
    heading = file.readline()
    sign = ";" if heading.count(";") > heading.count(",") else ","
    file.seek(0)
    return _separated(file, sign)


def _tsv(file: TextIO) -> Iterator[tuple[int, Row | Problem]]:
    return _separated(file, "\t")


def _separated(file: TextIO, sign: str) -> Iterator[tuple[int, Row | Problem]]:
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.DictReader(file, delimiter=sign)
    if not _KNOWN & set(map(_column, rows.fieldnames or ())):
        yield 1, Problem(_NEEDS)
        return
    for row in rows:
        yield rows.line_num, {_column(name): value for name, value in row.items() if name is not None}


def _column(name: str) -> str:
    plain = name.strip().lower()
    return _COLUMNS.get(plain, plain)


def _json_lines(lines: Iterable[str]) -> Iterator[tuple[int, Row | Problem]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _object(line)
        if not isinstance(row, dict):
            yield number, Problem("is no JSON object")
        else:
            yield number, {_column(name): value for name, value in row.items()}


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


_TABLES: dict[str, Callable[[TextIO], Iterator[tuple[int, Row | Problem]]]] = {
    ".csv": _csv,
    ".tsv": _tsv,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}


def _from_row(row: Row | Problem, name: str) -> Source | Problem:
    """The source that a row of a table tells."""
    if isinstance(row, Problem):
        return replace(row, name=name)
    told = {key: value.strip() for key, value in row.items() if isinstance(value, str) and value.strip()}
    told |= {key: printable(told[key]) for key in ("url", "publisher") if key in told}
    published = told.get("published")
    try:
        day = PartialDate.parse(published[:10]) if published else None
    except ValueError:
        return Problem(f"“{(published or '')[:40]}” is no date of publication: write it as 2023-04-07", name)
    language = told.get("language", "").lower()[:2] or None
    url = told.get("url")
    source = Source(name, None, url, day, language, told.get("publisher"))
    if "html" in told:
        return replace(source, page=_page(told["html"], "text/html; charset=utf-8", url, name))
    if "text" in told:
        text = f"{told['title']}\n\n{told['text']}" if "title" in told else told["text"]
        return replace(source, page=_page(text, "text/plain; charset=utf-8", url, name))
    if url is not None and is_address(url):
        return replace(source, name=url)
    return Problem(_NEEDS, name)


def _page(text: str, media_type: str, url: str | None, name: str) -> Page:
    return Page(text.encode("utf-8", "replace"), url=url, media_type=media_type, name=name)
