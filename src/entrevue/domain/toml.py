"""TOML that users write: settings, and what the columns of a table mean."""

import re
import tomllib
from typing import Any, Final

LONGEST: Final = 50_000  # characters; a key of ever so many parts takes the parser time with the square of their number
_NUL = re.compile(r"\\(?:x00|u0000|U00000000)")


def told_in(text: str) -> dict[str, Any]:
    """What a text in TOML tells; ValueError says in one line why it tells nothing."""
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST // 1000} kB")
    if _NUL.search(text):
        raise ValueError("holds a NUL character: no text has one")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"is no TOML: {error}") from error
    except RecursionError:
        raise ValueError("is nested too deep") from None
