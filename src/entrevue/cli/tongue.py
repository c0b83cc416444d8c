"""The language in which the command line speaks to its user: told, or that of the user's system.

`said` is a message of the command line's own in that language, `named` what a value of the ledger ("meeting", "held") is
called in it, and `worded` a line that another room made in English: what is wrong with a page, what a format loses. French
stands in `locale/fr/`: `words.po` for the first, `composed.po` for the last, in which a message matches a line as a
pattern does, its values being anything. English needs no catalogue, and loads none.
"""

import os
import re
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from entrevue.errors import EntrevueError

if TYPE_CHECKING:
    from entrevue.web.labels import Labels
    from entrevue.web.locale import Tongue as Spoken

_SPOKEN = ("ENTREVUE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_CODE = re.compile(r"[a-z]{2,3}(?=$|[_.@-])")
_VALUE = re.compile(r"%\((\w+)\)s")
DEFAULT = "en"

Tongue = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="The language of the answer, such as fr (default: your system's)."),
]
_asked: ContextVar[str | None] = ContextVar("asked", default=None)  # what an option of this run told


def tongue(told: str | None = None) -> str:
    """The language told, or the first that the environment names; English where that is none that answers come in."""
    told = told or _asked.get()
    if told is None and all(_code(value) in (None, DEFAULT) for value in _told()):
        return DEFAULT
    from entrevue.languages import codes  # its schemas load pydantic: paid by who is answered in words

    spoken = codes("claims")
    if told is not None:
        if told not in spoken:
            raise typer.BadParameter(
                f"no answers come in {told!r}; there are: {', '.join(spoken)}", param_hint="--language"
            )
        return told
    return next((code for code in map(_code, _told()) if code in spoken), DEFAULT)


def speak(told: str | None) -> str:
    """Speak the language told from here on, in this run; None: that of the environment."""
    _asked.set(None)
    code = tongue(told)
    _asked.set(told)
    return code


def message(text: str) -> str:
    """Mark a text that is said later, so that catalogues are checked for it."""
    return text


def said(message: str, /, **values: object) -> str:
    """A message in the user's language, with values put in by name ("%(count)s")."""
    words = _words(tongue())
    if words:
        return words.spoken.say(message, **values)
    return message % values if values else message


def said_many(one: str, many: str, count: int, /, **values: object) -> str:
    """A message in the singular or plural of the user's language, with its `count` and what else stands in it."""
    words = _words(tongue())
    chosen = words.spoken.messages.ngettext(one, many, count) if words else one if count == 1 else many
    return chosen % ({"count": count} | values)


def named(group: str, value: object) -> str:
    """What a value of a group of labels ("kind", "status", "topic" …) is called in the user's language."""
    words = _words(tongue())
    if not words:
        return str(value)
    name = words.labels.of(group, value)
    return f"{name[:1].lower()}{name[1:]}"


def what_named(kind: str, status: str) -> str:
    """What an engagement is and how it stands: "meeting held"."""
    return said("%(kind)s %(status)s", kind=named("kind", kind), status=named("status", status))


def field_named(name: str) -> str:
    """What a field of a record is called in the user's language."""
    return named("field", name)


def reason_named(feature: str, note: str, between: str = ": ") -> str:
    """A reason of a likeness: what is compared, and why it speaks for or against."""
    words = _words(tongue())
    return words.labels.reason(feature, note) if words else f"{feature}{between}{note}"


def doubt_named(reason: str) -> str:
    """Why an account is not surer, as its reader says it, in the user's language."""
    words = _words(tongue())
    return words.labels.doubt(reason) if words else reason


def worded(text: str) -> str:
    """A line that was made in English elsewhere, in the user's language where a translation matches it."""
    words = _words(tongue())
    return words.worded(text) if words else text


def in_words(error: EntrevueError) -> str:
    """An error in the language of the user, where it has a translation."""
    words = _words(tongue())
    if not words:
        return str(error)
    told = words.pages.told(error)
    return told if told != str(error) else words.worded(str(error))


@dataclass(frozen=True)
class _Words:
    """What is said in a language: the command line's own words, the pages', and the patterns of composed lines."""

    spoken: "Spoken"
    pages: "Spoken"
    labels: "Labels"
    exact: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    def worded(self, text: str) -> str:
        """The line in this language; what stands in it as `why` is such a line itself."""
        if text in self.exact:
            return self.exact[text]
        for pattern, translation in self.patterns:
            if found := pattern.fullmatch(text):
                values = found.groupdict()
                return translation % {k: self.worded(v) if k.startswith("why") else v for k, v in values.items()}
        return text


@cache
def _words(code: str) -> _Words | None:
    """The words of a language; None for English, and where there are none."""
    if code == DEFAULT:
        return None
    from entrevue.web.labels import Labels  # catalogues take 0.3 s: paid by who reads no English
    from entrevue.web.locale import Catalogues, pattern_of
    from entrevue.web.locale import Tongue as Spoken

    pages, own = Catalogues.shipped(), Catalogues.shipped("entrevue.cli", "words")
    composed = Catalogues.shipped("entrevue.cli", "composed")
    if code not in own.by_language or code not in pages.by_language:
        return None
    entries: dict[str, str] = dict(getattr(composed.by_language[code], "_catalog", {}))
    entries.pop("", None)
    plainest = sorted((one for one in entries if _VALUE.search(one)), key=_openness)
    patterns = tuple((pattern_of(one), entries[one]) for one in plainest)
    page_words = Spoken(code, pages.by_language[code])
    return _Words(Spoken(code, own.by_language[code]), page_words, Labels(page_words), entries, patterns)


def _openness(message: str) -> tuple[bool, int]:
    """How much a message lets pass as a pattern: one that begins with a value more, one of few words more."""
    return message.startswith("%("), -len(_VALUE.sub("", message))


def _told() -> list[str]:
    """What the environment says first; what comes after it does not count."""
    return [value for name in _SPOKEN if (value := os.environ.get(name))][:1]


def _code(value: str) -> str | None:
    found = _CODE.match(value)
    return found[0] if found else None
