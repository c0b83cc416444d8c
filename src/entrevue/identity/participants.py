"""Do two accounts name the same participant?"""

from dataclasses import dataclass
from functools import lru_cache

from entrevue.domain.likeness import Likeness, Reason
from entrevue.domain.reading import Part, Participation
from entrevue.identity.capacities import Capacity, Held, capacity, held_alike
from entrevue.identity.names import Named, compare

Wording = tuple[str | None, str | None, str | None, str | None, Part]  # a participation without its evidence
_CHINESE = frozenset({"CN", "TW", "HK", "MO", "SG", None})  # sides whose Han names are read as Chinese ones


@dataclass(frozen=True, slots=True)
class Match:
    """How surely two participations are one participant's (0 to 1), by what, and whether they certainly are two."""

    one: Participation
    other: Participation
    strength: float
    named: Named | None  # None where a name is missing
    barred: bool = False

    @property
    def held(self) -> Held:
        """What the posts say."""
        return _held(self.one, self.other)

    @property
    def note(self) -> str:
        """Who is compared and what their names and posts say, in words."""
        said = self.named.value if self.named else "a name is missing"
        return f"{_shown(self.one)} / {_shown(self.other)}: {said}, {self.held.value}"

    @property
    def order(self) -> tuple[float, str, str]:
        """The surest first; between equals the same order whichever account is the first."""
        first, second = sorted((_shown(self.one), _shown(self.other)))
        return -self.strength, first, second


def alike(one: Participation, other: Participation) -> Likeness:
    """How far two participations, in accounts of one engagement, are one participant's; a name may be missing in one."""
    return _alike(*((p.name, p.office, p.organization, p.country, p.part) for p in (one, other)))


@lru_cache(maxsize=10_000)
def _alike(first: Wording, second: Wording) -> Likeness:
    one, other = Participation(*first), Participation(*second)
    match = matched(one, other)
    score = match.strength
    if match.named is not Named.OTHER and match.held is Held.UNKNOWN and match.strength == SIDE_ONLY:
        score = 0.5 if one.part is other.part else SIDE_ONLY  # one side's host of one engagement is one host
    return Likeness(score, (Reason("participant", score, match.note),), match.barred)


_BARE = {Held.SAME: 0.9, Held.LIKE: 0.9, Held.ROLE: 0.8, Held.UNKNOWN: 0.8, Held.OTHER: 0.0}
_NAMELESS = {Held.SAME: 0.75, Held.LIKE: 0.6, Held.ROLE: 0.0, Held.OTHER: 0.0}
SIDE_ONLY = 0.3  # strength of a match that nothing but the side supports


def matched(one: Participation, other: Participation) -> Match:
    """The match of two participations within one engagement."""
    named = _named(one, other)
    if named is Named.OTHER:
        return Match(one, other, 0.0, named, barred=True)
    if not _sides_meet(one, other):
        return Match(one, other, 0.7, named) if named is Named.SAME else Match(one, other, 0.0, named, barred=True)
    held = _held(one, other)
    if named is Named.SAME:
        return Match(one, other, 1.0 if held in {Held.SAME, Held.LIKE} else 0.95, named)
    if named is Named.BARE:
        return Match(one, other, _BARE[held], named, barred=held is Held.OTHER)
    return Match(one, other, _nameless(one, other, held), named)


def _nameless(one: Participation, other: Participation, held: Held) -> float:
    """The strength of a match that no name supports; several people ("the members of") are not one of them."""
    first, second = _capacity(one), _capacity(other)
    if first.group != second.group and first.posts and second.posts:
        return 0.5 if first.bodies & second.bodies else 0.0
    return _unheld(one, other) if held is Held.UNKNOWN else _NAMELESS[held]


def _unheld(one: Participation, other: Participation) -> float:
    """The strength of a match that neither name nor post supports: a common organisation, or the side alone."""
    if _capacity(one).bodies & _capacity(other).bodies:
        return 0.5
    return SIDE_ONLY if one.country and other.country else SIDE_ONLY / 2


def _named(one: Participation, other: Participation) -> Named | None:
    if not one.name or not other.name:
        return None
    chinese = one.country in _CHINESE and other.country in _CHINESE
    first, second = (one.name, other.name) if one.name <= other.name else (other.name, one.name)
    return compare(first, second, chinese=chinese)


def _sides_meet(one: Participation, other: Participation) -> bool:
    """Whether the two can be of one side: states where told, else organisations where told."""
    if one.country and other.country:
        return one.country == other.country
    first, second = _capacity(one).bodies, _capacity(other).bodies
    return not (first and second) or bool(first & second)


def _held(one: Participation, other: Participation) -> Held:
    return held_alike(_capacity(one), _capacity(other))


def _capacity(participation: Participation) -> Capacity:
    return capacity(participation.office, participation.organization, participation.country)


def _shown(participation: Participation) -> str:
    told = (participation.name, participation.office, participation.organization, participation.country)
    return next((value for value in told if value), "?")
