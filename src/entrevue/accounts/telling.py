"""Attribution, agenda and claims: who says so, about what, and what is said of order, number and rhythm."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim, Kind, Topic
from entrevue.domain.text import Sentence, fold_evenly
from entrevue.languages.telling import Telling

_KINDS = (
    (Kind.VISIT, re.compile(r"visit|deplacement|voyage|tournee|sejour|trip|tour")),
    (Kind.CALL, re.compile(r"appel|call|telephon")),
    (Kind.CONFERENCE, re.compile(r"sommet|summit")),
    (Kind.MEETING, re.compile(r"rencontre|entretien|reunion|contact|entrevue|meeting|talks|encounter|fois|times")),
)

_TITLE = re.compile(r"\b(mm?|mmes?|mr?s?|dr|gen|lt|col)\.(?= )")  # full stops that end no claim
_LEAST_FIT = 3  # an account told in passing fits only where the claim stands beside it


class TellingReader:
    """Reads sources, agendas and claims of one language."""

    def __init__(self, telling: Telling) -> None:
        """Compile the pack's patterns."""
        self.telling = telling
        self._sources = [re.compile(pattern) for pattern in telling.sources]
        self._same = re.compile(telling.same_source)
        self._none = re.compile(telling.no_source)
        self._agenda = [re.compile(pattern) for pattern in telling.agenda]
        self._agenda_end = re.compile(telling.agenda_end)
        self._agenda_split = re.compile(telling.agenda_split)
        self._agenda_trim = re.compile(telling.agenda_trim)
        self._agenda_joint = re.compile(rf"(?:{telling.agenda_joint})\Z")
        self._claims = [re.compile(pattern) for pattern in telling.claims]
        self._topics = [(name, re.compile(pattern)) for name, pattern in telling.topics.items()]

    def source(self, text: str, sentence: Sentence) -> Evidence | None:
        """Whom a sentence credits, in the text's words."""
        folded = fold_evenly(text[sentence.start : sentence.end])
        for pattern in self._sources:
            match = pattern.search(folded)
            if match is None or self._none.search(match.group("source")):
                continue
            start, end = match.span("source")
            while start < end and folded[start] in " '’":
                start += 1
            if end - start > 3:
                return Evidence.of(text, sentence.start + start, sentence.start + end)
        return None

    def repeats_source(self, text: str, sentence: Sentence) -> bool:
        """Whether a sentence credits the source told before ("ajoute la même source")."""
        return self._same.search(fold_evenly(text[sentence.start : sentence.end])) is not None

    def agenda(self, text: str, sentence: Sentence) -> tuple[Topic, ...]:
        """The points of the agenda that a sentence tells."""
        folded = fold_evenly(text[sentence.start : sentence.end])
        found: dict[tuple[int, int], Topic] = {}
        for pattern in self._agenda:
            match = pattern.search(folded)
            if match is None:
                continue
            for start, end in self._points(folded, *match.span("agenda")):
                evidence = Evidence.of(text, sentence.start + start, sentence.start + end)
                if not any(known[0] < evidence.end and evidence.start < known[1] for known in found):
                    found[evidence.start, evidence.end] = Topic(evidence.quote, evidence, self.topic(folded[start:end]))
            break
        return tuple(found.values())[:6]

    def _points(self, folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        stop = self._agenda_end.search(folded, start + 4, end)
        end = min(stop.start() if stop else end, start + 240)
        splits = (match.span() for match in self._agenda_split.finditer(folded, start, end))
        cuts = [(before, after) for before, after in splits if not self._agenda_joint.search(folded, start, before)]
        begins = [start, *(after for _, after in cuts)]
        ends = [*(before for before, _ in cuts), end]
        for first, last in zip(begins, ends, strict=True):
            trimmed = self._agenda_trim.match(folded[first:last])
            first += trimmed.end() if trimmed else 0
            if 4 < last - first < 130:
                yield first, last

    def topic(self, folded: str) -> str | None:
        """The class of the topic scheme that fits the words, the first that does."""
        return next((name for name, pattern in self._topics if pattern.search(folded)), None)

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
            folded = _TITLE.sub(r"\1 ", fold_evenly(text[sentence.start : sentence.end]))
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
        kind = next((kind for kind, pattern in _KINDS if pattern.search(match.group("claim"))), None)
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
