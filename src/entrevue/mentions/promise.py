"""Which reports and sentences are worth a recogniser's time: most news tells of no engagement, and most of it cheaply so."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from entrevue.domain.mentions import Organisation, Place
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar
from entrevue.languages.triggers import Triggers
from entrevue.mentions.phrases import PhraseGrammar
from entrevue.mentions.values import two_sides

_SIDES = 2  # states, or a state and an international organisation
_AROUND = 2  # sentences before and after within which the sides of a contact are named


class Promise:
    """Asks of a report what costs little: are two sides told, and officials beside words of meeting or travelling?"""

    def __init__(self, grammar: Grammar, phrases: PhraseGrammar, triggers: Triggers) -> None:
        """Gather the words that tell of officials."""
        self._heads = phrases.heads
        self._others = frozenset((*grammar.counterparts, *grammar.delegations))
        # A pronoun may be written as an honorific is ("he", "H.E."): too common to tell anything.
        self._titles = frozenset((*grammar.honorifics, *grammar.ranks)) - frozenset(grammar.pronouns)
        self._company = frozenset(grammar.accompanied)
        self._gate = re.compile(triggers.gate)

    def holds(self, sentences: Sequence[Sentence], known: Sequence[Place | Organisation]) -> bool:
        """Whether a report can tell of an engagement: two sides around an official beside a word of contact."""
        official = cache(lambda k: 0 <= k < len(sentences) and self._official(sentences[k]))
        starts = [mention.start for mention in known]
        titles = known[: bisect_left(starts, sentences[0].end)] if sentences[0].paragraph < 0 else ()
        for k, sentence in enumerate(sentences):
            if self._gate.search(_folded(sentence)) is None or not (official(k) or official(k - 1) or official(k + 1)):
                continue
            first, last = sentences[max(k - _AROUND, 0)], sentences[min(k + _AROUND, len(sentences) - 1)]
            around = known[bisect_left(starts, first.start) : bisect_left(starts, last.end)]
            if two_sides([*titles, *around]):
                return True
        return False

    def wants_names(self, sentence: Sentence) -> bool:
        """Whether names in a sentence can matter: it names an office, addresses somebody, or tells of a meeting or of company."""
        titled = any(token.fold in self._titles or token.fold in self._company for token in sentence.tokens)
        return titled or self._official(sentence) or self._gate.search(_folded(sentence)) is not None

    def _official(self, sentence: Sentence) -> bool:
        tokens = sentence.tokens
        return any(token.fold in self._others or self._heads.match(tokens, k) for k, token in enumerate(tokens))


def _folded(sentence: Sentence) -> str:
    return " ".join(token.fold for token in sentence.tokens)
