"""The port's transaction over SQLAlchemy Core: what is removed for good, and the whole port."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, select, update

from entrevue.domain.report import Report
from entrevue.ledger.consolidation import SEATS
from entrevue.ledger.independence import traces_of
from entrevue.ledger.marks import mark
from entrevue.ledger.rows import PAGE, AppearanceRow, Refusal
from entrevue.ledger.words import words_of_name
from entrevue.stores import tables as t
from entrevue.stores.notebook import NotebookSession
from entrevue.stores.packing import pack, press, rest_of, unpress
from entrevue.stores.people import ReplySession
from entrevue.stores.persons import APPEARANCE, DecisionSession
from entrevue.stores.watches import WatchSession

_NUMBERS: Any = bindparam("numbers", expanding=True)
_SET_KEYS = update(t.stem).where(t.stem.c.number == bindparam("n")).values(blocks=bindparam("blocks"))
_REPORT_IDS = select(t.report.c.id).where(t.report.c.number.in_(_NUMBERS))
_STEM_IDS = select(t.stem.c.id).where(t.stem.c.report.in_(_NUMBERS))
_FACTS = select(t.fact.c.name, t.fact.c.value).where(t.fact.c.name.in_(_NUMBERS))
_WRITTEN = select(
    *(t.version.c.report, t.version.c.title, t.version.c.url, t.version.c.publisher, t.version.c.text, t.version.c.rest)
).where(t.version.c.report.in_(_NUMBERS))
_TOLD = select(t.telling.c.report, t.telling.c.payload).where(t.telling.c.report.in_(_NUMBERS))
_CLAIMED = select(t.claim.c.report, t.claim.c.payload).where(t.claim.c.report.in_(_NUMBERS))
_DERIVED = (
    *(t.mark, t.tally, t.engagement, t.term, t.term_word, t.word_gram, t.near, t.edge),
    *(t.appearance_near, t.appearance_edge, t.appearance_word),
)
_OFAPPEARANCES = {
    t.appearance_near: t.appearance_near.c.appearance,
    t.appearance_word: t.appearance_word.c.appearance,
    t.appearance: t.appearance.c.number,
}


class SqlSession(DecisionSession, ReplySession, NotebookSession, WatchSession):
    """The whole port."""

    def addresses_of(self, reports: Iterable[int]) -> set[str]:
        """The ids of reports, and of all their stems: what replies can be about."""
        wanted = set(reports)
        return {row.id for statement in (_REPORT_IDS, _STEM_IDS) for row in self._in(statement, wanted)}

    def forget_report(self, report: int) -> None:
        """Remove a report, all that is told in it, and what was written about that; no decision names its stems any more."""
        addresses = self.addresses_of([report])
        self.drop_replies(addresses)
        self.drop_noted(addresses)
        ids = [row.id for row in self._in(_REPORT_IDS, [report])]
        for id_ in ids:
            pages = t.fact.c.name.startswith(PAGE, autoescape=True) & t.fact.c.value.startswith(id_, autoescape=True)
            self.connection.execute(delete(t.fact).where(pages))
        urls = select(t.version.c.url).where(t.version.c.report == report, t.version.c.url.is_not(None))
        for (url,) in self.connection.execute(urls.distinct()).all():
            self.connection.execute(delete(t.watch_run).where(t.watch_run.c.outcome.contains(url, autoescape=True)))
            self.connection.execute(delete(t.job).where(t.job.c.subject == url))
        for table in (t.claim, t.telling, t.stem, t.version):
            self.connection.execute(delete(table).where(table.c.report == report))
        self.connection.execute(delete(t.report).where(t.report.c.number == report))

    def release(self, ids: Iterable[str]) -> None:
        """Take ids out of the decisions that name them; a decision goes when it has nobody left, or no two sides."""
        gone = set(ids)
        for decision in self.decisions(gone):
            targets = [target for target in decision.targets if target not in gone]
            others = [other for other in decision.others if other not in gone]
            if not targets or (decision.others and not others):
                self._drop_decision(decision.number)
                continue
            field = _without_seats(decision.field, gone)
            if decision.field and not field:
                self._drop_decision(decision.number)
                continue
            values = {"targets": json.dumps(targets), "others": json.dumps(others), "field": field}
            self.connection.execute(update(t.decision).where(t.decision.c.number == decision.number), values)
        self._run_in(delete(t.decision_target).where(t.decision_target.c.target.in_(_NUMBERS)), gone)

    def _drop_decision(self, number: int) -> None:
        self.connection.execute(delete(t.decision_target).where(t.decision_target.c.decision == number))
        self.connection.execute(delete(t.decision).where(t.decision.c.number == number))

    def blot_written(self, blot: Callable[[str], str], about: Iterable[str] | None = None) -> None:
        """Blot what people wrote: decisions, replies, notes, titles, the log of what was forgotten.

        `about`: of these alone; None: of everything.
        """
        wanted = None if about is None else set(about)
        numbers = None if wanted is None else {decision.number for decision in self.decisions(wanted)}
        self._blot(t.decision, ("why", "value"), blot, None if numbers is None else ("number", numbers))
        self._blot(t.reply, ("name", "text", "why", "value"), blot, None if wanted is None else ("about", wanted))
        self._blot(t.note, ("text",), blot, None if wanted is None else ("about", wanted))
        self._blot_filed(blot, wanted)
        if wanted is None:
            self._blot(t.forgotten, ("why",), blot, None)
            self._blot(t.collection, ("title",), blot, None)

    def _blot(
        self, table: Table, names: Sequence[str], blot: Callable[[str], str], which: tuple[str, set[Any]] | None
    ) -> None:
        columns = [table.c.number, *(table.c[name] for name in names), *([table.c[which[0]]] if which else [])]
        for row in list(self.connection.execute(select(*columns)).mappings()):
            if which and row[which[0]] not in which[1]:
                continue
            values = {name: blot(row[name]) if row[name] else row[name] for name in names}
            if any(values[name] != row[name] for name in names):
                self.connection.execute(update(table).where(table.c.number == row["number"]), values)

    def redact(self, report: int, version: int, content: Report) -> None:
        """Replace the content of a version; its digest stays, so that the same page again changes nothing."""
        where = (t.version.c.report == report) & (t.version.c.number == version)
        values: dict[str, Any] = {"text": content.text, "title": content.title, "url": content.url}
        values |= {"publisher": content.publisher, "rest": rest_of(content)}
        self.connection.execute(update(t.version).where(where), values)
        self.set_traces(report, version, traces_of(content))

    def payloads(self, report: int) -> tuple[tuple[int, str, str], ...]:
        """Every account of a report that was ever kept: its number, payload and words."""
        chosen = select(t.telling.c.number, t.telling.c.payload, t.telling.c.words).where(t.telling.c.report == report)
        return tuple((row.number, unpress(row.payload), row.words) for row in self.connection.execute(chosen))

    def rewrite_claim(self, claim: int, payload: str) -> None:
        """Replace a claim's payload."""
        self.connection.execute(update(t.claim).where(t.claim.c.number == claim), {"payload": payload})

    def written_in(self, reports: Iterable[int]) -> Iterator[tuple[int, str]]:
        """All that is kept of reports as text, in versions and accounts from before too, each with its report's number."""
        wanted = list(reports)
        for row in self._in(_WRITTEN, wanted):
            yield row.report, "\n".join(filter(None, (row.title, row.url, row.publisher, row.text, row.rest)))
        for row in self._in(_TOLD, wanted):
            yield row.report, unpress(row.payload)
        for row in self._in(_CLAIMED, wanted):
            yield row.report, row.payload

    def newest_telling(self) -> int:
        """The highest number of an account, current or not; 0 where there is none."""
        return int(self.connection.execute(select(func.max(t.telling.c.number))).scalar() or 0)

    def reports_told_after(self, telling: int) -> set[int]:
        """The reports of accounts with higher numbers."""
        chosen = select(t.telling.c.report).where(t.telling.c.number > telling).distinct()
        return set(self.connection.execute(chosen).scalars())

    def rewrite_payload(self, telling: int, payload: str, words: str) -> None:
        """Replace an account's payload."""
        values = {"payload": press(payload), "words": words}
        self.connection.execute(update(t.telling).where(t.telling.c.number == telling), values)

    def unused_appearances(self, numbers: Iterable[int]) -> list[int]:
        """Which appearances are in no engagement."""
        marks = {mark("appearance", str(number)): number for number in numbers}
        used = {row.mark for row in self._in(_USED, marks)}
        return sorted(number for value, number in marks.items() if value not in used)

    def drop_appearances(self, numbers: Sequence[int]) -> None:
        """Remove appearances; no decision names them any more."""
        self._known.clear()
        edges: Table = t.appearance_edge
        self._run_in(delete(edges).where(edges.c.one.in_(_NUMBERS)), numbers)
        self._run_in(delete(edges).where(edges.c.other.in_(_NUMBERS)), numbers)
        words = {word for row in self.appearances_by_number(numbers).values() for word in words_of_name(row.name)}
        for table, column in _OFAPPEARANCES.items():
            self._run_in(delete(table).where(column.in_(_NUMBERS)), numbers)
        self._unspell(words)

    def fact(self, name: str) -> str | None:
        """A fact about the ledger itself."""
        return self.facts([name]).get(name)

    def facts(self, names: Iterable[str]) -> dict[str, str]:
        """Facts about the ledger itself by their names; those that are not set are left out."""
        return {row.name: str(row.value) for row in self._in(_FACTS, names)}

    def drop_fact(self, name: str) -> None:
        """Remove a fact about the ledger itself."""
        self.connection.execute(delete(t.fact).where(t.fact.c.name == name))

    def set_fact(self, name: str, value: str) -> None:
        """Set a fact about the ledger itself."""
        self.drop_fact(name)
        self.connection.execute(insert(t.fact), {"name": name, "value": value})

    def clear_derived(self) -> None:
        """Remove everything that follows from reports, accounts and decisions."""
        self._known.clear()
        self.dialect.clear_texts(self.connection)
        for table in _DERIVED:
            self.connection.execute(delete(table))
        self.connection.execute(update(t.appearance).values(person=t.appearance.c.number))
        self.connection.execute(update(t.stem).values(engagement=None, blocks=b""))

    def appearances_after(self, number: int, limit: int) -> tuple[AppearanceRow, ...]:
        """Appearances in the order they were first seen."""
        found = APPEARANCE.where(t.appearance.c.number > number).order_by(t.appearance.c.number).limit(limit)
        return tuple(AppearanceRow(*tuple(row)) for row in self.connection.execute(found))

    def set_appearance_keys(self, keys: Mapping[int, frozenset[int]]) -> None:
        """File appearances that have no keys under these."""
        self._put(t.appearance_near, sorted((key, number) for number, own in keys.items() for key in own))

    def unfile(self, stems: Sequence[int]) -> None:
        """Take stems out of what is near, with every edge of theirs."""
        self.cut_edges(stems)
        self._forget_keys(stems)
        self.set_keys(dict.fromkeys(stems, frozenset()))

    def set_keys(self, keys: Mapping[int, frozenset[int]]) -> None:
        """File stems that have no keys under these."""
        if keys:
            rows = [{"n": number, "blocks": pack(own)} for number, own in keys.items()]
            self.connection.execute(_SET_KEYS, rows)
        self._put(t.near, sorted((key, number) for number, own in keys.items() for key in own))

    def put_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Remember hashes of what was forgotten."""
        self._put(t.refused, [astuple(row) for row in sorted(refusals, key=lambda row: (row.made, row.what, row.hash))])

    def refusals(self) -> tuple[Refusal, ...]:
        """All of them, in the order in which they were made."""
        found = select(t.refused).order_by(t.refused.c.made, t.refused.c.what, t.refused.c.hash)
        return tuple(Refusal(*tuple(row)) for row in self.connection.execute(found))

    def put_forgotten(self, what: str, who: str, why: str, when: dt.datetime, counts: tuple[int, int]) -> None:
        """Note that something was forgotten."""
        row = {"number": self.next_number("forgotten"), "what": what, "who": who, "why": why}
        row |= {"made": when.isoformat(), "reports": counts[0], "accounts": counts[1]}
        self.connection.execute(insert(t.forgotten), row)


_USED = select(t.mark.c.mark).where(t.mark.c.mark.in_(_NUMBERS)).distinct()


def _without_seats(field: str | None, gone: set[str]) -> str | None:
    """The address of a field without the seats in accounts that are gone; None for one without any left."""
    seats, dot, name = (field or "").rpartition(".")
    if not dot:
        return field
    kept = [seat for seat in seats.split(SEATS) if seat.partition(".")[0] not in gone]
    return f"{SEATS.join(kept)}.{name}" if kept else None
