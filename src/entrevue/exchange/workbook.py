"""Excel workbooks: a sheet a table, the dictionary, and what was lost."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, BinaryIO

from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.rows import TABLES
from entrevue.exchange.tables import clean, table_rows
from entrevue.inquiry.tidy import Column, Row

_ROWS = 1_048_575  # below the headings of a sheet
_CELL = 32_767  # characters
_CALENDAR = dt.date(1900, 3, 1)  # before it spreadsheets have days that never were, or none
_WIDEST = 60  # characters
_MEASURED = 100  # rows, from which columns get their width


def write(export: Export, out: BinaryIO, losses: Losses) -> None:
    """A workbook, or a sheet of one table alone; rows and texts that no sheet can hold are counted as lost."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    names = [export.table] if export.table else list(TABLES)
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Entrevue", "created": export.made.replace(tzinfo=None)})
        styles = _Styles(book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheets = {
            name: _Sheet(book.add_worksheet(name), _names(TABLES[name].columns), styles, losses) for name in names
        }
        for name, row in table_rows(export):
            if name in sheets:
                sheets[name].add(row)
        dictionary = _Sheet(book.add_worksheet("dictionary"), ("table", "column", "type", "meaning"), styles, losses)
        for table in TABLES.values():
            for one in table.columns:
                dictionary.add(
                    {"table": table.name, "column": one.name, "type": one.type.__name__, "meaning": one.meaning}
                )
        lost = _Sheet(book.add_worksheet("losses"), ("what", "why", "count", "examples"), styles, Losses())
        for loss in losses.report():
            examples = " ".join(loss.examples)
            lost.add({"what": loss.what, "why": loss.why, "count": loss.count, "examples": examples})
        for sheet in (*sheets.values(), dictionary, lost):
            sheet.close()


def _names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)


@dataclass(frozen=True, slots=True)
class _Styles:
    """How headings and days look."""

    heading: Any
    day: Any


class _Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, sheet: Any, names: tuple[str, ...], styles: _Styles, losses: Losses) -> None:
        self._sheet, self._names, self._losses, self._row = sheet, names, losses, 0
        self._styles, self._widths = styles, [len(name) + 3 for name in names]  # a heading has a button beside it
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, styles.heading)

    def add(self, row: Row) -> None:
        """Write a row."""
        if self._row >= _ROWS:
            self._losses.note(f"rows of {self._sheet.get_name()}", "a sheet holds 1,048,576 rows: take csv or parquet")
            return
        self._row += 1
        for column, name in enumerate(self._names):
            value = row.get(name)
            if self._row <= _MEASURED and value is not None:
                self._widths[column] = max(self._widths[column], len(str(value)) + 1)
            if isinstance(value, bool):
                self._sheet.write_boolean(self._row, column, value)
            elif isinstance(value, int | float):
                self._sheet.write_number(self._row, column, value)
            elif isinstance(value, dt.date) and value >= _CALENDAR:
                self._sheet.write_datetime(self._row, column, value, self._styles.day)
            elif isinstance(value, dt.date):
                self._sheet.write_string(self._row, column, value.isoformat())
            elif value:
                self._sheet.write_string(self._row, column, self._text(value))

    def close(self) -> None:
        """Give every column a filter and the width of what stands in it."""
        self._sheet.autofilter(0, 0, self._row, len(self._names) - 1)
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(width, _WIDEST))

    def _text(self, value: str) -> str:
        text = clean(value, self._losses)
        if len(text) > _CELL:
            self._losses.note("ends of long texts", "a cell holds 32,767 characters")
        return text[:_CELL]
