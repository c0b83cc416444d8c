"""Lines in the form in which packs write them: lower case, no accents, one blank between words."""

import re
import unicodedata

from entrevue.domain.text import stream_safe

_SIGNS = re.compile("[‘ʼ‑‐\u0640\u200c\u200d]")
_PLAIN = {"‘": "'", "ʼ": "'", "‑": "-", "‐": "-"}  # the joiners and the Arabic stretcher go
_ACCENTS = re.compile("[\u0300-\u036f]+")
# Where Unicode has further combining signs. European text, its quotes and dashes included, has none of these.
_FURTHER = re.compile("[\u0483-\u1fff\u20d0-\u20ff\u2c00-\U0010ffff]")


def fold(text: str) -> str:
    """Lower-case `text` without accents, vowel signs, joiners and doubled blanks; its length may change."""
    if not text.isascii():
        text = text.replace("’", "'")
    if not text.isascii():  # most English text is ASCII but for its apostrophes
        plain = _SIGNS.sub(lambda match: _PLAIN.get(match.group(), ""), text)
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", stream_safe(plain)))
        if _FURTHER.search(text):
            text = "".join([char for char in text if not unicodedata.combining(char)])
    return " ".join(text.lower().split())
