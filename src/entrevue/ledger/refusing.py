"""What was forgotten, remembered as hashes alone, so that it is known again when it comes back and is not kept.

A hash can be tried with a name that somebody guesses, and with every name of a list: it hides a name from whoever
reads the ledger, not from whoever searches it for that very name.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from entrevue.domain.reading import Reading
from entrevue.domain.recorded import Appearance
from entrevue.domain.report import Report
from entrevue.domain.text import fold, plain_letters
from entrevue.ledger.blotting import Blot, Name, blotted_reading, name_of, runs_of, words_in
from entrevue.ledger.rows import Refusal
from entrevue.ledger.store import Session
from entrevue.ledger.words import prepared

_BYTES = 16


def refusals_of(session: Session, things: Iterable[tuple[str, str]], made: str) -> list[Refusal]:
    """Refusals of things, each what it is and its text, under the salt that the ledger uses."""
    known = session.refusals()
    salt = known[-1].salt if known else secrets.token_hex(_BYTES)
    rows = {(what, text) for what, text in things}
    return [Refusal(what, hashed(what, text, salt), len(text.split()), salt, made) for what, text in sorted(rows)]


def hashed(what: str, text: str, salt: str) -> str:
    """The hash by which a thing is known again."""
    return blake2b(
        f"{what}\0{text}".encode("utf-8", "surrogatepass"), key=salt.encode(), digest_size=_BYTES
    ).hexdigest()


def spelt(name: Name) -> str:
    """A name as text."""
    return " ".join(name)


@dataclass(frozen=True)
class Refused:
    """Everything that a ledger refuses."""

    rows: tuple[Refusal, ...]

    @classmethod
    def by(cls, session: Session) -> "Refused":
        """All that was ever forgotten there."""
        return cls(session.refusals())

    def __bool__(self) -> bool:
        """Whether anything was ever forgotten."""
        return bool(self.rows)

    @cached_property
    def _hashes(self) -> dict[tuple[str, str], frozenset[str]]:
        """Hashes by what they are of and their salt."""
        found: dict[tuple[str, str], set[str]] = {}
        for row in self.rows:
            found.setdefault((row.what, row.salt), set()).add(row.hash)
        return {kind: frozenset(hashes) for kind, hashes in found.items()}

    @cached_property
    def _sizes(self) -> list[int]:
        return sorted({row.size for row in self.rows if row.what == "name"})

    def holds(self, what: str, text: str) -> bool:
        """Whether a thing was forgotten."""
        return any(hashed(what, text, salt) in own for (kind, salt), own in self._hashes.items() if kind == what)

    def report(self, id: str, report: Report) -> bool:  # noqa: A002 (the word for it)
        """Whether a report was forgotten: by its address, or word for word at another one."""
        return self.holds("report", id) or self.holds("text", prepared(report.text))

    def names_in(self, text: str) -> set[Name]:
        """The forgotten names that a text holds."""
        if not self._sizes:
            return set()
        runs = {name for name, _, _ in runs_of(words_in(text), self._sizes)}
        held = {name for name in runs if self.holds("name", spelt(name))}
        if plain_letters(folded := fold(text)) == folded:
            return held
        # Refusals that were made before "ł" was taken for "l" hold the one letter, and stay.
        former = {name for name, _, _ in runs_of(words_in(text, letters=True), self._sizes)}
        return held | {tuple(sorted(map(plain_letters, name))) for name in former if self.holds("name", spelt(name))}

    def blot(self, texts: Iterable[str | None], appearances: Iterable[tuple[str, Appearance]] = ()) -> Blot:
        """What is to be blotted out where these texts stand, and these appearances, each under its signature."""
        names = {name for text in texts if text for name in self.names_in(text)}
        names |= {name_of(one.name) for signature, one in appearances if self.holds("appearance", signature)}
        return Blot(frozenset(name for name in names if name))

    def without(self, text: str) -> str:
        """A text, which stands for itself, without the names of those who were forgotten."""
        return self.blot([text])(text)

    def reading(self, reading: Reading, appearances: Iterable[tuple[str, Appearance]]) -> Reading:
        """A reading without the names of those who were forgotten."""
        blot = self.blot(texts_of(reading.report), appearances)
        return blotted_reading(reading, blot) if blot else reading


def texts_of(report: Report) -> tuple[str | None, ...]:
    """All texts of a report in which somebody may be named."""
    return (report.text, report.url, report.publisher, *report.authors, *report.chrome, *report.notes)
