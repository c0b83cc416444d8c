"""Who a report tells of: characters, and the offices as it words them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from entrevue.accounts.words import fold
from entrevue.domain.mentions import Organisation

Span = tuple[int, int]
_VAGUE = frozenset({"generic", "guest", "rank", None})


@dataclass(slots=True)
class Post:
    """An office as one actor words it."""

    quote: str
    span: Span
    role: str | None
    organisation: Organisation | None
    country: str | None
    former: bool = False
    borrowed: bool = False  # a counterpart's: the antecedent's office
    side: str = ""  # the words that tell the country, where they stand in the quote

    @property
    def body(self) -> str | None:
        """The folded short name of its organisation."""
        if self.organisation is None:
            return None
        return fold(self.organisation.acronym or self.organisation.name)


def _telling(post: Post) -> tuple[bool, bool, bool, int]:
    """How much a wording tells: an office of one's own, no word for anybody, with its organisation, at length."""
    own, plain = post.role != "counterpart", post.role in _VAGUE
    return own, not plain, post.organisation is not None, min(len(post.quote), 90)


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
    gender: str | None = None  # "f" or "m" where a word tells it
    ranks: set[str] = field(default_factory=set)  # the folded words of rank before its name
    leads: int = -1  # the last sentence that it is the subject of
    led: int = 0  # how many sentences it is the subject of
    sentences: list[int] = field(default_factory=list)

    @property
    def post(self) -> Post | None:
        """The fullest wording of its office; a counterpart's borrowed one only when there is no other."""
        own = [post for post in self.posts if not post.former] or self.posts
        return max(own, key=_telling, default=None)

    def has_role(self, roles: Collection[str]) -> bool:
        """Whether one of its posts is of one of the roles; without roles everybody has."""
        return not roles or any(post.role in roles for post in self.posts)

    @property
    def international(self) -> bool:
        """Whether it speaks for an international organisation."""
        post = self.post
        body = self.body or (post.organisation if post else None)
        return body is not None and body.international
