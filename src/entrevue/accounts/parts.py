"""Who takes which part: companions, hosts and visitors by place and side, those who are only present."""

from entrevue.accounts.drafts import Draft, Told, is_named, is_somebody, side_of
from entrevue.domain.spans import states_within
from entrevue.linking.apart import POSTED
from entrevue.linking.links import ROLES, Chain

_MAY_BE_BESIDE = 0.1  # the chance of being only present below which a visitor of no state is one, whoever else visits
_AS_MUCH = 0.8  # of the chance of the one of a side who likeliest meets: who has less is beside


def come_along(drafts: list[Draft], told: Told) -> None:
    """Those told behind "accompanied by" travel with whom stands before it: 156 of the corpus's 168 of one side.

    Whoever serves in the state does not: 13 of 26 do.
    """
    visits = [draft for draft in drafts if draft.kind == "visit"]
    travellers = {chain for visit in visits for chain in visit.parts}
    leads = {next(iter(visit.parts)) for visit in visits}
    for k in sorted(told.accompanying):
        before, behind = _told_around(k, told)
        lead = next((chain for chain in before if chain in travellers), None)
        if lead is None and not before and len(leads) == 1:  # « L'accompagnaient X et Y »
            lead = next(iter(leads))
        side = None if lead is None else side_of(told.links.chains[lead])
        if lead is None or side is None:
            continue
        companions = [
            c for c in behind if side_of(told.links.chains[c]) == side and not _is_posted(told.links.chains[c])
        ]
        for visit in visits:
            if lead in visit.parts:
                new = [chain for chain in companions if chain not in visit.parts]
                visit.parts |= dict.fromkeys(new, "visitor")
                visit.chances |= dict.fromkeys(new, visit.chances[lead])


def _told_around(k: int, told: Told) -> tuple[list[int], list[int]]:
    """Persons told in the sentence of a word: those before it, the nearest first, and those behind it."""
    own = told.words.sentence[k]
    before: list[tuple[int, int]] = []
    behind: list[tuple[int, int]] = []
    for number, chain in enumerate(told.links.chains):
        if number in told.links.crowds or not is_somebody(chain):
            continue
        for mention in chain.mentions:
            if told.words.sentence[mention.first] == own and mention not in told.links.of_several:
                (before if mention.first < k else behind).append((mention.first, number))
    nearest = [number for _, number in sorted(before, reverse=True)]
    return list(dict.fromkeys(nearest)), [n for n in dict.fromkeys(n for _, n in sorted(behind)) if n not in nearest]


def _is_posted(chain: Chain) -> bool:
    return not POSTED.isdisjoint(mention.role for mention in chain.mentions)


def place_parts(draft: Draft, told: Told) -> None:
    """Who holds a conference at home is its host; a meeting has somebody who receives and a visitor, or neither."""
    if draft.kind == "conference" and draft.country is not None:
        for chain in draft.parts:  # 93 of the 99 at home in `dev` and `test` hold it, 4 of the 253 from abroad
            if (side := side_of(told.links.chains[chain])) is not None:
                draft.parts[chain] = "host" if side == draft.country else "participant"
    if draft.kind in ("meeting", "signing"):
        _receive(draft, told)
        if not {"host", "visitor"} <= set(draft.parts.values()):  # 2 of the corpus's meetings at home have one alone
            draft.parts = dict.fromkeys(draft.parts, "participant")


def _receive(draft: Draft, told: Told) -> None:
    """Who is at home is host, who comes from abroad visitor; those beside the two who meet stay participants.

    At a place of neither side all are participants; where a side is not known the parts stay as the words tell them.
    """
    if draft.kind == "signing" and not any(is_named(told.links.chains[chain]) for chain in draft.parts):
        draft.parts = dict.fromkeys(draft.parts, "participant")  # bodies and states that sign are no guests
        return
    if draft.country is None:
        return
    sides = {chain: side_of(told.links.chains[chain]) for chain in draft.parts}
    if draft.country not in sides.values():  # whoever is of a body that sits there is at home: 281 of the corpus's 357
        sides = {
            c: draft.country if side == "-" and _sits_in(draft.country, c, told) else side for c, side in sides.items()
        }
    if draft.country not in sides.values():
        hosts = {sides[chain] for chain, part in draft.parts.items() if part == "host"}
        if not {None, "-"} & set(sides.values()) or hosts - {None, "-"}:  # nobody receives in a third state
            draft.parts = dict.fromkeys(draft.parts, "participant")
        return
    if len(set(sides.values())) < 2:
        return
    beside = _beside(draft, sides)
    placed = {
        chain: "participant" if chain in beside else "host" if side == draft.country else "visitor"
        for chain, side in sides.items()
    }
    if {"host", "visitor"} <= set(placed.values()):
        draft.parts = placed


def _sits_in(state: str, chain: int, told: Told) -> bool:
    """Whether the international body that somebody is of has its seat in a state."""
    mentions = told.links.chains[chain].mentions
    bodies = (one for m in mentions for one in states_within(told.states, m.first, m.last) if one.country == "-")
    return next((one.seat for one in bodies if one.seat is not None), None) == state


def _beside(draft: Draft, sides: dict[int, str | None]) -> set[int]:
    """Those whom the words make only present, beside somebody of their side who meets; beside visitors those of no state.

    Of 236 of no state, at whose meeting there was a visitor from abroad, 181 were beside in the corpus.
    """
    shares = {chain: float(draft.event.people[chain][1 + ROLES.index("participant")]) for chain in sides}
    least = {side: min(shares[chain] for chain in sides if sides[chain] == side) for side in sides.values()}
    abroad = any(side not in (None, "-", draft.country) for side in sides.values())
    return {
        chain
        for chain, side in sides.items()
        if 1 - shares[chain] < min(0.5, _AS_MUCH * (1 - least[side]))
        or (abroad and side in (None, "-") and shares[chain] >= _MAY_BE_BESIDE)
    }
