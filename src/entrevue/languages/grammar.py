"""Schema of `grammar.toml`: the small words that hold a sentence together."""

from functools import cache

from pydantic import Field

from entrevue.languages import Concern, load


class Grammar(Concern):
    """Closed word classes of a language, all in folded form (lower case, no accents) unless said otherwise.

    `prepositions` maps a role (with, by, between, to, of, at, from, beside) to the words that open it, the longest
    ones with blanks in them. `elisions` are the letters before an apostrophe that are words of their own. `sites` are
    nouns before the name of a place that looks like a person's ("camp Guézo"), `capitals` nouns that make a demonym a
    city ("la capitale kényane"), `relative_objects` pronouns after which a subject follows ("la visite que X a
    effectuée"), `purposes` words before an infinitive that has the subject of the verb before it ("pour rencontrer").
    `there` are adverbs for the place told before, `clefts` words that put somebody first ("c'est X qui a reçu Y"),
    `indirect_clitics` pronouns before a verb that mean "to him", `rank_complements` what completes a rank ("général
    de brigade"). `feminine` and `masculine` are words that tell a person's gender wherever they stand in a phrase,
    the articles only where they open it. `openers` begin a clause before the main one ("after", "avant"),
    `further` opens the nameless end of a list ("X, Y and other officials"),
    `indefinite` are articles of somebody new, `plain_articles` those that only say that it is known, `matters` nouns
    whose place is a subject of talks ("la guerre en Ukraine"), `concerns` prepositions that lead to a place behind a
    verb of motion and to a subject elsewhere ("left for Syria", "talks on Syria"), `nationals` articles before a
    nationality that names a person, where `national_verbs` (if any) follow; `fractions` nouns after "the latter" that
    make it an adjective; `not_places` names of places that are more often something else where they bear no accent;
    `whose` are relative pronouns of the owner; `impersonal` is what follows a pronoun that stands for nobody ("il
    s'agit"); `towns` are nouns before the name of a town ("the town of X"); `ambiguous_objects` are pronouns that are
    possessives before a noun ("her"); `partitives` are articles that look like a preposition ("rencontrer des
    dirigeants"); `lower_demonyms` says that nationalities are written small. `pair_roles` gives the roles of those
    for whom a noun after "the two" stands. `regions` are names of parts of the world, which are no persons. `shared`
    are the possessives of several. `adverbs` of time may stand between a verb and its preposition ("is already in").
    `accompanied` are participles before those who come along, `comprising` verbs between a delegation and its
    members. `relative_places` are relative pronouns of a place ("where"). `sole_ranks` are ranks that stand for
    somebody ("the general"), before one of `holder_verbs`, a preposition or a sign. `outlooks` are prepositions
    between an office and a state that it looks to ("minister for Africa"), `fused` articles that hold a preposition
    ("du"); `small_words` tell no two offices apart ("of"), `there_behind` are those of `there` that may stand behind
    an object.
    """

    elisions: tuple[str, ...] = ()
    clitics: tuple[str, ...] = ()
    abbreviations: tuple[str, ...]
    articles: tuple[str, ...]
    small_words: tuple[str, ...] = ()
    honorifics: tuple[str, ...]
    ranks: tuple[str, ...]
    particles: tuple[str, ...]
    coordinators: tuple[str, ...]
    prepositions: dict[str, tuple[str, ...]]
    relatives: tuple[str, ...]
    pronouns: tuple[str, ...]
    plural_pronouns: tuple[str, ...]
    object_pronouns: tuple[str, ...]
    object_clitics: tuple[str, ...]
    clitic_verbs: tuple[str, ...]
    latter: tuple[str, ...]
    possessives: tuple[str, ...]
    counterparts: tuple[str, ...]
    numerals: dict[str, int]
    pairs: tuple[str, ...]
    not_names: tuple[str, ...]
    delegations: tuple[str, ...]
    leading: tuple[str, ...]
    seats: tuple[str, ...]
    outlooks: tuple[str, ...] = ()
    fused: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    press: tuple[str, ...] = ()
    side_words: tuple[str, ...] = ()
    accompanied: tuple[str, ...] = ()
    comprising: tuple[str, ...] = ()
    relative_places: tuple[str, ...] = ()
    sole_ranks: tuple[str, ...] = ()
    holder_verbs: tuple[str, ...] = ()
    definite: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    relative_objects: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    there_behind: tuple[str, ...] = ()
    clefts: tuple[str, ...] = ()
    indirect_clitics: tuple[str, ...] = ()
    rank_complements: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    masculine: tuple[str, ...] = ()
    feminine_articles: tuple[str, ...] = ()
    masculine_articles: tuple[str, ...] = ()
    pair_roles: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    openers: tuple[str, ...] = ()
    indefinite: tuple[str, ...] = ()
    plain_articles: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    nationals: tuple[str, ...] = ()
    national_verbs: tuple[str, ...] = ()
    fractions: tuple[str, ...] = ()
    not_places: tuple[str, ...] = ()
    partitives: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    impersonal: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()
    ambiguous_objects: tuple[str, ...] = ()
    lower_demonyms: bool = False


class Offices(Concern):
    """The words of offices: `heads` maps a role to its head nouns; the rest extend the phrase to either side.

    `before`: modifiers left of the head ("vice", "deputy", "foreign"); `after`: adjectives and field nouns right of
    the head ("general", "affaires", "etrangeres"); `complements`: prepositions that open a complement; `posting`:
    prepositions of the state where somebody is posted; `postings`: the roles that are posted; `origins`: prepositions
    before the state or body that somebody comes from ("officials from Rwanda"); `duties`: participles of a duty told
    between commas ("chargé de la Défense"); `delegated`: words of an office that serves at a house or beside another
    office ("délégué"); `passing`: words before an office that tell what its holder is doing ("visiting"); `usual`:
    offices that, where no word tells whose they are, are one state's ("secretary of state": US); `former`: words that
    make an office a past one; `organisations`: head nouns of organisation names. `head_names`: heads that are names
    of persons too ("King"); `with_article`: heads that are adjectives unless an article stands before them
    ("officielle"); `not_modifiers`: words that end as an adjective and are none; `unaccented`: heads that are other
    words when they bear an accent ("juge", "jugé"); `synonyms`: words of offices and the words that they stand for
    when two wordings are compared ("diplomatie" for "affaires etrangeres").
    """

    heads: dict[str, tuple[str, ...]]
    plurals: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    endings: tuple[str, ...] = ()
    complements: tuple[str, ...]
    posting: tuple[str, ...]
    postings: tuple[str, ...]
    origins: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    delegated: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    usual: dict[str, str] = Field(default_factory=dict)
    former: tuple[str, ...]
    organisations: dict[str, tuple[str, ...]]
    head_last: bool
    no_office: tuple[str, ...] = ()
    unaccented: tuple[str, ...] = ()
    head_names: tuple[str, ...] = ()
    with_article: tuple[str, ...] = ()
    not_modifiers: tuple[str, ...] = ()
    synonyms: dict[str, str] = Field(default_factory=dict)


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


def titles_of(code: str) -> frozenset[str]:
    """The words that stand before names: honorifics and ranks, with their full stop and without."""
    grammar = load_grammar(code)
    words = {word for title in (*grammar.honorifics, *grammar.ranks) for word in title.split()}
    return frozenset(words | {word.rstrip(".") for word in words})
