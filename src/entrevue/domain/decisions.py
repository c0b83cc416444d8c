"""Decisions: what editors settle, kept whatever is read again."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What a decision does."""

    ACCEPT = "accept"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    REJECT = "reject"
    SAME_PERSON = "same-person"
    NOT_SAME_PERSON = "not-same-person"


@dataclass(frozen=True, slots=True)
class Decision:
    """An editor's decision; decisions are never changed, `undone` tells which one an `undo` took back, and when.

    `targets` are stems of accounts (for persons: ids of appearances as text), `others` the second group of a merge,
    split, same-person or not-same-person. `field` and `value` are those of a correction (`value` None empties it); a
    participant's field follows all the seats it had then ("STEM.0+STEM.2.office"), so that it is found by any of them.
    """

    number: int
    verb: Verb
    targets: tuple[str, ...]
    who: str
    when: dt.datetime
    why: str = ""
    others: tuple[str, ...] = ()
    field: str | None = None
    value: str | None = None
    undone: dt.datetime | None = None
    undone_by: str | None = None

    @property
    def corrects(self) -> str | None:
        """The name of the field that a correction sets, a participant's without its address."""
        return self.field.rpartition(".")[2] if self.field else None
