"""Frames: what one trigger in one sentence tells, before references are resolved and frames are joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from entrevue.accounts.clauses import Clauses, Group
from entrevue.domain.mentions import Actor, ActorKind
from entrevue.domain.reading import Kind, Part
from entrevue.domain.text import Sentence, Token
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import NounTrigger, Triggers, VerbTrigger

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


class FrameReader:
    """Reads the frames of sentences in one language."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        """Compile the pack's patterns."""
        self.grammar = grammar
        self.triggers = triggers
        self._verbs = [(re.compile(f"(?:{verb.forms})\\Z"), verb) for verb in triggers.verbs]
        self._nouns = [(re.compile(f"(?:{noun.forms})\\Z"), noun) for noun in triggers.nouns]
        self._light = re.compile(f"(?:{triggers.light})\\Z")
        self._end = re.compile(f"(?:{triggers.light_end})\\Z")
        self._grant = re.compile(f"(?:{triggers.light_receive})\\Z")

    def read(self, sentence: Sentence, number: int) -> list[Frame]:
        """The frames of a sentence, in the order of their triggers."""
        clauses = Clauses(sentence, self.grammar)
        spots = list(self._spots(clauses))
        consumed: set[int] = set()
        frames: list[Frame] = []
        for k, (index, trigger) in enumerate(spots):
            stop = self._verb_stop(spots, k, len(sentence.tokens))
            before = clauses.tokens[index - 1].fold if index else ""
            verb = isinstance(trigger, VerbTrigger)
            if verb and trigger.weak and frames and before in self.grammar.purposes:
                continue  # "held talks to discuss ...": the agenda of what was told
            frame = Frame(Kind(trigger.kind), sentence, number, index, trigger.id, weak=trigger.weak)
            frame.place_goal = trigger.place
            frame.there = any(
                token.fold in self.grammar.there for token in clauses.tokens[max(index - 4, 0) : index + 3]
            )
            frame.other_visits = tuple(k for k, other in spots if other.kind == "visit" and k != index)
            frame.rivals = tuple(other for other, _ in spots if other != index)
            if isinstance(trigger, VerbTrigger):
                frame.together = trigger.together
                self._verb(clauses, frame, trigger, stop, consumed)
            else:
                self._noun(clauses, frame, trigger, self._noun_stop(spots, k, clauses), consumed)
            purpose = before in self.grammar.purposes and not (frames and frames[-1].noun)
            shared = next((f.subject for f in reversed(frames) if f.subject is not None), None)
            if verb and (purpose or before in self.grammar.coordinators) and shared is not None:
                frame.adopt(shared, trigger.subject)
            if frame.kind is Kind.CONFERENCE and not frame.roles and frames and frames[-1].kind is Kind.VISIT:
                frame.add(frames[-1].subject, "participant")  # "travelled to Kigali for a conference"
            if frame.kind is Kind.VISIT and frame.noun and not frame.roles:
                self._setting(clauses, frame, frames, consumed)
            if frame.kind in {Kind.MEETING, Kind.CALL} and frame.noun and frame.indefinite and not frame.roles:
                self._told_in(clauses, frame, stop)
            if trigger.id == "gather" and frames and frames[-1].kind is Kind.CONFERENCE and frame.roles:
                for actor, _ in frame.roles:
                    frames[-1].roles.append((actor, Part.PARTICIPANT))  # "la conférence qui réunit les ministres"
                continue
            frame.span = (min([index, *(clauses.sentence.index_at(a.start) for a, _ in frame.roles)]), stop)
            frames.append(frame)
        for frame in frames:
            if frame.noun and frame.kind is Kind.MEETING and not frame.roles:
                if clauses.matches(self.triggers.margins, frame.trigger - 5, frame.trigger):
                    frame.kind = Kind.CONFERENCE
            self._margin(clauses, frame, frames)
        return frames

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
        if frames and clauses.matches(self.triggers.setting, index - 4, index):
            subject = frames[-1].subject
            if (
                clauses.tokens[index - 1].fold in self.grammar.possessives
            ):  # "X received Y on the first day of his visit"
                came = {(a.start, a.end) for a, part in frames[-1].roles if part is Part.VISITOR}
                subject = next((g for g in clauses.groups if (g.actors[0].start, g.actors[0].end) in came), subject)
        elif clauses.matches(self.triggers.closing, index - 6, index):
            subject = self.subject(clauses, index, consumed)
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

    @staticmethod
    def _verb_stop(spots: list[tuple[int, VerbTrigger | NounTrigger]], k: int, end: int) -> int:
        """Where what a verb governs ends: at the next trigger, a noun right behind it apart ("reçu en audience par")."""
        index = spots[k][0]
        for after, trigger in spots[k + 1 :]:
            if not (isinstance(trigger, NounTrigger) and after - index < 4 and trigger.kind == "meeting"):
                return after
        return end

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
        return any(pattern.match(token.fold) for token in sentence.tokens for pattern, _ in self._verbs)

    # -- triggers ------------------------------------------------------------------------------------------------

    def _spots(self, clauses: Clauses) -> Iterator[tuple[int, VerbTrigger | NounTrigger]]:
        """Token indexes of triggers that stand outside actors."""
        inside = {k for group in clauses.groups for k in range(group.start, group.end) if group.people}
        last_noun: NounTrigger | None = None
        last_index = 0
        for index, token in enumerate(clauses.tokens):
            if not token.word or (index in inside and token.capital):
                continue
            if token.fold in self.triggers.modifiers and index in inside:
                continue  # "visiting Guyanese President X"
            noun = self._noun_at(clauses, index)
            verb = None if noun else self._verb_at(clauses, index)
            if noun is not None:
                doubled = last_noun is not None and index - last_index < 3 and noun.kind == last_noun.kind == "meeting"
                last_noun, last_index = noun, index
                if not doubled:  # "un entretien en tête-à-tête"
                    yield index, noun
            elif verb is not None:
                yield index, verb
            elif last_noun is not None and token.fold in self.triggers.stand_ins:
                yield index, last_noun

    def _noun_at(self, clauses: Clauses, index: int) -> NounTrigger | None:
        tokens = clauses.tokens
        for pattern, noun in self._nouns:
            if not pattern.match(tokens[index].fold):
                continue
            if noun.before:
                around = clauses.text(index - 2, index) + " | " + clauses.text(index + 1, index + 3)
                if not any(word in around for word in noun.before):
                    continue
            if self._verb_like(clauses, index) or self._participle(tokens[index]):
                continue
            return noun
        return None

    def _participle(self, token: Token) -> bool:
        """Whether a word is a participle that looks like a noun once its accents are gone: "rencontrés", not "tournée"."""
        written = token.text.lower().endswith(self.triggers.participles)
        return written and any(pattern.match(token.fold) for pattern, _ in self._verbs)

    def _verb_like(self, clauses: Clauses, index: int) -> bool:
        """Whether a word that may be noun or verb is a verb here: "X visits Y", "X rencontre Y", "to visit Y"."""
        before = clauses.tokens[index - 1].fold if index else ""
        if not any(pattern.match(clauses.tokens[index].fold) for pattern, _ in self._verbs):
            return False
        group_before = any(group.end == index and not group.owner for group in clauses.groups)
        return before in self.triggers.verb_marks or (group_before and before not in {"'s", "'"})

    def _verb_at(self, clauses: Clauses, index: int) -> VerbTrigger | None:
        tokens = clauses.tokens
        for pattern, verb in self._verbs:
            if not pattern.match(tokens[index].fold):
                continue
            follower = tokens[index + 1].fold if index + 1 < len(tokens) else ""
            if verb.next and follower.rstrip("'") not in verb.next and index + 1 not in self._place_starts(clauses):
                continue
            if verb.then and not any(token.fold in verb.then for token in tokens[index + 1 : index + 9]):
                continue
            if any(not self._has(clauses, need, index) for need in verb.needs):
                continue
            near = {token.fold for token in tokens[max(index - 4, 0) : index]}
            alone = near.isdisjoint(self.triggers.reflexives)
            before = tokens[index - 1].fold if index else ""
            if (verb.reflexive and alone) or (verb.transitive and not alone) or before.rstrip("'") in verb.not_after:
                continue
            if follower.rstrip("'") in verb.not_before:
                continue
            past = (
                tokens[index].fold.endswith(self.triggers.past_endings)
                or tokens[index].fold in self.triggers.never_nouns
            )
            if before.rstrip("'") in self.triggers.noun_marks and not past:
                continue
            return verb
        return None

    @staticmethod
    def _place_starts(clauses: Clauses) -> set[int]:
        return {clauses.sentence.index_at(place.start) for place in clauses.sentence.places}

    def _has(self, clauses: Clauses, need: str, index: int) -> bool:
        """Whether the sentence has what a verb needs: a document, a conference, a word of calling."""
        start, end = max(index - 25, 0), index + 25
        if need == "document":
            return clauses.matches(self.triggers.documents, index - 45, end)
        if need == "call":
            return clauses.matches(self.triggers.calls, index - 10, index + 10)
        if need == "there":
            return any(token.fold in self.grammar.there for token in clauses.tokens[max(index - 3, 0) : index])
        if need == "being":
            return self._auxiliary(clauses, index)
        if need == "place":
            return not self._place_starts(clauses).isdisjoint({index + 2, index + 3})
        if need == "callee":
            return self._callee(clauses, index)
        if need == "talks":
            forms = "|".join(noun.forms for _, noun in self._nouns if noun.kind in {"meeting", "call"})
            return clauses.matches(rf"\b({forms})\b", start, end)
        forms = next(noun.forms for _, noun in self._nouns if noun.id == "conference-noun")
        relative = clauses.relative_before(index)
        passive = any(token.fold in self.triggers.passive_by for token in clauses.tokens[index + 1 : index + 3])
        if passive or (relative is not None and clauses.tokens[relative].fold in self.grammar.relative_objects):
            index = start  # "le sommet auquel il avait pris part", "le séminaire coprésidé par X et Y"
        return clauses.matches(rf"\b({forms})\b", index, end) and not clauses.matches(
            self.triggers.internal, start, end
        )

    def _auxiliary(self, clauses: Clauses, index: int) -> bool:
        """Whether an auxiliary of being stands right before a verb."""
        return any(token.fold in self.triggers.be for token in clauses.tokens[max(index - 3, 0) : index])

    def _callee(self, clauses: Clauses, index: int) -> bool:
        """Whether somebody is called rather than called upon: "a appelé son homologue", not "a appelé X à agir"."""
        group = next(iter(clauses.after(index, index + 9)), None)
        if group is not None and group.role == "by" and group.people and self._auxiliary(clauses, index):
            return True  # "a été appelé jeudi par X"
        if group is None or group.role is not None or not group.people or group.actors[0].plural:
            return False
        ahead = clauses.tokens[group.end].fold if group.end < len(clauses.tokens) else ""
        return ahead not in self.grammar.prepositions["to"]

    # -- verbs ---------------------------------------------------------------------------------------------------

    def passive(self, clauses: Clauses, index: int, trigger: VerbTrigger) -> bool:
        """Whether a verb stands in the passive: an auxiliary of being before it, or a bare participle with an agent."""
        if trigger.object is None or clauses.tokens[index].fold.endswith("ing"):
            return False
        before = [token.fold for token in clauses.tokens[max(index - 4, 0) : index]]
        if any(word in self.triggers.reflexives for word in before) or before[-1:] == ["to"]:
            return False  # "is expected to meet"
        auxiliaries = [word for word in before if word in self.triggers.be or word in self.triggers.have]
        if auxiliaries:
            return auxiliaries[-1] in self.triggers.be
        follower = [token.fold for token in clauses.tokens[index + 1 : index + 13]]
        agent = next((k for k, word in enumerate(follower) if word in self.triggers.passive_by), None)
        if agent is None or before[-1:] == ["a"]:
            return False
        return not any(word in self.triggers.be for word in follower[:agent])  # "hosted X, which was attended by Y"

    def _verb(self, clauses: Clauses, frame: Frame, trigger: VerbTrigger, stop: int, consumed: set[int]) -> None:
        passive = frame.passive = self.passive(clauses, frame.trigger, trigger)
        subject = self.subject(clauses, frame.trigger, consumed)
        after = clauses.after(frame.trigger, stop)
        frame.subject = subject
        partner = next((g for g in after if g.role in {"with", "between"}), None)
        if passive:
            agent = next((g for g in after if g.role == "by"), None) or self._seat_holder(clauses, after)
            if agent is None or frame.kind is not Kind.SIGNING:  # what is signed is no party
                frame.add(subject, trigger.object)
            frame.add(agent, trigger.subject)
        elif frame.kind is Kind.CONFERENCE and after and after[0].role == "by" and after[0].people:
            frame.add(after[0], "participant")  # "a summit chaired by X"
        else:
            inverted = trigger.object == trigger.subject and frame.kind is Kind.MEETING and bool(trigger.needs)
            if not inverted or not any(g.role is None and g.people for g in after):
                frame.add(subject, trigger.subject)
            target = self._target(clauses, frame.trigger, trigger, after) if trigger.object else None
            target = self._clitic(clauses, frame.trigger) or target
            if trigger.object and target is None and frame.kind is not Kind.SIGNING:
                target = next((g for g in after if g.role is None or g.role == "with"), None)
            frame.add(target, trigger.object)
            if target is not None:
                consumed.add(target.start)
        if frame.kind is Kind.MEETING and len(frame.roles) > 1 and partner is not None and partner.role == "between":
            partner = None  # "a rencontré X au plus fort d'une crise entre les deux pays"
        if partner is not None and (trigger.partner or frame.kind in {Kind.SIGNING, Kind.CONFERENCE}):
            frame.add(partner, trigger.partner or "participant")
            consumed.add(partner.start)
        self._complements(frame, trigger, after, consumed)
        if trigger.to:
            frame.add(self._clitic(clauses, frame.trigger, "indirect"), trigger.to)

    def _complements(self, frame: Frame, trigger: VerbTrigger, after: Sequence[Group], consumed: set[int]) -> None:
        """Those told after prepositions that the verb governs."""
        for group in after:
            if group.role == "beside" and group.people:
                self._beside(frame, group)
            elif group.role == "from" and group.people and trigger.origin:
                frame.add(group, trigger.origin)
            elif group.role == "of" and group.people and trigger.of:
                frame.add(group, trigger.of)
            elif group.role == "to" and group.people and trigger.to and len(frame.roles) < 2:
                frame.add(group, trigger.to)
                consumed.add(group.start)

    def _target(self, clauses: Clauses, index: int, trigger: VerbTrigger, after: Sequence[Group]) -> Group | None:
        """The object of a verb: the first people without a preposition, or those after its particle ("called on X")."""
        follower = clauses.tokens[index + 1].fold if index + 1 < len(clauses.tokens) else ""
        first = next((g for g in after if g.people), None)
        if trigger.next and follower in trigger.next and first is not None and first.start - index < 5:
            return first
        partner = next((k for k, g in enumerate(after) if g.role in {"with", "between"} and g.people), len(after))
        bare = next((g for g in after[:partner] if g.role is None and g.people), None)
        return bare or next((g for g in after[:partner] if g.people and self._partitive(clauses, g)), None)

    def _partitive(self, clauses: Clauses, group: Group) -> bool:
        """Whether several nameless people are told with an article that looks like a preposition."""
        before = clauses.tokens[group.start - 1].fold if group.start else ""
        return group.actors[0].plural and before in self.grammar.partitives

    @staticmethod
    def _clitic(clauses: Clauses, index: int, role: str = "object") -> Group | None:
        """The object pronoun just before a verb: "l'ont reçu", "lui a téléphoné"."""
        near = next(iter(clauses.before(index)), None)
        return near if near is not None and near.actors[0].role == role and index - near.end < 4 else None

    def _seat_holder(self, clauses: Clauses, after: list[Group]) -> Group | None:
        """Somebody at whose seat a reception takes place: "accueilli au bureau du directeur général X"."""
        for group in after:
            words = [token.fold.rstrip("'") for token in clauses.tokens[max(group.start - 3, 0) : group.start]]
            if group.role == "of" and group.people and any(word in self.grammar.seats for word in words):
                return group
        return None

    def subject(self, clauses: Clauses, index: int, consumed: set[int]) -> Group | None:
        """The group that a verb speaks of: what the parser says, else the nearest free group to its left."""
        parsed = self._parsed_subject(clauses, index) or self._subject_ahead(clauses, index)
        if parsed is not None:
            return parsed
        relative = clauses.relative_before(index)
        inner = [g for g in clauses.before(index) if relative is None or g.start > relative]
        free = [g for g in inner if g.role is None and not g.owner and g.actors[0].role not in {"object", "indirect"}]
        if relative is not None and not free:
            return self._inverted(clauses, relative, index) or next(iter(clauses.before(relative)), None)
        fresh = [g for g in free if g.start not in consumed and not self._of_infinitive(clauses, g)]
        people = [g for g in fresh if g.people]
        if people:
            return people[0]
        opened = [g for g in inner if g.role == "from" and clauses.tokens[g.start - 1].fold in self.grammar.openers]
        return next(iter(fresh or free or opened), None)

    def _of_infinitive(self, clauses: Clauses, group: Group) -> bool:
        """Whether a group is the object of an infinitive: "pour consulter différents responsables"."""
        for k in range(group.start - 1, max(group.start - 4, 0), -1):
            if clauses.tokens[k - 1].fold in self.grammar.purposes and re.fullmatch(
                self.triggers.infinitive, clauses.tokens[k].fold
            ):
                return clauses.tokens[k].text.islower()
        return False

    def _inverted(self, clauses: Clauses, relative: int, index: int) -> Group | None:
        """The subject behind its verb in a relative clause: "à laquelle avait participé le ministre X"."""
        if clauses.tokens[relative].fold not in self.grammar.relative_objects:
            return None
        return next((g for g in clauses.after(index, index + 3) if g.role is None and g.people), None)

    @staticmethod
    def _subject_ahead(clauses: Clauses, index: int) -> Group | None:
        """The subject that follows a sentence's opening participle: "Arrivé dimanche à Luanda, le ministre X ..."."""
        opening = next((k + 1 for k in range(min(index, 12)) if clauses.tokens[k].text in {"–", "-", "—"}), 0)
        if index - opening > 1 or any(opening <= group.start < index for group in clauses.groups):
            return None
        end = min(index + 30, len(clauses.tokens))
        for comma in (k for k in range(index, end) if clauses.tokens[k].text == ","):
            found = next((g for g in clauses.after(comma, comma + 3) if g.role is None and g.people), None)
            if found is not None:
                return found
        return None

    def _parsed_subject(self, clauses: Clauses, index: int) -> Group | None:
        """The group that holds the parser's subject of a verb, when it stands free; none where that is a relative pronoun."""
        subjects = [k for k, arc in clauses.sentence.arcs.items() if arc.head == index and "subject" in arc.relation]
        if any(clauses.tokens[k].fold in self.grammar.relatives for k in subjects):
            return None
        for k, arc in clauses.sentence.arcs.items():
            if arc.head == index and arc.relation in {"subject", "passive subject"}:
                for group in clauses.groups:
                    if group.start <= k < group.end and group.role is None and group.people:
                        return group
        return None

    # -- nouns ---------------------------------------------------------------------------------------------------

    def _noun_stop(self, spots: list[tuple[int, VerbTrigger | NounTrigger]], k: int, clauses: Clauses) -> int:
        """Where the phrase of a noun ends: at the next verb trigger, or the next noun trigger that is no part of it."""
        index = spots[k][0]
        for after, trigger in spots[k + 1 :]:
            if isinstance(trigger, NounTrigger) and after - index < 4:
                continue
            return after
        return len(clauses.tokens)

    def _noun(self, clauses: Clauses, frame: Frame, trigger: NounTrigger, stop: int, consumed: set[int]) -> None:
        frame.noun = True
        tokens, index = clauses.tokens, frame.trigger
        marks = [token.fold for token in tokens[max(index - 3, 0) : index]]
        frame.definite = bool(marks) and any(word in self.triggers.definite for word in marks[-2:])
        frame.indefinite = any(word in self.grammar.indefinite for word in marks)
        owner = next((g for g in clauses.before(index) if g.owner and index - g.end < 6), None)
        whose = next(
            (k for k in range(index - 1, max(index - 5, -1), -1) if tokens[k].fold in self.grammar.whose), None
        )
        if owner is None and whose is not None and tokens[whose - 1].fold in {",", tokens[whose - 1].fold}:
            owner = next(iter(clauses.before(whose)), None)  # "le président X, dont la visite"
        frame.add(owner, trigger.of)
        after_or_before = any(clauses.role_before(index - k) == "from" for k in range(3) if index - k > 0)
        light = None if after_or_before else self._light_verb(clauses, index)
        subject = self._noun_subject(clauses, index, light, consumed)
        frame.ended = light is not None and self._end.match(tokens[light].fold) is not None
        granted = light is not None and self._grant.match(tokens[light].fold) is not None
        if granted and light is not None:
            frame.add(self._clitic(clauses, light, "indirect"), "visitor")
            given = (g for g in clauses.after(light, index) if g.actors[0].role == "object")
            frame.add(next(given, None), "visitor")  # "gave him a private audience"
        if trigger.carried and light is None:
            return
        frame.subject = subject or self._relative_subject(clauses, index, stop)
        if frame.subject is not subject:
            frame.add(frame.subject, trigger.of)
        if owner is None or not owner.people:  # "X arrived ahead of Y's visit"
            frame.add(subject, "host" if granted else trigger.subject)
        for group in clauses.after(index, stop):
            near = group.start - index < 12
            if group.role in {"with", "between"} and trigger.partner:
                frame.add(group, trigger.partner)
                consumed.add(group.start)
            elif group.role == "from" and trigger.origin and group.people:
                frame.add(group, trigger.origin)
            elif (group.role == "by" and not self._apart(clauses, index, group)) or (
                group.role == "of" and near and group.people and not self._relative_between(clauses, index, group)
            ):
                frame.add(group, trigger.of)
            elif group.role == "to" and group.people and near and (trigger.to or granted):
                frame.add(group, "visitor" if granted else trigger.to)
            elif group.role == "beside" and group.people:
                self._beside(frame, group)

    @staticmethod
    def _beside(frame: Frame, group: Group) -> None:
        """Those told beside somebody take part; a bare delegation is his own."""
        nameless = all(actor.name is None and (actor.plural or actor.role == "delegation") for actor in group.actors)
        if not (frame.roles and nameless):
            frame.aside = not frame.roles
            frame.aides += group.actors
            frame.add(group, "visitor" if frame.kind is Kind.VISIT else "participant")

    def _relative_between(self, clauses: Clauses, index: int, group: Group) -> bool:
        relative = clauses.relative_before(group.start)
        return (
            relative is not None
            and relative > index
            and clauses.tokens[relative].fold not in self.grammar.relative_objects
        )

    def _apart(self, clauses: Clauses, index: int, group: Group) -> bool:
        """Whether a phrase belongs to an apposition: "a two-day visit, the first by the head of the command"."""
        words = [token.fold for token in clauses.tokens[index : group.start]]
        ahead = clauses.tokens[index + 1].text.lower()
        if ahead.endswith((*self.triggers.participles, *self.triggers.past_endings)):
            return False  # "celle effectuée, le 21 février à Rabat, par X"
        return "," in words and words[-1] in self.grammar.prepositions["by"] and words[-2] not in self.triggers.be

    def _relative_subject(self, clauses: Clauses, index: int, stop: int) -> Group | None:
        """Whoever carries out what a noun names, told in a relative clause: "le déplacement que X devait effectuer"."""
        if index + 1 >= len(clauses.tokens) or clauses.tokens[index + 1].fold not in self.grammar.relative_objects:
            return None
        return next((g for g in clauses.after(index, min(stop, index + 18)) if g.role is None and g.people), None)

    def _light_verb(self, clauses: Clauses, index: int) -> int | None:
        """The light verb that carries a noun: the nearest within thirteen words before it, no other noun phrase between."""
        for k in range(index - 1, max(index - 45, -1), -1):
            fold = clauses.tokens[k].fold
            if index - k > 13 and (clauses.tokens[k + 1].text != "," or not clauses.tokens[k].word):
                continue
            if self._light.match(fold) or self._grant.match(fold):
                commas = (j for j in range(index - 1, k, -1) if clauses.tokens[j].text == ",")
                return None if clauses.matches(self.triggers.setting, next(commas, k) + 1, index) else k
            if fold in {";", ":"} or fold.rstrip("'") in self.grammar.relatives:
                return None
        return None

    def _noun_subject(self, clauses: Clauses, index: int, light: int | None, consumed: set[int]) -> Group | None:
        tokens = clauses.tokens
        bare = index > 0 and tokens[index - 1].fold in self.triggers.bare
        if bare or (
            index > 1 and tokens[index - 2].fold in self.triggers.bare and tokens[index - 1].fold in {"a", "an"}
        ):
            nearest = next(iter(clauses.before(index)), None)
            if nearest is not None and index - nearest.end < 5:
                return nearest
        if light is None:
            return None
        return self.subject(clauses, light, consumed)
