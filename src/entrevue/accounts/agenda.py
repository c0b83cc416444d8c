"""What was talked about: the points of an agenda in the text's words, each with its class in the topic scheme."""

import re
from collections.abc import Iterator

from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Topic
from entrevue.domain.text import Sentence, fold_evenly
from entrevue.languages.agenda import Agenda

_SHORTEST, _LONGEST = 4, 130  # characters of a point
_REACH = 280  # characters that a list of points may have
_MOST = 8  # points of a sentence

Span = tuple[int, int]


class AgendaReader:
    """Reads the agendas of one language."""

    def __init__(self, agenda: Agenda) -> None:
        """Compile the pack's patterns."""
        self._after = [agenda.compiled(pattern) for pattern in agenda.after]
        self._before = [agenda.compiled(pattern) for pattern in agenda.before]
        self._opening = agenda.compiled(agenda.opening)
        self._end = agenda.compiled(agenda.end)
        self._split = agenda.compiled(agenda.split)
        self._bare = agenda.compiled(f"{agenda.split}|{agenda.bare}")
        self._determined = agenda.compiled(f"[ ,:]*(?:\\w{{1,4}} )?{agenda.determiner}")
        self._tail = agenda.compiled(agenda.tail)
        self._joint = agenda.compiled(agenda.joint)
        self._trim = agenda.compiled(agenda.trim)
        self._none = agenda.compiled(agenda.none)
        self._topics = [(name, re.compile(pattern)) for name, pattern in agenda.topics.items()]

    def points(self, text: str, sentence: Sentence) -> tuple[Topic, ...]:
        """The points that a sentence tells, in the order of the text."""
        written = text[sentence.start : sentence.end]
        folded = fold_evenly(written)
        spans = [(a.start, a.end) for a in sentence.actors if a.name or a.office]
        spans += [(date.start, date.end) for date in sentence.dates]
        held = [(start - sentence.start, end - sentence.start) for start, end in spans]
        found: list[Span] = []
        for first, last in sorted(self._lists(folded)):
            for parted in self._parted(folded, written, first, last):
                point = self._clear(folded, parted, held)
                if point and not any(point[0] < end and start < point[1] for start, end in found):
                    found.append(point)
        return tuple(self._told(text, sentence, folded, point) for point in found[:_MOST])

    def _told(self, text: str, sentence: Sentence, folded: str, point: Span) -> Topic:
        start, end = point
        evidence = Evidence.of(text, sentence.start + start, sentence.start + end)
        return Topic(evidence.quote, evidence, self.topic(folded[start:end]))

    def _clear(self, folded: str, point: Span, held: list[Span]) -> Span | None:
        """The point up to the first person or date in it."""
        start, end = point
        end = min([end, *(first for first, last in held if first < end and start < last)])
        tail = self._tail.search(folded[start:end])
        end = start + tail.start() if tail else end
        return (start, end) if end - start >= _SHORTEST else None

    def _lists(self, folded: str) -> Iterator[Span]:
        """Where lists of points stand."""
        for pattern in self._after:
            yield from ((found.end(), self._stop(folded, found.end())) for found in pattern.finditer(folded))
        for pattern in self._before:
            match = pattern.search(folded)
            if match is not None:
                openings = [opening.end() for opening in self._opening.finditer(folded, 0, match.start())]
                start = max(openings, default=0)
                if match.start() - start < _REACH:
                    yield start, match.start()

    def _stop(self, folded: str, start: int) -> int:
        stop = self._end.search(folded, start + 1)
        end, most = stop.start() if stop else len(folded), start + _REACH
        if end <= most:
            return end
        cuts = [cut.start() for cut in self._split.finditer(folded, start, most)]  # no half points, no half words
        return cuts[-1] if cuts else max(folded.rfind(" ", start, most), start)

    def _parted(self, folded: str, written: str, first: int, last: int) -> Iterator[Span]:
        """The points of a list; what a word such as "between" joins stays one, and so do two names."""
        split = self._split if self._determined.match(folded, first, last) else self._bare
        start = first
        for match in split.finditer(folded, first, last):
            cut = match.span()
            if self._names(folded, written, cut, last) or self._joined(folded, start, cut):
                continue
            yield from self._trimmed(folded, start, cut[0])
            start = cut[1]
        yield from self._trimmed(folded, start, last)

    def _joined(self, folded: str, start: int, cut: Span) -> bool:
        """Whether a cut is the first behind a word that joins ("trade between A and B")."""
        joints = list(self._joint.finditer(folded, start, cut[0]))
        if not joints or "," in folded[joints[-1].end() : cut[1]]:
            return False
        return self._split.search(folded, joints[-1].end(), cut[0]) is None

    def _names(self, folded: str, written: str, cut: Span, last: int) -> bool:
        """Whether a cut would part a name from what it goes with ("observers in Bunagana and in Kitchanga")."""
        start, end = cut
        if "," in written[start:end]:
            return False
        trimmed = self._trim.match(folded[end:last])
        words = written[end + (trimmed.end() if trimmed else 0) : last].partition(",")[0].split()
        return bool(words) and all(word[:1].isupper() for word in words)

    def _trimmed(self, folded: str, start: int, end: int) -> Iterator[Span]:
        """What a span holds when it is trimmed, if that can be a point."""
        trimmed = self._trim.match(folded[start:end])
        start += trimmed.end() if trimmed else 0
        start += len(folded[start:end]) - len(folded[start:end].lstrip())
        end -= len(folded[start:end]) - len(folded[start:end].rstrip(" ,'"))
        if _SHORTEST <= end - start <= _LONGEST and not self._none.match(folded[start:end]):
            yield start, end

    def topic(self, folded: str) -> str | None:
        """The class of the topic scheme that fits the words, the first that does."""
        return next((name for name, pattern in self._topics if pattern.search(folded)), None)
