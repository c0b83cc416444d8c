"""Are two accounts of the same engagement? By kind, days, place and participants, each with its reason."""

from dataclasses import dataclass
from functools import lru_cache

from entrevue.domain.likeness import Likeness, Reason
from entrevue.domain.reading import Account, Kind, Part, Participation
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.blocking import Keys, blocking_keys
from entrevue.identity.days import TOLERANCE, Window, window_of
from entrevue.identity.participants import Match, Wording, matched
from entrevue.identity.places import Apart, cities_apart

__all__ = ["Keys", "blocking_keys", "likeness", "others_met", "people_of"]

People = tuple[Wording, ...]

_VISITOR = 0.42  # what the visitor of a visit adds when it is surely one
_PARTY = 0.3  # what each of two parties of another engagement adds
_PARTIES = 2  # so many count in full, further ones little
_FURTHER = 0.05
_COMMON = 0.2  # from these points on the days told are the same
_GAP = ((0.12, 0.03), (0.05, -0.03))  # one day, more days; a conference's days are announced: seldom told wrongly


def likeness(one: RecordedAccount, other: RecordedAccount) -> Likeness:
    """How far two accounts tell of one engagement."""
    first, second = one.account, other.account
    if first.kind is not second.kind:
        return _barred("kind", f"{first.kind.value} / {second.kind.value}")
    days = _days(window_of(one), window_of(other), first, second)
    if days.points <= -0.5:
        return Likeness(0.0, (days,), barred=days.points <= -1)
    place = _place(first, second, days.points >= _COMMON)
    if place.points <= -1:
        return Likeness(0.0, (days, place), barred=True)
    people = _people(first, second)
    reasons = (days, place, *people.reasons)
    score = sum(reason.points for reason in reasons)
    return Likeness(0.0 if people.barred else max(0.0, min(1.0, score)), reasons, people.barred)


def people_of(account: Account) -> People:
    """Who counts in the comparison of an account, as it is told."""
    return tuple((p.name, p.office, p.organization, p.country, p.part) for p in _principals(account))


def others_met(kind: Kind, one: People, other: People) -> bool:
    """Whether the people of two accounts alone exclude that they are one engagement: most that are near are others'."""
    return _people_in(kind, one, other).barred


def _barred(feature: str, note: str) -> Likeness:
    return Likeness(0.0, (Reason(feature, -1.0, note),), barred=True)


def _days(one: Window | None, other: Window | None, first: Account, second: Account) -> Reason:
    note = f"{_when(first)} / {_when(second)}"
    if one is None or other is None:
        return Reason("dates", -0.5, f"{note}: one tells no date")
    gap = one.gap(other)
    apart = f"{note}: {gap} day apart" if gap == 1 else f"{note}: {gap} days apart"
    guess = one.told is None or other.told is None
    if gap > (0 if guess else TOLERANCE[first.kind]):
        return Reason("dates", -0.5 if guess else -1.0, apart)
    if guess:
        return Reason("dates", 0.08, f"{note}: not told, but near publication")
    if gap:
        return Reason("dates", _GAP[first.kind is Kind.CONFERENCE][min(gap, 2) - 1], apart)
    if one.exact and other.exact:
        return Reason("dates", 0.25 if one == other else 0.22, f"{note}: days in common")
    coarsest = min(one, other, key=lambda window: window.first - window.last)
    year = coarsest.last - coarsest.first > 31
    return Reason("dates", 0.04 if year else 0.12, f"{note}: one lies in the other")


def _when(account: Account) -> str:
    return f"{account.start or '?'}" + (f"…{account.end}" if account.end not in {None, account.start} else "")


def _place(first: Account, second: Account, days_meet: bool) -> Reason:
    note = f"{first.city or first.country or '?'} / {second.city or second.country or '?'}"
    if not first.country or not second.country:
        return Reason("place", 0.0, f"{note}: not told by both")
    if first.country != second.country:
        return Reason("place", *_other_state(first, second, note))
    if not first.city or not second.city:
        return Reason("place", 0.08, f"{note}: one state")
    apart = cities_apart(first.country, *sorted((first.city, second.city)))
    points = {Apart.SAME: 0.13, Apart.NEAR: 0.1, Apart.UNKNOWN: 0.05, Apart.FAR: -0.15}[apart]
    if apart is Apart.FAR and first.kind is Kind.VISIT:
        points = 0.0 if days_meet else -0.25  # a visit has stops; on other days a stop is a visit of its own
    return Reason("place", points, f"{note}: {apart.value}")


def _other_state(first: Account, second: Account, note: str) -> tuple[float, str]:
    """Visits to two states are two. People who meet are in one place: of one day and the same parties one report errs."""
    if first.kind is Kind.VISIT:
        return -1.0, f"{note}: visits to two states"
    if "country" in first.inferred or "country" in second.inferred:
        return -0.15, f"{note}: two states, one of them concluded"
    return -0.34, f"{note}: two states"


@dataclass(frozen=True, slots=True)
class _People:
    """What the participants of two accounts say."""

    reasons: tuple[Reason, ...]
    barred: bool = False


def _people(first: Account, second: Account) -> _People:
    return _people_in(first.kind, people_of(first), people_of(second))


@lru_cache(maxsize=5_000)
def _people_in(kind: Kind, first: People, second: People) -> _People:
    """What two lists say; reprints, and reports that follow one agency, tell of the same people in the same words."""
    one, other = (tuple(Participation(*wording) for wording in told) for told in (first, second))
    pairs, left, right, sides = _lined_up(one, other)
    reasons = [_reason(match, kind, index) for index, match in enumerate(pairs)]
    if kind is Kind.CONFERENCE:
        return _People(tuple(reasons) or (Reason("participants", 0.0, "nobody in both"),))
    if left and right:
        if kind is Kind.VISIT and pairs:
            sides |= {p.country for p in (*left, *right)}  # visitors travel together, and reports name some of them
        rival = _rivals(_without(left, sides), _without(right, sides))
        return _People((*reasons, rival), barred=rival.points <= -1)
    if kind is not Kind.VISIT and len(pairs) < _PARTIES:
        reasons.append(Reason("participants", -0.05, "one report names nobody else"))
    return _People(tuple(reasons))


def _principals(account: Account) -> tuple[Participation, ...]:
    """Who meets whom: those received and their hosts, without who sits in; of a visit the visitors."""
    if account.kind is Kind.VISIT:
        visitors = tuple(p for p in account.participants if p.part is Part.VISITOR)
        return visitors or account.participants
    if account.kind is Kind.CONFERENCE:
        return account.participants
    guests = any(p.part is Part.VISITOR for p in account.participants)
    hosts = any(p.part is Part.HOST for p in account.participants)
    if guests and hosts:
        return tuple(p for p in account.participants if p.part is not Part.PARTICIPANT)
    return account.participants


def _lined_up(
    one: tuple[Participation, ...], other: tuple[Participation, ...]
) -> tuple[list[Match], list[Participation], list[Participation], set[str | None]]:
    """The matches of two lists, the surest first; who is left over in each; the sides of those that match."""
    found = [(matched(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)]
    found = sorted((f for f in found if f[0].strength > 0), key=lambda f: f[0].order)
    used: tuple[set[int], set[int]] = (set(), set())
    pairs: list[Match] = []
    sides: set[str | None] = set()
    for match, i, j in found:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append(match)
            sides |= {one[i].country, other[j].country} - {None}
    left = [p for i, p in enumerate(one) if i not in used[0]]
    return pairs, left, [p for j, p in enumerate(other) if j not in used[1]], sides


def _without(people: list[Participation], sides: set[str | None]) -> list[Participation]:
    """People of other sides: who is of a side that is lined up already may be a companion that one report leaves out."""
    return [p for p in people if p.country not in sides]


def _reason(match: Match, kind: Kind, index: int) -> Reason:
    worth = _VISITOR if kind is Kind.VISIT else _PARTY
    if index >= (1 if kind is Kind.VISIT else _PARTIES):
        worth = _FURTHER
    return Reason("participants", round(worth * match.strength, 3), match.note)


def _rivals(left: list[Participation], right: list[Participation]) -> Reason:
    """What it says that each account names somebody whom the other does not."""
    matches = [matched(a, b) for a in left for b in right]
    if not matches:
        return Reason("participants", -0.1, "each names a companion whom the other does not")
    note = "; ".join(match.note for match in matches[:2])
    certain = all(match.barred for match in matches)
    return Reason("participants", -1.0 if certain else -0.5, note)
