"""The posts that the words of an office tell, in any language of the packs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from entrevue.atlas.tables import english_forms, french_forms, rows
from entrevue.identity.words import Phrases, phrases_of, plain, words_of
from entrevue.languages import codes
from entrevue.languages.posts import load_posts


@dataclass(frozen=True, slots=True)
class Post:
    """A post: a role ("minister"), the fields of its duty, and whether a deputy holds it."""

    role: str
    fields: frozenset[str] = frozenset()
    deputy: bool = False


def fields_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The fields of duty among plain words, in alphabetical order."""
    meanings = (meaning for _, _, meaning in _phrases("").matches(words))
    return tuple(sorted({value for kind, value in meanings if kind == "field"}))


@lru_cache(maxsize=100_000)
def posts_of(office: str, country: str | None = None) -> tuple[Post, ...]:
    """The posts that the words of an office tell, the first one first; generic words ("official") tell none."""
    parts = [part for part in _parts(office)]
    posts: list[Post] = []
    pending: set[str] = set()
    deputy = False
    for words in parts:
        opened = len(posts)
        for _, _, (kind, value) in _phrases(country or "").matches(words):
            if kind == "deputy":
                deputy = True
                if len(posts) > opened:  # "ministre délégué": the word comes after its noun
                    posts[-1], deputy = replace(posts[-1], deputy=True), False
            elif kind == "field":
                if len(posts) > opened or (posts and not _role_follows(words, country)):
                    posts[-1] = replace(posts[-1], fields=posts[-1].fields | {value})
                else:
                    pending.add(value)
            else:
                role, *fields = value.split()
                posts.append(Post(role, frozenset(pending | set(fields)), deputy))
                pending, deputy = set(), False
    return tuple(dict.fromkeys(_settled(post) for post in posts))


def _settled(post: Post) -> Post:
    """A president of something within a state is its head, not the state's."""
    inner = post.role == "state" and post.fields
    return replace(post, role="head") if inner else post


def _parts(office: str) -> Iterator[tuple[str, ...]]:
    """The phrases of an office between the words and signs that join several posts; demonyms are left out."""
    text = office
    for sign in (",", ";", " et ", " and ", "、", " & "):
        text = text.replace(sign, "|")
    for part in text.split("|"):
        words = tuple(word for word in words_of(part) if word not in _demonyms())
        if words:
            yield words


def _role_follows(words: tuple[str, ...], country: str | None) -> bool:
    return any(kind == "role" for _, _, (kind, _) in _phrases(country or "").matches(words))


@cache
def _phrases(country: str) -> Phrases[tuple[str, str]]:
    """Every phrase of the packs, with the posts that only one state has before those of all."""
    return Phrases(_entries(country))


def _entries(country: str) -> Iterator[tuple[str, tuple[str, str]]]:
    packs = [load_posts(code) for code in codes("posts")]
    for pack in packs:
        yield from ((phrase, ("role", key)) for phrase, key in phrases_of(pack.sides.get(country, {})))
    for pack in packs:
        yield from ((phrase, ("role", key)) for phrase, key in phrases_of(pack.posts))
        yield from ((phrase, ("role", key)) for phrase, key in phrases_of(pack.roles))
        yield from ((phrase, ("field", key)) for phrase, key in phrases_of(pack.fields))
        yield from ((word, ("deputy", "")) for word in pack.deputies)


@cache
def _demonyms() -> frozenset[str]:
    """Words that only say whose an office is: its side says so already."""
    forms = {"us", "uk"}
    for _, french, english, *_ in rows("states.tsv", 5):
        forms |= {plain(form) for form in (*french_forms(french), *english_forms(english))}
    return frozenset(form for form in forms if " " not in form)
