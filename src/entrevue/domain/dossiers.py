"""Dossiers: all the ledger knows of a person, an organisation, a state, or a pair of them."""

from dataclasses import dataclass

from entrevue.domain.engagements import Engagement, Person
from entrevue.domain.queries import Query


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a dossier is about. `kind`: "state", "person" or "organisation"; `value`: code, id or name."""

    kind: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often: what took place by year, and the longest known time from one to the next, with the dates around it.

    `gap_at_least`: so many days have passed at least, for one of the two dates is no day.
    """

    years: tuple[tuple[int, int], ...]
    longest_gap: int | None = None
    gap_from: str | None = None
    gap_until: str | None = None
    gap_at_least: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """How many visits somebody's side made to another."""

    visitor: str
    host: str
    visits: int


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Somebody whom the subjects have to do with, and in how many engagements. `kind`: as of a subject, or "other"."""

    label: str
    engagements: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """`engagements` are the newest, of `total`; `counterparts` and `persons` are those of `looked_at` engagements.

    `planned` and `cancelled` of the total count in no rhythm, flow, counterpart or topic.
    """

    subjects: tuple[Subject, ...]
    query: Query
    total: int
    looked_at: int
    rhythm: Rhythm
    flows: tuple[Flow, ...]
    persons: tuple[Person, ...]
    counterparts: tuple[Counterpart, ...]
    topics: tuple[tuple[str, int], ...]
    engagements: tuple[Engagement, ...]
    planned: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class Tie:
    """Two who met, and in how many engagements; each by its id or code, with a label and its side."""

    one: str
    other: str
    one_label: str
    other_label: str
    engagements: int
    one_side: str | None = None
    other_side: str | None = None
