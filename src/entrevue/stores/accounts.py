"""The port's transaction over SQLAlchemy Core: reports and accounts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Row, Select, bindparam, delete, exists, func, literal_column, select, update

from entrevue.domain.dates import PartialDate
from entrevue.domain.likeness import SAME
from entrevue.domain.recorded import Context
from entrevue.ledger.codec import undamaged
from entrevue.ledger.rows import Edge, NewTelling, ReportRow, Telling, Traces, VersionRow
from entrevue.stores import tables as t
from entrevue.stores.packing import pack, press, report_from, rest_of, unpack, unpress
from entrevue.stores.session import NUMBERS, BaseSession

_REPORT = select(t.report.c.number, t.report.c.id, t.report.c.version, t.report.c.digest, t.report.c.reader)
_REPORT_BY_ID = _REPORT.where(t.report.c.id == bindparam("id"))
_REPORTS_BY_ID = _REPORT.where(t.report.c.id.in_(NUMBERS))
_REPORTS = _REPORT.where(t.report.c.number > bindparam("after")).order_by(t.report.c.number)
_READERS = (
    select(t.report.c.reader, func.count().label("reports"))
    .group_by(t.report.c.reader)
    .order_by(func.min(t.report.c.number))
)
_VERSIONS = select(t.version).where(t.version.c.report == bindparam("report")).order_by(t.version.c.number)


_CURRENT = t.report.join(
    t.version, (t.version.c.report == t.report.c.number) & (t.version.c.number == t.report.c.version)
)


def _counted(column: Column[Any]) -> Select[Any]:
    """Current versions by the values of a column."""
    number = func.count().label("reports")
    return select(column.label("value"), number).select_from(_CURRENT).group_by(column).order_by(number.desc(), column)


class ReportSession(BaseSession):
    """Reports and their versions."""

    def report(self, id: str) -> ReportRow | None:  # noqa: A002 (the word for it)
        """The report of that id."""
        row = self.connection.execute(_REPORT_BY_ID, {"id": id}).first()
        return ReportRow(*row) if row else None

    def reports_by_id(self, ids: Iterable[str]) -> dict[str, ReportRow]:
        """The reports of those ids."""
        return {row.id: ReportRow(*tuple(row)) for row in self._in(_REPORTS_BY_ID, ids)}

    def reports(self, after: int, limit: int) -> tuple[ReportRow, ...]:
        """Reports in the order of recording."""
        rows = self.connection.execute(_REPORTS.limit(limit), {"after": after})
        return tuple(ReportRow(*row) for row in rows)

    def publishers(self) -> dict[str | None, int]:
        """How many reports each publisher has in their current versions, the most first; None: of no publisher known."""
        return {row.value: row.reports for row in self.connection.execute(_counted(t.version.c.publisher))}

    def languages(self) -> dict[str | None, int]:
        """How many reports there are in each language, the most first."""
        return {row.value: row.reports for row in self.connection.execute(_counted(t.version.c.language))}

    def published(self) -> tuple[str | None, str | None]:
        """The first and the last day of publication."""
        asked = select(func.min(t.version.c.published), func.max(t.version.c.published))
        first, last = self.connection.execute(asked.select_from(_CURRENT)).one()
        return first, last

    def readers(self) -> dict[str, int]:
        """How many reports each reader read last, in the order in which they came."""
        return {row.reader: row.reports for row in self.connection.execute(_READERS)}

    def put_versions(self, versions: Sequence[tuple[ReportRow, VersionRow]]) -> None:
        """Keep versions, each with its report as it is from now on."""
        heads = [row for row, _ in versions]
        self._put(t.report, [(r.number, r.id, r.version, r.digest, r.reader) for r in heads if r.version == 1])
        for row in heads:
            if row.version > 1:
                values = {"version": row.version, "digest": row.digest, "reader": row.reader}
                self.connection.execute(update(t.report).where(t.report.c.number == row.number), values)
        self._put(t.version, [_version_columns(version) for _, version in versions])

    def set_reader(self, report: int, reader: str) -> None:
        """Note who read a report last."""
        self.connection.execute(update(t.report).where(t.report.c.number == report), {"reader": reader})

    def set_traces(self, report: int, version: int, traces: Traces) -> None:
        """Note anew what of a version shows where it comes from."""
        where = (t.version.c.report == report) & (t.version.c.number == version)
        values = {"sketch": pack(traces.sketch), "credits": "\n".join(traces.credits)}
        self.connection.execute(update(t.version).where(where), values)

    def versions(self, report: int) -> tuple[VersionRow, ...]:
        """All versions of a report, the oldest first."""
        rows = self.connection.execute(_VERSIONS, {"report": report}).mappings()
        with undamaged():
            return tuple(
                VersionRow(
                    row["report"],
                    row["number"],
                    row["digest"],
                    report_from(dict(row), row["rest"]),
                    Traces(unpack(row["sketch"]), tuple(row["credits"].split("\n")) if row["credits"] else ()),
                    dt.datetime.fromisoformat(row["recorded"]),
                )
                for row in rows
            )


def _version_columns(version: VersionRow) -> tuple[Any, ...]:
    content = version.content
    return (
        version.report,
        version.number,
        version.digest,
        content.title,
        content.url,
        content.publisher,
        str(content.published) if content.published else None,
        content.language,
        content.text,
        rest_of(content),
        pack(version.traces.sketch),
        version.recorded.isoformat(),
        "\n".join(version.traces.credits),
    )


_TELLING = (
    select(
        t.stem.c.number,
        t.stem.c.id,
        t.stem.c.report,
        t.telling.c.payload,
        t.telling.c.words,
        t.telling.c.reader,
        t.report.c.id.label("report_id"),
        t.version.c.title,
        t.version.c.url,
        t.version.c.publisher,
        t.version.c.published,
        t.version.c.language,
        t.version.c.sketch,
        t.version.c.credits,
        t.version.c.recorded,
        t.stem.c.engagement,
    )
    .join(t.telling, t.telling.c.number == t.stem.c.telling)
    .join(t.report, t.report.c.number == t.stem.c.report)
    .join(t.version, (t.version.c.report == t.stem.c.report) & (t.version.c.number == t.telling.c.version))
)
_OUTLINES = _TELLING.with_only_columns(
    t.stem.c.number,
    t.stem.c.id,
    t.stem.c.report,
    t.telling.c.payload,
    t.report.c.id.label("report_id"),
    t.version.c.published,
    maintain_column_froms=True,
).where(t.stem.c.number.in_(NUMBERS))
_TELLINGS = _TELLING.where(t.stem.c.number.in_(NUMBERS))
_TELLINGS_WITH_TEXT = _TELLINGS.add_columns(t.version.c.text)
_TELLINGS_OF = _TELLING.add_columns(t.version.c.text).where(t.stem.c.report.in_(NUMBERS))
_STEMS = select(t.stem.c.id, t.stem.c.number).where(t.stem.c.id.in_(NUMBERS))
_STEM_IDS = select(t.stem.c.number, t.stem.c.id).where(t.stem.c.number.in_(NUMBERS))
_STEM_KEYS = select(t.stem.c.number, t.stem.c.blocks).where(t.stem.c.number.in_(NUMBERS))
_READ_FROM = t.telling.join(
    t.version, (t.version.c.report == t.telling.c.report) & (t.version.c.number == t.telling.c.version)
)
_LOST = (
    select(func.count())
    .select_from(t.stem)
    .where(t.stem.c.telling.is_not(None))
    .where(~exists(select(t.telling.c.number).select_from(_READ_FROM).where(t.telling.c.number == t.stem.c.telling)))
)
_NEAR = select(t.near.c.key, t.near.c.stem).where(t.near.c.key.in_(NUMBERS))
_ALIKE = select(t.edge).where(t.edge.c.one.in_(NUMBERS))
_EDGES = _ALIKE.where(t.edge.c.score >= literal_column(str(SAME)))
_NEAR_MISSES = _ALIKE.where(t.edge.c.score < literal_column(str(SAME)))
_CUT = delete(t.edge).where((t.edge.c.one == bindparam("a")) & (t.edge.c.other == bindparam("b")))
_UNNEAR = delete(t.near).where((t.near.c.key == bindparam("k")) & (t.near.c.stem == bindparam("s")))
_SET_STEM = (
    update(t.stem)
    .where(t.stem.c.number == bindparam("n"))
    .values(telling=bindparam("telling"), blocks=bindparam("blocks"))
)


class AccountSession(ReportSession):
    """Accounts, what is near them, and what is like them."""

    def stems(self, ids: Iterable[str]) -> dict[str, int]:
        """The numbers of stems, current or not."""
        return {row.id: row.number for row in self._in(_STEMS, ids)}

    def stem_ids(self, stems: Iterable[int]) -> dict[int, str]:
        """The ids of stems, current or not."""
        return {row.number: row.id for row in self._in(_STEM_IDS, stems)}

    def tellings(self, stems: Iterable[int], *, texts: bool = False) -> dict[int, Telling]:
        """The current accounts of stems; stems without one are left out."""
        rows = self._in(_TELLINGS_WITH_TEXT if texts else _TELLINGS, stems)
        return {row.number: _telling(row, row.text if texts else None) for row in rows}

    def outlines(self, stems: Iterable[int]) -> dict[int, Telling]:
        """The current accounts of stems as far as a comparison needs them: many are looked at and few kept."""
        return {row.number: _outline(row) for row in self._in(_OUTLINES, stems)}

    def tellings_of(self, *reports: int) -> tuple[Telling, ...]:
        """The current accounts of reports, with their texts."""
        rows = self._in(_TELLINGS_OF, reports)
        return tuple(sorted((_telling(row, row.text) for row in rows), key=lambda telling: telling.stem))

    def lost(self) -> int:
        """How many stems there are whose current account, or the text that it was read from, is not there."""
        return int(self.connection.execute(_LOST).scalar_one())

    def put_tellings(self, tellings: Sequence[NewTelling], new: frozenset[int]) -> None:
        """Keep accounts and make them current under their stems, the `new` ones of which are made."""
        if not tellings:
            return
        self._forget_keys([telling.stem for telling in tellings if telling.stem not in new])
        numbers = {telling.stem: self.next_number("telling") for telling in tellings}
        kept = [
            (numbers[one.stem], one.stem, one.report, one.version, one.reader, press(one.payload), one.words)
            for one in tellings
        ]
        self._put(t.telling, kept)
        fresh = [
            (one.stem, one.id, one.report, numbers[one.stem], None, pack(one.keys))
            for one in tellings
            if one.stem in new
        ]
        self._put(t.stem, fresh)
        changed = [
            {"n": one.stem, "telling": numbers[one.stem], "blocks": pack(one.keys)}
            for one in tellings
            if one.stem not in new
        ]
        if changed:
            self.connection.execute(_SET_STEM, changed)
        self._put(t.near, sorted((key, one.stem) for one in tellings for key in one.keys))  # in the table's own order

    def retire(self, stems: Iterable[int]) -> None:
        """Leave stems without a current account."""
        numbers = list(stems)
        self._forget_keys(numbers)
        if numbers:
            self.connection.execute(_SET_STEM, [{"n": number, "telling": None, "blocks": b""} for number in numbers])

    def _forget_keys(self, stems: Sequence[int]) -> None:
        pairs = [{"k": key, "s": row.number} for row in self._in(_STEM_KEYS, stems) for key in unpack(row.blocks)]
        if pairs:
            self.connection.execute(_UNNEAR, pairs)

    def near(self, keys: Iterable[int]) -> dict[int, set[int]]:
        """The stems filed under keys."""
        found: dict[int, set[int]] = {}
        for row in self._in(_NEAR, keys):
            found.setdefault(row.key, set()).add(row.stem)
        return found

    def edges(self, stems: Iterable[int]) -> tuple[Edge, ...]:
        """What is like one of the stems, each from its side."""
        return tuple(Edge(row.one, row.other, row.score) for row in self._in(_EDGES, stems))

    def near_misses(self, stems: Iterable[int]) -> tuple[Edge, ...]:
        """What is close to one of the stems, but not the same, each from its side."""
        return tuple(Edge(row.one, row.other, row.score) for row in self._in(_NEAR_MISSES, stems))

    def put_edges(self, edges: Sequence[Edge]) -> None:
        """Keep edges, in both directions."""
        there = {(edge.one, edge.other, edge.score) for edge in edges}
        self._put(t.edge, sorted(there | {(other, one, score) for one, other, score in there}))

    def cut_edges(self, stems: Iterable[int]) -> None:
        """Remove every edge of the stems."""
        pairs = {(row.one, row.other) for row in self._in(_ALIKE, stems)}
        rows = [{"a": a, "b": b} for one, other in pairs for a, b in ((one, other), (other, one))]
        if rows:
            self.connection.execute(_CUT, rows)


@undamaged()
def _outline(row: Row[Any]) -> Telling:
    context = Context(row.report_id, published=PartialDate.parse(row.published) if row.published else None)
    return Telling(row.number, row.id, row.report, unpress(row.payload), "", "", context)


@undamaged()
def _telling(row: Row[Any], body: str | None) -> Telling:
    context = Context(
        report=row.report_id,
        title=row.title,
        url=row.url,
        publisher=row.publisher,
        published=PartialDate.parse(row.published) if row.published else None,
        language=row.language,
        sketch=unpack(row.sketch),
        credits=tuple(row.credits.split("\n")) if row.credits else (),
    )
    payload = unpress(row.payload)
    return Telling(
        row.number, row.id, row.report, payload, row.words, row.reader, context, body, row.engagement, row.recorded
    )
