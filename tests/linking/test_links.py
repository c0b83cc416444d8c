"""What the links of a report tell of its chains."""

import time
from dataclasses import replace

from entrevue.domain.spans import Label, Mention
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
