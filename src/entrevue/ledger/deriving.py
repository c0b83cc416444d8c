"""Engagements anew from the accounts that something touched, and from nothing else."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from entrevue.domain.decisions import Decision
from entrevue.domain.engagements import Engagement
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.engagements import likeness
from entrevue.ledger.clustering import clusters
from entrevue.ledger.codec import encode_engagement
from entrevue.ledger.consolidation import consolidate
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.links import ENGAGEMENTS, decisions_on, links_of, named_by
from entrevue.ledger.marks import marks_of
from entrevue.ledger.registry import register
from entrevue.ledger.rows import RANK_BITS, Edge, EngagementRow, Telling
from entrevue.ledger.store import Session
from entrevue.ledger.words import words_of

DERIVATION = "3"  # raise it when sameness, its keys, consolidation or marks change: `ledger rederive` then brings ledgers up to it
_BREAK = "¶"  # a word that nobody can ask for, so that no phrase reaches across


def derive(
    session: Session, stems: Iterable[int], known: Mapping[int, RecordedAccount] = MappingProxyType({})
) -> dict[int, str]:
    """Find anew the engagements of stems and of all that is linked to them; the engagement's id for every stem.

    `known`: accounts of stems, without evidence, that were decoded already.
    """
    part = Component.of(session, set(stems), known)
    rows, members = part.rows(register(session, part.accounts.values()))
    _replace(session, part, rows, members)
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

    @classmethod
    def of(
        cls, session: Session, stems: set[int], known: Mapping[int, RecordedAccount] = MappingProxyType({})
    ) -> "Component":
        """All that edges and decisions lead to, over stems without a current account too."""
        tellings: dict[int, Telling] = {}
        edges: dict[frozenset[int], Edge] = {}
        decisions: dict[int, Decision] = {}
        asked, fresh = set(stems), set(stems)
        while fresh:
            tellings |= session.tellings(fresh)
            near = session.edges(fresh)
            edges |= {frozenset((edge.one, edge.other)): edge for edge in near}
            found = _decisions_on(session, fresh)
            named = session.stems(named_by(found.values(), ENGAGEMENTS)) if found else {}
            decisions |= found
            fresh = ({edge.other for edge in near} | set(named.values())) - asked
            asked |= fresh
        accounts = {number: known.get(number) or recorded_from(one, evidence=False) for number, one in tellings.items()}
        return cls(frozenset(asked), frozenset(stems), tellings, accounts, edges, decisions)

    def rows(self, appearances: Mapping[tuple[str, int], int]) -> tuple[list[EngagementRow], dict[int, int]]:
        """The engagements that follow, and the one that each account belongs to."""
        groups = [tuple(sorted(group)) for group in self._groups()]
        rows = [_row(self, group, appearances) for group in groups]
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


def _decisions_on(session: Session, stems: Iterable[int]) -> dict[int, Decision]:
    """Standing decisions on stems, which may have no current account."""
    return decisions_on(session, session.stem_ids(stems).values()) if session.decided() else {}


def barred(one: RecordedAccount, other: RecordedAccount) -> bool:
    """Whether two accounts cannot be of one engagement: a report tells of each engagement once."""
    return one.context.report == other.context.report or likeness(one, other).barred


def _row(part: Component, group: Sequence[int], appearances: Mapping[tuple[str, int], int]) -> EngagementRow:
    accounts = [part.accounts[number] for number in group]
    engagement = consolidate(accounts, appearances, [part.decisions[number] for number in sorted(part.decisions)])
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


def _replace(session: Session, part: Component, rows: Sequence[EngagementRow], members: Mapping[int, int]) -> None:
    before = {one.engagement for one in part.tellings.values() if one.engagement}
    before |= session.engagement_numbers(part.asked - set(part.tellings))
    old = session.engagements(before)
    wanted = {row.number: row for row in rows}
    session.drop_engagements([number for number, row in old.items() if wanted.get(number) != row])
    gone = dict.fromkeys(part.asked - set(part.tellings))
    moved = {n: e for n, e in members.items() if part.tellings[n].engagement != e}
    session.put_engagements([row for row in rows if old.get(row.number) != row], {**gone, **moved})


__all__ = ["Component", "barred", "day_of", "days_of", "derive"]
