"""Schema of `names.toml`: how a language spells persons' names, and what stands beside them."""

from functools import cache

from entrevue.languages import Concern, codes, load
from entrevue.languages.grammar import load_grammar


class Names(Concern):
    """What names need to compare across spelling and script. Words stand as they are written; code folds them.

    `sounds` are pairs of a pattern over folded Latin letters and what it sounds like, in the letters that all languages
    share here (C: the first sound of "Chirac" and "Shoigu"; j: that of "Jibril" and "Djibril"); `titles` come before a
    name and are none of it, beside the honorifics and ranks of the grammar; `particles` come and go inside names;
    `joining` are words that make one name with the word after them ("Abdel Fattah"); `short` are groups of forms of one
    given name; `common` are given names that so many people bear that they find nobody.
    """

    sounds: tuple[tuple[str, str], ...] = ()
    titles: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    short: tuple[tuple[str, ...], ...] = ()
    common: tuple[str, ...] = ()


@cache
def load_names(code: str) -> Names:
    """How a language spells names."""
    names: Names = load(code, "names", Names)
    return names


@cache
def all_names() -> Names:
    """The names of every pack together: a name may be spelled after another language than its report's."""
    packs = [load_names(code) for code in codes("names")]
    grammars = [load_grammar(code) for code in codes("grammar")]
    titles = [title for pack in packs for title in pack.titles]
    titles += [word for grammar in grammars for word in (*grammar.honorifics, *grammar.ranks)]
    return Names(
        sounds=tuple(sorted({pair for pack in packs for pair in pack.sounds}, key=lambda pair: (-len(pair[0]), pair))),
        titles=tuple(titles),
        particles=tuple(word for pack in packs for word in pack.particles),
        joining=tuple(word for pack in packs for word in pack.joining),
        short=tuple(group for pack in packs for group in pack.short),
        common=tuple(word for pack in packs for word in pack.common),
    )
