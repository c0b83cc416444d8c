"""HTML → title, body, metadata."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from entrevue.intake.blocks import Block, all_blocks_of, outside_asides
from entrevue.intake.body import find_body
from entrevue.intake.decoding import clean
from entrevue.intake.flattened import Extract, read_flattened
from entrevue.intake.folding import fold
from entrevue.intake.lines import is_chrome
from entrevue.intake.metadata import Metadata, read_metadata

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]{0,2000}?(/?)>")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dd",
        "dt",
        "option",
    ]
)
_VOID_NAME = f"(?:{'|'.join(sorted(_VOID))})\\b"
_VOID_OPENING = re.compile(f"<{_VOID_NAME}", re.IGNORECASE)
_CLOSING = re.compile(rf"</(?!{_VOID_NAME})[a-zA-Z][a-zA-Z0-9]*[^<>]{{0,2000}}(?<!/)>", re.IGNORECASE)
_CHUNK = 4_096  # characters
_MOST_TAGS = 150_000  # ten times what the longest news pages have
_DEEPEST = 1_500  # no page that people write nests deeper; the parser's time grows with the square of the depth
_LABEL = 140  # characters
_AFTER = 5  # blocks behind an article in which its day may stand
_SHORT = 250  # characters: a body below that may be the beginning of one


@dataclass(frozen=True, slots=True)
class HtmlExtract:
    """The article of an HTML page and what its head says of it."""

    extract: Extract
    metadata: Metadata
    notes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()  # short lines of the page outside its article, which may tell its day
    parsed: bool = True  # False where the markup is beyond any parser


def looks_like_html(text: str) -> bool:
    """Whether a text is HTML rather than plain text that names an element."""
    head = text[:3000].lstrip().lower()
    if head.startswith(("<!doctype html", "<html", "<?xml")):
        return True
    return len(re.findall(r"<(?:html|head|body|div|p|article|span|a|meta|title|h1|table)\b[^<>]*>", head)) >= 3


def read_html(text: str, url: str | None) -> HtmlExtract:
    """Find the article; a page with more elements or a deeper one than people write is read as flattened text."""
    if text.count("<") > _MOST_TAGS or _nests_deep(text):
        flat = clean(re.sub(r"<[^<>]*>", "\n", text))
        return HtmlExtract(read_flattened(flat), Metadata(url=url), ("the page's markup is broken",), parsed=False)
    tree = LexborHTMLParser(text)
    metadata = read_metadata(tree, url)
    every = all_blocks_of(tree)
    lines = find_body(outside_asides(every), metadata.title)
    kept = tuple(line for line in lines if not _is_title(line, metadata.title) and not is_chrome(line))
    notes = () if sum(map(len, kept)) >= _SHORT else ("text may be incomplete",)
    labels = () if metadata.published else _labels(every, frozenset(lines))
    return HtmlExtract(Extract(metadata.title, kept), metadata, notes, labels)


def _labels(blocks: Sequence[Block], body: frozenset[str]) -> tuple[str, ...]:
    """The short lines up to the end of the article, and a few after it."""
    last = max((index for index, block in enumerate(blocks) if block.text in body), default=len(blocks))
    near = blocks[: last + _AFTER]
    return tuple(block.text for block in near if len(block.text) <= _LABEL and block.text not in body)


def _nests_deep(text: str) -> bool:
    """Whether elements nest too deep, asked the cheap way first: few pages open more elements in all."""
    if text.count("<") - text.count("</") <= _DEEPEST:
        return False
    return nesting_bound(text) > _DEEPEST and nesting(text) > _DEEPEST


def nesting_bound(text: str) -> int:
    """A depth that elements nest at most, found at a tenth of the price of `nesting`: the tags of a chunk are counted."""
    depth = bound = 0
    for start in range(0, len(text), _CHUNK):
        chunk = text[start : start + _CHUNK]
        closes = len(_CLOSING.findall(chunk))
        opens = chunk.count("<") - chunk.count("</") - len(_VOID_OPENING.findall(chunk))
        bound = max(bound, depth + opens)
        depth = max(0, depth - closes) + opens  # whatever their order
    return bound


def nesting(text: str) -> int:
    """How deep elements nest at most, as far as tags tell without a parser."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match.group(3) or match.group(2).lower() in _VOID:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _is_title(line: str, title: str | None) -> bool:
    return title is not None and fold(line).split() == fold(title).split()
