"""Schema of `grammar.toml`: the small words that hold a sentence together."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load
from entrevue.languages.checking import Head, Words


class Grammar(Concern):
    """The small words that hold a sentence together, in folded form: lower case, no accents."""

    file: ClassVar[str] = "grammar"

    elisions: Words = Field(
        default=(), description='Letters before an apostrophe that are a word of their own: "l" in "l\'État".'
    )
    name_elisions: Words = Field(
        default=(), description='Those of `elisions` that names begin with too, and are no word there: "N\'Djamena".'
    )
    clitics: Words = Field(
        default=(), description='Endings behind an apostrophe that are a word of their own: "s" in "Togo\'s".'
    )
    abbreviations: Words = Field(description="Short forms whose full stop ends no sentence.")
    articles: Words = Field(description="Articles and possessives: no body, office or name begins with one.")
    possessives: Words = Field(description="Those of the articles that say whose something is; a source keeps them.")
    same: Words = Field(default=(), description='Words by which a source is one told before: "the same source".')
    honorifics: Words = Field(description="Forms of address before a name.")
    ranks: Words = Field(description="Ranks of armies and civil services before a name.")
    coordinators: Words = Field(description="Words and phrases that join two that take part.")
    prepositions: Words = Field(
        description="Prepositions of one word: no body, office or name begins or ends with one."
    )
    genitives: Words = Field(
        default=(), description='Those of the prepositions that say whose something is: "a note of the ministry".'
    )
    pronouns: Words = Field(description="Words that stand for a person.")
    pro_forms: Words = Field(
        default=(),
        description='Words that stand for what another tells ("the one"), or only go with it: alone they tell nothing.',
    )
    auxiliaries: Words = Field(default=(), description="Verbs that carry another: alone they tell nothing.")
    counterparts: Words = Field(description="Nouns that mean the same office elsewhere.")
    numerals: dict[str, int] = Field(description="How many persons a word tells.")
    days_of_stay: dict[str, int] = Field(
        default_factory=dict,
        description='Which day of a visit or a session a phrase tells: "second day" = 2, counted from its end "last day" = -1.',
    )
    looking_back: Words = Field(
        default=(),
        description='Words that put what is told before the rest of what a text tells: "previously", "déjà".',
    )
    cancelling: Words = Field(
        default=(), description="Words that say of an engagement that it does not take place, or not then."
    )
    jointly: Words = Field(
        default=(),
        description='Words that say of several that they were met at once: "together", "in the presence of".',
    )
    severally: Words = Field(
        default=(), description='Words that say of several that each was met apart: "separately", "in turn".'
    )
    respectively: Words = Field(
        default=(),
        description="Words that join two lists one by one: the first with the first, the second with the second.",
    )
    accompanying: Words = Field(
        default=(), description='Words between somebody who travels and those who come along: "accompanied by".'
    )
    visiting: Words = Field(
        default=(),
        description='Words right before an office or a name that say who is a guest: "talks with visiting President A".',
    )
    capitals: Words = Field(default=(), description='Nouns that make a demonym a city: "la capitale kényane".')
    waters: Words = Field(
        default=(), description='Nouns of waters, which no state is: "the Indian Ocean", « le golfe de Guinée ».'
    )
    not_places: Words = Field(
        default=(), description="Names of places that are more often something else where they bear no accent."
    )
    lower_demonyms: bool = Field(default=False, description="Whether nationalities are written in small letters.")


class Offices(Concern):
    """The words of offices in reports, in folded form: lower case, no accents."""

    file: ClassVar[str] = "offices"

    heads: dict[Head, Words] = Field(description="The head nouns of offices, by what they say of the role.")
    plurals: Words = Field(description="Those of the head nouns that name several holders.")
    singulars: dict[str, str] = Field(
        default_factory=dict,
        description='Words of an office of several as one holds it; "" for what falls away before it ("two").',
    )
    before: Words = Field(description='Words left of the head that are part of an office: "vice", "deputy", "foreign".')
    after: Words = Field(description='Words right of the head that are part of an office: "general", "affaires".')
    opening: Words = Field(
        default=(), description='Words that an office has right before it and never leaves out: "acting".'
    )
    closing: Words = Field(
        default=(),
        description="Words and phrases that an office has right behind it and never leaves out: « par intérim ».",
    )


@cache
def load_grammar(code: str) -> Grammar:
    """The closed word classes of a language."""
    return load(code, Grammar)


@cache
def load_offices(code: str) -> Offices:
    """The office words of a language."""
    return load(code, Offices)


def phrases_in(phrases: Iterable[str], folds: Sequence[str]) -> frozenset[int]:
    """Where phrases begin in folded words."""
    opened: dict[str, list[tuple[str, ...]]] = {}  # most words open no phrase
    for phrase in phrases:
        if told := tuple(phrase.split()):
            opened.setdefault(told[0], []).append(told)
    return frozenset(
        k for k, fold in enumerate(folds) for told in opened.get(fold, ()) if tuple(folds[k : k + len(told)]) == told
    )


def titles_of(code: str) -> frozenset[str]:
    """The words that stand before names: honorifics and ranks, with their full stop and without."""
    grammar = load_grammar(code)
    words = {word for title in (*grammar.honorifics, *grammar.ranks) for word in title.split()}
    return frozenset(words | {word.rstrip(".") for word in words})
