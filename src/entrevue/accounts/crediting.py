"""Whom a report credits with what it tells of each engagement."""

from collections.abc import Sequence

from entrevue.accounts.telling import TellingReader
from entrevue.domain.evidence import Evidence
from entrevue.domain.text import Sentence


class Credits:
    """The sources of one report: those of the news hold for their paragraph, those of what is told in passing for their sentence."""

    def __init__(self, telling: TellingReader, text: str, sentences: Sequence[Sentence]) -> None:
        """Find the source that each sentence credits."""
        self._sentences = sentences
        self._own = [telling.source(text, sentence) for sentence in sentences]
        self._repeats = [telling.repeats_source(text, sentence) for sentence in sentences]

    def source(self, offsets: Sequence[int], *, main: bool) -> Evidence | None:
        """The source of what is told at some offsets of the text."""
        numbers = sorted({self._number(offset) for offset in offsets})
        own = next((self._own[k] for k in numbers if self._own[k] is not None), None)
        if own is not None:
            return own
        if any(self._repeats[k] for k in numbers):
            return next((self._own[k] for k in range(numbers[0], -1, -1) if self._own[k] is not None), None)
        paragraphs = {self._sentences[k].paragraph for k in numbers} if main else set()
        near = (
            one for one, sentence in zip(self._own, self._sentences, strict=True) if sentence.paragraph in paragraphs
        )
        return next((one for one in near if one is not None), None)

    def _number(self, offset: int) -> int:
        return next((k for k, one in enumerate(self._sentences) if one.start <= offset < one.end), 0)
