"""Tables for other programs: CSV, TSV and JSON, each row as soon as it is known."""

import json as json_
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from entrevue.cli.door import say_json, say_row
from entrevue.cli.ledgers import plain_value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would compute that open a file


class Form(StrEnum):
    """How a table is written."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"


def form(
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a line of headings.")] = False,
    tsv: Annotated[bool, typer.Option("--tsv", help="The same with tabs.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON array of rows.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print JSON lines: a row, a line.")] = False,
) -> Form | None:
    """The form that the options name; None for what people read."""
    wanted = [one for one, told in zip(Form, (csv, tsv, json, jsonl), strict=True) if told]
    if len(wanted) > 1:
        raise typer.BadParameter(" and ".join(f"--{one}" for one in wanted) + " exclude each other")
    return wanted[0] if wanted else None


def print_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], form: Form) -> None:
    """Print rows under the headings `columns`; a table without rows has its headings too."""
    if form is Form.JSONL:
        for row in rows:
            say_json(_json(row))
    elif form is Form.JSON:
        _print_array(rows)
    else:
        sign = "\t" if form is Form.TSV else ","
        say_row(columns, sign)
        for row in rows:
            say_row([_cell(row.get(column)) for column in columns], sign)


def _print_array(rows: Iterable[Mapping[str, Any]]) -> None:
    """One array, a row a line; a row is held back until it is known whether a comma follows it."""
    held = None
    for row in rows:
        say_json("[" if held is None else f"{held},")
        held = _json(row)
    say_json("[]" if held is None else held)
    if held is not None:
        say_json("]")


def _json(row: Mapping[str, Any]) -> str:
    return json_.dumps({name: plain_value(value) for name, value in row.items()}, ensure_ascii=False)


def _cell(value: object) -> object:
    """A cell; text that spreadsheets would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
