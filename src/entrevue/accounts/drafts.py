"""What the rules work on: an account in the making, what they look at, and what several of them ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from entrevue.accounts.events import Event
from entrevue.accounts.sameness import Floats
from entrevue.domain.dates import PartialDate
from entrevue.domain.spans import Label, Mention, StateMention, Words
from entrevue.linking.links import STATUSES, Chain, Links

SURE_SIDE = 0.5
UNTOLD = 0.1  # the chance of a day or a place that is not told
SURELY_TO_COME = 0.9  # the chance from which on something is surely planned, and below whose rest it surely is not
STAYS = ("visit", "conference")  # kinds that last


@dataclass
class Draft:
    """The fields of one account while the rules run."""

    event: Event
    kind: str
    parts: dict[int, str]
    chances: dict[int, float]
    start: PartialDate | None = None
    end: PartialDate | None = None
    date: Mention | None = None
    country: str | None = None
    city: str | None = None
    place: Mention | None = None
    untellable: bool = False  # its day is told and cannot be worked out: "yesterday" on a page without a day
    at_home: bool = False  # a visit whose only place is in the state of whoever travels
    day_chance: float = UNTOLD
    place_chance: float = UNTOLD
    status: str = "held"
    inside: "Draft | None" = None
    follows: "Draft | None" = None
    inferred: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Told:
    """What the rules look at."""

    words: Words
    links: Links
    triggers: tuple[Mention, ...]
    dates: Sequence[Mention]
    points: Sequence[Mention]
    published: PartialDate | None
    home: str | None
    cancelling: frozenset[int]  # sentences with a word that says that something does not take place
    sameness: Floats
    taking_part: Floats
    day: Floats
    place: Floats
    confidence: Floats | None
    least: float  # the confidence below which nothing is told
    topic_of: Callable[[str], str | None]
    same: frozenset[str]  # folded words by which a source is one told before
    bare: frozenset[str]  # folded words that tell nothing alone
    singulars: Mapping[str, str]  # what the folded words of an office of several become in that of one
    states: tuple[StateMention, ...]  # the words that name a state
    accompanying: frozenset[int]  # the words behind which those are told who come along
    looking_back: frozenset[int]  # sentences with a word that puts what they tell before the rest
    days_of_stay: Mapping[int, int]  # words behind which a stay is told whose day is meant: 2 the second, -1 the last


def side_of(chain: Chain) -> str | None:
    """The side of a chain where it is sure enough, "-" for an international body."""
    side, chance = chain.likeliest
    return None if side == "?" or chance < SURE_SIDE else side


def is_somebody(chain: Chain) -> bool:
    """Whether a chain is of a person, named or told by office."""
    return any(mention.label in (Label.NAME, Label.OFFICE) for mention in chain.mentions)


def is_named(chain: Chain) -> bool:
    """Whether a chain holds a name of somebody."""
    return any(mention.label is Label.NAME for mention in chain.mentions)


def may_be_one(one: str | None, other: str | None) -> bool:
    """Whether two values may be one: one is not told, or both are the same."""
    return one is None or other is None or one == other


def overlap(old: Draft, new: Draft) -> bool:
    """Whether the days of two drafts may be the same."""
    if old.start is None or new.start is None:
        return True
    return old.start.first <= (new.end or new.start).last and new.start.first <= (old.end or old.start).last


def sentences_of(draft: Draft, told: Told) -> set[int]:
    """The sentences with the triggers of a draft."""
    return {told.words.sentence[told.triggers[t].first] for t in draft.event.triggers}


def to_come(draft: Draft, told: Told) -> float:
    """The share of what tells of a draft that tells it as planned."""
    return float(told.links.status[draft.event.triggers, STATUSES.index("planned")].mean())
