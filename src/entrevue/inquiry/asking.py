"""A question in words, understood: which states, persons, offices, days it names, and what is left for full text."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from entrevue.domain.finding import Hit
from entrevue.domain.queries import Query
from entrevue.domain.reading import Kind, Status
from entrevue.inquiry.periods import Period, period_at
from entrevue.inquiry.vocabulary import (
    Meaning,
    Token,
    before_places,
    begun,
    filler,
    heads,
    meanings_at,
    nearly,
    office_words,
    role_of,
    tokens_of,
)

MOST_WORDS = 40  # of a question; what follows is left out
_ROLE = 6  # words of an office
_NAMESAKES = 3  # persons of one bare name among whom the most frequent is taken to be meant
_NEAR = 0.5  # letters that differ from which a name counts as misspelt
_QUOTED = re.compile(r'["“”«»]([^"“”«»]+)["“”«»]')
_SEVERAL = frozenset({"state"})  # fields that a question may hold more than once
_SHORT, _LONG = 5, 8  # letters of a phrase in which one, and two may be wrong


class Names(Protocol):
    """What a ledger knows by name."""

    def persons_like(self, name: str, *, begun: bool = False, limit: int = 8) -> tuple[Hit, ...]:
        """Persons whose names hold every word of `name`, as it is or nearly."""

    def terms_like(self, name: str, kinds: Collection[str], *, begun: bool = False, limit: int = 8) -> tuple[Hit, ...]:
        """Values of some kinds whose words are asked for, as they are or nearly."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood: a field of the question, its value, how it is called, and the words for it.

    `corrected`: the words are spelt otherwise than what they are taken for. `period` stands where the field is "period".
    """

    field: str
    value: str
    label: str
    words: str
    corrected: bool = False
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somewhere to go: a page of the things in `values` ("state", "pair", "person", "organisation"), or a list.

    `kind` is "list" for engagements by `query`; `label` names a person or an organisation.
    """

    kind: str
    values: tuple[str, ...]
    label: str
    query: Query
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question is taken to ask; `text` is what is left for full text."""

    question: str
    chips: tuple[Chip, ...]
    text: str
    others: tuple[Suggestion, ...] = ()  # what words of it may mean as well

    @property
    def query(self) -> Query:
        """The question to the ledger."""
        return query_of(self.chips, self.text)

    @property
    def corrected(self) -> tuple[Chip, ...]:
        """What was taken to be misspelt."""
        return tuple(chip for chip in self.chips if chip.corrected)

    @property
    def page(self) -> Suggestion | None:
        """The page that is all about what is asked; None where a list answers."""
        if self.text or not self.chips:
            return None
        fields = [chip.field for chip in self.chips]
        values = tuple(dict.fromkeys(chip.value for chip in self.chips))
        if fields == ["state", "state"] and len(values) > 1:
            return Suggestion("pair", tuple(sorted(values)), "", self.query)
        if len(fields) == 1 and fields[0] in {"state", "person", "organisation"}:
            return Suggestion(fields[0], values, self.chips[0].label, self.query)
        return None


def query_of(chips: Iterable[Chip], text: str = "") -> Query:
    """The query of chips and of words for full text."""
    query = Query()
    for chip in chips:
        query = _with(query, chip)
    return replace(query, text=text or None)


def _with(query: Query, chip: Chip) -> Query:
    if chip.field == "state":
        return replace(query, states=tuple(dict.fromkeys((*query.states, chip.value))))
    if chip.field == "period" and chip.period:
        return replace(query, since=chip.period.since, until=chip.period.until)
    if chip.field == "kind":
        return replace(query, kind=Kind(chip.value))
    if chip.field == "status":
        return replace(query, status=Status(chip.value))
    value: Any = chip.value
    return replace(query, **{chip.field: value})


def understand(question: str, names: Names, today: dt.date) -> Understood:
    """What a question asks."""
    quoted = [f'"{words.strip()}"' for words in _QUOTED.findall(question)]
    tokens = tokens_of(_QUOTED.sub(" ", question))[:MOST_WORDS]
    reader = _Reader(tokens, names, today)
    chips, left = reader.read()
    if not chips and not quoted and not left:
        left = [token.written for token in tokens]  # words that ask for nothing are looked for as they are
    return Understood(question, tuple(chips), " ".join((*quoted, *left)), tuple(reader.others))


@dataclass(frozen=True, slots=True)
class _Span:
    """What some words of the question mean."""

    start: int
    end: int
    chip: Chip | None  # None: nothing is asked by them
    state: Meaning | None = None  # what a capital stands for


class _Reader:
    """Reads one question from left to right."""

    def __init__(self, tokens: Sequence[Token], names: Names, today: dt.date) -> None:
        self.tokens = tokens
        self.words = [token.word for token in tokens]
        self.names = names
        self.today = today
        self.others: list[Suggestion] = []

    def read(self) -> tuple[list[Chip], list[str]]:
        """The chips in the order of the words, and the words left for full text."""
        spans: list[_Span] = []
        runs: list[tuple[int, int]] = []
        place = 0
        while place < len(self.tokens):
            span = self._span(place)
            if span is None:
                if runs and runs[-1][1] == place:
                    runs[-1] = (runs[-1][0], place + 1)
                else:
                    runs.append((place, place + 1))
                place += 1
            else:
                spans.append(span)
                place = span.end
        told, left = self._runs(runs, spans)
        everything = sorted([*self._settled(spans, others=len(told) + len(left)), *told], key=lambda span: span.start)
        return self._chosen(everything, left)

    def _chosen(self, spans: Sequence[_Span], left: list[str]) -> tuple[list[Chip], list[str]]:
        """Each field once, states apart; what is asked a second time is looked for in full text."""
        chips: list[Chip] = []
        organised = any(span.chip and span.chip.field == "organisation" for span in spans)
        for span in spans:
            chip = span.chip
            if chip is None or chip in chips:
                continue
            if chip.field not in _SEVERAL and any(other.field == chip.field for other in chips):
                left = [*left, *(chip.label if chip.field == "person" else chip.words).split()]
            elif not (chip.field == "role" and organised and tuple(chip.words.split()) in heads()):
                chips.append(chip)
        return chips, left

    def _written(self, start: int, end: int) -> str:
        return " ".join(dict.fromkeys(token.written for token in self.tokens[start:end]))

    def _span(self, start: int) -> _Span | None:
        """What the words from `start` on mean, the longest phrase that means anything; None for nothing known."""
        length, meanings = meanings_at(self.tokens, start)
        found = period_at(self.words, start, self.today)
        office = self._office(start)
        if found is not None and found[0] >= max(length, office[0]):
            end = start + found[0]
            period = found[1]
            label = " – ".join(str(day) for day in dict.fromkeys((period.since, period.until)) if day)
            return _Span(start, end, Chip("period", label, label, self._written(start, end), period=period))
        if office[0] and office[0] >= length:
            end = start + office[0]
            return _Span(start, end, Chip("role", office[1], office[1], self._written(start, end)))
        empty = self._filler(start)
        if meanings and length >= empty:
            return self._meant(start, start + length, meanings)
        at = self.words[start] in before_places() and start + 1 < len(self.tokens)
        return _Span(start, start + max(empty, 1), None) if empty or at else None

    def _meant(self, start: int, end: int, meanings: Sequence[Meaning]) -> _Span:
        words = self._written(start, end)
        placed = start > 0 and self.words[start - 1] in before_places()
        state = next((one for one in meanings if one.field == "state"), None)
        city = next((one for one in meanings if one.field == "place"), None)
        if placed and (state or city):
            chosen = city or state
            assert chosen is not None
            return _Span(start, end, Chip("place", chosen.value, chosen.label, words))
        if state and city and not state.sure:
            return _Span(start, end, Chip("place", city.value, city.label, words), state)
        for other in meanings[1:]:
            self._other(other)
        first = meanings[0]
        return _Span(start, end, Chip(first.field, first.value, first.label, words))

    def _settled(self, spans: Sequence[_Span], *, others: int) -> list[_Span]:
        """Capitals stand for their states beside another state, and alone; else they are where something happened."""
        capitals = [span for span in spans if span.state is not None]
        states = [span for span in spans if span.chip and span.chip.field == "state"]
        alone = len([span for span in spans if span.chip]) + others == 1
        if not capitals or not (alone or len(capitals) + len(states) > 1):
            return list(spans)
        return [self._as_state(span) if span.state else span for span in spans]

    def _as_state(self, span: _Span) -> _Span:
        assert span.state is not None
        assert span.chip is not None
        self.others.append(Suggestion("list", (), span.chip.label, _with(Query(), span.chip)))
        return replace(span, chip=Chip("state", span.state.value, span.state.label, span.chip.words))

    def _office(self, start: int) -> tuple[int, str]:
        """How many words from `start` on tell an office, as few as tell the most particular class, and which one."""
        best = (0, "")
        for length in range(1, min(_ROLE, len(self.words) - start) + 1):
            last = start + length - 1
            if self._named(last):
                break
            role = role_of(" ".join(self.words[start : start + length]))
            if role and (not best[0] or (best[1] == "minister" and role != best[1])):
                best = (length, role)
        length, role = best
        told = self.words[start] in office_words()
        if length > 1 and not told and role_of(" ".join(self.words[start + 1 : start + length])) == role:
            return 0, ""  # its first word adds nothing: the office begins later
        return best

    def _named(self, place: int) -> bool:
        """Whether a state or an organisation is named by a word and those behind it."""
        _, meanings = meanings_at(self.tokens, place)
        return any(one.field in {"state", "organisation"} for one in meanings)

    def _filler(self, start: int) -> int:
        for length in range(min(4, len(self.words) - start), 0, -1):
            if tuple(self.words[start : start + length]) in filler() | heads():
                return length
        return 0

    def _runs(self, runs: Sequence[tuple[int, int]], spans: list[_Span]) -> tuple[list[_Span], list[str]]:
        """What the words mean that no phrase explains: names that the ledger knows, or what is misspelt."""
        told: list[_Span] = []
        left: list[str] = []
        for start, end in self._joined(runs, spans):
            self._run(start, end, told, left)
        return told, left

    def _joined(self, runs: Sequence[tuple[int, int]], spans: Sequence[_Span]) -> list[tuple[int, int]]:
        """Runs with a small word between them as one, where a person is called so: "Charles de Gaulle"."""
        small = {span.start for span in spans if span.chip is None and span.end - span.start == 1}
        found: list[tuple[int, int]] = []
        for start, end in runs:
            if found and start - found[-1][1] == 1 and found[-1][1] in small:
                whole = " ".join(token.written for token in self.tokens[found[-1][0] : end])
                if any(hit.distance == 0 for hit in self.names.persons_like(whole, limit=1)):
                    found[-1] = (found[-1][0], end)
                    continue
            found.append((start, end))
        return found

    def _run(self, start: int, end: int, told: list[_Span], left: list[str]) -> None:
        """The longest beginnings of a run that mean something, one after the other."""
        while start < end:
            for stop in range(end, start, -1):
                chip = self._name(start, stop, whole=stop - start > 1 or end - start == 1)
                if chip is not None:
                    told.append(_Span(start, stop, chip))
                    start = stop
                    break
            else:
                left.append(self.tokens[start].written)
                start += 1

    def _name(self, start: int, end: int, *, whole: bool) -> Chip | None:
        """What words that no phrase explains name: a person or what engagements are listed under, or what is misspelt."""
        words = self._written(start, end)
        persons = self.names.persons_like(words)
        terms = self.names.terms_like(words, ("organisation", "publisher", "city"), limit=4) if whole else ()
        hits = sorted((*persons, *terms), key=lambda hit: (hit.distance, hit.kind != "person" or not hit.count))
        near = hits[0].distance if hits else None
        meant = nearly(words, _wrong(words)) if near is None or near >= _NEAR else ()
        if meant and (near is None or meant[0][0] <= near):
            first = meant[0][1]
            for hit in persons[:_NAMESAKES]:
                self._other_hit(hit)
            field = first.field
            return Chip(field, first.value, first.label, words, corrected=True)
        if not hits:
            return None
        best = hits[0]
        alike = [hit for hit in hits if hit.kind == best.kind and hit.distance == best.distance]
        for hit in hits[1:]:
            self._other_hit(hit)
        if best.kind == "person" and end - start == 1 and len(alike) > _NAMESAKES and not best.whole:
            self._other_hit(best, first=True)
            return None
        field = "place" if best.kind == "city" else best.kind
        return Chip(field, best.value, best.label, words, corrected=best.distance >= _NEAR)

    def _other(self, meaning: Meaning) -> None:
        chip = Chip(meaning.field, meaning.value, meaning.label, "")
        kind = meaning.field if meaning.field in {"state", "organisation"} else "list"
        self.others.append(Suggestion(kind, (meaning.value,), meaning.label, _with(Query(), chip)))

    def _other_hit(self, hit: Hit, *, first: bool = False) -> None:
        field = "place" if hit.kind == "city" else hit.kind
        kind = hit.kind if hit.kind in {"person", "organisation"} else "list"
        query = _with(Query(), Chip(field, hit.value, hit.label, ""))
        self.others.insert(
            0 if first else len(self.others), Suggestion(kind, (hit.value,), hit.label, query, hit.count)
        )


def _wrong(words: str) -> int:
    """How many letters of a phrase may be wrong."""
    return 0 if len(words) < _SHORT else 1 if len(words) < _LONG else 2


def suggested(question: str, names: Names, today: dt.date, *, most: int = 8) -> tuple[Suggestion, ...]:
    """Where a question that is still being typed may lead, the likeliest first."""
    understood = understand(question, names, today)
    found: list[Suggestion] = []
    if understood.page:
        found.append(understood.page)
    elif understood.chips:
        found.append(Suggestion("list", (), "", understood.query))
    last = question.strip().rpartition(" ")[2]
    typed = question.strip() if len(question.split()) <= 1 else ""
    open_end = bool(question[-1:].strip()) and len(last) > 1
    ahead = [_of_meaning(one) for one in begun(typed, most // 2)] if typed and open_end else []
    if open_end:
        ahead += [_of_hit(hit) for hit in names.persons_like(question.strip(), begun=True, limit=most // 2)]
        ahead += [_of_hit(hit) for hit in names.terms_like(question.strip(), ("organisation",), begun=True, limit=4)]
    guessed = bool(understood.chips) and all(chip.corrected for chip in understood.chips)
    sure = [one for one in ahead if guessed and one.kind != "person"]
    found = [*sure, *found, *ahead]  # what begins so is likelier than what is misspelt so
    found += understood.others
    if understood.text and not understood.chips:
        found.append(Suggestion("list", (), "", Query(text=understood.text)))
    once: dict[tuple[object, ...], Suggestion] = {}
    for one in found:
        once.setdefault((one.kind, one.values, one.query), one)
    return tuple(once.values())[:most]


def _of_meaning(meaning: Meaning) -> Suggestion:
    kind = meaning.field if meaning.field in {"state", "organisation"} else "list"
    query = _with(Query(), Chip(meaning.field, meaning.value, meaning.label, ""))
    return Suggestion(kind, (meaning.value,) if kind != "list" else (), meaning.label, query)


def _of_hit(hit: Hit) -> Suggestion:
    kind = hit.kind if hit.kind in {"person", "organisation"} else "list"
    query = _with(Query(), Chip("place" if hit.kind == "city" else hit.kind, hit.value, hit.label, ""))
    return Suggestion(kind, (hit.value,), hit.label, query, hit.count)
