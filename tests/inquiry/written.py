"""The written cases of verdicts, told by a ledger: what was wanted and what came."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim
from entrevue.domain.verdicts import Verdict
from entrevue.inquiry.verdicts import verdict
from entrevue.ledger.asking import Asking
from tests.inquiry.ledgers import CASES, account_of, readings


@dataclass(frozen=True)
class Case:
    """A written claim with the verdict that is right."""

    told: dict[str, Any]

    @property
    def account(self) -> Account | None:
        """The engagement that the claim speaks of: one of the ledger's reports, or one written beside the claim."""
        if "account" in self.told:
            return account_of(self.told["account"], "e1")
        name = self.told.get("of")
        pairs = ((n, a) for names, reading in readings() for n, a in zip(names, reading.accounts, strict=True))
        return next((account for other, account in pairs if other == name), None) if name else None

    def verdict(self, asking: Asking) -> Verdict:
        """What the ledger says."""
        quote, published = self.told["claim"], self.told.get("published")
        claim = Claim(quote, Evidence(0, len(quote), quote))
        date = PartialDate.parse(published) if published else None
        return verdict(claim, self.account, asking, date, language=self.told["lang"])

    def faults(self, verdict: Verdict, names: dict[str, str]) -> list[str]:
        """What is wrong with a verdict; `names` are those of the fixed ledger by the ids of engagements."""
        found = []
        if verdict.outcome.value != self.told["outcome"]:
            found.append(f"{verdict.outcome.value}, not {self.told['outcome']}")
        if sorted(names[id_] for id_ in verdict.engagements) != self.told["says"]:
            found.append(f"says {[names[id_] for id_ in verdict.engagements]}, not {self.told['says']}")
        doubtful = self.told.get("doubtful")
        if doubtful is not None and sorted(names[id_] for id_ in verdict.doubtful) != doubtful:
            found.append(f"doubts {[names[id_] for id_ in verdict.doubtful]}, not {doubtful}")
        return found


def cases() -> Iterator[Case]:
    """Every written case."""
    for path in sorted(CASES.glob("??.jsonl")):
        yield from (Case(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())
