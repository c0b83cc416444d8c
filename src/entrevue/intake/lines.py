"""Lines of a page: which are chrome, and which run of them is the article."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from entrevue.domain.text import is_item
from entrevue.intake.folding import fold
from entrevue.intake.listed import listed_among, says_little
from entrevue.languages import codes
from entrevue.languages.chrome import any_of, load_chrome

_LONG = 200  # a line of that many characters is prose without any full stop
_LONGEST_CHROME = 400  # no pack knows longer lines; a cookie notice has about 300
_COUNTED = 600  # a longer line says no more for the segment than one of this length
_OPENING_WORDS = 30  # a line longer than that is prose, however it opens
_OPENER = 60  # a line of that many characters before a colon is running text, no label
_TELLING = 6  # words of a line above the entries of a page that says of whom they are
_ENDING = 20  # characters in which a line ends, closing marks included
_FULL_STOP = re.compile(r"[.!?…।。؟][\"'»”’)\]*]*$|[.!?]\s*»$|:$")
_SIGNS_ONLY = re.compile(r"[\W\d_]*")
_SUM = re.compile(r"\D{0,20}\d+\s*[+×x*−–-]\s*\d+\s*=\s*\??\D{0,6}")
_LINK = re.compile(r"(https?://|www\.)\S+|\S+@\S+\.\w+")


@cache
def _chrome() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    packs = [load_chrome(code) for code in codes("chrome")]
    return (
        any_of(line for pack in packs for line in pack.lines),
        any_of(phrase for pack in packs for phrase in pack.within),
        any_of(opening for pack in packs for opening in pack.openings),
    )


@lru_cache(maxsize=4_096)
def is_chrome(line: str) -> bool:
    """Whether a line is by its own words no part of an article: a share label, a reply form, a menu entry ..."""
    if len(line) > 2 * _LONGEST_CHROME:  # folding makes no line so much shorter
        return False
    text = fold(line).strip(" |<>»«•*-–—→›·")
    if len(text) > _LONGEST_CHROME:
        return False
    if _SIGNS_ONLY.fullmatch(text) or _SUM.fullmatch(text) or _LINK.fullmatch(text):
        return True
    lines, within, openings = _chrome()
    if lines.fullmatch(text) or within.search(text):
        return True
    return text.count(" ") < _OPENING_WORDS and openings.match(text) is not None


def is_prose(line: str) -> bool:
    """Whether a line reads as running text: it ends like a sentence or is long."""
    return len(line) > _LONG or bool(_FULL_STOP.search(line[-_ENDING:]))


def best_segment(lines: Sequence[str], *, cost: int) -> tuple[int, int]:
    """The run of lines that is most likely the article: the one whose scores have the greatest sum.

    A line of prose, an item of a list in it among them, scores its length less `cost`, an entry of a diary or a list of
    persons and what opens it at least something, any other loses `cost`, chrome twice that. A page that says little but
    entries is all that lies between them. Returns the run as a half-open range; (0, 0) when no line is prose. Method:
    maximal-sum segments, Pasternack and Roth, WWW 2009.
    """
    best, best_range, total, start = 0, (0, 0), 0, 0
    running = _running(lines)
    items, entries = _items(lines), listed_among(lines, running)
    for index, line in enumerate(lines):
        prose = index in items or index in entries or is_prose(line)
        score = -2 * cost if is_chrome(line) else min(len(line), _COUNTED) - cost if prose else -cost
        if index in entries or (index + 1 in entries and line.endswith(":") and not is_chrome(line)):
            score = max(1, score)
        if total <= 0:
            total, start = 0, index
        total += score
        if total > best:
            best, best_range = total, (start, index + 1)
    if not (best and entries and says_little(lines, running)):
        return best_range
    first = min(*entries, best_range[0])
    while first and not is_chrome(lines[first - 1]) and len(lines[first - 1].split()) >= _TELLING:
        first -= 1  # "Official visit of the Minister of Trade, 14 to 16 October"
    return first, max(max(entries) + 1, best_range[1])


def entries_among(lines: Sequence[str]) -> frozenset[int]:
    """Where the entries of diaries and of lists of persons stand (see `listed`)."""
    return listed_among(lines, _running(lines))


def _running(lines: Sequence[str]) -> list[bool]:
    return [is_prose(line) and not is_chrome(line) for line in lines]


def _items(lines: Sequence[str]) -> set[int]:
    """Where the items of lists stand that running text opens ("held talks with:")."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        opens = line.endswith(":") and len(line) > _OPENER and not is_chrome(line)
        item = index + 1
        while opens and item < len(lines) and is_item(lines[item], lines[item - 1] if item - 1 in found else None):
            found.add(item)
            item += 1
    return found
