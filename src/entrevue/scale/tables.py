"""What a run gives, as rows: reports, accounts and problems, in Parquet files that many programs read.

Rows of one moment go together into a part of each table; a part has its name only when it is whole, and one that the
journal does not know of is written again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Participation, Reading
from entrevue.domain.text import whole
from entrevue.ledger.recording import reader_of, report_id

_TEXT, _NUMBER = pa.string(), pa.int32()
_SPAN = [("start", _NUMBER), ("end", _NUMBER), ("quote", _TEXT)]
_EVIDENCE = pa.list_(pa.struct([("field", _TEXT), *_SPAN]))
_PARTICIPANT = pa.struct(
    [("name", _TEXT), ("office", _TEXT), ("organization", _TEXT), ("country", _TEXT), ("part", _TEXT),
     ("inferred", pa.list_(_TEXT)), ("evidence", _EVIDENCE)]
)  # fmt: skip
SCHEMAS = {
    "reports": pa.schema(
        [("report", _TEXT), ("name", _TEXT), ("url", _TEXT), ("title", _TEXT), ("publisher", _TEXT),
         ("authors", pa.list_(_TEXT)), ("published", _TEXT), ("published_from", _TEXT), ("language", _TEXT),
         ("text", _TEXT), ("accounts", _NUMBER), ("reprint_of", _TEXT), ("notes", pa.list_(_TEXT)),
         ("reader", _TEXT), ("number", pa.int64()), ("sketch", pa.list_(pa.uint32()))]
    ),
    "accounts": pa.schema(
        [("report", _TEXT), ("name", _TEXT), ("account", _TEXT), ("kind", _TEXT), ("status", _TEXT), ("start", _TEXT),
         ("end", _TEXT), ("country", _TEXT), ("city", _TEXT), ("participants", pa.list_(_PARTICIPANT)),
         ("topics", pa.list_(pa.struct([("topic", _TEXT), *_SPAN]))), ("source", _TEXT), ("part_of", _TEXT),
         ("follows", _TEXT), ("main", pa.bool_()), ("confidence", pa.float64()), ("reasons", pa.list_(_TEXT)),
         ("inferred", pa.list_(_TEXT)), ("evidence", _EVIDENCE)]
    ),
    "problems": pa.schema([("name", _TEXT), ("reason", _TEXT)]),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A report as it goes into a run's output.

    `number` tells the reports of a run apart, `sketch` is what it is known by, and `reprint_of` the name of the one
    whose text it repeats.
    """

    number: int
    name: str
    reading: Reading
    sketch: frozenset[int]
    reprint_of: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A page that nothing came of, and why, in one line."""

    name: str
    reason: str


class Tables:
    """The tables in a folder."""

    def __init__(self, folder: Path, names: Sequence[str] = tuple(SCHEMAS)) -> None:
        """Make their folders where they are not there; `names`: the tables that are wanted."""
        self._folder, self._names = folder, names
        for name in names:
            (folder / name).mkdir(exist_ok=True)

    def keep(self, part: int, rows: Sequence[Row], troubles: Sequence[Trouble]) -> None:
        """Write a part of each table that has rows; OSError where that fails, and nothing has its name then."""
        found = {
            "reports": [_report(row) for row in rows],
            "accounts": [_account(row, account) for row in rows for account in row.reading.accounts],
            "problems": [{"name": one.name, "reason": one.reason} for one in troubles],
        }
        for name in self._names:
            if found[name] or part == 0:  # the first part is there even where it holds nothing: it tells the columns
                self._write(name, part, found[name])

    def _write(self, name: str, part: int, told: list[dict[str, Any]]) -> None:
        path = self._path(name, part)
        draft = path.with_suffix(".draft")
        try:
            pq.write_table(pa.Table.from_pylist(_whole(told), SCHEMAS[name]), draft, compression="zstd")
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise

    def drop_after(self, parts: int) -> None:
        """Remove parts that were written after the journal's last line, and drafts."""
        for name in self._names:
            for path in (self._folder / name).iterdir():
                number = path.stem.removeprefix("part-")
                if path.suffix == ".draft" or (number.isdecimal() and int(number) >= parts):
                    path.unlink()

    def _path(self, name: str, part: int) -> Path:
        return self._folder / name / f"part-{part:06}.parquet"


def _report(row: Row) -> dict[str, Any]:
    reading = row.reading
    report = reading.report
    return {
        "report": report_id(report),
        "name": row.name,
        "url": report.url,
        "title": report.title,
        "publisher": report.publisher,
        "authors": list(report.authors),
        "published": _text(report.published),
        "published_from": report.published_from,
        "language": report.language,
        "text": report.text,
        "accounts": len(reading.accounts),
        "reprint_of": row.reprint_of,
        "notes": list(report.notes),
        "reader": reader_of(reading),
        "number": row.number,
        "sketch": sorted(row.sketch),
    }


def _account(row: Row, account: Account) -> dict[str, Any]:
    return {
        "report": report_id(row.reading.report),
        "name": row.name,
        "account": account.id,
        "kind": account.kind.value,
        "status": account.status.value,
        "start": _text(account.start),
        "end": _text(account.end),
        "country": account.country,
        "city": account.city,
        "participants": [_participant(one) for one in account.participants],
        "topics": [{"topic": one.topic, **_span(one.evidence)} for one in account.topics],
        "source": account.source,
        "part_of": account.part_of,
        "follows": account.follows,
        "main": account.main,
        "confidence": account.confidence,
        "reasons": list(account.reasons),
        "inferred": list(account.inferred),
        "evidence": [{"field": name, **_span(span)} for name, span in account.evidence.items()],
    }


def _participant(one: Participation) -> dict[str, Any]:
    return {
        "name": one.name,
        "office": one.office,
        "organization": one.organization,
        "country": one.country,
        "part": one.part.value,
        "inferred": list(one.inferred),
        "evidence": [{"field": name, **_span(span)} for name, span in one.evidence.items()],
    }


def _span(span: Evidence) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.quote}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _whole(value: Any) -> Any:
    """A row without halves of characters in any of its texts."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else value
