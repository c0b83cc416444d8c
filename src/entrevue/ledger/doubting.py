"""What should be reviewed next: doubts about engagements that nobody reviewed yet, what readers propose first.

An index holds how much there is to doubt about each engagement (`grading`), so that the most doubtful of a ledger of any
size come at once. Contradicted claims are the inquiry's to find and are added there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from entrevue.domain.doubts import Candidate, Doubt, Doubtful, DoubtKind
from entrevue.domain.engagements import Engagement
from entrevue.domain.likeness import CLOSE, Likeness
from entrevue.domain.queries import Query
from entrevue.domain.recorded import RecordedAccount
from entrevue.domain.replies import Moderation, Reply
from entrevue.identity.blocking import blocking_keys
from entrevue.identity.engagements import likeness
from entrevue.ledger.answers import engagements_of, filter_of, locate
from entrevue.ledger.codec import decode_engagement
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.grading import confidence_in, conflicts_in, in_order
from entrevue.ledger.links import ENGAGEMENTS, Pair, decisions_on, links_of, pair_of
from entrevue.ledger.marks import mark, places_of
from entrevue.ledger.rows import DocumentRow, Filter, Order, Telling
from entrevue.ledger.store import Session

_NEAR = 0.1  # a likeness from here on makes a candidate for a merge
_ACCOUNTS = 3  # accounts of an engagement whose neighbours are looked at
_NEIGHBOURS = 12  # accounts that an engagement is compared with
_PROPOSALS = 200  # of readers, that come first
_REVIEWED = ("accepted", "rejected")


def open_filter(session: Session, query: Query) -> Filter:
    """The engagements of a query that nobody reviewed."""
    return replace(filter_of(session, query), without=tuple(mark("review", one) for one in _REVIEWED))


def count_open(session: Session, query: Query) -> int:
    """How many engagements of a query nobody reviewed; over all, by what is marked, without walking them."""
    if query != Query():
        return session.count(open_filter(session, query))
    return session.count(Filter()) - sum(session.count(Filter(((mark("review", one),),))) for one in _REVIEWED)


@dataclass(frozen=True, slots=True)
class Look:
    """A page of the queue: what readers propose to correct, then the most doubtful; `last`: where the next one begins."""

    items: tuple[Doubtful, ...]
    last: str | None = None


def doubtful(session: Session, query: Query, limit: int, before: str | None) -> Look:
    """The open engagements of a query that are most doubtful, with their doubts; claims are not looked at."""
    wanted = replace(open_filter(session, query), order=Order.DOUBT)
    behind = locate(session, before).rank if before is not None else None
    replies = [reply for reply in session.replies_in(Moderation.PENDING, 0, _PROPOSALS) if reply.proposal]
    proposed = _proposed(session, wanted, replies)
    found = session.find(replace(wanted, behind=behind), limit)
    first = list(proposed.values()) if before is None else []
    rows = [*first, *(row for row in found if row.number not in proposed)]
    items = _with_doubts(session, engagements_of(session, rows), replies)
    return Look(items, decode_engagement(found[-1].document).id if len(found) == limit else None)


def _proposed(session: Session, wanted: Filter, replies: Sequence[Reply]) -> dict[int, DocumentRow]:
    """The engagements that a filter lets through about which readers propose corrections, the oldest proposal first."""
    stems = [reply.proposal.target for reply in replies if reply.proposal]
    numbers = session.stems(stems)
    homes = {number: one.engagement for number, one in session.tellings(numbers.values()).items()}
    ordered = dict.fromkeys(home for stem in stems if stem in numbers and (home := homes.get(numbers[stem])))
    rows = session.documents(ordered)
    there = (rows[home] for home in ordered if home in rows)
    return {row.number: row for row in there if session.ranks(_only(wanted, row.rank), 1)}


def _only(wanted: Filter, rank: int) -> Filter:
    """The filter for one engagement alone, by its rank."""
    return replace(wanted, low=max(wanted.low, rank), high=min(rank + 1, wanted.high or rank + 1))


def _with_doubts(session: Session, engagements: Sequence[Engagement], replies: Sequence[Reply]) -> tuple[Doubtful, ...]:
    look = _Look.at(session, engagements)
    proposals: dict[str, list[Doubt]] = {}
    for reply in replies:
        if reply.proposal:
            proposals.setdefault(reply.proposal.target, []).append(Doubt(DoubtKind.REPLY, 0.7, reply.id))
    return tuple(
        in_order(
            Doubtful(one),
            [
                *conflicts_in(one),
                *confidence_in([look.accounts[number] for number in look.numbers_of(one)]),
                *_near(one, look),
                *(doubt for stem in one.stems for doubt in proposals.get(stem, ())),
            ],
        )
        for one in engagements
    )


def candidates(session: Session, id: str, limit: int = 5) -> tuple[Candidate, ...]:  # noqa: A002 (the word for it)
    """Other engagements that may be this one, the likeliest first."""
    (engagement,) = engagements_of(session, [locate(session, id)])
    look = _Look.at(session, [engagement])
    found = sorted(look.like(engagement).items(), key=lambda one: (-one[1].worth, one[0]))[:limit]
    rows = session.documents(number for number, _ in found)
    others = engagements_of(session, [rows[number] for number, _ in found if number in rows])
    return tuple(Candidate(other, dict(found)[number]) for (number, _), other in zip(found, others, strict=False))


def _near(engagement: Engagement, look: "_Look") -> list[Doubt]:
    like = {number: found for number, found in look.like(engagement).items() if found.worth >= CLOSE}
    if not like:
        return []
    number, found = max(like.items(), key=lambda one: (one[1].worth, -one[0]))
    notes = tuple(f"{reason.feature}: {reason.note}" for reason in found.reasons)
    return [Doubt(DoubtKind.NEAR, found.worth, look.founders[number], notes)]


@dataclass(frozen=True, slots=True)
class _Look:
    """Some engagements with their accounts, and the accounts that are filed near them."""

    numbers: Mapping[str, int]  # of stems
    tellings: Mapping[int, Telling]
    accounts: Mapping[int, RecordedAccount]
    beside: Mapping[int, set[int]]  # accounts near the first ones of each engagement
    parted: frozenset[Pair]
    founders: Mapping[int, str]  # ids of engagements by number

    @classmethod
    def at(cls, session: Session, engagements: Sequence[Engagement]) -> "_Look":
        """Read all at once: a few questions to the store, however many engagements."""
        numbers = session.stems(stem for one in engagements for stem in one.stems)
        tellings = dict(session.tellings(numbers.values()))
        accounts = {number: recorded_from(telling) for number, telling in tellings.items()}
        firsts = [numbers[stem] for one in engagements for stem in one.stems[:_ACCOUNTS] if stem in numbers]
        asked = {n: places_of(blocking_keys(accounts[n]).asked) for n in firsts if n in accounts}
        there = session.near(key for keys in asked.values() for key in keys)
        beside = {n: {one for key in keys & there.keys() for one in there[key]} for n, keys in asked.items()}
        others = {one for own in beside.values() for one in sorted(own - set(accounts))[-_NEIGHBOURS:]}
        found = session.tellings(others)  # outlines do not tell which engagement they belong to
        tellings |= found
        accounts |= {number: recorded_from(telling) for number, telling in found.items()}
        links = links_of(decisions_on(session, numbers), ENGAGEMENTS, {telling.id for telling in tellings.values()})
        homes = {telling.engagement for telling in tellings.values() if telling.engagement}
        founding = session.tellings(homes - set(tellings)) | tellings
        founders = {home: founding[home].id for home in homes if home in founding}
        return cls(numbers, tellings, accounts, beside, links.parted, founders)

    def numbers_of(self, engagement: Engagement) -> list[int]:
        """The numbers of an engagement's accounts."""
        return [self.numbers[stem] for stem in engagement.stems if self.numbers.get(stem) in self.accounts]

    def like(self, engagement: Engagement) -> dict[int, Likeness]:
        """Other engagements near this one, by number, each with the highest likeness of two of their accounts."""
        found: dict[int, Likeness] = {}
        own = self.numbers_of(engagement)
        for number in own[:_ACCOUNTS]:
            near = self.beside.get(number, set()) & self.accounts.keys()
            for other in sorted(near, reverse=True)[:_NEIGHBOURS]:
                home = self.tellings[other].engagement
                if home is None or home == self.tellings[number].engagement or home not in self.founders:
                    continue
                if pair_of(self.tellings[number].id, self.tellings[other].id) in self.parted:
                    continue
                likeness_ = self._likeness(number, other)
                if likeness_.worth >= max(_NEAR, found[home].worth if home in found else 0):
                    found[home] = likeness_
        return found

    def _likeness(self, one: int, other: int) -> Likeness:
        if self.tellings[one].report == self.tellings[other].report:
            return Likeness(0.0)  # a report tells of each engagement once
        return likeness(self.accounts[one], self.accounts[other])
