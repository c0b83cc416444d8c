"""Where mentions begin and end: small words and signs that fall, stretches that are one."""

from collections.abc import Callable, Set
from functools import cache

from entrevue.domain.spans import Label, Words
from entrevue.languages.grammar import load_grammar

_TRIMMED = frozenset((Label.NAME, Label.OFFICE, Label.BODY, Label.PLACE, Label.AGENDA))
_BEGINS_BARE = frozenset((Label.OFFICE, Label.BODY, Label.AGENDA))
_CLOSES = frozenset((")", "»", "”"))


def joined_by(
    covers: list[tuple[int, int]], words: Words, joins: Set[str], are_two: Callable[[int, int], bool] = lambda *_: False
) -> list[tuple[int, int]]:
    """Covers with nothing but words of `joins` between them are one, within a sentence; of offices seven of 20,963 are two.

    So are two side by side of which the first ends with such a word, "envoy of the | French president", unless they
    `are_two`, as where the president's name follows.
    """
    found: list[tuple[int, int]] = []
    for first, last in covers:
        before = found[-1][1] if found else -1
        between = words.folds[before + 1 : first] or words.folds[before:first]
        joined = bool(found) and words.sentence[before] == words.sentence[first] and joins >= set(between)
        if joined and not (before + 1 == first and are_two(found[-1][0], last)):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def trimmed(words: Words, cover: tuple[int, int], label: Label, small: frozenset[str]) -> tuple[int, int]:
    """The span without small words and signs at its end, and at its beginning where an office or a body begins.

    Nothing is left (first > last) where all words are small. References are left as they are: pronouns are small words;
    sources until they are whole.
    """
    first, last = cover
    if label not in _TRIMMED:
        return cover
    while first <= last and not bears(words, last, small) and not (label is Label.NAME and _is_capital(words, last)):
        last -= 1
    while first <= last and label in _BEGINS_BARE and not bears(words, first, small):
        first += 1
    opened = words.text.count("(", words.starts[first], words.ends[last]) if first <= last else 0
    if opened > words.text.count(")", words.starts[first], words.ends[last]) and last + 1 < len(words):
        return first, last + 1 if words.text[words.starts[last + 1]] == ")" else last
    return first, last


def _is_capital(words: Words, k: int) -> bool:
    """Whether a word has a capital beside small letters: the last of "Tran Quoc To" looks like a small word."""
    return words.text[words.starts[k] : words.ends[k]].istitle()


def bears(words: Words, k: int, small: frozenset[str]) -> bool:
    """Whether a word is no sign and no small word; an abbreviation's full stop and a closing bracket belong to it."""
    sign = words.text[words.starts[k] : words.ends[k]]
    return sign in _CLOSES or (any(char.isalnum() for char in sign) and words.folds[k] not in small)


@cache
def small_between(language: str, prepositions: tuple[str, ...]) -> frozenset[str]:
    """What may stand between two stretches that are one mention: some prepositions, articles, what is left of elisions."""
    grammar = load_grammar(language)
    return frozenset((*prepositions, *grammar.articles, *(f"{one}'" for one in grammar.elisions)))


@cache
def small_words(language: str) -> frozenset[str]:
    """Articles, prepositions of one word, coordinators, what is left of elisions, and clitics."""
    grammar = load_grammar(language)
    clitics = [form for one in grammar.clitics for form in (one, f"'{one}")]
    return small_between(language, grammar.prepositions) | {*grammar.coordinators, *clitics}


@cache
def bare_words(language: str) -> frozenset[str]:
    """The words that tell nothing alone: small words, pronouns and what is like them, auxiliaries."""
    grammar = load_grammar(language)
    return small_words(language) | {*grammar.pronouns, *grammar.pro_forms, *grammar.auxiliaries}
