"""Company: those who are told to come along with somebody, in words that tell no engagement of their own."""

from collections.abc import Iterator, Sequence

from entrevue.accounts.cast import Cast
from entrevue.accounts.characters import Character
from entrevue.accounts.clauses import Clauses, Group
from entrevue.accounts.drafts import Draft
from entrevue.domain.reading import Kind, Part
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar

_NEAR = 3  # sentences after what somebody did within which those who came along are told
_OPENS = 5  # tokens between the word that tells of company and what opens the list
_PHRASE = 7  # tokens of a phrase that counts them before their names
_OPENERS = ("beside", "by", "of", "with")  # roles of the prepositions after a participle of company


class Company:
    """Adds those who come along to what their leader was last told to do."""

    def __init__(self, grammar: Grammar, cast: Cast, drafts: Sequence[Draft]) -> None:
        """Take the language's words, who is who, and the drafts as they grow."""
        self.grammar = grammar
        self.cast = cast
        self.drafts = drafts
        small = (word for role in _OPENERS for words in grammar.prepositions[role] for word in words.split())
        self._small = {*small, *grammar.articles, *grammar.honorifics, *grammar.ranks}
        self._links = {word for words in grammar.coordinators for word in words.split()} | {","}

    def add(self, sentence: Sentence, number: int) -> None:
        """Read "X, who was accompanied by Y and Z, thanked ..." and "the delegation includes Y and Z"."""
        clauses = Clauses(sentence, self.grammar)
        for index, token in enumerate(sentence.tokens):
            if token.fold in self.grammar.accompanied:
                leader = self._leader(clauses, index)
                known = self._last(number, [draft for draft in self.drafts if leader in draft.people])
                behind = range(index + 2, min(index + _OPENS, len(sentence.tokens) + 1))
                opens = (k for k in behind if clauses.role_before(k) in _OPENERS)
                start = next(opens, None)
            elif token.fold in self.grammar.comprising and self._delegation(clauses, index):
                known = self._last(number, [draft for draft in self.drafts if draft.kind is Kind.VISIT])
                leader = next(iter(known.visitors), None) if known is not None else None
                start = index + 1
            else:
                continue
            if known is not None and start is not None:
                for group in self._listed(clauses, start):
                    self._come_along(known, group, leader)

    def _leader(self, clauses: Clauses, index: int) -> Character | None:
        """Whoever is told before a participle of company."""
        leading = next((g for g in clauses.before(index) if g.people and g.role in {None, "by", "with"}), None)
        return next(iter(self.cast.who(leading.actors[0])), None) if leading is not None else None

    @staticmethod
    def _last(number: int, drafts: Sequence[Draft]) -> Draft | None:
        """The last of some drafts, where it is told near by and not by the headline alone; what a verb tells comes first."""
        told = [d for d in reversed(drafts) if not d.title_only and number - d.frames[-1].number <= _NEAR]
        latest = [draft for draft in told if draft.frames[-1].number == told[0].frames[-1].number]
        return next((draft for draft in latest if not draft.frames[-1].noun), latest[0] if latest else None)

    @staticmethod
    def _delegation(clauses: Clauses, index: int) -> bool:
        """Whether a delegation is the subject of the verb at a token."""
        subject = next(iter(clauses.before(index)), None)
        return subject is not None and index - subject.end < _OPENS and subject.actors[-1].role == "delegation"

    def _listed(self, clauses: Clauses, start: int) -> Iterator[Group]:
        """The groups of one list that opens at a token: "the minister A, General B and other officials"."""
        end = start
        for group in clauses.after(start - 1, len(clauses.tokens)):
            between = [token.fold.rstrip("'") for token in clauses.tokens[end : group.start]]
            linked = end == start or any(word in self._links for word in between)
            plain = all(word in self._small | self._links for word in between)
            if not (linked and plain) and not (end == start and self._counted(between, group)):
                return
            yield group
            end = group.end

    def _counted(self, between: Sequence[str], group: Group) -> bool:
        """Whether the phrase before a group counts its members: "two of his deputies, A and B"."""
        numbers = [self.grammar.numerals[word] for word in between if word in self.grammar.numerals]
        return between[-1] == "," and len(between) <= _PHRASE and numbers == [len(group.actors)]

    def _come_along(self, draft: Draft, group: Group, leader: Character | None) -> None:
        part = Part.VISITOR if draft.kind is Kind.VISIT else Part.PARTICIPANT
        for actor in group.actors:
            for character in self.cast.who(actor):
                if character.name is not None and character not in draft.parts:
                    draft.parts[character] = part
                    draft.told[character] = (actor.start, actor.end)
                    draft.aides.add(character)
                    if character.country is None and leader is not None and not character.international:
                        character.country = leader.country  # of the leader's side, where no word tells another
