"""Replies: what readers remark on a report or an engagement."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

NAME, EMAIL, TEXT, VALUE, WHY = 80, 254, 4000, 300, 500  # characters that each may have
# what can be wrong with a field, the answer to the challenge among them
PROBLEMS = ("missing", "too long", "no address", "impossible", "unknown", "late", "used", "wrong")


class Moderation(StrEnum):
    """What a moderator said of a reply; only a published one is shown."""

    PENDING = "pending"
    PUBLISHED = "published"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction that a reply proposes: `field` of the engagement `target`, addressed as decisions address it."""

    target: str  # stem
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A remark; the e-mail of who wrote it is no part of it, so that nothing that shows a reply can show that.

    `about` is the id of a report ("r-…") or an engagement (a stem). `decision` is the number of the decision that
    accepted the proposal.
    """

    number: int
    id: str  # "y-…"
    about: str
    name: str
    text: str
    created: dt.datetime
    language: str | None = None
    proposal: Proposal | None = None
    state: Moderation = Moderation.PENDING
    moderated: dt.datetime | None = None
    moderated_by: str | None = None
    why: str = ""
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question: `left` times `right`; `token` comes back with the answer."""

    left: int
    right: int
    token: str

    @property
    def question(self) -> str:
        """The question in signs that every language reads."""
        return f"{self.left} × {self.right} ="


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader wrote into the form under a page; `about` is what the page shows.

    `field` and `value` propose a correction of `target`, which is the engagement itself where none is named.
    """

    about: str
    name: str
    email: str
    text: str
    token: str
    answer: str
    language: str | None = None
    field: str | None = None
    value: str | None = None
    target: str | None = None
