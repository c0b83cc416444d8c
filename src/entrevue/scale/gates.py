"""What is asked of a page before it is read, the cheapest question first: most news tells of no engagement.

    record → a page? → its shown text, fast → a language that is read? → words that announce an engagement, beside an
    office → the article, with care → words and sides in it → reading

Each question lets a page through when it cannot tell. What each costs and what it loses is measured (docs/scale.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from time import process_time

import pycld2

from entrevue.domain.report import Page, Problem, Report
from entrevue.domain.text import fold
from entrevue.intake import read_page
from entrevue.intake.decoding import is_binary
from entrevue.intake.skimming import skim
from entrevue.languages import codes
from entrevue.languages.gate import load_gate, office_words, words_in
from entrevue.pipeline import as_date, may_tell


class Gate(StrEnum):
    """The questions in their order; what is let through by all of them is read."""

    RECORD = "record"
    SKIMMING = "skimming"
    LANGUAGE = "language"
    WORDS = "words"
    EXTRACTION = "extraction"
    TEXT = "text"
    READING = "reading"


GATES = tuple(Gate)
_ENOUGH = 20_000  # characters of running text that tell a page's language
_SURE = 60  # percent of a page's text in a language that is not read
_LONGEST = 10_000_000  # bytes; longer pages are refused when they are taken in


@dataclass(frozen=True, slots=True)
class Sifted:
    """How far a page came: the gate that stopped it (None: it is worth reading), and seconds spent at each in order."""

    stopped: Gate | None
    spent: tuple[float, ...]
    report: Report | None = None
    problem: Problem | None = None


def sift(page: Page, *, published: str | None = None, language: str | None = None) -> Sifted:
    """Ask the questions of a page; a report comes back where all of them let it through."""
    clock = _Clock()
    if not page.content.strip() or is_binary(page.content):
        reason = "is no text, HTML or PDF" if page.content.strip() else "is empty"
        return Sifted(Gate.RECORD, clock.spent(), problem=Problem(reason, page.name))
    clock.next()
    if language and language not in _readable():
        return Sifted(Gate.SKIMMING, clock.spent())
    blocks = None if page.content.startswith(b"%PDF-") or len(page.content) > _LONGEST else skim(page)
    clock.next()
    found = languages_of(blocks) if blocks and not language else (language,) if language else _readable()
    if not found:
        return Sifted(Gate.LANGUAGE, clock.spent())
    clock.next()
    if blocks and not has_words(blocks, found):
        return Sifted(Gate.WORDS, clock.spent())
    clock.next()
    try:
        day = as_date(published)
    except ValueError:
        day = None
    report = read_page(page, published=day, language=language if language in _readable() else None)
    if isinstance(report, Problem):
        return Sifted(Gate.EXTRACTION, clock.spent(), problem=report)
    clock.next()
    if not may_tell(report):
        return Sifted(Gate.TEXT, clock.spent())
    return Sifted(None, clock.spent(), report)


class _Clock:
    """Seconds of processor time from question to question: on a machine that does much else, the clock tells nothing."""

    def __init__(self) -> None:
        self._times = [process_time()]

    def next(self) -> None:
        """The next question."""
        self._times.append(process_time())

    def spent(self) -> tuple[float, ...]:
        """Seconds of each question that was asked."""
        times = [*self._times, process_time()]
        return tuple(end - start for start, end in pairwise(times))


@cache
def _readable() -> tuple[str, ...]:
    return codes("triggers")


def languages_of(blocks: Sequence[str]) -> tuple[str, ...]:
    """The languages that are read and may be those of a text: none where it is plainly in others, all where it cannot be told."""
    text = "\n".join(blocks)[:_ENOUGH]
    try:
        reliable, _, found = pycld2.detect(text.encode("utf-8", "replace"), isPlainText=True, bestEffort=True)
    except pycld2.error:  # it holds signs that CLD2 refuses
        return _readable()
    codes_found = {code for _, code, _, _ in found}
    if not reliable:
        return _readable()
    known = tuple(code for code in _readable() if code in codes_found)
    sure = sum(percent for _, code, percent, _ in found if code != "un") >= _SURE
    return known if known or sure else _readable()


def has_words(blocks: Sequence[str], languages: Sequence[str]) -> bool:
    """Whether a block of text holds an office and a word that announces an engagement in one of these languages."""
    asked = [(words, office_words(code)) for code in languages if (words := load_gate(code)) is not None]
    if len(asked) < len(languages):
        return True
    return any(
        not announcing.isdisjoint(words) and not offices.isdisjoint(words)
        for words in map(words_in, fold("\f".join(blocks)).split("\f"))
        for announcing, offices in asked
    )
