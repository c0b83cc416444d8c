"""Questions in words: where each of the written ones leads; what is understood, misspelt, left over."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from entrevue.inquiry.asking import Suggestion
from entrevue.inquiry.filters import query_from
from entrevue.wiring import Ledger
from tests.inquiry.asked import fill

QUESTIONS = [
    line.split("\t")
    for line in (Path(__file__).parent / "questions.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
NOW = dt.datetime(2024, 9, 20, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def asked() -> Iterator[Ledger]:
    with Ledger(":memory:", clock=lambda: NOW) as ledger:
        fill(ledger)
        yield ledger


def leads(one: Suggestion, ledger: Ledger) -> tuple[object, ...]:
    """Where a suggestion leads, persons by name."""
    if one.kind == "list":
        return "list", one.query
    if one.kind == "person":
        return "person", (ledger.person(one.values[0]).name,)
    return one.kind, one.values


def expected(kind: str, values: str, ledger: Ledger) -> tuple[object, ...]:
    """The same as a line of the questions tells it."""
    if kind != "list":
        return kind, tuple(values.split()) if kind in {"state", "pair"} else (values,)
    given = parse_qsl(values)
    single: dict[str, str] = {name: value for name, value in given if name != "state"}
    if "person" in single:
        single["person"] = next(one.id for one in ledger.persons(single["person"]))
    return "list", query_from(states=[value for name, value in given if name == "state"], **single)  # type: ignore[arg-type]


@pytest.mark.parametrize(("question", "kind", "values"), QUESTIONS, ids=[one[0] for one in QUESTIONS])
def test_the_first_suggestion_is_right(asked: Ledger, question: str, kind: str, values: str) -> None:
    assert leads(asked.suggest(question)[0], asked) == expected(kind, values, asked)
