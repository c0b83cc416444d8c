"""Schema of `grammar.toml`: the small words that hold a sentence together."""

from collections.abc import Sequence
from functools import cache

from entrevue.languages import Concern, load


class Grammar(Concern):
    """Closed word classes of a language, all in folded form (lower case, no accents).

    `elisions` are the letters before an apostrophe that are words of their own ("l'", "d'"), `clitics` endings that are
    ("'s"), `abbreviations` tokens whose full stop ends no sentence. `articles`, `coordinators` and `prepositions` (those
    of one word) neither begin a body or an office nor end a name. `honorifics` and `ranks` stand before a name,
    `pronouns` for one. `pro_forms` stand for what another word tells ("the one", "celui"), or only go with it ("se"),
    `auxiliaries` carry a verb: none of them tells anything alone. `counterparts` are nouns that mean the same office
    elsewhere, `numerals` how many a word tells.
    `cancelling` are words that say of an engagement that it does not take place, or not then ("postponed", "called off").
    `capitals` are nouns that make a demonym a city ("la capitale kényane"), `not_places` names of places that are more
    often something else where they bear no accent; `lower_demonyms` says that nationalities are written small.
    """

    elisions: tuple[str, ...] = ()
    clitics: tuple[str, ...] = ()
    abbreviations: tuple[str, ...]
    articles: tuple[str, ...]
    honorifics: tuple[str, ...]
    ranks: tuple[str, ...]
    coordinators: tuple[str, ...]
    prepositions: tuple[str, ...]
    pronouns: tuple[str, ...]
    pro_forms: tuple[str, ...] = ()
    auxiliaries: tuple[str, ...] = ()
    counterparts: tuple[str, ...]
    numerals: dict[str, int]
    cancelling: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    not_places: tuple[str, ...] = ()
    lower_demonyms: bool = False


class Offices(Concern):
    """The words of offices: `heads` maps a role to its head nouns, `plurals` are those of them that name several.

    `before` are words left of the head ("vice", "deputy", "foreign"), `after` those right of it ("general", "affaires").
    """

    heads: dict[str, tuple[str, ...]]
    plurals: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@cache
def load_grammar(code: str) -> Grammar:
    """The closed word classes of a language."""
    grammar: Grammar = load(code, "grammar", Grammar)
    return grammar


@cache
def load_offices(code: str) -> Offices:
    """The office words of a language."""
    offices: Offices = load(code, "offices", Offices)
    return offices


def numerals_of(code: str) -> dict[str, int]:
    """How many a word tells ("two", "both")."""
    return load_grammar(code).numerals


def cancelling_in(code: str, folds: Sequence[str]) -> frozenset[int]:
    """Where words say that an engagement does not take place: the places of the first word of each."""
    told = [tuple(phrase.split()) for phrase in load_grammar(code).cancelling]
    return frozenset(k for k in range(len(folds)) for phrase in told if tuple(folds[k : k + len(phrase)]) == phrase)


def titles_of(code: str) -> frozenset[str]:
    """The words that stand before names: honorifics and ranks, with their full stop and without."""
    grammar = load_grammar(code)
    words = {word for title in (*grammar.honorifics, *grammar.ranks) for word in title.split()}
    return frozenset(words | {word.rstrip(".") for word in words})
