"""Sentences → frames: each trigger with the actors around it, and what frames of one sentence tell each other."""

import re
from collections.abc import Sequence

from entrevue.accounts.clauses import Clauses
from entrevue.accounts.frames import Frame
from entrevue.accounts.nouns import NounRoles
from entrevue.accounts.spotting import TriggerFinder
from entrevue.accounts.verbs import VerbRoles
from entrevue.domain.mentions import ActorKind
from entrevue.domain.reading import Kind, Part
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import NounTrigger, Triggers, VerbTrigger


class FrameReader:
    """Reads the frames of sentences in one language."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        """Take the language's words."""
        self.grammar = grammar
        self.triggers = triggers
        self.spots = TriggerFinder(grammar, triggers)
        self.verbs = VerbRoles(grammar, triggers)
        self.nouns = NounRoles(grammar, triggers, self.verbs)

    def read(self, sentence: Sentence, number: int) -> list[Frame]:
        """The frames of a sentence, in the order of their triggers."""
        clauses = Clauses(sentence, self.grammar)
        spots = list(self.spots.spots(clauses))
        consumed: set[int] = set()
        frames: list[Frame] = []
        for k, (index, trigger) in enumerate(spots):
            stop = self.spots.verb_stop(spots, k, len(sentence.tokens))
            before = clauses.tokens[index - 1].fold if index else ""
            if isinstance(trigger, VerbTrigger) and trigger.weak and frames and before in self.grammar.purposes:
                continue  # "held talks to discuss ...": the agenda of what was told
            frame = self._frame(clauses, spots, k, number)
            if isinstance(trigger, VerbTrigger):
                self.verbs.read(clauses, frame, trigger, stop, consumed)
            else:
                self.nouns.read(clauses, frame, trigger, self.spots.noun_stop(spots, k, clauses), consumed)
            self._inherit(clauses, frame, trigger, frames)
            self._lean(clauses, frame, frames, consumed, stop)
            if trigger.id == "gather" and frames and frames[-1].kind is Kind.CONFERENCE and frame.roles:
                for actor, _ in frame.roles:
                    frames[-1].roles.append((actor, Part.PARTICIPANT))  # "la conférence qui réunit les ministres"
                continue
            frame.span = (min([index, *(clauses.sentence.index_at(a.start) for a, _ in frame.roles)]), stop)
            frames.append(frame)
        self._settle(clauses, frames)
        return frames

    def _frame(
        self, clauses: Clauses, spots: Sequence[tuple[int, VerbTrigger | NounTrigger]], k: int, number: int
    ) -> Frame:
        """The frame of one trigger, with what stands around it but nobody's part yet."""
        index, trigger = spots[k]
        frame = Frame(Kind(trigger.kind), clauses.sentence, number, index, trigger.id, weak=trigger.weak)
        frame.place_goal = trigger.place
        frame.there = self._there(clauses, index)
        visits = [(at, other) for at, other in spots if other.kind == "visit" and at != index]
        frame.other_visits = tuple(at for at, _ in visits)
        frame.visit_nouns = tuple(at for at, other in visits if isinstance(other, NounTrigger))
        frame.rivals = tuple(other for other, _ in spots if other != index)
        nouns = [(at, other) for at, other in spots if at != index and isinstance(other, NounTrigger)]
        frame.gatherings = tuple(at for at, other in nouns if other.kind == "conference")
        if isinstance(trigger, VerbTrigger):
            frame.together = trigger.together
            frame.definite = trigger.id == "attend" and self.spots.of_known(clauses, index)
        return frame

    def _there(self, clauses: Clauses, index: int) -> bool:
        """Whether a trigger has an adverb of place; some may stand behind the object ("met the minister there")."""
        tokens = clauses.tokens
        if any(token.fold in self.grammar.there for token in tokens[max(index - 4, 0) : index + 3]):
            return True
        for k in range(index + 3, min(index + 14, len(tokens) - 1)):
            if tokens[k].text in {",", ";", ":"} or tokens[k].fold in self.grammar.relatives:
                return False
            if tokens[k].fold in self.grammar.there_behind:
                return tokens[k + 1].fold not in self.triggers.be
        return False

    def _inherit(self, clauses: Clauses, frame: Frame, trigger: VerbTrigger | NounTrigger, frames: list[Frame]) -> None:
        """Those of a frame told before in the same sentence: its people sign, its subject goes on."""
        index = frame.trigger
        before = clauses.tokens[index - 1].fold if index else ""
        last = frames[-1] if frames else None
        if frame.kind is Kind.SIGNING and frame.passive and not frame.roles and last is not None:
            if last.kind is Kind.MEETING and self._several(last):  # "will meet in Salta, where a plan is to be signed"
                frame.roles = [(actor, Part.PARTICIPANT) for actor, _ in last.roles]
        purpose = before in self.grammar.purposes and not (last is not None and last.noun)
        purpose = purpose and not self._announced(clauses, index)
        shared = next((f.subject for f in reversed(frames) if f.subject is not None), None)
        goes_on = purpose or before in self.grammar.coordinators
        if isinstance(trigger, VerbTrigger) and goes_on and shared is not None:
            frame.adopt(shared, trigger.subject)
        if frame.kind is Kind.CONFERENCE and not frame.roles and last is not None and last.kind is Kind.VISIT:
            frame.add(last.subject, "participant")  # "travelled to Kigali for a conference"

    def _lean(self, clauses: Clauses, frame: Frame, frames: list[Frame], consumed: set[int], stop: int) -> None:
        """Find the people of a noun that its own phrase gives nobody: those of the clause that it sets or is told in."""
        nobody = not any(a.kind is not ActorKind.BODY for a, _ in frame.roles)
        if frame.kind is Kind.VISIT and frame.noun and nobody:
            self._setting(clauses, frame, frames, consumed)
        if frame.kind in {Kind.MEETING, Kind.CALL} and frame.noun and frame.indefinite and not frame.roles:
            self._told_in(clauses, frame, stop)
        if frame.kind in {Kind.MEETING, Kind.CALL} and frame.noun and not frame.roles:
            self._theirs(clauses, frame)

    def _settle(self, clauses: Clauses, frames: list[Frame]) -> None:
        """What the frames of a sentence make of each other, once all are read."""
        for frame in frames:
            if frame.noun and frame.kind is Kind.MEETING and not frame.roles:
                if clauses.matches(self.triggers.margins, frame.trigger - 5, frame.trigger):
                    frame.kind = Kind.CONFERENCE
            self._margin(clauses, frame, frames)
            if frame.trigger_id == "take-part" and any(f.kind is Kind.SIGNING and f.noun for f in frames):
                frame.kind = Kind.SIGNING

    def _announced(self, clauses: Clauses, index: int) -> bool:
        """Whether an infinitive is a plan with a subject of its own: "is to receive", "doit y rencontrer"."""
        words = [token.fold for token in clauses.tokens[max(index - 3, 0) : index - 1]]
        return any(word in self.triggers.be for word in words) or clauses.matches(
            self.triggers.planned, index - 4, index
        )

    @staticmethod
    def _several(frame: Frame) -> bool:
        """Whether a frame tells two people or more."""
        return len(frame.roles) > 1 or any(actor.plural for actor, _ in frame.roles)

    def _sets(self, clauses: Clauses, index: int) -> bool:
        """Whether a gathering is the setting of the clause, not of a participle: "une coalition annoncée à l'occasion de"."""
        begin = max(index - 6, 0)
        match = re.search(self.triggers.setting, clauses.text(begin, index))
        if match is None:
            return False
        before = begin + clauses.text(begin, index)[: match.start()].count(" ") - 1
        written = clauses.tokens[before].text.lower() if before >= 0 else ""
        return not written.endswith((*self.triggers.participles, *self.triggers.past_endings) or ("\0",))

    def _at_gathering(self, clauses: Clauses, frame: Frame) -> None:
        """Whoever does something "at the summit" takes part in it."""
        near = (frame.trigger - k for k in range(4) if frame.trigger > k)
        if not frame.noun or not any(clauses.role_before(k) in {"at", "to"} for k in near):
            return
        subject = next((g for g in clauses.groups if g.end <= frame.trigger and g.role is None and g.people), None)
        if subject is not None and not subject.owner:
            frame.add(subject, "participant")

    def _setting(self, clauses: Clauses, frame: Frame, frames: list[Frame], consumed: set[int]) -> None:
        """A visit told as the setting of something: "X met Y during a visit to Z", "X left Z after a visit"."""
        index = frame.trigger
        stays = re.search(self.triggers.stay_day, clauses.text(index - 10, index + 1)) is not None
        if frames and (stays or clauses.matches(self.triggers.setting, index - 4, index)):
            subject = frames[-1].subject
            if (
                clauses.tokens[index - 1].fold in self.grammar.possessives
            ):  # "X received Y on the first day of his visit"
                came = {(a.start, a.end) for a, part in frames[-1].roles if part is Part.VISITOR}
                subject = next((g for g in clauses.groups if (g.actors[0].start, g.actors[0].end) in came), subject)
        elif stays or clauses.matches(self.triggers.closing, index - 6, index):
            subject = self.verbs.subject(clauses, index, consumed)
        else:
            return
        if subject is not None and subject.people:
            frame.add(subject, "visitor")
            frame.subject = subject

    def _told_in(self, clauses: Clauses, frame: Frame, stop: int) -> None:
        """A meeting told as the setting of what was said there: "In a separate meeting, she asked X for help"."""
        index = frame.trigger
        opens = index < 6 and any(clauses.role_before(index - k) in {"at", "to"} for k in range(3) if index > k)
        told = clauses.matches(self.triggers.setting, index - 5, index)
        if opens:
            people = [g for g in clauses.after(index, stop + 30) if g.people and g.role in {None, "with"}][:2]
        elif told:
            before = [g for g in clauses.groups if g.end <= index and g.people and g.role in {None, "with", "to"}]
            people = before[-2:]
        else:
            return
        for group in people:
            frame.add(group, "participant")
        frame.subject = people[0] if people else None

    def _theirs(self, clauses: Clauses, frame: Frame) -> None:
        """Whose "their meeting" is: the two told before it in the sentence ("X greets Y before their talks in Z")."""
        index = frame.trigger
        if clauses.tokens[index - 1].fold not in self.grammar.shared and (
            index < 2 or clauses.tokens[index - 2].fold not in self.grammar.shared
        ):
            return
        groups = [g for g in clauses.groups if g.end < index and g.people and g.role in {None, "with"}]
        people = [actor for group in groups for actor in group.actors if actor.name or actor.counterpart]
        if len(people) == 2:
            for group in groups:
                frame.add(group, "participant")

    def _margin(self, clauses: Clauses, frame: Frame, frames: list[Frame]) -> None:
        """Those who meet "en marge de la conférence" take part in it."""
        if frame.kind is not Kind.CONFERENCE or frame.roles:
            return
        if not self._sets(clauses, frame.trigger):
            self._at_gathering(clauses, frame)
            return
        contacts = [f for f in frames if f.kind in {Kind.MEETING, Kind.CALL, Kind.SIGNING} and len(f.roles) > 0]
        frame.margin = min(contacts, key=lambda other: abs(other.trigger - frame.trigger), default=None)
        if frame.margin is not None:
            frame.roles = [(actor, Part.PARTICIPANT) for actor, _ in frame.margin.roles]
        else:
            self._at_gathering(clauses, frame)

    def wants_parser(self, sentence: Sentence) -> bool:
        """Whether a sentence holds a verb whose roles a parser can help with: two actors or more around it."""
        people = [actor for actor in sentence.actors if actor.kind is not ActorKind.BODY]
        if len(people) < 2 or len(sentence.tokens) > 120:
            return False
        return self.spots.holds_verb(sentence)
