"""Posts: the offices of a report as it words them, and whether two wordings can be one office."""

from entrevue.accounts.characters import Character, Post
from entrevue.accounts.words import content_words
from entrevue.domain.mentions import Actor
from entrevue.languages.grammar import Grammar, Offices

_UNIQUE = frozenset({"head_of_state", "head_of_government"})  # one holder a state: role and side are enough


class Posts:
    """Reads and compares the offices of one report."""

    def __init__(self, text: str, grammar: Grammar, offices: Offices) -> None:
        """Take the report's text and the words of offices."""
        self.text = text
        self.synonyms = offices.synonyms
        self._small = frozenset(grammar.small_words)

    def of(self, actor: Actor) -> Post | None:
        """The office that an actor is told by; None without one."""
        if actor.office_span is None:
            return None
        start, end = actor.office_span
        role = "counterpart" if actor.counterpart else actor.role
        side = self.text[slice(*actor.country_span)] if actor.country_span else ""
        return Post(
            self.text[start:end], actor.office_span, role, actor.organisation, actor.country,
            actor.former, actor.counterpart, side,
        )  # fmt: skip

    def bare(self, actor: Actor) -> bool:
        """Whether a name has no office or one of a single word that tells nothing more: "General X", "Minister X"."""
        post = self.of(actor)
        own = post is not None and (post.country or post.organisation or len(self.words(post.quote)) > 1)
        return actor.role in {"name", "rank"} or not own

    def answers(self, character: Character, post: Post, side: str | None) -> bool:
        """Whether a nameless office can be that of a character, who is of the state `side`."""
        if character.plural or character.state:
            return False
        if post.country and side and post.country != side:
            return False
        for own in character.posts:
            if post.role in _UNIQUE and own.role == post.role and not own.former:
                sided = not post.country or post.country == character.country
                if sided or self.words(own.quote) & self.words(post.quote):
                    return True
        return any(self.same(own, post, strict=character.name is None) for own in character.posts)

    def words(self, quote: str) -> frozenset[str]:
        """The content words of an office, synonyms replaced by the words that they stand for."""
        words = content_words(quote, self._small)
        stood_for = (self.synonyms.get(word, word).split() for word in words)
        return frozenset(word for group in stood_for for word in group)

    def same(self, own: Post, post: Post, *, strict: bool) -> bool:
        """Whether two wordings can be one office; `strict`: every word that tells something is the same."""
        mine, theirs = self.words(own.quote), self.words(post.quote)
        if own.organisation is not None and own.organisation.kind is not None and own.country == post.country:
            mine |= {own.organisation.kind}  # "the American spy chief" is the director of the CIA
        if len(theirs) > 1 and theirs <= mine:
            return True
        if len(theirs) == 1 and theirs <= mine and not post.country and not strict:
            return True  # "the Secretary" is the Secretary of State
        if own.role != post.role or own.role in {"member", "counterpart"}:
            return False
        if own.body and post.body:
            return own.body == post.body
        if strict:
            return mine == theirs or self._shorter(own, post)
        told = theirs - self.words(post.side) if post.side else theirs  # the side is compared apart
        return len(told) <= 1 or 2 * len(mine & told) > len(told)

    def _shorter(self, own: Post, post: Post) -> bool:
        """Whether one wording of an office of the same state leaves out a word of the other: "patron des renseignements"."""
        mine, theirs = ({word.rstrip("s") for word in self.words(each.quote)} for each in (own, post))
        sides = {word.rstrip("s") for each in (own, post) for word in self.words(each.side)}
        told = (mine & theirs) - sides
        return (
            own.country is not None
            and own.country == post.country
            and len(told) > 1
            and (mine <= theirs or theirs <= mine)
        )
