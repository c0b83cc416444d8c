"""Are two appearances of one person? By name, office and side together: no likeness of names alone decides."""

from entrevue.domain.likeness import Likeness, Reason
from entrevue.domain.recorded import Appearance
from entrevue.identity.capacities import Capacity, Held, capacity, held_alike
from entrevue.identity.names import Named, compare, described, name_keys, name_of
from entrevue.identity.organisations import bodies_in
from entrevue.identity.words import plain

_CHINESE = frozenset({"CN", "TW", "HK", "MO", "SG", None})
_NAME = {Named.SAME: 0.5, Named.BARE: 0.2, Named.UNKNOWN: 0.1, Named.OTHER: 0.0}
_OFFICE = {Held.SAME: 0.35, Held.LIKE: 0.25, Held.UNKNOWN: 0.0, Held.ROLE: -0.4, Held.OTHER: -0.4}
_MOST_KEYS = 4


def signature(appearance: Appearance) -> str:
    """What makes an appearance the same one again: equal signatures are stored once. Case, accents and titles fold."""
    name = " ".join(word.letters for word in name_of(appearance.name).words)
    number = name_of(appearance.name).number
    told = (appearance.office or "", appearance.organization or "", appearance.country or "")
    return "|".join((f"{name} {number}".strip(), *(plain(part) for part in told)))


def person_keys(appearance: Appearance) -> frozenset[str]:
    """Keys one of which any two appearances of one person share; few other appearances should share them."""
    side = _side(appearance)
    state = side if side.isupper() else ""  # international bodies contain each other: no telling one from another here
    keys = name_keys(appearance.name)
    return frozenset(f"{key}|{state}" for key in (*keys[: _MOST_KEYS - 1], *keys[-1:]))


def same(one: Appearance, other: Appearance) -> Likeness:
    """How far two appearances are one person's."""
    chinese = one.country in _CHINESE and other.country in _CHINESE
    named = compare(*sorted((one.name, other.name)), chinese=chinese)
    name = described(named, one.name, other.name, _NAME[named])
    if named is Named.OTHER:
        return Likeness(0.0, (name,), barred=True)
    if one.country and other.country and one.country != other.country:
        return Likeness(0.0, (name, Reason("side", -1.0, f"{one.country} / {other.country}")), barred=True)
    held = held_alike(_capacity(one), _capacity(other))
    reasons = (name, _office(held, one, other), _same_side(one, other))
    return Likeness(max(0.0, min(1.0, sum(reason.points for reason in reasons))), reasons)


def _office(held: Held, one: Appearance, other: Appearance) -> Reason:
    """What the offices add; a bare surname holds nobody, so that it needs the post, or the body at least."""
    points = _OFFICE[held]
    if held is Held.UNKNOWN and _capacity(one).bodies & _capacity(other).bodies:
        points = 0.25
    return Reason("office", points, f"{_shown(one)} / {_shown(other)}: {held.value}")


def _same_side(one: Appearance, other: Appearance) -> Reason:
    first, second = _side(one), _side(other)
    points = 0.15 if first and first == second else -0.1
    return Reason("side", points, f"{first or '—'} / {second or '—'}")


def _side(appearance: Appearance) -> str:
    """The state acted for; of a body known to the atlas its state, or the body itself where it is international."""
    if appearance.country:
        return appearance.country
    known = bodies_in(f"{appearance.organization or ''} {appearance.office or ''}")
    return _state_of(known[0]) if known else ""


def _state_of(body: str) -> str:
    state, dash, _ = body.partition("-")
    return state.upper() if dash and len(state) == 2 else body


def _capacity(appearance: Appearance) -> Capacity:
    return capacity(appearance.office, appearance.organization, appearance.country)


def _shown(appearance: Appearance) -> str:
    return appearance.office or appearance.organization or "—"
