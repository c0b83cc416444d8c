"""An engagement as claims see it: when, where and who, whether it comes from a text or from the ledger."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from entrevue.domain.dates import PartialDate
from entrevue.domain.engagements import Engagement, Field
from entrevue.domain.reading import Account, Kind, Part, Status


@dataclass(frozen=True, slots=True)
class Days:
    """The days that one imprecise day can be."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Member:
    """A participant and the capacity it takes part in; `person` is the ledger's id of a person."""

    name: str | None
    office: str | None
    organization: str | None
    country: str | None
    part: Part
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of one engagement; `start` and `end` hold every day that reports allow."""

    id: str | None
    kind: Kind
    status: Status
    at: PartialDate | None
    start: Days | None
    end: Days | None
    country: str | None
    city: str | None
    cast: tuple[Member, ...]
    part_of: str | None = None

    @property
    def guests(self) -> tuple[Member, ...]:
        """Those who came: the visitors, or whoever represents another state than the one it takes place in."""
        visitors = tuple(member for member in self.cast if member.part is Part.VISITOR)
        if visitors or self.country is None:
            return visitors
        return tuple(m for m in self.cast if m.part is Part.PARTICIPANT and m.country not in (None, self.country))

    @property
    def sides(self) -> tuple[str, ...]:
        """The states represented, those of the visitors first; last the one that it takes place in."""
        order = sorted(self.cast, key=lambda member: member.part is not Part.VISITOR)
        return tuple(dict.fromkeys(side for side in (*(member.country for member in order), self.country) if side))


def scene_of_account(account: Account, id_: str | None = None) -> Scene:
    """What one report tells."""
    start = _days((str(account.start),)) if account.start else None
    cast = tuple(Member(p.name, p.office, p.organization, p.country, p.part) for p in account.participants)
    end = _days((str(account.end),)) if account.end else start
    return Scene(
        id_,
        account.kind,
        account.status,
        account.start,
        start,
        end,
        account.country,
        account.city,
        cast,
        account.part_of,
    )


def scene_of_engagement(engagement: Engagement) -> Scene:
    """What the ledger holds; where reports differ about a day, every day that one of them tells is possible."""
    cast = tuple(
        Member(p.name.value, p.office.value, p.organization.value, p.country.value, p.role, p.person)
        for p in engagement.participants
    )
    start = _possible(engagement.start)
    return Scene(
        engagement.id,
        engagement.kind,
        engagement.happened,
        engagement.start.date,
        start,
        _possible(engagement.end) or start,
        engagement.country.value,
        engagement.city.value,
        cast,
        engagement.part_of,
    )


def _possible(field: Field) -> Days | None:
    if field.value is None:
        return None
    told = tuple(saying.value for saying in field.sayings) if field.conflict and field.decision is None else ()
    return _days((field.value, *told))


@lru_cache(maxsize=4096)
def _days(values: tuple[str, ...]) -> Days:
    dates = [PartialDate.parse(value) for value in values]
    return Days(min(date.first for date in dates), max(date.last for date in dates))
