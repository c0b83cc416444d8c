"""Single sentences and what they tell: one case a block of `shapes.txt`.

A block is a heading ("# language: what it shows"), the text, published on 15 May 2025, and one line an engagement:
kind and days, place, status, people with whom they speak for and what part they take, and in which visit it is.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import entrevue
from entrevue.domain.reading import Account

SHAPES = Path(__file__).with_name("shapes.txt")


def _shapes() -> Iterator[tuple[str, str, str, list[str]]]:
    for block in SHAPES.read_text(encoding="utf-8").split("\n\n"):
        heading, text, *told = block.strip().split("\n")
        language, _, shape = heading.removeprefix("# ").partition(": ")
        yield shape, language, text, [line.removeprefix("= ") for line in told]


def _line(account: Account, order: list[str]) -> str:
    when = str(account.start or "")
    if account.start != account.end:
        when += f"/{account.end or ''}"
    where = " ".join(part for part in (account.country, account.city) if part)
    people = ", ".join(f"{p.name or p.office or p.country} ({p.country}, {p.part})" for p in account.participants)
    inside = [f"in {order.index(account.part_of)}"] if account.part_of else []
    return " | ".join([f"{account.kind} {when}", where, str(account.status), people or "nobody", *inside])


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [pytest.param(*case, id=f"{case[0]}: {shape}") for shape, *case in _shapes()],
)
def test_a_sentence_tells(language: str, text: str, told: list[str]) -> None:
    accounts = entrevue.read(text, published="2025-05-15", language=language).accounts
    order = [account.id for account in accounts]
    assert [_line(account, order) for account in accounts] == told


def test_the_agenda_may_stand_in_the_next_sentence() -> None:
    text = next(text for shape, _, text, _ in _shapes() if shape == "an agenda told a sentence later")
    accounts = entrevue.read(text, published="2025-05-15", language="fr").accounts
    assert [topic.quote for topic in accounts[0].topics] == [
        "coopération militaire",
        "lutte contre la piraterie",
        "échange de renseignements",
    ]


def test_a_place_is_no_agenda() -> None:
    text = next(text for shape, _, text, _ in _shapes() if shape == "a signing")
    assert not entrevue.read(text, published="2025-05-15", language="en").accounts[0].topics
