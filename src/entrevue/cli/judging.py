"""Verdicts as a person reads them on a terminal, or as JSON."""

from typing import TYPE_CHECKING

from rich.text import Text

from entrevue.cli.door import console
from entrevue.cli.ledgers import print_json
from entrevue.cli.listing import when
from entrevue.cli.tongue import named
from entrevue.domain.engagements import Engagement
from entrevue.domain.verdicts import Outcome, Verdict
from entrevue.inquiry.verdicts_wording import (
    ground_in_words,
    outcome_in_words,
    reasons_in_words,
    verdict_as_json,
    worded,
)

if TYPE_CHECKING:
    from entrevue.wiring import Ledger

_STYLES = {
    Outcome.SUPPORTED: "green",
    Outcome.CONTRADICTED: "bold red",
    Outcome.UNKNOWN: "yellow",
    Outcome.ALONE: "cyan",
}


class VerdictPrinter:
    """Prints verdicts as they come, all in one language."""

    def __init__(self, asking: "Ledger", language: str, *, as_json: bool = False) -> None:
        """`asking` knows the engagements that verdicts name."""
        self.asking = asking
        self.language = language
        self.as_json = as_json
        self.console = console(soft_wrap=True)

    def add(self, verdict: Verdict, text: str) -> None:
        """Print a verdict on a claim in the text called `text`."""
        if self.as_json:
            print_json([{"text": text} | verdict_as_json(verdict)])
            return
        code = self.language
        self.console.print(Text(f"“{verdict.claim.quote}”", style="bold"))
        outcome = Text(outcome_in_words(verdict.outcome, code), style=_STYLES[verdict.outcome])
        outcome.append(f"  {text}", style="dim")
        self._line(outcome)
        if verdict.question is not None:
            self._line(Text(worded(verdict.question, code)))
        for sign, ids in (("•", verdict.engagements), ("?", verdict.doubtful)):
            for id_ in ids:
                self._line(Text(f"{sign} {engagement_line(self.asking.engagement(id_))}"))
        for reason in reasons_in_words(verdict, code):
            self._line(Text(f"– {reason}"))
        if ground := ground_in_words(verdict, code):
            self._line(Text(ground, style="dim"))
        self.console.print()

    def _line(self, text: Text) -> None:
        self.console.print(Text("  ").append_text(text))


def engagement_line(engagement: Engagement) -> str:
    """An engagement in one line: when, what, where, who, and its id."""
    where = ", ".join(part for part in (engagement.city.value, engagement.country.value) if part)
    who = "; ".join(participant.shown_as for participant in engagement.participants)
    return "  ".join(
        part
        for part in (when(engagement), named("kind", engagement.kind.value), where, who, f"({engagement.id})")
        if part
    )
