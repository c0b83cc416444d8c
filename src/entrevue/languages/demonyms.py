"""Schema of `demonyms.toml`: how a language inflects what states' people and things are called, and spells states."""

from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, load

Endings = tuple[tuple[str, str], ...]


class Demonyms(Concern):
    """How the demonyms of the atlas (`atlas/data/states.tsv`, a column a language) are inflected, and states spelt.

    An inflection is a list of pairs, an ending and what stands for it; the first whose ending fits is applied.
    """

    file: ClassVar[str] = "demonyms"

    plural: Endings = Field(
        description="From the singular to the plural; the last ending is empty, and fits all words."
    )
    feminine: Endings = Field(
        default=(),
        description="From the masculine to the feminine; none where the language knows no gender of demonyms.",
    )
    combining: Endings = Field(
        default=(),
        description='From a demonym to the first part of a compound: "algérien", "algéro-tunisien"; else there is none.',
    )
    spellings: Endings = Field(
        default=(), description='Parts of states\' names as CLDR writes them, with what is also written: "&", "and".'
    )


@cache
def load_demonyms(code: str) -> Demonyms:
    """How a language inflects demonyms; PackError when there is no such file."""
    return load(code, Demonyms)


def inflected(word: str, endings: Endings) -> str | None:
    """A word with the first ending that it has exchanged; None where it has none of them."""
    return next((word.removesuffix(old) + new for old, new in endings if word.endswith(old)), None)


def spelt(name: str, spellings: Endings) -> Iterator[str]:
    """The further spellings of a name, sorted."""
    found = {name}
    for old, new in spellings:
        found |= {one.replace(old, new) for one in found}
    yield from sorted(found - {name})
