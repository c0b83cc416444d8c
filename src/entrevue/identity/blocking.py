"""Keys that bring together the accounts of one engagement, and few others.

An account is filed under who took part in which days (a word of a name, with the side), and under whose sides met in
which days. The first finds one that mistakes the other side, the second one whose names are missing or misspelt. An
account that tells of one side alone is rare, and looks for a post too; all others are filed under their posts, but do
not look there, for thousands of accounts may tell of the ministers of one state in one week.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from entrevue.domain.reading import Account, Kind, Part, Participation
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.capacities import SINGLE
from entrevue.identity.days import TOLERANCE, Window, window_of
from entrevue.identity.names import name_keys
from entrevue.identity.offices import posted_to
from entrevue.identity.organisations import bodies_in, organisation_key
from entrevue.identity.posts import posts_of

_BIN = 8  # days in a bin
_FEW = 7  # an account that may lie in more bins has one key in each
_MOST = 60  # bins of an account that tells hardly more than a year
_NAMES = 3  # participants whose names make keys


@dataclass(frozen=True, slots=True)
class Keys:
    """What an account is filed under, and where it looks for others: one finds the other when the other finds it."""

    filed: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()

    def meet(self, other: "Keys") -> bool:
        """Whether two accounts are near enough to be compared."""
        return not self.asked.isdisjoint(other.filed)


def blocking_keys(account: RecordedAccount) -> Keys:
    """Keys by which any two accounts of one engagement meet, and few others do; none where no date is known."""
    window = window_of(account)
    if window is None:
        return Keys()
    told = account.account
    bins = _bins(window, TOLERANCE[told.kind])
    names, sides = list(dict.fromkeys(_names(told))), list(_sides(told))
    own, others = ("met", "alone") if sides else ("alone", "met")
    posts = list(dict.fromkeys(_posts(told)))
    if len(bins) > _FEW:
        names, sides, posts = names[:1], sides[: not names], posts[: not names and not sides]
    filed = {*names, *sides, *(f"{own} {post}" for post in posts)}
    asked = {*names, *sides, *(f"alone {post}" for post in posts)}
    if others == "met":
        asked |= {f"met {post}" for post in posts}
    kind = told.kind.value
    return Keys(*(frozenset(f"{kind}|{one}|{number}" for one in some for number in bins) for some in (filed, asked)))


def _bins(window: Window, slack: int) -> range:
    """The bins of a window and of half the slack around it: both accounts reach half of the way."""
    half = (slack + 1) // 2
    first = (window.first - half) // _BIN
    return range(first, min((window.last + half) // _BIN + 1, first + _MOST))


def _names(account: Account) -> Iterator[str]:
    """The last word of a name and, of the first two, the first one, with the side: one of them is the surname.

    Both words together (or the only one that is not very common), without a side, find who is told without it.
    """
    for index, p in enumerate(_first(account)):
        keys = name_keys(p.name) if p.name else ()
        ends = tuple(dict.fromkeys((*keys[-1:], *keys[:1])))
        yield from (f"{word} {_side(p) or ''}" for word in ends[: 2 - index // 2])
        if ends:
            yield " ".join(sorted(ends))


def _posts(account: Account) -> Iterator[str]:
    """The posts of the first two participants, so that a report without a name meets one with it."""
    for p in _first(account)[:2]:
        side = _side(p)
        if p.office and side:
            for post in posts_of(p.office, p.country)[:2]:
                if post.role in SINGLE or post.fields:
                    yield f"{side}:{post.role} {min(post.fields, default='')}"


def _first(account: Account) -> list[Participation]:
    """The participants whose names count: visitors, then hosts, then the others."""
    order = {Part.VISITOR: 0, Part.HOST: 1, Part.PARTICIPANT: 2}
    return sorted(account.participants, key=lambda p: order[p.part])[:_NAMES]


def _sides(account: Account) -> Iterator[str]:
    """Pairs of sides that met; of a visit, whose it is and where; of a conference, where it is."""
    if account.kind is Kind.CONFERENCE:
        yield f"in {account.country}"
        return
    told = [side for side in map(_side, _first(account)) if side]
    sides = list(dict.fromkeys(told))
    if account.kind is Kind.VISIT:
        yield from (f"{side} in {account.country}" for side in sides[:2] if side != account.country)
    elif len(sides) == 1 < len(told):
        yield f"{sides[0]}-{sides[0]}"
    else:
        yield from ("-".join(sorted(pair)) for pair in combinations(sides, 2))


def _side(participation: Participation) -> str | None:
    """The state acted for; else that of the body, as far as the atlas knows it; else a state that the office names."""
    if participation.country:
        return participation.country
    if participation.organization:
        known = bodies_in(participation.organization)
        state, dash, _ = known[0].partition("-") if known else ("", "", "")
        return state.upper() if dash and len(state) == 2 else organisation_key(participation.organization)
    return posted_to(participation.office, None) if participation.office else None
