"""A sentence seen from its verbs: actors in groups, what governs each group, where clauses begin."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from entrevue.domain.mentions import Actor, ActorKind, PlaceKind
from entrevue.domain.text import BULLETS, Sentence
from entrevue.languages.grammar import Grammar

_FURTHER = 7  # tokens behind a list's last name: ", as well as with other"


@dataclass(frozen=True, slots=True)
class Group:
    """Actors told in one enumeration; `role` is that of the preposition before it (None: no preposition).

    `start` and `end` are token indexes; `owner` marks "X's".
    """

    actors: tuple[Actor, ...]
    role: str | None
    start: int
    end: int
    owner: bool = False

    @property
    def people(self) -> bool:
        """Whether it holds somebody rather than bodies alone."""
        return any(actor.kind is not ActorKind.BODY for actor in self.actors)


class Clauses:
    """The groups and boundaries of one sentence."""

    def __init__(self, sentence: Sentence, grammar: Grammar) -> None:
        """Group the sentence's actors."""
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.grammar = grammar
        self._prepositions = sorted(
            (
                (tuple(words.replace("'", "' ").split()), role)
                for role, all_words in grammar.prepositions.items()
                for words in all_words
            ),
            key=lambda pair: -len(pair[0]),
        )
        self._coordinators = {word for words in grammar.coordinators for word in words.split()}
        self._links = self._coordinators | {",", "–", "-", ";"}
        demonyms = (place for place in sentence.places if place.kind is PlaceKind.DEMONYM)
        self._sides = [range(place.start, place.end) for place in demonyms]  # "X, et mauritanien, Y"
        self.folded = " ".join(token.fold for token in self.tokens)
        self.groups = tuple(self._group())

    def _group(self) -> Iterator[Group]:
        """Actors in groups; a list joined by commas alone is none unless its last member is coordinated."""
        members: list[tuple[Actor, int, int]] = []
        role: str | None = None
        owner: int | None = None  # where the owner of the next member opens: "A, the minister's adviser B and C"
        for actor, follower in zip_longest(self.sentence.actors, self.sentence.actors[1:]):
            start = self.sentence.index_at(actor.start) if owner is None else owner
            end = self.sentence.index_at(actor.end - 1) + 1
            own = self.role_before(start)
            owner = start if members and follower is not None and self._owns(actor, follower) else None
            if owner is not None and self._joined(members[-1][2], start, role, own):
                continue
            owner = None
            alike = role == "between" or (bool(members) and self._alike(members[-1][0], actor))
            if members and alike and self._joined(members[-1][2], start, role, own):
                members.append((actor, start, end))
                continue
            yield from self._lists(members, role)
            members, role = [(actor, start, end)], own
        yield from self._lists(members, role)

    def _owns(self, actor: Actor, follower: Actor) -> bool:
        """Whether an actor only tells whose the next one is: "the minister's adviser B"."""
        end = self.sentence.index_at(actor.end - 1) + 1
        return self.tokens[end].fold in {"'s", "'"} and self.sentence.index_at(follower.start) == end + 1

    def _lists(self, members: Sequence[tuple[Actor, int, int]], role: str | None) -> Iterator[Group]:
        """A chain of actors up to its last coordinator is one group; "A, B" and "A et B, C" go on with another."""
        coordinated = 0
        for k in range(1, len(members)):
            between = [token.fold.rstrip("'") for token in self.tokens[members[k - 1][2] : members[k][1]]]
            if any(word in self._coordinators for word in between) or self._after_colon(members[0][1]) is not None:
                coordinated = k
        if members and self._goes_on(members[-1][2]):
            coordinated = len(members) - 1
        if members:
            yield self._close(members[: coordinated + 1], role)
        for member in members[coordinated + 1 :]:
            yield self._close([member], None)

    def _goes_on(self, end: int) -> bool:
        """Whether a list goes on behind its last name with people who have none: ", and other officials"."""
        words = [token.fold.rstrip("'") for token in self.tokens[end : end + _FURTHER]]
        behind = next((k for k, word in enumerate(words) if word not in self._links), None)
        if behind is None or not any(word in self._coordinators for word in words[:behind]):
            return False
        behind += words[behind] in self.grammar.prepositions["with"]
        return behind < len(words) and words[behind] in self.grammar.further

    def _close(self, members: Sequence[tuple[Actor, int, int]], role: str | None) -> Group:
        end = members[-1][2]
        owner = end < len(self.tokens) and self.tokens[end].fold in {"'s", "'"}
        return Group(tuple(actor for actor, _, _ in members), role, members[0][1], end, owner)

    @staticmethod
    def _alike(first: Actor, second: Actor) -> bool:
        """Bodies are listed with bodies, people with people."""
        return (first.kind is ActorKind.BODY) == (second.kind is ActorKind.BODY)

    def _joined(self, end: int, start: int, role: str | None, own: str | None) -> bool:
        """Whether only links (and a repeated preposition) stand between two actors."""
        between = [
            token.fold.rstrip("'")
            for token in self.tokens[end:start]
            if not any(token.start in span for span in self._sides)
        ]
        if not between or not any(word in self._links for word in between):
            return False
        if own is not None and own != role and not (role == "beside" and own == "of"):
            return False  # "en présence de M. X, du conseiller Y et de Z" goes on
        rest = [word for word in between if word not in self._links]
        skipped = {word for words, _ in self._prepositions for word in words} if own is not None else set()
        small = {*skipped, *self.grammar.articles, *self.grammar.honorifics}
        return all(word in small for word in rest) and len(rest) < 5

    def role_before(self, index: int) -> str | None:
        """The role of the preposition that ends right before a token."""
        passed = {"“", '"', "«", *self.grammar.plain_articles, *self.grammar.numerals}
        while index > 0 and self.tokens[index - 1].fold.rstrip("'") in passed:
            index -= 1
        colon = self._after_colon(index)
        index = index if colon is None else colon  # "held talks with: - the minister X"
        for words, role in self._prepositions:
            start = index - len(words)
            if start >= 0 and all(
                self.tokens[start + k].fold.rstrip("'") == word.rstrip("'") for k, word in enumerate(words)
            ):
                return role
        return None

    def _after_colon(self, index: int) -> int | None:
        """The colon right before a token, a bullet between them apart; None where there is none."""
        while index > 0 and self.tokens[index - 1].fold.rstrip("'") in self.grammar.plain_articles:
            index -= 1
        opens = index - 1 if index > 1 and self.tokens[index - 1].text in BULLETS else index
        return opens - 1 if opens > 0 and self.tokens[opens - 1].text == ":" else None

    def relative_before(self, index: int) -> int | None:
        """The nearest relative pronoun left of a token."""
        for k in range(index - 1, -1, -1):
            if self.tokens[k].fold.rstrip("'") in self.grammar.relatives:
                return k
            if self.tokens[k].fold in {";", ":"}:
                return None
        return None

    def opening(self) -> int:
        """The token after an opening adverbial: "Before seeing the president, he ..."; 0 without one."""
        if not self.tokens or self.tokens[0].fold not in self.grammar.openers:
            return 0
        subjects = {*self.grammar.pronouns, *self.grammar.plural_pronouns}
        ends = (k for k, token in enumerate(self.tokens) if k and (token.text == "," or token.fold in subjects))
        return next(ends, 0)

    def before(self, index: int) -> list[Group]:
        """The groups that end before a token, nearest first."""
        return [group for group in reversed(self.groups) if group.end <= index]

    def after(self, index: int, stop: int) -> list[Group]:
        """The groups between two tokens, in order."""
        return [group for group in self.groups if group.start > index and group.start < stop]

    def text(self, start: int, end: int) -> str:
        """The folded words between two token indexes."""
        return " ".join(token.fold for token in self.tokens[max(start, 0) : end])

    def matches(self, pattern: str, start: int, end: int) -> bool:
        """Whether a pattern is found in the folded words between two token indexes."""
        return re.search(pattern, self.text(start, end)) is not None
