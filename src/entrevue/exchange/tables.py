"""Tables as CSV or Parquet: one file each in a ZIP with a Frictionless descriptor, or one table alone."""

import csv
import datetime as dt
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol

from entrevue.errors import needed
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.rows import KEYS, REFERS, TABLES, rows_of
from entrevue.exchange.wording import written
from entrevue.inquiry.tidy import Cell, Row, Table, claim_row
from entrevue.inquiry.verdicts import verdict

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GROUP = 5_000  # rows of a group of Parquet
_FRICTIONLESS = {str: "string", int: "integer", float: "number", bool: "boolean", dt.date: "date"}
_READ = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


class Sheet(Protocol):
    """A table that is being written, a row at a time."""

    def add(self, row: Row) -> None:
        """Write a row."""

    def close(self) -> None:
        """Write what is left."""


Opener = Callable[[Table, IO[bytes], Losses], Sheet]


def write_csv(export: Export, out: BinaryIO, losses: Losses) -> None:
    """CSV as RFC 4180 has it, in UTF-8."""
    _write(export, out, losses, "csv", CsvSheet)


def write_parquet(export: Export, out: BinaryIO, losses: Losses) -> None:
    """Parquet, with columns of their types."""
    _write(export, out, losses, "parquet", ParquetSheet)


def table_rows(export: Export) -> Iterator[tuple[str, Row]]:
    """All rows of an export with the names of their tables; claims that speak of no engagement come last."""
    for told in export.told():
        yield from rows_of(told, export.source)
    if export.everything:
        yield from (("claims", row) for row in loose_claims(export))


def loose_claims(export: Export) -> Iterator[Row]:
    """Claims of reports that speak of none of their engagements."""
    after: str | None = None
    while found := export.source.claims(limit=200, after=after):
        loose = (one for one in found if one.claim.account is None)
        yield from (claim_row(one, verdict(one, None, export.source), None) for one in loose)
        after = found[-1].id


def _write(export: Export, out: BinaryIO, losses: Losses, suffix: str, opener: Opener) -> None:
    if export.table is not None:
        sheet = opener(TABLES[export.table], out, losses)
        for name, row in table_rows(export):
            if name == export.table:
                sheet.add(row)
        sheet.close()
        losses.note("other tables", "one table was asked for alone", count=len(TABLES) - 1)
        return
    with tempfile.TemporaryDirectory() as folder:
        _fill(export, Path(folder), losses, opener)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in TABLES:
                _put(archive, f"{name}.{suffix}", Path(folder, name), export.made)
            beside = {
                "datapackage.json": descriptor(export, suffix),
                "losses.json": [asdict(loss) for loss in losses.report()],
            }
            for name, value in beside.items():
                info = zipfile.ZipInfo(name, export.made.timetuple()[:6])
                archive.writestr(info, json.dumps(value, ensure_ascii=False, indent=1))


def _fill(export: Export, folder: Path, losses: Losses, opener: Opener) -> None:
    """Write every table to a file of its own: an archive takes one file after the other."""
    with ExitStack() as files:
        sheets = {
            name: opener(table, files.enter_context((folder / name).open("wb")), losses)
            for name, table in TABLES.items()
        }
        for name, row in table_rows(export):
            sheets[name].add(row)
        for sheet in sheets.values():
            sheet.close()


def _put(archive: zipfile.ZipFile, name: str, path: Path, made: dt.datetime) -> None:
    info = zipfile.ZipInfo(name, made.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target)


def descriptor(export: Export, suffix: str) -> dict[str, Any]:
    """The Frictionless data package that describes the tables: the data dictionary for programs."""
    return {
        "name": "entrevue-ledger",
        "title": "Official engagements, as reports tell them",
        "created": export.made.isoformat(),
        "profile": "tabular-data-package" if suffix == "csv" else "data-package",
        "resources": [_resource(table, suffix) for table in TABLES.values()],
    }


def _resource(table: Table, suffix: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [{"name": c.name, "type": _FRICTIONLESS[c.type], "description": c.meaning} for c in table.columns],
        "missingValues": [""],
    }
    if table.name in KEYS:
        schema["primaryKey"] = [KEYS[table.name]]
    if table.name in REFERS:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [KEYS[other]]}}
            for column, other in REFERS[table.name].items()
        ]
    return {
        "name": table.name,
        "title": f"One row is {table.row}",
        "path": f"{table.name}.{suffix}",
        "format": suffix,
        "mediatype": _READ[suffix],
        "encoding": "utf-8",
        "profile": "tabular-data-resource" if suffix == "csv" else "data-resource",
        "schema": schema,
    }


class CsvSheet:
    """A table as CSV; no cell is a formula to a spreadsheet."""

    def __init__(self, table: Table, out: IO[bytes], losses: Losses) -> None:
        """Write the line of headings."""
        self._table, self._losses = table, losses
        self._text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        self._writer = csv.DictWriter(self._text, [column.name for column in table.columns], lineterminator="\r\n")
        self._writer.writeheader()

    def add(self, row: Row) -> None:
        """Write a row."""
        self._writer.writerow({name: self._cell(value) for name, value in row.items()})

    def _cell(self, value: Cell) -> Cell:
        if isinstance(value, bool):
            return "true" if value else "false"
        if not isinstance(value, str):
            return value
        text = clean(value, self._losses)
        if text.startswith(_FORMULA):
            self._losses.note(
                "first signs of cells", "a spreadsheet would take them for formulas: an apostrophe stands before"
            )
            return f"'{text}"
        return text

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._text.flush()
        self._text.detach()


def clean(text: str, losses: Losses) -> str:
    """Text as any file may hold it; what cannot stand there is counted."""
    kept = written(text)
    if kept != text:
        losses.note("control signs", "no such file may hold them: each is shown as �")
    return kept


class ParquetSheet:
    """A table as Parquet, in groups of rows."""

    def __init__(self, table: Table, out: IO[bytes], losses: Losses) -> None:
        """Write the schema, with the dictionary as metadata of the columns."""
        needed("pyarrow", "parquet", "tables in Parquet")
        import pyarrow as pa  # 0.2 s to load: paid by who writes Parquet
        from pyarrow import parquet

        types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), dt.date: pa.date32()}
        fields = [pa.field(one.name, types[one.type], metadata={"description": one.meaning}) for one in table.columns]
        self._schema = pa.schema(fields, metadata={"row": table.row})
        self._batch, self._losses = pa.RecordBatch, losses
        self._writer = parquet.ParquetWriter(out, self._schema)
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Keep a row until there are enough for a group."""
        self._rows.append(row)
        if len(self._rows) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        rows = [{name: self._cell(value) for name, value in row.items()} for row in self._rows]
        self._writer.write_batch(self._batch.from_pylist(rows, self._schema))
        self._rows = []

    def _cell(self, value: Cell) -> Cell:
        return clean(value, self._losses) or None if isinstance(value, str) else value

    def close(self) -> None:
        """Write the last group and the foot."""
        if self._rows:
            self._flush()
        self._writer.close()
