"""A dossier, put together from what the ledger answers."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from entrevue.domain.dates import PartialDate
from entrevue.domain.dossiers import Counterpart, Dossier, Flow, Rhythm, Subject, Tie
from entrevue.domain.engagements import Participant, Person
from entrevue.domain.glances import Actor, Glance
from entrevue.domain.queries import Query
from entrevue.domain.reading import NOT_MET, Kind, Status
from entrevue.inquiry.offices import office_told
from entrevue.inquiry.subjects import Asked, query_of

LOOKED_AT = 5_000  # engagements, the newest, whose participants and topics are counted
_TRIED = 50  # times between two of which it is asked how much has surely passed, the longest first
_PERSONS = 12
_MOST = 15


def dossier(asked: Asked, subjects: tuple[Subject, ...], *, shown: int = 20) -> Dossier:
    """Who held which office when, engagements, counterparts, rhythm, and who visits whom."""
    return dossier_from(asked, subjects, asked.glances(query_of(subjects), limit=LOOKED_AT), shown=shown)


def dossier_from(asked: Asked, subjects: tuple[Subject, ...], found: tuple[Glance, ...], *, shown: int = 20) -> Dossier:
    """The dossier of subjects whose newest engagements were looked at already."""
    query, newest = query_of(subjects), found
    held = tuple(one for one in newest if one.happened not in NOT_MET)
    return Dossier(
        subjects=subjects,
        query=query,
        total=asked.count(query),
        looked_at=len(newest),
        rhythm=rhythm(asked, query),
        flows=_flows(asked, query),
        persons=_persons(asked, subjects, newest),
        counterparts=_counterparts(asked, subjects, held),
        topics=_most(topic.topic or topic.quote for one in held for topic in one.topics),
        engagements=asked.find(query, limit=shown),
        planned=asked.count(replace(query, status=Status.PLANNED)),
        cancelled=asked.count(replace(query, status=Status.CANCELLED)),
    )


def that_counts(query: Query) -> Query:
    """The query of those that are counted: of what took place, but where a status is asked for."""
    return query if query.status else replace(query, took_place=True)


def rhythm(asked: Asked, query: Query) -> Rhythm:
    """Counts by year of what took place, and the longest known time from one to the next."""
    counted = that_counts(query)
    days = asked.days(counted)
    years: Counter[int] = Counter()
    for day, count in days.items():
        years[day.year] += count
    gap = _longest_gap(asked, counted, days)
    if gap is None:
        return Rhythm(tuple(years.items()))
    return Rhythm(tuple(years.items()), gap.days, str(gap.earlier), str(gap.later), not gap.exact)


@dataclass(frozen=True, slots=True)
class _Gap:
    """The days that have surely passed between two that followed one another; exact where both days are told."""

    days: int
    earlier: PartialDate
    later: PartialDate

    @property
    def exact(self) -> bool:
        return self.earlier.day is not None and self.later.day is not None


def _longest_gap(asked: Asked, query: Query, days: Mapping[dt.date, int]) -> _Gap | None:
    """The longest time that has surely passed from one to the next; `days` are the first on which each can have begun."""
    ends = [*pairwise(days), *((day, day) for day, count in days.items() if count > 1)]
    ends.sort(key=lambda two: (two[1] - two[0], two), reverse=True)
    best: _Gap | None = None
    for earlier, later in ends[:_TRIED]:
        if best is not None and (later - earlier).days <= best.days:
            break  # no time is longer than that from first day to first day
        gap = _gap(asked, query, earlier, later)
        best = gap if gap is not None and (best is None or gap.days > best.days) else best
    return best


def _gap(asked: Asked, query: Query, earlier: dt.date, later: dt.date) -> _Gap | None:
    """What has surely passed between two first days: what is told by month or year can have begun as late as it ends."""
    between = replace(query, since=PartialDate.of(earlier), until=PartialDate.of(later))
    found = [one.start.date or one.end.date for one in asked.glances(between, limit=None)]
    dates = sorted((date for date in found if date), key=lambda date: (date.last, date.first))
    if earlier == later:
        on_day = [date for date in dates if date == PartialDate.of(later)]
        return _Gap(0, *on_day[:2]) if len(on_day) > 1 else None
    before = [date for date in dates if date.first <= earlier]
    next_one = next((date for date in dates if date.first == later), None)
    if not before or next_one is None or before[-1].last >= later:
        return None
    return _Gap((later - before[-1].last).days, before[-1], next_one)


def _flows(asked: Asked, query: Query) -> tuple[Flow, ...]:
    if len(query.states) != 2:
        return ()
    both = [query.states, query.states[::-1]]
    visits = [replace(that_counts(query), kind=Kind.VISIT, visitor=one, host=other) for one, other in both]
    return tuple(Flow(q.visitor or "", q.host or "", asked.count(q)) for q in visits)


def _persons(asked: Asked, subjects: tuple[Subject, ...], found: Iterable[Glance]) -> tuple[Person, ...]:
    """The person of the dossier, or those who act for its subjects most often."""
    own = [one.value for one in subjects if one.kind == "person"]
    if own:
        return (asked.person(own[0]),)
    states = {one.value for one in subjects if one.kind == "state"}
    acting = [p for one in found for p in one.participants if p.person and (not states or p.country.value in states)]
    most = Counter(p.person for p in acting).most_common(_PERSONS)
    return asked.people([id_ for id_, _ in most if id_])


def _counterparts(asked: Asked, subjects: tuple[Subject, ...], found: Iterable[Glance]) -> tuple[Counterpart, ...]:
    """Whom the subjects have to do with most: states with a state, over everything; else persons, bodies and states."""
    own = {one.value for one in subjects}
    if len(subjects) == 1 and subjects[0].kind == "state":
        sides = asked.sides_with(subjects[0].value)
        most = sorted(sides.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
        return tuple(Counterpart(side, count, "state", side) for side, count in most)
    if all(one.kind == "state" for one in subjects):
        return tuple(
            Counterpart(side, count, "state", side)
            for side, count in _most(side for one in found for side in one.sides if side not in own)
        )
    counts: Counter[tuple[str, str]] = Counter()
    labels: dict[tuple[str, str], str] = {}
    for one in found:
        met = {_key(p): labelled(p) for p in _others_than(own, one)}
        labels |= met
        counts.update(met.keys())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], labels[item[0]]))[:_MOST]
    return tuple(Counterpart(labels[key], count, *key) for key, count in ordered)


def _key(actor: Actor) -> tuple[str, str]:
    """What a counterpart is asked for by: kind and value."""
    options = (("person", actor.person), ("organisation", actor.organization.value), ("state", actor.country.value))
    return next(((kind, value) for kind, value in options if value), ("other", actor.shown_as))


def _others_than(own: set[str], engagement: Glance) -> list[Actor]:
    """Who took part beside the subjects and those who came with them."""
    subjects = [p for p in engagement.participants if p.person in own or p.organization.value in own]
    sides = {p.country.value for p in subjects if p.country.value}
    return [p for p in engagement.participants if p not in subjects and p.country.value not in sides]


def labelled(participant: Actor) -> str:
    """A participant in one short text."""
    country = participant.country.value
    options = (participant.name.value, office_told(participant.office.value), participant.organization.value, country)
    shown = next(filter(None, options), "?")
    return f"{shown} ({country})" if country and country != shown else shown


def _most(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))[:_MOST])


def network(engagements: Iterable[Glance], *, sides: bool = False) -> tuple[Tie, ...]:
    """Who met whom, the most frequent first: persons, or with `sides` the states.

    Nobody has met yet in what is planned, nor in what was called off. Those of one delegation came together and did not
    meet there: persons of one side, or of one organisation where no side is told of either.
    """
    counts: Counter[tuple[str, str]] = Counter()
    known: dict[str, _Node] = {}
    for engagement in engagements:
        if engagement.happened in NOT_MET:
            continue
        nodes = _sides(engagement) if sides else _people(engagement)
        known |= nodes
        counts.update(pair for pair in combinations(sorted(nodes), 2) if _met(nodes[pair[0]], nodes[pair[1]]))
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Tie(one, other, known[one].label, known[other].label, count, known[one].side, known[other].side)
        for (one, other), count in most
    )


@dataclass(frozen=True, slots=True)
class _Node:
    """Who is in a network, by label and side; `delegation` is the side, or the organisation where none is told."""

    label: str
    side: str | None
    delegation: str


def _met(one: _Node, other: _Node) -> bool:
    """Whether two who were there met each other: those of one delegation came together."""
    return not one.delegation or one.delegation != other.delegation


def _sides(engagement: Glance) -> dict[str, _Node]:
    return {side: _Node(side, side, side) for side in engagement.sides}


def _people(engagement: Glance) -> dict[str, _Node]:
    there = ((p.person, p) for p in engagement.participants)
    return {person: _Node(labelled(p), p.country.value, delegation_of(p)) for person, p in there if person}


def delegation_of(actor: Actor | Participant) -> str:
    """Whom somebody comes with: their side, or their organisation where none is told; nobody where neither is."""
    return actor.country.value or (actor.organization.value or "").casefold()
