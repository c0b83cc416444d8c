"""Which reports and sentences are worth a recogniser's time: most news tells of no engagement, and most of it cheaply so."""

import re
from collections.abc import Sequence

from entrevue.domain.mentions import Organisation, Place
from entrevue.domain.text import Sentence
from entrevue.languages.grammar import Grammar, Offices
from entrevue.languages.triggers import Triggers

_SIDES = 2  # states, or a state and an international organisation


class Promise:
    """Asks of a report what costs little: are two sides told, and officials beside words of meeting or travelling?"""

    def __init__(self, grammar: Grammar, offices: Offices, triggers: Triggers) -> None:
        """Gather the words that open offices and stand before names."""
        heads = {word for words in offices.heads.values() for word in words}
        self._officials = frozenset(word.replace("'", "' ").split()[0] for word in heads) | frozenset(
            (*grammar.ranks, *grammar.counterparts, *grammar.delegations)
        )
        self._persons = self._officials | frozenset(grammar.honorifics)
        self._gate = re.compile(triggers.gate)

    def holds(self, sentences: Sequence[Sentence], known: Sequence[Place | Organisation]) -> bool:
        """Whether a report can tell of an engagement between two sides."""
        sides: set[str] = {mention.country for mention in known if mention.country is not None}
        international = any(isinstance(mention, Organisation) and mention.international for mention in known)
        if len(sides) + international < _SIDES:
            return False
        official = [self._names_any(sentence, self._officials) for sentence in sentences]
        return any(
            any(official[max(k - 1, 0) : k + 2]) and self._gate.search(_folded(sentence)) is not None
            for k, sentence in enumerate(sentences)
        )

    def wants_names(self, sentence: Sentence) -> bool:
        """Whether names in a sentence can matter: it names an office, addresses somebody, or tells of a meeting."""
        return self._names_any(sentence, self._persons) or self._gate.search(_folded(sentence)) is not None

    @staticmethod
    def _names_any(sentence: Sentence, words: frozenset[str]) -> bool:
        return any(token.fold in words for token in sentence.tokens)


def _folded(sentence: Sentence) -> str:
    return " ".join(token.fold for token in sentence.tokens)
