"""How much there is to doubt about an engagement, as far as its own accounts and what is close to them tell."""

from collections.abc import Iterable, Sequence

from entrevue.domain.doubts import Doubt, Doubtful, DoubtKind
from entrevue.domain.engagements import Engagement
from entrevue.domain.recorded import RecordedAccount

_CONFLICT = 0.8
_SURE = 0.7  # an account told with this confidence or more gives no doubt


def conflicts_in(engagement: Engagement) -> list[Doubt]:
    """A doubt for each field about which reports contradict each other."""
    return [Doubt(DoubtKind.CONFLICT, _CONFLICT, name) for name in engagement.conflicts]


def confidence_in(accounts: Sequence[RecordedAccount]) -> list[Doubt]:
    """The doubt of the best account: when one report tells it plainly, a vague one beside it does no harm."""
    best = max(accounts, key=lambda one: one.account.confidence, default=None)
    if best is None or best.account.confidence >= _SURE:
        return []
    return [Doubt(DoubtKind.CONFIDENCE, 1 - best.account.confidence, best.stem, best.account.reasons)]


def in_order(item: Doubtful, doubts: Iterable[Doubt]) -> Doubtful:
    """The same engagement with these doubts too, the strongest first."""
    found = sorted((*item.doubts, *doubts), key=lambda doubt: (-doubt.points, doubt.kind, doubt.about))
    return Doubtful(item.engagement, tuple(found))


def doubt_of(engagement: Engagement, accounts: Sequence[RecordedAccount], near: float) -> int:
    """All of it in thousandths; `near`: the highest likeness of another engagement that was told before."""
    close = [Doubt(DoubtKind.NEAR, near, "")] if near else []
    doubts = [*conflicts_in(engagement), *confidence_in(accounts), *close]
    return round(1000 * in_order(Doubtful(engagement), doubts).points)
