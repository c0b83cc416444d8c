"""What decisions say about groups: who belongs together, and who does not; of two that contradict, the later holds.

All decisions on whatever they link are weighed together: weighed a few at a time, an earlier one would come back that
a later one, found elsewhere, had overruled.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise, product

from entrevue.domain.decisions import Decision, Verb
from entrevue.ledger.store import Session

Pair = tuple[str, str]
ENGAGEMENTS = (Verb.MERGE, Verb.SPLIT)  # what joins, what parts
PERSONS = (Verb.SAME_PERSON, Verb.NOT_SAME_PERSON)


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs that decisions join, those of the latest first, and pairs that they part."""

    joined: tuple[Pair, ...] = ()
    parted: frozenset[Pair] = frozenset()


def decisions_on(session: Session, ids: Iterable[str]) -> dict[int, Decision]:
    """The standing decisions that name one of some ids, by number; none is looked for in a ledger without any."""
    found = session.decisions(ids) if session.decided() else ()
    return {decision.number: decision for decision in found if not decision.undone}


def named_by(decisions: Iterable[Decision], verbs: Collection[Verb] = tuple(Verb)) -> set[str]:
    """All ids that decisions name, of some verbs or of all."""
    return {one for decision in decisions if decision.verb in verbs for one in (*decision.targets, *decision.others)}


def links_of(decisions: Mapping[int, Decision], verbs: tuple[Verb, Verb], present: Collection[str]) -> Links:
    """What standing decisions of two verbs (what joins, what parts) say about the ids that are there.

    A group of which a member is gone for now still holds together.
    """
    joined: dict[Pair, int] = {}
    parted: set[Pair] = set()
    for number in sorted(decisions):
        decision = decisions[number]
        if decision.verb not in verbs:
            continue
        groups = [[one for one in group if one in present] for group in (decision.targets, decision.others)]
        across = {pair_of(a, b) for a, b in product(*groups)}
        if decision.verb is verbs[0]:
            parted -= across
            if all(groups):
                joined[pair_of(groups[0][0], groups[1][0])] = number
        else:
            joined = {pair: of for pair, of in joined.items() if pair not in across}
            parted |= across
        for group in groups:
            joined |= {pair: number for a, b in pairwise(group) if (pair := pair_of(a, b)) not in parted}
    return Links(tuple(sorted(joined, key=lambda pair: (-joined[pair], pair))), frozenset(parted))


def pair_of(one: str, other: str) -> Pair:
    """Two ids, in whichever order they are named."""
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two that decisions join and part: the latest decision that joins their group, and the latest that parts them."""

    joining: Decision
    parting: Decision


def clash_in(decisions: Mapping[int, Decision], verbs: tuple[Verb, Verb]) -> Clash | None:
    """Where standing decisions of two verbs contradict each other, over however many that they join; None where not."""
    named = named_by(decisions.values(), verbs)
    links = links_of(decisions, verbs, named)
    group = {one: {one} for one in named}
    for a, b in links.joined:
        joined = group[a] | group[b]
        group |= dict.fromkeys(joined, joined)
    torn = next((pair for pair in sorted(links.parted) if pair[1] in group[pair[0]]), None)
    if torn is None:
        return None
    joining = [d for d in decisions.values() if d.verb is verbs[0] and group[torn[0]] & {*d.targets, *d.others}]
    return Clash(max(joining, key=_number), parting_of(decisions, verbs, {torn}))


def parting_of(decisions: Mapping[int, Decision], verbs: tuple[Verb, Verb], pairs: Collection[Pair]) -> Decision:
    """The latest decision that parts one of some pairs."""
    parts = [d for d in decisions.values() if d.verb is verbs[1] and not _across(d).isdisjoint(pairs)]
    return max(parts, key=_number)


def _across(decision: Decision) -> set[Pair]:
    return {pair_of(a, b) for a, b in product(decision.targets, decision.others)}


def overruled(decisions: Mapping[int, Decision], new: Decision, verbs: tuple[Verb, Verb]) -> Decision | None:
    """The standing decision that a new one, which joins, would overrule; None where it overrules none."""
    links = links_of(decisions, verbs, {*named_by(decisions.values(), verbs), *new.targets, *new.others})
    torn = _across(new) & links.parted
    return parting_of(decisions, verbs, torn) if torn else None


def _number(decision: Decision) -> int:
    return decision.number
