"""Where triggers stand: the verbs and nouns of a sentence that announce engagements, and how far each governs."""

import re
from collections.abc import Iterator

from entrevue.accounts.clauses import Clauses
from entrevue.domain.text import Sentence, Token
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import NounTrigger, Triggers, VerbTrigger

_THEN = 13  # tokens within which the words that complete a verb follow
_BESIDE = 4  # tokens behind a verb within which a noun belongs to it: "reçu en audience"
_OBJECT = 7  # the same for the meeting that somebody takes part in: "ont pris part à cette longue réunion"


class TriggerFinder:
    """Finds the triggers of sentences in one language."""

    def __init__(self, grammar: Grammar, triggers: Triggers) -> None:
        """Compile the pack's patterns."""
        self.grammar = grammar
        self.triggers = triggers
        self._verbs = [(re.compile(f"(?:{verb.forms})\\Z"), verb) for verb in triggers.verbs]
        self._nouns = [(re.compile(f"(?:{noun.forms})\\Z"), noun) for noun in triggers.nouns]

    @staticmethod
    def verb_stop(spots: list[tuple[int, VerbTrigger | NounTrigger]], k: int, end: int) -> int:
        """Where what a verb governs ends: at the next trigger, a noun right behind it apart ("reçu en audience par")."""
        index, verb = spots[k]
        reach = _OBJECT if isinstance(verb, VerbTrigger) and "talks" in verb.needs else _BESIDE
        for after, trigger in spots[k + 1 :]:
            if not (isinstance(trigger, NounTrigger) and after - index < reach and trigger.kind == "meeting"):
                return after
        return end

    def spots(self, clauses: Clauses) -> Iterator[tuple[int, VerbTrigger | NounTrigger]]:
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
            elif last_noun is not None and clauses.text(index - 1, index + 1).endswith(self.triggers.stand_ins):
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

    def _governs_gathering(self, clauses: Clauses, index: int) -> bool:
        """Whether a verb has a gathering as its object: "hosted the summit", "the summit which X hosted"."""
        relative = clauses.relative_before(index)
        spans = [range(index + 1, min(index + 8, len(clauses.tokens)))]
        if relative is not None and clauses.tokens[relative].fold in self.grammar.relative_objects:
            spans.append(range(max(relative - 12, 0), relative))
        for span in spans:
            noun = next(
                (k for k in span if (n := self._noun_at(clauses, k)) is not None and n.kind == "conference"), None
            )
            between = clauses.after(index, noun) if noun is not None and noun > index else []
            if noun is not None and not any(group.people for group in between):
                return True
        return False

    def of_known(self, clauses: Clauses, index: int) -> bool:
        """Whether the gathering that a verb governs is one told before: "took part in the one-day gathering"."""
        for k in range(index + 1, min(index + 9, len(clauses.tokens))):
            noun = self._noun_at(clauses, k)
            if noun is not None and noun.kind == "conference":
                return any(token.fold in self.triggers.definite for token in clauses.tokens[max(k - 3, index + 1) : k])
        return False

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
            ahead = self._ahead(clauses, index)
            told = {follower.rstrip("'"), tokens[ahead].fold.rstrip("'") if ahead < len(tokens) else ""}
            if verb.next and told.isdisjoint(verb.next) and index + 1 not in self._place_starts(clauses):
                continue
            if verb.then and not any(token.fold in verb.then for token in tokens[index + 1 : index + _THEN]):
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

    def _ahead(self, clauses: Clauses, index: int) -> int:
        """The token after a verb that is no adverb of time and no date: "arrived late on Sunday in", "is already in"."""
        dates = [range(date.start, date.end) for date in clauses.sentence.dates]
        ahead = index + 1
        while ahead < len(clauses.tokens):
            token = clauses.tokens[ahead]
            if token.fold not in self.grammar.adverbs and not any(token.start in span for span in dates):
                break
            ahead += 1
        return ahead

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
            ahead = self._ahead(clauses, index)
            return not self._place_starts(clauses).isdisjoint({ahead + 1, ahead + 2})
        if need == "gathering":
            return self._governs_gathering(clauses, index)
        if need == "callee":
            return self._callee(clauses, index)
        if need == "talks":
            forms = "|".join(noun.forms for _, noun in self._nouns if noun.kind in {"meeting", "call", "signing"})
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
        return ahead not in self.grammar.prepositions["to"][:1]

    def noun_stop(self, spots: list[tuple[int, VerbTrigger | NounTrigger]], k: int, clauses: Clauses) -> int:
        """Where the phrase of a noun ends: at the next verb trigger, or the next noun trigger that is no part of it."""
        index = spots[k][0]
        for after, trigger in spots[k + 1 :]:
            if isinstance(trigger, NounTrigger) and after - index < 4:
                continue
            return after
        return len(clauses.tokens)

    def holds_verb(self, sentence: Sentence) -> bool:
        """Whether any token has the form of a trigger verb."""
        return any(pattern.match(token.fold) for token in sentence.tokens for pattern, _ in self._verbs)
