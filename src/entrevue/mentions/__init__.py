"""Report → sentences with their mentions: places, organisations, offices, persons, dates."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from entrevue.atlas import load_atlas
from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import DateMention, Organisation, Place, PlaceKind
from entrevue.domain.report import Report
from entrevue.domain.text import Sentence, Token
from entrevue.languages.grammar import load_grammar, load_offices
from entrevue.languages.triggers import load_triggers
from entrevue.mentions.actors import ActorFinder
from entrevue.mentions.dates import find_dates, load_dates
from entrevue.mentions.model import Model, NoModel, cut_adjuncts, to_arcs
from entrevue.mentions.names import NameFinder
from entrevue.mentions.organisations import OrganisationFinder, bind_acronyms
from entrevue.mentions.phrases import Lines, PhraseGrammar, Span
from entrevue.mentions.promise import Promise
from entrevue.mentions.tokens import sentences
from entrevue.mentions.values import two_sides

__all__ = ["MentionFinder"]

Told = TypeVar("Told", Place | Organisation, DateMention)


@dataclass(slots=True)
class _Draft:
    """A sentence while its mentions are gathered."""

    sentence: Sentence
    places: tuple[Place, ...]
    organisations: tuple[Organisation, ...]
    recognised: tuple[Span, ...]
    names: list[Span]

    def lines(self) -> Lines:
        return Lines(self.sentence.tokens, self.places, self.organisations, self.names)


class MentionFinder:
    """Finds the mentions of reports in one language; holds its pack, atlas and model."""

    def __init__(
        self, language: str, model: Model | None = None, parse: Callable[[Sentence], bool] | None = None
    ) -> None:
        """Load what the language's reading needs; PackError when there is no pack.

        `parse` says which sentences are worth a parser's time; none is parsed without it.
        """
        self.parse = parse
        self.grammar = load_grammar(language)
        self.phrases = PhraseGrammar(self.grammar, load_offices(language), frozenset(load_dates(language).months))
        self.names = NameFinder(self.grammar, self.phrases)
        self.organisations = OrganisationFinder(self.phrases)
        self.actors = ActorFinder(self.grammar, self.phrases)
        self.atlas = load_atlas(language)
        self.dates = load_dates(language)
        self.promise = Promise(self.grammar, self.phrases, load_triggers(language))
        self.model: Model = model if model is not None else NoModel()

    def find(self, report: Report) -> tuple[Sentence, ...]:
        """The report's sentences with every mention found in them; none when it cannot tell of an engagement."""
        known = self.atlas.find(report.text)
        if not two_sides(known):
            return ()
        plain = sentences(report, self.grammar)
        if not plain or not self.promise.holds(plain, known):
            return ()
        drafts = self._drafts(report, plain, known)
        surnames = self._full_names(drafts)
        acronyms = bind_acronyms([draft.organisations for draft in drafts])
        found = []
        for draft in drafts:
            short = self.names.short_names(draft.sentence.tokens, draft.lines(), surnames)
            if draft.sentence.paragraph < 0 and _headline(draft.sentence.tokens):
                short = [span for span in short if draft.sentence.tokens[span[1] - 1].fold in surnames]
            draft.names += short
            draft.places = _outside(draft.places, draft)
            draft.organisations = tuple(acronyms(organisation) for organisation in draft.organisations)
            lines = draft.lines()
            found.append(replace(draft.sentence, places=draft.places, actors=self.actors.find(lines)))
        dated = self._with_dates(report, found)
        return self._parsed(report, dated) if self.parse is not None else dated

    def _drafts(self, report: Report, plain: Sequence[Sentence], known: Sequence[Place | Organisation]) -> list[_Draft]:
        """Sentences with what the atlas and the recogniser say; the recogniser sees only those that may matter."""
        wanted = [sentence for sentence in plain if self.promise.wants_names(sentence)]
        texts = [report.text[sentence.start : sentence.end] for sentence in wanted]
        recognised = {s.start: spans for s, spans in zip(wanted, self.model.names(texts), strict=True)}
        starts = [mention.start for mention in known]
        drafts = []
        for sentence in plain:
            spans = recognised.get(sentence.start, [])
            inside = _inside(sentence, known, starts)
            places = tuple(m for m in inside if isinstance(m, Place))
            organisations = tuple(m for m in inside if isinstance(m, Organisation))
            persons = tuple(
                _token_span(sentence.tokens, sentence.start + start, sentence.start + end)
                for start, end, label in spans
                if label == "PER"
            )
            lines = Lines(sentence.tokens, places, organisations, persons)
            organisations = self.organisations.find(report.text, lines)
            sentence = replace(sentence, places=places, organisations=organisations)
            drafts.append(_Draft(sentence, places, organisations, persons, []))
        return drafts

    def _full_names(self, drafts: list[_Draft]) -> frozenset[str]:
        """Fill in the full names; give back the folded last words of all of them."""
        surnames: set[str] = set()
        body = {token.fold for draft in drafts if draft.sentence.paragraph >= 0 for token in draft.sentence.tokens}
        strict = not isinstance(self.model, NoModel)
        for draft in drafts:
            tokens = draft.sentence.tokens
            found = self.names.full_names(tokens, draft.recognised, draft.lines(), strict=strict)
            found = self._apposed(draft, found)
            draft.names = [span for span in found if span[1] - span[0] > 1 or _kept_single(tokens, span, draft)]
            if draft.sentence.paragraph < 0 and _headline(tokens):
                draft.names = [span for span in draft.names if {t.fold for t in tokens[slice(*span)]} <= body]
            for start, end in draft.names:
                if end - start > 1:
                    surnames.update(token.fold for token in tokens[start:end] if self.names.sole(token))
        return frozenset(word for word in surnames if len(word) > 2 and word not in self.names.not_names)

    def _apposed(self, draft: _Draft, found: list[Span]) -> list[Span]:
        """Add the runs of capitals that follow an office: an apposition is a name whatever the recogniser says."""
        tokens = draft.sentence.tokens
        lines = Lines(tokens, draft.places, draft.organisations, found)
        for end in self.actors.units.office_ends(lines):
            start = end
            completed = self.actors.units.rank_complements(lines, end, min(end + 8, len(tokens)))
            while start < len(tokens) and (
                tokens[start].text == ","
                or tokens[start].fold in self.names.titles
                or start in completed
                or (start == end + 1 and tokens[start].fold in self.actors.articles)
                or (start in lines.place and lines.place[start].kind is PlaceKind.STATE)  # "Minister of Fiji X"
            ):
                start += 1
            stop = self.names.run_at(tokens, start, lines) if start < len(tokens) else start
            known = any(k in lines.name for k in range(start, stop)) or (start in lines.place and stop - start < 2)
            known = known or any(k in lines.place and lines.place[k].capital for k in range(start, stop))
            if stop > start + 1 and not known and tokens[start].capital and not self.phrases.heads.match(tokens, start):
                found.append((start, stop))
        found += self._named_before(lines)
        return sorted(found)

    def _named_before(self, lines: Lines) -> list[Span]:
        """Runs of capitals before an office in apposition: "X Y, minister of Z"."""
        tokens, found = lines.tokens, list[Span]()
        for start in self.actors.units.office_starts(lines):
            while start > 0 and tokens[start - 1].fold in self.actors.articles:
                start -= 1
            if start < 3 or tokens[start - 1].text != ",":
                continue
            first = end = start - 1
            while first > 0 and self.names.names_somebody(tokens[first - 1], first - 1, lines):
                first -= 1
            free = not any(k in lines.name or k in lines.place or k in lines.organisation for k in range(first, end))
            if 2 <= end - first <= 5 and free and (first > 0 or tokens[first].capital):
                found.append((first, end))
        return found

    def _parsed(self, report: Report, found: Sequence[Sentence]) -> tuple[Sentence, ...]:
        """Add the parser's arcs to the sentences that can hold an engagement, date and place adjuncts cut out."""
        assert self.parse is not None
        chosen = [k for k, sentence in enumerate(found) if self.parse(sentence)]
        cuts = [cut_adjuncts(report.text, found[k]) for k in chosen]
        parsed = self.model.arcs([text for text, _ in cuts])
        result = list(found)
        for k, (_, shift), words in zip(chosen, cuts, parsed, strict=True):
            starts = {token.start: number for number, token in enumerate(found[k].tokens)}
            result[k] = replace(found[k], arcs=to_arcs(words, starts, shift))
        return tuple(result)

    def _told_date(self, report: Report) -> PartialDate | None:
        """The first full date of a report that shows no publication date: what its relative dates count from.

        None where a relative day stands before it: what was signed "yesterday" may replace a treaty of 1964.
        """
        for mention in find_dates(report.text, self.dates, published=None):
            if mention.span is None and mention.kind == "day":
                return None
            if mention.span is not None and mention.span.start.day is not None and re.search(r"\d{4}", mention.quote):
                return mention.span.start
        return None

    def _with_dates(self, report: Report, found: Sequence[Sentence]) -> tuple[Sentence, ...]:
        published = report.published or self._told_date(report)
        dates: tuple[DateMention, ...] = find_dates(report.text, self.dates, published=published)
        starts = [date.start for date in dates]
        return tuple(_dated(sentence, tuple(_inside(sentence, dates, starts))) for sentence in found)


def _dated(sentence: Sentence, dates: tuple[DateMention, ...]) -> Sentence:
    """The sentence with its dates; a short weekday is nobody's name there ("met Sat Vannak on Sat.")."""
    named = tuple(a for a in sentence.actors if not any(d.start <= a.start and a.end <= d.end for d in dates))
    return replace(sentence, dates=dates, actors=named if len(named) < len(sentence.actors) else sentence.actors)


def _inside(sentence: Sentence, mentions: Sequence[Told], starts: Sequence[int]) -> list[Told]:
    """The mentions inside a sentence, of all of a report's in order; `starts` is where each begins."""
    near = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
    return [mention for mention in near if mention.end <= sentence.end]


def _outside(places: tuple[Place, ...], draft: _Draft) -> tuple[Place, ...]:
    """The places that are no part of a person's name ("Mohamed Salem", "Jordan Bardella")."""
    tokens = draft.sentence.tokens
    spans = [(tokens[a].start, tokens[b - 1].end) for a, b in draft.names if b - a > 1]
    return tuple(p for p in places if not any(start <= p.start and p.end <= end for start, end in spans))


def _headline(tokens: Sequence[Token]) -> bool:
    """Whether nearly every word bears a capital, as in English headlines: capitals tell no names there."""
    words = [token for token in tokens if token.word and len(token.text) > 3]
    return len(words) > 3 and sum(token.capital for token in words) > 0.7 * len(words)


def _kept_single(tokens: Sequence[Token], span: Span, draft: _Draft) -> bool:
    """Whether a name of one word may stand: the recogniser says so and the atlas does not know it."""
    return not any(k in draft.lines().place for k in range(*span)) and len(tokens[span[0]].text) > 2


def _token_span(tokens: Sequence[Token], start: int, end: int) -> Span:
    """The token span that covers `start` to `end` in code points."""
    inside = [k for k, token in enumerate(tokens) if token.start < end and start < token.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
