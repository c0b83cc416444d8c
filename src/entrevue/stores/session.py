"""The port's transaction over SQLAlchemy Core: reports, accounts and engagements."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, text, update

from entrevue.domain.dates import PartialDate
from entrevue.domain.recorded import Context
from entrevue.ledger.rows import Edge, EngagementRow, Filter, NewTelling, Phrase, ReportRow, Telling, VersionRow
from entrevue.stores import tables as t
from entrevue.stores.packing import pack, press, report_from, rest_of, unpack, unpress

_CHUNK = 400  # numbers in one IN (…): SQLite takes 999 parameters in its oldest builds


class Dialect(Protocol):
    """What differs between databases."""

    def put_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """File words under ranks."""

    def drop_texts(self, connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
        """Take words filed under ranks out again."""

    def clear_texts(self, connection: Connection) -> None:
        """Take all words out again."""

    def text_clause(self, phrases: Sequence[Phrase], parameters: dict[str, Any]) -> tuple[str, str, str]:
        """A source to select ranks from, the name of its rank, and its condition; parameters are added."""


class BaseSession:
    """A transaction over a connection; numbers are handed out by the one writer that holds the ledger."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """The connection has begun its transaction."""
        self.connection = connection
        self.dialect = dialect
        self._next: dict[str, int] = {}

    def next_number(self, table: str) -> int:
        """The next free number of a table."""
        if table not in self._next:
            highest = select(func.max(t.metadata.tables[table].c.number))
            self._next[table] = self.connection.execute(highest).scalar() or 0
        self._next[table] += 1
        return self._next[table]

    def _in(self, statement: Any, numbers: Iterable[Any]) -> Iterator[Row[Any]]:
        """Rows of a statement with an expanding parameter `numbers`, asked for in chunks."""
        wanted = sorted(set(numbers))
        for start in range(0, len(wanted), _CHUNK):
            yield from self.connection.execute(statement, {"numbers": wanted[start : start + _CHUNK]})

    def _run_in(self, statement: Any, numbers: Iterable[Any]) -> None:
        wanted = sorted(set(numbers))
        for start in range(0, len(wanted), _CHUNK):
            self.connection.execute(statement, {"numbers": wanted[start : start + _CHUNK]})


_NUMBERS: Any = bindparam("numbers", expanding=True)
_REPORT = select(t.report.c.number, t.report.c.id, t.report.c.version, t.report.c.digest, t.report.c.reader)
_REPORT_BY_ID = _REPORT.where(t.report.c.id == bindparam("id"))
_REPORTS = _REPORT.where(t.report.c.number > bindparam("after")).order_by(t.report.c.number)
_VERSIONS = select(t.version).where(t.version.c.report == bindparam("report")).order_by(t.version.c.number)


class ReportSession(BaseSession):
    """Reports and their versions."""

    def report(self, id: str) -> ReportRow | None:  # noqa: A002 (the word for it)
        """The report of that id."""
        row = self.connection.execute(_REPORT_BY_ID, {"id": id}).first()
        return ReportRow(*row) if row else None

    def reports(self, after: int, limit: int) -> tuple[ReportRow, ...]:
        """Reports in the order of recording."""
        rows = self.connection.execute(_REPORTS.limit(limit), {"after": after})
        return tuple(ReportRow(*row) for row in rows)

    def put_version(self, id: str, version: VersionRow, reader: str) -> None:  # noqa: A002
        """Keep a version and make it the report's current one."""
        content = version.content
        head = {"version": version.number, "digest": version.digest, "reader": reader}
        if version.number == 1:
            self.connection.execute(insert(t.report), {"number": version.report, "id": id} | head)
        else:
            self.connection.execute(update(t.report).where(t.report.c.number == version.report), head)
        row = {
            "report": version.report,
            "number": version.number,
            "digest": version.digest,
            "title": content.title,
            "url": content.url,
            "publisher": content.publisher,
            "published": str(content.published) if content.published else None,
            "language": content.language,
            "text": content.text,
            "rest": rest_of(content),
            "sketch": pack(version.sketch),
            "recorded": version.recorded.isoformat(),
        }
        self.connection.execute(insert(t.version), row)

    def set_reader(self, report: int, reader: str) -> None:
        """Note who read a report last."""
        self.connection.execute(update(t.report).where(t.report.c.number == report), {"reader": reader})

    def versions(self, report: int) -> tuple[VersionRow, ...]:
        """All versions of a report, the oldest first."""
        rows = self.connection.execute(_VERSIONS, {"report": report}).mappings()
        return tuple(
            VersionRow(
                row["report"],
                row["number"],
                row["digest"],
                report_from(dict(row), row["rest"]),
                unpack(row["sketch"]),
                dt.datetime.fromisoformat(row["recorded"]),
            )
            for row in rows
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
        t.stem.c.engagement,
    )
    .join(t.telling, t.telling.c.number == t.stem.c.telling)
    .join(t.report, t.report.c.number == t.stem.c.report)
    .join(t.version, (t.version.c.report == t.stem.c.report) & (t.version.c.number == t.telling.c.version))
)
_TELLINGS = _TELLING.where(t.stem.c.number.in_(_NUMBERS))
_TELLINGS_WITH_TEXT = _TELLINGS.add_columns(t.version.c.text)
_TELLINGS_OF = _TELLING.add_columns(t.version.c.text).where(t.stem.c.report == bindparam("report"))
_STEMS = select(t.stem.c.id, t.stem.c.number).where(t.stem.c.id.in_(_NUMBERS))
_STEM_KEYS = select(t.stem.c.number, t.stem.c.blocks).where(t.stem.c.number.in_(_NUMBERS))
_NEAR = select(t.near.c.stem).where(t.near.c.key.in_(_NUMBERS)).distinct()
_EDGES = select(t.edge).where(t.edge.c.one.in_(_NUMBERS))
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

    def tellings(self, stems: Iterable[int], *, texts: bool = False) -> dict[int, Telling]:
        """The current accounts of stems; stems without one are left out."""
        rows = self._in(_TELLINGS_WITH_TEXT if texts else _TELLINGS, stems)
        return {row.number: _telling(row, row.text if texts else None) for row in rows}

    def tellings_of(self, report: int) -> tuple[Telling, ...]:
        """The current accounts of a report, with its text."""
        rows = self.connection.execute(_TELLINGS_OF, {"report": report})
        return tuple(sorted((_telling(row, row.text) for row in rows), key=lambda telling: telling.stem))

    def put_tellings(self, tellings: Sequence[NewTelling], new: frozenset[int]) -> None:
        """Keep accounts and make them current under their stems, the `new` ones of which are made."""
        if not tellings:
            return
        self._forget_keys([telling.stem for telling in tellings if telling.stem not in new])
        numbers = {telling.stem: self.next_number("telling") for telling in tellings}
        kept = [
            {"number": numbers[one.stem], "stem": one.stem, "report": one.report, "version": one.version}
            | {"reader": one.reader, "payload": press(one.payload), "words": one.words}
            for one in tellings
        ]
        self.connection.execute(insert(t.telling), kept)
        fresh = [
            {"number": one.stem, "id": one.id, "report": one.report, "telling": numbers[one.stem]}
            | {"blocks": pack(one.keys)}
            for one in tellings
            if one.stem in new
        ]
        if fresh:
            self.connection.execute(insert(t.stem), fresh)
        changed = [
            {"n": one.stem, "telling": numbers[one.stem], "blocks": pack(one.keys)}
            for one in tellings
            if one.stem not in new
        ]
        if changed:
            self.connection.execute(_SET_STEM, changed)
        near = [{"key": key, "stem": one.stem} for one in tellings for key in one.keys]
        if near:
            self.connection.execute(insert(t.near), near)

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

    def near(self, keys: Iterable[int]) -> set[int]:
        """The stems that share a key."""
        return {row.stem for row in self._in(_NEAR, keys)}

    def edges(self, stems: Iterable[int]) -> tuple[Edge, ...]:
        """What is like one of the stems, each from its side."""
        return tuple(Edge(row.one, row.other, row.score) for row in self._in(_EDGES, stems))

    def put_edges(self, edges: Sequence[Edge]) -> None:
        """Keep edges, in both directions."""
        rows = [
            {"one": one, "other": other, "score": edge.score}
            for edge in edges
            for one, other in ((edge.one, edge.other), (edge.other, edge.one))
        ]
        if rows:
            self.connection.execute(insert(t.edge), rows)

    def cut_edges(self, stems: Iterable[int]) -> None:
        """Remove every edge of the stems."""
        pairs = {(edge.one, edge.other) for edge in self.edges(stems)}
        rows = [{"a": a, "b": b} for one, other in pairs for a, b in ((one, other), (other, one))]
        if rows:
            self.connection.execute(_CUT, rows)


def _telling(row: Row[Any], body: str | None) -> Telling:
    context = Context(
        report=row.report_id,
        title=row.title,
        url=row.url,
        publisher=row.publisher,
        published=PartialDate.parse(row.published) if row.published else None,
        language=row.language,
        sketch=unpack(row.sketch),
    )
    return Telling(
        row.number, row.id, row.report, unpress(row.payload), row.words, row.reader, context, body, row.engagement
    )


_ENGAGEMENT = select(
    t.engagement.c.number,
    t.engagement.c.rank,
    t.engagement.c.last,
    t.engagement.c.document,
    t.engagement.c.words,
    t.engagement.c.marks,
)
_ENGAGEMENTS = _ENGAGEMENT.where(t.engagement.c.number.in_(_NUMBERS))
_BY_RANK = _ENGAGEMENT.where(t.engagement.c.rank.in_(_NUMBERS))
_ENGAGEMENT_OF = select(t.stem.c.engagement).where(t.stem.c.number.in_(_NUMBERS))
_BEHIND = (
    select(t.stem.c.report, t.version.c.publisher, t.version.c.published)
    .join(t.report, t.report.c.number == t.stem.c.report)
    .join(t.version, (t.version.c.report == t.report.c.number) & (t.version.c.number == t.report.c.version))
    .where(t.stem.c.engagement.in_(_NUMBERS))
)
_MEMBERS = select(t.stem.c.number).where((t.stem.c.engagement == bindparam("number")) & t.stem.c.telling.is_not(None))
_STRAYS = {
    "engagements without an account": "SELECT count(*) FROM engagement e WHERE NOT EXISTS"
    " (SELECT 1 FROM stem s WHERE s.engagement = e.number AND s.telling IS NOT NULL)",
    "edges of accounts that are gone": "SELECT count(*) FROM edge WHERE NOT EXISTS"
    " (SELECT 1 FROM stem s WHERE s.number = edge.one AND s.telling IS NOT NULL)",
    "marks of engagements that are gone": "SELECT count(*) FROM mark WHERE NOT EXISTS"
    " (SELECT 1 FROM engagement e WHERE e.rank = mark.rank)",
    "appearances without a person": "SELECT count(*) FROM appearance a WHERE NOT EXISTS"
    " (SELECT 1 FROM appearance p WHERE p.number = a.person)",
}
_UNMARK = delete(t.mark).where((t.mark.c.mark == bindparam("m")) & (t.mark.c.rank == bindparam("r")))
_DROP = delete(t.engagement).where(t.engagement.c.number.in_(_NUMBERS))
_SET_MEMBER = update(t.stem).where(t.stem.c.number == bindparam("n")).values(engagement=bindparam("engagement_"))


class EngagementSession(AccountSession):
    """Derived engagements and what they are found by."""

    def engagements(self, numbers: Iterable[int]) -> dict[int, EngagementRow]:
        """Engagements by their numbers."""
        return {row.number: _engagement(row) for row in self._in(_ENGAGEMENTS, numbers)}

    def members(self, number: int) -> set[int]:
        """The stems of an engagement's accounts."""
        return {row.number for row in self.connection.execute(_MEMBERS, {"number": number})}

    def strays(self) -> list[str]:
        """Derived rows that belong to nothing, in words."""
        found = []
        for sign, statement in _STRAYS.items():
            count = self.connection.execute(text(statement)).scalar_one()
            if count:
                found.append(f"{sign}: {count}")
        return found

    def engagement_numbers(self, stems: Iterable[int]) -> set[int]:
        """The engagements that stems belonged to, current or not."""
        return {row.engagement for row in self._in(_ENGAGEMENT_OF, stems) if row.engagement}

    def put_engagements(self, rows: Sequence[EngagementRow], members: Mapping[int, int | None]) -> None:
        """Keep engagements that are not there, and set which engagement stems belong to."""
        if rows:
            kept = [
                {"number": row.number, "rank": row.rank, "last": row.last, "document": press(row.document)}
                | {"words": row.words, "marks": pack(row.marks)}
                for row in rows
            ]
            self.connection.execute(insert(t.engagement), kept)
            self.connection.execute(insert(t.mark), [{"mark": m, "rank": row.rank} for row in rows for m in row.marks])
            self.dialect.put_texts(self.connection, [(row.rank, row.words) for row in rows])
        if members:
            self.connection.execute(_SET_MEMBER, [{"n": n, "engagement_": number} for n, number in members.items()])

    def drop_engagements(self, numbers: Iterable[int]) -> None:
        """Remove engagements with their marks and words."""
        rows = list(self.engagements(numbers).values())
        if not rows:
            return
        self.dialect.drop_texts(self.connection, [(row.rank, row.words) for row in rows])
        self.connection.execute(_UNMARK, [{"m": mark, "r": row.rank} for row in rows for mark in row.marks])
        self._run_in(_DROP, [row.number for row in rows])

    def engagements_at(self, ranks: Iterable[int]) -> dict[int, EngagementRow]:
        """Engagements by their ranks."""
        return {row.rank: _engagement(row) for row in self._in(_BY_RANK, ranks)}

    def find(self, filter: Filter, limit: int | None) -> tuple[EngagementRow, ...]:  # noqa: A002
        """Engagements that a filter lets through, the highest rank first."""
        ranks = self.ranks(filter, limit)
        found = self.engagements_at(ranks)
        return tuple(found[rank] for rank in ranks)

    def ranks(self, filter: Filter, limit: int | None) -> tuple[int, ...]:  # noqa: A002
        """Their ranks alone."""
        statement, parameters = rank_query(filter, limit, self.dialect)
        return tuple(row[0] for row in self.connection.execute(text(statement), parameters))

    def count(self, filter: Filter) -> int:  # noqa: A002
        """How many a filter lets through."""
        statement, parameters = rank_query(filter, None, self.dialect)
        counting = f"SELECT count(*) FROM ({statement}) AS ranks"  # noqa: S608 (holds no user's value)
        return int(self.connection.execute(text(counting), parameters).scalar_one())

    def reports_behind(self, numbers: Sequence[int]) -> tuple[int, int, str | None, str | None]:
        """Reports and publishers that tell of engagements, and the first and the last date of publication."""
        rows = {(row.report, row.publisher, row.published) for row in self._in(_BEHIND, numbers)}
        dates = sorted(published for _, _, published in rows if published)
        publishers = {publisher for _, publisher, _ in rows if publisher}
        return (
            len({report for report, _, _ in rows}),
            len(publishers),
            *((dates[0], dates[-1]) if dates else (None, None)),
        )


def rank_query(filter: Filter, limit: int | None, dialect: Dialect) -> tuple[str, dict[str, Any]]:  # noqa: A002
    """The statement for a filter: its rarest mark or its words lead, in the order written (CROSS JOIN keeps it)."""
    parameters: dict[str, Any] = {"low": filter.low}
    sources, conditions = [], []
    if filter.phrases:
        source, lead, condition = dialect.text_clause(filter.phrases, parameters)
        sources.append(source)
        conditions.append(condition)
    for index, group in enumerate(filter.marks):
        names = [f"m{index}_{place}" for place in range(len(group))]
        parameters |= dict(zip(names, group, strict=True))
        conditions.append(f"m{index}.mark IN ({', '.join(f':{name}' for name in names)})")
        if sources:
            conditions.append(f"m{index}.rank = {lead}")
        else:
            lead = f"m{index}.rank"
        sources.append(f"mark m{index}")
    if not sources:
        sources, lead = ["engagement e"], "e.rank"
    if filter.last_from and "engagement e" not in sources:
        sources.append("engagement e")
        conditions.append(f"e.rank = {lead}")
    if filter.last_from:
        parameters["last"] = filter.last_from
        conditions.append("e.last >= :last")
    for index, value in enumerate(filter.without):
        parameters[f"w{index}"] = value
        conditions.append(f"NOT EXISTS (SELECT 1 FROM mark w WHERE w.mark = :w{index} AND w.rank = {lead})")  # noqa: S608 (holds no user's value)
    conditions.append(f"{lead} >= :low")
    if filter.high is not None:
        parameters["high"] = filter.high
        conditions.append(f"{lead} < :high")
    distinct = "DISTINCT " if any(len(group) > 1 for group in filter.marks) else ""
    order = "ASC" if filter.oldest_first else "DESC"
    body = f"FROM {' CROSS JOIN '.join(sources)} WHERE {' AND '.join(conditions)}"
    statement = f"SELECT {distinct}{lead} AS found {body} ORDER BY found {order}"
    if limit is not None:
        parameters["limit"] = limit
        statement += " LIMIT :limit"
    return statement, parameters


def _engagement(row: Row[Any]) -> EngagementRow:
    return EngagementRow(row.number, row.rank, row.last, unpress(row.document), row.words, unpack(row.marks))
