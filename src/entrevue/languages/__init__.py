"""Language packs: everything that is particular to a language, as data.

A pack is a folder `packs/<ISO 639-1 code>/` of TOML files, one concern each, with the same names in every pack. A new
language is a new folder; no code names a language. Each concern has its schema (a frozen pydantic model) in a module
of this package, and `load` is the only way to a pack.
"""

import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from entrevue.errors import PackError
from entrevue.languages.patterns import nested_repeat, texts_in

_PACKS = resources.files("entrevue.languages") / "packs"


class Concern(BaseModel):
    """Base of every schema: frozen, and a key that the schema does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Schema = TypeVar("Schema", bound=Concern)


def codes(concern: str | None = None) -> tuple[str, ...]:
    """The packs that are there, sorted; with `concern`, those that have that file."""
    folders = (entry for entry in _PACKS.iterdir() if entry.is_dir() and not entry.name.startswith(("_", ".")))
    return tuple(sorted(entry.name for entry in folders if concern is None or _file(entry.name, concern).is_file()))


@cache
def load(code: str, concern: str, schema: type[Schema]) -> Schema:
    """Read `packs/<code>/<concern>.toml`, checked against `schema`; PackError when it is missing or wrong."""
    path = _file(code, concern)
    if not path.is_file():
        raise PackError(
            f"the language pack {code!r} has no {concern}.toml (packs that do: {', '.join(codes(concern))})"
        )
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        if wrong := next(filter(nested_repeat, texts_in(told)), None):
            raise PackError(f"{code}/{concern}.toml: repeats what repeats, which can take for ever: {wrong[:80]}")
        return schema.model_validate(told)
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise PackError(f"{code}/{concern}.toml: {' '.join(str(error).split())}") from error


def _file(code: str, concern: str) -> Traversable:
    return _PACKS / code / f"{concern}.toml"
