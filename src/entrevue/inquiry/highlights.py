"""Evidence as highlights: a text cut into pieces, each with what it is evidence of."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim
from entrevue.domain.text import fold

# Areas of fields, as highlights are coloured, the most telling first.
AREAS = {
    "who": frozenset({"name", "office", "organization", "part"}),
    "when": frozenset({"start", "end"}),
    "where": frozenset({"country", "city"}),
    "about": frozenset({"topic"}),
    "what": frozenset({"kind", "status", "part_of", "follows"}),
    "source": frozenset({"source"}),
    "claim": frozenset({"claim"}),
}
_WORD = 20  # characters; no abbreviation is longer
_LAST_WORD = re.compile(r"\w+\Z")
# A stop after fewer than three letters ends an abbreviation more often than a sentence.
_SENTENCE_END = re.compile(r"(?:(?<=\w\w\w)[.!?…؟۔]+|[!?…؟۔]+|[。！？]+)[\"'”’»)\]]*(?=\s)|[。！？]+|\n")
_LONGEST = 600  # characters around a piece of evidence: a "sentence" beyond that is a page without stops


@dataclass(frozen=True, slots=True)
class Label:
    """What a span is evidence of: a field, of an account ("" for none)."""

    start: int
    end: int
    account: str
    field: str

    @property
    def area(self) -> str:
        """ "who", "when", "where" …"""
        return next((area for area, fields in AREAS.items() if self.field in fields), "other")


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` stands at `start` of the report's text; `labels` are all that it is evidence of, the shortest span first.

    `opens`: a labelled span begins with this piece.
    """

    start: int
    text: str
    labels: tuple[Label, ...] = ()
    opens: bool = False

    @property
    def area(self) -> str:
        """The area of the first label; "" without one."""
        areas = {label.area for label in self.labels}
        return next((area for area in AREAS if area in areas), "other" if areas else "")


def labels_of(accounts: Iterable[tuple[str, Account]], claims: Iterable[Claim] = ()) -> tuple[Label, ...]:
    """What each span of a text is evidence of; accounts come with the names that labels call them by."""
    found = [label for name, account in accounts for label in _of_account(name, account)]
    found += [_label(claim.evidence, claim.account or "", "claim") for claim in claims]
    return tuple(sorted(found, key=lambda label: (label.end - label.start, label.start)))


def _of_account(name: str, account: Account) -> Iterator[Label]:
    for said in (account.evidence, *(p.evidence for p in account.participants)):
        yield from (_label(evidence, name, field) for field, evidence in said.items())
    yield from (_label(topic.evidence, name, "topic") for topic in account.topics)


def _label(evidence: Evidence, account: str, field: str) -> Label:
    return Label(evidence.start, evidence.end, account, field)


def pieces(text: str, start: int, end: int, labels: Sequence[Label]) -> tuple[Piece, ...]:
    """`text[start:end]` cut at every edge of a label; the pieces together are that text, character for character."""
    near = [label for label in labels if label.start < end and start < label.end]
    edges = {start, end, *(edge for label in near for edge in (label.start, label.end) if start < edge < end)}
    opening = {label.start for label in near}
    return tuple(
        Piece(
            one,
            text[one:other],
            tuple(label for label in near if label.start <= one and other <= label.end),
            one in opening,
        )
        for one, other in pairwise(sorted(edges))
    )


def passages(text: str, labels: Iterable[Label]) -> tuple[tuple[int, int], ...]:
    """The sentences that hold the labels' spans, as spans of `text` in order; neighbours are joined.

    Where no sentence ends nearby, 600 characters on either side are taken.
    """
    wanted = sorted((label.start, label.end) for label in labels)
    ends = (match for match in _SENTENCE_END.finditer(text) if not _abbreviates(text, match)) if wanted else ()
    stops = [0, *(match.end() for match in ends), len(text)]
    found: list[tuple[int, int]] = []
    for start, end in wanted:
        before = max(stops[bisect_right(stops, start) - 1], start - _LONGEST)
        after = min(stops[bisect_left(stops, end)], end + _LONGEST)
        if found and (before < found[-1][1] or _adjoin(text, found[-1][1], before)):
            found[-1] = (found[-1][0], max(found[-1][1], after))
        else:
            found.append((before, after))
    return tuple(trimmed for span in found if (trimmed := _trimmed(text, *span)))


def _abbreviates(text: str, stop: re.Match[str]) -> bool:
    """Whether a full stop only shortens the word before it: "Maj. Gen. James Okello"."""
    word = _LAST_WORD.search(text, max(stop.start() - _WORD, 0), stop.start())
    return stop[0] == "." and word is not None and fold(word[0]) in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    """The words whose full stop ends no sentence, in any language that has a pack."""
    from entrevue.languages import codes
    from entrevue.languages.grammar import load_grammar  # commands start without packs

    return frozenset(word.rstrip(".") for code in codes("grammar") for word in load_grammar(code).abbreviations)


def _adjoin(text: str, end: int, start: int) -> bool:
    """Whether nothing but blanks of one paragraph lies between two passages."""
    between = text[end - 1 : start]
    return not between[1:].strip() and "\n" not in between


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
