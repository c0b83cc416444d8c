"""The port's transaction over SQLAlchemy Core: what is removed for good, and the whole port."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update

from entrevue.domain.report import Report
from entrevue.ledger.rows import AppearanceRow
from entrevue.stores import tables as t
from entrevue.stores.packing import pack, press, rest_of, unpress
from entrevue.stores.people import ReplySession
from entrevue.stores.persons import APPEARANCE, DecisionSession

_NUMBERS: Any = bindparam("numbers", expanding=True)
_SET_KEYS = update(t.stem).where(t.stem.c.number == bindparam("n")).values(blocks=bindparam("blocks"))
_AT = select(t.engagement.c.number).where(t.engagement.c.rank.in_(_NUMBERS))
_REPORTS_OF = select(t.stem.c.report).where(t.stem.c.number.in_(_NUMBERS)).distinct()
_REPORT_IDS = select(t.report.c.id).where(t.report.c.number.in_(_NUMBERS))
_STEM_IDS = select(t.stem.c.id).where(t.stem.c.report.in_(_NUMBERS))
_FACTS = select(t.fact.c.value).where(t.fact.c.name.in_(_NUMBERS))
_OFAPPEARANCES = {
    t.appearance_near: t.appearance_near.c.appearance,
    t.appearance_word: t.appearance_word.c.appearance,
    t.appearance: t.appearance.c.number,
}


class SqlSession(DecisionSession, ReplySession):
    """The whole port."""

    def numbers_at(self, ranks: Iterable[int]) -> set[int]:
        """The engagements of ranks."""
        return {row.number for row in self._in(_AT, ranks)}

    def reports_of(self, stems: Iterable[int]) -> set[int]:
        """The reports that stems belong to."""
        return {row.report for row in self._in(_REPORTS_OF, stems)}

    def addresses_of(self, reports: Iterable[int]) -> set[str]:
        """The ids of reports, and of all their stems: what replies can be about."""
        wanted = set(reports)
        return {row.id for statement in (_REPORT_IDS, _STEM_IDS) for row in self._in(statement, wanted)}

    def forget_report(self, report: int) -> None:
        """Remove a report and all that names it; decisions lose its stems, and go when nothing else is left."""
        self.drop_replies(self.addresses_of([report]))
        stems = set(self.connection.execute(select(t.stem.c.id).where(t.stem.c.report == report)).scalars())
        for decision in self.decisions(stems):
            targets = [target for target in decision.targets if target not in stems]
            others = [other for other in decision.others if other not in stems]
            if targets and (others or not decision.others):
                self._retarget(decision.number, targets, others)
            else:
                self._drop_decision(decision.number)
        self._run_in(delete(t.decision_target).where(t.decision_target.c.target.in_(_NUMBERS)), stems)
        for table in (t.claim, t.telling, t.stem, t.version):
            self.connection.execute(delete(table).where(table.c.report == report))
        self.connection.execute(delete(t.report).where(t.report.c.number == report))

    def _retarget(self, number: int, targets: Sequence[str], others: Sequence[str]) -> None:
        values = {"targets": json.dumps(targets), "others": json.dumps(others)}
        self.connection.execute(update(t.decision).where(t.decision.c.number == number), values)

    def _drop_decision(self, number: int) -> None:
        self.connection.execute(delete(t.decision_target).where(t.decision_target.c.decision == number))
        self.connection.execute(delete(t.decision).where(t.decision.c.number == number))

    def blot_decisions(self, targets: Sequence[str], blot: Callable[[str], str]) -> None:
        """Drop the decisions on targets, and blot what is written in all others."""
        for decision in self.decisions(targets):
            self._drop_decision(decision.number)
        for decision in self.decisions():
            values = {"why": blot(decision.why), "value": blot(decision.value) if decision.value else None}
            if values != {"why": decision.why, "value": decision.value}:
                self.connection.execute(update(t.decision).where(t.decision.c.number == decision.number), values)

    def redact(self, report: int, version: int, content: Report) -> None:
        """Replace the content of a version; its digest stays, so that the same page again changes nothing."""
        where = (t.version.c.report == report) & (t.version.c.number == version)
        values = {"text": content.text, "title": content.title, "url": content.url, "rest": rest_of(content)}
        self.connection.execute(update(t.version).where(where), values)

    def payloads(self, report: int) -> tuple[tuple[int, str, str], ...]:
        """Every account of a report that was ever kept: its number, payload and words."""
        chosen = select(t.telling.c.number, t.telling.c.payload, t.telling.c.words).where(t.telling.c.report == report)
        return tuple((row.number, unpress(row.payload), row.words) for row in self.connection.execute(chosen))

    def rewrite_payload(self, telling: int, payload: str, words: str) -> None:
        """Replace an account's payload."""
        values = {"payload": press(payload), "words": words}
        self.connection.execute(update(t.telling).where(t.telling.c.number == telling), values)

    def unused_appearances(self) -> list[int]:
        """Appearances in no engagement."""
        from entrevue.ledger.marks import mark

        numbers = list(self.connection.execute(select(t.appearance.c.number)).scalars())
        marks = {mark("appearance", str(number)): number for number in numbers}
        used = {row.mark for row in self._in(_USED, marks)}
        return sorted(number for value, number in marks.items() if value not in used)

    def drop_appearances(self, numbers: Sequence[int]) -> None:
        """Remove appearances with all that names them."""
        self._known.clear()
        ids = [row.id for row in self.appearances_by_number(numbers).values()]
        for decision in self.decisions(ids):
            self._drop_decision(decision.number)
        edges: Table = t.appearance_edge
        self._run_in(delete(edges).where(edges.c.one.in_(_NUMBERS)), numbers)
        self._run_in(delete(edges).where(edges.c.other.in_(_NUMBERS)), numbers)
        for table, column in _OFAPPEARANCES.items():
            self._run_in(delete(table).where(column.in_(_NUMBERS)), numbers)

    def fact(self, name: str) -> str | None:
        """A fact about the ledger itself."""
        return next((str(row.value) for row in self._in(_FACTS, [name])), None)

    def set_fact(self, name: str, value: str) -> None:
        """Set a fact about the ledger itself."""
        self.connection.execute(delete(t.fact).where(t.fact.c.name == name))
        self.connection.execute(insert(t.fact), {"name": name, "value": value})

    def clear_derived(self) -> None:
        """Remove everything that follows from reports, accounts and decisions."""
        self._known.clear()
        self.dialect.clear_texts(self.connection)
        for table in (t.mark, t.engagement, t.near, t.edge, t.appearance_near, t.appearance_edge):
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

    def set_keys(self, keys: Mapping[int, frozenset[int]]) -> None:
        """File stems that have no keys under these."""
        if keys:
            rows = [{"n": number, "blocks": pack(own)} for number, own in keys.items()]
            self.connection.execute(_SET_KEYS, rows)
        self._put(t.near, sorted((key, number) for number, own in keys.items() for key in own))

    def put_forgotten(self, what: str, who: str, why: str, when: dt.datetime, counts: tuple[int, int]) -> None:
        """Note that something was forgotten."""
        row = {"number": self.next_number("forgotten"), "what": what, "who": who, "why": why}
        row |= {"made": when.isoformat(), "reports": counts[0], "accounts": counts[1]}
        self.connection.execute(insert(t.forgotten), row)


_USED = select(t.mark.c.mark).where(t.mark.c.mark.in_(_NUMBERS)).distinct()
