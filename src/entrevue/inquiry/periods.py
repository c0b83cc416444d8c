"""Spans of time as they are asked for: "April 2023", "la semaine dernière", "depuis 2021", "last 7 days"."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from entrevue.domain.dates import PartialDate
from entrevue.identity.words import plain
from entrevue.languages import codes
from entrevue.languages.asking import load_asking
from entrevue.languages.dates import load_dates

_YEARS = range(1900, 2100)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time; an end that is not told is open."""

    since: PartialDate | None
    until: PartialDate | None


Words = tuple[str, ...]
Found = tuple[int, Period]  # how many words tell it


@dataclass(frozen=True, slots=True)
class _Table:
    """The time words of all packs, folded."""

    months: Mapping[str, int]
    capitalised: frozenset[str]
    times: Mapping[Words, tuple[str, int]]
    units: Mapping[str, str]
    cardinals: Mapping[str, int]
    day_endings: frozenset[str]
    openers: Mapping[str, Sequence[Words]]  # since, until, between, to, past


def period_at(words: Sequence[str], start: int, today: dt.date) -> Found | None:
    """The span of time that begins with the word at `start`; None for none."""
    table = _table()
    for kind in ("between", "since", "until"):
        for opener in table.openers[kind]:
            if tuple(words[start : start + len(opener)]) == opener:
                found = _opened(kind, words, start + len(opener), today)
                if found is not None:
                    return found[0] + len(opener), found[1]
    return _range(words, start, today) or _single(words, start, today)


def _opened(kind: str, words: Sequence[str], start: int, today: dt.date) -> Found | None:
    if kind == "between":
        return _range(words, start, today, joined=True)
    found = _single(words, start, today)
    if found is None:
        return None
    length, period = found
    return length, Period(period.since, None) if kind == "since" else Period(None, period.until)


def _range(words: Sequence[str], start: int, today: dt.date, *, joined: bool = False) -> Found | None:
    """Two dates with or without a word between: "2020-2023", "from March to June 2023"."""
    first = _single(words, start, today)
    if first is None:
        bare = _month(words, start, bare=True) if joined else None
        first = (1, Period(PartialDate(today.year, bare), None)) if bare else None
    if first is None:
        return None
    place = start + first[0]
    joint = next((to for to in _table().openers["to"] if tuple(words[place : place + len(to)]) == to), ())
    if not joint and not (_is_year(words, start) and first[0] == 1 and _is_year(words, place)):
        return None
    if joint and not joined and not _year_follows(words, place + len(joint)):
        return None
    second = _single(words, place + len(joint), today)
    if second is None or first[1].since is None or second[1].until is None:
        return None
    since = first[1].since
    if first[0] == 1 and since.month and second[1].until.month and not _is_year(words, start):
        since = PartialDate(second[1].until.year, since.month)
    if since.first > second[1].until.last:
        return None
    return place + len(joint) + second[0] - start, Period(since, second[1].until)


def _single(words: Sequence[str], start: int, today: dt.date) -> Found | None:
    for found in (_told(words, start), _relative(words, start, today), _counted(words, start, today)):
        if found is not None:
            return found
    month = _month(words, start)
    if month:  # a month alone is the last one that has begun
        year = today.year if month <= today.month else today.year - 1
        return 1, _whole(PartialDate(year, month))
    return None


def _told(words: Sequence[str], start: int) -> Found | None:
    """A day, a month or a year, as numbers and names."""
    one, two, three = (words[start + place] if start + place < len(words) else "" for place in range(3))
    months = _table().months
    number = _day(one)
    if _is_year(words, start):
        if _numeric(two, 12) and len(two) == 2:
            day = int(three) if _numeric(three, 31) and len(three) == 2 else None
            return _made(3 if day else 2, int(one), int(two), day)
        return 1, _whole(PartialDate(int(one)))
    if number and two in months and three.isdecimal() and int(three) in _YEARS:
        return _made(3, int(three), months[two], number)
    if one in months and _day(two) and three.isdecimal() and int(three) in _YEARS:
        return _made(3, int(three), months[one], _day(two))
    if one in months and two.isdecimal() and len(two) == 4 and int(two) in _YEARS:
        return _made(2, int(two), months[one], None)
    if _numeric(one, 31) and _numeric(two, 12) and len(three) == 4 and three.isdecimal() and int(three) in _YEARS:
        return _made(3, int(three), int(two), int(one))
    return None


def _made(length: int, year: int, month: int, day: int | None) -> Found | None:
    try:
        return length, _whole(PartialDate(year, month, day))
    except ValueError:
        return None


def _relative(words: Sequence[str], start: int, today: dt.date) -> Found | None:
    """A phrase of the packs: "last week"; the longest that fits."""
    times = _table().times
    for length in range(min(5, len(words) - start), 0, -1):
        told = times.get(tuple(words[start : start + length]))
        if told:
            return length, _stepped(*told, today)
    return None


def _counted(words: Sequence[str], start: int, today: dt.date) -> Found | None:
    """A number of units: "the last 7 days", "3 derniers mois"."""
    table = _table()
    past = {word for phrase in table.openers["past"] for word in phrase}
    seen = words[start : start + 3]
    if len(seen) < 3 or not past & set(seen):
        return None
    rest = [word for word in seen if word not in past]
    if len(rest) != 2 or rest[1] not in table.units:
        return None
    count = int(rest[0]) if _numeric(rest[0], 999) else table.cardinals.get(rest[0], 0)
    days = {"day": 1, "week": _WEEK, "month": 30, "year": 365}[table.units[rest[1]]] * count
    if not days or days >= today.toordinal():
        return None
    return 3, Period(PartialDate.of(today - dt.timedelta(days=days)), None)


def _stepped(unit: str, step: int, today: dt.date) -> Period:
    """The day, week, month or year so many after the present one."""
    if unit == "day":
        return _whole(PartialDate.of(today + dt.timedelta(days=step)))
    if unit == "week":
        monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(days=_WEEK * step)
        return Period(PartialDate.of(monday), PartialDate.of(monday + dt.timedelta(days=_WEEK - 1)))
    if unit == "month":
        year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
        return _whole(PartialDate(year, month + 1))
    return _whole(PartialDate(today.year + step))


def _whole(date: PartialDate) -> Period:
    return Period(date, date)


def _month(words: Sequence[str], start: int, *, bare: bool = False) -> int | None:
    word = words[start] if start < len(words) else ""
    table = _table()
    return table.months.get(word) if (bare or word not in table.capitalised) and len(word) > 2 else None


def _year_follows(words: Sequence[str], start: int) -> bool:
    return any(_is_year(words, place) for place in range(start, min(start + 3, len(words))))


def _is_year(words: Sequence[str], place: int) -> bool:
    word = words[place] if place < len(words) else ""
    return len(word) == 4 and word.isdecimal() and int(word) in _YEARS


def _day(word: str) -> int | None:
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    ending = word[len(digits) :]
    if _numeric(digits, 31) and (not ending or ending in _table().day_endings):
        return int(digits)
    return None


def _numeric(word: str, most: int) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 4 and 1 <= int(word) <= most


@cache
def _table() -> _Table:
    dates = [load_dates(code) for code in codes("dates")]
    packs = [load_asking(code) for code in codes("asking")]
    openers = {
        name: tuple(tuple(plain(phrase).split()) for pack in packs for phrase in getattr(pack, name))
        for name in ("since", "until", "between", "to", "past")
    }
    months: dict[str, int] = {}
    for one in dates:
        months |= {plain(name): number for name, number in (one.months | one.month_abbreviations).items()}
    return _Table(
        months=months,
        capitalised=frozenset(plain(word) for one in dates for word in one.capitalised),
        times={tuple(plain(p).split()): _step(key) for pack in packs for key, ps in pack.times.items() for p in ps},
        units={plain(word): unit for pack in packs for unit, forms in pack.units.items() for word in forms},
        cardinals={plain(word): number for one in dates for word, number in one.cardinals.items()},
        day_endings=frozenset(ending for one in dates for ending in one.ordinal_suffixes),
        openers=openers,
    )


def _step(key: str) -> tuple[str, int]:
    unit, _, step = key.partition(" ")
    return unit, int(step)
