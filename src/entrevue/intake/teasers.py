"""Teasers: the blurbs of other articles, each with a link of its own, that pages print before and after theirs."""

from collections import defaultdict
from collections.abc import Sequence

from entrevue.intake.blocks import Block
from entrevue.intake.lines import is_prose

_REPEATED = 3  # so many written alike are a list of teasers
_LINKED = 0.8  # density of a headline that leads elsewhere
_OPENING = 20  # characters of a link with which a blurb opens
_LONG = 40
_ARTICLE = 600  # characters of other prose


def teasers_among(blocks: Sequence[Block]) -> frozenset[int]:
    """The indices of blurbs: prose that opens with a link, or stands with a linked headline in an element of its own.

    Only where at least three are written alike, and other prose remains.
    """
    prose = [
        index
        for index, block in enumerate(blocks)
        if block.density < 0.5 and len(block.text) > _LONG and is_prose(block.text)
    ]
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for number, index in enumerate(prose):
        before = prose[number - 1] if number else -1
        after = prose[number + 1] if number + 1 < len(prose) else len(blocks)
        if blocks[index].opening_link >= _OPENING or _has_own_headline(blocks, before, index, after):
            alike[blocks[index].place.kind].append(index)
    found = frozenset(index for group in alike.values() if len(group) >= _REPEATED for index in group)
    rest = sum(len(blocks[index].text) for index in prose if index not in found)
    return found if rest >= _ARTICLE else frozenset()


def _has_own_headline(blocks: Sequence[Block], before: int, index: int, after: int) -> bool:
    """Whether an element holds a linked headline and this block, and no other prose."""
    for at in range(index - 1, max(before, index - 5), -1):
        if blocks[at].density < _LINKED or len(blocks[at].text) < _OPENING:
            continue
        around = {place.block for place in blocks[at].place.chain()}
        shared = next(place.block for place in blocks[index].place.chain() if place.block in around)
        if before >= 0 and blocks[before].place.is_inside(shared):
            return False
        return after >= len(blocks) or not blocks[after].place.is_inside(shared)
    return False
