"""Engagements at a glance: what pictures and counts need of hundreds of them, without who says it."""

from dataclasses import dataclass, replace

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Kind, Status


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a field alone."""

    value: str | None = None

    @property
    def date(self) -> PartialDate | None:
        """The value of a field that holds a date."""
        return PartialDate.parse(self.value) if self.value else None


NOTHING = Value()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who took part; `person` is the id of the person, where the ledger knows one."""

    name: Value = NOTHING
    office: Value = NOTHING
    organization: Value = NOTHING
    country: Value = NOTHING
    appearances: tuple[int, ...] = ()
    person: str | None = None

    @property
    def shown_as(self) -> str:
        """Name, or office, or organisation, or side."""
        return self.name.value or self.office.value or self.organization.value or self.country.value or "?"


def _named(one: Actor, persons: dict[int, str]) -> Actor:
    person = next((persons[number] for number in one.appearances if number in persons), None)
    return Actor(one.name, one.office, one.organization, one.country, one.appearances, person)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda in a report's words, with its class in the topic scheme."""

    quote: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """An engagement with its values alone; names as in `Engagement`."""

    id: str
    kind: Kind
    status: Value
    start: Value = NOTHING
    end: Value = NOTHING
    country: Value = NOTHING
    city: Value = NOTHING
    participants: tuple[Actor, ...] = ()
    topics: tuple[Point, ...] = ()

    def with_persons(self, persons: dict[int, str]) -> "Glance":
        """The same with the ids of persons looked up by their appearances."""
        return replace(self, participants=tuple(_named(one, persons) for one in self.participants))

    @property
    def happened(self) -> Status:
        """Held, ongoing, planned or cancelled."""
        return Status(self.status.value or "held")

    @property
    def sides(self) -> tuple[str, ...]:
        """The states represented, in alphabetical order."""
        return tuple(sorted({one.country.value for one in self.participants if one.country.value}))
