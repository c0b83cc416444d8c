"""Drafts: frames joined into engagements while a report is read."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from entrevue.accounts.cast import Cast, Character
from entrevue.accounts.clauses import Clauses
from entrevue.accounts.frames import Frame
from entrevue.accounts.settings import Spot, date_of, duration_of, edges_of, spot_of, status_of, stops_of
from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import Actor, ActorKind, DateMention
from entrevue.domain.reading import Kind, Part, Status
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import Triggers

Span = tuple[int, int]
_ARRIVAL = 4  # days that an arrival may lie before the day of which the visit is told
_OVER = 20  # days after which what was is not what goes on
_GATHERING = frozenset({"minister", "head_of_state", "head_of_government", "director", "commander"})
_RECEPTIONS = frozenset({"receive", "welcome"})
_NEAR = 9  # tokens on either side of a trigger in which a word of internal affairs makes it one


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
    arrival: bool = False  # told to be on the first day of a visit
    supplied: bool = False  # its parties go without saying in the text

    @property
    def people(self) -> set[Character]:
        """The participants that are no bare states or organisations."""
        return {character for character in self.parts if not character.state}

    @property
    def first(self) -> int:
        """Where the first sentence that tells it begins."""
        body = [frame.sentence.start for frame in self.frames if frame.sentence.paragraph >= 0]
        return min(body, default=self.frames[0].sentence.start)

    @property
    def visitors(self) -> set[Character]:
        """Those who travel."""
        return {character for character, part in self.parts.items() if part is Part.VISITOR}


class Drafter:
    """Turns the frames of a report into drafts."""

    def __init__(self, grammar: Grammar, triggers: Triggers, cast: Cast, published: PartialDate | None) -> None:
        """Take the language's words and the report's cast."""
        self.grammar = grammar
        self.triggers = triggers
        self.cast = cast
        self.published = published
        self.drafts: list[Draft] = []
        self._of_frame: dict[int, Draft] = {}  # by the identity of a frame
        self._pairs: dict[int, tuple[Character, ...]] = {}  # whom "les deux ministres" meant, by sentence
        self._there: Spot | None = None  # the place told last
        self.loose: list[Draft] = []  # meetings told with their place or date, but not yet with anybody

    def add(self, frame: Frame) -> None:
        """Read one frame into a draft of its own, or into one that tells the same engagement."""
        clauses = Clauses(frame.sentence, self.grammar)
        if self._void(frame, clauses):
            return
        draft = self._draft(frame, clauses)
        known = self._same(draft, frame)
        if known is not None:
            self._join(known, draft)
        elif self._stands(draft, frame):
            self._take_loose(draft, frame)
            self._on_margins(draft, frame, clauses)
            for single in self._split(draft):
                self.drafts.append(single)
        elif draft.kind is Kind.MEETING and frame.noun and not draft.people and (draft.spot or draft.start):
            self.loose.append(draft)

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
        """A definite meeting ("les discussions entre X et Y") is the one told before without its people."""
        if not self.loose or draft.kind is not Kind.MEETING or draft.spot is not None:
            return
        beside = self.loose[-1].frames[0].number == frame.number and frame.trigger_id == "gather"
        if not (beside or (frame.definite and frame.noun)):
            return
        loose = self.loose.pop()
        draft.spot = loose.spot
        if draft.start is None:
            draft.start, draft.end, draft.date = loose.start, loose.end, loose.date

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
        if any(word in self.triggers.negation for word in before):
            return True
        words = [token.fold for token in clauses.tokens[max(index - 5, 0) : index] if token.text.islower()]
        return re.search(self.triggers.not_here, " ".join(words)) is not None  # "May" is a month

    def _draft(self, frame: Frame, clauses: Clauses) -> Draft:
        draft = Draft(frame.kind, frames=[frame])
        for actor, part in frame.roles:
            for character in self._who(actor, frame):
                draft.parts.setdefault(character, part)
                draft.told.setdefault(character, (actor.start, actor.end))
        sits_in = frame.trigger_id == "take-part"
        for actor in [actor for actor, _ in frame.roles] if sits_in else frame.aides:
            draft.aides.update(self._who(actor, frame))
        draft.spot = spot_of(frame, clauses, self.grammar, self.triggers) or (self._there if frame.there else None)
        self._there = draft.spot if frame.kind is Kind.VISIT else draft.spot or self._there
        draft.date = date_of(frame, clauses, self.grammar, self.triggers)
        draft.length = duration_of(frame)
        draft.status = self._status(frame, clauses)
        index = frame.trigger
        draft.back = clauses.matches(self.triggers.back, max(index - 10, 0), index + 2)
        self._complete(draft, frame)
        draft.follow = clauses.matches(self.triggers.follow, max(index - 12, 0), index)
        if draft.kind is Kind.MEETING and clauses.matches(self.triggers.calls, index - 3, index + 6):
            draft.kind = Kind.CALL
        if draft.kind is Kind.VISIT and draft.spot is None and Part.HOST in draft.parts.values():
            draft.kind = Kind.MEETING  # "a rendu visite au délégué général": a visit to somebody
        if frame.trigger_id in _RECEPTIONS and draft.spot is not None and set(draft.parts.values()) == {Part.VISITOR}:
            draft.kind = Kind.VISIT  # "avait été accueilli à Mascate": received by nobody who is named
        if draft.kind is Kind.MEETING and self._gathers(draft, frame):
            draft.kind = Kind.CONFERENCE  # "une réunion des ministres de l'Union"
        draft.title_only = frame.sentence.paragraph < 0
        self._dated(draft)
        whole = (0, len(clauses.tokens))
        draft.arrival = draft.kind is not Kind.VISIT and clauses.matches(self.triggers.on_arrival, *whole)
        if draft.start is None and draft.status is Status.PLANNED and clauses.matches(self.triggers.clock, *whole):
            draft.start = draft.end = self.published if self.published and self.published.day else None
        if draft.kind is not Kind.VISIT and clauses.matches(self.triggers.same_day, 0, len(clauses.tokens)):
            self._on_the_day(draft)
        if frame.ended and draft.kind is Kind.VISIT and draft.start is not None and draft.start.day is not None:
            self._ended(draft)
        elif draft.kind in {Kind.VISIT, Kind.CONFERENCE}:
            self._bounded(draft, frame)
        if frame.margin is not None and id(frame.margin) in self._of_frame:
            self._take_margin(draft, self._of_frame[id(frame.margin)])
        self._of_frame[id(frame)] = draft
        return draft

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

    def _on_the_day(self, draft: Draft) -> None:
        """ "Dans la matinée, il avait été reçu par X": on the day told before."""
        last = next((d for d in reversed(self.drafts) if d.date is not None and d.start is not None), None)
        if last is None or last.start is None or last.start.day is None or last.back or last.status is Status.PLANNED:
            return
        if draft.start is None and (last.end or last.start) == last.start:
            draft.start, draft.end, draft.date, draft.back = last.start, last.start, last.date, False

    @staticmethod
    def _take_margin(draft: Draft, contact: Draft) -> None:
        """A gathering on whose margins a contact took place: where and when that was, if nothing else is told."""
        draft.back = contact.back
        draft.spot = draft.spot or contact.spot
        if draft.start is None and contact.start is not None and contact.start.day is None:
            draft.start, draft.end, draft.date = contact.start, contact.end, contact.date

    @staticmethod
    def _bounded(draft: Draft, frame: Frame) -> None:
        """The first and last day of a stay or gathering, where words say that it begins or ends then."""
        begin, end = edges_of(frame)
        if begin is not None and begin.span is not None:
            first = begin.span.start
            draft.start, draft.end, draft.date = first, None, begin
            if draft.length and first.day is not None:
                draft.end = PartialDate.of(first.first + dt.timedelta(days=draft.length - 1))
        if end is None or end.span is None:
            return
        if draft.date is end:
            draft.start, draft.date = None, None
        last = end.span.end or end.span.start
        if draft.start is None and draft.length:
            draft.start = PartialDate.of(last.first - dt.timedelta(days=draft.length - 1))
        if draft.start is None or draft.start.first <= last.last:
            draft.end = last

    @staticmethod
    def _gathers(draft: Draft, frame: Frame) -> bool:
        """Whether a meeting is one of many officials told by their common office."""
        many = [actor for actor, _ in frame.roles if actor.plural and actor.kind is ActorKind.OFFICE]
        ministers = any(actor.role in _GATHERING and actor.country is None for actor in many)
        return frame.noun and ministers and len(frame.roles) <= 2 and (draft.spot is not None or draft.date is not None)

    @staticmethod
    def _ended(draft: Draft) -> None:
        """ "Wrapped up on Friday a four-day visit": the day told is the last one."""
        assert draft.start is not None
        last = draft.start
        draft.start = PartialDate.of(last.first - dt.timedelta(days=draft.length - 1)) if draft.length else None
        draft.end = last

    def _complete(self, draft: Draft, frame: Frame) -> None:
        """A contact told with one side alone ("an audience with Y") is that of whom the sentence speaks."""
        planned_trip = (
            draft.kind is Kind.VISIT and frame.noun and frame.indefinite and not draft.parts and draft.spot is not None
        )
        contact = (
            draft.kind in {Kind.MEETING, Kind.CALL} and frame.noun and not frame.definite and len(draft.parts) == 1
        )
        last = next(self._contacts(()), None)
        told = draft.date is not None or draft.spot is not None
        if draft.kind in {Kind.MEETING, Kind.CALL} and frame.noun and draft.back and told and not draft.parts:
            if last is not None and len(last.people) == 2:  # "leur précédente rencontre, en mars à Tripoli"
                draft.parts = dict.fromkeys(last.people, Part.PARTICIPANT)
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

    def _who(self, actor: Actor, frame: Frame) -> tuple[Character, ...]:
        """The characters of an actor; "the two sides" are those of the last contact told, and "their meeting" is it."""
        they = actor.kind is ActorKind.PRONOUN and actor.plural
        if actor.kind is not ActorKind.PAIR and not they:
            return self._guest(actor) or self.cast.who(actor)
        meant = (self._pairs.get(frame.number) or self._pairs.get(frame.number - 1)) if they else None
        pair = meant or self._pair(actor)
        if not they:
            self._pairs[frame.number] = pair
        last = next(self._contacts(()), None)
        told = last is not None and set(pair) <= set(last.parts)
        again = told and frame.noun and frame.definite and frame.kind in {Kind.MEETING, Kind.CALL}
        return () if again else pair  # "their meeting" is the one told before

    def _contacts(self, roles: Collection[str]) -> Iterator[Draft]:
        """The contacts told so far between two people of these roles, the last first."""
        for draft in reversed(self.drafts):
            people = [c for c in draft.parts if not c.plural and not c.state and c.has_role(roles)]
            if draft.kind is not Kind.VISIT and len(people) >= 2:
                yield draft

    def _pair(self, actor: Actor) -> tuple[Character, ...]:
        """For whom "les deux ministres" or "they" stands: the two of the last contact that fits, else of the last told."""
        roles = self.cast.pair_roles(actor)
        last = next(self._contacts(roles[:1]), None) or next(self._contacts(roles), None)
        if last is None:
            return self.cast.who(actor)
        return tuple(c for c in last.parts if not c.plural and c.has_role(roles))[:2]

    def _guest(self, actor: Actor) -> tuple[Character, ...]:
        """Whoever "the visitor" is: the visitor of the engagement told last."""
        if actor.role != "guest" or actor.country is not None or actor.name is not None:
            return ()
        visitors = next((d.visitors for d in reversed(self.drafts) if len(d.visitors) == 1), ())
        return tuple(visitors)

    def _dated(self, draft: Draft) -> None:
        """Turn the date mention into start and end."""
        span = draft.date.span if draft.date is not None else None
        if span is None:
            return
        draft.start, draft.end = span.start, span.end
        one_day = span.end == span.start and span.start.day is not None
        length = draft.length or (draft.date.days if draft.date and draft.date.kind == "day" else None)
        if draft.kind is Kind.VISIT and one_day and length and length > 1:
            draft.end = PartialDate.of(span.start.first + dt.timedelta(days=length - 1))

    def _stands(self, draft: Draft, frame: Frame) -> bool:
        """Whether a frame of its own tells enough to be an engagement."""
        people = draft.people
        if draft.kind is Kind.VISIT:
            came = frame.trigger_id == "arrive" and draft.start is not None and any(c.name for c in people)
            return bool(people) and (draft.spot is not None or came or (frame.noun and not frame.weak))
        if draft.kind in {Kind.MEETING, Kind.CALL}:
            sides = len(draft.parts)
            return len(people) >= 2 or (bool(people) and sides >= 2 and not frame.weak)
        if draft.kind is Kind.SIGNING:
            if not draft.parts and not frame.noun and (frame.passive or draft.spot or draft.date):
                self._supply_parties(draft)
            elif not draft.parts and frame.noun and frame.definite and self._documented(frame):
                last = next(self._contacts(()), None)
                if last is not None and last.frames[-1].number >= frame.number - 1:
                    draft.parts = dict.fromkeys(last.people, Part.PARTICIPANT)
                    draft.told = {c: last.told.get(c, c.first) for c in last.people}
            return len(draft.parts) >= 2 or (len(people) >= 1 and not frame.noun)
        if draft.spot is not None and draft.start is not None and draft.date is not None:
            return True
        return bool(people) and (draft.spot is not None or not frame.noun or draft.date is not None)

    def _documented(self, frame: Frame) -> bool:
        """Whether a document is named right behind the trigger."""
        ahead = " ".join(token.fold for token in frame.sentence.tokens[frame.trigger : frame.trigger + 10])
        return re.search(self.triggers.documents, ahead) is not None

    def _supply_parties(self, draft: Draft) -> None:
        """The parties of what "was signed" without saying by whom: the two states of which the report speaks."""
        draft.supplied = True
        for state in self.cast.two_states():
            draft.parts[state] = Part.PARTICIPANT
            draft.told[state] = state.first

    def _split(self, draft: Draft) -> list[Draft]:
        """ "Met A, B and C" is three meetings: one for each of those met apart from the first side."""
        frame = draft.frames[0]
        if draft.kind is Kind.VISIT:
            stops = stops_of(frame, Clauses(frame.sentence, self.grammar), self.grammar)
            return [self._copy(draft, draft.parts, spot) for spot in stops] if len(stops) > 1 else [draft]
        if draft.kind not in {Kind.MEETING, Kind.CALL} or len(draft.parts) < 3:
            return [draft]
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
        if frame.together:
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

    # -- joining -------------------------------------------------------------------------------------------------

    def _same(self, draft: Draft, frame: Frame) -> Draft | None:
        """An earlier draft that tells the same engagement."""
        for known in reversed(self.drafts):
            if known.kind is draft.kind and self._agrees(known, draft, frame):
                return known
            if known.kind is Kind.CALL and self._goes_on(known, draft, frame):
                return known
        if draft.kind is Kind.MEETING and frame.noun and not draft.people:
            return (
                next((k for k in reversed(self.drafts) if k.kind in {Kind.MEETING, Kind.CALL}), None)
                if frame.definite
                else None
            )
        return None

    @staticmethod
    def _goes_on(known: Draft, draft: Draft, frame: Frame) -> bool:
        """Whether a weak trigger tells what was said in a call told before: "the two ministers discussed ..." """
        told = draft.kind is Kind.MEETING and frame.weak and draft.start is None
        return told and bool(draft.people) and draft.people <= known.people

    def _agrees(self, known: Draft, draft: Draft, frame: Frame) -> bool:
        if draft.kind is Kind.CONFERENCE and not draft.back and self._same_gathering(known, frame):
            return True
        told_again = (
            draft.start is None and (frame.definite or frame.trigger_id == "take-part") and known.start is not None
        )
        one_stay = draft.kind is Kind.VISIT and self._one_stay(known, draft, frame)
        if not (told_again or one_stay or self._dates_agree(known, draft)) or not self._places_agree(known, draft):
            return False
        if {known.status, draft.status} == {Status.PLANNED, Status.HELD} and known.start != draft.start and draft.start:
            return False
        if self._over_and_on(known, draft) or self._over_and_on(draft, known):
            return False
        mine, theirs = draft.people, known.people
        if draft.kind is Kind.VISIT:
            if not mine:
                here = known.frames[-1].number == frame.number  # "arrived on Monday for a three-day visit"
                return here or (frame.definite and not frame.indefinite)
            return bool(draft.visitors & known.visitors) or bool(mine & known.visitors)
        if draft.kind is Kind.CONFERENCE:
            same_place = draft.spot is not None and known.spot is not None and draft.spot.country == known.spot.country
            return bool(mine & theirs) or same_place or (not mine and frame.definite)
        if draft.kind is Kind.SIGNING:
            return self._same_signing(known, draft)
        if not mine:
            return frame.definite
        if frame.trigger_id == "take-part" or (frame.aside and frame.definite):
            return True
        if len(mine) == 1:
            return mine <= theirs and (frame.definite or frame.noun) and not frame.indefinite
        return len(mine & theirs) >= 2 or mine == theirs or self._counterparts_agree(mine, theirs)

    @staticmethod
    def _same_gathering(known: Draft, frame: Frame) -> bool:
        """Whether "the conference", or "the meeting" on whose margins something happens, is the one told before."""
        if known.back or not frame.noun or not frame.definite or frame.indefinite:
            return False
        words = {other.sentence.tokens[other.trigger].fold for other in known.frames}
        return frame.margin is not None or frame.sentence.tokens[frame.trigger].fold in words

    @staticmethod
    def _one_stay(known: Draft, draft: Draft, frame: Frame) -> bool:
        """Whether an arrival some days before is that of the visit told: "X, who arrived on Tuesday"."""
        if frame.trigger_id != "arrive" or known.start is None or draft.start is None or known.back != draft.back:
            return False
        if known.start.day is None or draft.start.day is None or not draft.visitors & known.visitors:
            return False
        return 0 < (known.start.first - draft.start.first).days <= _ARRIVAL

    def _over_and_on(self, one: Draft, other: Draft) -> bool:
        """Whether one goes on or is to come, undated, and the other was over weeks before the report."""
        if one.start is not None or one.status is Status.HELD or other.start is None or self.published is None:
            return False
        return (self.published.first - (other.end or other.start).last).days > _OVER

    @staticmethod
    def _same_signing(known: Draft, draft: Draft) -> bool:
        """Whether the signatories are the same, or one telling names the states for which those of the other sign."""
        if not known.parts or not draft.parts or set(known.parts) & set(draft.parts):
            return True
        mine, theirs = ({c.country for c in d.parts if c.country} for d in (draft, known))
        return bool(known.people) != bool(draft.people) and bool(mine & theirs)

    @staticmethod
    def _counterparts_agree(mine: set[Character], theirs: set[Character]) -> bool:
        """Whether what differs is somebody told by office alone on one side: "son homologue camerounais"."""
        shared, rest, others = mine & theirs, mine - theirs, theirs - mine
        if not shared or not rest or len(rest) > len(others):
            return False
        sides = {character.country for character in others}
        return all(c.name is None and c.country in sides and c.country for c in rest) or all(
            c.name is None and c.country and c.country in {r.country for r in rest} for c in others
        )

    @staticmethod
    def _dates_agree(known: Draft, draft: Draft) -> bool:
        if known.start is None or draft.start is None:
            return known.back == draft.back or (draft.start is None and known.start is None)
        known_end, draft_end = known.end or known.start, draft.end or draft.start
        return known.start.first <= draft_end.last and draft.start.first <= known_end.last

    @staticmethod
    def _places_agree(known: Draft, draft: Draft) -> bool:
        if known.spot is None or draft.spot is None:
            return True
        return known.spot.country == draft.spot.country

    def _arrived(self, known: Draft, draft: Draft) -> bool:
        """Whether a further frame tells the arrival of a visit of which a later day is known."""
        return known.kind is Kind.VISIT and self._one_stay(known, draft, draft.frames[0])

    def _join(self, known: Draft, draft: Draft) -> None:
        """Add what a further frame tells: people, a place, a better date, a firmer status."""
        self._join_people(known, draft)
        known.spot = _better_spot(known.spot, draft.spot)
        self._join_dates(known, draft)
        if known.title_only and not draft.title_only:
            known.status, known.title_only = draft.status, False
        if draft.status is Status.CANCELLED:
            known.status = draft.status
        known.frames += draft.frames

    @staticmethod
    def _join_people(known: Draft, draft: Draft) -> None:
        definite_only = not draft.people
        known_before = set(known.parts)
        for character, part in draft.parts.items():
            if definite_only and character.state:
                continue
            if draft.title_only and len(known.people) > 1 and character not in known.parts:
                continue  # a headline is the least complete
            if character.state and known.people:
                continue
            if known.kind is Kind.VISIT and part is not Part.VISITOR and character not in known.parts:
                continue
            if character not in known.parts or known.parts[character] is Part.PARTICIPANT:
                known.parts[character] = part
            known.told.setdefault(character, draft.told[character])
            if character in draft.aides and character not in known_before:
                known.aides.add(character)
        if known.kind is Kind.SIGNING and len(known.people) > 1:
            known.parts = {c: part for c, part in known.parts.items() if not c.state}

    def _join_dates(self, known: Draft, draft: Draft) -> None:
        if self._arrived(known, draft):
            known.end = known.end if known.end != known.start else None
            known.start, known.date = draft.start, draft.date
        if draft.start is not None and (
            known.start is None or (known.start.day is None and draft.start.day is not None)
        ):
            known.start, known.end, known.date = draft.start, draft.end, draft.date
        elif draft.length and known.start and known.start.day and known.end in {known.start, None}:
            known.length = draft.length
            known.end = PartialDate.of(known.start.first + dt.timedelta(days=draft.length - 1))
        if draft.end is not None and known.start is not None and (known.end is None or known.end == known.start):
            known.end = draft.end if draft.end.first >= known.start.first else known.end


def _better_spot(known: Spot | None, new: Spot | None) -> Spot | None:
    if known is None or new is None:
        return known or new
    if known.city is None and new.city is not None and new.country == known.country:
        return new
    return known
