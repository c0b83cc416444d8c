"""Decisions: what editors settle, kept whatever is read again."""

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum

PARTICIPANTS, TOPICS = "participants", "topics"  # fields to which a correction adds what its value holds as JSON
ADDED = (PARTICIPANTS, TOPICS)
REMOVED_TOPIC = "topics.gone"  # the field of a correction that takes the topic of these words away
PRESENCE = "presence"  # and a participant's, of one that takes it away


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
    participant's field follows all the seats it had then ("STEM.0+STEM.2.office"), so that it is found by any of them;
    one that a decision added has a seat of its own ("d12").
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
    def told(self) -> str | None:
        """The value as its reader wants it: of what was added, its parts in a row."""
        if self.field not in ADDED or self.value is None:
            return self.value
        return ", ".join(str(part) for part in json.loads(self.value).values() if part)

    @property
    def corrects(self) -> str | None:
        """The name of the field that a correction sets, a participant's without its address."""
        return self.field.rpartition(".")[2] if self.field else None
