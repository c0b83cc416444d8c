"""Lines broken at a fixed width, as in mails and on old sites → paragraphs of one line each."""

import re
from itertools import pairwise

_WIDEST = 110  # characters: no program breaks lines wider than that
_NARROW = 40  # a line shorter than that is broken by its writer, if nothing small follows
_OVER = 0.05  # share of longer lines (an address, a signature) that a wrapped text may hold
_WRAPPED = 1 / 3  # of the breaks between lines: so many stand before a small letter
_SPACED = 2  # lines on from a line to the next, where an empty one stands between
_FEW = 3  # breaks below which no line is called full
_ALL_BUT = 0.6  # of the breaks that end no sentence have a full line before them: so has no list of headlines
_NEARLY = 0.75  # of the width: a line as long as that goes on in the next, where it ends no sentence
_USUAL = 0.9  # of the lines end before the width: what is longer was put together from two
_QUOTE = re.compile(r"^(?:> ?)+", re.MULTILINE)
_ENDED = re.compile(r"[.!?…:;»”\"]\s*$")
_HYPHENED = re.compile(r"[^\W\d_]-$")
_HOUR, _YEAR = r"\d{1,2} ?[h:] ?\d{0,2}(?!\d)", r"(?:19|20)\d\d ?[:–—-]"
_ITEM = re.compile(rf"\s*(?:[-–—•*·▪]|\d{{1,2}}[.)]|{_HOUR}|{_YEAR})\s")


def unwrapped(text: str) -> str:
    """`text` with its paragraphs on one line each, where its lines are broken at a width; else as it is."""
    if _is_quoted(text):
        text = _QUOTE.sub("", text)
    text = _single_spaced(text)
    lines = [line.rstrip() for line in text.split("\n")]
    breaks = [(one, other) for one, other in pairwise(lines) if one.strip() and other.strip()]
    filled = [len(line) for line in lines if line.strip()]
    wide = sum(length > _WIDEST for length in filled)
    soft = sum(_goes_on(one, other) for one, other in breaks)
    narrow = sorted(length for length in filled if length <= _WIDEST)
    width = narrow[int(_USUAL * len(narrow))] if narrow else 0
    full = sum(_is_full(one, other, width) for one, other in breaks)
    left_off = sum(not _ENDED.search(one) for one, _ in breaks)
    goes_on = soft > 0 and soft >= _WRAPPED * len(breaks)
    filled_up = len(breaks) >= _FEW and full >= _ALL_BUT * max(left_off, _FEW)
    anyhow = wide > _OVER * len(filled)  # broken at no width: at the ends of the lines of the page's source
    if not goes_on and (anyhow or not filled_up):
        return text
    joined: list[str] = []
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else ""
        beside = bool(before.strip() and line.strip())
        if beside and (_is_left_off(before, line, first=number == 1) if anyhow else _joins(before, line, width)):
            joined[-1] += ("" if joined[-1].endswith("-") and not joined[-1].endswith(" -") else " ") + line.strip()
        else:
            joined.append(line)
    return "\n".join(joined)


def _single_spaced(text: str) -> str:
    """`text` without the empty line behind each line, where sentences go on behind it: a document whose lines stood apart."""
    lines = [line.rstrip() for line in text.split("\n")]
    filled = [number for number, line in enumerate(lines) if line]
    pairs = [(one, other) for one, other in pairwise(filled) if other - one <= _SPACED]
    spaced = [pair for pair in pairs if pair[1] - pair[0] == _SPACED]
    soft = sum(_goes_on(lines[one], lines[other]) for one, other in spaced)
    if soft < _FEW or soft < _WRAPPED * len(spaced) or len(spaced) < _ALL_BUT * len(pairs):
        return text
    between = {one + 1 for one, _ in spaced}
    return "\n".join(line for number, line in enumerate(lines) if number not in between)


def _is_quoted(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and 2 * sum(line.startswith(">") for line in lines) > len(lines)


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence plainly goes on in the next line."""
    return len(line) >= _NARROW and _is_mid_sentence(line, following) and not _ENDED.search(line)


def _is_mid_sentence(line: str, following: str) -> bool:
    return following.lstrip()[:1].islower() or line.endswith(",")


def _is_left_off(line: str, following: str, *, first: bool) -> bool:
    """Whether a line ends no sentence; the first one may be a title, unless a small letter follows."""
    if _ITEM.match(following) or _ENDED.search(line):
        return False
    return _is_mid_sentence(line, following) or (not first and len(line) >= _NARROW)


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether a line ends no sentence, and has no room for the word that follows."""
    long = len(line) >= max(_NEARLY * width, _NARROW)
    return long and _has_no_room(line, following, width) and not _ENDED.search(line)


def _has_no_room(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _joins(line: str, following: str, width: int) -> bool:
    """Whether a line break is the program's and not the writer's."""
    if _ITEM.match(following):
        return False
    if _goes_on(line, following) or _HYPHENED.search(line):
        return True
    return _has_no_room(line, following, width) and len(line) >= (
        _NEARLY * width if not _ENDED.search(line) else 0.8 * width
    )
