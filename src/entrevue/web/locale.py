"""Languages of the pages: catalogues, the choice among them, and dates and numbers as each writes them.

Every folder `locale/<code>/` holds catalogues (`*.po`, one an area of the site); all of a folder are one to the pages.
English is the language of the messages themselves and needs none. A message that a catalogue lacks is shown in English.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel import Locale, negotiate_locale
from babel.dates import format_interval
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from entrevue.domain.dates import PartialDate
from entrevue.errors import EntrevueError
from entrevue.inquiry.wording import date_in_words

DEFAULT = "en"
COOKIE = "language"
_VALUE = re.compile(r"%\((\w+)\)s")
_MOST = 0.9  # share of messages from which a language counts as whole
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True)
class Catalogues:
    """Messages by language."""

    by_language: Mapping[str, NullTranslations]

    @classmethod
    def shipped(cls, room: str = "entrevue.web", area: str = "") -> "Catalogues":
        """The catalogues of a room, of one `area` or all, read anew: compiled in memory, they never lie about their source."""
        found: dict[str, NullTranslations] = {DEFAULT: NullTranslations()}
        for folder in files(room).joinpath("locale").iterdir():
            parts = [part for part in folder.iterdir() if part.name.endswith(f"{area}.po")] if folder.is_dir() else []
            merged: Translations | None = None
            for part in sorted(parts, key=lambda part: part.name):
                compiled = BytesIO()
                write_mo(compiled, read_po(BytesIO(part.read_bytes()), locale=folder.name))
                compiled.seek(0)
                one = Translations(compiled)
                merged = merged.merge(one) if merged else one
            if merged:
                found[folder.name] = merged
        return cls(found)

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that pages come in, English first."""
        return (DEFAULT, *sorted(set(self.by_language) - {DEFAULT}))

    @cached_property
    def partial(self) -> frozenset[str]:
        """Languages that say less than most of what the fullest catalogue says."""
        sizes = {code: len(getattr(one, "_catalog", ())) for code, one in self.by_language.items() if code != DEFAULT}
        return frozenset(code for code, size in sizes.items() if size < _MOST * max(sizes.values()))


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language of one answer: `code`, its messages, and whether the address named it (`prefix`: "/fr", else "")."""

    code: str
    messages: NullTranslations
    prefix: str = ""
    partial: bool = False  # whether much of the site is not said in it, and shown in English

    @property
    def locale(self) -> Locale:
        """Babel's data; Kinyarwanda's dates and numbers are there too."""
        return Locale.parse(self.code)

    def say(self, message: str, /, **values: object) -> str:
        """A message in this language, with values put in by name ("%(count)s")."""
        said = self.messages.gettext(message)
        return said % values if values else said

    def say_many(self, one: str, many: str, count: int, /, **values: object) -> str:
        """A message in the singular or plural of this language."""
        return self.messages.ngettext(one, many, count) % ({"count": self.number(count)} | values)

    def told(self, error: EntrevueError) -> str:
        """An error in this language, its values as they are but for the name of a `field`."""
        field = error.values.get("field")
        values = error.values | ({"field": self.say(field)} if isinstance(field, str) and field else {})
        return self.say(error.message, **values)

    def date(self, value: PartialDate | str | None) -> str:
        """A date with its own precision: "7 avril 2023", "juin 2022", "2022"; "" for none."""
        return _date(self.code, str(value)) if value else ""

    def dates(self, start: str, end: str) -> str:
        """Two dates as one span: "June 16 – 17, 2025"; each with its own precision where one is no day."""
        return _dates(self, start, end)

    def number(self, value: float) -> str:
        """A number with this language's separators."""
        return _number(value, self.code)

    def chance(self, value: float) -> str:
        """A chance or a confidence, to two digits: "0.97", "0,97"."""
        return str(format_decimal(value, "0.00", locale=self.locale))

    def state(self, code: str | None) -> str:
        """The name of a state (ISO 3166 alpha-2) in this language; the code itself where it has none."""
        return _state(self.code, code or "")

    def states(self) -> list[tuple[str, str]]:
        """Codes of all states and territories with their names in this language, in the order of their codes."""
        names = {**Locale.parse(DEFAULT).territories, **self.locale.territories}
        return [(code, names[code]) for code in sorted(names) if len(code) == 2 and code.isalpha() and code != "ZZ"]

    def language(self, code: str | None) -> str:
        """The name of a language in this language."""
        return str(self.locale.languages.get(code or "", code or ""))


@lru_cache(maxsize=20_000)
def _date(code: str, text: str) -> str:
    return date_in_words(PartialDate.parse(text), code)


@lru_cache(maxsize=20_000)
def _dates(tongue: Tongue, start: str, end: str) -> str:
    first, last = PartialDate.parse(start), PartialDate.parse(end)
    if first.day is not None and last.day is not None and first.first < last.first:
        return str(format_interval(first.first, last.first, "yMMMMd", locale=tongue.locale))
    return tongue.say("%(start)s to %(end)s", start=tongue.date(start), end=tongue.date(end))


@lru_cache(maxsize=20_000)
def _state(code: str, state: str) -> str:
    names = (Locale.parse(tongue).territories.get(state) for tongue in (code, DEFAULT))
    return str(next(filter(None, names), state))


@lru_cache(maxsize=10_000)
def _number(value: float, code: str) -> str:
    """Pages hold hundreds of numbers, few of them different."""
    return format_decimal(value, locale=Locale.parse(code))


def pattern_of(message: str) -> re.Pattern[str]:
    """A message as a pattern, in which each value is anything."""
    parts = _VALUE.split(message)
    literals = [re.escape(part) if place % 2 == 0 else f"(?P<{part}>.*?)" for place, part in enumerate(parts)]
    return re.compile("".join(literals), re.DOTALL)


def as_sentence(text: str) -> str:
    """A line as a page says it: with a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"


def direction(language: str | None) -> str:
    """The `dir` of a text in a language: "rtl", "ltr", or "auto" where the language is not known."""
    return "auto" if not language else "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def tongue_of(request: HTTPConnection) -> Tongue:
    """The language of the answer to a request; English before any was chosen. Usable as a FastAPI dependency."""
    tongue = getattr(request.state, "tongue", None)
    return tongue if isinstance(tongue, Tongue) else Tongue(DEFAULT, NullTranslations())


class TongueMiddleware:
    """Chooses the language: by address (/fr/…), then cookie, then the browser's wishes.

    The prefix is taken off the path, so that every page stands under each language without routes of its own.
    """

    def __init__(self, app: ASGIApp, catalogues: Catalogues) -> None:
        self.app = app
        self.catalogues = catalogues

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the tongue into the request's state."""
        if scope["type"] == "http":
            scope = dict(scope)
            scope["state"] = {**scope.get("state", {}), "tongue": self._choose(scope)}
        await self.app(scope, receive, send)

    def _choose(self, scope: dict[str, Any]) -> Tongue:
        languages = self.catalogues.languages
        first, _, rest = scope["path"].removeprefix("/").partition("/")
        if first in languages:
            scope["path"] = f"/{rest}"
            scope["raw_path"] = scope["path"].encode("utf-8", "replace")
            return self._tongue(first, f"/{first}")
        request = HTTPConnection(scope)
        cookie = request.cookies.get(COOKIE)
        if cookie in languages:
            return self._tongue(cookie)
        wishes = _wishes(request.headers.get("accept-language", ""))
        return self._tongue((negotiate_locale(wishes, list(languages), sep="-") or DEFAULT)[:2])

    def _tongue(self, code: str, prefix: str = "") -> Tongue:
        return Tongue(code, self.catalogues.by_language[code], prefix, code in self.catalogues.partial)


def _wishes(header: str) -> list[str]:
    """Languages of an Accept-Language header, the most wished first; what cannot be read is left out."""
    weighed: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), name))
        except ValueError:
            continue
    return [name for weight, name in sorted(weighed, key=lambda one: one[0]) if name and weight]
