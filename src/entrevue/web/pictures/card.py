"""Cards: the picture that is shown where an address is passed on."""

from collections.abc import Iterable
from html import escape

from entrevue.web.pictures.theme import LIGHT

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_LINE = 46  # characters of a line of the title
_LINES = 4


def card(over: str, title: str, facts: Iterable[str], foot: str) -> str:
    """An SVG of 1200 by 630: what, the title on up to four lines, facts, and where it is from; all text is escaped."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fbfaf7"/>',
        f'<rect width="18" height="{HEIGHT}" fill="{LIGHT.accent}"/>',
        _text(over, 110, 30, LIGHT.accent, family="sans-serif"),
    ]
    top = 190
    for line in wrapped(title, _LINE, _LINES):
        parts.append(_text(line, top, 46, LIGHT.ink, weight="bold"))
        top += 60
    top += 16
    for fact in facts:
        parts.append(_text(_cut(fact, 64), top, 31, LIGHT.faint, family="sans-serif"))
        top += 46
    parts.append(_text(foot, HEIGHT - 55, 28, LIGHT.ink))
    return "".join([*parts, "</svg>"])


def _text(text: str, y: int, size: int, colour: str, *, family: str = "serif", weight: str = "normal") -> str:
    shown = escape("".join(char if char.isprintable() else " " for char in text))
    return (
        f'<text x="{_MARGIN}" y="{y}" font-family="{family}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{shown}</text>'
    )


def wrapped(text: str, width: int, most: int) -> list[str]:
    """Lines of at most `width` characters, `most` of them; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        word = _cut(word, width)
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = _cut(f"{lines[-1]} …", width) if len(lines[-1]) + 2 <= width else f"{lines[-1][: width - 1]}…"
    return lines


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
