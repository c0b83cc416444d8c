"""The gold sets hold their floors, and their own form."""

import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import gold
import persons
import sameness
from entrevue.identity.engagements import blocking_keys, likeness
from entrevue.identity.persons import same


@pytest.fixture(scope="module")
def engagements() -> sameness.Outcome:
    return sameness.measure()


def test_engagements_are_joined_well(engagements: sameness.Outcome) -> None:
    assert engagements.f1 >= 0.98
    assert engagements.precision >= 0.97


def test_accounts_of_one_engagement_share_a_key(engagements: sameness.Outcome) -> None:
    assert engagements.blocking >= 0.99


def test_what_a_reader_loses_costs_little() -> None:
    few = [sameness.measure(0.05, seed) for seed in (1, 2, 3)]
    assert sum(outcome.blocking for outcome in few) / len(few) >= 0.96
    assert sum(outcome.f1 for outcome in few) / len(few) >= 0.92


def test_keys_stay_few(engagements: sameness.Outcome) -> None:
    counts = sorted(len(blocking_keys(account).filed) for account in engagements.accounts.values())
    assert counts[len(counts) // 2] <= 12
    assert counts[len(counts) * 95 // 100] <= 24


def test_looking_is_mutual(engagements: sameness.Outcome) -> None:
    keys = {stem: blocking_keys(account) for stem, account in engagements.accounts.items()}
    assert all(keys[one].meet(keys[other]) == keys[other].meet(keys[one]) for one, other in combinations(keys, 2))


def test_persons_are_told_apart_and_joined() -> None:
    outcome = persons.measure()
    assert outcome.f1 >= 0.98
    assert not outcome.unmet


def test_the_gold_is_large_and_mixed() -> None:
    accounts = list(gold.accounts())
    assert len(accounts) >= 300
    assert len({engagement for engagement, _ in accounts}) >= 120
    languages = Counter(account.context.language for _, account in accounts)
    assert min(languages["fr"], languages["en"]) >= 100
    assert {"ar", "ru", "zh"} <= languages.keys()
    pairs = list(gold.pairs())
    assert len(pairs) >= 300
    assert len({pair.why for pair in pairs}) >= 15


def test_likeness_is_symmetric_over_the_gold(engagements: sameness.Outcome) -> None:
    told = list(engagements.accounts.values())
    for one, other in combinations(told[::5], 2):
        there, back = likeness(one, other), likeness(other, one)
        assert (there.score, there.barred) == pytest.approx((back.score, back.barred))


def test_sameness_of_persons_is_symmetric_over_the_gold() -> None:
    for pair in gold.pairs():
        there, back = same(pair.one, pair.other), same(pair.other, pair.one)
        assert (there.score, there.barred) == (back.score, back.barred), pair.line


def test_every_likeness_says_why(engagements: sameness.Outcome) -> None:
    for one, other in map(sorted, engagements.candidates):
        found = likeness(engagements.accounts[one], engagements.accounts[other])
        assert found.reasons
        assert 0.0 <= found.score <= 1.0
        assert not (found.barred and found.same)
