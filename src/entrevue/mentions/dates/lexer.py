"""Text → items: the words and numbers that dates are made of, each under a one-letter class.

The letters of a text form a string over which the shapes of dates are plain regular expressions, the same for every
language; which words stand under which letter is the pack's business.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from entrevue.languages.dates import Dates

OTHER = "x"  # a word or number that tells no date
SIGN = "."  # a sign other than a comma or a dash
STOP = "|"  # the end of a sentence

_TOKEN = re.compile(r"\d+(?:[^\W\d_]+)?|[^\W\d_]+|[^\w\s]|_|\n")
# Numbers with their inner signs. Amounts come before plain digits, dates in digits before amounts.
_NUMBER = re.compile(
    r"(?P<iso>\d{4}(?P<mark>[-/])\d{2}(?P=mark)\d{2})(?![\d/-])"
    r"|(?P<numeric>\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)(?:\d{4}|\d{2}))(?![\d/-])"
    r"|(?P<amount>\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?!\d)|\d+[.,:]\d+|\d+ ?[%°$€£])"
)
_JOINS = frozenset("-'")
_YEAR_AFTER_DAY = re.compile(r"\d{1,2},(?:19|20)\d{2}(?!\d)")  # "Nov. 19,2024"
_CENTURY_TURNS = 69  # as POSIX reads years of two digits: 69 to 99 are of the last century
_CURRENCY = frozenset("$€£#°&+=@_")
_MARKS = str.maketrans("’ʼ‘‐‑–—−", "''''----")


class _Folding(dict[int, str]):
    """A translation table that fills itself: lower case, no accents, one character for one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFKD", char.translate(_MARKS))[:1].lower()
        folded = base if len(base) == 1 and base.isprintable() else char
        self[code] = folded
        return folded


class _Lowering(dict[int, str]):
    """The same, accents kept."""

    def __missing__(self, code: int) -> str:
        char = chr(code).translate(_MARKS)
        self[code] = char.lower() if len(char.lower()) == 1 else char
        return self[code]


_LOWERING = _Lowering()
_FOLDING = _Folding({code: chr(code) for code in (9, 10, 13, 32)})


def fold(text: str) -> str:
    """`text` in lower case, without accents, with plain marks; of equal length, so that offsets stay true."""
    return text.translate(_FOLDING)


def lower(text: str) -> str:
    """Give `text` in lower case, with plain marks and its accents; of equal length."""
    return text.translate(_LOWERING)


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a phrase or a number under its letter; `value` is its number in the class (a month's, an offset)."""

    letter: str
    start: int
    end: int
    value: int = 0
    word: str = ""
    numeric: tuple[int, int, int] | None = None  # the three numbers of a date in digits, as they stand


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a text, the string of their letters, the folded text, and the points read in it so far."""

    items: tuple[Item, ...]
    letters: str
    folded: str
    points: dict[tuple[int, frozenset[str]], Any] = field(default_factory=dict)

    def at(self, offset: int) -> int:
        """Find the index of the first item that ends after `offset`."""
        low, high = 0, len(self.items)
        while low < high:
            middle = (low + high) // 2
            if self.items[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low


UNITS = ("hour", "day", "weekend", "week", "month", "quarter", "year")
PERIODS = ("start", "middle", "end")


def _entries(pack: Dates) -> Iterator[tuple[str, str, int]]:
    """Yield phrase, letter and value of every word of the pack; where a phrase has two, the later one stands."""
    links, offsets = pack.links, pack.offsets
    for letter, words in (
        ("g", pack.glue), ("G", pack.parts_of_day), ("P", links.at), ("I", links.within), ("o", links.of),
        ("f", links.since), ("t", links.to), ("u", links.until), ("&", links.conjunction), ("a", links.articles),
        ("b", offsets.ago_before), ("B", offsets.ago_after), ("F", offsets.ahead_after),
        ("l", offsets.later), ("e", offsets.earlier),
    ):  # fmt: skip
        yield from ((word, letter, 0) for word in words)
    yield from ((word, "i", 1) for word in links.one)
    modifiers = pack.modifiers
    either = "Q" if modifiers.follow else "A"
    for letter, value, words in (
        (either, -1, modifiers.last), (either, 1, modifiers.next), ("T", 0, modifiers.this),
        ("L", -1, modifiers.last_after), ("L", 0, modifiers.current), ("L", 1, modifiers.next_after),
        ("q", -1, modifiers.before), ("q", 1, modifiers.after),
    ):  # fmt: skip
        yield from ((word, letter, value) for word in words)
    for index, name in enumerate(PERIODS):
        yield from ((word, "V", index) for word in getattr(pack.periods, name))
    for index, name in enumerate(UNITS):
        yield from ((word, "U", index) for word in getattr(pack.units, name))
    for letter, table in (
        ("E", pack.ordinals), ("C", pack.cardinals), ("O", pack.first_days), ("m", pack.month_abbreviations),
        ("M", pack.months), ("w", pack.weekday_abbreviations), ("W", pack.weekdays), ("R", pack.day_words),
        ("S", pack.anchors), ("s", pack.anchors_alone),
    ):  # fmt: skip
        yield from ((word, letter, value) for word, value in table.items())


class Lexicon:
    """A pack's words ready for look-up: for a first token, the phrases that it may open, the longest first."""

    def __init__(self, pack: Dates) -> None:
        self.pack = pack
        found: dict[tuple[str, ...], tuple[str, int]] = {}
        for phrase, letter, value in _entries(pack):
            found[tuple(_TOKEN.findall(phrase))] = (letter, value)
        self.phrases: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
        for tokens, (letter, value) in sorted(found.items(), key=lambda entry: -len(entry[0])):
            self.phrases.setdefault(tokens[0], []).append((tokens, letter, value))
        self.capitalised = frozenset(pack.capitalised)
        clock = "|".join(re.escape(word) for word in sorted(pack.clock_words, key=len, reverse=True))
        self.clock = re.compile(rf"[ \u00a0\u202f]?(?:{clock})(?!\w)")
        self.dated = frozenset(
            _TOKEN.findall(word)[0]
            for word in (*pack.months, *pack.month_abbreviations, *pack.weekdays, *pack.weekday_abbreviations)
        )
        self.weeks_on = [(tuple(_TOKEN.findall(phrase)), weeks) for phrase, weeks in pack.weeks_on.items()]
        self.suffixes = frozenset(pack.ordinal_suffixes)
        self.abbreviations = frozenset(_TOKEN.findall(word)[-1] for word in pack.abbreviations)

    def match(self, tokens: list["re.Match[str]"], index: int, text: str) -> tuple[int, str, int] | None:
        """Find the longest phrase at token `index`: its number of tokens, its letter and value."""
        for phrase, letter, value in self.phrases.get(tokens[index].group(), ()):
            last = index + len(phrase) - 1
            if last >= len(tokens) or any(tokens[index + ahead].group() != token for ahead, token in enumerate(phrase)):
                continue
            if phrase[0] in self.capitalised and not text[tokens[index].start()].isupper() and letter in "MmWw":
                continue
            if "'" in phrase and tokens[last].end() - tokens[index].start() > sum(map(len, phrase)) + 2:
                continue
            return len(phrase), letter, value
        return None

    def weeks_at(self, tokens: list["re.Match[str]"], index: int, text: str) -> tuple[int, int] | None:
        """Find words that move the day before them by weeks: their number of tokens, and of weeks.

        What follows must be a word of dates, a sign or a name: "lundi en huit exemplaires" counts copies.
        """
        for phrase, weeks in self.weeks_on:
            after = index + len(phrase)
            if tuple(token.group() for token in tokens[index:after]) != phrase:
                continue
            if after >= len(tokens):
                return len(phrase), weeks
            following = tokens[after]
            known = text[following.start()].isupper() or (self.match(tokens, after, text) or (0, "U", 0))[1] != "U"
            if following.group() not in _JOINS and (known or not following.group()[0].isalnum()):
                return len(phrase), weeks
        return None


_LEXICONS: dict[int, Lexicon] = {}


def lexicon(pack: Dates) -> Lexicon:
    """Give the look-up tables of a pack, made once; they hold the pack, so that its identity stays its own."""
    known = _LEXICONS.get(id(pack))
    if known is None:
        known = _LEXICONS[id(pack)] = Lexicon(pack)
    return known


def lex(text: str, start: int, end: int, words: Lexicon) -> Items:
    """Items of `text[start:end]` with offsets in `text`; linear in its length."""
    folded = fold(text)
    tokens = list(_TOKEN.finditer(folded, start, end))
    items: list[Item] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.group()[0].isdigit():
            item = _number(text, folded, end, token, items, words)
            index += 1
            while index < len(tokens) and tokens[index].start() < item.end:
                index += 1
            items.append(item)
            continue
        weeks = words.weeks_at(tokens, index, text) if _moves(items) else None
        matched = (weeks[0], "k", weeks[1]) if weeks else words.match(tokens, index, text)
        if matched is not None:
            size, letter, value = matched
            last = tokens[index + size - 1]
            items.extend(_item(text, folded, end, token.start(), last.end(), letter, value, words))
            index += size
            continue
        letter = _sign(text, end, token, items, words)
        items.append(Item(letter, token.start(), token.end(), 0, token.group()))
        index += 1
    return Items(tuple(items), "".join(item.letter for item in items), folded)


def _moves(items: list[Item]) -> bool:
    """Tell whether the last item is a day that words after it may move by weeks."""
    return bool(items) and (
        items[-1].letter in "WR" or (items[-1].letter in "QL" and len(items) > 1 and items[-2].letter == "W")
    )


def _item(
    text: str, folded: str, end: int, start: int, last: int, letter: str, value: int, words: Lexicon
) -> Iterator[Item]:
    """Make the item of a phrase; the point of a short form at the end of a sentence ("on Sat. They") is a stop too."""
    item = Item(letter, start, last, value, folded[start:last])
    if letter not in "mw" or folded[last - 1] != "." or not _closes(text, end, last, [], words):
        yield item
        return
    following = _TOKEN.search(folded, last, end)
    if following is None or following.group()[0].isdigit() or following.group() in words.dated:
        yield item
        return
    yield Item(letter, start, last - 1, value, folded[start:last])
    yield Item(STOP, last - 1, last, 0, ".")


def _sign(text: str, end: int, token: "re.Match[str]", items: list[Item], words: Lexicon) -> str:
    """Give the letter of a token that no word list holds."""
    sign = token.group()
    if sign[0].isalpha():
        return OTHER
    if sign == ",":
        return ","
    if sign in "-/":
        return "K"
    if sign == "\n":
        return STOP
    if sign in ".!?":
        return STOP if sign != "." or _closes(text, end, token.end(), items, words) else SIGN
    return SIGN


def _closes(text: str, end: int, after: int, items: list[Item], words: Lexicon) -> bool:
    """Tell whether a full stop ends its sentence: not after an abbreviation, nor before a small letter."""
    if after < end and not text[after].isspace() and text[after] not in "\"'»”’)":
        return False
    before = items[-1] if items else None
    shortened = before is not None and (
        before.word in words.abbreviations or (len(before.word) == 1 and text[before.start].isupper())
    )
    if shortened and before is not None and before.end == after - 1:
        return False
    while after < end and text[after].isspace():
        after += 1
    return after >= end or not text[after].islower()


def _number(text: str, folded: str, end: int, token: "re.Match[str]", items: list[Item], words: Lexicon) -> Item:
    """Read a number under its letter: D day, O ordinal, Y year, Z other number, X date in digits, x anything else."""
    start = token.start()
    glued = _glued(text, start, items)
    shaped = _NUMBER.match(folded, start, end)
    after_month = bool(items) and items[-1].letter in "Mm"
    if shaped is not None and not (after_month and _YEAR_AFTER_DAY.match(folded, start, end)):
        letter = OTHER if shaped.group("amount") is not None or glued else "X"
        numbers = [int(part) for part in re.findall(r"\d+", shaped.group())]
        numeric = (numbers[0], numbers[1], numbers[2]) if letter == "X" else None
        return Item(letter, start, shaped.end(), 0, shaped.group(), numeric)
    digits = re.match(r"\d+", token.group())
    assert digits is not None
    suffix = token.group()[digits.end() :]
    value = int(digits.group()[:9])
    if not suffix and _is_short_year(digits.group(), start, items):
        if items[-1].word == "'":
            start = items.pop().start
        return Item("Y", start, token.end(), century(value), token.group())
    clock = value < 24 and words.clock.match(folded, token.end(), end) is not None
    letter = OTHER if glued or clock else _plain(digits.group(), value)
    if suffix:
        letter = "O" if letter == "D" and suffix in words.suffixes else OTHER
    return Item(letter, start, token.end(), value, token.group())


def century(year: int) -> int:
    """Give a year of two digits its century."""
    return year + (1900 if year >= _CENTURY_TURNS else 2000) if year < 100 else year


def _is_short_year(digits: str, start: int, items: list[Item]) -> bool:
    """Tell whether two digits are a year: "19-Nov-24", "19 Nov '24"."""
    if len(digits) != 2 or len(items) < 2 or items[-1].end != start:
        return False
    sign, before = items[-1].word, items[-2]
    if sign == "'":
        return before.letter in "MmDO"
    return (
        sign in "-/"
        and before.letter in "Mm"
        and len(items) > 3
        and items[-3].letter == "K"
        and items[-4].letter == "D"
    )


def _plain(digits: str, value: int) -> str:
    if len(digits) == 4 and 1900 <= value <= 2100:
        return "Y"
    if len(digits) <= 2 and 1 <= value <= 31:
        return "D"
    return "Z" if len(digits) <= 4 and value else OTHER


def _glued(text: str, start: int, items: list[Item]) -> bool:
    """Tell whether a number belongs to what stands before it: "$13", "G20", "COVID-19"."""
    if start == 0:
        return False
    before = text[start - 1]
    if before.isalnum() or before in _CURRENCY:
        return True
    if fold(before) != "-" or len(items) < 2 or start < 2 or not text[start - 2].isalpha():
        return False
    return items[-2].letter not in "VMm"
