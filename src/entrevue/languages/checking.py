"""What the texts of a pack may be, checked when a pack is loaded: patterns, values of closed lists, codes.

Each is a plain `str` to whoever uses it. The metadata say what is checked, and word it for the reference page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from entrevue.languages import closed


@dataclass(frozen=True, slots=True)
class Checked:
    """A text for which `check` answers nothing, or what is wrong with it; `words` call it on the reference page."""

    words: str
    check: Callable[[str], str | None]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic call the check on every text of this type."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def _checked(self, text: str) -> str:
        if wrong := self.check(text):
            raise ValueError(wrong)
        return text


def one_of(name: str, values: tuple[str, ...]) -> Checked:
    """A value of a closed list that bears a name."""

    def check(text: str) -> str | None:
        return None if text in values else f"{text!r} is no {name}; there are: {', '.join(values)}"

    return Checked(name, check)


def pattern(*groups: str) -> Checked:
    """A regular expression that captures the groups that code asks it for."""

    def check(text: str) -> str | None:
        try:
            compiled = re.compile(text)
        except (re.error, RecursionError, OverflowError) as error:
            return f"is no pattern ({error}): {text[:60]}"
        if compiled.search(""):
            return f"fits where nothing stands, so everywhere: {text[:60]}"
        missing = [group for group in groups if group not in compiled.groupindex]
        return f"captures no group {missing[0]!r}: {text[:60]}" if missing else None

    told = " and ".join(f"`{group}`" for group in groups)
    return Checked(f"pattern that captures {told}" if told else "pattern", check)


def _post(text: str) -> str | None:
    role, _, field = text.partition(" ")
    if role in closed.ROLES and field in ("", *closed.FIELDS):
        return None
    return f"{text!r} is no post: a role, or a role and a duty"


def _state(text: str) -> str | None:
    return None if re.fullmatch("[A-Z]{2}", text) else f"{text!r} is no code of a state: two capital letters"


def _step(text: str) -> str | None:
    unit, _, step = text.partition(" ")
    return None if unit in closed.UNITS and re.fullmatch(r"0|-?[1-9]", step) else f"{text!r} is no step of time"


Words = tuple[str, ...]
Pattern = Annotated[str, pattern()]
Kind = Annotated[str, one_of("kind", closed.KINDS)]
KindOrAny = Annotated[str, one_of("kind, or any", (*closed.KINDS, "any"))]
Status = Annotated[str, one_of("status", closed.STATUSES)]
Outcome = Annotated[str, one_of("outcome", closed.OUTCOMES)]
Topic = Annotated[str, one_of("topic", closed.TOPICS)]
Unit = Annotated[str, one_of("unit of time", closed.UNITS)]
Role = Annotated[str, one_of("role", closed.ROLES)]
Duty = Annotated[str, one_of("field of duty", closed.FIELDS)]
Head = Annotated[str, one_of("role of a head noun", closed.HEADS)]
Class = Annotated[str, one_of("class of office", closed.CLASSES)]
Post = Annotated[str, Checked("role, or role and field of duty", _post)]
State = Annotated[str, Checked("code of a state", _state)]
Step = Annotated[str, Checked("unit of time and step", _step)]
Month = Annotated[int, Field(ge=1, le=12)]
Weekday = Annotated[int, Field(ge=0, le=6)]
