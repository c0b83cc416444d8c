"""Questions to the ledger, and how far its answers can be trusted."""

from dataclasses import dataclass

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Kind, Status


@dataclass(frozen=True, slots=True)
class Query:
    """Which engagements: every condition given must hold.

    `states`: states represented (ISO 3166 alpha-2), all of them; `visitor`, `host`: states represented in that part;
    `person`: id of a person; `organisation`: an organisation's acronym or name as reports give it; `place`: a state's
    code or a city; `since`, `until`: engagements that can have taken place within, by their dates' precision (undated
    ones are left out when either is given); `text`: words that all occur, phrases in double quotes; a last word that
    ends in * stands for all that begin so. Rejected engagements come only with `rejected`.
    """

    states: tuple[str, ...] = ()
    visitor: str | None = None
    host: str | None = None
    person: str | None = None
    organisation: str | None = None
    kind: Kind | None = None
    status: Status | None = None
    topic: str | None = None
    place: str | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    text: str | None = None
    part_of: str | None = None
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the ledger has read that bears on a query's states: the ground under a "first" or an "only".

    `reports`, `publishers` and the dates of publication are those behind `looked_at` of the engagements, the newest and
    the oldest: where it holds more, there may be more.
    """

    reports: int
    publishers: int
    engagements: int
    first_published: PartialDate | None = None
    last_published: PartialDate | None = None
    first_engagement: PartialDate | None = None
    years: tuple[tuple[int, int], ...] = ()  # year, engagements known
    looked_at: int = 0
