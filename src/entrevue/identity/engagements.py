"""Are two accounts of the same engagement?"""

import datetime as dt

from entrevue.domain.likeness import Likeness, Reason
from entrevue.domain.reading import Account, Kind
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.names import plain

_SLACK = {Kind.VISIT: 3}  # days by which reports of one visit may differ about its first day


def blocking_keys(account: RecordedAccount) -> frozenset[str]:
    """Keys one of which any two accounts of one engagement share; few other accounts should share them."""
    told = account.account
    if told.start is None:
        return frozenset()
    months = {f"{day.year}-{day.month}" for day in _around(told)}
    surnames = {plain(p.name).split()[-1] for p in told.participants if p.name and plain(p.name)}
    sides = {p.country for p in told.participants if p.country}
    who = surnames or {"-".join(sorted(sides))}
    return frozenset(f"{told.kind.value}|{one}|{month}" for one in who for month in months)


def likeness(one: RecordedAccount, other: RecordedAccount) -> Likeness:
    """How far two accounts tell of one engagement."""
    first, second = one.account, other.account
    if first.kind is not second.kind:
        return Likeness(0.0, (Reason("kind", -1.0, f"{first.kind.value} / {second.kind.value}"),), barred=True)
    if first.start is None or second.start is None:
        return Likeness(0.0, (Reason("dates", 0.0, "one of the dates is not told"),))
    if not _days_meet(first, second):
        return Likeness(0.0, (Reason("dates", -1.0, f"{first.start} / {second.start}"),), barred=True)
    shared = {plain(p.name) for p in first.participants if p.name} & {
        plain(p.name) for p in second.participants if p.name
    }
    sides = {p.country for p in first.participants} & {p.country for p in second.participants} - {None}
    reasons = (
        Reason("dates", 0.3, f"{first.start} / {second.start}"),
        Reason("participants", 0.25 * min(2, len(shared)), ", ".join(sorted(shared)) or "nobody in both"),
        Reason("sides", 0.1 * min(2, len(sides)), ", ".join(sorted(str(side) for side in sides)) or "no side in both"),
    )
    return Likeness(min(1.0, sum(reason.points for reason in reasons)), reasons)


def _around(told: Account) -> tuple[dt.date, dt.date]:
    assert told.start is not None
    slack = dt.timedelta(days=_SLACK.get(told.kind, 1))
    return told.start.first - slack, told.start.last + slack


def _days_meet(first: Account, second: Account) -> bool:
    (start, end), (other_start, other_end) = _around(first), _around(second)
    return start <= other_end and other_start <= end
