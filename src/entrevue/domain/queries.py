"""Questions to the ledger, and how far its answers can be trusted."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Kind, Status


@dataclass(frozen=True, slots=True)
class Query:
    """Which engagements: every condition given must hold.

    `states`: states that are sides, represented or visited (ISO 3166 alpha-2), all of them; `visitor`, `host`: states
    represented in that part; `person`: id of a person, `met`: of another who took part too; `organisation`: an
    organisation's acronym or name as reports give it; `place`: where it took place, a state's code or a city; `since`,
    `until`: engagements that can have taken place within, by their dates' precision (undated ones are left out when
    either is given); `text`: words that all occur, phrases in double quotes; a last word that ends in * stands for all
    that begin so. Rejected engagements come only with `rejected`. `role`: a class of office ("intelligence") that
    somebody holds; `publisher`, `language`: of a report that tells of it; `origins`: at least so many independent
    sources; `review`: "accepted" or "open"; `changed`: a report or a decision on it came on this day or later (UTC).
    `tag`: an editor's tag on it; `collection`: the id, or the key of the shared address, of a collection that holds it.
    `took_place`: only what was held or is going on.

    Text is taken for kinds, statuses and dates ("visit", "2023-04"), a single state for several; ValueError says what
    would be right. A ledger understands states by any usual name ("Kenya", "USA").
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
    role: str | None = None
    publisher: str | None = None
    language: str | None = None
    origins: int | None = None
    review: str | None = None
    changed: dt.date | None = None
    tag: str | None = None
    collection: str | None = None
    met: str | None = None
    took_place: bool = False

    def __post_init__(self) -> None:
        """Take text for what it stands for."""
        taken = {
            "states": _several(self.states),
            "kind": _choice("kind", self.kind, Kind),
            "status": _choice("status", self.status, Status),
            "since": _date(self.since),
            "until": _date(self.until),
        }
        for name, value in taken.items():
            object.__setattr__(self, name, value)


def _several(states: str | Iterable[str]) -> tuple[str, ...]:
    return (states,) if isinstance(states, str) else tuple(states)


Choice = TypeVar("Choice", Kind, Status)


def _choice(name: str, value: Choice | str | None, choices: type[Choice]) -> Choice | None:
    if value is None or isinstance(value, choices):
        return value
    right = [one.value for one in choices]
    if value in right:
        return choices(value)
    near = get_close_matches(value, right, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"it can be: {', '.join(right)}"
    raise ValueError(f"{name} cannot be {value!r}; {hint}")


def _date(value: PartialDate | dt.date | str | None) -> PartialDate | None:
    if value is None or isinstance(value, PartialDate):
        return value
    return PartialDate.of(value) if isinstance(value, dt.date) else PartialDate.parse(value)


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
