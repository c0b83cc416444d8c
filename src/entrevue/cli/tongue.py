"""The language in which the command line speaks to its user: told, or that of the user's system."""

import os
import re
from typing import Annotated

import typer

from entrevue.errors import EntrevueError

_SPOKEN = ("ENTREVUE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_CODE = re.compile(r"[a-z]{2,3}(?=$|[_.@-])")
DEFAULT = "en"

Tongue = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="The language of the answer, such as fr (default: your system's)."),
]


def tongue(told: str | None = None) -> str:
    """The language told, or the first that the environment names; English where that is none that answers come in."""
    from entrevue.languages import codes  # its schemas load pydantic: paid by who is answered in words

    spoken = codes("claims")
    if told is not None:
        if told not in spoken:
            raise typer.BadParameter(
                f"no answers come in {told!r}; there are: {', '.join(spoken)}", param_hint="--language"
            )
        return told
    return next((code for code in map(_code, _told()) if code in spoken), DEFAULT)


def in_words(error: EntrevueError) -> str:
    """An error in the language of the user, where it has a translation."""
    if all(_code(value) in (None, DEFAULT) for value in _told()):
        return str(error)
    from entrevue.web.locale import Catalogues  # catalogues take 0.2 s: paid by who reads no English
    from entrevue.web.locale import Tongue as Spoken

    catalogues, code = Catalogues.shipped(), tongue()
    return Spoken(code, catalogues.by_language[code]).told(error) if code in catalogues.by_language else str(error)


def _told() -> list[str]:
    """What the environment says first; what comes after it does not count."""
    return [value for name in _SPOKEN if (value := os.environ.get(name))][:1]


def _code(value: str) -> str | None:
    found = _CODE.match(value)
    return found[0] if found else None
