"""Drafts: frames joined into engagements while a report is read."""

from dataclasses import dataclass, field

from entrevue.accounts.characters import Character
from entrevue.accounts.frames import Frame
from entrevue.accounts.spots import Spot
from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import DateMention
from entrevue.domain.reading import Kind, Part, Status

Span = tuple[int, int]


@dataclass(slots=True, eq=False)
class Draft:
    """An engagement in the making: who, where, when, and the frames that told it."""

    kind: Kind
    parts: dict[Character, Part] = field(default_factory=dict)
    told: dict[Character, Span] = field(default_factory=dict)
    spot: Spot | None = None
    date: DateMention | None = None
    length: int | None = None
    status: Status = Status.HELD
    back: bool = False
    follow: bool = False
    frames: list[Frame] = field(default_factory=list)
    start: PartialDate | None = None
    end: PartialDate | None = None
    inferred: set[str] = field(default_factory=set)
    part_of: "Draft | None" = None
    follows: "Draft | None" = None
    main: bool = True
    title_only: bool = False
    aides: set[Character] = field(default_factory=set)  # who sat in beside the sides that met
    margins: bool = False  # told to be on the margins of a gathering, where people of any state meet
    missed: bool = False  # called off when its day had come: "could not take place"
    over: bool = False  # told to have ended: "wrapped up on Friday"
    arrival: bool = False  # told to be on the first day of a visit
    supplied: bool = False  # its parties go without saying in the text

    @property
    def people(self) -> set[Character]:
        """The participants that are no bare states or organisations."""
        return {character for character in self.parts if not character.state}

    @property
    def named_in_order(self) -> tuple[Character, ...]:
        """The same, in the order in which they were told."""
        return tuple(character for character in self.parts if not character.state)

    @property
    def first(self) -> int:
        """Where the first sentence that tells it begins."""
        body = [frame.sentence.start for frame in self.frames if frame.sentence.paragraph >= 0]
        return min(body, default=self.frames[0].sentence.start)

    @property
    def visitors(self) -> set[Character]:
        """Those who travel."""
        return {character for character, part in self.parts.items() if part is Part.VISITOR}
