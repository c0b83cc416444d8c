"""The cast of a report: who is who among its actors, with references back resolved in reading order."""

from collections import Counter
from collections.abc import Collection, Sequence

from entrevue.accounts.characters import Character, Post, Span
from entrevue.accounts.clauses import Clauses
from entrevue.accounts.genders import Genders
from entrevue.accounts.posts import Posts
from entrevue.accounts.words import fold, same_person
from entrevue.domain.mentions import Actor, ActorKind
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar, Offices

_NOBODY = ("generic", "member", "spokesperson", "delegation")  # words for anybody, or for who only speaks
_SENT = frozenset({"envoy", "successor", "generic", "guest"})  # words for somebody told before by another office


class Cast:
    """Resolves the actors of a report's sentences, in order, to characters."""

    def __init__(self, text: str, grammar: Grammar, offices: Offices, home: str | None) -> None:
        """Begin with nobody; `home` is the report's own state, of which an office without a side is."""
        self.text = text
        self.home = home
        self.grammar = grammar
        self.posts = Posts(text, grammar, offices)
        self.particles = frozenset(grammar.particles)
        self._genders = Genders(grammar)
        self.characters: list[Character] = []
        self._nobody = Character()
        self._of: dict[Span, tuple[Character, ...]] = {}
        self._recent: list[Character] = []  # persons, most recent last
        self._subject: Character | None = None
        self._beside: Character | None = None  # told before in the same enumeration
        self._title = False
        self._opens = False  # whether the actor at hand opens its sentence
        self._in_office: list[str] = []  # names that the report tells with an office
        self._headline: list[tuple[str, Post]] = []  # names that the headline tells with their offices
        self._present: set[Character] = set()  # the people of the sentence so far
        self._before: set[Character] = set()  # those of the sentence before
        self._named_now = False  # whether the sentence names whom the sentence before told by office
        self.subjects: dict[int, Character | None] = {}  # whom each sentence speaks of

    def who(self, actor: Actor) -> tuple[Character, ...]:
        """The characters that an actor stands for; empty where a reference leads nowhere."""
        return self._of.get((actor.start, actor.end), ())

    def meet(self, sentences: Sequence[Sentence]) -> None:
        """Go through the sentences in reading order, the title last: it is the least complete."""
        titles = (actor for sentence in sentences if sentence.paragraph < 0 for actor in sentence.actors)
        told = ((actor.name, self.posts.of(actor)) for actor in titles)
        self._headline = [(name, post) for name, post in told if name is not None and post is not None]
        actors = (actor for sentence in sentences for actor in sentence.actors if actor.name and actor.office_span)
        self._in_office = [actor.name or "" for actor in actors if not self.posts.bare(actor)]
        for number, sentence in sorted(enumerate(sentences), key=lambda pair: (pair[1].paragraph < 0, pair[0])):
            clauses = Clauses(sentence, self.grammar)
            self._title = sentence.paragraph < 0
            self._sentence = sentence
            subject: Character | None = None
            local: Character | None = None
            self._before, self._present = self._present, set()
            self._named_now = False
            end = 0  # where the subject's group ends
            opening = clauses.opening()
            named: Character | None = None  # the subject, where more than a pronoun tells it
            for group in clauses.groups:
                self._beside = None
                self._opens = subject is None and group.role is None and not group.owner and group.start >= opening
                for actor in group.actors:
                    inner = clauses.relative_before(group.start)
                    within = inner is not None and inner > end  # "le ministre ..., qui l'ont reçu": him, the subject
                    within = within or self._new_clause(clauses, end, group.start)
                    if within and actor.role in {"object", "indirect"} and subject is not None:
                        found: tuple[Character, ...] = (subject,)
                    else:
                        found = self._resolve(actor, subject, named, local)
                    if actor.name is not None and group.role == "from" and len(found) == 1:
                        local = found[0]  # "after the minister X held talks in Y, where he ..."
                    self._of[actor.start, actor.end] = found
                    self._present.update(found)
                    self._beside = found[0] if len(found) == 1 else None
                    for character in found:
                        character.sentences.append(number)
                        if actor.kind is not ActorKind.BODY and not self._passing(actor, sentence):
                            self._note(character)
                    free = group.role is None and not group.owner and group.start >= opening
                    if subject is None and free and group.people and len(found) == 1:
                        subject = found[0] if not self._passing(actor, sentence) else None
                        end = group.end
                        named = subject if actor.kind is not ActorKind.PRONOUN else None
            if subject is not None:
                subject.leads = number
                subject.led += 1
            self._subject = subject or self._subject
            self.subjects[number] = self._subject

    @staticmethod
    def _new_clause(clauses: Clauses, end: int, index: int) -> bool:
        """Whether a clause with a subject of its own opens between two tokens: "X avait fait le voyage : Y l'avait reçu"."""
        mark = next((k for k in range(index - 1, end, -1) if clauses.tokens[k].text in {":", ";"}), None)
        return mark is not None and any(group.people for group in clauses.after(mark, index))

    def two_states(self) -> tuple[Character, ...]:
        """The two states told most often, as bodies or by those who speak for them; none unless there are two."""
        votes: Counter[str] = Counter()
        for character in self.characters:
            if character.country is not None:
                votes[character.country] += len(character.sentences)
        countries = [country for country, _ in votes.most_common(2)]
        return tuple(self._state(country) for country in countries) if len(countries) == 2 else ()

    def _state(self, country: str) -> Character:
        """The state itself as a character."""
        known = next((c for c in self.characters if c.state and c.body is None and c.country == country), None)
        if known is None:
            teller = next(c for c in self.characters if c.country == country)
            known = Character(country=country, country_span=teller.country_span, first=teller.first, state=True)
            self.characters.append(known)
        return known

    def _passing(self, actor: Actor, sentence: Sentence) -> bool:
        """Whether somebody is told in passing, to whom no later word refers: "an official said", "a delegation"."""
        if actor.name is not None or actor.kind is not ActorKind.OFFICE:
            return False
        opens = sentence.tokens[sentence.index_at(actor.start)].fold
        return actor.role in {"delegation", "spokesperson"} or (
            actor.role == "generic" and opens in self.grammar.indefinite
        )

    def _note(self, character: Character) -> None:
        if character in self._recent:
            self._recent.remove(character)
        self._recent.append(character)

    def _resolve(
        self, actor: Actor, subject: Character | None, named: Character | None, local: Character | None
    ) -> tuple[Character, ...]:
        if actor.kind is ActorKind.PRONOUN:
            return self._pronoun(actor, subject, local)
        if actor.kind is ActorKind.PAIR:
            return self._pair(self.pair_roles(actor), self.number(actor))
        if actor.kind is ActorKind.BODY:
            return (self._body(actor),)
        if actor.name is not None:
            return (self._named(actor, subject),)
        found = self._by_office(actor, subject, named)
        return (found,) if found is not self._nobody else ()

    # -- references ----------------------------------------------------------------------------------------------

    def _pronoun(self, actor: Actor, subject: Character | None, local: Character | None) -> tuple[Character, ...]:
        if actor.plural:
            return self._pair(())
        gender = self._genders.of(self.text[actor.start : actor.end])
        people = [c for c in self._recent if not c.plural and gender in {None, c.gender or gender}]
        if actor.role in {"object", "indirect"}:
            return self._object(actor, subject, people)
        if actor.role == "latter":
            return tuple([c for c in people if c is not subject or len(people) == 1][-1:])
        candidates = [c for c in (subject, local, self._subject, *reversed(people)) if c is not None]
        return next(((c,) for c in candidates if gender in {None, c.gender or gender}), ())

    def _object(self, actor: Actor, subject: Character | None, people: list[Character]) -> tuple[Character, ...]:
        """Whoever an object pronoun means: not the subject of its own sentence, unless nobody else is told.

        A clitic before its verb ("l'a reçu") looks back to the sentence before; "her" may mean somebody told just now.
        """
        told = self.text[actor.start : actor.end].lower()
        now = [c for c in people if c in self._present and c is not subject]
        if told not in self.grammar.object_clitics and actor.role == "object" and now:
            return (now[-1],)
        candidates = [c for c in (self._subject, *reversed(people)) if c in people or c is self._subject]
        found = next((c for c in candidates if c is not None and c is not subject), self._subject)
        return (found,) if found is not None else ()

    def pair_roles(self, actor: Actor) -> tuple[str, ...]:
        """The roles of those for whom "les deux ministres" stands, likeliest first; empty where the noun tells none."""
        if actor.role not in {"pair", None}:
            return (actor.role or "",)
        words = fold(self.text[actor.start : actor.end])
        nouns = sorted(self.grammar.pair_roles, key=len, reverse=True)
        noun = next((noun for noun in nouns if words.endswith(noun)), None)
        return self.grammar.pair_roles[noun] if noun is not None else ()

    def number(self, actor: Actor) -> int:
        """How many "the three ministers" are; two where no number tells."""
        words = fold(self.text[actor.start : actor.end]).split()
        return next((self.grammar.numerals[word] for word in words if word in self.grammar.numerals), 2)

    def _pair(self, roles: Collection[str], number: int = 2) -> tuple[Character, ...]:
        """The last two people (or `number`) of different sides, in one of the roles where so many are."""
        everybody = [c for c in reversed(self._recent) if not c.plural and not c.has_role({"spokesperson"})]
        exact = [c for c in everybody if c.has_role(list(roles)[:1])] if roles else []
        fitting = [c for c in everybody if c.has_role(roles)]
        for people in (exact, fitting, everybody) if number > 2 else ():
            sides = {c.country or str(id(c)): c for c in reversed(people)}
            if len(sides) >= number:
                return tuple([c for c in people if c in sides.values()][:number])
        for people in (exact, fitting, everybody):
            if people:
                other = next((c for c in people[1:] if c.country != people[0].country or c.country is None), None)
                if other is not None:
                    return (other, people[0])
        return ()

    # -- named and nameless --------------------------------------------------------------------------------------

    def _named(self, actor: Actor, subject: Character | None) -> Character:
        assert actor.name is not None
        same = [c for c in self.characters if c.name is not None and same_person(c.name, actor.name, self.particles)]
        post = self.posts.of(actor)
        if self._title:  # a headline names those of whom the report tells most
            same.sort(key=lambda c: len(c.sentences))
        character = (
            same[-1] if same else self._nameless_match(post) if post is not None else self._headlined(actor.name)
        )
        if character is None:
            character = self._told_of(actor, post) or self._new(actor)
        if character.name is None or len(actor.name) > len(character.name):
            character.name, character.name_span = actor.name, actor.name_span
        self._learn(character, actor, post, subject)
        return character

    def _told_of(self, actor: Actor, post: Post | None) -> Character | None:
        """The nameless official told of just before, whom a bare name goes on to tell of: "X was received by ..."."""
        told = self._subject if self._opens else self._other_before()
        if told is None or told.name is not None or told.plural or told.state or not told.posts:
            return None
        if any(same_person(name, actor.name or "", self.particles) for name in self._in_office):
            return None
        gender = self._genders.of(self.text[actor.start : actor.end])
        fits = gender in {None, told.gender or gender} and not told.has_role(_NOBODY)
        fits = fits and (post is None or post.role in {"name", "rank"} or told.has_role({post.role or ""}))
        found = told if fits and not self._meant_again(told, actor) else None
        self._named_now = self._named_now or (found is not None and self._opens)
        return found

    def _other_before(self) -> Character | None:
        """The other nameless official of the sentence before, where this one has named its subject: "X received Y"."""
        others = [c for c in self._before if c.name is None and c.posts and not c.plural and not c.state]
        return others[0] if self._named_now and len(others) == 1 else None

    def _meant_again(self, told: Character, actor: Actor) -> bool:
        """Whether another word of the sentence means somebody: "X received him", "X received the minister"."""
        for other in self._sentence.actors:
            if other.start <= actor.start:
                continue
            if other.kind is ActorKind.PRONOUN and other.role in {"object", "indirect"}:
                return True
            post = self.posts.of(other) if other.kind is ActorKind.OFFICE and other.name is None else None
            if post is not None and self.posts.answers(told, post, self._side(told)):
                return True
        return False

    def _headlined(self, name: str) -> Character | None:
        """The nameless character told earlier by the office that the headline gives to a name."""
        posts = (post for told, post in self._headline if same_person(told, name, self.particles))
        return next((match for post in posts if (match := self._nameless_match(post, strict=False))), None)

    def _nameless_match(self, post: Post, *, strict: bool = True) -> Character | None:
        """A nameless character told earlier by exactly this office: "le ministre ... , M. X"."""
        for character in reversed(self._recent):
            if character.name is None and not character.plural and not character.state and character.posts:
                if self.posts.same(character.posts[0], post, strict=strict):
                    return character if strict or character.country in {post.country, None} else None
                first = character.posts[0]
                if first.borrowed and first.role == post.role and post.country and post.country == character.country:
                    return character  # "her Turkish counterpart" is named later
        return None

    def _by_office(self, actor: Actor, subject: Character | None, named: Character | None) -> Character:
        post = self.posts.of(actor)
        if post is None or actor.plural:
            return self._learned(self._new(actor), actor, post, subject)
        if actor.counterpart:
            match = self._counterpart(actor, subject)
            if match is not None and actor.definite:
                return match  # told by an office of his own before
        elif actor.role == "rank":
            rank = fold(self.text[actor.start : actor.end]).split()[-1]
            match = next((c for c in reversed(self._recent) if rank in c.ranks), None)
            if match is None:
                return self._nobody
        elif actor.former:
            match = subject or self._subject  # "l'ancien ministre": somebody told by the office held today
        else:
            gender = self._genders.of(self.text[actor.start : actor.end])
            fitting = [c for c in reversed(self._recent) if gender in {None, c.gender or gender}]
            answering = [c for c in fitting if self.posts.answers(c, post, self._side(c))]
            match = next((c for c in answering if post.country and c.country == post.country), None)
            exact = [
                c
                for c in answering
                if any(self.posts.words(post.quote) <= self.posts.words(own.quote) for own in c.posts)
            ]
            answering = exact or answering
            bare = not post.country and len(self.posts.words(post.quote)) <= 1  # "the minister": of whom most is told
            if bare and self._subject in answering:
                match = self._subject
            elif bare and answering:
                match = max(answering, key=lambda c: len(c.sentences))
            match = match or next(iter(answering), None)
            if match is None and post.role == "generic" and post.organisation is not None:
                match = self._of_body(post)
            if match is None and post.role in _SENT and post.country:
                match = self._of_side(post.country, named)
            elif match is None and post.role == "generic" and actor.definite:
                match = self._subject if self._subject is not None and self._subject.name else None
        return self._learned(match or self._new(actor), actor, post, subject)

    def _of_body(self, post: Post) -> Character | None:
        """The person told last who speaks for an organisation: "the UN official"."""
        people = [c for c in reversed(self._recent) if c.name and not c.plural]
        bodies = ((c, own.organisation) for c in people for own in c.posts)
        international = post.organisation is not None and post.organisation.international
        same = next(
            (c for c, body in bodies if body is not None and post.body == fold(body.acronym or body.name)), None
        )
        return same or (next((c for c in people if c.international), None) if international else None)

    def _of_side(self, country: str, subject: Character | None) -> Character | None:
        """The person told last who speaks for a state; else one of no known side, as officials of the UN are.

        The `subject` of the same sentence is not meant: "President X received the Ghanaian diplomat".
        """
        people = [c for c in reversed(self._recent) if c.name and not c.plural and c is not subject]
        fitting = [c for c in people if c.country in {country, None}]
        leading = [c for c in fitting if c.leads >= 0]
        for group in (leading, fitting):
            for side in (country, None):
                found = [c for c in group if c.country == side]
                if found:
                    return max(found, key=lambda c: (c.led, len(c.sentences)))  # the one of whom most is told
        return None

    def _counterpart(self, actor: Actor, subject: Character | None) -> Character | None:
        """Somebody already told who holds the antecedent's office for the side that the phrase names."""
        antecedent = self._beside or subject or self._subject
        if actor.country is not None and actor.definite:  # "the Georgian and American counterparts": both told before
            return next((c for c in reversed(self._recent) if c.country == actor.country and not c.plural), None)
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

    def _side(self, character: Character) -> str | None:
        """The state of somebody; where no word tells it the report's own, but unknown for officials of organisations."""
        return character.country or (None if character.international else self.home)

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
            known = self._beside or subject or self._subject
            if post.role == "counterpart" and known is not None and known is not character and known.posts:
                post.role = "counterpart" if known.post is None else known.post.role
            if not (self._title and character.posts):  # a headline is the least complete
                character.posts.append(post)
        if actor.name_span is not None:
            before = fold(self.text[actor.start : actor.name_span[0]]).split()
            character.ranks.update(word for word in before if word in self.grammar.ranks)
        if actor.kind in {ActorKind.PERSON, ActorKind.OFFICE} and character.gender is None and not actor.plural:
            character.gender = self._genders.of(self.text[actor.start : actor.end])
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
