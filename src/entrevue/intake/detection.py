"""Which language a text is in."""

import re
from functools import cache

import pycld2

from entrevue.intake.folding import fold
from entrevue.languages import codes
from entrevue.languages.chrome import load_chrome

_SHORT = 400  # characters, that thirty words may have
_FEW_WORDS = 30
_SMALL_WORDS = 2
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LONG_ENOUGH = 40  # characters: a shorter line says too little of its language
_ENOUGH_OF_TEXT = 20_000
_LONG_TEXT = 300
_MOST = (
    60  # percent of a text: a language that has so many is its main one, even where CLD2 calls its answer unreliable
)


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's main language; None where nothing tells it.

    Names of other countries mislead about a short text: there the small words decide, where they tell one language.
    """
    if len(text) < _SHORT and (told := _by_function_words(text)):
        return told
    found = _by_cld2(text[:_ENOUGH_OF_TEXT], most=_MOST if len(text) >= _LONG_TEXT else None)
    if found is None and len(text) >= _LONG_ENOUGH:
        found = _by_langid(text[:_ENOUGH_OF_TEXT])
    return _told_better(text, found) if len(text) < _SHORT else found


def _by_function_words(text: str) -> str | None:
    """The language whose small words a text of few words holds."""
    words = _words(text)
    return _one_language(words) if len(words) < _FEW_WORDS else None


def _told_better(text: str, found: str | None) -> str | None:
    """Another language than was found, where a text holds its small words and none of those of the one found."""
    own = _small_words().get(found or "")  # of some languages none are known
    words = _words(text)
    return (_one_language(words) or found) if own and own.isdisjoint(words) else found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text).replace("'", " "))


def _one_language(words: list[str]) -> str | None:
    """The language of which a text holds two small words at least, and twice as many as of any other."""
    counts = sorted(((sum(word in own for word in words), code) for code, own in _small_words().items()), reverse=True)
    (most, code), (next_most, _) = counts[:2]
    return code if most >= _SMALL_WORDS and most >= 2 * next_most else None


@cache
def _small_words() -> dict[str, frozenset[str]]:
    packs = {code: load_chrome(code).function_words for code in codes("chrome")}
    return {code: frozenset(words) for code, words in packs.items()}


def language_of_line(line: str) -> str | None:
    """The language of a paragraph, where it is long enough and plain enough to tell."""
    return _by_cld2(line) if len(line) >= _LONG_ENOUGH else None


def _by_cld2(text: str, most: int | None = None) -> str | None:
    """CLD2's answer where it calls it reliable, or gives a language `most` percent of the text.

    It raises on control characters and non-characters, so those go first.
    """
    try:
        reliable, _, details = pycld2.detect(_UNPRINTABLE.sub(" ", text), isPlainText=True, bestEffort=False)
    except (pycld2.error, ValueError):
        return None
    code, percent = details[0][1:3]
    return code.split("-")[0] if code != "un" and (reliable or (most is not None and percent >= most)) else None


@cache
def _langid() -> object:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads numpy and its model: 0.3 s

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _by_langid(text: str) -> str | None:
    code, probability = _langid().classify(text)  # type: ignore[attr-defined]
    return str(code) if probability > 0.7 else None
