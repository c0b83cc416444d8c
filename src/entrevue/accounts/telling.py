"""Claims: what is said of order, number and rhythm."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim, Kind
from entrevue.domain.text import Sentence, fold_evenly
from entrevue.languages.telling import Telling

_LEAST_FIT = 3  # an account told in passing fits only where the claim stands beside it


class TellingReader:
    """Reads the claims of one language."""

    def __init__(self, telling: Telling) -> None:
        """Compile the pack's patterns."""
        self.telling = telling
        self._claims = [re.compile(pattern) for pattern in telling.claims]
        self._kinds = [(Kind(kind), re.compile(pattern)) for kind, pattern in telling.kinds.items()]
        self._title = re.compile(rf"\b({'|'.join(map(re.escape, telling.titles))})\.(?= )")

    def claims(self, text: str, sentences: Sequence[Sentence], accounts: Sequence[Account]) -> Iterator[Claim]:
        """The claims of a report, each with the account that it speaks of."""
        for claim, sentence in self._told(text, sentences):
            best = max(accounts, key=lambda account: _fit(claim, sentence, account), default=None)
            fits = best is not None and _fit(claim, sentence, best) >= _LEAST_FIT
            yield replace(claim, account=best.id if best and fits else None)

    def _told(self, text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Claim, Sentence]]:
        for sentence in sentences:
            if sentence.paragraph < 0:
                continue
            folded = self._title.sub(r"\1 ", fold_evenly(text[sentence.start : sentence.end]))
            for pattern in self._claims:
                match = pattern.search(folded)
                if match is not None:
                    yield self._claim(text, sentence, match), sentence
                    break

    def _claim(self, text: str, sentence: Sentence, match: re.Match[str]) -> Claim:
        start, end = match.span("claim")
        while end < len(match.string) and match.string[end].isalnum():
            end += 1  # a claim never ends inside a word
        evidence = Evidence.of(text, sentence.start + start, sentence.start + end)
        groups = match.groupdict()
        window, since = groups.get("window"), groups.get("since")
        year = re.search(r"(?:19|20)\d\d", since or "")
        country = next((p.country for p in sentence.places if evidence.start <= p.start < evidence.end), None)
        kind = next((kind for kind, pattern in self._kinds if pattern.search(match.group("claim"))), None)
        return Claim(
            evidence.quote.strip(),
            evidence,
            kind,
            rank=self.telling.ranks.get(groups.get("rank") or ""),
            count=self.telling.ranks.get(groups.get("count") or ""),
            window=window,
            window_days=self._days(window),
            since=PartialDate(int(year.group())) if year else None,
            country=country,
        )

    def _days(self, window: str | None) -> int | None:
        """The length of a window in days: "moins de deux mois" is at most 62."""
        if window is None:
            return None
        unit = next((days for word, days in self.telling.windows.items() if re.search(rf"\b{word}", window)), None)
        number = next((n for word, n in self.telling.ranks.items() if re.search(rf"\b{word}\b", window) and n > 1), 1)
        return unit * number if unit else None


def _fit(claim: Claim, sentence: Sentence, account: Account) -> int:
    """How well a claim may speak of an account: a main one, of its kind and place, told nearby."""
    near = any(sentence.start <= span.start < sentence.end for span in account.evidence.values())
    fit = 4 * account.main + 2 * near
    if claim.kind is not None:
        fit += 3 if claim.kind is account.kind else -1
    if claim.country and account.country:
        fit += 2 if claim.country == account.country else -3
    return fit
