"""The roles around a verb: its subject, its object, its agent, and those whom its prepositions name."""

import re
from collections.abc import Sequence

from entrevue.accounts.clauses import Clauses, Group
from entrevue.accounts.frames import Frame
from entrevue.domain.mentions import ActorKind
from entrevue.domain.reading import Kind
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import Triggers, VerbTrigger


class VerbRoles:
    """Gives the actors around a trigger verb their parts."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        """Take the language's words."""
        self.grammar = grammar
        self.triggers = triggers

    def passive(self, clauses: Clauses, index: int, trigger: VerbTrigger) -> bool:
        """Whether a verb stands in the passive: an auxiliary of being before it, or a bare participle with an agent."""
        if trigger.object is None or clauses.tokens[index].fold.endswith("ing"):
            return False
        near = clauses.tokens[max(index - 4, 0) : index]
        before = [token.fold for token in near if not token.capital or token is clauses.tokens[0]]  # "l'Est" is no verb
        before = [word for word in before[:-1] if not word.startswith("'")] + before[-1:]  # "Mali's president received"
        if any(word in self.triggers.reflexives for word in before) or before[-1:] == ["to"]:
            return False  # "is expected to meet"
        auxiliaries = [word for word in before if word in self.triggers.be or word in self.triggers.have]
        if auxiliaries:
            return auxiliaries[-1] in self.triggers.be
        inside = {k for group in clauses.groups for k in range(group.start, group.end)}  # "a delegation led by X"
        ahead = range(index + 1, min(index + 13, len(clauses.tokens)))
        follower = ["" if k in inside else clauses.tokens[k].fold for k in ahead]
        agent = next((k for k, word in enumerate(follower) if word in self.triggers.passive_by), None)
        if agent is None or before[-1:] == ["a"]:
            return False
        return not any(word in self.triggers.be for word in follower[:agent])  # "hosted X, which was attended by Y"

    def read(self, clauses: Clauses, frame: Frame, trigger: VerbTrigger, stop: int, consumed: set[int]) -> None:
        """Fill a frame's roles from the clause of its verb, which governs up to token `stop`."""
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
            target = self.clitic(clauses, frame.trigger) or target
            if trigger.object and target is None and frame.kind is not Kind.SIGNING:
                own = (g for g in after if not self._relative_between(clauses, frame.trigger, g))
                free = (g for g in own if not self._nominative(g))
                target = next((g for g in free if g.role is None or g.role == "with"), None)
            frame.add(target, trigger.object)
            if target is not None:
                consumed.add(target.start)
        if frame.kind is Kind.MEETING and len(frame.roles) > 1 and partner is not None and partner.role == "between":
            partner = None  # "a rencontré X au plus fort d'une crise entre les deux pays"
        if partner is not None:
            self._partners(clauses, frame, trigger, after, partner, consumed)
        self._complements(frame, trigger, after, consumed)
        if trigger.to:
            frame.add(self.clitic(clauses, frame.trigger, "indirect"), trigger.to)
        if not passive and {part for _, part in frame.roles} == {trigger.subject} == {"host"} and trigger.object:
            frame.roles = []  # "they welcomed the support": nobody is received

    def _partners(
        self,
        clauses: Clauses,
        frame: Frame,
        trigger: VerbTrigger,
        after: Sequence[Group],
        partner: Group,
        consumed: set[int],
    ) -> None:
        """Those told after "with": they take part, and in a journey they travel along."""
        if trigger.partner or frame.kind in {Kind.SIGNING, Kind.CONFERENCE}:
            for group in (partner, *self._further(clauses, after, partner)):
                frame.add(group, trigger.partner or "participant")
                consumed.add(group.start)
        elif frame.kind is Kind.VISIT and partner.role == "with" and all(actor.name for actor in partner.actors):
            frame.add(partner, "visitor")  # "travelled to Cairo with X"

    def _further(self, clauses: Clauses, after: Sequence[Group], partner: Group) -> list[Group]:
        """Those told after a second "with" of the same verb: "with X, then, separately, with Y"."""
        links = {word for words in self.grammar.coordinators for word in words.split()}
        found: list[Group] = []
        for group in after:
            last = found[-1] if found else partner
            between = [token.fold for token in clauses.tokens[last.end : group.start]]
            if group.role == "with" and group.start > last.end and len(between) < 7 and not links.isdisjoint(between):
                found.append(group)
        return found

    def _complements(self, frame: Frame, trigger: VerbTrigger, after: Sequence[Group], consumed: set[int]) -> None:
        """Those told after prepositions that the verb governs."""
        for group in after:
            if group.role == "beside" and group.people:
                self.beside(frame, group)
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
        bare = next((g for g in after[:partner] if g.role is None and g.people and not self._nominative(g)), None)
        return bare or next((g for g in after[:partner] if g.people and self._partitive(clauses, g)), None)

    def _relative_between(self, clauses: Clauses, index: int, group: Group) -> bool:
        """Whether a group stands in a clause on the object: "welcomed the support that Allies give Ukraine"."""
        words = (token.fold.rstrip("'") for token in clauses.tokens[index + 1 : group.start])
        return any(word in self.grammar.relatives or word in self.grammar.relative_objects for word in words)

    @staticmethod
    def _nominative(group: Group) -> bool:
        """Whether a pronoun is a subject wherever it stands: "less than what they need"."""
        actor = group.actors[0]
        return actor.kind is ActorKind.PRONOUN and actor.role in {"they", "he"}

    def _partitive(self, clauses: Clauses, group: Group) -> bool:
        """Whether several nameless people are told with an article that looks like a preposition."""
        before = clauses.tokens[group.start - 1].fold if group.start else ""
        return group.actors[0].plural and before in self.grammar.partitives

    @staticmethod
    def clitic(clauses: Clauses, index: int, role: str = "object") -> Group | None:
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
        if relative is not None and not free and clauses.tokens[relative].fold in self.grammar.relative_places:
            return self._inverted(clauses, relative, index)  # "à Mascate, où huit mémorandums ont été signés"
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

    @staticmethod
    def beside(frame: Frame, group: Group) -> None:
        """Those told beside somebody take part; a bare delegation is his own."""
        if frame.kind is Kind.VISIT and not frame.roles:
            return  # "la visite s'est effectuée en présence de X": no visitor
        nameless = all(actor.name is None and (actor.plural or actor.role == "delegation") for actor in group.actors)
        if not (frame.roles and nameless):
            frame.aside = not frame.roles
            frame.aides += group.actors
            frame.add(group, "visitor" if frame.kind is Kind.VISIT else "participant")
