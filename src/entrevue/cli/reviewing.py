"""`entrevue review`: the review queue in the terminal; a key decides, as at the desk."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from entrevue.cli.door import say, warn
from entrevue.cli.filters import query
from entrevue.cli.ledgers import Place, Who, editor, opened
from entrevue.cli.listing import when
from entrevue.cli.options import with_options
from entrevue.cli.show import page_of
from entrevue.cli.tongue import doubt_named, field_named, in_words, message, named, reason_named, said, what_named
from entrevue.domain.doubts import Doubt, Doubtful, DoubtKind
from entrevue.domain.queries import Query
from entrevue.errors import EntrevueError
from entrevue.inquiry.tidy import who_took_part

if TYPE_CHECKING:
    from entrevue.wiring import Ledger

_AT_ONCE = 50
_KEYS = message("a accept · r reject · c correct · m merge · s skip · e evidence · u undo · q quit")
_SURE = {
    DoubtKind.CONFIDENCE: message("read with little confidence"),
    DoubtKind.REPLY: message("a reader proposes a correction"),
}


@with_options(query)
def review(query: Query, by: Who = None, ledger: Place = None) -> None:
    """Go through what nobody reviewed yet, the most doubtful first: a key accepts, rejects, corrects or merges.

    Decisions are those of the desk: `entrevue history` lists them, `entrevue undo` takes them back.
    """
    with opened(ledger) as book:
        done = _Review(book, editor(by)).run(query)
    say(said("%(count)s decided", count=done))


class _Review:
    """A sitting over the queue."""

    def __init__(self, book: "Ledger", who: str) -> None:
        self._book, self._who = book, who
        self.decided = 0

    def run(self, query: Query) -> int:
        """Go through the queue until it ends or the editor does; how many decisions were made."""
        before: str | None = None
        while True:
            queue = self._book.doubts(query, looks_at=_AT_ONCE, before=before)
            for item in queue.items:
                if not self._look_at(item, queue.open):
                    return self.decided
            if queue.last is None:
                say(said("nothing more to review"))
                return self.decided
            before = queue.last

    def _look_at(self, item: Doubtful, left: int) -> bool:
        """Show an engagement and do what is decided; False to end."""
        for line in self._card(item, left):
            say(line)
        while True:
            say(said(_KEYS))
            key = _key()
            if key in {"q", "\x03", "\x04", ""}:
                return False
            if key in {"s", "\r", "\n"}:
                return True
            if key == "e":
                self._evidence(item.engagement.id)
                continue
            try:
                if self._decide(key, item):
                    return True
                item = replace(item, engagement=self._book.engagement(item.engagement.id))  # as it is corrected
            except EntrevueError as error:
                warn(in_words(error))

    def _card(self, item: Doubtful, left: int) -> Iterator[str]:
        """What is doubtful about it, who took part, and the sentences that say so."""
        one = item.engagement
        where = ", ".join(part for part in (one.city.value, one.country.value) if part)
        yield ""
        what = what_named(one.kind.value, one.happened.value)
        yield f"{what}  {when(one)}  {where}  {one.id}   ({said('%(count)s open', count=left)})"
        for place, participant in enumerate(one.participants, 1):
            yield f"  p{place}  {who_took_part(participant)}"
        for doubt in item.doubts:
            yield f"  ? {_doubted(doubt)}"
        for sentence in self._sentences(one.id):
            yield f"  “{sentence}”"

    def _sentences(self, id: str) -> Iterator[str]:  # noqa: A002
        """The paragraphs in which reports tell of it, each once."""
        sheet = self._book.sheet(id)
        told: set[str] = set()
        for account in sheet.accounts:
            text = sheet.texts[account.context.report]
            spans = [e for p in account.account.participants for e in p.evidence.values()]
            spans += account.account.evidence.values()
            for span in sorted(spans, key=lambda span: span.start)[:1]:
                start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
                paragraph = text[start : end if end > 0 else len(text)]
                if paragraph not in told:
                    told.add(paragraph)
                    yield paragraph

    def _evidence(self, id: str) -> None:  # noqa: A002
        for line, _ in page_of(self._book.engagement(id), self._book.accounts(id)):
            say(line)

    def _decide(self, key: str, item: Doubtful) -> bool:
        """Decide by a key; whether the next one may come."""
        book, who, id_ = self._book, self._who, item.engagement.id
        seen = book.versions(item.engagement)[id_]
        if key == "a":
            book.accept(id_, who=who, seen=seen)
        elif key == "r":
            book.reject(id_, who=who, why=_asked(said("Why")), seen=seen)
        elif key == "c":
            field, value = _asked(said("Field (start, city, p2.office …)")), _asked(said("Value (nothing empties it)"))
            if not field:
                return False
            book.correct(id_, field, value or None, who=who, seen=seen)
        elif key == "m":
            return self._merge(id_, seen)
        elif key == "u":
            say(said("undone: decision %(number)s", number=book.undo(who=who).number))
            self.decided -= 1
            return False
        else:
            return False
        self.decided += 1
        return key != "c"

    def _merge(self, id: str, seen: str) -> bool:  # noqa: A002
        """Merge with one of those that may be the same."""
        candidates = self._book.candidates(id)
        for number, one in enumerate(candidates, 1):
            engagement = one.engagement
            who = "; ".join(map(who_took_part, engagement.participants))
            say(f"  {number}  {when(engagement)}  {named('kind', engagement.kind.value)}  {who}  {engagement.id}")
        told = _asked(said("Merge with (number or id; nothing: none)"))
        if not told:
            return False
        listed = told.isdecimal() and 0 < int(told) <= len(candidates)
        other = candidates[int(told) - 1].engagement.id if listed else told
        self._book.merge(id, other, who=self._who, seen=seen)
        self.decided += 1
        return True


def _key() -> str:
    """The key pressed; where no terminal is there, the next sign of standard input. "": there is none."""
    return (typer.getchar(echo=False) if sys.stdin.isatty() else sys.stdin.read(1)).lower()


def _asked(question: str) -> str:
    """What the editor writes; where no terminal is there, the rest of the line of standard input."""
    if sys.stdin.isatty():
        return str(typer.prompt(question, default="", show_default=False)).strip()
    say(question)
    return sys.stdin.readline().strip()


def _noted(note: str) -> str:
    """A reason of a likeness, as a doubt holds it."""
    feature, _, why = note.partition(": ")
    return reason_named(feature, why)


def _doubted(doubt: Doubt) -> str:
    """A doubt in one line."""
    if doubt.kind is DoubtKind.CONFLICT:
        return said("reports contradict each other about %(field)s", field=field_named(doubt.about))
    if doubt.kind is DoubtKind.NEAR:
        return said("may be the same as %(other)s: %(why)s", other=doubt.about, why="; ".join(map(_noted, doubt.notes)))
    if doubt.kind is DoubtKind.CLAIM:
        return said("the ledger contradicts a claim: “%(claim)s”", claim=doubt.about)
    return "; ".join((said(_SURE[doubt.kind]), *map(doubt_named, doubt.notes)))
