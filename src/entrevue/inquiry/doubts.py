"""Engagements about which a report claims what the ledger contradicts."""

from collections.abc import Iterable, Sequence

from entrevue.domain.doubts import Doubt, Doubtful, DoubtKind
from entrevue.domain.recorded import RecordedClaim
from entrevue.domain.verdicts import Outcome
from entrevue.inquiry.verdicts import verdict
from entrevue.inquiry.verdicts_wording import reasons_in_words
from entrevue.ledger.asking import Asking
from entrevue.ledger.grading import in_order

_POINTS = 0.6


def with_claims(
    items: Sequence[Doubtful], claims: Iterable[RecordedClaim], asking: Asking, language: str | None = None
) -> tuple[Doubtful, ...]:
    """The same engagements, with a doubt for each of these claims that the ledger contradicts.

    Its reasons are told in `language`; without one, in that of the report.
    """
    found: dict[str, list[Doubt]] = {}
    for claim in claims:
        judged = verdict(claim, None, asking)
        if judged.outcome is Outcome.CONTRADICTED:
            reasons = tuple(reasons_in_words(judged, language or claim.context.language or "en"))
            doubt = Doubt(DoubtKind.CLAIM, _POINTS, claim.claim.quote, reasons, judged.engagements)
            found.setdefault(claim.claim.account or "", []).append(doubt)
    return tuple(
        in_order(item, (doubt for stem in item.engagement.stems for doubt in found.get(stem, ()))) for item in items
    )
