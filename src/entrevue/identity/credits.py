"""Which news agencies a report credits: "(AFP)", "AFP reported", « rapporte l'AFP », "Reuters/AFP", « avec MAP »."""

import re
from functools import cache

from entrevue.atlas.tables import news_agencies
from entrevue.domain.report import Report
from entrevue.domain.text import fold_evenly
from entrevue.languages import codes
from entrevue.languages.credits import load_credits

_BEFORE = 40  # characters before a name that are looked at
_AFTER = 30
_OPEN, _CLOSED = re.compile(r"[(\[][^()\[\]\n]{0,30}$"), re.compile(r"[^()\[\]\n]{0,30}[)\]]")
_ALONE = re.compile(r"(?:^|\n)[\W_]*$")
_ENDED = re.compile(r"[\W_]*(?:\n|$)")
_WORD = re.compile(r"\w+")
_LONGEST = 100_000  # characters of a report that are searched: no article has so many


def credits_in(report: Report) -> tuple[str, ...]:
    """The agencies that a report credits, in the order in which they stand; its authors and its publisher first."""
    heads = " \n ".join((*report.authors, report.publisher or ""))
    text = report.text[report.title_end : _LONGEST]
    folded = fold_evenly(text)
    named = not _first_words().isdisjoint(_WORD.findall(text))  # most texts name none
    credited = [run.group() for run in _runs().finditer(text) if _credits(folded, run)] if named else []
    return tuple(dict.fromkeys(_key(match) for named in (heads, *credited) for match in _agencies().finditer(named)))


def agencies_in(text: str) -> tuple[str, ...]:
    """The agencies that a text names, each once."""
    return tuple(dict.fromkeys(map(_key, _agencies().finditer(text))))


def _key(match: re.Match[str]) -> str:
    return _names()[match.group()]


def _credits(folded: str, run: re.Match[str]) -> bool:
    """Whether what stands around agencies' names credits them."""
    before, after = folded[max(0, run.start() - _BEFORE) : run.start()], folded[run.end() : run.end() + _AFTER]
    packs = [load_credits(code) for code in codes("credits")]
    if any(
        re.search(rf"(?:{pack.pictures})\W*$", before) or re.match(rf"\W*(?:{pack.pictures})\b", after)
        for pack in packs
    ):
        return False
    if _OPEN.search(before) and _CLOSED.match(after):
        return True
    if _ALONE.search(before) and _ENDED.match(after):
        return True
    return any(
        re.search(rf"\b(?:{pack.before})$", before) or re.match(rf"\s(?:{pack.after})\b", after) for pack in packs
    )


@cache
def _names() -> dict[str, str]:
    """What agencies are called, to the name that they are shown by."""
    return {name: names[0] for names in news_agencies() for name in names}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(word for name in _names() for word in _WORD.findall(name)[:1])


@cache
def _agencies() -> re.Pattern[str]:
    ordered = sorted(map(re.escape, _names()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)")


@cache
def _runs() -> re.Pattern[str]:
    """One agency, or several beside each other: "Reuters/AFP", "AFP et MAP"."""
    one = _agencies().pattern
    words = "".join(rf"|\b{re.escape(word)}\b" for code in codes("credits") for word in load_credits(code).joining)
    return re.compile(rf"{one}(?:\s?(?:/|,|&|\+|-|–{words})\s?{one}){{0,4}}")
