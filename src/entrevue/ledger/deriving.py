"""Engagements anew from the accounts that something touched, and from nothing else."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from entrevue.domain.decisions import Decision
from entrevue.domain.engagements import Engagement
from entrevue.domain.reading import Kind, Status
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.engagements import likeness
from entrevue.ledger.clustering import clusters
from entrevue.ledger.codec import decode_engagement, encode_engagement
from entrevue.ledger.consolidation import consolidate
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.grading import doubt_of
from entrevue.ledger.links import ENGAGEMENTS, Pair, links_of, named_by, pair_of
from entrevue.ledger.marks import mark, marks_of, terms_of
from entrevue.ledger.registry import register
from entrevue.ledger.rows import RANK_BITS, Edge, EngagementRow, Filter, Telling, Term
from entrevue.ledger.store import Session
from entrevue.ledger.words import words_of

DERIVATION = "5"  # raise it when sameness, its keys, consolidation or marks change: `ledger rederive` then brings ledgers up to it
_BREAK = "¶"  # a word that nobody can ask for, so that no phrase reaches across


def derive(
    session: Session, stems: Iterable[int], known: Mapping[int, RecordedAccount] = MappingProxyType({})
) -> dict[int, str]:
    """Find anew the engagements of stems and of all that is linked to them; the engagement's id for every stem.

    `known`: accounts of stems, without evidence, that were decoded already.
    """
    part = Component.of(session, set(stems), known)
    made, members = part.rows(register(session, part.accounts.values()))
    rows = with_visits(session, part, made, members)
    turned = _replace(session, part, rows, members)
    if parts := _parts_of(session, turned) - part.asked:
        derive(session, parts)
    founders = {row.number: part.tellings[row.number].id for row in rows}
    return {number: founders[engagement] for number, engagement in members.items()}


@dataclass(frozen=True, slots=True)
class Component:
    """Everything that is linked to some stems: their accounts, what is alike, what was decided.

    `asked` are all stems looked at, `changed` those among them of which nothing that was derived before is believed.
    """

    asked: frozenset[int]
    changed: frozenset[int]
    tellings: Mapping[int, Telling]
    accounts: Mapping[int, RecordedAccount]
    edges: Mapping[frozenset[int], Edge]
    decisions: Mapping[int, Decision]
    misses: tuple[Edge, ...]
    decided: Mapping[str, str]  # when something was last decided, or undone, about a stem

    @classmethod
    def of(
        cls, session: Session, stems: set[int], known: Mapping[int, RecordedAccount] = MappingProxyType({})
    ) -> "Component":
        """All that edges and decisions lead to, over stems without a current account too."""
        tellings: dict[int, Telling] = {}
        edges: dict[frozenset[int], Edge] = {}
        decisions: dict[int, Decision] = {}
        decided: dict[str, str] = {}
        asked, fresh = set(stems), set(stems)
        while fresh:
            tellings |= session.tellings(fresh)
            near = session.edges(fresh)
            edges |= {frozenset((edge.one, edge.other)): edge for edge in near}
            made = _decisions_on(session, fresh)
            decided |= {stem: max(decided.get(stem, ""), when) for one in made for stem, when in _times(one)}
            found = {one.number: one for one in made if not one.undone}
            named = session.stems(named_by(found.values(), ENGAGEMENTS)) if found else {}
            decisions |= found
            fresh = ({edge.other for edge in near} | set(named.values())) - asked
            asked |= fresh
        accounts = {number: known.get(number) or recorded_from(one, evidence=False) for number, one in tellings.items()}
        misses = session.near_misses(accounts)
        return cls(frozenset(asked), frozenset(stems), tellings, accounts, edges, decisions, misses, decided)

    def rows(self, appearances: Mapping[tuple[str, int], int]) -> tuple[list[EngagementRow], dict[int, int]]:
        """The engagements that follow, and the one that each account belongs to."""
        groups = [tuple(sorted(group)) for group in self._groups()]
        close = self._close()
        rows = [_row(self, group, appearances, _nearest(close, group)) for group in groups]
        return rows, {number: row.number for row, group in zip(rows, groups, strict=True) for number in group}

    def _groups(self) -> list[tuple[int, ...]]:
        if len(self.accounts) < 2:
            return [tuple(self.accounts)] if self.accounts else []
        numbers = {one.id: number for number, one in self.tellings.items()}
        links = links_of(self.decisions, ENGAGEMENTS, numbers.keys())
        linked = bool(links.joined or links.parted)  # then a group from before may hold what is barred
        return clusters(
            self.accounts,
            barred,
            [(edge.score, edge.one, edge.other) for edge in self.edges.values()],
            linked=[(numbers[a], numbers[b]) for a, b in links.joined],
            parted=[(numbers[a], numbers[b]) for a, b in links.parted],
            order=lambda number: self.tellings[number].id,
            settled={} if linked else self._settled(),
        )

    def _settled(self) -> dict[int, int]:
        return {n: one.engagement for n, one in self.tellings.items() if n not in self.changed and one.engagement}

    def _close(self) -> Mapping[int, Mapping[int, float]]:
        """The likeness of each account to earlier ones, by both; what an editor parted is not like."""
        parted = links_of(self.decisions, ENGAGEMENTS, {one.id for one in self.tellings.values()}).parted
        found: dict[int, dict[int, float]] = {}
        for edge in (*self.misses, *self.edges.values()):
            if not parted or self._pair(edge) not in parted:
                found.setdefault(max(edge.one, edge.other), {})[min(edge.one, edge.other)] = edge.score
        return found

    def _pair(self, edge: Edge) -> Pair | None:
        ends = [self.tellings[number].id for number in (edge.one, edge.other) if number in self.tellings]
        return pair_of(*ends) if len(ends) > 1 else None

    def changed_at(self, group: Sequence[int]) -> str:
        """When the last report or decision on some accounts came, in ISO 8601."""
        told = [self.tellings[number] for number in group]
        return max(when for one in told for when in (one.recorded, self.decided.get(one.id, "")))


def _decisions_on(session: Session, stems: Iterable[int]) -> tuple[Decision, ...]:
    """Decisions on stems, which may have no current account; undone ones too."""
    return session.decisions(session.stem_ids(stems).values()) if session.decided() else ()


def _times(decision: Decision) -> Iterable[tuple[str, str]]:
    """When a decision, or its undoing, changed each stem that it names."""
    when = (decision.undone or decision.when).isoformat()
    return ((stem, when) for stem in (*decision.targets, *decision.others))


def barred(one: RecordedAccount, other: RecordedAccount) -> bool:
    """Whether two accounts cannot be of one engagement: a report tells of each engagement once."""
    return one.context.report == other.context.report or likeness(one, other).barred


def _nearest(close: Mapping[int, Mapping[int, float]], group: Sequence[int]) -> float:
    """The highest likeness of an account to an earlier one of another engagement."""
    return max((s for one in group for other, s in close.get(one, {}).items() if other not in group), default=0.0)


def _row(
    part: Component, group: Sequence[int], appearances: Mapping[tuple[str, int], int], near: float
) -> EngagementRow:
    accounts = [part.accounts[number] for number in group]
    engagement = consolidate(accounts, appearances, [part.decisions[number] for number in sorted(part.decisions)])
    within = frozenset(one.account.part_of for one in accounts if one.account.part_of)
    contexts = [one.context for one in accounts]
    first, last = days_of(engagement)
    return EngagementRow(
        number=group[0],
        rank=(first << RANK_BITS) | group[0],
        last=last,
        document=encode_engagement(engagement),
        words=_words(engagement, [part.tellings[number].words for number in group]),
        marks=marks_of(engagement, within, contexts),
        doubt=doubt_of(engagement, accounts, near),
        changed=part.changed_at(group),
        reports=engagement.reports,
        terms=terms_of(engagement, contexts),
    )


def with_visits(
    session: Session, part: Component, rows: Sequence[EngagementRow], members: Mapping[int, int]
) -> list[EngagementRow]:
    """The same engagements, where what is planned within a visit that was called off is called off with it."""
    within: dict[int, set[str]] = {}  # by engagement the stems that its accounts are part of
    for number, home in members.items():
        if stem := part.accounts[number].account.part_of:
            within.setdefault(home, set()).add(stem)
    if not within:
        return list(rows)
    stems = session.stems({stem for around in within.values() for stem in around})
    homes = {stem: members.get(number) for stem, number in stems.items()}
    outside = session.tellings(number for stem, number in stems.items() if homes[stem] is None)
    homes |= {one.id: one.engagement for one in outside.values()}
    made = {row.number: row.document for row in rows}
    kept = session.documents({home for home in homes.values() if home and home not in made})
    documents = made | {number: row.document for number, row in kept.items()}
    off = {stem for stem, home in homes.items() if home and _called_off(documents.get(home, ""))}
    return [_follows_visit(row) if off & within.get(row.number, set()) else row for row in rows]


def _called_off(document: str) -> bool:
    """Whether a document is that of a visit of which reports or an editor say that it was called off.

    What only follows another is not passed on: two that hold each other would keep each other called off.
    """
    if "cancelled" not in document:  # most are not even looked at
        return False
    engagement = decode_engagement(document)
    off = engagement.happened is Status.CANCELLED and not engagement.status.inferred
    return engagement.kind is Kind.VISIT and off


def _follows_visit(row: EngagementRow) -> EngagementRow:
    """A planned engagement called off, as is inferred from its visit; whatever else is told or decided stands."""
    engagement = decode_engagement(row.document)
    status = engagement.status
    if engagement.happened is not Status.PLANNED or status.decision is not None:
        return row
    inferred = replace(status, value=Status.CANCELLED.value, agree=0, origins=0, inferred=True)
    before, now = (mark("status", one.value) for one in (Status.PLANNED, Status.CANCELLED))
    terms = {value: term for value, term in row.terms.items() if value != before}
    terms[now] = Term("status", Status.CANCELLED.value)
    document = encode_engagement(replace(engagement, status=inferred))
    return replace(row, document=document, marks=row.marks - {before} | {now}, terms=terms)


def _parts_of(session: Session, stems: Collection[str]) -> set[int]:
    """The accounts of the engagements within some visits, by the stems of the visits' accounts."""
    if not stems:
        return set()
    rows = session.find(Filter((tuple(mark("within", stem) for stem in sorted(stems)),)), None)
    return {number for row in rows for number in session.members(row.number)}


def days_of(engagement: Engagement) -> tuple[int, int]:
    """The first and the last day it can have taken place, as ordinals; 0 when undated."""
    start, end = engagement.start.date, engagement.end.date
    if start is None:
        return (end.first.toordinal(), end.last.toordinal()) if end else (0, 0)
    last = max(start.last, end.last) if end else start.last
    return start.first.toordinal(), last.toordinal()


def day_of(rank: int) -> dt.date | None:
    """The first day that a rank tells; None when undated."""
    ordinal = rank >> RANK_BITS
    return dt.date.fromordinal(ordinal) if ordinal else None


def _words(engagement: Engagement, passages: Sequence[str]) -> str:
    fields = [f for p in engagement.participants for f in (p.name, p.office, p.organization)]
    values = [saying.value for field in (*fields, engagement.city, engagement.source) for saying in field.sayings]
    values += [field.value for field in (*fields, engagement.city) if field.decision and field.value]
    values += [topic.quote for topic in engagement.topics]
    said = dict.fromkeys(" ".join(words_of(value)) for value in values)
    return f" {_BREAK} ".join(part for part in [*said, *dict.fromkeys(sorted(passages))] if part)


def _replace(
    session: Session, part: Component, rows: Sequence[EngagementRow], members: Mapping[int, int]
) -> frozenset[str]:
    """Keep what was derived in place of what was; the stems of visits that were called off, or are no longer."""
    before = {one.engagement for one in part.tellings.values() if one.engagement}
    before |= session.engagement_numbers(part.asked - set(part.tellings))
    old = session.engagements(before)
    wanted = {row.number: row for row in rows}
    session.drop_engagements([number for number, row in old.items() if wanted.get(number) != row])
    gone = dict.fromkeys(part.asked - set(part.tellings))
    moved = {n: e for n, e in members.items() if part.tellings[n].engagement != e}
    session.put_engagements([row for row in rows if old.get(row.number) != row], {**gone, **moved})
    return _off(old.values()) ^ _off(rows)


def _off(rows: Iterable[EngagementRow]) -> frozenset[str]:
    documents = (row.document for row in rows if _called_off(row.document))
    return frozenset(stem for document in documents for stem in decode_engagement(document).stems)


__all__ = ["Component", "barred", "day_of", "days_of", "derive", "with_visits"]
