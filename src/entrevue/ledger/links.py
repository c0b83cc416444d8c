"""What decisions say about groups: who belongs together, and who does not; of two that contradict, the later holds."""

from collections.abc import Iterable
from itertools import pairwise, product

from entrevue.domain.decisions import Decision, Verb
from entrevue.ledger.store import Session

Pair = tuple[str, str]


def links_of(session: Session, ids: Iterable[str], verbs: tuple[Verb, Verb]) -> tuple[set[Pair], set[Pair], set[str]]:
    """Pairs joined, pairs parted, and all ids named by the decisions on `ids`; `verbs`: what joins, what parts."""
    if not session.decided():
        return set(), set(), set()
    decisions = [d for d in session.decisions(ids) if d.verb in verbs and not d.undone]
    named = {one for decision in decisions for one in (*decision.targets, *decision.others)}
    joined, parted = weigh(decisions, verbs[0])
    return joined, parted, named


def weigh(decisions: Iterable[Decision], joins: Verb) -> tuple[set[Pair], set[Pair]]:
    """Pairs joined and pairs parted, by decisions in the order they were made."""
    joined: set[Pair] = set()
    parted: set[Pair] = set()
    for decision in decisions:
        across = {_pair(a, b) for a, b in product(decision.targets, decision.others)}
        if decision.verb is joins:
            parted -= across
            joined.add(_pair(decision.targets[0], decision.others[0]))
        else:
            joined -= across
            parted |= across
        for group in (decision.targets, decision.others):
            joined |= {_pair(a, b) for a, b in pairwise(group)} - parted
    return joined, parted


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
