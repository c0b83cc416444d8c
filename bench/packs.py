"""The reference of language packs, made from the schemas by which packs are checked.

python bench/packs.py           fail where docs/reference/packs.md is not what the schemas say
python bench/packs.py --write   write it
"""

import argparse
import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from entrevue import languages
from entrevue.languages import Concern, Table, checking, closed, codes, load

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "packs.md"
_SOURCE = ROOT / "src" / "entrevue"
_LONGEST = 60  # characters of an example
# The rooms that ask packs, in the order in which a report passes through them; what each of them does with it.
_ROOMS = {
    "intake": "what of a page is the article, when and in which language it was published",
    "scale": "which pages of an archive are read",
    "pipeline": "what is loaded at the start",
    "reading": "the three steps, joined",
    "mentions": "step 1, what is told where",
    "accounts": "step 3, what is concluded",
    "atlas": "which names are places",
    "identity": "which names, offices and bodies are one",
    "inquiry": "questions, claims and verdicts",
}
_LISTS = {
    "kind": (closed.KINDS, "of an engagement"),
    "status": (closed.STATUSES, "of an engagement"),
    "topic": (closed.TOPICS, "a class of the topic scheme"),
    "role": (closed.ROLES, "of a post"),
    "field of duty": (closed.FIELDS, "of a post"),
    "role of a head noun": (closed.HEADS, "which tells a reader of reports what holders of the office are"),
    "class of office": (closed.CLASSES, "under which offices are asked for together"),
    "unit of time": (closed.UNITS, "in claims and questions"),
    "outcome": (closed.OUTCOMES, "of a verdict"),
}
_HEAD = (
    "# Language packs\n\n"
    "<!-- made by `python bench/packs.py --write` from the schemas in src/entrevue/languages/; not to be edited by hand -->"
    "\n\n"
    "What each field of each file of a pack means. A pack is a folder `src/entrevue/languages/packs/<code>/`;"
    " [a page of its own](../how-to/language-pack.md) says how one is written. Files are checked when they are loaded:"
    " a field that is not in these tables, a value that is not in [the closed lists](#closed-lists), a pattern that does"
    " not compile, does not capture what it must, fits where nothing stands or repeats what repeats is refused in one line"
    " that names file and field. Patterns are regular expressions of Python. Examples are from the English pack where it"
    " has any, else from the French one, else from another.\n"
)


@dataclass(frozen=True)
class Row:
    """A field of a file: its path in it, its type and its meaning in words, and what a pack has there."""

    name: str
    kind: str
    meaning: str
    example: str


def schemas() -> list[type[Concern]]:
    """The schema of every file, in alphabetical order of the files."""
    for module in pkgutil.iter_modules(languages.__path__):
        importlib.import_module(f"entrevue.languages.{module.name}")
    found = [one for one in Concern.__subclasses__() if one.__module__.startswith("entrevue.languages.")]
    return sorted(found, key=lambda one: one.file)


def rows(schema: type[Table], packs: list[Any], before: str = "") -> Iterator[Row]:
    """The fields of a schema, those of the tables in it under their path; `packs`: what each pack has at this path."""
    for name, field in schema.model_fields.items():
        told = [getattr(pack, name) for pack in packs]
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Table):
            yield from rows(inner, told, f"{before}{name}.")
            continue
        kind = in_words(Annotated[inner, *field.metadata] if field.metadata else inner)
        optional = "" if field.is_required() else "; may be left out"
        yield Row(f"{before}{name}", kind + optional, field.description or "", example_of(told))


def in_words(kind: Any) -> str:
    """A type as who writes a pack would say it."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        named = [one.words for one in args[1:] if isinstance(one, checking.Checked)]
        return named[0] if named else _bounded(in_words(args[0]), args[1:])
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in args)
    if origin is tuple and args[-1] is Ellipsis:
        return _many(in_words(args[0]))
    if origin is tuple:
        return f"pair: {' and '.join(in_words(one) for one in args)}"
    if origin is dict:
        return f"table: {in_words(args[0])} → {in_words(args[1])}"
    return {str: "text", int: "number", bool: "`true` or `false`"}[kind]


def _many(kind: str) -> str:
    """Several of a kind: "patterns that capture", "pairs: text and text", "lists of texts"."""
    if kind.endswith("s"):
        return f"lists of {kind}"
    noun = re.match(r"\w+", kind)
    return kind.replace(noun[0], f"{noun[0]}s", 1).replace("captures", "capture") if noun else kind


def _bounded(kind: str, metadata: tuple[Any, ...]) -> str:
    least, most = (
        next((getattr(limit, name) for one in metadata for limit in getattr(one, "metadata", [one]) if hasattr(limit, name)), None)
        for name in ("ge", "le")
    )  # fmt: skip
    return kind if least is None else f"{kind} from {least} to {most}"


def example_of(told: list[Any]) -> str:
    """What the first of several packs has that has anything, cut short, as TOML writes it."""
    for value in told:
        if value or value is False:
            return _short(_toml(value))
    return ""


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = " ".join(value.split()) if "\n" in value else value
        if "\\" not in text and '"' not in text:
            return f'"{text}"'
        return f"'''{text}'''" if "'" in text else f"'{text}'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return str(value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " …"


@cache
def _imported() -> dict[str, set[str]]:
    """For every room what it takes from the package `languages`."""
    found: dict[str, set[str]] = {}
    for path in sorted(_SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        room = path.relative_to(_SOURCE).parts[0].removesuffix(".py")
        if room in ("languages", "training") or "entrevue.languages" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("entrevue.languages"):
                found.setdefault(room, set()).update(alias.name for alias in node.names)
    return found


@cache
def _uses() -> dict[str, set[str]]:
    """For every function of the package `languages` the names in it."""
    return {
        node.name: {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        for path in (_SOURCE / "languages").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }


def askers(schema: type[Concern]) -> list[str]:
    """The rooms that ask for a file: those that take from `languages` what, in the end, names its schema."""
    asking = {schema.__name__}
    while more := {one for one, names in _uses().items() if names & asking} - asking:
        asking |= more
    found = {room for room, names in _imported().items() if names & asking}
    return [room for room in _ROOMS if room in found] + sorted(found - set(_ROOMS))


def section(schema: type[Concern]) -> str:
    """One file: what it is for, who asks for it, its fields."""
    there = sorted(codes(schema.file), key=lambda code: (code != "en", code != "fr", code))
    packs = [load(code, schema) for code in there]
    asked = ", ".join(f"`{room}` ({_ROOMS[room]})" for room in askers(schema))
    lines = [
        f"## {schema.file}.toml",
        "",
        " ".join((schema.__doc__ or "").split()),
        "",
        f"Asked for by {asked}. In the packs: {', '.join(sorted(there))}.",
        "",
        "| field | type | meaning | example |",
        "| --- | --- | --- | --- |",
    ]
    for row in rows(schema, packs):
        example = (
            f"`` {_cell(row.example)} ``" if "`" in row.example else f"`{_cell(row.example)}`" if row.example else ""
        )
        lines.append(f"| `{row.name}` | {_cell(row.kind)} | {_cell(row.meaning)} | {example} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def page() -> str:
    """The whole page."""
    lists = [
        f"- **{name}**, {what}: {', '.join(f'`{one}`' for one in values)}." for name, (values, what) in _LISTS.items()
    ]
    closing = "## Closed lists\n\nThey are in `src/entrevue/languages/closed.py`.\n\n" + "\n".join(lists) + "\n"
    return "\n".join([_HEAD, *(section(schema) for schema in schemas()), closing])


def main() -> None:
    """Write the page, or say whether it is what the schemas say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the page")
    if parser.parse_args().write:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        sys.exit("docs/reference/packs.md is not what the schemas say: python bench/packs.py --write")


if __name__ == "__main__":
    main()
