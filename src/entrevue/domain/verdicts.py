"""Verdicts: what a claim asks of the ledger, and whether the ledger bears it out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from enum import StrEnum
from typing import Any

from entrevue.domain.dates import PartialDate
from entrevue.domain.queries import Coverage, Query
from entrevue.domain.reading import Claim, Kind


class Outcome(StrEnum):
    """What the ledger says to a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNKNOWN = "not enough known"
    ALONE = "only this report tells of it"  # what is known beside the report that claims it decides nothing


class Shape(StrEnum):
    """What kind of thing a claim says of the engagement that it speaks of ("this one")."""

    FIRST = "first"  # none of the kind lies in the span before this one
    RANK = "rank"  # with those of the span before it, this one is the `number`-th
    COUNT = "count"  # `number` lie in the span
    LAST = "last"  # the latest before this one lies in the span, and none after the span
    AFTER = "after"  # this one took place `gap` after another


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a claim counts, every condition given must hold; none given: anybody.

    `sides`: states (ISO 3166 alpha-2), one of which is represented; `persons`: names; `organisation`: acronym or name;
    `role`: class of office heads ("minister"); `field`: what the office is for ("security"). `loose`: the text names
    nobody, so that another holder of the same office may be meant as well as the same person. `acting`: the text tells
    the capacity ("her first visit as prime minister"), so that what the same person did in another one does not count.
    """

    sides: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    organisation: str | None = None
    role: str | None = None
    field: str | None = None
    loose: bool = False
    acting: bool = False

    @property
    def anybody(self) -> bool:
        """Whether nothing is asked of anyone."""
        return not (self.sides or self.persons or self.organisation or self.role or self.field)

    @property
    def specific(self) -> bool:
        """Whether a person, or an office of one side, is meant rather than anybody of a side."""
        return bool(self.persons or self.organisation or (self.role and self.sides)) and not self.loose


@dataclass(frozen=True, slots=True)
class Span:
    """The time in which engagements are counted: both ends included, None is open.

    What lies between `since` and `sure_from` may or may not be meant: the rounding in "in two months", and days of an
    imprecise date. `bounded` is False where the text sets no beginning that can be dated ("since taking office").
    """

    since: dt.date | None = None
    sure_from: dt.date | None = None
    until: dt.date | None = None
    bounded: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """How many days lie between two engagements: within `least` and `most`, by rounding perhaps `rounding` beyond."""

    least: int
    most: int
    rounding: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A claim as a question to the ledger.

    `at` is when this one takes place, `this` the engagement's id where the ledger holds it. `other` is the second party
    of a meeting, call or signing. `place`: ISO 3166 alpha-2; `city` only where the claim names a city other than a
    capital. `abroad`: any state but the visitor's own. `narrow`: of a sort that the ledger does not tell ("state
    visit"). `at_least`: more than `number` is no contradiction.
    """

    shape: Shape
    kind: Kind | None = None
    number: int = 1
    at_least: bool = False
    who: Who = Who()
    other: Who | None = None
    place: str | None = None
    city: str | None = None
    abroad: bool = False
    narrow: bool = False
    span: Span = Span()
    gap: Gap | None = None
    at: PartialDate | None = None
    this: str | None = None
    language: str = "en"

    @property
    def needs_ground(self) -> bool:
        """Whether what the ledger does not know matters: in a first, a last, an only one."""
        only = self.shape is Shape.COUNT and self.number == 1 and not self.at_least
        return only or self.shape in {Shape.FIRST, Shape.LAST}

    @property
    def query(self) -> Query:
        """What the ledger is asked for; the rest is decided on what it answers."""
        states = tuple(dict.fromkeys(self.who.sides[:1] + (self.other.sides[:1] if self.other else ())))
        counts_back = self.shape in {Shape.LAST, Shape.AFTER}
        until = self.at if counts_back else PartialDate.of(self.span.until) if self.span.until else None
        return Query(
            states=states,
            organisation=self.who.organisation if not states else None,
            kind=None if self.kind is Kind.VISIT else self.kind,  # a reception there tells of a visit, too
            text=self._name if not (states or self.place or self.who.organisation) else None,
            place=self.place,
            since=PartialDate.of(self.span.since) if self.span.since else None,
            until=until,
        )

    @property
    def _name(self) -> str | None:
        """Words that every engagement asked for holds, where nothing else narrows it down."""
        name = next(iter(self.who.persons), None)
        return f'"{name.split()[-1]}"' if name else None

    def as_json(self) -> dict[str, Any]:
        """The question as JSON can hold it, with the query to the ledger; what is not asked is left out."""
        told: dict[str, Any] = _plain(self)
        return told | {"query": _plain(self.query)}


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason of a verdict: a code that the packs have words for, with the values to put in."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """How far the ledger can be trusted about what it does not know: `firm` is enough for a "first" or an "only"."""

    coverage: Coverage
    firm: bool
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim with what the ledger says to it.

    `engagements` are the ids that say so, `doubtful` those that may or may not count. `question` is None for a claim
    that could not be read into one.
    """

    claim: Claim
    outcome: Outcome
    question: Question | None = None
    engagements: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    ground: Ground | None = None
    remarks: tuple[Remark, ...] = ()


def _plain(value: Any) -> Any:
    """A value without what is empty."""
    if isinstance(value, dt.date | PartialDate | StrEnum):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        items = {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
        return {name: item for name, item in items.items() if item not in (None, (), [], {}, False)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
