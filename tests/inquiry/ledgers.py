"""The fixed ledger of the written cases, from `cases/ledger.jsonl`, and a small in-memory one that answers like it."""

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from entrevue.domain.dates import PartialDate
from entrevue.domain.engagements import EMPTY, Engagement, Field, Participant, Person, Saying
from entrevue.domain.queries import Coverage, Query
from entrevue.domain.reading import Account, Kind, Part, Participation, Reading, Status
from entrevue.domain.recorded import RecordedAccount, RecordedClaim
from entrevue.domain.report import Report
from entrevue.errors import UnknownId
from entrevue.identity.names import plain
from entrevue.wiring import Ledger

CASES = Path(__file__).parent / "cases"


def account_of(told: dict[str, Any], id_: str, ids: dict[str, str] | None = None) -> Account:
    """An account as a case writes it."""
    who = told.get("who", ())
    return Account(
        id_,
        Kind(told["kind"]),
        _date(told.get("start")),
        _date(told.get("end")),
        told.get("country"),
        told.get("city"),
        Status(told.get("status", "held")),
        tuple(Participation(p["name"], p["office"], p["organization"], p["country"], Part(p["part"])) for p in who),
        part_of=(ids or {}).get(told.get("part_of", "")),
    )


def _date(value: str | None) -> PartialDate | None:
    return PartialDate.parse(value) if value else None


@cache
def readings() -> tuple[tuple[tuple[str, ...], Reading], ...]:
    """Every report of the fixed ledger with the names of the engagements it tells of."""
    found = []
    for line in (CASES / "ledger.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        names = tuple(one["name"] for one in told["tells"])
        ids = {name: f"e{number}" for number, name in enumerate(names, 1)}
        accounts = tuple(account_of(one, ids[one["name"]], ids) for one in told["tells"])
        text = f"{told['publisher']}: {', '.join(names)}."
        report = Report(
            text,
            (),
            url=f"https://example.org/{told['id']}",
            publisher=told["publisher"],
            published=PartialDate.parse(told["published"]),
            language="en",
        )
        found.append((names, Reading(report, accounts, (), "1", "en")))
    return tuple(found)


def record_all(ledger: Ledger) -> dict[str, str]:
    """Record the fixed ledger; the names of its engagements by their ids."""
    names: dict[str, str] = {}
    for told, reading in readings():
        for stem, name in zip(ledger.record(reading).accounts, told, strict=True):
            names[ledger.engagement(stem).id] = name
    return names


class MemoryLedger:
    """Answers the questions of verdicts from a list; every account is an engagement of its own."""

    def __init__(self, told: tuple[tuple[tuple[str, ...], Reading], ...]) -> None:
        self.engagements: dict[str, Engagement] = {}
        self.reports: dict[str, Report] = {}
        for names, reading in told:
            ids = {account.id: name for account, name in zip(reading.accounts, names, strict=True)}
            for account, name in zip(reading.accounts, names, strict=True):
                self.engagements[name] = engagement_of(account, name, ids)
                self.reports[name] = reading.report

    def find(self, query: Query, *, limit: int | None = 50, before: str | None = None) -> tuple[Engagement, ...]:
        return tuple(one for one in self.engagements.values() if _fits(one, query))[:limit]

    def count(self, query: Query) -> int:
        return len(self.find(query, limit=None))

    def coverage(self, query: Query) -> Coverage:
        found = self.find(query, limit=None)
        reports = {id(self.reports[one.id]): self.reports[one.id] for one in found}.values()
        published = sorted((r.published for r in reports if r.published), key=lambda date: date.first)
        starts = sorted((one.start.date for one in found if one.start.date), key=lambda date: date.first)
        return Coverage(
            len(reports),
            len({report.publisher for report in reports}),
            len(found),
            published[0] if published else None,
            published[-1] if published else None,
            starts[0] if starts else None,
            tuple(sorted(Counter(start.year for start in starts).items())),
        )

    def engagement(self, id: str) -> Engagement:  # noqa: A002 (the protocol's name)
        if id not in self.engagements:
            raise UnknownId(id)
        return self.engagements[id]

    def accounts(self, id: str) -> tuple[RecordedAccount, ...]:  # noqa: A002 (the protocol's name)
        return ()

    def own_accounts(self, report: str) -> frozenset[str]:
        return frozenset()

    def claims(
        self, *, engagement: str | None = None, limit: int | None = 50, after: str | None = None
    ) -> tuple[RecordedClaim, ...]:
        return ()

    def persons(self, name: str, *, limit: int | None = None) -> tuple[Person, ...]:
        words = set(plain(name).split())
        names = {p.name.value for one in self.engagements.values() for p in one.participants if p.name.value}
        return tuple(Person(found, (found,)) for found in sorted(names) if words <= set(plain(found).split()))

    def person(self, id: str) -> Person:  # noqa: A002 (the protocol's name)
        return Person(id, (id,))

    def add(self, engagement: Engagement) -> None:
        """One more engagement, told by the first report."""
        self.engagements[engagement.id] = engagement
        self.reports[engagement.id] = next(iter(self.reports.values()))

    def change(self, id_: str, **fields: Any) -> None:
        """Change fields of an engagement."""
        self.engagements[id_] = replace(self.engagements[id_], **fields)


def field(*values: str | None) -> Field:
    """A field whose value is the first given; several are in conflict."""
    if values[0] is None:
        return EMPTY
    return Field(values[0], tuple(Saying(v, ("a",)) for v in values if v), 1, len(values), 1, len(values) > 1)


def engagement_of(account: Account, name: str, ids: dict[str, str]) -> Engagement:
    """An account as an engagement of its own."""
    cast = tuple(
        Participant(
            (f"{name}.{number}",),
            field(p.name),
            field(p.office),
            field(p.organization),
            field(p.country),
            field(p.part.value),
        )
        for number, p in enumerate(account.participants)
    )
    return Engagement(
        name,
        account.kind,
        field(account.status.value),
        field(str(account.start) if account.start else None),
        field(str(account.end) if account.end else None),
        field(account.country),
        field(account.city),
        cast,
        part_of=ids.get(account.part_of or ""),
    )


def _fits(one: Engagement, query: Query) -> bool:
    if query.kind and one.kind is not query.kind:
        return False
    if query.place and query.place not in {one.country.value, one.city.value}:
        return False
    if not set(query.states) <= set(one.sides):
        return False
    start = one.start.date
    end = one.end.date or start
    if (query.since or query.until) and (start is None or end is None):
        return False
    if query.since and end and end.last < query.since.first:
        return False
    return not (query.until and start and start.first > query.until.last)
