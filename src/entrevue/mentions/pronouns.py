"""References back: pronouns, pairs, nationals and delegations, as units."""

from entrevue.domain.mentions import PlaceKind
from entrevue.languages.grammar import Grammar
from entrevue.mentions.phrases import Lines, PhraseGrammar
from entrevue.mentions.unit import Unit


class ReferenceFinder:
    """Finds the units of a sentence that stand for somebody told before."""

    def __init__(self, grammar: Grammar, phrases: PhraseGrammar) -> None:
        """Take the pack's small words and the phrase grammar."""
        self.grammar = grammar
        self.phrases = phrases
        self.articles = frozenset(grammar.articles) | {f"{letter}'" for letter in grammar.elisions}
        self.latter = tuple(tuple(text.replace("'", "' ").split()) for text in grammar.latter)

    def find(self, lines: Lines) -> list[Unit]:
        """The references of a sentence, left to right."""
        tokens, found = lines.tokens, list[Unit]()
        for index, token in enumerate(tokens):
            found += self._latter(lines, index)
            if self._object_pronoun(lines, index):
                found.append(Unit("pronoun", index, index + 1, "object"))
            elif token.fold in self.grammar.indirect_clitics and self._indirect(lines, index):
                found.append(Unit("pronoun", index, index + 1, "indirect"))
            elif token.fold in self.grammar.pronouns and not self._impersonal(lines, index):
                found.append(Unit("pronoun", index, index + 1, "he"))
            elif token.fold in self.grammar.plural_pronouns:
                found.append(Unit("pronoun", index, index + 1, "they", plural=True))
            elif self._national(lines, index):
                found.append(Unit("national", index, index + 1, "generic"))
            elif token.fold in self.grammar.numerals and self._known_pair(lines, index):
                pairs = (k for k in (index + 1, index + 2) if k < len(tokens) and tokens[k].fold in self.grammar.pairs)
                found += [Unit("pair", index, last + 1, plural=True) for last in pairs][:1]
            elif self._ranked(lines, index):
                found.append(Unit("ranked", index, index + 1, "rank"))
            elif token.fold in self.grammar.delegations:
                end = self.phrases.extend(lines, index + 1)
                found.append(Unit("delegation", self._adjectives_left(lines, index), end))
        return found

    def _latter(self, lines: Lines, index: int) -> list[Unit]:
        """ "ce dernier", "the latter", but not "the latter half of June"."""
        found = []
        for words in self.latter:
            end = index + len(words)
            told = tuple(token.fold for token in lines.tokens[index:end])
            ahead = lines.tokens[end].fold if end < len(lines.tokens) else ""
            if told == words and ahead not in self.grammar.fractions:
                found.append(Unit("pronoun", index, end, "latter"))
        return found

    def _known_pair(self, lines: Lines, index: int) -> bool:
        """Whether "two ministers" are two told before: "the two", "les deux", "both"."""
        before = lines.tokens[index - 1].fold if index else ""
        return before in self.articles or lines.tokens[index].fold in self.articles

    def _impersonal(self, lines: Lines, index: int) -> bool:
        ahead = " ".join(token.fold for token in lines.tokens[index + 1 : index + 7]) + " "
        return any(ahead.startswith(f"{words} ") for words in self.grammar.impersonal)

    def _national(self, lines: Lines, index: int) -> bool:
        """ "le Togolais", "the Gambian was received": a nationality that stands for a person told before."""
        place, tokens = lines.place.get(index), lines.tokens
        if place is None or place.kind is not PlaceKind.DEMONYM or not tokens[index].capital or index == 0:
            return False
        if tokens[index - 1].fold not in self.grammar.nationals or tokens[index].fold.endswith("s"):
            return False
        ahead = tokens[index + 1] if index + 1 < len(tokens) else None
        if ahead is None or index + 1 in lines.name or ahead.capital:
            return False
        verbs = self.grammar.national_verbs
        return ahead.fold in verbs if verbs else index + 1 not in lines.place

    def _ranked(self, lines: Lines, index: int) -> bool:
        """ "the general was received": a rank that stands for somebody told before by it."""
        tokens = lines.tokens
        if tokens[index].fold not in self.grammar.sole_ranks or not index or index in lines.name:
            return False
        if tokens[index - 1].fold not in self.grammar.definite:
            return False
        ahead = tokens[index + 1] if index + 1 < len(tokens) else None
        if ahead is None or not ahead.word:
            return True
        verb = ahead.fold in self.grammar.holder_verbs
        return verb or (
            ahead.fold in self.phrases.small and ahead.fold.rstrip("'") not in self.grammar.prepositions["of"]
        )

    def _object_pronoun(self, lines: Lines, index: int) -> bool:
        """ "l'ont reçu", "received him": a pronoun that is an object."""
        fold = lines.tokens[index].fold
        if fold in self.grammar.object_pronouns:
            return True
        ahead = lines.tokens[index + 1].fold if index + 1 < len(lines.tokens) else ""
        before = lines.tokens[index - 1].fold if index else ""
        if fold in self.grammar.ambiguous_objects:
            return before not in self.phrases.small and (ahead in self.phrases.small or not ahead[:1].isalpha())
        led = any(before in told for told in self.grammar.prepositions.values())  # "à la rencontre": a noun
        return not led and fold in self.grammar.object_clitics and ahead in self.grammar.clitic_verbs

    def _indirect(self, lines: Lines, index: int) -> bool:
        """ "lui accordera": a pronoun before a verb, not one after a preposition or before a noun ("leur visite")."""
        before = lines.tokens[index - 1].fold if index else ""
        ahead = lines.tokens[index + 1].fold if index + 1 < len(lines.tokens) else ""
        return before not in self.phrases.small and ahead.endswith(("a", "ait", "ont", "aient"))

    def _adjectives_left(self, lines: Lines, index: int) -> int:
        """Where "importante délégation", "high-powered Kenyan delegation" begins: after the article at most three words back."""
        for k in range(index - 1, max(index - 5, -1), -1):
            if lines.tokens[k].fold in self.articles:
                return k + 1
            if not lines.tokens[k].word:
                break
        return self.phrases.reach_left(lines, index)
