"""Frames: what one trigger in one sentence tells, before references are resolved and frames are joined."""

from dataclasses import dataclass, field

from entrevue.accounts.clauses import Group
from entrevue.domain.mentions import Actor, ActorKind
from entrevue.domain.reading import Kind, Part
from entrevue.domain.text import Sentence

_MOTION = {ActorKind.PERSON, ActorKind.OFFICE, ActorKind.PRONOUN, ActorKind.PAIR}


@dataclass(slots=True)
class Frame:
    """A trigger with the actors around it; `trigger` is its token index."""

    kind: Kind
    sentence: Sentence
    number: int
    trigger: int
    trigger_id: str
    roles: list[tuple[Actor, Part]] = field(default_factory=list)
    definite: bool = False
    indefinite: bool = False
    weak: bool = False
    together: bool = False
    noun: bool = False
    place_goal: bool = False
    ended: bool = False  # the light verb ends it: its date is the last day
    subject: Group | None = None
    passive: bool = False
    aides: list[Actor] = field(default_factory=list)  # told beside somebody
    aside: bool = False  # all whom it tells are told beside somebody else
    there: bool = False  # an adverb stands for the place told before
    margin: "Frame | None" = None  # the contact on whose occasion a gathering is told
    span: tuple[int, int] = (0, 0)  # token indexes that the frame's own words cover
    rivals: tuple[int, ...] = ()  # the other triggers of the sentence
    visit_nouns: tuple[int, ...] = ()  # those of them that are nouns of visits
    gatherings: tuple[int, ...] = ()  # those of them that are nouns of conferences
    other_visits: tuple[int, ...] = ()  # those of them that tell a visit

    def adopt(self, subject: Group, part: str) -> None:
        """Take over the subject of the verb before: "s'est rendu à X pour y rencontrer Y"."""
        wrong = {(actor.start, actor.end) for actor in (self.subject.actors if self.subject else ())}
        told = {(actor.start, actor.end) for actor in subject.actors}
        self.roles = [pair for pair in self.roles if (pair[0].start, pair[0].end) not in wrong - told]
        self.subject = subject
        self.add(subject, part)

    def add(self, group: Group | None, part: str | None) -> None:
        """Give every actor of a group its part, once."""
        if group is None or part is None:
            return
        known = {(actor.start, actor.end) for actor, _ in self.roles}
        named = any(actor.name for actor in group.actors)
        for actor in group.actors:
            if named and actor.role == "delegation":
                continue  # "X et sa délégation"
            if (actor.start, actor.end) not in known:
                self.roles.append((actor, Part(part)))
