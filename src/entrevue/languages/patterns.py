"""Patterns of packs that may be tried on any text: none repeats what repeats.

`(?:a+)+` can be fitted to a run of letters in more ways than there are atoms, and Python's `re` tries them all where
none fits in the end. Whoever writes a pack writes data, so a pack is refused that holds such a pattern.
"""

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

codes: Any = import_module("re._constants")  # the parser of `re` has no public name
parser: Any = import_module("re._parser")
_FEW = 8  # what is repeated at most so many times is written out, as it were
_OFTEN = re.compile(r"[*+{]")
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)  # possessive ones give nothing back


def nested_repeat(pattern: str) -> bool:
    """Whether an expression repeats something that itself repeats often; False for text that is no expression."""
    if len(_OFTEN.findall(pattern)) < 2:
        return False
    try:
        parsed = parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return _holds(parsed, inside=False)


def _holds(parsed: Iterable[tuple[Any, Any]], *, inside: bool) -> bool:
    for operator, argument in parsed:
        if operator in _REPEATS:
            least, most, repeated = argument
            if inside and most > 1 and least != most:
                return True
            if _holds(repeated, inside=inside or most > _FEW):
                return True
        elif any(_holds(part, inside=inside) for part in _parts(argument)):
            return True
    return False


def _parts(argument: object) -> Iterator[Iterable[tuple[Any, Any]]]:
    """The expressions inside an operator: of groups, branches, conditions, lookarounds."""
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, (tuple, list)):
        for one in argument:
            yield from _parts(one)
