"""Blocks of a page → the run of them that is the article."""

import re
from collections import Counter
from collections.abc import Sequence

from entrevue.intake.blocks import Block
from entrevue.intake.folding import fold
from entrevue.intake.lines import entries_among, is_chrome, is_prose
from entrevue.intake.places import Inside
from entrevue.intake.teasers import teasers_among

_COST = 40  # characters of prose that a line of anything else takes back
_COUNTED = 600  # characters of a block that count
_APART = 120  # what it costs to go on in an element that is made otherwise
_TITLED = 300  # what a block gains that holds the words of the title
_LONG = 80
_WORDS = 10  # of a sentence that is a link as a whole
_WORD = re.compile(r"[^\W\d_]{4,}")
_CELLS = frozenset(("td", "th", "dt", "dd", "pre"))
_TEXT = _CELLS | {"p", "li", "blockquote", "h2", "h3", "h4", "h5", "h6"}  # what writers set text in


def find_body(blocks: Sequence[Block], title: str | None) -> list[str]:
    """Return the paragraphs of the article among the blocks of a page."""
    teasers = teasers_among(blocks)
    words = frozenset(_WORD.findall(fold(title or "")))
    telling = _telling(blocks)
    story = _titled_story(blocks, words)
    if story is not None:
        return find_body(blocks[slice(*story)], title)
    start, end = _of_one_article(blocks, *_segment(blocks, words, teasers, telling), words)
    if start == end:  # a stub: its few sentences weigh nothing
        return [block.text for block in blocks if block.tag == "p" and is_prose(block.text) and _is_kept(block)]
    told = {id(blocks[index]) for index in telling}
    return [block.text for block in _widened(blocks, start, end, teasers) if id(block) in told or _is_kept(block)]


def _telling(blocks: Sequence[Block]) -> frozenset[int]:
    """The indices of what looks like labels or links and is text: entries of lists, sentences that are links as a whole.

    Such sentences stand alone among others: several in a row lead to other articles.
    """
    entries = {
        index
        for index in entries_among([block.text for block in blocks])
        if blocks[index].tag in _TEXT | {"div"} and blocks[index].density < 0.5 and not is_chrome(blocks[index].text)
    }
    linked = {index for index, block in enumerate(blocks) if _is_linked_sentence(block)}
    alone = {index for index in linked if not linked & {index - 1, index + 1} and _beside_prose(blocks, index)}
    return frozenset(entries | alone)


def _is_linked_sentence(block: Block) -> bool:
    long = len(block.text.split()) >= _WORDS
    return block.tag == "p" and block.density > 0.5 and long and is_prose(block.text) and not is_chrome(block.text)


def _beside_prose(blocks: Sequence[Block], index: int) -> bool:
    """Whether the next block, or the one before, is a paragraph made alike, and no link."""
    for other in blocks[max(0, index - 1) : index + 2]:
        alike = other.place.kind == blocks[index].place.kind or other.place.parent == blocks[index].place.parent
        if other is not blocks[index] and other.tag == "p" and other.density < 0.5 and is_prose(other.text) and alike:
            return True
    return False


def _titled_story(blocks: Sequence[Block], title: frozenset[str]) -> tuple[int, int] | None:
    """The blocks of the story under the page's title, where another story with a title of its own stands beside it."""
    if not title:
        return None
    heads = [index for index, block in enumerate(blocks) if block.tag == "h1" and block.density < 0.5]
    own = [index for index in heads if title.issubset(_WORD.findall(fold(blocks[index].text)))]
    others = [index for index in heads if index not in own]
    if len(own) != 1 or not others:
        return None
    start = own[0]
    parents = {blocks[index].place.parent for index in heads}
    end = next((index for index in others if index > start), len(blocks))
    prose = [block for block in blocks[start:end] if is_prose(block.text) and len(block.text) > _LONG]
    if len(parents) < len(heads) or not prose or (start == 0 and end == len(blocks)):
        return None  # headings inside one story are siblings
    return start, end


def _segment(
    blocks: Sequence[Block], title: frozenset[str], teasers: frozenset[int], telling: frozenset[int]
) -> tuple[int, int]:
    """The run of blocks with the greatest sum of scores (maximal-sum segment, see `lines.best_segment`)."""
    best, best_range, total, start = 0.0, (0, 0), 0.0, 0
    last: Block | None = None
    for index, block in enumerate(blocks):
        score = -_COST if index in teasers else _score(block)
        if index in telling:
            score = max(1.0, min(len(block.text), _COUNTED) - _COST)
        if score > 0:
            if title and len(block.text) > _LONG:
                score += _titled(block, title)
            if last is not None and _stand_apart(last, block):
                total -= min(_APART, total)
            last = block
        if total <= 0:
            total, start = 0.0, index
        total += score
        if total > best:
            best, best_range = total, (start, index + 1)
    return best_range


def _of_one_article(blocks: Sequence[Block], start: int, end: int, title: frozenset[str]) -> tuple[int, int]:
    """Where several article elements follow one another, the part of the run in the one under the page's title."""
    elements = {block.place.article for block in blocks[start:end]} - {0}
    if len(elements) < 2 or not title:
        return start, end
    for block in blocks:
        if block.heading and block.place.article in elements and title.issubset(_WORD.findall(fold(block.text))):
            inside = [index for index in range(start, end) if blocks[index].place.article == block.place.article]
            if any(is_prose(blocks[index].text) and len(blocks[index].text) > _LONG for index in inside):
                return inside[0], inside[-1] + 1
    return start, end


def _stand_apart(block: Block, other: Block) -> bool:
    """Whether two blocks are made otherwise, and neither stands in the element that holds the other."""
    place, next_place = block.place, other.place
    if place.parent == next_place.parent or place.kind == next_place.kind:
        return False
    return not (next_place.is_inside(place.parent) or place.is_inside(next_place.parent))


def _score(block: Block) -> float:
    length = len(block.text)
    if block.tag in _CELLS and (length < _LONG or not is_prose(block.text)):
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


def _widened(blocks: Sequence[Block], start: int, end: int, teasers: frozenset[int]) -> list[Block]:
    """Take in what else stands in the element that holds most of the article: lists, short paragraphs, tables."""
    parents = Counter(block.place.parent for block in blocks[start:end] if len(block.text) > _LONG)
    main = parents.most_common(1)[0][0] if parents else None
    if main is None:
        return list(blocks[start:end])
    inside = Inside(main)
    first = start
    for index in range(start - 1, -1, -1):
        block = blocks[index]
        same = block.place.block == blocks[first].place.block
        if index in teasers or block.place not in inside or not (same or block.tag in _TEXT):
            break
        if is_chrome(block.text) and not same:
            break
        if same or (block.tag == "p" and block.place.parent == main):
            first = index
    last = end
    while last < len(blocks) and last not in teasers and blocks[last].place in inside:
        last += 1
    while last > end and blocks[last - 1].heading:
        last -= 1
    inner = {block.place.block for block in blocks[start:end]}
    tail = [block for block in blocks[end:last] if block.tag in _TEXT or block.place.block in inner]
    return [*blocks[first:end], *tail]


def _is_kept(block: Block) -> bool:
    if is_chrome(block.text) or block.tag == "h1":
        return False
    return block.density <= 0.6 or (is_prose(block.text) and len(block.text) > 120)
