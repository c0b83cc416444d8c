"""Noun phrases of offices and organisations by a grammar over tokens: where a phrase that opens at a head ends."""

from collections.abc import Iterable, Sequence

from entrevue.domain.mentions import Organisation, Place, PlaceKind
from entrevue.domain.text import Token
from entrevue.languages.grammar import Grammar, Offices

_CLOSERS = frozenset({",", ".", "(", ")", '"', "»", "”", ";"})
Span = tuple[int, int]  # token indexes, end exclusive


class Words:
    """Longest match of word sequences over folded tokens: a table from first words to the sequences they open."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a folded phrase and what it means."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, meaning in entries:
            words = tuple(phrase.replace("'", "' ").split())
            self._by_first.setdefault(words[0], []).append((words, meaning))
        for options in self._by_first.values():
            options.sort(key=lambda option: -len(option[0]))

    def match(self, tokens: Sequence[Token], index: int) -> tuple[int, str] | None:
        """The index after the longest phrase that opens at `index`, and its meaning."""
        for words, meaning in self._by_first.get(tokens[index].fold, ()):
            end = index + len(words)
            if end <= len(tokens) and all(tokens[index + k].fold == word for k, word in enumerate(words)):
                return end, meaning
        return None


class Lines:
    """What is known about each token of a sentence before phrases are read: places, organisations, names."""

    def __init__(
        self,
        tokens: Sequence[Token],
        places: Sequence[Place],
        organisations: Sequence[Organisation],
        names: Sequence[Span],
    ) -> None:
        """Index the mentions by token; spans in code points except `names`."""
        self.tokens = tokens
        self.place: dict[int, Place] = {}
        self.organisation: dict[int, Organisation] = {}
        self.name: dict[int, Span] = {k: span for span in names for k in range(*span)}
        self._spread(places, organisations)

    def _spread(self, places: Sequence[Place], organisations: Sequence[Organisation]) -> None:
        for k, token in enumerate(self.tokens):
            for place in places:
                if place.start < token.end and token.start < place.end:
                    self.place[k] = place
            for organisation in organisations:
                if organisation.start < token.end and token.start < organisation.end:
                    self.organisation[k] = organisation


class PhraseGrammar:
    """Reads the complement of a head word to the right and its modifiers to the left."""

    def __init__(self, grammar: Grammar, offices: Offices, months: frozenset[str] = frozenset()) -> None:
        """Prepare the lookup tables of a language pack; `months` are words that no office holds ("in March")."""
        self.grammar = grammar
        self.months = months
        self.offices = offices
        self.articles = frozenset(grammar.articles)
        self.articles_elided = self.articles | {f"{letter}'" for letter in grammar.elisions}
        self.fields = frozenset(offices.after) | frozenset(offices.before)
        self.after = frozenset(offices.after)
        self.before = frozenset(offices.before)
        self.complements = frozenset(offices.complements)
        self.posting = frozenset(offices.posting)
        self.heads = Words((phrase, role) for role, phrases in offices.heads.items() for phrase in phrases)
        self.organisation_heads = Words(
            (phrase, kind) for kind, phrases in offices.organisations.items() for phrase in phrases
        )
        self.small = frozenset(
            word for words in grammar.prepositions.values() for phrase in words for word in phrase.split()
        )
        self.none = Words((phrase, "none") for phrase in offices.no_office)

    def extend(self, lines: Lines, index: int, *, posted: bool = False) -> int:
        """The index after the adjectives and complements that follow a head ending at `index`."""
        tokens = lines.tokens
        while index < len(tokens):
            step = self._step(lines, index, posted)
            if step is None:
                break
            index = step
        return index

    def _step(self, lines: Lines, index: int, posted: bool) -> int | None:
        """One word or complement further, or None where the phrase ends."""
        tokens = lines.tokens
        token = tokens[index]
        if index in lines.name and index not in lines.organisation:
            return None
        if self._modifier(lines, index):
            return index + 1
        if token.fold.rstrip("'") in self.complements:
            return None if not posted and self._seated(lines, index) else self._complement(lines, index + 1, posted)
        if token.fold in self.offices.origins and self._comes_from(lines, index + 1):
            return self._complement(lines, index + 1, posted)
        delegated = index > 0 and tokens[index - 1].fold in self.offices.delegated
        if (token.fold in self.posting) and (posted or delegated or self._functional(lines, index)):
            return self._complement(lines, index + 1, posted)
        if token.text == "(":
            return self._acronym(lines, index)
        if not self.offices.head_last and self._closing_adjective(lines, index):
            return index + 1
        if token.fold in {"et", "and", ",", "&"}:
            return self._conjunct(lines, index, posted)
        return None

    def _comes_from(self, lines: Lines, index: int) -> bool:
        """Whether a state or a body is named here: "officials from South Sudan and Rwanda", "chiefs from the EAC"."""
        after = self._skip_articles(lines, index)
        place = lines.place.get(after)
        return after in lines.organisation or (place is not None and place.kind is PlaceKind.STATE)

    def _seated(self, lines: Lines, index: int) -> bool:
        """Whether "in X" behind an international body tells where something happens: "heads of the AU in Addis Ababa"."""
        body, place = lines.organisation.get(index - 1), lines.place.get(index + 1)
        return (
            lines.tokens[index].fold in self.posting and body is not None and body.international and place is not None
        )

    def _modifier(self, lines: Lines, index: int) -> bool:
        token = lines.tokens[index]
        if token.fold in self.after and token.fold not in self.complements and token.fold not in {"and", "of"}:
            return True
        place = lines.place.get(index)
        if place is not None and place.kind is PlaceKind.DEMONYM:
            return True
        if not self.offices.endings or token.fold in self.offices.not_modifiers:
            return False
        return token.text.islower() and token.fold.endswith(self.offices.endings)

    def _functional(self, lines: Lines, index: int) -> bool:
        """Whether "à la Coopération", "aux Affaires étrangères" goes on after a head that is not posted."""
        after = self._skip_articles(lines, index + 1)
        if after >= len(lines.tokens) or self.offices.head_last:
            return False
        word = lines.tokens[after]
        return word.fold in self.after and after not in lines.place

    def _skip_articles(self, lines: Lines, index: int) -> int:
        tokens = lines.tokens
        while index < len(tokens) and (tokens[index].fold.rstrip("'") in self.articles or tokens[index].fold == "l'"):
            index += 1
        return index

    def _complement(self, lines: Lines, index: int, posted: bool) -> int | None:
        """The index after the noun phrase that a preposition before `index` opens."""
        tokens = lines.tokens
        while index < len(tokens) and tokens[index].fold.rstrip("'") in self.complements | self.posting:
            index += 1
        index = self._skip_articles(lines, index)
        if index >= len(tokens) or not tokens[index].word or (index in lines.name and index not in lines.organisation):
            return None
        if self._no_complement(tokens, index):
            return None
        for known in (lines.organisation.get(index), lines.place.get(index)):
            if known is not None and known.start == tokens[index].start:
                while index < len(tokens) and tokens[index].start < known.end:
                    index += 1
                if index < len(tokens) and tokens[index].fold in {"'s", "'"}:
                    return self._complement(lines, index + 1, posted)  # "of Kenya's National Intelligence Service"
                if isinstance(known, Organisation):
                    return self._body_words(lines, index)
                if index in lines.organisation:
                    return self._complement(lines, index, posted)  # "of the U.S. Federal Bureau of Investigation"
                named = self.offices.head_last and known.kind is PlaceKind.DEMONYM
                return self._possessed(lines, self._content(lines, index)) if named else index
        nested = self.heads.match(tokens, index)
        if nested is not None and not self.offices.head_last:
            return self._nested(lines, nested[0])
        if tokens[index].fold in self.grammar.relatives or self.none.match(tokens, index):
            return None
        if not self.offices.head_last:
            return self._content(lines, index + 1)
        return self._possessed(lines, self._content(lines, index))

    def _no_complement(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a month stands behind a preposition, or a verb: "ont envoyé une délégation pour prendre part"."""
        purpose = tokens[index - 1].fold in self.grammar.outlooks and not self.offices.head_last
        month = tokens[index].fold in self.months and tokens[index].capital == self.offices.head_last
        return month or (purpose and tokens[index].text.islower())

    def _possessed(self, lines: Lines, end: int) -> int:
        """Go on after "'s" inside a name: "of the National People's Assembly"."""
        tokens = lines.tokens
        inside = end > 0 and tokens[end - 1].capital and end + 1 < len(tokens) and tokens[end].fold in {"'s", "'"}
        return self._content(lines, end + 1) if inside and tokens[end + 1].capital else end

    def _body_words(self, lines: Lines, index: int) -> int:
        """Go on over the head nouns after an acronym: "of the ECOWAS Commission"."""
        tokens = lines.tokens
        while self.offices.head_last and index < len(tokens) and tokens[index].capital:
            head = self.organisation_heads.match(tokens, index) or self.heads.match(tokens, index)
            if head is None or index in lines.name:
                break
            index = head[0]
        return index

    def _nested(self, lines: Lines, index: int) -> int:
        """The index after an office inside an office, its holder's name included: "émissaire du président X"."""
        end = self.extend(lines, index)
        while end in lines.name and end not in lines.organisation:
            end += 1
        return end

    def _content(self, lines: Lines, index: int) -> int:
        """Go over the words of a complement: field words anywhere, other capitals where heads come last."""
        tokens = lines.tokens
        while index < len(tokens) and tokens[index].word and (index not in lines.name or index in lines.organisation):
            capital = self.offices.head_last and tokens[index].capital
            loose = not self.offices.head_last and self._closing_adjective(lines, index)
            if not (capital or loose or self._modifier(lines, index) or tokens[index].fold in self.before):
                break
            if tokens[index].fold in {"of", "and", "in", "for"}:
                break
            index += 1
        return index

    def _closing_adjective(self, lines: Lines, index: int) -> bool:
        """Whether an unknown lower-case word closes the phrase: "chef du Courant patriotique libre,"."""
        tokens, end = lines.tokens, index
        while end < len(tokens) and end < index + 3 and self._loose_word(tokens[end]) and end not in lines.name:
            end += 1
        if end == index or not tokens[index - 1].word:
            return False
        return end == len(tokens) or tokens[end].text in _CLOSERS or end in lines.name

    def _loose_word(self, word: Token) -> bool:
        """Whether a lower-case word can be an adjective or noun: no small word, no form of a verb or adverb."""
        if not word.text.islower() or not word.text.isalpha() or len(word.text) < 4:
            return False
        small = word.fold in self.grammar.relatives or word.fold in self.articles or word.fold in self.small
        return not small and not word.fold.endswith(("ent", "er", "ant", "oir", "era", "ait", "ont"))

    def nominal(self, word: Token) -> bool:
        """Whether a word can be part of a name or noun phrase: a capital, or a lower-case noun or adjective."""
        if not word.word:
            return False
        return (word.capital and word.fold not in self.grammar.pronouns) or self._loose_word(word)

    def _acronym(self, lines: Lines, index: int) -> int | None:
        """The index after "(FBI)"; None for any other bracket."""
        tokens = lines.tokens
        if index + 2 < len(tokens) and tokens[index + 2].text == ")" and is_acronym(tokens[index + 1].text):
            return index + 3
        return None

    def _conjunct(self, lines: Lines, index: int, posted: bool) -> int | None:
        """Go on after "et de la Coopération", ", de la Paix et de …", "and Welfare"."""
        tokens = lines.tokens
        after = index + 1
        if after >= len(tokens):
            return None
        comma = tokens[index].fold == ","
        if tokens[after].fold.rstrip("'") in self.complements and not self.offices.head_last:
            inner = self._skip_articles(lines, after + 1)
            if inner < len(tokens) and self.heads.match(tokens, inner) is None and inner not in lines.name:
                if not comma or self._closes_list(tokens, after):
                    return self._complement(lines, after + 1, posted)
                return self._duty(lines, after)
            return None
        word = tokens[after]
        if comma and self.offices.head_last and word.capital and after not in lines.name:
            ahead = [token.fold for token in tokens[after + 1 : after + 4]]
            if "and" in ahead and tokens[after + 2 + ahead.index("and")].fold in self.fields:
                return self._content(lines, after)  # "for Political, Legal and Security Affairs"
            return None
        region = after + 1 < len(tokens) and tokens[after + 1].fold in self.grammar.regions
        if region and not comma and word.fold in self.articles:
            return after + 2  # "for West Africa and the Sahel"
        if comma or not (word.capital or self.offices.head_last) or after in lines.name:
            return None
        field = word.fold in self.fields or (after + 1 < len(tokens) and tokens[after + 1].fold in self.fields)
        if field and self.heads.match(tokens, after) is None and word.capital:
            return self._content(lines, after)
        return None

    def _duty(self, lines: Lines, index: int) -> int | None:
        """The index after a duty between commas, before the holder's name: ", chargé de la Défense, X"."""
        tokens = lines.tokens
        if tokens[index].fold not in self.offices.duties:
            return None
        end = self._complement(lines, index + 1, posted=False)
        closed = end is not None and end + 1 < len(tokens) and tokens[end].text == ","
        return end if closed and end is not None and (end + 1 in lines.name or tokens[end + 1].capital) else None

    @staticmethod
    def _closes_list(tokens: Sequence[Token], index: int) -> bool:
        """Whether an enumeration of fields is closed by "et" soon: ", de l'Énergie et des Mines"."""
        ahead = [token.fold for token in tokens[index + 1 : index + 9]]
        return "et" in ahead and ahead.index("et") < (ahead.index(",") + 5 if "," in ahead else 9)

    def reach_left(self, lines: Lines, index: int) -> int:
        """The index where the modifiers left of a head at `index` begin."""
        tokens = lines.tokens
        while index > 0:
            before = tokens[index - 1]
            known = index - 1 in lines.place or index - 1 in lines.organisation
            if index - 1 in lines.name or before.fold in self.articles:
                break
            if before.text == "/" and index > 1 and self.heads.match(tokens, index - 2):
                index -= 2
                continue
            if before.fold == "and":
                if index < 2 or tokens[index - 2].fold not in self.before or tokens[index].fold not in self.before:
                    break
                if self.heads.match(tokens, index - 2):
                    break  # "the Foreign Secretary and Secretary X"
            elif before.fold in {"'s", "'"}:
                if index < 2 or not (index - 2 in lines.place or index - 2 in lines.organisation):
                    break
            elif not (before.fold in self.before or (known and (self.offices.head_last or before.fold in self.before))):
                break
            index -= 1
        while index < len(tokens) and tokens[index].fold in {"and", "'s", "-", "'"}:
            index += 1
        return index


def is_acronym(text: str) -> bool:
    """Whether a word looks like an acronym: "DGST", "Dgsn", "R&AW"."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return 2 <= len(letters) <= 10 and (capitals >= 2 and 2 * capitals >= len(letters))
