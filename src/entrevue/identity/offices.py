"""One key for the wordings of a post, so that a tenure is one whatever language tells it."""

from functools import cache, lru_cache

from entrevue.atlas.tables import called
from entrevue.domain.text import fold
from entrevue.identity.capacities import capacity
from entrevue.identity.posts import Post
from entrevue.identity.words import Phrases, words_of
from entrevue.languages import codes
from entrevue.languages.grammar import load_grammar

_POSTED = {"ambassador", "charge", "consul", "attache"}


@lru_cache(maxsize=100_000)
def office_key(office: str | None, organization: str | None = None, country: str | None = None) -> str:
    """The key of a post: side or organisation, then role, fields and, of who is posted, where ("US:ambassador to MA").

    Of several posts in one office the first counts. An office whose words tell no post is keyed by its words.
    """
    acts = capacity(office, organization, country)
    side = min(acts.bodies, default=country or "")
    if not acts.posts:
        return f"{side}:{' '.join(words_of(office or ''))}"
    return f"{side}:{_described(acts.posts[0], office or '', country)}"


def _described(post: Post, office: str, country: str | None) -> str:
    where = posted_to(office, country) if post.role in _POSTED else None
    return "".join(
        (
            "former " if post.former else "",
            "deputy " if post.deputy else "",
            post.role,
            "".join(f" {field}" for field in sorted(post.fields)),
            f" to {where}" if where else "",
        )
    )


def without_determiner(office: str) -> str:
    """An office without the article or possessive before it, as readings tell it: "son homologue", "homologue"."""
    first, _, rest = office.replace("’", "'").partition(" ")
    if rest and fold(first) in _determiners():
        return office[len(first) :].lstrip()
    elided = office[: first.index("'") + 1] if "'" in first else ""
    return office[len(elided) :] if elided and fold(elided) in _determiners() else office


@cache
def _determiners() -> frozenset[str]:
    """Articles and possessives of every language, those before an apostrophe too."""
    packs = [load_grammar(code) for code in codes("grammar")]
    return frozenset(word for pack in packs for word in (*pack.articles, *(f"{one}'" for one in pack.elisions)))


@lru_cache(maxsize=20_000)
def posted_to(office: str, country: str | None) -> str | None:
    """The state other than `country` that the words of an office name: where an ambassador is posted."""
    named = [iso for _, _, iso in _states().matches(words_of(office)) if iso != country]
    return named[-1] if named else None


@cache
def _states() -> Phrases[str]:
    """The names and demonyms of states in the languages of the packs."""
    from babel import Locale  # CLDR tables take 50 ms to load: paid by the first ambassador only

    entries: list[tuple[str, str]] = []
    for state in called():
        entries += [(form, state.code) for form in (*state.demonyms, *state.further)]
    for code in codes("posts"):
        entries += [(name, iso) for iso, name in Locale(code).territories.items() if len(iso) == 2 and iso.isalpha()]
    return Phrases(entries)
