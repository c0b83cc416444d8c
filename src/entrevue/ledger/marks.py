"""Marks: what an engagement can be found by, as numbers in one index."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

from entrevue.domain.engagements import Engagement, Participant, Review
from entrevue.domain.reading import Kind
from entrevue.domain.recorded import Context
from entrevue.identity.blocking import Grid
from entrevue.identity.classes import office_classes
from entrevue.identity.names import plain
from entrevue.identity.organisations import organisation_key
from entrevue.ledger.rows import Term

_WORD_BITS = 41  # of the key of what is near; the days of every year before 10000 fit into the rest
_WORD = (1 << _WORD_BITS) - 1
ORIGINS = 5  # independent sources from which nobody counts on
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


def terms_of(engagement: Engagement, contexts: Iterable[Context] = ()) -> dict[int, Term]:
    """What an engagement can be found by and listed under, by its mark; `contexts` are those of its accounts."""
    return {mark(kind, value): Term(kind, shown) for kind, value, shown in _values(engagement, contexts)}


def marks_of(engagement: Engagement, within: frozenset[str], contexts: Iterable[Context] = ()) -> frozenset[int]:
    """Everything an engagement can be found by; `within` are the stems its accounts are part of."""
    found = set(terms_of(engagement, contexts)) | {mark("within", stem) for stem in within}
    for participant in engagement.participants:
        side = participant.country.value
        found |= {mark("organisation", organisation_key(one.value, side)) for one in participant.organization.sayings}
    return frozenset(found)


def _values(engagement: Engagement, contexts: Iterable[Context]) -> Iterator[tuple[str, str, str]]:
    """Kind, value, and how the value is shown."""
    yield from _own(engagement)
    for participant in engagement.participants:
        yield from _of_participant(participant)
    for context in contexts:
        if context.publisher:
            yield "publisher", context.publisher, context.publisher
        if context.language:
            yield "language", context.language, context.language


def _own(engagement: Engagement) -> Iterator[tuple[str, str, str]]:
    states = set(engagement.sides)
    if engagement.kind is Kind.VISIT and engagement.country.value:
        states.add(engagement.country.value)  # whoever visits a state has to do with it, whether a host is named or not
        yield _plain("host", engagement.country.value)
    yield _plain("kind", engagement.kind.value)
    yield _plain("status", engagement.happened.value)
    yield from (_plain("state", state) for state in sorted(states))
    if len(states) <= _SIDES:
        yield from (_plain("pair", pair(*two)) for two in combinations(sorted(states), 2))
    yield from (_plain("topic", topic.topic) for topic in engagement.topics if topic.topic)
    yield from (_plain("country", saying.value) for saying in engagement.country.sayings)
    yield from (("city", plain(saying.value), saying.value) for saying in engagement.city.sayings)
    yield from (_plain("origins", str(least)) for least in range(2, min(engagement.origins, ORIGINS) + 1))
    if engagement.review is not Review.OPEN:
        yield _plain("review", engagement.review.value)


def _of_participant(participant: Participant) -> Iterator[tuple[str, str, str]]:
    side = participant.country.value
    if side:
        yield _plain(participant.role.value, side)
    yield from (_plain("appearance", str(number)) for number in participant.appearances)
    for saying in participant.organization.sayings:
        yield "organisation", organisation_key(saying.value), saying.value  # without a side: for who asks without one
    body = participant.organization.value
    for one in {saying.value for saying in participant.office.sayings} | {participant.office.value}:
        yield from (_plain("role", name) for name in sorted(office_classes(one, body, side)))


def _plain(kind: str, value: str) -> tuple[str, str, str]:
    return kind, value, value
