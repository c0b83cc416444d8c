"""The port's transaction over SQLAlchemy Core: persons, claims and decisions."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import lru_cache
from itertools import starmap
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, literal_column, select, update

from entrevue.domain.dates import PartialDate
from entrevue.domain.decisions import Decision, Verb
from entrevue.domain.recorded import Context
from entrevue.ledger.codec import undamaged
from entrevue.ledger.rows import AppearanceRow, ClaimRow, Edge
from entrevue.ledger.words import SOUND, words_of_name
from entrevue.stores import tables as t
from entrevue.stores.engagements import EngagementSession
from entrevue.stores.session import NUMBERS, holders
from entrevue.stores.terms import LAST_CHARACTER

APPEARANCE = select(
    t.appearance.c.number,
    t.appearance.c.id,
    t.appearance.c.signature,
    t.appearance.c.name,
    t.appearance.c.office,
    t.appearance.c.organization,
    t.appearance.c.country,
    t.appearance.c.language,
    t.appearance.c.person,
)
_BY_SIGNATURE = APPEARANCE.where(t.appearance.c.signature.in_(NUMBERS))
_BY_NUMBER = APPEARANCE.where(t.appearance.c.number.in_(NUMBERS))
_BY_ID = APPEARANCE.where(t.appearance.c.id.in_(NUMBERS))
_OF_PERSON = APPEARANCE.where(t.appearance.c.person.in_(NUMBERS))
_NEAR = select(t.appearance_near.c.appearance).where(t.appearance_near.c.key.in_(NUMBERS)).distinct()
_EDGES = select(t.appearance_edge).where(t.appearance_edge.c.one.in_(NUMBERS))
_SET_PERSON = update(t.appearance).where(t.appearance.c.number == bindparam("n")).values(person=bindparam("person_"))


@lru_cache(maxsize=20)
def _worded(groups: int, limit: int) -> Any:
    """Appearances in whose names a word of each of so many groups stands."""
    held = holders(t.appearance_word.c.appearance, t.appearance_word.c.word, groups)
    ordered = APPEARANCE.where(t.appearance.c.number.in_(held)).order_by(t.appearance.c.number)
    return ordered.limit(literal_column(str(limit))).offset(literal_column("0"))


class PersonSession(EngagementSession):
    """Persons, as clusters of appearances."""

    def appearances(self, signatures: Iterable[str]) -> dict[str, AppearanceRow]:
        """Appearances by their signatures."""
        return {row.signature: row for row in self._appearances(_BY_SIGNATURE, signatures)}

    def appearances_by_number(self, numbers: Iterable[int]) -> dict[int, AppearanceRow]:
        """Appearances by their numbers."""
        return {row.number: row for row in self._appearances(_BY_NUMBER, numbers)}

    def appearances_by_id(self, ids: Iterable[str]) -> dict[str, AppearanceRow]:
        """Appearances by their ids."""
        return {row.id: row for row in self._appearances(_BY_ID, ids)}

    def appearances_with(self, id: str) -> tuple[AppearanceRow, ...]:  # noqa: A002 (the word for it)
        """All appearances of the person that one belongs to; () where there is no such one."""
        if id not in self._known:
            row = self.appearances_by_id([id]).get(id)
            self._known[id] = self.appearances_of([row.person]) if row else ()
        return self._known[id]

    def appearances_of(self, persons: Iterable[int]) -> tuple[AppearanceRow, ...]:
        """The appearances of persons."""
        return tuple(self._appearances(_OF_PERSON, persons))

    def _appearances(self, statement: Any, values: Iterable[Any]) -> Iterator[AppearanceRow]:
        return starmap(AppearanceRow, self._tuples(statement, values))

    def appearances_named(self, words: Sequence[str], limit: int) -> tuple[AppearanceRow, ...]:
        """Appearances in whose names a word begins with each of `words`."""
        statement = APPEARANCE.order_by(t.appearance.c.number).limit(limit)
        for index, word in enumerate(words):
            table = t.appearance_word.alias(f"w{index}")
            begins = (table.c.word >= word) & (table.c.word < word + LAST_CHARACTER)
            statement = statement.where(t.appearance.c.number.in_(select(table.c.appearance).where(begins)))
        return tuple(AppearanceRow(*tuple(row)) for row in self.connection.execute(statement))

    def put_appearances(self, rows: Sequence[AppearanceRow], keys: Mapping[int, frozenset[int]]) -> None:
        """Keep new appearances with their keys and words."""
        self._known.clear()
        if not rows:
            return
        self._put(t.appearance, [astuple(row) for row in rows])
        self._put(t.appearance_near, sorted((key, number) for number, own in keys.items() for key in own))
        self.spell_appearances(rows)

    def spell_appearances(self, rows: Iterable[AppearanceRow]) -> None:
        """File appearances under the words of their names, and under how these sound."""
        words = {row.number: words_of_name(row.name) for row in rows}
        self._put(t.appearance_word, sorted((word, number) for number, own in words.items() for word in own))
        self._spell(word for own in words.values() for word in own if not word.startswith(SOUND))

    def appearances_worded(self, groups: Sequence[Collection[str]], limit: int) -> tuple[AppearanceRow, ...]:
        """Appearances in whose names a word of each group stands, in the order of recording; no group is empty."""
        return tuple(AppearanceRow(*row) for row in self._beside(_worded(len(groups), limit), groups))

    def near_appearances(self, keys: Iterable[int]) -> set[int]:
        """The appearances that share a key."""
        return {row.appearance for row in self._in(_NEAR, keys)}

    def appearance_edges(self, numbers: Iterable[int]) -> tuple[Edge, ...]:
        """What is like one of the appearances."""
        return tuple(Edge(row.one, row.other, row.score) for row in self._in(_EDGES, numbers))

    def put_appearance_edges(self, edges: Sequence[Edge]) -> None:
        """Keep edges, in both directions."""
        there = {(edge.one, edge.other, edge.score) for edge in edges}
        self._put(t.appearance_edge, sorted(there | {(other, one, score) for one, other, score in there}))

    def set_persons(self, persons: Mapping[int, int]) -> None:
        """Set which person appearances belong to."""
        self._known.clear()
        if persons:
            rows = [{"n": number, "person_": person} for number, person in persons.items()]
            self.connection.execute(_SET_PERSON, rows)


_CLAIM = (
    select(
        t.claim,
        t.report.c.id.label("report_id"),
        t.version.c.title,
        t.version.c.url,
        t.version.c.publisher,
        t.version.c.published,
        t.version.c.language,
        t.version.c.text,
    )
    .join(t.report, t.report.c.number == t.claim.c.report)
    .join(t.version, (t.version.c.report == t.claim.c.report) & (t.version.c.number == t.report.c.version))
)
_CLAIMS = _CLAIM.where(t.claim.c.number > bindparam("after")).order_by(t.claim.c.number)
_CLAIMS_ABOUT = _CLAIM.where(t.claim.c.stem.in_(NUMBERS))
_CLAIMS_IN = _CLAIM.where(t.claim.c.report.in_(NUMBERS))


class DecisionSession(PersonSession):
    """Claims and decisions."""

    def put_claims(self, report: int, claims: Sequence[ClaimRow]) -> None:
        """Make these the current claims of a report."""
        self.connection.execute(delete(t.claim).where(t.claim.c.report == report))
        names = ("number", "id", "report", "stem", "payload")
        if claims:
            self.connection.execute(insert(t.claim), [{name: getattr(row, name) for name in names} for row in claims])

    def claims(
        self, stems: Iterable[int] | None, after: int, limit: int | None
    ) -> tuple[tuple[ClaimRow, Context, str], ...]:
        """Claims in the order of recording, of all reports or about the accounts of stems."""
        if stems is None:
            return tuple(map(_claim, self.connection.execute(_CLAIMS.limit(limit), {"after": after})))
        found = sorted(
            (row for row in self._in(_CLAIMS_ABOUT, stems) if row.number > after), key=lambda row: row.number
        )
        return tuple(map(_claim, found[:limit]))

    def claims_in(self, *reports: int) -> tuple[tuple[ClaimRow, Context, str], ...]:
        """The claims of reports in the order of recording, those too that speak of no account."""
        return tuple(map(_claim, sorted(self._in(_CLAIMS_IN, reports), key=lambda row: row.number)))

    def claim_number(self, id: str) -> int | None:  # noqa: A002 (the word for it)
        """The number of a claim."""
        number: int | None = self.connection.execute(select(t.claim.c.number).where(t.claim.c.id == id)).scalar()
        return number

    def put_decision(self, decision: Decision) -> None:
        """Keep a decision."""
        row = {
            "number": decision.number,
            "verb": decision.verb.value,
            "targets": json.dumps(decision.targets),
            "others": json.dumps(decision.others),
            "field": decision.field,
            "value": decision.value,
            "who": decision.who,
            "made": decision.when.isoformat(),
            "why": decision.why,
        }
        self.connection.execute(insert(t.decision), row)
        targets = {*decision.targets, *decision.others}
        rows = [{"target": target, "decision": decision.number} for target in sorted(targets)]
        self.connection.execute(insert(t.decision_target), rows)

    def undo(self, number: int, who: str, when: dt.datetime) -> None:
        """Note that a decision was taken back."""
        values = {"undone": when.isoformat(), "undone_by": who}
        self.connection.execute(update(t.decision).where(t.decision.c.number == number), values)

    def decisions(self, targets: Iterable[str] | None = None) -> tuple[Decision, ...]:
        """Decisions in the order they were made, undone ones too: all, or those on targets."""
        if targets is None:
            return tuple(_decision(row) for row in self.connection.execute(_DECISIONS))
        found = {row.number: _decision(row) for row in self._in(_DECISIONS_ON, targets)}
        return tuple(found[number] for number in sorted(found))

    def totals(self) -> dict[str, int]:
        """How many rows the tables of a user's interest hold."""
        named = {"reports": t.report, "versions": t.version, "accounts": t.stem, "engagements": t.engagement}
        named |= {"appearances": t.appearance, "claims": t.claim, "decisions": t.decision, "forgotten": t.forgotten}
        named |= {"replies": t.reply, "users": t.user}
        counts = {name: select(func.count()).select_from(table) for name, table in named.items()}
        found = {name: int(self.connection.execute(count).scalar_one()) for name, count in counts.items()}
        persons = select(func.count(func.distinct(t.appearance.c.person)))
        return found | {"persons": int(self.connection.execute(persons).scalar_one())}

    def decided(self) -> bool:
        """Whether anything was ever decided."""
        return self.newest_decision() > 0

    def newest_decision(self) -> int:
        """The number of the newest decision; 0 where there is none."""
        return int(self.connection.execute(_NEWEST).scalar() or 0)


_NEWEST = select(func.max(t.decision.c.number))  # asked for with every engagement that is derived
_DECISIONS = select(t.decision).order_by(t.decision.c.number)
_DECISIONS_ON = _DECISIONS.join(t.decision_target, t.decision_target.c.decision == t.decision.c.number).where(
    t.decision_target.c.target.in_(NUMBERS)
)


@undamaged()
def _claim(row: Row[Any]) -> tuple[ClaimRow, Context, str]:
    published = PartialDate.parse(row.published) if row.published else None
    context = Context(row.report_id, row.title, row.url, row.publisher, published, row.language)
    return ClaimRow(row.number, row.id, row.report, row.stem, row.payload), context, row.text


@undamaged()
def _decision(row: Row[Any]) -> Decision:
    return Decision(
        number=row.number,
        verb=Verb(row.verb),
        targets=tuple(json.loads(row.targets)),
        who=row.who,
        when=dt.datetime.fromisoformat(row.made),
        why=row.why,
        others=tuple(json.loads(row.others)),
        field=row.field,
        value=row.value,
        undone=dt.datetime.fromisoformat(row.undone) if row.undone else None,
        undone_by=row.undone_by,
    )
