"""What editors write beside the ledger: notes, tags, collections; and the searches that users keep.

None of it changes what is derived. `about` is the id of a report ("r-…"), of a person ("p-…": any of the person's
appearances) or of an engagement (the stem of any of its accounts), so that it stays with the thing when things are
merged, split or derived anew.
"""

import datetime as dt
from dataclasses import dataclass

from entrevue.domain.engagements import Engagement, Person
from entrevue.domain.recorded import ReportVersion
from entrevue.domain.text import fold, plain_letters

NOTE, TAG, TITLE, ADDRESS = 4000, 60, 200, 2000  # characters that each may have
ITEMS = 2000  # things in a collection
KEPT = 200  # searches of a user
OF_EDITORS = "l-"  # what ids of collections begin with, and keys of shared ones never


@dataclass(frozen=True, slots=True)
class Note:
    """Words of an editor about a thing; `changed` and `changed_by` of the last change, where there was one."""

    number: int
    id: str  # "n-…"
    about: str
    text: str
    who: str
    made: dt.datetime
    changed: dt.datetime | None = None
    changed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A word under which an editor filed a thing; capitals and accents make no other tag."""

    name: str
    about: str
    who: str
    made: dt.datetime


@dataclass(frozen=True, slots=True)
class Collection:
    """Things that editors put together under a title. `key` stands in the address that is shared; None: not shared."""

    number: int
    id: str  # "l-…"
    title: str
    who: str
    made: dt.datetime
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """Everything that editors wrote beside one thing, the oldest first."""

    notes: tuple[Note, ...] = ()
    tags: tuple[Tag, ...] = ()
    collections: tuple[Collection, ...] = ()


@dataclass(frozen=True, slots=True)
class Things:
    """What is under a tag or in a collection, each once, in the order in which it came there.

    `gone`: ids that lead to nothing at present, for the report is read otherwise now than it was.
    """

    engagements: tuple[Engagement, ...] = ()
    persons: tuple[Person, ...] = ()
    reports: tuple[ReportVersion, ...] = ()
    gone: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many there are."""
        return len(self.engagements) + len(self.persons) + len(self.reports) + len(self.gone)


@dataclass(frozen=True, slots=True)
class Search:
    """A search that a user keeps: the parameters that ask it, and when the user last looked at what it finds."""

    number: int
    user: str  # id
    title: str
    address: str
    seen: dt.datetime


def plain_tag(name: str) -> str:
    """A tag as it is compared: without capitals, accents, and the sign that some write before it."""
    return " ".join(plain_letters(fold(name)).split()).lstrip("# ")
