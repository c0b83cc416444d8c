"""Verdicts over the written cases, with the ledger itself; and how they change when the ledger does."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import entrevue
from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Claim
from entrevue.domain.verdicts import Outcome, Verdict
from entrevue.inquiry.verdicts import verdict
from ledgers import MemoryLedger, engagement_of, readings
from scoring import Case, cases

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
