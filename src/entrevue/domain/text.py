"""Sentences and tokens of a report, with what was found in each sentence."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from entrevue.domain.mentions import Place

BULLETS = frozenset("-–—•*·▪●■►")  # signs that open the items of a list
_LONG = 60  # no word is longer; whole texts are not worth keeping
MARKS = 30  # combining marks in a row, as in Unicode's stream-safe text format (UAX #15, D3); no writing needs more
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # embed, override or isolate a direction
_RUN = re.compile(f"[\u0300-\U0010ffff]{{{MARKS + 1},}}")  # marks begin at U+0300: most texts hold no such run
_SIGNS = (("’", "'"), ("ʼ", "'"), ("‑", "-"), ("‐", "-"))

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ł": "l", "ħ": "h", "ŧ": "t", "ŋ": "n",
     "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ɖ": "d", "ƒ": "f", "ɣ": "g", "ʋ": "v"}
)  # fmt: skip

# Signs that a terminal obeys or that turn the direction of what follows, and halves of characters; breaks of lines too.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

_HALVES = re.compile("[\ud800-\udfff]")  # of characters: JSON can tell them, and names of files hold them; UTF-8 cannot


def whole(text: str) -> str:
    """Text from outside without halves of characters, which no file and no database holds: each is a sign before and after."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def printable(text: str) -> str:
    """Text from outside as it may be shown on one line: each sign that is an order and no character becomes "\ufffd"."""
    return _UNPRINTABLE.sub("\ufffd", text)


def escaped(json: str) -> str:
    """A line of JSON in which the same signs are escaped: to whoever reads JSON it says what it said."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", json)


def stream_safe(text: str) -> str:
    """`text` with at most 30 combining marks in a row, the further ones left out: in time linear in its length.

    To be called before any normalisation of text from outside: that sorts the marks in a row, in quadratic time, and
    holds the interpreter while it does.
    """
    return text if text.isascii() else _RUN.sub(_bounded, text)


def composed(text: str) -> str:
    """`text` from outside in Unicode's form C, its marks in a row bounded."""
    return unicodedata.normalize("NFC", stream_safe(text))


def _bounded(run: re.Match[str]) -> str:
    kept, row = [], 0
    for char in run.group():
        row = row + 1 if unicodedata.combining(char) else 0
        if row <= MARKS:
            kept.append(char)
    return "".join(kept)


def fold(text: str) -> str:
    """Lower-case `text`, without accents, with plain apostrophes and hyphens; its length may change."""
    if text.isascii():
        return text.lower()
    return _folded_word(text) if len(text) < _LONG else _folded(text)


def plain_letters(text: str) -> str:
    """Folded `text` with the letters that are no accented ones as they are typed without them: "œuvre" is "oeuvre"."""
    return text if text.isascii() else text.translate(_LETTERS)


def is_item(line: str, before: str | None) -> bool:
    """Whether a line is by its signs an item of the list that a line with a colon opens; `before` is the item before it, if any."""
    listed = line.endswith((",", ";")) or line[:1] in BULLETS
    return bool(line) and (listed or (before is not None and before.endswith((",", ";"))))


def _folded(text: str) -> str:
    for sign, plain in _SIGNS:
        text = text.replace(sign, plain)
    decomposed = unicodedata.normalize("NFKD", stream_safe(text))
    if not decomposed.isascii():
        for char in set(decomposed):  # a text holds few different characters: ten times faster than one by one
            if char >= "\x80" and unicodedata.combining(char):
                decomposed = decomposed.replace(char, "")
    return decomposed.lower()


@lru_cache(maxsize=20_000)
def _folded_word(text: str) -> str:
    return _folded(text)


def fold_evenly(text: str) -> str:
    """Lower-case `text`, without accents, one character for one, so that offsets stay true."""
    return text.lower() if text.isascii() else "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    if char in "’ʼ":
        return "'"
    if char < "\x80":
        return char.lower()
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign: `report.text[start:end] == text`; `fold` is the lower-case form without accents."""

    start: int
    end: int
    text: str
    fold: str

    @property
    def capital(self) -> bool:
        """Whether it opens with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its places. `start` and `end` are code points of the report, `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]
    places: tuple[Place, ...] = ()
