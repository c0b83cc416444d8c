"""The cast of a report: who is who among its actors, with references back resolved in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from entrevue.accounts.clauses import Clauses
from entrevue.accounts.words import content_words, fold, same_person
from entrevue.domain.mentions import Actor, ActorKind, Organisation
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar

Span = tuple[int, int]
_UNIQUE = frozenset({"head_of_state", "head_of_government"})  # one holder a state: role and side are enough
_SENT = frozenset({"envoy", "successor", "generic", "guest"})  # words for somebody told before by another office


@dataclass(slots=True)
class Post:
    """An office as one actor words it."""

    quote: str
    span: Span
    role: str | None
    organisation: Organisation | None
    country: str | None
    former: bool = False

    @property
    def body(self) -> str | None:
        """The folded short name of its organisation."""
        if self.organisation is None:
            return None
        return fold(self.organisation.acronym or self.organisation.name)


@dataclass(slots=True, eq=False)
class Character:
    """Somebody (or some body) of the report: every name and post that it is told by."""

    name: str | None = None
    name_span: Span | None = None
    posts: list[Post] = field(default_factory=list)
    country: str | None = None
    country_span: Span | None = None
    first: Span = (0, 0)
    plural: bool = False
    body: Organisation | None = None
    state: bool = False
    sentences: list[int] = field(default_factory=list)

    @property
    def post(self) -> Post | None:
        """The fullest wording of its office; a counterpart's borrowed one only when there is no other."""
        own = [post for post in self.posts if not post.former] or self.posts
        return max(own, key=lambda post: (post.role != "counterpart", min(len(post.quote), 90)), default=None)

    @property
    def international(self) -> bool:
        """Whether it speaks for an international organisation."""
        post = self.post
        body = self.body or (post.organisation if post else None)
        return body is not None and body.international


class Cast:
    """Resolves the actors of a report's sentences, in order, to characters."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        """Begin with nobody."""
        self.text = text
        self.grammar = grammar
        self.characters: list[Character] = []
        self._of: dict[Span, tuple[Character, ...]] = {}
        self._recent: list[Character] = []  # persons, most recent last
        self._subject: Character | None = None
        self._title = False
        self.subjects: dict[int, Character | None] = {}  # whom each sentence speaks of

    def who(self, actor: Actor) -> tuple[Character, ...]:
        """The characters that an actor stands for; empty where a reference leads nowhere."""
        return self._of.get((actor.start, actor.end), ())

    def meet(self, sentences: Sequence[Sentence]) -> None:
        """Go through the sentences in reading order, the title last: it is the least complete."""
        for number, sentence in sorted(enumerate(sentences), key=lambda pair: (pair[1].paragraph < 0, pair[0])):
            clauses = Clauses(sentence, self.grammar)
            self._title = sentence.paragraph < 0
            subject: Character | None = None
            for group in clauses.groups:
                for actor in group.actors:
                    found = self._resolve(actor, subject)
                    self._of[actor.start, actor.end] = found
                    for character in found:
                        character.sentences.append(number)
                        if actor.kind is not ActorKind.BODY:
                            self._note(character)
                    if subject is None and group.role is None and group.people and len(found) == 1:
                        subject = found[0]
            self._subject = subject or self._subject
            self.subjects[number] = self._subject

    def _note(self, character: Character) -> None:
        if character in self._recent:
            self._recent.remove(character)
        self._recent.append(character)

    def _resolve(self, actor: Actor, subject: Character | None) -> tuple[Character, ...]:
        if actor.kind is ActorKind.PRONOUN:
            return self._pronoun(actor, subject)
        if actor.kind is ActorKind.PAIR:
            return self._pair()
        if actor.kind is ActorKind.BODY:
            return (self._body(actor),)
        if actor.name is not None:
            return (self._named(actor, subject),)
        return (self._by_office(actor, subject),)

    # -- references ----------------------------------------------------------------------------------------------

    def _pronoun(self, actor: Actor, subject: Character | None) -> tuple[Character, ...]:
        if actor.plural:
            return self._pair()
        if actor.role == "object":
            return (self._subject,) if self._subject is not None else ()
        people = [c for c in self._recent if not c.plural]
        if actor.role == "latter":
            return tuple(people[-1:])
        chosen = subject or self._subject or (people[-1] if people else None)
        return (chosen,) if chosen is not None else ()

    def _pair(self) -> tuple[Character, ...]:
        """The last two people of different sides."""
        people = [c for c in reversed(self._recent) if not c.plural]
        if not people:
            return ()
        other = next((c for c in people[1:] if c.country != people[0].country or c.country is None), None)
        return (other, people[0]) if other is not None else ()

    # -- named and nameless --------------------------------------------------------------------------------------

    def _post(self, actor: Actor) -> Post | None:
        if actor.office_span is None:
            return None
        start, end = actor.office_span
        role = "counterpart" if actor.counterpart else actor.role
        return Post(self.text[start:end], actor.office_span, role, actor.organisation, actor.country, actor.former)

    def _named(self, actor: Actor, subject: Character | None) -> Character:
        assert actor.name is not None
        same = [c for c in self.characters if c.name is not None and same_person(c.name, actor.name)]
        post = self._post(actor)
        if self._title:  # a headline names those of whom the report tells most
            same.sort(key=lambda c: len(c.sentences))
        character = same[-1] if same else self._nameless_match(post) if post is not None else None
        if character is None:
            character = self._new(actor)
        if character.name is None or len(actor.name) > len(character.name):
            character.name, character.name_span = actor.name, actor.name_span
        self._learn(character, actor, post, subject)
        return character

    def _nameless_match(self, post: Post) -> Character | None:
        """A nameless character told earlier by exactly this office: "le ministre ... , M. X"."""
        for character in reversed(self._recent):
            if character.name is None and not character.plural and not character.state and character.posts:
                if self._same_post(character.posts[0], post, strict=True):
                    return character
        return None

    def _by_office(self, actor: Actor, subject: Character | None) -> Character:
        post = self._post(actor)
        if post is None or actor.plural:
            return self._learned(self._new(actor), actor, post, subject)
        if actor.counterpart:
            match = self._counterpart(actor, subject)
        elif actor.former:
            match = subject or self._subject  # "l'ancien ministre": somebody told by the office held today
        else:
            match = next((c for c in reversed(self._recent) if self._answers(c, post)), None)
            if match is None and post.role in _SENT and post.country:
                match = self._of_side(post.country)
            elif match is None and post.role == "generic" and actor.definite:
                match = self._subject if self._subject is not None and self._subject.name else None
        return self._learned(match or self._new(actor), actor, post, subject)

    def _of_side(self, country: str) -> Character | None:
        """The person told last who speaks for a state; else one of no known side, as officials of the UN are."""
        people = [c for c in reversed(self._recent) if c.name and not c.plural]
        return next((c for c in people if c.country == country), next((c for c in people if c.country is None), None))

    def _counterpart(self, actor: Actor, subject: Character | None) -> Character | None:
        """Somebody already told who holds the antecedent's office for the side that the phrase names."""
        antecedent = subject or self._subject
        if antecedent is None or actor.country is None:
            return None
        roles = {post.role for post in antecedent.posts}
        return next(
            (
                c
                for c in reversed(self._recent)
                if c is not antecedent and c.country == actor.country and any(p.role in roles for p in c.posts)
            ),
            None,
        )

    def _answers(self, character: Character, post: Post) -> bool:
        """Whether a nameless office can be this character's."""
        if character.plural or character.state:
            return False
        if post.country and character.country and post.country != character.country:
            return False
        for own in character.posts:
            if post.role in _UNIQUE and own.role == post.role and not own.former:
                sided = not post.country or post.country == character.country
                if sided or content_words(own.quote) & content_words(post.quote):
                    return True
        return any(self._same_post(own, post, strict=character.name is None) for own in character.posts)

    @staticmethod
    def _same_post(own: Post, post: Post, *, strict: bool) -> bool:
        mine, theirs = content_words(own.quote), content_words(post.quote)
        if len(theirs) > 1 and theirs <= mine:
            return True
        if own.role != post.role or own.role in {"member", "counterpart"}:
            return False
        if own.body and post.body:
            return own.body == post.body
        if strict:
            return mine == theirs
        return len(theirs) <= 1 or 2 * len(mine & theirs) > len(theirs)

    # -- learning ------------------------------------------------------------------------------------------------

    def _new(self, actor: Actor) -> Character:
        character = Character(first=(actor.start, actor.end), plural=actor.plural)
        self.characters.append(character)
        return character

    def _learned(self, character: Character, actor: Actor, post: Post | None, subject: Character | None) -> Character:
        self._learn(character, actor, post, subject)
        return character

    def _learn(self, character: Character, actor: Actor, post: Post | None, subject: Character | None) -> None:
        if post is not None:
            known = subject or self._subject
            if post.role == "counterpart" and known is not None and known is not character and known.posts:
                post.role = "counterpart" if known.post is None else known.post.role
            character.posts.append(post)
        told_apart = actor.country is not None and not character.international
        if character.country is None and told_apart:
            character.country, character.country_span = actor.country, actor.country_span

    def _body(self, actor: Actor) -> Character:
        key = actor.organisation.acronym or actor.organisation.name if actor.organisation else actor.country
        for character in self.characters:
            own = character.body.acronym or character.body.name if character.body else None
            if (character.state and key == character.country and actor.organisation is None) or (
                own is not None and own == key
            ):
                return character
        character = self._new(actor)
        character.body, character.state = actor.organisation, True
        character.country, character.country_span = actor.country, actor.country_span
        return character
