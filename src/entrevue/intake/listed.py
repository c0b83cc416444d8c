"""Short lines that are an article's all the same: entries of a diary or a chronology, those who attended one a line."""

import re
from collections.abc import Sequence
from functools import cache

from entrevue.intake.folding import fold
from entrevue.languages import codes
from entrevue.languages.asking import load_asking
from entrevue.languages.dates import Dates, load_dates
from entrevue.languages.grammar import load_grammar
from entrevue.languages.posts import load_posts

_LONGEST = 250  # characters of such a line
_OPENS = 25  # characters before a colon that opens a list
_PROSE = 400  # characters of running text beside which a row of hours is a news ticker and no diary
_SENTENCE = 150  # characters of running text beside which dated rows may be links to other articles
_WORDS = 4  # of an entry: fewer after an hour are a time stamp
_PERSON = re.compile(r"(?:[^\W\d_][\w'’.-]*\s+){1,5}[^\W\d_][\w'’.-]*\s*[,(:–—-]\s*(?P<post>.+)")
_BULLETS = "-–—•*·▪●■►"
_SIGNS = f" \t{_BULLETS}|"
_NUMBER = re.compile(r"\d{1,2}[.)]\s+")
_YEAR = r"(?:19|20)\d\d"
_YEARS = re.compile(rf"\b{_YEAR}\b")
_CLOCK = r"(?:[01]\d|2[0-3])[0-5]\d(?= [^\W\d_])"  # "1635 Touchdown"


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Expressions for folded lines: an hour, a day, a title and a date before a sign that open one, an office in one."""
    dates = [load_dates(code) for code in codes("dates")]
    clock = _any(word for pack in dates for word in pack.clock_words)
    weekday = _any(word for pack in dates for word in pack.weekdays)
    month = _any(word for pack in dates for table in (pack.months, pack.month_abbreviations) for word in table)
    number = _numbered(dates)
    grammars = [load_grammar(code) for code in codes("grammar")]
    titles = {word for own in grammars for word in own.honorifics} - {word for own in grammars for word in own.pronouns}
    plural = _any(ending for code in codes("asking") for ending in load_asking(code).plurals)
    roles = [fold(word) for code in codes("posts") for own in load_posts(code).roles.values() for word in own]
    return (
        re.compile(rf"\d{{1,2}}(?: ?[h:.] ?\d{{2}}(?!\d)(?: ?(?:{clock})\b)?| ?(?:{clock})\b)|{_CLOCK}"),
        re.compile(rf"(?:(?:{weekday})\b[ ,.]*)?(?:{number} (?:{month})|(?:{month}) {number})\b|(?:{weekday})\b"),
        re.compile(rf"(?:{_any(titles)})(?:\.|\b)\s*\w"),
        re.compile(rf"(?:(?:{weekday})\b[ ,.]*)?(?:{_dated(number, month)}) ?[:–—|-] *(?=[^\W\d_])"),
        re.compile(rf"\b(?:{_any(roles)})(?:{plural})?\b"),
    )


def _dated(number: str, month: str) -> str:
    """An expression for a day, several days, a month or a year, as a chronology has it."""
    days = rf"{number}(?: ?(?:[-–—/&]|\w{{1,3}}) ?{number})?"
    return rf"(?:{days} )?(?:{month})\.?(?: {_YEAR})?|(?:{month}) {days}(?:,? {_YEAR})?|{_YEAR}|{days}(?= \|)"


def _numbered(dates: Sequence[Dates]) -> str:
    """An expression for the number of a day."""
    return rf"\d{{1,2}}(?:{_any(ending for pack in dates for ending in pack.ordinal_suffixes)})?"


def _any(words: object) -> str:
    found = {str(word) for word in words}  # type: ignore[attr-defined]
    return "|".join(sorted(map(re.escape, found), key=len, reverse=True))


def listed_among(lines: Sequence[str], prose: Sequence[bool]) -> frozenset[int]:
    """Where entries stand among lines, of which `prose` says which are running text.

    Those who attended stand in rows of two or more, or behind a colon, where an office alone tells them. Hours and days
    are entries behind a colon, and where the page has little else to say; so are dates, which are also where they are of
    several years.
    """
    running = _running(lines, prose)
    kinds = ["" if own or len(line) > _LONGEST else _kind(line) for line, own in zip(lines, prose, strict=True)]
    if not any(kinds):
        return frozenset()
    found: set[int] = set()
    start = 0
    while start < len(kinds):
        end = start
        opened = start > 0 and len(lines[start - 1]) > _OPENS and lines[start - 1].rstrip().endswith(":")
        while end < len(kinds) and kinds[end] and (opened or kinds[end] != "post"):
            end += 1
        row = set(kinds[start:end])
        if end > start and (
            opened
            or (end - start > 1 and _is_row(row, running))
            or ("dated" in row and len(_years_of(lines[start:end])) > 1)
        ):
            found.update(range(start, end))
        start = max(end, start + 1)
    return frozenset(found)


def _is_row(kinds: set[str], running: int) -> bool:
    """Whether lines of such kinds one after the other are entries beside so many characters of running text."""
    if running < _SENTENCE and "dated" in kinds:
        return True
    return kinds == {"person"} or (running < _PROSE and "hour" in kinds)


def says_little(lines: Sequence[str], prose: Sequence[bool]) -> bool:
    """Whether a page has so little running text that its entries are what it tells, with the headings between them."""
    return _running(lines, prose) < _SENTENCE


def _running(lines: Sequence[str], prose: Sequence[bool]) -> int:
    """The characters of running text."""
    return sum(len(line) for line, own in zip(lines, prose, strict=True) if own)


def _years_of(lines: Sequence[str]) -> set[str]:
    """The years with which the lines of a row open."""
    _, _, _, dated, _ = _words()
    opened = (dated.match(fold(_bare(line))) for line in lines)
    return {year for match in opened if match for year in _YEARS.findall(match.group())}


def tells_day(line: str) -> bool:
    """Whether a line names a day: a weekday, a day of a month, "yesterday"."""
    return _day_told().search(fold(line)) is not None


@cache
def _day_told() -> re.Pattern[str]:
    dates = [load_dates(code) for code in codes("dates")]
    day = _any(word for pack in dates for word in (*pack.weekdays, *pack.day_words))
    month = _any(word for pack in dates for word in pack.months)
    number = _numbered(dates)
    return re.compile(rf"\b(?:(?:{day})|{number} (?:{month})|(?:{month}) {number})\b")


def _kind(line: str) -> str:
    """What a line is an entry of: "hour", "dated", "day", "person", "post", or a bare "item" of a list; "" for none."""
    text = _bare(line)
    hour, day, title, dated, office = _words()
    folded = fold(text)
    if dated.match(folded):
        return "dated"
    if hour.match(folded):
        return "hour" if folded.count(" ") >= _WORDS else ""
    if day.match(folded):
        return "day"
    person = _PERSON.fullmatch(text)
    titled = title.match(folded) and any(word[:1].isupper() for word in text.split()[1:2])
    if titled or (person and text[:1].isupper() and office.search(fold(person["post"]))):
        return "person"
    if text[:1].isupper() and office.search(folded):
        return "post"
    return "item" if line.lstrip()[:1] in _BULLETS and folded.count(" ") >= _WORDS else ""


def _bare(line: str) -> str:
    """A line without the sign or the number that opens it."""
    return _NUMBER.sub("", line.strip(_SIGNS), count=1)
