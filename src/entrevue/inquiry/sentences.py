"""The sentence that stands for an engagement in a list: where a report tells of it, with the words searched for marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entrevue.domain.recorded import RecordedAccount
from entrevue.domain.text import fold, plain_letters
from entrevue.inquiry.highlights import Label, Piece, labels_of, passages, pieces

_LONGEST = 320  # characters of a sentence in a list
_WORD = re.compile(r"[^\W_]+")
_TELLING = (
    "kind",
    "start",
    "city",
    "country",
    "status",
)  # whose evidence tells where an account stands, the best first
HIT = "hit"  # the field of what was searched for


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage of a report, cut into pieces at what is marked in it; `cut`: it goes on behind, or before."""

    report: str
    publisher: str | None
    language: str | None
    pieces: tuple[Piece, ...]
    cut_before: bool = False
    cut_behind: bool = False

    @property
    def text(self) -> str:
        """The passage in one line."""
        body = "".join(piece.text for piece in self.pieces).strip()
        return f"{'… ' if self.cut_before else ''}{body}{' …' if self.cut_behind else ''}"


def sentence_of(told: Iterable[tuple[RecordedAccount, str]], words: Sequence[str] = ()) -> Sentence | None:
    """The sentence of the account in which most of `words` (folded) stand, the first one's where none does."""
    found = [one for account, text in told if (one := _sentence(account, text, words)) is not None]
    return max(found, key=lambda one: sum(piece.area != "" for piece in one.pieces) if words else 0, default=None)


def _sentence(account: RecordedAccount, text: str, words: Sequence[str]) -> Sentence | None:
    labels = labels_of([("", account.account)])
    anchor = _anchor(labels)
    if anchor is None:
        return None
    start, end = passages(text, [anchor])[0]
    hits = _hits(text, start, end, words)
    if words and not hits:
        spans = passages(text, labels)
        with_hits = next((span for span in spans if _hits(text, *span, words)), None)
        if with_hits is not None:
            start, end = with_hits
            hits = _hits(text, start, end, words)
    shown = hits if words else [label for label in labels if label.area in {"who", "when", "where"}]
    first, last = _cut(start, end, hits[0].start if hits else anchor.start)
    context = account.context
    return Sentence(
        context.report,
        context.publisher,
        context.language,
        pieces(text, first, last, shown),
        cut_before=first > start,
        cut_behind=last < end,
    )


def _anchor(labels: Sequence[Label]) -> Label | None:
    by_field = {label.field: label for label in reversed(labels)}
    return next((by_field[name] for name in _TELLING if name in by_field), labels[0] if labels else None)


def _hits(text: str, start: int, end: int, words: Sequence[str]) -> list[Label]:
    """The words searched for in a passage; one that ends in * stands for all that begin so."""
    found = []
    for match in _WORD.finditer(text, start, end):
        folded = plain_letters(fold(match.group()))
        if any(folded == word or (word.endswith("*") and folded.startswith(word[:-1])) for word in words):
            found.append(Label(match.start(), match.end(), "", HIT))
    return found


def _cut(start: int, end: int, around: int) -> tuple[int, int]:
    if end - start <= _LONGEST:
        return start, end
    first = max(start, min(around - _LONGEST // 3, end - _LONGEST))
    return first, min(end, first + _LONGEST)
