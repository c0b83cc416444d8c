"""Marks: what an engagement can be found by, as numbers in one index."""

from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

from entrevue.domain.engagements import Engagement, Review
from entrevue.domain.reading import Kind
from entrevue.identity.blocking import Grid
from entrevue.identity.names import plain
from entrevue.identity.organisations import organisation_key

_WORD_BITS = 41  # of the key of what is near; the days of every year before 10000 fit into the rest
_WORD = (1 << _WORD_BITS) - 1
_SIDES = 12  # a gathering of more sides is no contact of any two of them


@lru_cache(maxsize=200_000)
def number_of(text: str) -> int:
    """A number of 64 bits for a text; two texts of one ledger practically never share it."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def places_of(grid: Grid) -> frozenset[int]:
    """The numbers of keys of what is near: those of one day lie together in the index."""
    words = [number_of(word) & _WORD for word in grid.words]
    return frozenset(time << _WORD_BITS | word for time in grid.times for word in words)


def mark(kind: str, value: str) -> int:
    """The mark of a value of a kind: "state" "MA", "appearance" "12", "pair" "MA|US"."""
    return number_of(f"{kind}:{value}")


def pair(one: str, other: str) -> str:
    """The value of a pair of states, in whichever order."""
    return "|".join(sorted((one, other)))


def marks_of(engagement: Engagement, within: frozenset[str]) -> frozenset[int]:
    """Everything an engagement can be found by; `within` are the stems its accounts are part of."""
    found = {mark("kind", engagement.kind.value), mark("status", engagement.happened.value)}
    states = set(engagement.sides)
    if engagement.kind is Kind.VISIT and engagement.country.value:
        states.add(engagement.country.value)  # whoever visits a state has to do with it, whether a host is named or not
        found.add(mark("host", engagement.country.value))
    found |= {mark("state", state) for state in states}
    if len(states) <= _SIDES:
        found |= {mark("pair", pair(*two)) for two in combinations(states, 2)}
    for participant in engagement.participants:
        if participant.country.value:
            found.add(mark(participant.role.value, participant.country.value))
        found |= {mark("appearance", str(number)) for number in participant.appearances}
        body = participant.organization
        for name in {*(saying.value for saying in body.sayings), *([body.value] if body.value else [])}:
            found |= {
                mark("organisation", organisation_key(name, participant.country.value)),
                mark("organisation", organisation_key(name)),  # for who asks without a side
            }
    found |= {mark("topic", topic.topic) for topic in engagement.topics if topic.topic}
    found |= {mark("country", saying.value) for saying in engagement.country.sayings}
    found |= {mark("city", plain(saying.value)) for saying in engagement.city.sayings}
    found |= {mark("within", stem) for stem in within}
    if engagement.review is not Review.OPEN:
        found.add(mark("review", engagement.review.value))
    return frozenset(found)
