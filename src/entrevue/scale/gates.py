"""What is asked of a page before it is read, the cheapest question first: most news tells of no engagement.

    record → a page? → a language that is read? → words over its raw bytes → extraction → words and sides in its text → reading

Each question lets a page through when it cannot tell. What each costs and what it loses is measured (docs/scale.md).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from time import perf_counter

import pycld2

from entrevue.domain.report import Page, Problem, Report
from entrevue.intake import read_page
from entrevue.intake.decoding import is_binary
from entrevue.languages import codes
from entrevue.languages.grammar import load_offices
from entrevue.languages.triggers import load_triggers
from entrevue.pipeline import as_date, may_tell


class Gate(StrEnum):
    """The questions in their order; what is let through by all of them is read."""

    RECORD = "record"
    LANGUAGE = "language"
    WORDS = "words"
    EXTRACTION = "extraction"
    TEXT = "text"
    READING = "reading"


GATES = tuple(Gate)
_ENOUGH = 100_000  # bytes of markup that tell a page's language
_SURE = 60  # percent of a page's text in a language that is not read
_ENTITY = re.compile(rb"&([A-Za-z])(?:acute|grave|circ|cedil|uml|tilde|ring|caron|slash);")
_NUMBERED = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{2,4})|(\d{3,5}));")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


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
    raw = not page.content.startswith((b"%PDF-", *_WIDE))  # the bytes of these are no words
    clock.next()
    if raw and (language not in _readable() if language else is_foreign(page.content)):
        return Sifted(Gate.LANGUAGE, clock.spent())
    clock.next()
    if raw and not has_words(page.content):
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
    """Seconds from question to question."""

    def __init__(self) -> None:
        self._times = [perf_counter()]

    def next(self) -> None:
        """The next question."""
        self._times.append(perf_counter())

    def spent(self) -> tuple[float, ...]:
        """Seconds of each question that was asked."""
        times = [*self._times, perf_counter()]
        return tuple(end - start for start, end in pairwise(times))


@cache
def _readable() -> tuple[str, ...]:
    return codes("triggers")


def is_foreign(content: bytes) -> bool:
    """Whether a page is plainly in languages that are not read; CLD2 skips its markup."""
    try:
        reliable, _, found = pycld2.detect(content[:_ENOUGH], isPlainText=False, bestEffort=True)
    except pycld2.error:  # what is not UTF-8, or holds signs that CLD2 refuses
        return False
    if not reliable or any(code in _readable() for _, code, _, _ in found):
        return False
    return bool(sum(percent for _, code, percent, _ in found if code != "un") >= _SURE)


def has_words(content: bytes) -> bool:
    """Whether a page holds an office and a word that can announce an engagement, in a language that is read."""
    folded = folded_bytes(content)
    return any(office.search(folded) is not None and trigger.search(folded) is not None for office, trigger in _words())


def folded_bytes(content: bytes) -> bytes:
    """Markup in lower case without accents, however they are written: in UTF-8 or an encoding of one byte, as entities."""
    if b"&" in content:
        content = _ENTITY.sub(rb"\1", content)
        content = _NUMBERED.sub(_letter, content)
    if not content.isascii():
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("windows-1252", "replace")
        text = text.replace("’", "'").replace("‑", "-").replace("‐", "-").replace("\xa0", " ")
        content = unicodedata.normalize("NFKD", text).encode("ascii", "ignore")
    return content.lower()


def _letter(match: re.Match[bytes]) -> bytes:
    code = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    return chr(code).encode("utf-8") if code < 0xD800 else b" "


@cache
def _words() -> tuple[tuple[re.Pattern[bytes], re.Pattern[bytes]], ...]:
    """For each language, its offices and its trigger words as patterns over folded bytes."""
    found = []
    for code in _readable():
        heads = sorted({word for words in load_offices(code).heads.values() for word in words})
        office = r"\b(?:" + "|".join(map(re.escape, heads)) + ")"
        # where the pack has a blank, markup may have any white space or a tag
        trigger = load_triggers(code).gate.replace(" ", r"(?:\s|<[^>]{0,200}>|&nbsp;)+")
        found.append((re.compile(office.replace(r"\ ", r"\s+").encode()), re.compile(trigger.encode())))
    return tuple(found)
