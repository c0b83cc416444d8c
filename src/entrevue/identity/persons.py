"""Are two appearances of one person?"""

from entrevue.domain.likeness import Likeness, Reason
from entrevue.domain.recorded import Appearance
from entrevue.identity.names import plain


def signature(appearance: Appearance) -> str:
    """What makes an appearance the same one again: equal signatures are stored once."""
    parts = (appearance.name, appearance.office or "", appearance.organization or "", appearance.country or "")
    return "|".join(plain(part) for part in parts)


def person_keys(appearance: Appearance) -> frozenset[str]:
    """Keys one of which any two appearances of one person share; few other appearances should share them."""
    words = plain(appearance.name).split()
    return frozenset({f"{words[-1]}|{appearance.country or ''}"} if words else ())


def same(one: Appearance, other: Appearance) -> Likeness:
    """How far two appearances are one person's."""
    names = plain(one.name) == plain(other.name)
    held = (plain(one.office or "") == plain(other.office or "")) or (
        one.organization is not None and plain(one.organization) == plain(other.organization or "")
    )
    side = one.country == other.country
    reasons = (
        Reason("name", 0.4 if names else -0.4, f"{one.name} / {other.name}"),
        Reason("office", 0.4 if held else 0.0, f"{one.office or '—'} / {other.office or '—'}"),
        Reason("side", 0.2 if side else -0.2, f"{one.country or '—'} / {other.country or '—'}"),
    )
    return Likeness(max(0.0, sum(r.points for r in reasons)) if names and held else 0.0, reasons)
