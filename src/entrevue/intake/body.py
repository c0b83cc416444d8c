"""Blocks of a page → the run of them that is the article."""

import re
from collections import Counter
from collections.abc import Sequence

from entrevue.intake.blocks import Block
from entrevue.intake.folding import fold
from entrevue.intake.lines import is_chrome, is_prose

_COST = 40  # characters of prose that a line of anything else takes back
_COUNTED = 600  # characters of a block that count
_APART = 120  # what it costs to go on in an element that is made otherwise
_TITLED = 300  # what a block gains that holds the words of the title
_LONG = 80
_WORD = re.compile(r"[^\W\d_]{4,}")
_CELLS = frozenset(("td", "th", "dt", "dd", "pre"))


def find_body(blocks: Sequence[Block], title: str | None) -> list[str]:
    """Return the paragraphs of the article among the blocks of a page."""
    start, end = _segment(blocks, frozenset(_WORD.findall(fold(title or ""))))
    if start == end:  # a stub: its few sentences weigh nothing
        return [block.text for block in blocks if block.tag == "p" and is_prose(block.text) and _is_kept(block)]
    start, end = _widen(blocks, start, end)
    return [block.text for block in blocks[start:end] if _is_kept(block)]


def _segment(blocks: Sequence[Block], title: frozenset[str]) -> tuple[int, int]:
    """The run of blocks with the greatest sum of scores (maximal-sum segment, see `lines.best_segment`)."""
    best, best_range, total, start = 0.0, (0, 0), 0.0, 0
    last: Block | None = None
    for index, block in enumerate(blocks):
        score = _score(block)
        if score > 0:
            if title and len(block.text) > _LONG:
                score += _titled(block, title)
            if last is not None and last.place.parent != block.place.parent and last.place.kind != block.place.kind:
                total -= min(_APART, total)
            last = block
        if total <= 0:
            total, start = 0.0, index
        total += score
        if total > best:
            best, best_range = total, (start, index + 1)
    return best_range


def _score(block: Block) -> float:
    length = len(block.text)
    if block.tag in _CELLS and length < _LONG:
        return 0.0
    if is_chrome(block.text):
        return -2.0 * _COST
    if block.heading:
        return -_COST / 2
    if block.density < 0.5 and (is_prose(block.text) or (block.tag == "p" and length > _LONG)):
        return min(length, _COUNTED) * (1 - block.density) - _COST
    return -_COST


def _titled(block: Block, title: frozenset[str]) -> float:
    share = len(title.intersection(_WORD.findall(fold(block.text)))) / len(title)
    return _TITLED * share if share >= 0.3 else 0.0


def _widen(blocks: Sequence[Block], start: int, end: int) -> tuple[int, int]:
    """Take in the paragraphs that stand in the same element as most of the article, however short."""
    parents = Counter(block.place.parent for block in blocks[start:end] if len(block.text) > _LONG)
    main = parents.most_common(1)[0][0] if parents else None
    while start > 0 and blocks[start - 1].place.parent == main and blocks[start - 1].tag == "p":
        start -= 1
    while end < len(blocks) and blocks[end].place.parent == main and blocks[end].tag == "p":
        end += 1
    return start, end


def _is_kept(block: Block) -> bool:
    if is_chrome(block.text) or block.tag == "h1":
        return False
    return block.density <= 0.6 or (is_prose(block.text) and len(block.text) > 120)
