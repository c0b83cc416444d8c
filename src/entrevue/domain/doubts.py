"""Doubts: why an engagement should be looked at by an editor, and before which others."""

from dataclasses import dataclass
from enum import StrEnum

from entrevue.domain.engagements import Engagement
from entrevue.domain.likeness import Likeness


class DoubtKind(StrEnum):
    """What gives rise to a doubt."""

    CONFLICT = "conflict"
    CONFIDENCE = "confidence"
    NEAR = "near"
    CLAIM = "claim"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to look at an engagement; `points` say how strong it is, from 0 to 1.

    `about`: of a conflict the field; of low confidence the account (stem) and `notes` the reader's reasons; of a near
    duplicate the other engagement's id and `notes` what speaks for and against; of a contradicted claim its words; of a
    reply that proposes a correction its id. `others`: ids of the engagements that contradict a claim.
    """

    kind: DoubtKind
    points: float
    about: str
    notes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An engagement that nobody reviewed yet, with its doubts, the strongest first."""

    engagement: Engagement
    doubts: tuple[Doubt, ...] = ()

    @property
    def proposed(self) -> bool:
        """Whether a reader proposes a correction."""
        return any(doubt.kind is DoubtKind.REPLY for doubt in self.doubts)

    @property
    def points(self) -> float:
        """How much there is to doubt: each further doubt counts half of the one before."""
        return sum(doubt.points / (1 << place) for place, doubt in enumerate(self.doubts))


@dataclass(frozen=True, slots=True)
class Queue:
    """What to review next: `looked_at` of the `open` engagements, what readers propose first, then the most doubtful.

    `last` is the id of the least doubtful one looked at; a further look begins there. None: there are no more.
    """

    items: tuple[Doubtful, ...]
    looked_at: int
    open: int
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another engagement that may be the same, with what speaks for and against."""

    engagement: Engagement
    likeness: Likeness
