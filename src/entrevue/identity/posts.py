"""The posts that the words of an office tell, in any language of the packs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from entrevue.atlas.tables import called
from entrevue.identity.words import Phrases, phrases_of, plain, words_of
from entrevue.languages import codes
from entrevue.languages.grammar import load_offices
from entrevue.languages.posts import load_posts


@dataclass(frozen=True, slots=True)
class Post:
    """A post: a role ("minister"), the fields of its duty, whether a deputy holds it, whether it is held no more."""

    role: str
    fields: frozenset[str] = frozenset()
    deputy: bool = False
    former: bool = False


OTHER = "other"  # the field of a post whose duty is told in words that no pack knows
_LOWER = ("deputy", "former")
_DUTIES = {"head", "minister"}  # roles that say little without their duty
_LEAST = 5  # letters of a word that can tell a duty


def fields_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The fields of duty among plain words, in alphabetical order."""
    meanings = (meaning for _, _, meaning in _phrases("").matches(words))
    return tuple(sorted({value for kind, value in meanings if kind == "field"}))


@lru_cache(maxsize=100_000)
def posts_of(office: str, country: str | None = None) -> tuple[Post, ...]:
    """The posts that the words of an office tell, the first one first; generic words ("official") tell none."""
    parts = list(_parts(office))
    posts: list[Post] = []
    pending: set[str] = set()
    lower: set[str] = set()  # "deputy", "former": what a word before its noun makes of it
    for words in parts:
        opened = len(posts)
        for _, _, (kind, value) in _phrases_of(country).matches(words):
            if kind in _LOWER:
                if len(posts) > opened:  # "ministre délégué": the word comes after its noun
                    last = posts[-1]
                    former, deputy = last.former or kind == "former", last.deputy or kind == "deputy"
                    posts[-1] = replace(last, former=former, deputy=deputy)
                else:
                    lower.add(kind)
            elif kind == "field":
                if len(posts) > opened or (posts and not _role_follows(words, country)):
                    posts[-1] = replace(posts[-1], fields=posts[-1].fields | {value})
                else:
                    pending.add(value)
            else:
                role, *fields = value.split()
                posts.append(Post(role, frozenset(pending | set(fields)), "deputy" in lower, "former" in lower))
                pending, lower = set(), set()
    unknown = any(_unknown(words, country) for words in parts)
    return tuple(dict.fromkeys(_settled(post, unknown) for post in posts))


def _settled(post: Post, unknown: bool) -> Post:
    """A president of something within a state is its head, not the state's; a duty that nobody knows is a duty."""
    if post.role == "state" and post.fields:
        return replace(post, role="head")
    return replace(post, fields=frozenset({OTHER})) if unknown and not post.fields and post.role in _DUTIES else post


def _unknown(words: tuple[str, ...], country: str | None) -> bool:
    """Whether some word of weight belongs to no phrase."""
    known = {index for start, end, _ in _phrases_of(country).matches(words) for index in range(start, end)}
    loose = (word for index, word in enumerate(words) if index not in known and len(word) >= _LEAST)
    return any(word not in _empty() for word in loose)


def is_group(office: str) -> bool:
    """Whether an office is told in the plural: several people at once."""
    return next(_plurals().matches(words_of(office)), None) is not None


@cache
def _plurals() -> Phrases[bool]:
    return Phrases((phrase, True) for code in codes("offices") for phrase in load_offices(code).plurals)


@cache
def _empty() -> frozenset[str]:
    """Words that tell no duty, and those that only say whose an organisation is."""
    return frozenset(word for code in codes("posts") for phrase in load_posts(code).empty for word in words_of(phrase))


def _parts(office: str) -> Iterator[tuple[str, ...]]:
    """The phrases of an office between the words and signs that join several posts; demonyms are left out."""
    text = office
    for sign in (",", ";", "、", " & ", *_joining()):
        text = text.replace(sign, "|")
    for part in text.split("|"):
        words = tuple(word for word in words_of(part) if word not in _demonyms())
        if words:
            yield words


@cache
def _joining() -> tuple[str, ...]:
    """The words that join several posts, in their blanks."""
    return tuple(f" {word} " for code in codes("posts") for word in load_posts(code).joining)


def _role_follows(words: tuple[str, ...], country: str | None) -> bool:
    return any(kind == "role" for _, _, (kind, _) in _phrases_of(country).matches(words))


def _phrases_of(country: str | None) -> Phrases[tuple[str, str]]:
    """The phrases that hold for a state: few states have some of their own."""
    return _phrases(country if country in _sides() else "")


@cache
def _sides() -> frozenset[str | None]:
    return frozenset(side for code in codes("posts") for side in load_posts(code).sides)


@cache
def _phrases(country: str | None) -> Phrases[tuple[str, str]]:
    """Every phrase of the packs, with the posts that only one state has before those of all."""
    return Phrases(_entries(country))


def _entries(country: str | None) -> Iterator[tuple[str, tuple[str, str]]]:
    packs = [load_posts(code) for code in codes("posts")]
    for pack in packs:
        yield from ((phrase, ("role", key)) for phrase, key in phrases_of(pack.sides.get(country or "", {})))
    for pack in packs:
        yield from ((phrase, ("role", key)) for phrase, key in phrases_of(pack.posts))
        yield from ((phrase, ("role", key)) for phrase, key in phrases_of(pack.roles))
        yield from ((phrase, ("field", key)) for phrase, key in phrases_of(pack.fields))
        yield from ((word, ("deputy", "")) for word in pack.deputies)
        yield from ((word, ("former", "")) for word in pack.former)


@cache
def _demonyms() -> frozenset[str]:
    """Words that only say whose an office is: its side says so already."""
    forms = {plain(word) for code in codes("posts") for word in load_posts(code).owners}
    forms |= {plain(form) for state in called() for form in state.demonyms}
    return frozenset(form for form in forms if " " not in form)
