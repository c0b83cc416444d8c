"""The port's transaction over SQLAlchemy Core: engagements and what they are found by."""

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import Row, bindparam, case, delete, exists, func, literal_column, select, update

from entrevue.ledger.rows import (
    DATED,
    RANK_BITS,
    DocumentRow,
    EngagementRow,
    Filter,
    Order,
    Phrase,
    Span,
    Tally,
)
from entrevue.stores import tables as t
from entrevue.stores.accounts import AccountSession
from entrevue.stores.packing import pack, press, unpack, unpress
from entrevue.stores.session import NUMBERS, Dialect, prepared
from entrevue.stores.terms import TermSession

_MANY = 5_000  # from so many on one mark is as good as another to begin with
_FEW = 200  # among so many, words are looked for one by one
_SOME = 1_000  # among more, words that are common are found soon
_AT_ONCE = 500  # rows in memory at a time where thousands are added up
_COUNTED = 2_000  # engagements up to which years are counted one by one
_COMMON = 20_000  # words that so many have are found soon wherever one looks
_ENGAGEMENT = select(
    t.engagement.c.number,
    t.engagement.c.rank,
    t.engagement.c.last,
    t.engagement.c.document,
    t.engagement.c.words,
    t.tally.c.marks,
    t.engagement.c.doubt,
    t.engagement.c.changed,
    t.engagement.c.reports,
).join(t.tally, t.tally.c.rank == t.engagement.c.rank)
_ENGAGEMENTS = _ENGAGEMENT.where(t.engagement.c.number.in_(NUMBERS))
_DOCUMENT = select(t.engagement.c.number, t.engagement.c.rank, t.engagement.c.document)
_DOCUMENTS = _DOCUMENT.where(t.engagement.c.number.in_(NUMBERS))
_CHANGED = select(t.engagement.c.number, t.engagement.c.changed).where(t.engagement.c.number.in_(NUMBERS))
_BY_RANK = _DOCUMENT.where(t.engagement.c.rank.in_(NUMBERS))
_ENGAGEMENT_OF = select(t.stem.c.engagement).where(t.stem.c.number.in_(NUMBERS))
_BEHIND = (
    select(t.stem.c.report, t.version.c.publisher, t.version.c.published)
    .join(t.report, t.report.c.number == t.stem.c.report)
    .join(t.version, (t.version.c.report == t.report.c.number) & (t.version.c.number == t.report.c.version))
    .where(t.stem.c.engagement.in_(NUMBERS))
)
_MEMBERS = select(t.stem.c.number).where((t.stem.c.engagement == bindparam("number")) & t.stem.c.telling.is_not(None))
_SPAN = "count(*), min({0}), max({0})".format(f"CASE WHEN found >= {DATED} THEN found END")
_STRAYS = {
    "engagements without an account": "SELECT count(*) FROM engagement e WHERE NOT EXISTS"
    " (SELECT 1 FROM stem s WHERE s.engagement = e.number AND s.telling IS NOT NULL)",
    "edges of accounts that are gone": "SELECT count(*) FROM edge WHERE NOT EXISTS"
    " (SELECT 1 FROM stem s WHERE s.number = edge.one AND s.telling IS NOT NULL)",
    "marks of engagements that are gone": "SELECT count(*) FROM mark WHERE NOT EXISTS"
    " (SELECT 1 FROM engagement e WHERE e.rank = mark.rank)",
    "marks that are missing": "SELECT coalesce(sum(length(marks)), 0) / 8 - (SELECT count(*) FROM mark) FROM tally",
    "appearances without a person": "SELECT count(*) FROM appearance a WHERE NOT EXISTS"
    " (SELECT 1 FROM appearance p WHERE p.number = a.person)",
}
# What began before a day and may have lasted until then: few, with an index of theirs
_LASTING = "SELECT s.rank FROM engagement s WHERE s.rank >= :low AND s.rank < :begun AND s.last >= :last AND "
_LASTING += t.LASTING.format("s.")
_FILED = {  # the ranks of what editors filed; few, so that they lead
    "tag": "SELECT DISTINCT o.rank AS rank FROM tag g JOIN stem s ON s.id = g.about"
    " JOIN engagement o ON o.number = s.engagement WHERE g.plain = :tag",
    "collection": "SELECT DISTINCT o.rank AS rank FROM collection c JOIN collection_item i ON i.collection = c.number"
    " JOIN stem s ON s.id = i.about JOIN engagement o ON o.number = s.engagement"
    " WHERE c.id = :collection OR c.key = :collection",
}
_UNMARK = delete(t.mark).where((t.mark.c.mark == bindparam("m")) & (t.mark.c.rank == bindparam("r")))
_DROP = delete(t.engagement).where(t.engagement.c.number.in_(NUMBERS))
_DROP_TALLY = delete(t.tally).where(t.tally.c.rank.in_(NUMBERS))
_SET_MEMBER = update(t.stem).where(t.stem.c.number == bindparam("n")).values(engagement=bindparam("engagement_"))


class Lead(Enum):
    """What a statement looks up first: marks in what has the words, words in what bears the marks, or all in order."""

    WORDS = auto()
    MARKS = auto()
    ORDER = auto()


class EngagementSession(AccountSession, TermSession):
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
            count = self.connection.execute(prepared(statement)).scalar_one()
            if count:
                found.append(f"{sign}: {count}")
        return found

    def engagement_numbers(self, stems: Iterable[int]) -> set[int]:
        """The engagements that stems belonged to, current or not."""
        return {row.engagement for row in self._in(_ENGAGEMENT_OF, stems) if row.engagement}

    def put_engagements(self, rows: Sequence[EngagementRow], members: Mapping[int, int | None]) -> None:
        """Keep engagements that are not there, and set which engagement stems belong to."""
        if rows:
            kept = [(r.number, r.rank, r.last, press(r.document), r.words, r.doubt, r.changed, r.reports) for r in rows]
            self._put(t.engagement, kept)
            self._put(t.tally, [(row.rank, pack(row.marks)) for row in rows])
            self._put(t.mark, sorted((mark, row.rank) for row in rows for mark in row.marks))
            self._list(rows)
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
        self._run_in(_DROP_TALLY, [row.rank for row in rows])
        self._unlist(rows)

    def documents(self, numbers: Iterable[int]) -> dict[int, DocumentRow]:
        """Engagements by their numbers, without what they are found by."""
        return {row.number: _document(row) for row in self._in(_DOCUMENTS, numbers)}

    def changed(self, numbers: Iterable[int]) -> dict[int, str]:
        """When engagements last changed, in ISO 8601; "" for what is not known since a ledger was made anew."""
        return {row.number: row.changed for row in self._in(_CHANGED, numbers)}

    def documents_at(self, ranks: Iterable[int]) -> dict[int, DocumentRow]:
        """The same by their ranks."""
        return {row.rank: _document(row) for row in self._in(_BY_RANK, ranks)}

    def find(self, filter: Filter, limit: int | None) -> tuple[DocumentRow, ...]:  # noqa: A002
        """Engagements that a filter lets through, the highest rank first."""
        ranks = self.ranks(filter, limit)
        found = self.documents_at(ranks)
        return tuple(found[rank] for rank in ranks)

    def ranks(self, filter: Filter, limit: int | None) -> tuple[int, ...]:  # noqa: A002
        """Their ranks alone."""
        statement, parameters = self._planned(filter, limit)
        return tuple(row[0] for row in self.connection.execute(prepared(statement), parameters).all())

    def count(self, filter: Filter) -> int:  # noqa: A002
        """How many a filter lets through."""
        statement, parameters = self._planned(filter)
        counting = f"SELECT count(*) FROM ({statement}) AS ranks"  # noqa: S608 (holds no user's value)
        return int(self.connection.execute(prepared(counting), parameters).scalar_one())

    def tally(self, filter: Filter, most: int) -> Tally:  # noqa: A002
        """How often each mark and each year stands among the newest `most` that a filter lets through.

        The marks of an engagement lie together in one column of a narrow table: adding them up here takes a third of the
        time that the database takes to group a row for each.
        """
        statement, parameters = self._planned(replace(filter, order=Order.DAY), most)
        joined = f"SELECT r.found, o.marks FROM ({statement}) AS r CROSS JOIN tally o WHERE o.rank = r.found"  # noqa: S608
        ranks, found = array("q"), bytearray()
        for rows in self.connection.execute(prepared(joined), parameters).partitions(_AT_ONCE):
            ranks.extend(row[0] for row in rows)  # rows that are let go of at once call no garbage collector
            found += b"".join(row[1] for row in rows)
        values, counts = np.unique(np.frombuffer(bytes(found), np.int64), return_counts=True)
        marks = dict(zip(values.tolist(), counts.tolist(), strict=True))
        years = Counter(rank >> RANK_BITS for rank in ranks if rank >= DATED)
        by_year: Counter[int] = Counter()
        for day, count in years.items():
            by_year[dt.date.fromordinal(day).year] += count
        return Tally(len(ranks), marks, by_year)

    def span(self, filter: Filter) -> Span:  # noqa: A002
        """How many a filter lets through, and between which ranks those with a date lie."""
        statement, parameters = self._planned(filter)
        asked = f"SELECT {_SPAN} FROM ({statement}) AS ranks"  # noqa: S608
        return Span(*self.connection.execute(prepared(asked), parameters).one())

    def spans(self, marks: Iterable[int], without: Sequence[int]) -> dict[int, Span]:
        """The span of what bears each of some marks and none of `without`; a mark that nothing bears has none."""
        statement = _spans(tuple(one for one in without if self._bearers((one,), 1)))
        return {row.mark: Span(row.number, row.lowest, row.highest) for row in self._in(statement, marks)}

    def days(self, filter: Filter) -> dict[int, int]:  # noqa: A002
        """How many a filter lets through, by the first day they can have begun."""
        statement, parameters = self._planned(replace(filter, low=max(filter.low, DATED)))
        found = self.connection.execute(prepared(statement), parameters).scalars().all()
        days = Counter([rank >> RANK_BITS for rank in found])  # the database would sort them anew
        return dict(reversed(days.items()))

    def years(self, filter: Filter) -> dict[int, int]:  # noqa: A002
        """How many a filter lets through, by the year in which they can first have begun."""
        dated = replace(filter, low=max(filter.low, DATED))
        ranks = self.ranks(dated, _COUNTED)
        if len(ranks) < _COUNTED:
            return dict(sorted(Counter(_year(rank) for rank in ranks).items()))
        (oldest,) = self.ranks(replace(dated, oldest_first=True), 1)
        found = {year: self.count(_within(dated, year)) for year in range(_year(oldest), _year(ranks[0]) + 1)}
        return {year: count for year, count in found.items() if count}

    def _planned(self, filter: Filter, limit: int | None = None) -> tuple[str, dict[str, Any]]:  # noqa: A002
        """The statement for a filter, with its rarest marks first, and without what nothing bears that is left out."""
        marks = filter.marks
        if len(marks) > 1:
            marks = tuple(sorted(marks, key=lambda group: self._bearers(group, _MANY)))
        without = tuple(mark for mark in filter.without if self._bearers((mark,), 1))
        planned = replace(filter, marks=marks, without=without)
        leads = self._leads(planned, limit)
        return rank_query(planned, limit, self.dialect, leads=leads)

    def _leads(self, filter: Filter, limit: int | None) -> Lead:  # noqa: A002
        """What to look up first: what the rest of the statement is then looked for in."""
        if self._order_leads(filter, limit):
            return Lead.ORDER
        return Lead.MARKS if self._marks_lead(filter, limit) else Lead.WORDS

    def _order_leads(self, filter: Filter, limit: int | None) -> bool:  # noqa: A002
        """Whether to walk all engagements as they are ordered, which ends when enough of them bear the rarest mark.

        The other way round every bearer is looked up and sorted. Of a rare mark that is less, and words are few.
        """
        if limit is None or filter.order is Order.DAY or filter.phrases or not filter.marks:
            return False
        if filter.tag or filter.collection:
            return False
        if filter.low or filter.high is not None:  # what lies within some days may all be at the end
            return False
        return self._bearers(filter.marks[0], _MANY) == _MANY

    def _marks_lead(self, filter: Filter, limit: int | None) -> bool:  # noqa: A002
        """Whether to look for the words in what bears the rarest mark, rather than for the mark in what has the words.

        The first takes 80 µs an engagement, and ends when enough are found; the second takes 1 µs.
        """
        if not filter.marks or not filter.phrases:
            return False
        bearers = self._bearers(filter.marks[0], _SOME)
        if limit is None or not _FEW < bearers < _SOME:
            return bearers <= _FEW
        return self._told(filter.phrases, _COMMON) == _COMMON

    def _bearers(self, group: Sequence[int], most: int) -> int:
        """How many engagements bear one of some marks, counted up to `most`."""
        key = (tuple(group), most)
        if key not in self._counted:
            signs = {f"m{place}": mark for place, mark in enumerate(group)}
            listed = ", ".join(f":{sign}" for sign in signs)
            asked = f"SELECT count(*) FROM (SELECT 1 FROM mark WHERE mark IN ({listed}) LIMIT :most) AS bearers"  # noqa: S608
            found = self.connection.execute(prepared(asked), {**signs, "most": most}).scalar_one()
            self._counted[key] = int(found)
        return self._counted[key]

    def _told(self, phrases: Sequence[Phrase], most: int) -> int:
        """How many engagements are told with words, counted up to `most`."""
        parameters: dict[str, Any] = {"most": most}
        source, _, condition = self.dialect.text_clause(phrases, parameters)
        asked = f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {condition} LIMIT :most) AS told"  # noqa: S608
        return int(self.connection.execute(prepared(asked), parameters).scalar_one())

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


def _year(rank: int) -> int:
    return dt.date.fromordinal(rank >> RANK_BITS).year


def _within(filter: Filter, year: int) -> Filter:  # noqa: A002
    """The filter for one year alone."""
    low, high = dt.date(year, 1, 1).toordinal() << RANK_BITS, (dt.date(year, 12, 31).toordinal() + 1) << RANK_BITS
    return replace(filter, low=max(low, filter.low), high=min(high, filter.high or high))


def rank_query(
    filter: Filter,  # noqa: A002
    limit: int | None,
    dialect: Dialect,
    *,
    leads: Lead = Lead.WORDS,
) -> tuple[str, dict[str, Any]]:
    """The statement for a filter: what is looked up first leads, in the order written (CROSS JOIN keeps it)."""
    parameters: dict[str, Any] = {"low": filter.low}
    found: list[tuple[str, str, str]] = []  # source, name of its rank, condition
    for index, group in enumerate(filter.marks):
        names = [f"m{index}_{place}" for place in range(len(group))]
        parameters |= dict(zip(names, group, strict=True))
        listed = ", ".join(f":{name}" for name in names)
        found.append((f"mark m{index}", f"m{index}.rank", f"m{index}.mark IN ({listed})"))
    if filter.phrases:
        found.insert(len(found) if leads is Lead.MARKS else 0, dialect.text_clause(filter.phrases, parameters))
    found[:0] = _filed_under(filter, parameters)
    sources = [source for source, _, _ in found] or ["engagement e"]
    if leads is Lead.ORDER:
        sources.insert(0, "engagement e")
    lead = found[0][1] if found and leads is not Lead.ORDER else "e.rank"
    conditions = [condition for _, _, condition in found]
    conditions += [f"{rank} = {lead}" for _, rank, _ in found if rank != lead]
    by_column = filter.order is not Order.DAY
    if (filter.changed_from or by_column) and "engagement e" not in sources:
        sources.append("engagement e")
        conditions.append(f"e.rank = {lead}")
    if filter.last_from:
        parameters |= {"last": filter.last_from, "begun": filter.last_from << RANK_BITS}
        conditions.append(f"({lead} >= :begun OR {lead} IN ({_LASTING}))")
    if filter.changed_from:
        parameters["changed_from"] = filter.changed_from
        conditions.append("e.changed >= :changed_from")
    for index, value in enumerate(filter.without):
        parameters[f"w{index}"] = value
        conditions.append(f"NOT EXISTS (SELECT 1 FROM mark w WHERE w.mark = :w{index} AND w.rank = {lead})")  # noqa: S608 (holds no user's value)
    conditions.append(f"{lead} >= :low")
    if filter.high is not None:
        parameters["high"] = filter.high
        conditions.append(f"{lead} < :high")
    distinct = "DISTINCT " if any(len(group) > 1 for group in filter.marks) else ""
    column = f"e.{filter.order.value}"
    if by_column and filter.behind is not None:
        parameters["behind"] = filter.behind
        last = f"(SELECT b.{filter.order.value} FROM engagement b WHERE b.rank = :behind)"  # noqa: S608
        conditions.append(f"({column}, {lead}) < ({last}, :behind)")
    order = "ASC" if filter.oldest_first else "DESC"
    body = f"FROM {' CROSS JOIN '.join(sources)} WHERE {' AND '.join(conditions)}"
    if by_column:
        statement = f"SELECT {distinct}{lead} AS found, {column} {body} ORDER BY {column} DESC, {lead} DESC"
    else:
        statement = f"SELECT {distinct}{lead} AS found {body} ORDER BY found {order}"
    if limit is not None:
        parameters["limit"] = limit
        statement += " LIMIT :limit"
    return statement, parameters


def _filed_under(filter: Filter, parameters: dict[str, Any]) -> list[tuple[str, str, str]]:  # noqa: A002
    """What editors filed under a tag or in a collection: source, name of its rank, condition."""
    asked = {"tag": filter.tag, "collection": filter.collection}
    parameters |= {name: value for name, value in asked.items() if value}
    return [(f"({_FILED[name]}) {name}_", f"{name}_.rank", "1 = 1") for name, value in asked.items() if value]


@lru_cache(maxsize=8)
def _spans(without: tuple[int, ...]) -> Any:
    """Counts, lowest and highest dated rank of what bears each mark of a list."""
    rank = t.mark.c.rank
    dated = case((rank >= literal_column(str(DATED)), rank))
    counted = (func.count().label("number"), func.min(dated).label("lowest"), func.max(dated).label("highest"))
    asked = select(t.mark.c.mark, *counted).where(t.mark.c.mark.in_(NUMBERS))
    for number, one in enumerate(without):
        other = t.mark.alias(f"w{number}")
        same = (other.c.mark == literal_column(str(one))) & (other.c.rank == rank)
        asked = asked.where(~exists().where(same))
    return asked.group_by(t.mark.c.mark)


def _document(row: Row[Any]) -> DocumentRow:
    return DocumentRow(row.number, row.rank, unpress(row.document))


def _engagement(row: Row[Any]) -> EngagementRow:
    document = unpress(row.document)
    told = {"last": row.last, "words": row.words, "marks": unpack(row.marks), "reports": row.reports}
    return EngagementRow(row.number, row.rank, document, **told, doubt=row.doubt, changed=row.changed)
