"""Claims of the ledger with their verdicts, for pages that show both."""

from dataclasses import dataclass

from entrevue.domain.recorded import RecordedClaim
from entrevue.domain.verdicts import Verdict
from entrevue.inquiry.verdicts import verdict
from entrevue.inquiry.verdicts_wording import ground_in_words, reasons_in_words, worded
from entrevue.web.labels import Labels
from entrevue.wiring import Ledger

_MOST = 10  # claims judged on one page


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim of a report with what the ledger says to it."""

    claim: RecordedClaim
    verdict: Verdict


def judged(ledger: Ledger, claims: tuple[RecordedClaim, ...]) -> tuple[Judged, ...]:
    """Claims with their verdicts, as the ledger stands now."""
    return tuple(Judged(claim, verdict(claim, None, ledger)) for claim in claims[:_MOST])


class Worded:
    """Verdicts in the words of a page's language, where the packs have them, else in English."""

    def __init__(self, ledger: Ledger, labels: Labels) -> None:
        """`ledger` knows the engagements that verdicts name."""
        self._ledger = ledger
        self._labels = labels
        self._code = labels.tongue.code

    def question(self, verdict: Verdict) -> str:
        """What the ledger was asked."""
        return worded(verdict.question, self._code) if verdict.question else ""

    def reasons(self, verdict: Verdict) -> tuple[str, ...]:
        """Why the outcome is what it is."""
        return reasons_in_words(verdict, self._code)

    def ground(self, verdict: Verdict) -> str:
        """How much was read, and whether that is enough."""
        return ground_in_words(verdict, self._code)

    def engagement(self, id: str) -> str:  # noqa: A002 (the word for it)
        """An engagement in one line."""
        one = self._ledger.engagement(id)
        return ", ".join(filter(None, (self._labels.title(one), self._labels.where(one), self._labels.when(one))))
