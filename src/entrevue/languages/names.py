"""Schema of `names.toml`: how a language spells persons' names, and what stands beside them."""

from functools import cache
from typing import ClassVar

from pydantic import Field

from entrevue.languages import Concern, codes, load
from entrevue.languages.checking import Pattern, Words
from entrevue.languages.grammar import load_grammar


class Names(Concern):
    """What names need to compare across spelling and script, as it is written; code folds it."""

    file: ClassVar[str] = "names"

    unheard: tuple[Pattern, ...] = Field(
        default=(), description="What the language writes and hardly says, in its own script; it goes before all else."
    )
    sounds: tuple[tuple[Pattern, str], ...] = Field(
        default=(),
        description="Letters and what they sound like: a pattern over folded Latin letters, and letters that all packs"
        " share, where `C` is the first sound of Chirac and Shoigu, and `j` that of Jibril and Djibril.",
    )
    titles: Words = Field(
        default=(),
        description="What comes before a name and is none of it, beside honorifics and ranks of the grammar.",
    )
    initials: Words = Field(default=(), description='Letters that titles leave before a name: "s" and "e" of "S.E.".')
    particles: Words = Field(default=(), description='Words that come and go inside names: "de", "al", "bin".')
    joining: dict[str, str] = Field(
        default_factory=dict,
        description='Words that make one name with the word after them, and how they are written then: "Abdel Fattah".',
    )
    numbers: dict[str, str] = Field(
        default_factory=dict, description='Numbers of rulers beside Roman ones, with the Roman one: "Mohammed 1er".'
    )
    short: tuple[Words, ...] = Field(default=(), description="Groups of forms of one given name: Bill and William.")
    common: Words = Field(default=(), description="Given names that so many people bear that they find nobody.")


@cache
def load_names(code: str) -> Names:
    """How a language spells names."""
    return load(code, Names)


@cache
def all_names() -> Names:
    """The names of every pack together: a name may be spelled after another language than its report's."""
    packs = [load_names(code) for code in codes("names")]
    grammars = [load_grammar(code) for code in codes("grammar")]
    titles = [title for pack in packs for title in pack.titles]
    titles += [word for grammar in grammars for word in (*grammar.honorifics, *grammar.ranks)]
    return Names(
        unheard=tuple(pattern for pack in packs for pattern in pack.unheard),
        sounds=tuple(sorted({pair for pack in packs for pair in pack.sounds}, key=lambda pair: (-len(pair[0]), pair))),
        titles=tuple(titles),
        particles=tuple(word for pack in packs for word in pack.particles),
        initials=tuple(letter for pack in packs for letter in pack.initials),
        joining={word: joined for pack in packs for word, joined in pack.joining.items()},
        numbers={word: number for pack in packs for word, number in pack.numbers.items()},
        short=tuple(group for pack in packs for group in pack.short),
        common=tuple(word for pack in packs for word in pack.common),
    )
