"""What the commands over a ledger share: how it is named, opened, asked, and printed."""

import dataclasses
import getpass
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entrevue.cli.door import say_json
from entrevue.domain.dates import PartialDate

if TYPE_CHECKING:
    from entrevue.wiring import Ledger

Place = Annotated[
    str | None,
    typer.Option(
        "--ledger", metavar="PLACE", help="A file or postgresql://…; without it ENTREVUE_LEDGER, or the user's own."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Who = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides (default: the user's name).")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why.")]


@contextmanager
def opened(place: str | None, *, create: bool = False) -> Iterator["Ledger"]:
    """The ledger at a place; only `add` makes one that is not there, and `restore`, each in a folder that is."""
    from entrevue.wiring import Ledger  # SQLAlchemy takes 0.2 s to load: paid by the commands over a ledger

    with Ledger(place, create=create) as ledger:
        yield ledger


def editor(by: str | None) -> str:
    """Who decides."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def plain_value(value: object) -> Any:
    """A value of the domain as JSON holds it: dates as text, what is empty left out."""
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {name: plain_value(one) for name, one in pairs if one not in (None, (), {})}
    if isinstance(value, (tuple, list)):
        return [plain_value(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, dict):
        return {str(key): plain_value(one) for key, one in value.items()}
    return value if isinstance(value, (int, float, str, bool)) or value is None else str(value)


def print_json(values: Iterable[object]) -> None:
    """One object a line."""
    for value in values:
        say_json(json.dumps(plain_value(value), ensure_ascii=False))
