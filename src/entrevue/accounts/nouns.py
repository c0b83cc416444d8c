"""The roles around a noun: its owner, its light verb with a subject, and those whom its prepositions name."""

import re

from entrevue.accounts.clauses import Clauses, Group
from entrevue.accounts.frames import Frame
from entrevue.accounts.verbs import VerbRoles
from entrevue.domain.mentions import ActorKind
from entrevue.domain.reading import Kind
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import NounTrigger, Triggers

_OPENS = 4  # tokens, articles and titles among them, within which a phrase opens its sentence


class NounRoles:
    """Gives the actors around a trigger noun their parts."""

    def __init__(self, grammar: Grammar, triggers: Triggers, verbs: VerbRoles) -> None:
        """Compile the pack's light verbs; `verbs` finds subjects."""
        self.grammar = grammar
        self.triggers = triggers
        self.verbs = verbs
        self._light = re.compile(f"(?:{triggers.light})\\Z")
        self._end = re.compile(f"(?:{triggers.light_end})\\Z")
        self._grant = re.compile(f"(?:{triggers.light_receive})\\Z")

    def read(self, clauses: Clauses, frame: Frame, trigger: NounTrigger, stop: int, consumed: set[int]) -> None:
        """Fill a frame's roles from the phrase of its noun, which ends before token `stop`."""
        frame.noun = True
        tokens, index = clauses.tokens, frame.trigger
        marks = [token.fold for token in tokens[max(index - 3, 0) : index]]
        frame.definite = bool(marks) and any(word in self.triggers.definite for word in marks[-2:])
        frame.indefinite = any(word in self.grammar.indefinite for word in marks)
        owner = self._owner(clauses, index)
        frame.definite |= owner is None and any(word in {"'s", "'"} for word in marks[-2:])  # "Friday's meeting"
        frame.add(owner, trigger.of)
        after_or_before = any(clauses.role_before(index - k) == "from" for k in range(3) if index - k > 0)
        light = None if after_or_before else self._light_verb(clauses, index)
        subject = self._noun_subject(clauses, index, light, consumed)
        frame.ended = light is not None and self._end.match(tokens[light].fold) is not None
        granted = light is not None and self._grant.match(tokens[light].fold) is not None
        if granted and light is not None:
            frame.add(self.verbs.clitic(clauses, light, "indirect"), "visitor")
            given = (g for g in clauses.after(light, index) if g.actors[0].role == "object" or g.start == light + 1)
            frame.add(next(given, None), "visitor")  # "gave him a private audience"
        if trigger.carried and light is None:
            return
        frame.subject = subject or self._relative_subject(clauses, index, stop) or self._subject_ahead(clauses, frame)
        if frame.subject is not subject:
            frame.add(frame.subject, trigger.of)
        owned = (owner is not None and owner.people) or self._told_behind(clauses, frame, stop)
        if not owned:  # "X arrived ahead of Y's visit"
            frame.add(subject, "host" if granted else trigger.subject)
        self._groups(clauses, frame, trigger, stop, consumed, granted=granted)
        first = next(iter(clauses.groups), None)
        opens = first is not None and first.role == "with" and first.start < _OPENS
        if not frame.roles and opens and trigger.partner and frame.kind in {Kind.MEETING, Kind.CALL}:
            frame.add(first, trigger.partner)  # "Avec le ministre X, les discussions ont porté sur"

    def _owner(self, clauses: Clauses, index: int) -> Group | None:
        """Whose a noun is: "Y's visit", "le président X, dont la visite"."""
        tokens = clauses.tokens
        owner = next((g for g in clauses.before(index) if g.owner and index - g.end < 6), None)
        whose = (k for k in range(index - 1, max(index - 5, -1), -1) if tokens[k].fold in self.grammar.whose)
        at = next(whose, None)
        return next(iter(clauses.before(at)), None) if owner is None and at is not None else owner

    def _groups(
        self, clauses: Clauses, frame: Frame, trigger: NounTrigger, stop: int, consumed: set[int], *, granted: bool
    ) -> None:
        """Give their parts to the groups behind a noun, by the prepositions before them."""
        index = frame.trigger
        for group in clauses.after(index, stop):
            near = group.start - index < 12
            if group.role == "between" and frame.kind is Kind.VISIT and not group.people:
                continue  # "sa visite a renforcé la coopération entre les deux pays"
            relative = clauses.relative_before(group.start)
            if group.role == "with" and frame.kind is Kind.VISIT and relative is not None and relative > index:
                continue  # "une visite, au cours de laquelle il devrait aborder la sécurité avec Y"
            if group.role in {"with", "between"} and trigger.partner:
                frame.add(group, trigger.partner)
                consumed.add(group.start)
            elif group.role == "from" and trigger.origin and group.people:
                frame.add(group, trigger.origin)
            elif group.role in {"of", "by"} and self._one_of_many(clauses, group):
                continue  # "the first by a head of the command"
            elif group.role == "by" and trigger.partner and self._presided(clauses, group):
                frame.add(group, trigger.partner)
            elif (group.role == "by" and not self._apart(clauses, index, group)) or (
                group.role == "of" and near and group.people and not self._relative_between(clauses, index, group)
            ):
                frame.add(group, trigger.of)
            elif group.role == "to" and group.people and near and (trigger.to or granted):
                frame.add(group, "visitor" if granted else trigger.to)
            elif group.role == "beside" and group.people:
                self.verbs.beside(frame, group)

    def _presided(self, clauses: Clauses, group: Group) -> bool:
        """Whether those behind "by" lead what is told: "une réunion présidée par X", "talks chaired by X"."""
        return clauses.matches(self.triggers.presided, group.start - 4, group.start)

    @staticmethod
    def _of(clauses: Clauses, index: int) -> bool:
        """Whether a noun completes another: "a défendu le bilan de son séjour" is not "a eu un séjour"."""
        return any(clauses.role_before(index - k) == "of" for k in range(3) if index > k)

    @staticmethod
    def _told_behind(clauses: Clauses, frame: Frame, stop: int) -> bool:
        """Whether a definite visit tells its visitor behind it: "préparer la visite à Beyrouth du président X"."""
        if frame.kind is not Kind.VISIT or not frame.definite or frame.indefinite:
            return False
        near = (g for g in clauses.after(frame.trigger, min(stop, frame.trigger + 12)) if g.role == "of")
        return any(group.people for group in near)

    def _one_of_many(self, clauses: Clauses, group: Group) -> bool:
        """Whether somebody nameless and new is told in an apposition: ", la première d'un chef de la diplomatie"."""
        actor = group.actors[0]
        opens = clauses.tokens[group.start].fold in self.grammar.indefinite
        before = [token.text for token in clauses.tokens[max(group.start - 4, 0) : group.start]]
        return actor.name is None and actor.kind is ActorKind.OFFICE and opens and "," in before

    def _relative_between(self, clauses: Clauses, index: int, group: Group) -> bool:
        relative = clauses.relative_before(group.start)
        return (
            relative is not None
            and relative > index
            and clauses.tokens[relative].fold not in self.grammar.relative_objects
        )

    def _subject_ahead(self, clauses: Clauses, frame: Frame) -> Group | None:
        """The subject behind a phrase that opens the sentence: "On a visit to Turkey, X met", "Meeting with Y, X said"."""
        index = frame.trigger
        before = [token.fold for token in clauses.tokens[:index]]
        opens = index < 6 and before[:1] and before[0] in self.triggers.bare and frame.kind is Kind.VISIT
        opens = opens or (index == 0 and clauses.tokens[0].fold in self.triggers.gerunds)
        if not opens:
            return None
        commas = (k for k in range(index, min(index + 30, len(clauses.tokens))) if clauses.tokens[k].text == ",")
        found = (
            next((g for g in clauses.after(comma, comma + 3) if g.role is None and g.people), None) for comma in commas
        )
        return next((group for group in found if group is not None), None)

    def _apart(self, clauses: Clauses, index: int, group: Group) -> bool:
        """Whether a phrase belongs to an apposition: "a two-day visit, the first by the head of the command"."""
        words = [token.fold for token in clauses.tokens[index : group.start]]
        ahead = clauses.tokens[index + 1].text.lower()
        if ahead.endswith((*self.triggers.participles, *self.triggers.past_endings)):
            return False  # "celle effectuée, le 21 février à Rabat, par X"
        return "," in words and words[-1] in self.grammar.prepositions["by"] and words[-2] not in self.triggers.be

    def _relative_subject(self, clauses: Clauses, index: int, stop: int) -> Group | None:
        """Whoever carries out what a noun names, told in a relative clause: "le déplacement que X devait effectuer"."""
        ahead = range(index + 1, min(index + 7, len(clauses.tokens)))
        relative = next((k for k in ahead if clauses.tokens[k].fold in self.grammar.relative_objects), None)
        people = [g for g in clauses.after(index, min(stop, index + 18)) if g.role is None and g.people]
        if relative is None or clauses.tokens[relative].fold in self.grammar.relative_places:
            return None
        if relative > index + 1 and any(group.start < relative for group in people):
            return None
        return next(iter(people), None)

    def _light_verb(self, clauses: Clauses, index: int) -> int | None:
        """The light verb that carries a noun: the nearest within thirteen words before it, no other noun phrase between."""
        for k in range(index - 1, max(index - 45, -1), -1):
            fold = clauses.tokens[k].fold
            if index - k > 13 and (clauses.tokens[k + 1].text != "," or not clauses.tokens[k].word):
                continue
            if (self._light.match(fold) or self._grant.match(fold)) and not (
                fold in self.triggers.have and self._of(clauses, index)
            ):
                commas = (j for j in range(index - 1, k, -1) if clauses.tokens[j].text == ",")
                return None if clauses.matches(self.triggers.setting, next(commas, k) + 1, index) else k
            if fold in {";", ":"} or fold.rstrip("'") in self.grammar.relatives:
                return None
        return None

    def _noun_subject(self, clauses: Clauses, index: int, light: int | None, consumed: set[int]) -> Group | None:
        tokens = clauses.tokens
        bare = index > 0 and tokens[index - 1].fold in self.triggers.bare
        if bare or (
            index > 1
            and tokens[index - 2].fold in self.triggers.bare
            and tokens[index - 1].fold in self.grammar.indefinite
        ):
            nearest = next(iter(clauses.before(index)), None)
            if nearest is not None and index - nearest.end < 5:
                return nearest
        if light is None:
            return None
        return self.verbs.subject(clauses, light, consumed)
