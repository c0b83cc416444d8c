"""The same report from many outlets: recognised by its text before it is read again.

What was read from the first is taken over, with every quote where it stands in the other text, if that is sure to be
what reading would give: the same day of publication and language, every quote in a paragraph that both hold word for
word, and nothing that can tell of an engagement in the paragraphs that only the other holds. Its headline, which each
outlet makes for itself, is not read again.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim, Participation, Reading, Topic
from entrevue.domain.report import Report
from entrevue.ledger.independence import overlap, sample
from entrevue.pipeline import tells

KEPT = 5_000  # reports that are remembered, with what was read from them: what is reprinted is so within days
_FILED = 4  # smallest passages of a sketch under which a report is found again
_ALIKE = 0.8  # share of common passages


@dataclass
class Known:
    """A report that may be met again; `reading` comes when it is read, and `waiting` are the reprints that wait for that."""

    number: int
    name: str
    sketch: frozenset[int]
    report: Report
    reading: Reading | None = None
    gone: bool = False  # nothing could be read from it
    waiting: list[int] = field(default_factory=list)


class Reprints:
    """The reports that were met last, by their text."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, Known] = OrderedDict()
        self._filed: dict[int, list[int]] = {}

    def find(self, own: frozenset[int]) -> Known | None:
        """The report met first of which a text with this sketch is a reprint."""
        numbers = sorted({number for passage in _smallest(own) for number in self._filed.get(passage, ())})
        for number in numbers:
            if overlap(self._known[number].sketch, own) >= _ALIKE:
                return self._known[number]
        return None

    def add(self, known: Known) -> None:
        """Remember a report, and forget the one that was met longest ago where there are too many."""
        self._known[known.number] = known
        for passage in _smallest(known.sketch):
            self._filed.setdefault(passage, []).append(known.number)
        if len(self._known) > KEPT:
            _, old = self._known.popitem(last=False)
            for passage in _smallest(old.sketch):
                self._filed[passage].remove(old.number)
                if not self._filed[passage]:
                    del self._filed[passage]


def sketch_of(report: Report) -> frozenset[int]:
    """A sample of the passages of a report's paragraphs."""
    return sample(report.text[report.title_end :])


def _smallest(own: frozenset[int]) -> list[int]:
    return sorted(own)[:_FILED]


def may_take_over(first: Report, report: Report) -> bool:
    """Whether what was read from a report holds for a reprint of it, as far as their texts tell."""
    if (first.published, first.language) != (report.published, report.language):
        return False
    known = {first.text[one.start : one.end] for one in first.paragraphs}
    own = (report.text[one.start : one.end] for one in report.paragraphs)
    return not any(tells(text, report.language or "") for text in own if text not in known)


def taken_over(reading: Reading, report: Report) -> Reading | None:
    """What was read from a report as the reading of a reprint; None where a quote does not stand in it."""
    try:
        moved = _Moved(reading.report, report)
        accounts = tuple(moved.account(account) for account in reading.accounts)
        claims = tuple(moved.claim(claim) for claim in reading.claims)
    except KeyError:
        return None
    return replace(reading, report=report, accounts=accounts, claims=claims)


class _Moved:
    """Evidence of one text in another; KeyError for what does not stand there."""

    def __init__(self, first: Report, report: Report) -> None:
        self._first, self._text = first, report.text
        self._places = {report.text[one.start : one.end]: one.start for one in reversed(report.paragraphs)}
        if first.title and first.title == report.title:
            self._places.setdefault(first.title, 0)

    def evidence(self, span: Evidence) -> Evidence:
        first = self._first
        pieces = [(0, first.title_end), *((one.start, one.end) for one in first.paragraphs)]
        start, end = next(((a, b) for a, b in pieces if a <= span.start and span.end <= b), (0, 0))
        if start == end:
            raise KeyError(span)
        shift = self._places[first.text[start:end]] - start
        return Evidence.of(self._text, span.start + shift, span.end + shift)

    def all(self, spans: Mapping[str, Evidence]) -> dict[str, Evidence]:
        return {name: self.evidence(span) for name, span in spans.items()}

    def participation(self, one: Participation) -> Participation:
        return replace(one, evidence=self.all(one.evidence))

    def topic(self, one: Topic) -> Topic:
        return replace(one, evidence=self.evidence(one.evidence))

    def account(self, one: Account) -> Account:
        return replace(
            one,
            participants=tuple(map(self.participation, one.participants)),
            topics=tuple(map(self.topic, one.topics)),
            evidence=self.all(one.evidence),
        )

    def claim(self, one: Claim) -> Claim:
        return replace(one, evidence=self.evidence(one.evidence))
