"""Reports multiplied for training: other names, other apostrophes, capitals, accents, lost signs; the answers stay true."""

import random
import string
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from entrevue.training.annotation import Annotated
from entrevue.training.editing import edited, full_name, names_told
from entrevue.training.exchanging import Exchange

_LETTERED = 0.06  # the share of English reports whose persons bear letters of honours


def bank_of(reports: Sequence[Annotated]) -> dict[str, list[str]]:
    """Full names of persons by the side that they are of."""
    bank: dict[str, list[str]] = {}
    for report in reports:
        for id_, person in report.persons.items():
            name = full_name(report, id_)
            if name is not None:
                bank.setdefault(person.side, []).append(name)
    return bank


def multiplied(
    report: Annotated, bank: Mapping[str, Sequence[str]], exchange: Exchange, rng: random.Random
) -> Annotated:
    """A variant of a report: other states or other names within their side (or any), then signs changed one for one."""
    drawn = rng.random()
    if drawn < 0.4:
        report = exchange.exchanged(report, bank, rng)
    elif drawn < 0.8:
        report = _renamed(report, bank, rng)
    if report.language == "en" and rng.random() < _LETTERED:
        report = _with_letters(report, rng)
    for change, chance in _CHANGES:
        if rng.random() < chance:
            text = change(report, rng)
            assert len(text) == len(report.text)
            report = replace(report, text=text)
    return report


def _renamed(report: Annotated, bank: Mapping[str, Sequence[str]], rng: random.Random) -> Annotated:
    everybody = [name for names in bank.values() for name in names]
    edits: list[tuple[int, int, str]] = []
    for id_, person in report.persons.items():
        if rng.random() < 0.3:
            continue
        pool = bank.get(person.side) or everybody
        edits += names_told(report, id_, rng.choice(pool if rng.random() < 0.7 else everybody))
    return edited(report, edits)


def _with_letters(report: Annotated, rng: random.Random) -> Annotated:
    """Letters of honours behind full names, which are no office: "Helen Apisai, GCL, KBE, Prime Minister of"."""
    edits: list[tuple[int, int, str]] = []
    for span in report.spans:
        sign = report.text[span.end : span.end + 1]
        whole = span.kind == "person" and span.form == "name" and " " in report.quote(span)
        if whole and sign in (" ", ",", ".") and rng.random() < 0.7:
            letters = [
                "".join(rng.choices(string.ascii_uppercase, k=rng.choice((2, 3, 3, 4))))
                for _ in range(rng.choice((1, 1, 2)))
            ]
            told = f", {', '.join(letters)}{',' if sign == ' ' else ''}" if rng.random() < 0.7 else f" {letters[0]}"
            edits.append((span.end, span.end + 1, told + sign))
    return edited(report, edits)


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
