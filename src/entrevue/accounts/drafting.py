"""Drafting: frames read into drafts of engagements while a report is read."""

import re
from collections.abc import Sequence

from entrevue.accounts.cast import Cast
from entrevue.accounts.clauses import Clauses
from entrevue.accounts.dating import Dater
from entrevue.accounts.drafts import Draft
from entrevue.accounts.frames import Frame
from entrevue.accounts.joining import Joiner
from entrevue.accounts.references import References
from entrevue.accounts.settings import date_of, duration_of, own_relative, status_of
from entrevue.accounts.spots import Spot, spot_of
from entrevue.accounts.standing import Standing
from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import ActorKind, PlaceKind
from entrevue.domain.reading import Kind, Part, Status
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import Triggers

_GATHERING = frozenset({"minister", "head_of_state", "head_of_government", "director", "commander"})
_RECEPTIONS = frozenset({"receive", "welcome"})
_SERIES = 4  # sentences after meetings told as one within which each may be told
_NEXT = 6  # tokens before a noun within which words say that it is followed up
_MANY = 4  # nameless parties from which a meeting is a gathering
_NEAR = 9  # tokens on either side of a trigger in which a word of internal affairs makes it one


class Drafter:
    """Turns the frames of a report into drafts."""

    def __init__(
        self,
        grammar: Grammar,
        triggers: Triggers,
        cast: Cast,
        published: PartialDate | None,
        sentences: Sequence[Sentence] = (),
    ) -> None:
        """Take the language's words, the report's cast and its sentences."""
        self.grammar = grammar
        self.triggers = triggers
        self.cast = cast
        self.published = published
        self.drafts: list[Draft] = []
        self.references = References(cast, self.drafts)
        self.joiner = Joiner(self.drafts, published)
        self.dater = Dater(self.drafts)
        self.standing = Standing(grammar, triggers, cast, self.references)
        self._of_frame: dict[int, Draft] = {}  # by the identity of a frame
        self._there: Spot | None = None  # the place told last, and the sentence that told it
        self._there_number = -1
        self._sentences = sentences
        self._series: Draft | None = None  # a meeting with somebody whom it does not name
        self.loose: list[Draft] = []  # meetings told with their place or date, but not yet with anybody

    def add(self, frame: Frame) -> None:
        """Read one frame into a draft of its own, or into one that tells the same engagement."""
        clauses = Clauses(frame.sentence, self.grammar)
        if self._void(frame, clauses):
            return
        draft = self._draft(frame, clauses)
        self._set_in(draft, frame, clauses)
        known = self.joiner.same(draft, frame)
        if known is not None and len(draft.people) > 2 and draft.kind is Kind.MEETING:
            for single in self.standing.split(draft):  # "called on A and B" told again
                self.joiner.join(self.joiner.same(single, frame) or known, single)
        elif known is not None:
            self.joiner.join(known, draft)
        elif self.standing.stands(draft, frame):
            self._take_loose(draft, frame)
            self._take_series(draft, frame)
            self._on_margins(draft, frame, clauses)
            self.drafts += self.standing.split(draft)
            named = [character for character in draft.people if character.name]
            if draft.kind is Kind.MEETING and len(named) == 1 and all(c.plural for c in draft.people if not c.name):
                self._series = draft
        elif draft.kind is Kind.MEETING and (draft.spot or draft.start):
            named = [character for character in draft.people if character.name]
            if frame.noun and not named:
                self.loose.append(draft)
            elif len(named) == 1:
                self._series = draft

    def _set_in(self, draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """A meeting undated is of the time of the visit in which its sentence sets it: "qu'il a rencontré lors de la visite"."""
        if draft.kind is not Kind.VISIT or not frame.noun or draft.start is None:
            return
        if not clauses.matches(self.triggers.setting, frame.trigger - 4, frame.trigger):
            return
        before = [d for d in self.drafts if d.frames[-1].number == frame.number and d.kind is Kind.MEETING]
        if before and before[-1].start is None:
            before[-1].start, before[-1].end, before[-1].date = draft.start, draft.end, draft.date

    def _on_margins(self, draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """Those who meet "also on the margins" take part in the gathering told before."""
        if draft.kind not in {Kind.MEETING, Kind.SIGNING} or (frame.rivals and draft.back):
            return
        if clauses.matches(self.triggers.margins, 0, frame.trigger):
            gathering = next((d for d in reversed(self.drafts) if d.kind is Kind.CONFERENCE and not d.back), None)
            if gathering is None or draft.back:
                return
            for character in draft.people:
                gathering.parts.setdefault(character, Part.PARTICIPANT)
                gathering.told.setdefault(character, draft.told[character])

    def _take_loose(self, draft: Draft, frame: Frame) -> None:
        """A definite meeting ("les discussions entre X et Y") is the one told before without its people.

        So is one of two officials whose states, or whose chiefs, were told to meet: "Agencies of A and B will hold
        talks on Thursday. X will come to A for a meeting with Y".
        """
        if not self.loose or draft.kind is not Kind.MEETING:
            return
        loose = self.loose[-1]
        beside = loose.frames[0].number == frame.number and frame.trigger_id == "gather"
        again = draft.spot is None and (beside or (frame.definite and frame.noun))
        if not (again or self._goes_into(loose, draft, frame)):
            return
        self.loose.pop()
        draft.spot = draft.spot or loose.spot
        if draft.start is None:
            draft.start, draft.end, draft.date = loose.start, loose.end, loose.date

    def _take_series(self, draft: Draft, frame: Frame) -> None:
        """Those whom somebody met "in Addis Ababa on Monday with several counterparts" are told one by one after it."""
        series = self._series
        if series is None or draft.kind is not Kind.MEETING or draft.back or draft.start or draft.spot:
            return
        named = {character for character in series.people if character.name}
        near = frame.number - series.frames[0].number <= _SERIES and not series.title_only
        if near and named <= draft.people and series.status is draft.status:
            draft.spot, draft.start, draft.end, draft.date = series.spot, series.start, series.end, series.date
            if series in self.drafts:
                self.drafts.remove(series)  # told one by one, it is none of its own

    @staticmethod
    def _goes_into(loose: Draft, draft: Draft, frame: Frame) -> bool:
        """Whether a meeting of two people, undated, can be that of their states told in the sentence before."""
        sides = {character.country for character in draft.people}
        told = {character.country for character in loose.parts if character.country}
        near = frame.number - loose.frames[0].number == 1 and loose.status is draft.status and draft.start is None
        placed = not (loose.spot and draft.spot) or loose.spot.country == draft.spot.country
        return near and placed and len(sides) == 2 and bool(told) and told <= sides and not draft.back

    def _void(self, frame: Frame, clauses: Clauses) -> bool:
        """Whether a frame is denied, general or internal."""
        index = frame.trigger
        people = [(a.start, a.end) for a in frame.sentence.actors if a.kind is not ActorKind.BODY]
        near = [
            token.fold
            for token in clauses.tokens[max(index - _NEAR, 0) : index + _NEAR]
            if not any(start <= token.start < end for start, end in people)  # "the president of the National Assembly"
        ]
        if re.search(self.triggers.internal, " ".join(near)) is not None and frame.kind is not Kind.VISIT:
            return True
        before = [token.fold for token in clauses.tokens[max(index - 4, 0) : index]]
        if any(word in self.triggers.negation and not self._restricts(before[k:]) for k, word in enumerate(before)):
            return True
        words = [token.fold for token in clauses.tokens[max(index - 5, 0) : index] if token.text.islower()]
        return re.search(self.triggers.not_here, " ".join(words)) is not None  # "May" is a month

    def _restricts(self, words: Sequence[str]) -> bool:
        """Whether a negation only restricts: "ne comporte qu'une rencontre"."""
        return words[0] in self.triggers.restricted and any(word in self.grammar.relatives for word in words[1:])

    def _draft(self, frame: Frame, clauses: Clauses) -> Draft:
        draft = Draft(frame.kind, frames=[frame])
        self._people(draft, frame, clauses)
        self._place(draft, frame, clauses)
        draft.date = date_of(frame, clauses, self.grammar, self.triggers)
        draft.length = duration_of(frame)
        draft.status = self._status(frame, clauses)
        draft.back = self._back(frame, clauses)
        self._complete(draft, frame)
        draft.follow = clauses.matches(self.triggers.follow, max(frame.trigger - 12, 0), frame.trigger)
        near = clauses.matches(self.triggers.follow, max(frame.trigger - _NEXT, 0), frame.trigger)
        draft.back |= near and frame.noun and own_relative(clauses, frame.trigger) is not None
        self._mend_kind(draft, frame, clauses)
        draft.title_only = frame.sentence.paragraph < 0
        self._when(draft, frame, clauses)
        self._bound(draft, frame, clauses)
        self._of_frame[id(frame)] = draft
        return draft

    def _people(self, draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """Who takes what part, and who only comes along."""
        for actor, part in frame.roles:
            if actor.role == "spokesperson":
                continue  # who speaks for somebody meets nobody
            for character in self.references.who(actor, frame):
                draft.parts.setdefault(character, part)
                draft.told.setdefault(character, (actor.start, actor.end))
        if draft.kind in {Kind.MEETING, Kind.CALL} and len(draft.people) > 1:  # "between A and B, led by X and Y"
            draft.parts = {c: part for c, part in draft.parts.items() if not c.state or c.body is not None}
        self._mark_guest(draft, frame, clauses)
        sits_in = frame.trigger_id == "take-part"
        for actor in [actor for actor, _ in frame.roles] if sits_in else frame.aides:
            draft.aides.update(self.references.who(actor, frame))

    def _place(self, draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """Where it is, by its own words or by "there", and whose a visit to that place is."""
        draft.spot = spot_of(frame, clauses, self.grammar, self.triggers)
        if draft.spot is None and frame.there:
            self._take_there(draft, frame)
        guest = next((actor for actor, _ in frame.roles if actor.role == "guest" and actor.name is None), None)
        if draft.spot is None and guest is not None and frame.kind is Kind.MEETING:
            guests = set(self.references.who(guest, frame))
            draft.spot = next((d.spot for d in reversed(self.drafts) if guests & d.visitors and d.spot), None)
        if draft.spot is not None or frame.kind is Kind.VISIT:
            self._there = draft.spot
            self._there_number = frame.number
        if frame.kind is Kind.VISIT and frame.noun:
            self._mend_owner(draft, frame, clauses)

    def _back(self, frame: Frame, clauses: Clauses) -> bool:
        """Whether a frame tells an earlier engagement in passing, by a word of its own clause."""
        index = frame.trigger
        marks = (
            k for k in range(index - 1, max(index - 10, 0), -1) if clauses.tokens[k].fold in self.triggers.clause_marks
        )
        mark = next(marks, None)
        told = any(g.start > mark for g in clauses.before(index)) if mark is not None else False
        relative = own_relative(clauses, index) if frame.noun else None
        if relative is not None and clauses.matches(self.triggers.back, relative, relative + 4):
            return True  # "la visite de travail qu'il avait effectuée"
        return clauses.matches(self.triggers.back, mark if mark and told else max(index - 10, 0), index + 2)

    def _mend_kind(self, draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """The kind that the people and the place make of what the trigger alone would be."""
        if draft.kind is Kind.MEETING and clauses.matches(self.triggers.calls, frame.trigger - 3, frame.trigger + 6):
            draft.kind = Kind.CALL
        if draft.kind is Kind.VISIT and draft.spot is None and Part.HOST in draft.parts.values():
            draft.kind = Kind.MEETING  # "a rendu visite au délégué général": a visit to somebody
        if frame.trigger_id in _RECEPTIONS and draft.spot is not None and set(draft.parts.values()) == {Part.VISITOR}:
            draft.kind = Kind.VISIT  # "avait été accueilli à Mascate": received by nobody who is named
        nameless = not any(character.name for character in draft.parts)
        if draft.kind is Kind.MEETING and (self._gathers(draft, frame) or (nameless and len(draft.parts) >= _MANY)):
            draft.kind = Kind.CONFERENCE  # "une réunion des ministres de l'Union"
        last = next(reversed(self._of_frame.values()), None)
        if frame.trigger_id == "lead" and frame.there and last is not None and last.kind is Kind.CONFERENCE:
            draft.kind = Kind.CONFERENCE  # "Y y conduira la délégation"
            draft.parts = dict.fromkeys(draft.parts, Part.PARTICIPANT)

    def _when(self, draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """Its day, by its own date or by words that lean on a day told before."""
        self.dater.dated(draft)
        whole = (0, len(clauses.tokens))
        draft.arrival = draft.kind is not Kind.VISIT and clauses.matches(self.triggers.on_arrival, *whole)
        if draft.start is None and draft.status is Status.PLANNED and clauses.matches(self.triggers.clock, *whole):
            draft.start = draft.end = self.published if self.published and self.published.day else None
        if frame.there and draft.start is None and draft.kind is not Kind.VISIT:
            self._then(draft, frame)
        came = draft.kind is not Kind.VISIT or frame.trigger_id == "arrive"
        if came and clauses.matches(self.triggers.same_day, *whole):
            self.dater.on_the_day(draft)
        draft.margins = clauses.matches(self.triggers.margins, *whole)
        draft.missed = clauses.matches(self.triggers.missed, *whole)

    def _bound(self, draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """The first and the last day of what goes on for several."""
        ended = frame.ended or self._left(frame, clauses)
        draft.over = ended and draft.status is not Status.PLANNED
        stay_day = self._stay_day(frame, clauses)
        lasting = draft.kind in {Kind.VISIT, Kind.CONFERENCE}
        if stay_day is not None:
            self.dater.stayed(draft, frame, stay_day)
        elif ended and lasting and draft.start is not None and draft.start.day is not None:
            self.dater.ended(draft)
        elif lasting:
            self.dater.bounded(draft, frame, clauses)
        if frame.margin is not None and id(frame.margin) in self._of_frame:
            self.dater.take_margin(draft, self._of_frame[id(frame.margin)])

    def _take_there(self, draft: Draft, frame: Frame) -> None:
        """The place that "y" and "there" mean: that of the frame told before, or one named in the sentence before."""
        before = self._sentences[frame.number - 1] if 0 < frame.number < len(self._sentences) else None
        named = [p for p in before.places if p.kind in {PlaceKind.CITY, PlaceKind.STATE}] if before is not None else []
        fresh = self._there is not None and self._there_number >= frame.number - 1
        if not fresh and named and frame.sentence.paragraph == (before.paragraph if before is not None else None):
            draft.spot = Spot(named[0].country, named[0].city, (named[0].start, named[0].end))
        else:
            draft.spot = self._there

    def _then(self, draft: Draft, frame: Frame) -> None:
        """What took place "there" is of the day on which the sentence before, or this one, went there."""
        last = next(reversed(self._of_frame.values()), None)
        if last is None or last.kind is not Kind.VISIT or last.frames[0].number < frame.number - 1:
            return
        one_day = last.start is not None and last.start.day is not None and last.end in {None, last.start}
        if one_day and not last.length:
            draft.start = draft.end = last.start
            draft.date, draft.back = last.date, last.back

    def _mend_owner(self, draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """Whose visit "his visit to Peru" is: not that of somebody of Peru, when the sentence tells somebody else."""
        tokens, index = clauses.tokens, frame.trigger
        possessed = any(token.fold in self.grammar.possessives for token in tokens[max(index - 3, 0) : index])
        place = draft.spot.country if draft.spot is not None else None
        if not possessed or any(c.country != place or c.country is None for c in draft.visitors):
            return
        told = [(c, (a.start, a.end)) for a in frame.sentence.actors for c in self.cast.who(a)]
        fitting = [
            (c, span)
            for c, span in told
            if not c.state and not c.plural and c.name and (not place or c.country != place)
        ]
        subject = self.cast.subjects.get(frame.number)
        if not fitting and not draft.visitors and subject is not None and (not place or subject.country != place):
            fitting = [(subject, subject.first)]
        if fitting and (place or len(fitting) == 1):
            character, span = next(((c, s) for c, s in fitting if c is subject), fitting[0])
            draft.parts = {c: p for c, p in draft.parts.items() if p is not Part.VISITOR} | {character: Part.VISITOR}
            draft.told[character] = span

    def _mark_guest(self, draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """Of two who meet, the one told as visiting is the visitor: "met visiting Guyanese President X"."""
        if draft.kind is not Kind.MEETING or len(draft.parts) != 2 or set(draft.parts.values()) != {Part.PARTICIPANT}:
            return
        for actor, _ in frame.roles:
            first = frame.sentence.index_at(actor.start)
            opening = clauses.tokens[max(first - 1, 0) : first + 3]
            if any(token.fold in self.triggers.visiting for token in opening):
                guests = self.references.who(actor, frame)
                draft.parts = {c: Part.VISITOR if c in guests else Part.HOST for c in draft.parts}
                return

    def _left(self, frame: Frame, clauses: Clauses) -> bool:
        """Whether a visit is told by its end: "left Angola on Thursday after a two-day visit"."""
        index = frame.trigger
        if frame.kind is not Kind.VISIT or not frame.noun:
            return False
        leaves = any(re.fullmatch(self.triggers.leave, token.fold) for token in clauses.tokens[:index])
        return leaves and clauses.matches(self.triggers.closing, index - 6, index)

    def _stay_day(self, frame: Frame, clauses: Clauses) -> int | None:
        """Which day of a stay is told: "on the second day of his visit"."""
        if frame.kind is not Kind.VISIT or not frame.noun:
            return None
        match = re.search(self.triggers.stay_day, clauses.text(frame.trigger - 10, frame.trigger + 1))
        return self.triggers.ordinals.get(match.group("ordinal")) if match is not None else None

    def _status(self, frame: Frame, clauses: Clauses) -> Status:
        """The status that the words tell; a purpose and what comes "avant un entretien" have that of their main clause."""
        status = status_of(frame, clauses, self.triggers)
        index = frame.trigger
        before = [token.fold.rstrip("'") for token in clauses.tokens[max(index - 3, 0) : index]]
        leans = before[-1:] and (before[-1] in self.grammar.purposes or any(w in self.grammar.openers for w in before))
        last = next((d for d in reversed(self._of_frame.values()) if d.frames[0].number == frame.number), None)
        if status is Status.HELD and leans and last is not None and last.status in {Status.PLANNED, Status.CANCELLED}:
            return last.status
        return status

    @staticmethod
    def _gathers(draft: Draft, frame: Frame) -> bool:
        """Whether a meeting is one of many officials told by their common office."""
        many = [actor for actor, _ in frame.roles if actor.plural and actor.kind is ActorKind.OFFICE]
        ministers = any(actor.role in _GATHERING and actor.country is None for actor in many)
        return frame.noun and ministers and len(frame.roles) <= 2 and (draft.spot is not None or draft.date is not None)

    def _with_somebody_new(self, draft: Draft, frame: Frame) -> bool:
        """Whether a definite noun tells a contact of its own, with somebody not met before: "les échanges avec Y"."""
        known = {character for other in self.references.contacts(()) for character in other.people}
        clauses = Clauses(frame.sentence, self.grammar)
        groups = {actor.start: group.role for group in clauses.groups for actor in group.actors}
        return all(c.name and c not in known and groups.get(draft.told[c][0]) == "with" for c in draft.parts)

    def _complete(self, draft: Draft, frame: Frame) -> None:
        """A contact told with one side alone ("an audience with Y") is that of whom the sentence speaks."""
        planned_trip = (
            draft.kind is Kind.VISIT and frame.noun and frame.indefinite and not draft.parts and draft.spot is not None
        )
        fresh = not frame.definite or self._with_somebody_new(draft, frame)
        contact = draft.kind in {Kind.MEETING, Kind.CALL} and frame.noun and fresh and len(draft.parts) == 1
        last = next(self.references.contacts(()), None)
        told = draft.date is not None or draft.spot is not None
        if draft.kind in {Kind.MEETING, Kind.CALL} and frame.noun and draft.back and told and not draft.parts:
            if last is not None and len(last.people) == 2:  # "leur précédente rencontre, en mars à Tripoli"
                draft.parts = dict.fromkeys(last.named_in_order, Part.PARTICIPANT)
                draft.told = {c: c.first for c in last.people}
            return
        if not (contact or (planned_trip and draft.status in {Status.PLANNED, Status.CANCELLED})):
            return
        subject = self.cast.subjects.get(frame.number)
        if planned_trip and subject is not None and subject.name is None:
            subject = self.cast.subjects.get(frame.number - 1)
        if subject is not None and subject not in draft.parts and not subject.plural:
            draft.parts[subject] = Part.PARTICIPANT if contact else Part.VISITOR
            draft.told[subject] = subject.first
