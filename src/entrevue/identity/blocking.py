"""Keys that bring together the accounts of one engagement, and few others.

An account is filed under who took part on which day (a word of a name, with the side), and under whose sides met on
it. The first finds one that mistakes the other side, the second one whose names are missing or misspelt. An account
that tells of one side alone is rare, and looks for a post too; all others are filed under their posts, but do not look
there, for hundreds of accounts may tell of the ministers of one state on one day.

Days are looked for as far as the tolerance of the kind goes. An account that tells of no certain days, but of a month
or more, is filed under its months, and looks through all their days.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Account, Kind, Part, Participation
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.capacities import SINGLE
from entrevue.identity.days import TOLERANCE, window_of
from entrevue.identity.names import name_keys
from entrevue.identity.offices import posted_to
from entrevue.identity.organisations import bodies_in, organisation_key
from entrevue.identity.posts import posts_of

_LONG = 10  # days from which an account is filed under its months
_FEW = 3  # months from which an account has one key in each
_MOST = 14  # months of an account that tells hardly more than a year
_NAMES = 3  # participants whose names make keys
_ORDER = {Part.VISITOR: 0, Part.HOST: 1, Part.PARTICIPANT: 2}
_MONTHS = -1  # months count down from here, so that they are no days


@dataclass(frozen=True, slots=True)
class Grid:
    """Every word in every time: days (proleptic ordinals), and months (below zero)."""

    times: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """How many keys it is."""
        return len(self.times) * len(self.words)

    def meets(self, other: "Grid") -> bool:
        """Whether two have a key in common."""
        return not self.times.isdisjoint(other.times) and not self.words.isdisjoint(other.words)


@dataclass(frozen=True, slots=True)
class Keys:
    """What an account is filed under, and where it looks for others: one finds the other when the other finds it."""

    filed: Grid = Grid()
    asked: Grid = Grid()

    def meet(self, other: "Keys") -> bool:
        """Whether two accounts are near enough to be compared."""
        return self.asked.meets(other.filed)


def blocking_keys(account: RecordedAccount) -> Keys:
    """Keys by which any two accounts of one engagement meet, and few others do; none where no date is known."""
    window = window_of(account)
    if window is None:
        return Keys()
    told = account.account
    slack = TOLERANCE[told.kind]
    long = window.last - window.first > _LONG
    months = _months(window.first - slack, window.last + slack) if long else _months(window.first, window.last)
    filed, asked = _words(told, few=len(months) > _FEW)
    if long:
        inside = range(_month(months[-1]).first.toordinal(), _month(months[0]).last.toordinal() + 1)
        return Keys(Grid(frozenset(months), filed), Grid(frozenset((*months, *inside)), asked))
    near = range(window.first - slack, window.last + slack + 1)
    days = frozenset(range(window.first, window.last + 1))
    return Keys(Grid(days, filed), Grid(frozenset((*near, *months)), asked))


def _months(first: int, last: int) -> tuple[int, ...]:
    """The months of some days, the latest first."""
    start, end = (dt.date.fromordinal(min(max(day, 1), dt.date.max.toordinal())) for day in (first, last))
    low, high = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return tuple(_MONTHS - number for number in range(min(high, low + _MOST - 1), low - 1, -1))


def _month(month: int) -> PartialDate:
    year, place = divmod(_MONTHS - month, 12)
    return PartialDate(year, place + 1)


def _words(account: Account, *, few: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Words to be filed under and words to look for; `few`: as few as will do."""
    first = [(p, _side(p)) for p in _first(account)]
    names, sides, posts = (list(dict.fromkeys(some)) for some in (_names(first), _sides(account, first), _posts(first)))
    alone = not sides
    if few:
        names, sides, posts = names[:1], sides[: not names], posts[: not names and not sides]
    kind = account.kind.value
    common = [f"{kind} {word}" for word in (*names, *sides)]
    met, single = [f"{kind} met {post}" for post in posts], [f"{kind} alone {post}" for post in posts]
    return frozenset((*common, *(single if alone else met))), frozenset((*common, *single, *(met if alone else ())))


Sided = tuple[Participation, str | None]


def _first(account: Account) -> list[Participation]:
    """The participants whose names count: visitors, then hosts, then the others."""
    return sorted(account.participants, key=lambda p: _ORDER[p.part])[:_NAMES]


def _names(people: list[Sided]) -> Iterator[str]:
    """The last word of a name and, of the first two, the first one, with the side: one of them is the surname.

    Both words together (or the only one that is not very common), without a side, find who is told without it.
    """
    for index, (p, side) in enumerate(people):
        keys = name_keys(p.name) if p.name else ()
        ends = tuple(dict.fromkeys((*keys[-1:], *keys[:1])))
        yield from (f"{word} {side or ''}" for word in ends[: 2 - index // 2])
        if ends:
            yield " ".join(sorted(ends))


def _posts(people: list[Sided]) -> Iterator[str]:
    """The posts of the first two participants, so that a report without a name meets one with it."""
    for p, side in people[:2]:
        if p.office and side:
            for post in posts_of(p.office, p.country)[:2]:
                if post.role in SINGLE or post.fields:
                    yield f"{side}:{post.role} {min(post.fields, default='')}"


def _sides(account: Account, people: list[Sided]) -> Iterator[str]:
    """Pairs of sides that met; of a visit, whose it is and where; of a conference, where it is."""
    if account.kind is Kind.CONFERENCE:
        yield f"in {account.country}"
        return
    told = [side for _, side in people if side]
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
