"""Words prepared for full text: the same on every database, so that both find the same.

A word is a run of letters and digits, lower case, without accents and without joined or barred letters; a Chinese or
Japanese character is a word of its own, so that any part of a name in these scripts is found as a phrase.
"""

import re

from entrevue.domain.text import fold, plain_letters
from entrevue.identity.names import name_keys
from entrevue.ledger.rows import Phrase

WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_ASKED = re.compile(r'"([^"]*)"|(\S+)')
SOUND = "~"  # opens what is no word but how one sounds; nobody can ask for it
_LONGEST = 60  # characters of a word: longer ones are no words


def prepared(text: str) -> str:
    """The words of `text`, a blank between them."""
    return " ".join(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of `text` in order; elided articles are words of their own."""
    return [word[:_LONGEST] for word in WORD.findall(fold(text))]


def searchable(text: str) -> str:
    """The words of `text` as they are looked for, a blank between them."""
    return " ".join(search_words_of(text))


def search_words_of(text: str) -> list[str]:
    """The words of `text` as they are looked for: "œuvre" as "oeuvre", "Łódź" as "lodz".

    `words_of` leaves these letters: signatures and hashes that ledgers hold were made from it.
    """
    return [word[:_LONGEST] for word in WORD.findall(plain_letters(fold(text)))]


def words_of_name(name: str) -> frozenset[str]:
    """The words that a name is looked for by, and how they sound: "Hamouchi", "Hammouchi" and "حموشي" sound the same."""
    return frozenset(search_words_of(name)) | {SOUND + key for key in name_keys(name)}


def grams_of(word: str) -> tuple[str, ...]:
    """The groups of three letters in a word, with a blank for its edges: "rab" in " ra", "rab", "ab "."""
    framed = f" {word} "
    return tuple(framed[place : place + 3] for place in range(max(1, len(framed) - 2)))


def phrases_of(asked: str) -> tuple[Phrase, ...]:
    """What a user asks for: words, phrases in double quotes, a star for the rest of a word."""
    found = []
    for quoted, bare in _ASKED.findall(asked):
        words = tuple(search_words_of(quoted or bare))
        if words:
            found.append(Phrase(words, open_end=bare.endswith("*")))
    return tuple(found)
