"""What goes on when a report is read again: which account is which earlier one, and who in it is who."""

from collections.abc import Mapping, Sequence

from entrevue.domain.reading import Account
from entrevue.domain.recorded import Context, RecordedAccount
from entrevue.identity.engagements import likeness
from entrevue.identity.participants import alike
from entrevue.ledger.codec import decode_account, decode_told
from entrevue.ledger.rows import Telling
from entrevue.ledger.store import Session

_SUCCEEDS = 0.3  # likeness from which an account read again is taken for the one before


def recorded_from(telling: Telling, *, evidence: bool = True) -> RecordedAccount:
    """The account that a telling keeps."""
    account, seats = decode_told(telling.payload, telling.text if evidence else None)
    return RecordedAccount(telling.id, account, telling.context, telling.reader, seats)


def heirs_of(accounts: Sequence[Account], old: Sequence[Telling], context: Context) -> dict[str, Telling]:
    """For accounts read anew, the ones before that told of the same: the most alike first, each taken once."""
    pairs = []
    for before in old:
        earlier = decode_account(before.payload, before.text)
        for account in accounts:
            score = _continuity(earlier, account, context)
            if score >= _SUCCEEDS:
                pairs.append((-score, before.stem, account.id, before))
    heirs: dict[str, Telling] = {}
    for _, _, id_, before in sorted(pairs, key=lambda pair: pair[:3]):
        if id_ not in heirs and all(before.stem != one.stem for one in heirs.values()):
            heirs[id_] = before
    return heirs


def _continuity(earlier: Account, account: Account, context: Context) -> float:
    """How surely an account is the earlier one told anew: by likeness, and by standing on the same words."""
    if earlier.kind is not account.kind:
        return 0.0
    same = likeness(RecordedAccount("", earlier, context), RecordedAccount("", account, context))
    quotes, others = ({e.quote for e in one.evidence.values()} for one in (earlier, account))
    shared = len(quotes & others) / max(1, len(quotes | others))
    same_names = {p.name for p in earlier.participants} == {p.name for p in account.participants}
    return same.worth + shared + (0.3 if same_names and shared else 0.0)


def seats_kept(
    session: Session, report: int, accounts: Sequence[Account], heirs: Mapping[str, Telling]
) -> dict[str, tuple[int, ...]]:
    """Numbers for the participants of accounts told anew: their own from before, or ones that nobody ever had."""
    told = [decode_told(payload, None) for _, payload, _ in session.payloads(report)]
    free = 1 + max((max(seats, default=len(account.participants) - 1) for account, seats in told), default=-1)
    found = {}
    for account in accounts:
        if account.id not in heirs:
            continue
        earlier = recorded_from(heirs[account.id], evidence=False)
        kept = _same_people(earlier, account)
        seats = []
        for place in range(len(account.participants)):
            free += place not in kept
            seats.append(kept.get(place, free - 1))
        found[account.id] = tuple(seats)
    return found


def _same_people(earlier: RecordedAccount, account: Account) -> dict[int, int]:
    """The earlier numbers of participants, by their places now: the most alike first, each taken once."""
    pairs = []
    for place, participation in enumerate(account.participants):
        for former, other in enumerate(earlier.account.participants):
            same = alike(other, participation)
            if same.same:
                pairs.append((-same.score, abs(former - place), former, place))
    kept: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, former, place in sorted(pairs):
        if place not in kept and former not in taken:
            kept[place] = earlier.seats[former] if earlier.seats else former
            taken.add(former)
    return kept
