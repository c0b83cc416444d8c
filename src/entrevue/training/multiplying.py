"""Reports multiplied for training: other names, other apostrophes, capitals, accents, lost signs; the answers stay true."""

import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from entrevue.training.annotation import Annotated

_LONGEST_NAME = 4


def bank_of(reports: Sequence[Annotated]) -> dict[str, list[str]]:
    """Full names of persons by the side that they are of."""
    bank: dict[str, list[str]] = {}
    for report in reports:
        for id_, person in report.persons.items():
            name = _full_name(report, id_)
            if name is not None:
                bank.setdefault(person.side, []).append(name)
    return bank


def multiplied(report: Annotated, bank: Mapping[str, Sequence[str]], rng: random.Random) -> Annotated:
    """A variant of a report: some names exchanged within their side (or any), then signs changed one for one."""
    if rng.random() < 0.6:
        report = _renamed(report, bank, rng)
    for change, chance in _CHANGES:
        if rng.random() < chance:
            text = change(report, rng)
            assert len(text) == len(report.text)
            report = replace(report, text=text)
    return report


def _full_name(report: Annotated, id_: str) -> str | None:
    names = [report.quote(span) for span in report.mentions(id_) if span.form == "name" and len(span.ids) == 1]
    full = max(names, key=lambda name: len(name.split()), default="")
    return full if 2 <= len(full.split()) <= _LONGEST_NAME and "\n" not in full else None


def _renamed(report: Annotated, bank: Mapping[str, Sequence[str]], rng: random.Random) -> Annotated:
    everybody = [name for names in bank.values() for name in names]
    edits: list[tuple[int, int, str]] = []
    for id_, person in report.persons.items():
        full = _full_name(report, id_)
        if full is None or rng.random() < 0.3:
            continue
        pool = bank.get(person.side) or everybody
        new = rng.choice(pool if rng.random() < 0.7 else everybody).split()
        old = full.split()
        for span in report.mentions(id_):
            if span.form != "name" or len(span.ids) > 1:
                continue
            words = report.quote(span).split()
            if words == old:
                told = new
            elif words == old[-len(words) :]:
                told = new[-1:]
            elif words == old[: len(words)]:
                told = new[:1]
            else:
                continue
            edits.append((span.start, span.end, " ".join(told)))
    return edited(report, edits)


def edited(report: Annotated, edits: Sequence[tuple[int, int, str]]) -> Annotated:
    """The report with stretches replaced, its spans moved along; stretches must not overlap."""
    out: list[str] = []
    moved: list[int] = []  # the new offset of each old one
    at = 0
    length = 0
    for start, end, new in sorted(edits):
        if start < at:
            continue
        out += [report.text[at:start], new]
        moved += range(length, length + start - at)
        length += start - at
        moved += [length] * (end - start)
        length += len(new)
        at = end
    moved += range(length, length + len(report.text) - at + 1)
    out.append(report.text[at:])
    spans = tuple(replace(span, start=moved[span.start], end=moved[span.end]) for span in report.spans)
    return replace(report, text="".join(out), spans=spans, title_end=moved[report.title_end])


def _apostrophes(report: Annotated, _: random.Random) -> str:
    return report.text.replace("’", "'") if "’" in report.text else report.text.replace("'", "’")


def _capital_surnames(report: Annotated, _: random.Random) -> str:
    """Last words of names in capitals, as many French pages have them."""
    text = list(report.text)
    for span in report.spans:
        if span.kind == "person" and span.form == "name":
            start = (
                max(report.text.rfind(" ", span.start, span.end), report.text.rfind("\u00a0", span.start, span.end)) + 1
            )
            for k in range(max(start, span.start), span.end):
                text[k] = _one(text[k].upper(), text[k])
    return "".join(text)


def _capital_title(report: Annotated, _: random.Random) -> str:
    head = report.text[: report.title_end]
    return "".join(_one(char.upper(), char) for char in head) + report.text[report.title_end :]


def _title_case(report: Annotated, _: random.Random) -> str:
    """Every word of the headline with a capital, as English headlines are often set."""
    head = report.text[: report.title_end]
    text = "".join(_one(char.upper(), char) if k == 0 or head[k - 1] in " -" else char for k, char in enumerate(head))
    return text + report.text[report.title_end :]


def _without_accents(report: Annotated, _: random.Random) -> str:
    return "".join(
        _one(unicodedata.normalize("NFD", char)[0], char) if char.isalpha() else char for char in report.text
    )


def _lost_stops(report: Annotated, rng: random.Random) -> str:
    text = list(report.text)
    for k, char in enumerate(text):
        if char in ".," and text[k + 1 : k + 2] == [" "] and rng.random() < 0.15:
            text[k] = " "
    return "".join(text)


def _dashes(report: Annotated, rng: random.Random) -> str:
    return report.text.replace("–", rng.choice("-—")).replace("\u00a0", " ")


def _one(new: str, old: str) -> str:
    """The new character where it is one, else the old."""
    return new if len(new) == 1 else old


_CHANGES: tuple[tuple[Callable[[Annotated, random.Random], str], float], ...] = (
    (_apostrophes, 0.25), (_capital_surnames, 0.1), (_capital_title, 0.05), (_title_case, 0.12), (_without_accents, 0.04),
    (_lost_stops, 0.1), (_dashes, 0.2),
)  # fmt: skip
