"""Which reports can hold somebody's name: looked for a few at a time, without keeping anybody from writing meanwhile.

What looks is quick and believes too much rather than too little: a report is suspected where every word of a name
stands somewhere in one of its texts, inside longer words too. Whoever forgets then looks closely at those alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from entrevue.domain.text import fold, plain_letters
from entrevue.ledger.answers import appearances_of
from entrevue.ledger.blotting import Name, name_of
from entrevue.ledger.rows import ReportRow
from entrevue.ledger.store import Session, Store

_BATCH = 200  # reports that are looked through in one transaction


@dataclass(frozen=True, slots=True)
class Sought:
    """Names that are looked for, each as its words."""

    names: frozenset[Name]

    @classmethod
    def of(cls, session: Session, person: str) -> "Sought":
        """The names of a person; UnknownId for none."""
        return cls(frozenset(name_of(row.name) for row in appearances_of(session, person)))

    def may_be_in(self, text: str) -> bool:
        """Whether one of the names can stand in a text; where it cannot, it surely does not."""
        there = _letters(text)
        return any(all(_letters(word) in there for word in name) for name in self.names)


@dataclass(slots=True)
class Suspects:
    """Reports that were looked through for some names: which can hold one, and what they were like then."""

    sought: Sought
    _found: set[int] = field(default_factory=set)
    _looked: dict[int, int] = field(default_factory=dict)  # a hash of each row: ledgers hold very many
    _newest: int = 0  # account that was there before the first was looked at

    @classmethod
    def by(cls, store: Store, person: str) -> "Suspects":
        """Look through a ledger; UnknownId for no person."""
        with store.reading() as session:
            made = cls(Sought.of(session, person), _newest=session.newest_telling())
        after: int | None = 0
        while after is not None:
            with store.reading() as session:
                rows = session.reports(after, _BATCH)
                made._look(session, rows)
            after = rows[-1].number if rows else None
        return made

    def reports(self, session: Session, sought: Sought) -> list[ReportRow]:
        """Those that can hold one of the names as of now: what changed since it was looked at is looked at again."""
        if sought != self.sought:
            self.sought, self._found, self._looked = sought, set(), {}
        told_since = session.reports_told_after(self._newest)
        suspected = []
        after = 0
        while rows := session.reports(after, _BATCH):
            after = rows[-1].number
            self._look(session, [r for r in rows if r.number in told_since or self._looked.get(r.number) != hash(r)])
            suspected += [row for row in rows if row.number in self._found]
        return suspected

    def _look(self, session: Session, rows: Iterable[ReportRow]) -> None:
        looked = {row.number: hash(row) for row in rows}
        self._looked |= looked
        self._found -= looked.keys()
        for number, text in session.written_in(looked):
            if number not in self._found and self.sought.may_be_in(text):
                self._found.add(number)


def _letters(text: str) -> str:
    """A text as names are compared, and both forms of sigma as one: a whole text has another at the ends of words."""
    return plain_letters(fold(text)).replace("ς", "σ")


__all__ = ["Sought", "Suspects"]
