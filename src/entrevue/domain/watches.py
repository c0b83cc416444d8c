"""Watches: what is read again and again, how each time went, and who is told of what is new."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from entrevue.domain.queries import Query


class WatchKind(StrEnum):
    """What a watch looks at: a feed (RSS, Atom, JSON Feed) or a sitemap."""

    FEED = "feed"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True)
class Watch:
    """Something that is read again and again.

    `url` is what is looked at, `page` what its user named where that was a page that offers it. `etag` and `modified`
    are what its server said last, `failures` how often in a row it failed. `private`: its own host may be on a private
    network.
    """

    id: str
    url: str
    kind: WatchKind
    title: str
    created: dt.datetime
    page: str | None = None
    private: bool = False
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    due: dt.datetime | None = None  # when it is looked at next
    last: dt.datetime | None = None
    last_outcome: str | None = None


@dataclass(frozen=True, slots=True)
class WatchRun:
    """How one look went: `outcome` is one line; pages that were new, told of an engagement, or could not be read."""

    watch: str
    when: dt.datetime
    outcome: str
    pages: int = 0
    told: int = 0
    failed: int = 0


class JobKind(StrEnum):
    """What is to be done: look at a watch, read a page, deliver an alert."""

    WATCH = "watch"
    PAGE = "page"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done once; who takes it leases it, and another takes it when the lease runs out.

    `attempts` counts this one. `error` is why the last one failed. A job that failed too often is `dead`: it is kept,
    and not tried again.
    """

    number: int
    kind: JobKind
    subject: str  # id of a watch or an alert, address of a page
    watch: str | None
    due: dt.datetime
    attempts: int = 0
    error: str | None = None
    dead: bool = False


class Channel(StrEnum):
    """How an alert tells: a feed to be fetched, a mail, or a request to a server."""

    ATOM = "atom"
    EMAIL = "email"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved question; engagements that answer it are told once, when reports first tell of them.

    `after` is the number of the last report that was looked at.
    """

    id: str
    label: str
    channel: Channel
    query: Query
    created: dt.datetime
    target: str | None = None  # a mail address, or the address of a server
    private: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """An engagement that an alert tells of: when it was found, and when it was told (None: not yet)."""

    alert: str
    engagement: str
    found: dt.datetime
    told: dt.datetime | None = field(default=None)
