"""Blotting names out of texts: every letter becomes a block, so that whatever else stands there stays where it is."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim, Participation, Reading, Topic
from entrevue.domain.report import Report
from entrevue.domain.text import fold, plain_letters
from entrevue.ledger.words import WORD, search_words_of

BLOT = "█"
_SHORTEST = 3  # letters of a part of a name that is blotted out where it stands alone
_READABLE = re.compile(r"[^\W_]")
_MOST_WORDS = 8  # of a name

Name = tuple[str, ...]  # folded words in alphabetical order, so that it is one name whichever stands first


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `text[start:end]`, with its marks; `fold` is how it is compared."""

    start: int
    end: int
    fold: str

    @property
    def initial(self) -> bool:
        """Whether it is a single letter, which tells nothing of a name; a character of Chinese is more than that."""
        return len(self.fold) == 1 and self.fold.isascii()


def words_in(text: str, *, letters: bool = False) -> list[Word]:
    """The words of a text, in order, in the way of full text but with their places; `letters` keeps "ł" as it is."""
    folded, places = [], []
    for place, char in enumerate(text):
        plain = fold(char) if letters else plain_letters(fold(char))
        folded.append(plain)
        places += [place] * len(plain)
    found = []
    for match in WORD.finditer("".join(folded)):
        end = places[match.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        found.append(Word(places[match.start()], end, match.group()))
    return found


def name_of(text: str) -> Name:
    """A name as it is compared; initials are no part of it."""
    words = [word for word in search_words_of(text) if len(word) > 1 or not word.isascii()]
    return tuple(sorted(words[:_MOST_WORDS]))


def runs_of(words: Sequence[Word], sizes: Sequence[int]) -> Iterator[tuple[Name, int, int]]:
    """Every run of so many words, as a name that it may be, and its first and last place; initials are passed over."""
    real = [place for place, word in enumerate(words) if not word.initial]
    for size in sizes:
        for first in range(len(real) - size + 1):
            run = real[first : first + size]
            yield tuple(sorted(words[place].fold for place in run)), run[0], run[-1]


@dataclass(frozen=True, slots=True)
class Blot:
    """What is blotted out of the texts of one report: names wherever they stand, and the longer of their words alone."""

    names: frozenset[Name] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is anything to blot."""
        return bool(self.names)

    def __call__(self, text: str) -> str:
        """The text, as long as before, without the names."""
        words = words_in(text)
        alone = {word for name in self.names for word in name if len(word) >= _SHORTEST}
        gone = {place for place, word in enumerate(words) if word.fold in alone}
        for name, first, last in runs_of(words, sorted({len(name) for name in self.names})):
            if name in self.names:
                gone |= set(range(first, last + 1))
        signs = list(text)
        for place in gone:
            start, end = words[place].start, words[place].end
            signs[start:end] = BLOT * (end - start)
        return "".join(signs)

    def some(self, text: str | None) -> str | None:
        """The same for a value; None when nothing is left to read."""
        if text is None:
            return None
        without = self(text)
        return without if without == text or _READABLE.search(without) else None


def blotted_report(report: Report, blot: Blot) -> Report:
    """The report without the names; its address goes as a whole when it holds one."""
    return replace(
        report,
        text=blot(report.text),
        url=report.url if report.url and blot(report.url) == report.url else None,
        publisher=blot.some(report.publisher),
        authors=tuple(filter(None, map(blot.some, report.authors))),
        chrome=tuple(map(blot, report.chrome)),
        notes=tuple(map(blot, report.notes)),
    )


def blotted_account(account: Account, blot: Blot, text: str) -> Account:
    """The account without the names; `text`: its report's, blotted already, from which quotes are cut anew."""
    cut = _cutter(text)
    values = {name: blot.some(getattr(account, name)) for name in ("city", "source")}
    topics = (Topic(blot(one.quote), cut(one.evidence), one.topic) for one in account.topics)
    return replace(
        account,
        **values,  # type: ignore[arg-type]
        participants=tuple(_participation(one, blot, cut) for one in account.participants),
        topics=tuple(one for one in topics if _READABLE.search(one.quote)),
        evidence={name: cut(e) for name, e in account.evidence.items() if values.get(name, "") is not None},
        reasons=tuple(map(blot, account.reasons)),
    )


def _cutter(text: str) -> Callable[[Evidence], Evidence]:
    return lambda evidence: Evidence.of(text, evidence.start, evidence.end)


def _participation(one: Participation, blot: Blot, cut: Callable[[Evidence], Evidence]) -> Participation:
    values = {name: blot.some(getattr(one, name)) for name in ("name", "office", "organization")}
    evidence = {name: cut(span) for name, span in one.evidence.items() if values.get(name, "") is not None}
    return replace(one, **values, evidence=evidence)  # type: ignore[arg-type]


def blotted_reading(reading: Reading, blot: Blot) -> Reading:
    """A reading without the names."""
    report = blotted_report(reading.report, blot)
    cut = _cutter(report.text)
    claims = (replace(one, evidence=(span := cut(one.evidence)), quote=span.quote) for one in reading.claims)
    return replace(
        reading,
        report=report,
        accounts=tuple(blotted_account(account, blot, report.text) for account in reading.accounts),
        claims=tuple(blotted_claim(claim, blot) for claim in claims),
    )


def blotted_claim(claim: Claim, blot: Blot) -> Claim:
    """The claim without the names in the words that tell its span of time; its quote is its report's."""
    return replace(claim, window=blot.some(claim.window))
