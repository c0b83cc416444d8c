"""One engagement from its accounts and the decisions on them: a pure function of both."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from entrevue.domain.decisions import PARTICIPANTS, PRESENCE, REMOVED_TOPIC, TOPICS, Decision, Verb
from entrevue.domain.engagements import EMPTY, Engagement, Field, Participant, Review, TopicSaid
from entrevue.domain.reading import Account, Kind, Participation
from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.names import plain
from entrevue.identity.organisations import organisation_key
from entrevue.identity.participants import alike
from entrevue.identity.places import Apart, cities_apart
from entrevue.ledger.fields import Said, date_holds, latest_status, settle
from entrevue.ledger.independence import origins as origins_of

FIELDS = ("kind", "status", "start", "end", "country", "city", "source")
Value = TypeVar("Value", Engagement, Participant)
SEATS = "+"  # between the seats that a decision on a participant names
PARTICIPANT_FIELDS = ("name", "office", "organization", "country", "part")


@dataclass(slots=True)
class _Seat:
    """Participations that several accounts tell of one participant."""

    members: list[tuple[str, int, str, Participation]] = field(default_factory=list)  # stem, place, seat there
    stems: set[str] = field(default_factory=set)
    wordings: dict[tuple[str | None, ...], Participation] = field(default_factory=dict)  # each compared once

    def take(self, one: RecordedAccount, place: int) -> None:
        """Seat another participation here."""
        p = one.account.participants[place]
        self.members.append((one.stem, place, one.seat(place), p))
        self.stems.add(one.stem)
        self.wordings.setdefault((p.name, p.office, p.organization, p.country), p)

    def fit(self, stem: str, participation: Participation) -> float:
        """How well another participation fits; 0 when it cannot."""
        if stem in self.stems:
            return 0.0
        likenesses = [alike(participation, other) for other in self.wordings.values()]
        return 0.0 if any(one.barred for one in likenesses) else max(one.score for one in likenesses)


def consolidate(
    accounts: Sequence[RecordedAccount], appearances: Mapping[tuple[str, int], int], decisions: Iterable[Decision] = ()
) -> Engagement:
    """The engagement that `accounts` tell of, the first recorded first.

    `appearances` gives the number of the appearance behind a participation, by stem and place in the account.
    """
    ordered = sorted(accounts, key=lambda account: account.stem)
    origins = origins_of(ordered)
    country = settle(_said(ordered, "country"), origins)
    engagement = Engagement(
        id=accounts[0].stem,
        kind=accounts[0].account.kind,
        status=latest_status(_statuses(ordered), origins),
        start=settle(_said(ordered, "start"), origins, holds=date_holds),
        end=settle(_said(ordered, "end"), origins, holds=date_holds),
        country=country,
        city=settle(_said(ordered, "city"), origins, holds=partial(_one_city, country.value)),
        participants=_participants(ordered, origins, appearances),
        topics=_topics(ordered),
        source=settle(_said(ordered, "source"), origins, conflicting=False),
        stems=tuple(account.stem for account in accounts),
        reports=len({account.context.report for account in accounts}),
        origins=len(set(origins.values())),
        part_of=_reference(ordered, "part_of"),
        follows=_reference(ordered, "follows"),
    )
    return _decided(engagement, decisions)


def _one_city(country: str | None, one: str, other: str) -> bool:
    """Whether two names are one city's: Londres is London."""
    if plain(one) == plain(other):
        return True
    return bool(country) and cities_apart(country or "", *sorted((one, other))) is Apart.SAME


def _statuses(accounts: Sequence[RecordedAccount]) -> list[tuple[str, str, str]]:
    return [(one.account.status.value, one.stem, str(one.context.published or "")) for one in accounts]


def _said(accounts: Sequence[RecordedAccount], name: str) -> list[Said]:
    told = ((getattr(one.account, name), one.stem) for one in accounts)
    return [(str(value), stem) for value, stem in told if value is not None]


def _reference(accounts: Sequence[RecordedAccount], name: str) -> str | None:
    """The first account that this engagement is said to be part of, or to follow: a stem of the same report."""
    return next((stem for one in accounts if (stem := getattr(one.account, name))), None)


def _topics(accounts: Sequence[RecordedAccount]) -> tuple[TopicSaid, ...]:
    found: dict[str, TopicSaid] = {}
    for one in accounts:
        for topic in one.account.topics:
            key = plain(topic.quote)
            known = found.get(key, TopicSaid(topic.quote, topic.topic, ()))
            if one.stem not in known.stems:
                found[key] = replace(known, stems=(*known.stems, one.stem))
    return tuple(found.values())


def _participants(
    accounts: Sequence[RecordedAccount], origins: Mapping[str, str], appearances: Mapping[tuple[str, int], int]
) -> tuple[Participant, ...]:
    seats: list[_Seat] = []
    for one in accounts:
        for place, participation in enumerate(one.account.participants):
            seat = _best_seat(seats, one.stem, participation)
            seat.take(one, place)
    order = {"host": 0, "visitor": 1, "participant": 2}
    made = [_participant(seat, origins, appearances) for seat in seats]
    return tuple(sorted(made, key=lambda p: order[p.role.value]))


def _best_seat(seats: list[_Seat], stem: str, participation: Participation) -> _Seat:
    fits = [(seat.fit(stem, participation), -index) for index, seat in enumerate(seats)]
    score, place = max(fits, default=(0.0, 0))
    if score < 0.5:
        seats.append(_Seat())
        return seats[-1]
    return seats[-place]


def _participant(seat: _Seat, origins: Mapping[str, str], appearances: Mapping[tuple[str, int], int]) -> Participant:
    country = settle(_told(seat, "country"), origins)

    def same_body(one: str, other: str) -> bool:
        return organisation_key(one, country.value) == organisation_key(other, country.value)

    return Participant(
        seats=tuple(address for _, _, address, _ in seat.members),
        name=settle(_told(seat, "name"), origins, conflicting=False),
        office=settle(_told(seat, "office"), origins, conflicting=False),
        organization=settle(_told(seat, "organization"), origins, holds=same_body),
        country=country,
        part=settle(_told(seat, "part"), origins, holds=lambda one, other: one in {other, "participant"}),
        appearances=tuple(sorted({appearances[s, p] for s, p, _, _ in seat.members if (s, p) in appearances})),
    )


def _told(seat: _Seat, name: str) -> list[Said]:
    told = ((getattr(participation, name), stem) for stem, _, _, participation in seat.members)
    return [(str(value), stem) for value, stem in told if value is not None]


def _decided(engagement: Engagement, decisions: Iterable[Decision]) -> Engagement:
    for decision in decisions:
        if decision.undone or not set(decision.targets) & set(engagement.stems):
            continue
        if decision.verb is Verb.ACCEPT:
            engagement = replace(engagement, review=Review.ACCEPTED)
        elif decision.verb is Verb.REJECT:
            engagement = replace(engagement, review=Review.REJECTED)
        elif decision.verb is Verb.CORRECT:
            engagement = _corrected(engagement, decision)
    return engagement


def _corrected(engagement: Engagement, decision: Decision) -> Engagement:
    name = decision.field or ""
    if name in _CHANGES:
        return _CHANGES[name](engagement, decision)
    if name == "kind":
        return replace(engagement, kind=Kind(decision.value or engagement.kind.value))
    if name in FIELDS:
        return _with(engagement, name, decision)
    seats, _, part = name.rpartition(".")
    meant = set(seats.split(SEATS))
    if part == PRESENCE:
        return replace(engagement, participants=tuple(p for p in engagement.participants if not meant & set(p.seats)))
    changed = tuple(_with(one, part, decision) if meant & set(one.seats) else one for one in engagement.participants)
    return replace(engagement, participants=changed)


def _added_participant(engagement: Engagement, decision: Decision) -> Engagement:
    told = json.loads(decision.value or "{}")
    fields: dict[str, Any] = {name: _set(EMPTY, decision, told[name]) for name in PARTICIPANT_FIELDS if told.get(name)}
    added = Participant((f"d{decision.number}",), **fields)
    return replace(engagement, participants=(*engagement.participants, added))


def _added_topic(engagement: Engagement, decision: Decision) -> Engagement:
    told = json.loads(decision.value or "{}")
    return replace(engagement, topics=(*engagement.topics, TopicSaid(told["quote"], told.get("topic"), ())))


def _without_topic(engagement: Engagement, decision: Decision) -> Engagement:
    gone = plain(decision.value or "")
    return replace(engagement, topics=tuple(one for one in engagement.topics if plain(one.quote) != gone))


_CHANGES = {PARTICIPANTS: _added_participant, TOPICS: _added_topic, REMOVED_TOPIC: _without_topic}


def _with(value: Value, name: str, decision: Decision) -> Value:
    """An engagement or a participant with one field set by a decision."""
    changes: dict[str, Any] = {name: _set(getattr(value, name), decision)}
    return replace(value, **changes)


def _set(known: Field, decision: Decision, value: str | None = None) -> Field:
    return replace(known, value=value or decision.value, conflict=False, decision=decision.number, inferred=False)


def held_by_somebody(account: Account) -> tuple[Account, int]:
    """The account without participants that neither an office, nor an organisation, nor a side holds; how many left."""
    kept = tuple(p for p in account.participants if p.office or p.organization or p.country)
    if len(kept) == len(account.participants):
        return account, 0
    return replace(account, participants=kept), len(account.participants) - len(kept)
