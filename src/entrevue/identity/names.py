"""Names in forms that compare across spelling and script."""

import re
from functools import lru_cache

from anyascii import anyascii

_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Lower-case Latin words of `text` without accents, whatever its script; one blank between words."""
    return " ".join(_WORD.findall(anyascii(text).lower()))
