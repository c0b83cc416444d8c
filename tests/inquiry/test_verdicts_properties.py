"""Whatever a claim says, there is a verdict, and it obeys what verdicts promise."""

from hypothesis import given, settings
from hypothesis import strategies as st

from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim
from entrevue.domain.verdicts import Outcome, Verdict
from entrevue.inquiry.verdicts import verdict
from entrevue.inquiry.verdicts_wording import ground_in_words, reasons_in_words, verdict_as_json, worded
from tests.inquiry.ledgers import MemoryLedger, readings
from tests.inquiry.written import cases

LEDGER = MemoryLedger(readings())
ACCOUNTS = [account for _, reading in readings() for account in reading.accounts]
WORDS = sorted(
    {word for case in cases() for word in case.told["claim"].split()} | {"0", "99", "1st", "20th", "2010", "31"}
)
CLAIMS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join),
    st.text(max_size=80),
    st.sampled_from([case.told["claim"] for case in cases()]),
)
DATES = st.one_of(
    st.none(),
    st.sampled_from(
        [PartialDate(2023), PartialDate(2023, 4), PartialDate(2023, 4, 8), PartialDate(1), PartialDate(9999)]
    ),
)


def _verdict(quote: str, account: Account | None, published: PartialDate | None, language: str | None) -> Verdict:
    return verdict(Claim(quote, Evidence(0, len(quote), quote)), account, LEDGER, published, language=language)


@settings(max_examples=300)
@given(CLAIMS, st.one_of(st.none(), st.sampled_from(ACCOUNTS)), DATES, st.sampled_from(["en", "fr", "ar", None]))
def test_every_claim_gets_a_verdict_in_words(
    quote: str, account: Account | None, published: PartialDate | None, language: str | None
) -> None:
    found = _verdict(quote, account, published, language)
    assert verdict_as_json(found)["outcome"] == found.outcome.value
    assert found.outcome is Outcome.UNKNOWN or found.question is not None
    assert not set(found.engagements) & set(found.doubtful)
    for code in ("en", "fr"):
        assert all(reasons_in_words(found, code))
        if found.question is not None and found.ground is not None:
            assert worded(found.question, code)
            assert ground_in_words(found, code)


@settings(max_examples=100)
@given(st.integers(2, 9), st.integers(1, 24), st.sampled_from(ACCOUNTS))
def test_two_ranks_are_never_both_supported(rank: int, months: int, account: Account) -> None:
    """If this one is the n-th, it is not the next."""
    claims = [
        f"the {number}th visit to Morocco by an American official in {months} months" for number in (rank, rank + 1)
    ]
    outcomes = [_verdict(claim, account, PartialDate(2023, 4, 8), "en").outcome for claim in claims]
    assert outcomes.count(Outcome.SUPPORTED) < 2
    if outcomes[1] is Outcome.CONTRADICTED:
        assert outcomes[0] is Outcome.CONTRADICTED
