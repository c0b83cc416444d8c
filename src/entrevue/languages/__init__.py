"""Language packs: everything that is particular to a language, as data.

A pack is a folder `packs/<ISO 639-1 code>/` of TOML files, one concern each, with the same names in every pack. A new
language is a new folder; no code names a language. Each concern has its schema (a frozen pydantic model) in a module
of this package, `load` is the only way to a pack, and it lets nothing through that the schema does not hold.
"""

import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, ClassVar, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from entrevue.errors import PackError
from entrevue.languages.patterns import nested_repeat

_PACKS = resources.files("entrevue.languages") / "packs"


class Table(BaseModel):
    """A table of a file: frozen, and a key that the schema does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Concern(Table):
    """Base of every schema of a file; `file` is its name in every pack, without the ending."""

    file: ClassVar[str]


Schema = TypeVar("Schema", bound=Concern)


def codes(concern: str | None = None) -> tuple[str, ...]:
    """The packs that are there, sorted; with `concern`, those that have that file."""
    folders = (entry for entry in _PACKS.iterdir() if entry.is_dir() and not entry.name.startswith(("_", ".")))
    return tuple(sorted(entry.name for entry in folders if concern is None or _file(entry.name, concern).is_file()))


def load(code: str, schema: type[Schema]) -> Schema:
    """Read the file of a pack that `schema` describes, and check it; PackError when it is missing or wrong.

    The error has one line, which names the file and the field.
    """
    name = f"{code}/{schema.file}.toml"
    path = _file(code, schema.file)
    if not path.is_file():
        there = ", ".join(codes(schema.file))
        raise PackError(f"the language pack {code!r} has no {schema.file}.toml (packs that do: {there})")
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        texts = list(_texts_in(told))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{name}: {error}") from error
    except RecursionError:
        raise PackError(f"{name}: is nested too deep") from None
    if told.get("code", code) != code:
        raise PackError(f"{name}: code: is {told['code']!r}, unlike the folder")
    for place, text in texts:
        if nested_repeat(text):
            raise PackError(f"{name}: {place}: repeats what repeats, which can take for ever: {text[:80]}")
    try:
        return schema.model_validate(told)
    except ValidationError as error:
        raise PackError(f"{name}: {_first(error, schema)}") from error


def _file(code: str, concern: str) -> Traversable:
    return _PACKS / code / f"{concern}.toml"


def _texts_in(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a concern as TOML gives it, with its place: `tense.past[3]`."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _texts_in(one, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _texts_in(one, f"{place}[{number}]")


def _first(error: ValidationError, schema: type[Concern]) -> str:
    """The first thing that is wrong, in one line: the place of the field, and why.

    A field too many comes first: where a name is misspelt, the field that is missing is a consequence.
    """
    wrong = min(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
    parts = [part for part in wrong["loc"] if part != "[key]"]  # as pydantic marks that the key of a table is meant
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")
    why = str(wrong.get("ctx", {}).get("error") or wrong["msg"])
    if wrong["type"] == "extra_forbidden":
        near = get_close_matches(str(parts[-1]), _fields_at(schema, parts[:-1]), 1)
        why = "there is no such field" + (f"; did you mean {near[0]}?" if near else "")
    return " ".join(f"{place}: {why}".split())


def _fields_at(schema: type[Table], parts: list[Any]) -> list[str]:
    """The fields of the table to which a path leads."""
    for part in parts:
        told = schema.model_fields[part].annotation
        schema = next(one for one in (told, *get_args(told)) if isinstance(one, type) and issubclass(one, Table))
    return list(schema.model_fields)
