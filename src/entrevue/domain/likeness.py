"""Likeness: whether two things are the same, as a score that says why."""

from dataclasses import dataclass
from enum import StrEnum

SAME = 0.5  # from this score on two things count as the same
CLOSE = 0.25  # and from this one on an editor should look whether they are
BONDED = 40  # accounts of one engagement that are compared with each other to say why they are one


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature of a likeness: what it compares, what it adds to (or takes from) the score, and in words why."""

    feature: str  # "kind", "dates", "place", "participants", "name", "office", ...
    points: float
    note: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two things are, from 0 to 1, with a reason for every part of the score.

    `barred`: what is known of the two excludes that they are the same (other kind, days apart, two different full
    names), so that no third thing that is like both may join them.
    """

    score: float
    reasons: tuple[Reason, ...] = ()
    barred: bool = False

    @property
    def same(self) -> bool:
        """Whether the two count as the same."""
        return self.score >= SAME and not self.barred

    @property
    def worth(self) -> float:
        """The score, or 0 for two that cannot be the same."""
        return 0.0 if self.barred else self.score


class EchoKind(StrEnum):
    """Why two accounts are one origin told twice."""

    REPORT = "report"  # they stand in one report
    PUBLISHER = "publisher"  # one publisher printed both
    CREDIT = "credit"  # both credit one news agency
    SOURCE = "source"  # both credit one communiqué or body
    TEXT = "text"  # most of one text stands in the other
    LEAD = "lead"  # both open with the same sentence


@dataclass(frozen=True, slots=True)
class Echo:
    """Two accounts (by their stems) that count as one origin, and why; `about`: the publisher, agency or source."""

    kind: EchoKind
    one: str
    other: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Bond:
    """What joins two accounts (by their stems) of one engagement."""

    one: str
    other: str
    likeness: Likeness
