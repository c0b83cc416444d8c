"""Engagements as the ledger derives them from accounts and decisions, every field with who says it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Kind, Part, Status


class Review(StrEnum):
    """What editors decided about an engagement as a whole."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Saying:
    """One value of a field with the accounts (stems) that say it."""

    value: str
    stems: tuple[str, ...]
    origins: int = 1  # independent sources among them: three sites repeating one communiqué are one


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an engagement: its value, and everything that accounts say of it, the most agreed first.

    `agree` of the `of` accounts that say anything say `value`, or a less precise value that it fits into.
    `conflict`: some say what cannot be true together with it. `decision` is the number of the decision that set it.
    `inferred`: no account says it; it follows from another engagement.
    """

    value: str | None = None
    sayings: tuple[Saying, ...] = ()
    agree: int = 0
    of: int = 0
    origins: int = 0  # independent sources among those that agree
    conflict: bool = False
    decision: int | None = None
    inferred: bool = False

    @property
    def date(self) -> PartialDate | None:
        """The value of a field that holds a date."""
        return PartialDate.parse(self.value) if self.value else None


EMPTY = Field()


@dataclass(frozen=True, slots=True)
class Participant:
    """Who took part, as the accounts together show it.

    `seats` are the places in the accounts that tell of it ("STEM.0"); each addresses it, and `id` is the first.
    """

    seats: tuple[str, ...]
    name: Field = EMPTY
    office: Field = EMPTY
    organization: Field = EMPTY
    country: Field = EMPTY
    part: Field = EMPTY
    appearances: tuple[int, ...] = ()
    person: str | None = None  # id of the person, where the ledger knows one

    @property
    def id(self) -> str:
        """An address of the participant in its engagement."""
        return self.seats[0]

    @property
    def shown_as(self) -> str:
        """Name, or office, or organisation, or side."""
        options = (self.name, self.office, self.organization, self.country)
        return next((field.value for field in options if field.value), "?")

    @property
    def role(self) -> Part:
        """Visitor, host or participant."""
        return Part(self.part.value or "participant")


@dataclass(frozen=True, slots=True)
class TopicSaid:
    """A point of the agenda in a report's words, with its class in the topic scheme, and who says it."""

    quote: str
    topic: str | None
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Engagement:
    """A contact between sides, derived from its accounts and the decisions on them.

    `id` is the stem of the account that was recorded first; any stem of its accounts leads to it. `start`, `end`:
    dates as precise as reports tell them; `country`: ISO 3166 alpha-2. `part_of` and `follows` are ids of engagements.
    """

    id: str
    kind: Kind
    status: Field
    start: Field = EMPTY
    end: Field = EMPTY
    country: Field = EMPTY
    city: Field = EMPTY
    participants: tuple[Participant, ...] = ()
    topics: tuple[TopicSaid, ...] = ()
    source: Field = EMPTY
    stems: tuple[str, ...] = ()
    reports: int = 0
    origins: int = 0  # independent sources among the reports
    part_of: str | None = None
    follows: str | None = None
    review: Review = Review.OPEN

    @property
    def happened(self) -> Status:
        """Held, ongoing, planned or cancelled."""
        return Status(self.status.value or "held")

    @property
    def sides(self) -> tuple[str, ...]:
        """The states represented, in alphabetical order."""
        return tuple(sorted({p.country.value for p in self.participants if p.country.value}))

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The names of the fields about which reports contradict each other."""
        own = [(name, getattr(self, name)) for name in ("status", "start", "end", "country", "city")]
        parts = ("name", "office", "organization", "country", "part")
        of_participants = [(f"{p.id}.{name}", getattr(p, name)) for p in self.participants for name in parts]
        return tuple(name for name, field in own + of_participants if field.conflict)

    def with_persons(self, persons: dict[int, str]) -> "Engagement":
        """The engagement with the ids of persons looked up by their appearances."""
        return replace(self, participants=tuple(_named(p, persons) for p in self.participants))


def _named(participant: Participant, persons: dict[int, str]) -> Participant:
    found = [persons[key] for key in participant.appearances if key in persons]
    return replace(participant, person=found[0] if found else None)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person in an office as reports show it: from the first to the last engagement in which it acted so."""

    office: str | None
    organization: str | None
    country: str | None
    first: PartialDate | None
    last: PartialDate | None
    engagements: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person in their official capacity: the names that reports use, the most used first, and the offices held."""

    id: str
    names: tuple[str, ...]
    tenures: tuple[Tenure, ...] = ()

    @property
    def name(self) -> str:
        """The name that most reports use."""
        return self.names[0]
