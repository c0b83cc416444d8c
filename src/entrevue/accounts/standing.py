"""Standing: whether a frame tells enough to be an engagement, and how many it tells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from entrevue.accounts.cast import Cast
from entrevue.accounts.characters import Character
from entrevue.accounts.clauses import Clauses
from entrevue.accounts.drafts import Draft
from entrevue.accounts.frames import Frame
from entrevue.accounts.references import References
from entrevue.accounts.spots import Spot, stops_of
from entrevue.domain.reading import Kind, Part
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import Triggers


class Standing:
    """Judges and splits the drafts of one report."""

    def __init__(self, grammar: Grammar, triggers: Triggers, cast: Cast, references: References) -> None:
        """Take the language's words, the report's cast and what its pairs stand for."""
        self.grammar = grammar
        self.triggers = triggers
        self.cast = cast
        self.references = references

    def stands(self, draft: Draft, frame: Frame) -> bool:
        """Whether a frame of its own tells enough to be an engagement."""
        people = draft.people
        if draft.kind is Kind.VISIT:
            came = frame.trigger_id == "arrive" and draft.start is not None and any(c.name for c in people)
            somebody = any(c.name or not c.plural for c in people)
            return bool(people) and (draft.spot is not None or came or (frame.noun and not frame.weak and somebody))
        if draft.kind in {Kind.MEETING, Kind.CALL}:
            sides = len(draft.parts)
            return len(people) >= 2 or (bool(people) and sides >= 2 and not frame.weak)
        if draft.kind is Kind.SIGNING:
            if not draft.parts and not frame.noun and (frame.passive or draft.spot or draft.date):
                if self._known_document(frame):
                    return False
                self._supply_parties(draft)
            elif not draft.parts and frame.noun and frame.definite and self._documented(frame):
                last = next(self.references.contacts(()), None)
                if last is not None and last.frames[-1].number >= frame.number - 1:
                    draft.parts = dict.fromkeys(last.named_in_order, Part.PARTICIPANT)
                    draft.told = {c: last.told.get(c, c.first) for c in last.people}
            return len(draft.parts) >= 2 or (len(people) >= 1 and not frame.noun)
        if draft.spot is not None and draft.start is not None and draft.date is not None:
            return True
        return bool(people) and (draft.spot is not None or not frame.noun or draft.date is not None)

    def _documented(self, frame: Frame) -> bool:
        """Whether a document is named right behind the trigger."""
        ahead = " ".join(token.fold for token in frame.sentence.tokens[frame.trigger : frame.trigger + 10])
        return re.search(self.triggers.documents, ahead) is not None

    def _known_document(self, frame: Frame) -> bool:
        """Whether a participle only says which document is meant: "under the agreement signed in 2017"."""
        tokens, index = frame.sentence.tokens, frame.trigger
        noun = index > 0 and re.fullmatch(self.triggers.documents, tokens[index - 1].fold) is not None
        return noun and any(date.kind == "year" for date in frame.sentence.dates)

    def _supply_parties(self, draft: Draft) -> None:
        """The parties of what "was signed" without saying by whom: the two states of which the report speaks."""
        draft.supplied = True
        for state in self.cast.two_states():
            draft.parts[state] = Part.PARTICIPANT
            draft.told[state] = state.first

    def split(self, draft: Draft) -> list[Draft]:
        """ "Met A, B and C" is three meetings: one for each of those met apart from the first side."""
        frame = draft.frames[0]
        if draft.kind is Kind.VISIT:
            stops = stops_of(frame, Clauses(frame.sentence, self.grammar), self.grammar)
            if len(stops) < 2:
                return [draft]
            several = len({date.start for _, date in stops if date is not None}) > 1
            copies = [self._copy(draft, draft.parts, spot) for spot, _ in stops]
            for copy, (_, date) in zip(copies, stops, strict=True):
                if several and date is not None and date.span is not None:
                    copy.start, copy.end, copy.date = date.span.start, date.span.end, date
            return copies
        if draft.kind not in {Kind.MEETING, Kind.CALL} or len(draft.parts) < 3:
            return [draft]
        if not any(c.name for c in draft.parts):
            return [draft]  # "the chiefs of A, B and C" met once
        subject = {c for actor in (frame.subject.actors if frame.subject else ()) for c in self.cast.who(actor)}
        others = [c for c in draft.parts if c not in subject]
        if len(subject & set(draft.parts)) != 1 or len(others) < 2 or not self._separate(frame, others):
            return [draft]
        singles = []
        for other in others:
            kept = {c: p for c, p in draft.parts.items() if c in subject or c is other}
            singles.append(self._copy(draft, kept, draft.spot))
        return singles

    @staticmethod
    def _copy(draft: Draft, parts: Mapping[Character, Part], spot: Spot | None) -> Draft:
        """One of the engagements that a frame tells at once."""
        told = {character: span for character, span in draft.told.items() if character in parts}
        return replace(
            draft, parts=dict(parts), told=told, spot=spot, frames=list(draft.frames), inferred=set(),
            aides=draft.aides & set(parts),
        )  # fmt: skip

    def _separate(self, frame: Frame, others: Sequence[Character]) -> bool:
        """Whether those met were met one by one: no noun of one gathering, no aides beside."""
        jointly = re.search(self.triggers.jointly, Clauses(frame.sentence, self.grammar).folded) is not None
        if frame.together or jointly:
            return False
        beside = {
            c
            for group in Clauses(frame.sentence, self.grammar).groups
            if group.role == "beside"
            for actor in group.actors
            for c in self.cast.who(actor)
        }
        plural = frame.sentence.tokens[frame.trigger].fold.endswith(("ings", "iens", "res", "ces", "ls", "ions"))
        return (not frame.noun or plural or frame.kind is Kind.CALL) and not any(c in beside for c in others)
