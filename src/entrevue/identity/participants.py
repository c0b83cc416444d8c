"""Do two accounts name the same participant?"""

from entrevue.domain.likeness import Likeness, Reason
from entrevue.domain.reading import Participation
from entrevue.identity.names import plain


def alike(one: Participation, other: Participation) -> Likeness:
    """How far two participations, in accounts of one engagement, are one participant's; a name may be missing in one."""
    if one.country != other.country and one.country and other.country:
        return Likeness(0.0, (Reason("side", -0.5, f"{one.country} / {other.country}"),), barred=True)
    if one.name and other.name:
        words, others = set(plain(one.name).split()), set(plain(other.name).split())
        score = 0.9 if words & others else 0.0
        return Likeness(score, (Reason("name", score, f"{one.name} / {other.name}"),), barred=not score)
    held = plain(one.organization or "") == plain(other.organization or "")
    score = 0.6 if held else 0.3
    return Likeness(score, (Reason("organisation", score, f"{one.organization} / {other.organization}"),))
