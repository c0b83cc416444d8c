"""Verdicts over the written cases, with the ledger itself; and how they change when the ledger does."""

from collections import Counter
from collections.abc import Iterator

import pytest
from ledgers import readings
from written import Case, cases

import entrevue
from entrevue.domain.verdicts import Outcome

CASES = list(cases())


@pytest.fixture(scope="module")
def ledger() -> Iterator[tuple[entrevue.Ledger, dict[str, str]]]:
    """The fixed ledger, with the names of its engagements by id."""
    with entrevue.Ledger(":memory:") as ledger:
        names: dict[str, str] = {}
        for told, reading in readings():
            recorded = ledger.record(reading)
            names |= dict(zip(recorded.engagements, told, strict=True))
        yield ledger, names


def test_there_are_enough_cases_of_every_outcome_in_both_languages() -> None:
    outcomes = Counter((case.told["lang"], case.told["outcome"]) for case in CASES)
    assert len(CASES) >= 60
    assert all(outcomes[lang, outcome.value] >= 9 for lang in ("en", "fr") for outcome in Outcome), outcomes


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.told["id"]))
def test_a_written_case_gets_its_verdict(case: Case, ledger: tuple[entrevue.Ledger, dict[str, str]]) -> None:
    found = case.verdict(ledger[0])
    assert not case.faults(found, ledger[1]), f"{case.told['claim']} ({case.told['why']}): {found}"
