"""Tidy tables as frames of pandas or polars; neither is needed for anything else."""

import datetime as dt
from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final

from entrevue.errors import MissingExtra
from entrevue.inquiry.tidy import Row, Table

LIBRARIES: Final = ("pandas", "polars")
_PANDAS: Final = {str: "string", int: "Int64", float: "Float64", bool: "boolean", dt.date: "datetime64[s]"}
_POLARS: Final = {str: "String", int: "Int64", float: "Float64", bool: "Boolean", dt.date: "Date"}


class Frames:
    """The tidy tables of a ledger as frames, one attribute a table; each frame stays the same object.

    `engagements`, `participations`, `dyads`, `persons`, `claims`, `network`.
    """

    engagements: Any
    participations: Any
    dyads: Any
    persons: Any
    claims: Any
    network: Any
    accounts: Any  # with the next two in what `entrevue.frames` gives
    evidence: Any
    dictionary: Any

    def __init__(self, frames: dict[str, Any]) -> None:
        """`frames`: by the names of their tables."""
        self.__dict__.update(frames)

    def __repr__(self) -> str:
        sizes = {name: len(getattr(self, name)) for name in self.__dict__}
        return (
            f"Frames({', '.join(f'{name}: {n} row' if n == 1 else f'{name}: {n} rows' for name, n in sizes.items())})"
        )


def library_called(name: str) -> Any:
    """The library that makes frames; ValueError for another one, MissingExtra where it is not installed."""
    if name not in LIBRARIES:
        raise ValueError(f"frames are of pandas or polars, not {name!r}")
    try:
        return import_module(name)  # 0.5 s to load: paid by who asks for a frame
    except ImportError as error:
        raise MissingExtra(name, f"frames of {name}") from error


def frame_of(table: Table, rows: Iterable[Row], library: str) -> Any:
    """A frame with the columns of the table, each of its type, with no rows too."""
    made, columns = library_called(library), table.columns
    kept = list(rows)
    if library == "polars":
        schema = {column.name: getattr(made, _POLARS[column.type]) for column in columns}
        return made.DataFrame([tuple(row[column.name] for column in columns) for row in kept], schema, orient="row")
    return made.DataFrame(
        {one.name: made.Series([row[one.name] for row in kept], dtype=_PANDAS[one.type]) for one in columns}
    )
