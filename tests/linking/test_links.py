"""What the links of a report tell of its chains."""

import time
from dataclasses import replace

import numpy as np

from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.domain.spans import Label, Mention
from entrevue.linking import _told_once
from entrevue.linking.links import Chain
from tests.accounts.test_events import links


def office(at: int) -> Mention:
    """An office in the words of a report."""
    return Mention(Label.OFFICE, at, at, at, at + 8, "minister")


def test_a_mention_in_several_chains_is_of_several() -> None:
    own, both, other = office(1), office(2), office(3)
    chains = (Chain((own, both, both)), Chain((both, other)), Chain((other, office(4), office(4))))
    assert replace(links([["host"]]), chains=chains).of_several == {both, other}


def test_mentions_of_several_among_ever_so_many_chains_are_known_in_time() -> None:
    chains = tuple(Chain((office(k), office(-1))) for k in range(20_000))
    told = replace(links([["host"]]), chains=chains)
    start = time.process_time()
    assert all(told.of_several == {office(-1)} for _ in range(1_000))
    assert time.process_time() - start < 2


def test_a_day_told_twice_has_one_chance() -> None:
    """ "Today (November 10)": the chance is that of both, at the mention that fits best."""
    spans = [DateSpan.on(PartialDate(2023, 11, day)) for day in (10, 10, 12)]
    dates = [Mention(Label.DATE, k, k, k, k + 1, "x", span=span) for k, span in enumerate(spans)]
    scores = np.log(np.asarray([[0.3, 0.35, 0.3], [0.2, 0.1, 0.3]], np.float32))
    told = np.exp(_told_once(scores, dates))
    assert np.allclose(told, [[0, 0.65, 0.3], [0, 0.3, 0.3]], atol=1e-6)
    last = [replace(one, until=k == 1) for k, one in enumerate(dates)]
    assert np.allclose(_told_once(scores, last), scores), "a first day and a last one are two"
