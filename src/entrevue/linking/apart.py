"""Which mentions cannot be of one: counted over the corpus, so that no score may join them."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from entrevue.domain.mentions import PlaceKind
from entrevue.domain.spans import Label, Mention, StateMention, Words, states_within
from entrevue.linking.listing import Glue

_ALIKE = 70.0  # how like two spellings of a name's other words are, of 100, to be of one person
_BEHIND_A_COMMA = 2  # words up to an apposition: the comma, "his"
POSTED = frozenset(("ambassador", "attache", "charge", "consul", "representative"))  # who serve in another state
_PEOPLE = (Label.NAME, Label.OFFICE, Label.REF)
_ABROAD = POSTED | {"envoy", "generic"}  # whose office may tell a state that is not theirs


def nation(mention: Mention, told: Sequence[StateMention]) -> str | None:
    """The one state that an office tells, but for those who serve in another: of 4,290 such offices 4,230 are of it."""
    inside = states_within(told, mention.first, mention.last) if mention.label is Label.OFFICE else ()
    if len(inside) != 1:
        return None
    kind = inside[0].kind
    own = kind == PlaceKind.DEMONYM or (kind == PlaceKind.STATE and mention.role not in _ABROAD)
    return inside[0].country if own else None


def outermost(actors: Sequence[Mention]) -> list[int]:
    """The mentions that stand in no other; none of two that are the same words."""
    same = Counter((one.first, one.last) for one in actors)
    found, reach = [], -1
    for k in sorted(range(len(actors)), key=lambda k: (actors[k].first, -actors[k].last)):
        one = actors[k]
        if one.last > reach and same[one.first, one.last] == 1:
            found.append(k)
        reach = max(reach, one.last)
    return sorted(found)


def listed_offices(
    words: Words, actors: Sequence[Mention], outer: Sequence[int], glue: Glue
) -> Iterator[tuple[int, int]]:
    """Offices told one after the other with an article each: "the minister and the governor", « le maire, le préfet »."""
    for i, j in pairwise(outer):
        one, other = actors[i], actors[j]
        between = words.folds[one.last + 1 : other.first]
        if one.label is not Label.OFFICE or other.label is not Label.OFFICE or len(between) < 2:
            continue
        if words.sentence[one.last] != words.sentence[other.first]:
            continue
        joined = between[0] in glue.joins and glue.small.issuperset(between[1:])
        opened = between[0] == "," and _is_counterpart(words, one, glue)
        if joined and not opened and between[-1] in glue.articles:
            yield i, j


def counterparts_of(
    words: Words, actors: Sequence[Mention], meet: Callable[[int, int], bool], glue: Glue
) -> dict[int, frozenset[str]]:
    """Who meets "his Thai and Lao counterparts" is of neither state: for the mention of such a one those states.

    `meet`: whether two mentions take part in one engagement.
    """
    told = [j for j, one in enumerate(actors) if one.states and _is_counterpart(words, one, glue)]
    outer = outermost(actors) if told else []
    found: dict[int, frozenset[str]] = {}
    for j in told:
        own = words.sentence[actors[j].first]
        people = [i for i in outer if i < j and actors[i].label in _PEOPLE]
        named = bool(people) and _is_called(words, actors[people[-1]], actors[j])
        nearest = next((i for i in reversed(people[:-1] if named else people) if meet(i, j)), None)
        if nearest is not None and words.sentence[actors[nearest].last] == own:
            found[nearest] = found.get(nearest, frozenset()) | frozenset(actors[j].states)
    return found


def _is_called(words: Words, one: Mention, other: Mention) -> bool:
    """Whether a mention right behind a comma says who the one before it is: "Jean Nkusi, his Rwandan counterpart"."""
    between = words.folds[one.last + 1 : other.first]
    return between[:1] == (",",) and len(between) <= _BEHIND_A_COMMA


def _is_counterpart(words: Words, mention: Mention, glue: Glue) -> bool:
    return not glue.counterparts.isdisjoint(words.folds[mention.first : mention.last + 1])


@lru_cache(4_096)
def one_name(mine: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may be of one person: one within the other, what they do not share is spelt alike, or one begins a word.

    Of 380 pairs of full names of the corpus that share a word alone, 309 are of two persons, and 67 of the rest are alike.
    """
    if not mine or not other or mine <= other or other <= mine:
        return True
    if not mine & other:
        return _is_begun(mine, other) or _is_begun(other, mine)
    ours, theirs = " ".join(sorted(mine - other)), " ".join(sorted(other - mine))
    return fuzz.partial_ratio(ours, theirs) >= _ALIKE


def _is_begun(short: frozenset[str], full: frozenset[str]) -> bool:
    """Whether a name is the first part of a family name of two: "Hemopo" of Ms Hemopo-Wallace."""
    return len(short) == 1 and any(word.startswith(f"{next(iter(short))}-") for word in full)
