"""Engagements anew from the accounts that something touched, and from nothing else."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from entrevue.domain.decisions import Decision, Verb
from entrevue.domain.engagements import Engagement
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.engagements import likeness
from entrevue.ledger.clustering import clusters
from entrevue.ledger.codec import encode_engagement
from entrevue.ledger.consolidation import consolidate
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.links import links_of
from entrevue.ledger.marks import marks_of
from entrevue.ledger.registry import register
from entrevue.ledger.rows import RANK_BITS, Edge, EngagementRow, Telling
from entrevue.ledger.store import Session
from entrevue.ledger.words import words_of

DERIVATION = "4"  # raise it when sameness, its keys, consolidation or marks change: `ledger rederive` then brings ledgers up to it
_BREAK = "¶"  # a word that nobody can ask for, so that no phrase reaches across


def derive(
    session: Session, stems: Iterable[int], known: Mapping[int, RecordedAccount] = MappingProxyType({})
) -> dict[int, str]:
    """Find anew the engagements of stems and of all that is linked to them; the engagement's id for every stem.

    `known`: accounts of stems, without evidence, that were decoded already.
    """
    part = _Component(session, set(stems), known)
    groups = [tuple(sorted(group)) for group in _grouped(part)]
    appearances = register(session, part.accounts.values())
    decisions = decisions_on(session, [telling.id for telling in part.tellings.values()])
    rows = [_row(part, group, appearances, decisions) for group in groups]
    members = {number: row.number for row, group in zip(rows, groups, strict=True) for number in group}
    _replace(session, part, rows, members)
    founders = {row.number: part.tellings[row.number].id for row in rows}
    return {number: founders[engagement] for number, engagement in members.items()}


class _Component:
    """Everything that is linked to some stems: their accounts, what is alike, what was decided."""

    def __init__(
        self, session: Session, stems: set[int], known: Mapping[int, RecordedAccount], *, linked: bool = True
    ) -> None:
        """`linked=False` takes these stems alone."""
        self.tellings: dict[int, Telling] = {}
        self.edges: dict[frozenset[int], Edge] = {}
        self.joined: set[tuple[int, int]] = set()
        self.parted: set[tuple[int, int]] = set()
        self.changed = frozenset(stems)
        self.asked = set(stems)
        fresh = set(stems)
        while fresh:
            found = session.tellings(fresh)
            self.tellings |= found
            if not linked:
                break
            near = session.edges(fresh)
            self.edges |= {frozenset((edge.one, edge.other)): edge for edge in near}
            decided = self._decided(session, [telling.id for telling in found.values()])
            fresh = ({edge.other for edge in near} | decided) - self.asked
            self.asked |= fresh
        self.accounts = {
            number: known.get(number) or recorded_from(one, evidence=False) for number, one in self.tellings.items()
        }

    def _decided(self, session: Session, ids: Sequence[str]) -> set[int]:
        joined, parted, named = links_of(session, ids, (Verb.MERGE, Verb.SPLIT))
        numbers = session.stems(named) if named else {}
        self.joined |= {(numbers[a], numbers[b]) for a, b in joined if a in numbers and b in numbers}
        self.parted |= {(numbers[a], numbers[b]) for a, b in parted if a in numbers and b in numbers}
        return set(numbers.values())


def _grouped(part: _Component) -> list[tuple[int, ...]]:
    if len(part.accounts) < 2:
        return [tuple(part.accounts)] if part.accounts else []
    return clusters(
        part.accounts,
        barred,
        [(edge.score, edge.one, edge.other) for edge in part.edges.values()],
        linked=sorted(part.joined),
        parted=part.parted,
        order=lambda number: part.tellings[number].id,
        settled={n: one.engagement for n, one in part.tellings.items() if n not in part.changed and one.engagement},
    )


def barred(one: RecordedAccount, other: RecordedAccount) -> bool:
    """Whether two accounts cannot be of one engagement: a report tells of each engagement once."""
    return one.context.report == other.context.report or likeness(one, other).barred


def derived_row(session: Session, number: int) -> EngagementRow | None:
    """What an engagement should be, from the accounts that belong to it; None when it has none."""
    stems = session.members(number)
    part = _Component(session, stems, {}, linked=False)
    group = sorted(part.accounts)
    if not group:
        return None
    decisions = decisions_on(session, [telling.id for telling in part.tellings.values()])
    return _row(part, group, register(session, part.accounts.values()), decisions)


def _row(
    part: _Component,
    group: Sequence[int],
    appearances: Mapping[tuple[str, int], int],
    decisions: Sequence[Decision],
) -> EngagementRow:
    accounts = [part.accounts[number] for number in group]
    engagement = consolidate(accounts, appearances, decisions)
    within = frozenset(one.account.part_of for one in accounts if one.account.part_of)
    first, last = days_of(engagement)
    return EngagementRow(
        number=group[0],
        rank=(first << RANK_BITS) | group[0],
        last=last,
        document=encode_engagement(engagement),
        words=_words(engagement, [part.tellings[number].words for number in group]),
        marks=marks_of(engagement, within),
    )


def decisions_on(session: Session, stems: Iterable[str]) -> tuple[Decision, ...]:
    """The decisions that name a stem; none is looked for in a ledger without any."""
    return session.decisions(stems) if session.decided() else ()


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


def _replace(session: Session, part: _Component, rows: Sequence[EngagementRow], members: Mapping[int, int]) -> None:
    before = {one.engagement for one in part.tellings.values() if one.engagement}
    before |= session.engagement_numbers(part.asked - set(part.tellings))
    old = session.engagements(before)
    wanted = {row.number: row for row in rows}
    session.drop_engagements([number for number, row in old.items() if wanted.get(number) != row])
    gone = dict.fromkeys(part.asked - set(part.tellings))
    moved = {n: e for n, e in members.items() if part.tellings[n].engagement != e}
    session.put_engagements([row for row in rows if old.get(row.number) != row], {**gone, **moved})


__all__ = ["barred", "day_of", "days_of", "decisions_on", "derive"]
