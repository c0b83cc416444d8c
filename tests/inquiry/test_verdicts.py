"""Verdicts over the written cases, with the ledger itself; and how they change when the ledger does."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import entrevue
from entrevue.domain.dates import PartialDate
from entrevue.domain.engagements import EMPTY
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim
from entrevue.domain.verdicts import Outcome, Verdict
from entrevue.inquiry.verdicts import checked, verdict
from entrevue.inquiry.verdicts_wording import verdict_as_json
from entrevue.languages import codes
from entrevue.languages.claims import load_claim_words
from tests.inquiry.ledgers import MemoryLedger, account_of, field, readings, record_all
from tests.inquiry.written import Case, cases

ROOT = Path(__file__).parents[2]
CASES = list(cases())


@pytest.fixture(scope="module")
def ledger() -> Iterator[tuple[entrevue.Ledger, dict[str, str]]]:
    """The fixed ledger, with the names of its engagements by id."""
    with entrevue.Ledger(":memory:") as ledger:
        names = record_all(ledger)
        yield ledger, names


def test_there_are_enough_cases_of_every_outcome_in_both_languages() -> None:
    outcomes = Counter((case.told["lang"], case.told["outcome"]) for case in CASES)
    assert len(CASES) >= 60
    assert all(
        outcomes[lang, outcome.value] >= 9
        for lang in ("en", "fr")
        for outcome in Outcome
        if outcome is not Outcome.ALONE
    ), outcomes


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.told["id"]))
def test_a_written_case_gets_its_verdict(case: Case, ledger: tuple[entrevue.Ledger, dict[str, str]]) -> None:
    found = case.verdict(ledger[0])
    assert not case.faults(found, ledger[1]), f"{case.told['claim']} ({case.told['why']}): {found}"


def _claim(quote: str) -> Claim:
    return Claim(quote, Evidence(0, len(quote), quote))


def _told(name: str) -> Account:
    """An account of the fixed ledger."""
    pairs = ((n, a) for names, reading in readings() for n, a in zip(names, reading.accounts, strict=True))
    return next(account for other, account in pairs if other == name)


SECOND = _claim("second visit to Morocco by a senior US security official in less than two months")
DAY = PartialDate(2023, 4, 8)


def _burns(asking: MemoryLedger, claim: Claim = SECOND) -> Verdict:
    return verdict(claim, _told("burns-rabat-2023"), asking, DAY, language="en")


@pytest.fixture
def memory() -> MemoryLedger:
    return MemoryLedger(readings())


def test_a_verdict_changes_when_the_ledger_does(memory: MemoryLedger) -> None:
    assert _burns(memory).outcome is Outcome.SUPPORTED
    for name in ("wray-rabat-2023", "wray-hammouchi-2023"):
        memory.change(name, start=field("2023-01-21"), end=field("2023-01-21"))
    assert _burns(memory).outcome is Outcome.UNKNOWN


def test_one_more_visit_contradicts_a_second(memory: MemoryLedger) -> None:
    other = replace(
        memory.engagements["townsend-agadir-2022"], id="x", start=field("2023-03-15"), end=field("2023-03-15")
    )
    memory.add(other)
    assert _burns(memory).outcome is Outcome.CONTRADICTED


def test_where_reports_differ_about_the_day_every_day_is_possible(memory: MemoryLedger) -> None:
    """One report says 21 February, one 1 February: only one of them lies within two months of 7 April."""
    for name in ("wray-rabat-2023", "wray-hammouchi-2023"):
        memory.change(name, start=field("2023-02-21", "2023-02-01"), end=EMPTY)
    found = _burns(memory)
    assert found.outcome is Outcome.UNKNOWN
    assert set(found.doubtful) == {"wray-rabat-2023", "wray-hammouchi-2023"}


def test_a_month_that_reaches_over_the_edge_of_a_window_may_count_or_not(memory: MemoryLedger) -> None:
    for name in ("wray-rabat-2023", "wray-hammouchi-2023"):
        memory.change(name, start=field("2023-02"), end=EMPTY)
    assert _burns(memory).outcome is Outcome.UNKNOWN


def test_the_same_ledger_gives_the_same_verdict(memory: MemoryLedger) -> None:
    assert _burns(memory) == _burns(MemoryLedger(tuple(reversed(readings()))))


def test_an_office_that_nobody_tells_may_be_the_one_asked_for(memory: MemoryLedger) -> None:
    for name in ("wray-rabat-2023", "wray-hammouchi-2023"):
        cast = memory.engagements[name].participants
        blank = replace(cast[0], office=EMPTY, organization=EMPTY)
        memory.change(name, participants=(blank, *cast[1:]))
    assert _burns(memory).outcome is Outcome.UNKNOWN


def test_an_ambassador_received_is_no_visit(memory: MemoryLedger) -> None:
    claim = _claim("second visit to Morocco by an American official in two months")
    account = account_of(
        {"kind": "visit", "start": "2023-06-20", "end": "2023-06-20", "country": "MA", "city": "Rabat", "who": []}, "e1"
    )
    assert verdict(claim, account, memory, PartialDate(2023, 6, 21), language="en").engagements == ()


def test_a_claim_in_an_unknown_language_is_read_by_the_pack_that_can(memory: MemoryLedger) -> None:
    claim = _claim("deuxième visite au Maroc d’un responsable sécuritaire américain en moins de deux mois")
    assert verdict(claim, _told("burns-rabat-2023"), memory, DAY).outcome is Outcome.SUPPORTED


def test_a_bare_sentence_speaks_of_the_latest_one_known(memory: MemoryLedger) -> None:
    found = verdict(SECOND, None, memory, DAY, language="en")
    assert found.outcome is Outcome.SUPPORTED
    assert found.question is not None
    assert found.question.this == "burns-rabat-2023"


def test_every_reason_has_words_in_every_language_that_reads_claims() -> None:
    sources = [*(ROOT / "src" / "entrevue" / "inquiry").glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r'(?:Remark|_many)\(\s*"(\w+)"', text))
    packs = [load_claim_words(code) for code in codes("claims")]
    assert len({frozenset(words.remarks) for words in packs}) == 1
    assert len({frozenset(words.wording) for words in packs}) == 1
    assert used <= set(packs[0].remarks)
    assert all({outcome.value for outcome in Outcome} == set(words.outcomes) for words in packs)


def test_a_verdict_is_json_with_its_question_in_words(memory: MemoryLedger) -> None:
    told = json.loads(json.dumps(verdict_as_json(_burns(memory))))
    assert told["outcome"] == "supported"
    assert told["question"]["query"] == {"states": ["US"], "place": "MA", "since": "2023-02-08", "until": "2023-04-07"}
    assert told["question"]["span"]["since"] == "2023-02-08"
    assert "number 2" in told["question_in_words"]["en"]
    assert "le numéro 2" in told["question_in_words"]["fr"]
    assert told["coverage"]["reports"] >= 5


def test_a_recorded_claim_is_checked_against_the_ledger_it_is_in() -> None:
    """The sample tells of the visit of October itself, and nobody else does: that bears nothing out."""
    with entrevue.Ledger(":memory:") as ledger:
        ledger.record(entrevue.read(ROOT / "samples" / "libreville-visite.html"))
        (claim,) = ledger.claims()
        found = verdict(claim, None, ledger)
        assert found.outcome is Outcome.ALONE
        assert found.question is not None
        assert found.question.this == ledger.engagement(claim.claim.account or "").id
        assert "own_report" in {remark.code for remark in found.remarks}


def test_a_text_is_checked_without_being_recorded() -> None:
    with entrevue.Ledger(":memory:") as ledger:
        (found,) = checked(entrevue.read(ROOT / "samples" / "libreville-visite.html"), ledger)
        assert found.outcome is Outcome.UNKNOWN
        assert ledger.claims() == ()
