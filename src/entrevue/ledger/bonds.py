"""Why accounts are one engagement: what joins each to the others."""

from collections.abc import Sequence
from itertools import combinations

from entrevue.domain.likeness import BONDED, Bond
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.engagements import likeness


def bonds_of(accounts: Sequence[RecordedAccount]) -> tuple[Bond, ...]:
    """The strongest likenesses that join accounts, the strongest first, none between two that are joined already.

    Whoever they leave out is joined by a decision alone, or stands beyond the first BONDED accounts.
    """
    compared = sorted(accounts, key=lambda account: account.stem)[:BONDED]
    found = [Bond(one.stem, other.stem, likeness(one, other)) for one, other in combinations(compared, 2)]
    found = [bond for bond in found if bond.likeness.same]
    group = {account.stem: {account.stem} for account in compared}
    kept = []
    for bond in sorted(found, key=lambda bond: (-bond.likeness.score, bond.one, bond.other)):
        if bond.other not in group[bond.one]:
            kept.append(bond)
            joined = group[bond.one] | group[bond.other]
            group |= dict.fromkeys(joined, joined)
    return tuple(kept)
