"""Replies: what readers remark on a report or an engagement."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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
