"""Characters at their places on a page → its lines in the order in which they are read: columns one after the other."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from entrevue.intake.folding import fold
from entrevue.languages import codes
from entrevue.languages.chrome import load_chrome

_GAP = 14.0  # points between two pieces of a row that stand in different columns; words stand closer
_TALL = 2.0  # ... and that many times the height of the letters
_ROW = 0.6  # share of the height by which letters of one row may stand apart
_MIDDLE = (0.3, 0.7)  # share of the width in which a second column begins
_UNDER = 3.0  # points by which the beginnings of lines of one column differ, and the feet of letters of one row
_FEW = 4  # lines that a column has at least
_LINE = 15  # characters that half of the lines of a column have: a table's cells have fewer
_CROSSING = 0.3  # share of lines that may cross both columns: titles, leads
_CANDIDATES = 50
_EDGE = 2  # lines at the top and at the foot of a page that may be its head or foot


@dataclass(frozen=True, slots=True)
class Letter:
    """A character and its box in points, counted from the lower left corner; a blank that is only inferred has none."""

    text: str
    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0
    breaks: bool = False  # whether a line ends with it


@dataclass(slots=True)
class Piece:
    """Letters in one row that stand close to one another."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        """How tall its letters are."""
        return self.top - self.bottom

    def in_row(self, letter: "Letter | Piece") -> bool:
        """Whether a letter or piece stands in the same row."""
        apart = abs((self.bottom + self.top) - (letter.bottom + letter.top)) / 2
        return apart <= _ROW * max(self.height, letter.top - letter.bottom, 1.0)

    def goes_on(self, letter: Letter) -> bool:
        """Whether a letter is the next of this piece."""
        gap = letter.left - self.right
        return self.in_row(letter) and -self.height < gap < max(_GAP, _TALL * self.height)

    def add(self, letter: Letter) -> None:
        """Take a letter in."""
        self.text += letter.text
        self.right = max(self.right, letter.right)
        self.bottom, self.top = min(self.bottom, letter.bottom), max(self.top, letter.top)


def lines_of(letters: Iterable[Letter]) -> list[str]:
    """The lines of a page from its letters, as they are drawn."""
    pieces = _pieces(letters)
    return [line.text.strip() for line in _rows(_by_columns(pieces) or pieces)]


def _pieces(letters: Iterable[Letter]) -> list[Piece]:
    pieces: list[Piece] = []
    current: Piece | None = None
    for letter in letters:
        if letter.text.isspace():
            if letter.text in "\r\n":
                current = None
            elif current is not None and not current.text.endswith(" "):
                current.text += " "
            continue
        if current is None or not current.goes_on(letter):
            current = Piece(letter.left, letter.bottom, letter.right, letter.top, "")
            pieces.append(current)
        current.add(letter)
        if letter.breaks:
            current = None
    return pieces


def _rows(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that follow one another in one row, from left to right, as one."""
    rows: list[Piece] = []
    for piece in pieces:
        last = rows[-1] if rows else None
        if last is not None and last.in_row(piece) and piece.left >= last.right and last.text[-1:] != "\ufffe":
            text = f"{last.text.rstrip()} {piece.text}"
            rows[-1] = Piece(last.left, last.bottom, piece.right, last.top, text)
        else:
            rows.append(piece)
    return rows


def _by_columns(pieces: Sequence[Piece]) -> list[Piece] | None:
    """The pieces of a page of two columns, the left one first, between what stands over both; None for one column."""
    if len(pieces) < 2 * _FEW:
        return None
    edge, width = min(one.left for one in pieces), max(one.right for one in pieces) - min(one.left for one in pieces)
    low, high = edge + _MIDDLE[0] * width, edge + _MIDDLE[1] * width
    for start in _starts([one.left for one in pieces if low <= one.left <= high]):
        if _are_columns(pieces, start):
            return _in_bands(pieces, start)
    return None


def _starts(lefts: Sequence[float]) -> list[float]:
    """Where several lines begin under one another, those of most lines first."""
    groups: list[list[float]] = []
    for left in sorted(lefts):
        if groups and left - groups[-1][-1] <= _UNDER:
            groups[-1].append(left)
        else:
            groups.append([left])
    many = sorted((group for group in groups if len(group) >= _FEW), key=len, reverse=True)
    return [group[0] - 1 for group in many[:_CANDIDATES]]


def _are_columns(pieces: Sequence[Piece], at: float) -> bool:
    left = [one for one in pieces if one.right < at]
    right = [one for one in pieces if one.left >= at]
    crossing = len(pieces) - len(left) - len(right)
    if min(len(left), len(right)) < _FEW or crossing > _CROSSING * len(pieces):
        return False
    rows = {round(one.bottom / _UNDER) + off for one in right for off in (-1, 0, 1)}
    beside = sum(round(one.bottom / _UNDER) in rows for one in left)
    prose = all(median(len(one.text) for one in side) >= _LINE for side in (left, right))
    return prose and beside >= _FEW // 2


def _in_bands(pieces: Sequence[Piece], at: float) -> list[Piece]:
    """From top to bottom: what crosses the columns, and between that the left column and then the right one."""
    ordered: list[Piece] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (-one.top, one.left)):
        if piece.left < at <= piece.right:
            ordered += [*left, *right, piece]
            left, right = [], []
        else:
            (left if piece.right < at else right).append(piece)
    return [*ordered, *left, *right]


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of pages without what stands at the top or the foot of half of them, and without their numbers."""
    seen = Counter(mark for page in pages for mark in {_mark(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    half = max(2, (len(pages) + 1) // 2)

    def runs(line: str) -> bool:
        mark = _mark(line)
        return seen[mark] >= half or _number().fullmatch(mark) is not None

    kept: list[list[str]] = []
    for page in pages:
        first, last = 0, len(page)
        while first < min(_EDGE, last) and runs(page[first]):
            first += 1
        while last > max(first, len(page) - _EDGE) and runs(page[last - 1]):
            last -= 1
        kept.append(list(page[first:last]))
    return kept if any(kept) else [list(page) for page in pages]


@cache
def _number() -> re.Pattern[str]:
    """A line that holds but the number of a page: "- 3 -", "page 3 of 5"; in marks a "#" is any number."""
    packs = [load_chrome(code) for code in codes("chrome")]
    page = "|".join(re.escape(fold(word)) for pack in packs for word in pack.pages)
    of = "|".join(re.escape(fold(word)) for pack in packs for word in pack.page_of)
    return re.compile(rf"(?:{page})? ?[-–—]? ?#(?: ?(?:/|-|{of}) ?#)? ?[-–—]?")


def _mark(line: str) -> str:
    """A line as it is on every page: its numbers apart."""
    return re.sub(r"\d+", "#", fold(line))
