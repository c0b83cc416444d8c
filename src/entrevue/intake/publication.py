"""The day of publication as a page's visible text tells it: a chrome line, or the dateline of the first paragraph."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

from entrevue.domain.dates import PartialDate
from entrevue.intake.folding import fold
from entrevue.languages import codes
from entrevue.languages.chrome import load_chrome

_DATELINE_ALONE = 60  # code points of a line that is a dateline alone
_PLACE = 5  # words of its place, with the article and the weekday before its day
_DATELINE = 120  # code points in which a dateline stands
_ANNOUNCED = 60  # code points between the words and the end of their date
_SHORT = 140  # code points of a line that announces a date
_BARE = 60  # of one that is hardly but a date
_FEW = 2  # words beside a day on a line that tells hardly more: "PM", an agency
_WORDS = re.compile(r"[^\W\d_]+")
_MOST_LINES = 2_000  # lines of chrome that are searched; no page has so many
_DASH = re.compile(r"\s[-–—]+\s|[-–—]{1,2}\s|\(|:")
_SPAN = re.compile(r"\d\w{0,2}(?: [^\W\d_]{3,})?\s*(?:[-–—/&]|\b[^\W\d_]{1,3}\b)\s*$")  # "12-", « 3 au », "30 May to"
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)")


@cache
def _months() -> dict[str, int]:
    """Folded month names and short forms of every pack's language."""
    names: dict[str, int] = {}
    for code in codes("chrome"):
        try:
            calendar = Locale(code).months["format"]
            widths = [calendar["wide"], calendar["abbreviated"]]
        except UnknownLocaleError:
            widths = []
        widths.append(dict(enumerate(load_chrome(code).months, 1)))
        for width in widths:
            for number, name in width.items():
                plain = fold(name).strip(". ")
                if len(plain) >= 3:
                    names.setdefault(plain, number)
    return names


@cache
def _worded() -> re.Pattern[str]:
    packs = [load_chrome(code) for code in codes("chrome")]
    month = _any(_months())
    ending = _any(fold(ending) for pack in packs for ending in pack.day_endings)
    of = _any(fold(word) + " " for pack in packs for word in pack.of)
    return re.compile(
        rf"(?<!\d)(?P<d1>\d{{1,2}})(?:{ending})?\.?,? (?:{of})?"
        rf"(?P<m1>{month})\.? ?,? (?:{of})?(?P<y1>(?:19|20)\d{{2}})(?!\d)"
        rf"|\b(?P<m2>{month})[.,]? (?P<d2>\d{{1,2}})(?:{ending})?,? (?P<y2>(?:19|20)\d{{2}})(?!\d)"
    )


@cache
def _announced() -> re.Pattern[str]:
    """Words before a date, those of a change in a group of their own."""
    packs = [load_chrome(code) for code in codes("chrome")]
    changed = _any(fold(word) for pack in packs for word in pack.updated)
    posted = _any(fold(word) for pack in packs for word in pack.published)
    return re.compile(rf"\b(?:(?P<changed>{changed})|{posted})\b")


@cache
def _openers() -> tuple[str, ...]:
    """Words with which a sentence begins that tells a date, and no dateline."""
    return tuple(f"{word} " for code in codes("chrome") for word in load_chrome(code).sentence_openers)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True))


def published_in(
    chrome: Sequence[str], first_paragraph: str, *, bare: bool = True, above: int = 0
) -> tuple[PartialDate | None, str | None]:
    """The date and what told it: an announced line ("Publié le …"), a dateline, any line that is hardly but a date.

    A date of change is taken where nothing else is told. With `bare=False` lines that announce nothing are left out:
    above an article stands today's date as often as its own. Of several such lines that nearest above the article counts;
    so many of `chrome` stand `above` it.
    """
    short = [line for line in chrome[:_MOST_LINES] if len(line) <= _SHORT]
    nearest = [*reversed(chrome[:above][-_MOST_LINES:]), *chrome[above:][:_MOST_LINES]]
    told = [found for line in short for found in _announced_in(line)]
    if posted := next((day for day, changed in told if not changed), None):
        return posted, "text"
    head = first_paragraph[:_DATELINE]
    if bare and is_day(head):
        return date_in(head), "dateline"
    if (date := date_in(head)) and _DASH.search(fold(head), _end_of_date(head)) and not head.startswith(_openers()):
        return date, "dateline"
    for line in nearest if bare else ():
        if _is_bare(line) and (date := date_in(line)) and not _announced().search(fold(line)):
            return date, "text"
    return (told[0][0], "text") if told and bare else (None, None)


def is_dateline(line: str) -> bool:
    """Whether a line tells a place and a day and nothing else: "NAIROBI, April 2, 2024", "Rabat, le 2 avril 2024"."""
    around = _around_day(line) if len(line) <= _DATELINE_ALONE else None
    if around is None:
        return False
    before, behind = around
    places = [word for word in re.split(r"[\W_]+", before) if word]
    return 0 < len(places) <= _PLACE and "," in before and not re.search(r"\w", behind)


def is_day(line: str) -> bool:
    """Whether a line tells a day and hardly more: "January 5, 2018 | 10:20 PM", "(June 1, 2023 / JNS)"."""
    around = _around_day(line) if len(line) <= _BARE else None
    return around is not None and not _SPAN.search(around[0]) and len(_WORDS.findall(" ".join(around))) <= _FEW


def _is_bare(line: str) -> bool:
    """Whether a line that announces nothing may tell the day: a short one, or one that begins with it and goes on behind a dash.

    "Le 13 février 2025 – Ottawa – Affaires …"; not the last one of several days, "12-14 June 2025".
    """
    around = _around_day(line) if len(line) <= _DATELINE else None
    if around is None or _SPAN.search(around[0]):
        return False
    return len(line) <= _BARE or (len(around[0]) <= len("le ") and _DASH.match(around[1]) is not None)


def _around_day(line: str) -> tuple[str, str] | None:
    """What stands before and behind the first full date of a line, folded; None where it tells none."""
    text = " ".join(fold(line).split())
    match = _date_at(text)
    return (text[: match.start()], text[match.end() :]) if match and date_in(line) is not None else None


def _announced_in(line: str) -> Iterator[tuple[PartialDate, bool]]:
    """The dates that a line announces, each with whether it is one of change."""
    text = fold(line)
    words = list(_announced().finditer(text))
    for number, word in enumerate(words):
        end = words[number + 1].start() if number + 1 < len(words) else len(text)
        if date := date_in(text[word.end() : min(end, word.end() + _ANNOUNCED)]):
            yield date, word["changed"] is not None


def date_in(line: str) -> PartialDate | None:
    """The first full date of a line; a numeric one only where day and month cannot be taken for each other."""
    text = " ".join(fold(line).split())
    if match := _worded().search(text):
        day, month, year = (match[f"{part}1"] or match[f"{part}2"] for part in "dmy")
        return _date(int(year), _months()[month], int(day))
    if match := _ISO.search(text):
        return _date(*(int(part) for part in match.groups()))
    if match := _NUMERIC.search(text):
        first, second, year = (int(part) for part in match.groups())
        if first > 12 or first == second:
            return _date(year, second, first)
        return _date(year, first, second) if second > 12 else _date(year, second, first)
    return None


def _end_of_date(line: str) -> int:
    match = _date_at(fold(line))
    return match.end() if match else 0


def _date_at(text: str) -> re.Match[str] | None:
    """Where the first date of a folded line stands."""
    return _worded().search(text) or _ISO.search(text) or _NUMERIC.search(text)


def _date(year: int, month: int, day: int) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None
