"""Lines in the form in which packs write them: lower case, no accents, one blank between words."""

import unicodedata

_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "‐": "-", "\u0640": None, "\u200c": None, "\u200d": None}
)


def fold(text: str) -> str:
    """Lower-case `text` without accents, vowel signs, joiners and doubled blanks; its length may change."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_SIGNS))
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(text.lower().split())
