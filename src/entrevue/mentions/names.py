"""Person names: a recogniser's spans, mended and completed by rules over capitals, particles and titles."""

from collections.abc import Iterable, Sequence

from entrevue.domain.text import Token
from entrevue.languages.grammar import Grammar
from entrevue.mentions.phrases import Lines, PhraseGrammar, Span, is_acronym


class NameFinder:
    """Finds the names of persons in the sentences of one language."""

    def __init__(self, grammar: Grammar, phrases: PhraseGrammar) -> None:
        """Take the pack's small words and the phrase grammar (for the words that open offices)."""
        self.grammar = grammar
        self.phrases = phrases
        self.not_names = frozenset(grammar.not_names) | frozenset(grammar.articles) | frozenset(grammar.regions)
        self.titles = frozenset(grammar.honorifics) | frozenset(grammar.ranks)
        # Heads that name nobody else ("Ministers", "Chairperson"); "King", "Chief", "Prince" may be names.
        heads = {word for words in phrases.offices.heads.values() for word in words if " " not in word}
        bodies = {word for words in phrases.offices.organisations.values() for word in words if " " not in word}
        self.heads = (heads | bodies | set(phrases.offices.plurals)) - frozenset(phrases.offices.head_names)
        self.sites = frozenset(grammar.sites)
        self.particles = frozenset(grammar.particles)
        told = (word for words in grammar.prepositions.values() for phrase in words for word in phrase.split())
        self.small = {*told, *grammar.articles, *grammar.coordinators}

    def run_at(self, tokens: Sequence[Token], index: int, lines: Lines) -> int:
        """The index after the run of name words that opens at `index` (equal to `index` when none does)."""
        end = start = index
        while index < len(tokens):
            token = tokens[index]
            if self._name_word(token, index, lines) or (index > start and self._compound(token)):
                index += 1
                end = index
            elif index > start and self._particle(tokens, index, lines):
                index += 1
            else:
                break
            if index - start > 8:
                break
        return end

    def _name_word(self, token: Token, index: int, lines: Lines) -> bool:
        if not token.word or not token.capital or token.fold in self.not_names:
            return False
        if index in lines.organisation or token.fold in self.titles - self.particles or token.fold in self.heads:
            return False
        return len(token.text) > 1 or token.text.isupper()

    def names_somebody(self, token: Token, index: int, lines: Lines) -> bool:
        """Whether a word can be part of a name that nothing else tells: a capital that opens no office or body."""
        return self._name_word(token, index, lines) and not self._field(token) and index not in lines.place

    def _field(self, token: Token) -> bool:
        """Whether a word tells what an office is about: "Affairs"."""
        return token.fold in self.phrases.fields and len(token.text) > 3

    def sole(self, token: Token) -> bool:
        """Whether a word of a full name may stand for the whole name later."""
        return (token.capital and len(token.text) > 2) or self._compound(token)

    def _compound(self, token: Token) -> bool:
        """A particle and a name in one word: "al-Misrati"."""
        particle, hyphen, name = token.text.partition("-")
        return bool(hyphen) and particle.lower() in self.particles and name[:1].isupper()

    def _particle(self, tokens: Sequence[Token], index: int, lines: Lines) -> bool:
        token = tokens[index]
        if token.fold.rstrip("'-") not in self.particles and token.text != "-":
            return False
        ahead = index + 1
        if ahead < len(tokens) and tokens[ahead].fold.rstrip("'-") in self.particles and not tokens[ahead].capital:
            ahead += 1
        if ahead >= len(tokens) or not self._name_word(tokens[ahead], ahead, lines):
            return False
        place = lines.place.get(ahead)
        own = token.fold not in self.small and place is not None and place.kind == "city" and not place.capital
        return place is None or own  # "Maria dos Santos": Santos is a town as well

    def full_names(
        self, tokens: Sequence[Token], recognised: Iterable[Span], lines: Lines, *, strict: bool
    ) -> list[Span]:
        """Names of two words or more: what the recogniser says, mended, and runs of capitals after a title.

        `strict` asks for a recogniser's word for runs without a title; without a model every run counts.
        """
        found: list[Span] = []
        for start, end in recognised:
            span = self._mend(tokens, start, end, lines)
            if span is not None:
                found.append(span)
        index = 0
        while index < len(tokens):
            end = self.run_at(tokens, index, lines) if tokens[index].capital else index
            if end > index + 1 and self._is_name(tokens, index, end, lines, strict=strict):
                found.append((index, end))
            index = max(end, index + 1)
        return _merge(found)

    def _mend(self, tokens: Sequence[Token], start: int, end: int, lines: Lines) -> Span | None:
        """Trim titles and office words off the front of a recognised span; widen it over particles and capitals."""
        while start < end:
            head = self.phrases.heads.match(tokens, start)
            word = tokens[start]
            if head is not None and head[0] <= end:
                start = head[0]
            elif (
                word.fold in self.titles | self.not_names | self.phrases.before
                or (not word.capital and word.fold not in self.particles)
                or start in lines.organisation
                or self._place_before_name(lines, start, end)
                or self._town_before(lines, start)
                or self._of_office(lines, start)
            ):
                start += 1
            else:
                break
        if start >= end or self._site_before(tokens, start) or self._field(tokens[end - 1]):
            return None  # "camp Guézo", "Diaspora Affairs"
        end = max(self.run_at(tokens, start, lines), start)
        while start > 1 and self._first_of(tokens, start, lines):
            start -= 1  # the recogniser missed the first of the names
        if end == start or all(k in lines.place or is_acronym(tokens[k].text) for k in range(start, end)):
            return None
        return start, end

    def _first_of(self, tokens: Sequence[Token], start: int, lines: Lines) -> bool:
        """Whether the capital before a name belongs to it: no office, and no body that an article announces."""
        opens = self.phrases.heads.match(tokens, start - 1) or tokens[start - 2].fold in self.phrases.articles_elided
        return not opens and self.names_somebody(tokens[start - 1], start - 1, lines)

    def _site_before(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a name is that of a place: "camp Guézo", "Lake Victoria"."""
        return index > 0 and tokens[index - 1].fold in self.sites

    def _of_office(self, lines: Lines, start: int) -> bool:
        """Whether the first word is a nationality before the words of an office: "Kazakh Deputy"."""
        place = lines.place.get(start)
        ahead = lines.tokens[start + 1] if start + 1 < len(lines.tokens) else None
        return place is not None and place.kind == "demonym" and ahead is not None and ahead.fold in self.phrases.before

    def _town_before(self, lines: Lines, start: int) -> bool:
        """Whether the first word is the town of the clause: "a reçu mardi à Rabat Mme X"."""
        place = lines.place.get(start)
        where = self.grammar.prepositions["to"]
        return place is not None and start > 0 and lines.tokens[start - 1].fold in where

    @staticmethod
    def _place_before_name(lines: Lines, start: int, end: int) -> bool:
        """Whether the first word is a state or demonym glued to the name: "Sri Lanka Qi Zhenhong"."""
        place = lines.place.get(start)
        return place is not None and place.kind != "city" and end - start > 2

    def _is_name(self, tokens: Sequence[Token], start: int, end: int, lines: Lines, *, strict: bool) -> bool:
        """Whether a run of capitals is a name without a recogniser's word for it."""
        titled = start > 0 and tokens[start - 1].fold in self.titles
        towns = {"city"} if titled and end - start > 1 else set()  # "Monsieur LIU Yuxi"
        placed = any(lines.place[k].kind not in towns for k in range(start, end) if k in lines.place)
        if placed or self._site_before(tokens, start) or self.phrases.heads.match(tokens, start):
            return False
        if any(self._field(tokens[k]) for k in range(start, end)):
            return False
        if all(is_acronym(tokens[k].text) for k in range(start, end)):
            return titled
        return titled or not strict

    def short_names(self, tokens: Sequence[Token], lines: Lines, surnames: frozenset[str]) -> list[Span]:
        """Single names: known from a full name of the report, or told by an honorific before them."""
        found: list[Span] = []
        for index, token in enumerate(tokens):
            named = self._name_word(token, index, lines) or self._compound(token)
            if index in lines.name or not named or index in lines.organisation:
                continue
            honoured = index > 0 and tokens[index - 1].fold in self.titles and tokens[index - 1].fold != "he"
            honoured = honoured and token.fold not in self.phrases.before  # "Air Forces"
            state = index in lines.place and lines.place[index].kind == "state"
            if (token.fold in surnames and not state) or (
                honoured and not is_acronym(token.text) and index not in lines.place
            ):
                start = index
                while start > 0 and tokens[start - 1].fold in self.particles and tokens[start - 1].capital:
                    start -= 1
                found.append((start, max(self.run_at(tokens, start, lines), index + 1)))
        return _merge(found)


def _merge(spans: list[Span]) -> list[Span]:
    """Join overlapping spans, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
