"""Plain text → title, body, chrome; the text may be a page flattened with its chrome still in the lines."""

import re
from dataclasses import dataclass
from itertools import pairwise

from entrevue.intake.folding import fold
from entrevue.intake.lines import best_segment, entries_among, is_chrome, is_prose
from entrevue.intake.listed import tells_day
from entrevue.intake.publication import is_dateline, is_day

_COST = 60
_LOOK_BACK = 8  # lines before the article in which its title stands
_LONGEST_TITLE = 220
_LEAD = 60  # a line of that length between title and article is its lead
_SENTENCE = 6  # words of a last sentence
_DATED_SENTENCE = 12  # words of a sentence that tells a day, as few titles do
_LONG_SENTENCE = 26
_FEW = 3  # lines beside which one alone may be the whole text
_WORD = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True, slots=True)
class Extract:
    """What was found on a page: title, paragraphs of the body, the lines kept out, and how many of those stand above it.

    `dated`: whether each day that stands alone on a line is that of the text below it, as in a chronology or a diary.
    """

    title: str | None
    paragraphs: tuple[str, ...]
    chrome: tuple[str, ...] = ()
    above: int = 0
    dated: bool = False


def read_flattened(text: str) -> Extract:
    """Find the article among the lines of a text."""
    lines = [line for raw in text.split("\n") if (line := " ".join(raw.split()))]
    if not lines:
        return Extract(None, ())
    start, end = best_segment(lines, cost=_COST)
    if start == end:
        return _without_prose(lines)
    while end < len(lines) and is_prose(lines[end]) and not is_chrome(lines[end]):
        end += 1  # a short last sentence is the body's, however little it weighs
    end = _with_last_sentence(lines, end)
    first = _body_start(lines, start)
    title_at = _title_at(lines, first, end)
    if title_at is not None and opens_body(lines[title_at]):
        first = title_at  # a first sentence without a full stop
        title_at = _title_at(lines, first, end)
    if title_at is None and first < end - 1 and _is_headline(lines, first):
        title_at, first = first, first + 1
    body = [line for line in lines[first:end] if not _is_label(line)]
    title = lines[title_at] if title_at is not None else None
    paragraphs = tuple(line for line in body if not title or fold(line) != fold(title))
    kept = {title_at, *(index for index in range(first, end) if not _is_label(lines[index]))}
    chrome = tuple(line for index, line in enumerate(lines) if index not in kept)
    above = sum(index not in kept for index in range(first))
    headings = {fold(one) for one, other in pairwise(lines) if is_prose(other) and is_day(one) and not is_chrome(other)}
    return Extract(title, paragraphs, chrome, above, len(headings) > 1)


def _with_last_sentence(lines: list[str], end: int) -> int:
    """The end of the article with a last sentence that no full stop ends, where nothing but chrome follows."""
    left = [index for index in range(end, len(lines)) if not is_chrome(lines[index])]
    alone = len(left) == 1 and left[0] == end and len(lines[end].split()) >= _SENTENCE
    return end + 1 if alone else end


def _is_headline(lines: list[str], first: int) -> bool:
    line = lines[first]
    entry = first in entries_among(lines)
    return (
        not (is_prose(line) or entry or opens_body(line) or is_dateline(line) or is_day(line))
        and len(line) < _LONGEST_TITLE
    )


def _is_label(line: str) -> bool:
    """Whether a line is neither title nor text: chrome, or a dateline that stands alone."""
    return is_chrome(line) or is_dateline(line)


def opens_body(line: str) -> bool:
    """Whether a line without a full stop opens an article, and is no title: it is long, and tells a day."""
    count = len(line.split())
    return count >= _LONG_SENTENCE or (count >= _DATED_SENTENCE and tells_day(line))


def _without_prose(lines: list[str]) -> Extract:
    """A page of labels only: nothing is its body, but for one sentence; its first line of no chrome may be a headline."""
    told = [line for line in lines if not is_chrome(line)]
    sentences = [line for line in told if len(line.split()) >= _DATED_SENTENCE]
    if len(sentences) == 1 and len(told) <= _FEW and (len(told) == 1 or sentences[0] == told[-1]):
        title = told[0] if len(told) > 1 else None
        kept = (title, sentences[0])
        return Extract(title, (sentences[0],), tuple(line for line in lines if line not in kept))
    title = next((line for line in lines if not is_chrome(line) and len(line) < _LONGEST_TITLE), None)
    return Extract(title, (), tuple(line for line in lines if line != title))


def _body_start(lines: list[str], start: int) -> int:
    """The first line of the article: short prose before the heavy run, told as sentences, is part of it."""
    while start > 1 and is_prose(lines[start - 1]) and not is_chrome(lines[start - 1]):
        start -= 1
    return start


def _title_at(lines: list[str], first: int, end: int) -> int | None:
    """The index of the title: the line before the article that shares most words with it, the earliest such."""
    told = set(_WORD.findall(fold(" ".join(lines[first:end]))))
    best, best_share = None, 0.0
    for index in range(max(0, first - _LOOK_BACK), first):
        line = lines[index]
        if _is_label(line) or is_day(line) or len(line) > _LONGEST_TITLE:
            continue
        words = set(_WORD.findall(fold(line)))
        share = len(words & told) * (len(words & told) / len(words)) if words else 0.0
        if share > best_share:
            best, best_share = index, share
    if best is not None:
        return best
    usable = [n for n in range(max(0, first - 2), first) if not (_is_label(lines[n]) or is_day(lines[n]))]
    return usable[0] if usable else None
