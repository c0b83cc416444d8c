"""Keys that bring together the accounts of one engagement, and few others.

An account is filed under who took part in which month, and under whose sides met in which days. The first finds a name
whose day is told differently, the second an engagement whose names are missing or misspelt.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from entrevue.domain.reading import Account, Kind, Part, Participation
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.capacities import SINGLE
from entrevue.identity.days import TOLERANCE, Window, window_of
from entrevue.identity.names import name_keys
from entrevue.identity.organisations import organisation_key
from entrevue.identity.posts import posts_of

_BIN = 4  # days in a bin of the keys of sides
_BINS = 4  # an account that spans more is found by its names and posts
_LAST = 10  # ... unless it has none
_MONTHS = 12
_FEW = 3  # an account that may lie in more months is filed under one name
_NAMES = 3  # participants whose names make keys


def blocking_keys(account: RecordedAccount) -> frozenset[str]:
    """Keys one of which any two accounts of one engagement share; few other accounts should share them."""
    window = window_of(account)
    if window is None:
        return frozenset()
    told = account.account
    kind = told.kind.value
    names = [
        key for index, p in enumerate(_first(told)) if p.name for key in _ends(name_keys(p.name))[: 2 - index // 2]
    ]
    months = _months(window, TOLERANCE[told.kind])
    if len(months) > _FEW:
        names = names[:1]
    found = [*names, *_posts(told)] if len(months) <= _FEW else names
    keys = {f"{kind}|{one}|{month}" for one in found for month in months}
    bins = _bins(window, TOLERANCE[told.kind])
    if len(bins) <= (_BINS if keys else _LAST):
        keys |= {f"{kind}|{sides}|{number}" for sides in _sides(told) for number in bins}
    return frozenset(keys)


def _ends(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The last word of a name and the first one: one of them is the surname."""
    return tuple(dict.fromkeys((keys[-1], keys[0])))


def _posts(account: Account) -> Iterator[str]:
    """The posts of the first two participants, so that a report without a name meets one with it."""
    for p in _first(account)[:2]:
        if p.office and p.country:
            for post in posts_of(p.office, p.country)[:1]:
                if post.role in SINGLE or post.fields:
                    yield f"{p.country}:{post.role} {min(post.fields, default='')}"


def _first(account: Account) -> list[Participation]:
    """The participants whose names count: visitors, then hosts, then the others."""
    order = {Part.VISITOR: 0, Part.HOST: 1, Part.PARTICIPANT: 2}
    return sorted(account.participants, key=lambda p: order[p.part])[:_NAMES]


def _months(window: Window, slack: int) -> list[str]:
    """The months of a window and its slack: one mostly, two near a month's end."""
    half = (slack + 1) // 2 if window.exact else 0  # both accounts reach half of the way
    first, last = dt.date.fromordinal(window.first - half), dt.date.fromordinal(window.last + half)
    count = (last.year - first.year) * 12 + last.month - first.month
    numbers = (first.year * 12 + first.month - 1 + step for step in range(min(count, _MONTHS) + 1))
    return [f"{number // 12}-{number % 12 + 1}" for number in numbers]


def _bins(window: Window, slack: int) -> range:
    half = (slack + 1) // 2
    return range((window.first - half) // _BIN, (window.last + half) // _BIN + 1)


def _sides(account: Account) -> Iterator[str]:
    """Pairs of sides that met; of a visit, whose it is and where; of a conference, where it is."""
    if account.kind is Kind.CONFERENCE:
        yield f"in {account.country}"
        return
    sides = list(dict.fromkeys(side for side in map(_side, _first(account)) if side))
    if account.kind is Kind.VISIT:
        yield from (f"{side} in {account.country}" for side in sides[:2] if side != account.country)
        return
    yield from ("-".join(sorted(pair)) for pair in combinations(sides, 2))


def _side(participation: Participation) -> str | None:
    if participation.country:
        return participation.country
    return organisation_key(participation.organization) if participation.organization else None
