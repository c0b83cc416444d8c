"""The gender that a phrase tells, in languages that mark it."""

from entrevue.accounts.words import fold
from entrevue.languages.grammar import Grammar


class Genders:
    """Tells a person's gender by the words of a phrase, where the language marks it."""

    def __init__(self, grammar: Grammar) -> None:
        """Take the pack's words; those that hold wherever they stand outrank an article that opens the phrase."""
        self._words = {fold(word): "f" for word in grammar.feminine} | {fold(word): "m" for word in grammar.masculine}
        articles = dict.fromkeys(grammar.feminine_articles, "f") | dict.fromkeys(grammar.masculine_articles, "m")
        self._articles = articles

    def of(self, phrase: str) -> str | None:
        """ "f", "m" or None."""
        words = fold(phrase).split()
        told = next((self._words[word] for word in words if word in self._words), None)
        return told or (self._articles.get(words[0]) if words else None)
