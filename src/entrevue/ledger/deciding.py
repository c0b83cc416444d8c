"""Decisions: made, taken back, looked up. What they change is derived anew in the same transaction."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entrevue.domain.dates import PartialDate
from entrevue.domain.decisions import ADDED, PARTICIPANTS, PRESENCE, REMOVED_TOPIC, TOPICS, Decision, Verb
from entrevue.domain.engagements import Engagement
from entrevue.domain.reading import Kind, Part, Status
from entrevue.errors import ClashingDecision, UnknownId, WrongDecision
from entrevue.ledger.answers import appearances_of, locate
from entrevue.ledger.codec import decode_engagement
from entrevue.ledger.consolidation import FIELDS, PARTICIPANT_FIELDS, SEATS
from entrevue.ledger.deriving import Component, derive
from entrevue.ledger.freshness import refuse_stale, version_of, version_of_person
from entrevue.ledger.links import ENGAGEMENTS, PERSONS, clash_in, overruled
from entrevue.ledger.refusing import Refused
from entrevue.ledger.registry import Circle, regroup
from entrevue.ledger.store import Session

_LINKING = (*ENGAGEMENTS, *PERSONS)


def _verbs_of(decision: Decision) -> tuple[Verb, Verb]:
    return PERSONS if decision.verb in PERSONS else ENGAGEMENTS


@dataclass(frozen=True, slots=True)
class Desk:
    """A transaction in which somebody decides, at a time, for a reason."""

    session: Session
    who: str
    when: dt.datetime
    why: str = ""

    def review(self, id: str, verb: Verb, seen: str | None = None) -> Decision:  # noqa: A002 (the word for it)
        """Accept or reject an engagement."""
        return self._decide(verb, self._engagement(id, seen).stems)

    def correct(self, id: str, name: str, value: str | None, seen: str | None = None) -> Decision:  # noqa: A002
        """Set a field, or empty it (None). A participant's is addressed as "p2.office", in the order shown."""
        engagement = self._engagement(id, seen)
        return self._decide(
            Verb.CORRECT, engagement.stems, field=address_of(engagement, name), value=checked(name, value)
        )

    def merge(self, id: str, other: str, seen: str | None = None, other_seen: str | None = None) -> Decision:  # noqa: A002
        """Make two engagements of one kind one."""
        one, two = self._engagement(id, seen), self._engagement(other, other_seen)
        if one.id == two.id:
            raise WrongDecision("%(one)s and %(other)s are one engagement already", one=id, other=other)
        if one.kind is not two.kind:
            raise WrongDecision(
                "engagements of two kinds, %(one)s and %(other)s, cannot be one: correct the kind first",
                one=one.kind.value,
                other=two.kind.value,
            )
        return self._decide(Verb.MERGE, one.stems, two.stems)

    def split(self, id: str, stems: Sequence[str], seen: str | None = None) -> Decision:  # noqa: A002
        """Take accounts out of an engagement, to be one of their own."""
        engagement = self._engagement(id, seen)
        foreign = [stem for stem in stems if stem not in engagement.stems]
        if foreign:
            raise WrongDecision(
                "%(one)s is no account of %(other)s: `entrevue show %(other)s` lists them", one=foreign[0], other=id
            )
        rest = tuple(stem for stem in engagement.stems if stem not in stems)
        if not rest or not stems:
            raise WrongDecision("a split needs some accounts to go and some to stay")
        return self._decide(Verb.SPLIT, tuple(dict.fromkeys(stems)), rest)

    def same_person(self, one: str, other: str, seen: str | None = None, other_seen: str | None = None) -> Decision:
        """Make two persons one."""
        first, second = self._person(one, seen), self._person(other, other_seen)
        if set(first) & set(second):
            raise WrongDecision("%(one)s and %(other)s are one person already", one=one, other=other)
        return self._decide(Verb.SAME_PERSON, first, second)

    def not_same_person(self, one: str, other: str, seen: str | None = None, other_seen: str | None = None) -> Decision:
        """Keep two persons apart; two appearances of one person are taken apart, the rest goes with the more alike."""
        if one == other:
            raise WrongDecision("nobody is somebody else than themselves: name two different ids")
        first, second = self._person(one, seen), self._person(other, other_seen)
        together = bool(set(first) & set(second))
        return self._decide(Verb.NOT_SAME_PERSON, (one,) if together else first, (other,) if together else second)

    def undo(self, number: int | None = None) -> Decision:
        """Take a decision back: the last one that stands, or the one of that number."""
        standing = [d for d in self.session.decisions() if not d.undone and number in {None, d.number}]
        if not standing:
            if number is None:
                raise WrongDecision("no decision stands: there is nothing to undo")
            raise WrongDecision("no decision %(number)s stands: there is nothing to undo", number=number)
        decision = standing[-1]
        rest = {number: one for number, one in self._linked(decision).items() if number != decision.number}
        if decision.verb in _LINKING and (clash := clash_in(rest, _verbs_of(decision))):
            raise ClashingDecision(
                "without it, decision %(number)s of %(who)s contradicts another: `entrevue undo %(number)s` takes it back",
                number=clash.parting.number,
                who=clash.parting.who,
            )
        self.session.undo(decision.number, self.who, self.when)
        self._apply(decision)
        return decision

    def _engagement(self, id: str, seen: str | None) -> Engagement:  # noqa: A002
        """The engagement; StaleDecision where another version of it was `seen`."""
        engagement = decode_engagement(locate(self.session, id).document)
        refuse_stale(self.session, seen, version_of(engagement, 0), engagement.stems)
        return engagement

    def _person(self, id: str, seen: str | None) -> tuple[str, ...]:  # noqa: A002
        rows = appearances_of(self.session, id)
        ids = [row.id for row in rows]
        refuse_stale(self.session, seen, version_of_person(ids, 0), ids)
        return tuple(row.id for row in sorted(rows, key=lambda row: (row.id != id, row.number)))

    def _decide(
        self,
        verb: Verb,
        targets: Sequence[str],
        others: Sequence[str] = (),
        *,
        field: str | None = None,
        value: str | None = None,
    ) -> Decision:
        refused = Refused.by(self.session)
        if value and refused.names_in(value):
            raise WrongDecision("a name in this value was forgotten, and is not kept")
        why = refused.without(self.why)
        number = self.session.next_number("decision")
        decision = Decision(number, verb, tuple(targets), self.who, self.when, why, tuple(others), field, value)
        if decision.verb in _LINKING:
            self._refuse_contradiction(decision)
        self.session.put_decision(decision)
        self._apply(decision)
        return decision

    def _refuse_contradiction(self, decision: Decision) -> None:
        """Refuse what contradicts a decision that stands; a split or a parting holds over what joined the very two."""
        verbs, linked = _verbs_of(decision), self._linked(decision)
        joins = decision.verb is verbs[0]
        clash = clash_in({**linked, decision.number: decision}, verbs)
        against = (overruled(linked, decision, verbs) if joins else None) or (clash and clash.parting)
        if joins and against:
            raise ClashingDecision(
                "decision %(number)s of %(who)s keeps them apart: `entrevue undo %(number)s` takes it back",
                number=against.number,
                who=against.who,
            )
        if clash:
            raise ClashingDecision(
                "decision %(number)s of %(who)s joins both with a third: `entrevue undo %(number)s` takes it back",
                number=clash.joining.number,
                who=clash.joining.who,
            )

    def _linked(self, decision: Decision) -> Mapping[int, Decision]:
        """The standing decisions on all that is linked to what a decision names."""
        named = (*decision.targets, *decision.others)
        if decision.verb in PERSONS:
            rows = self.session.appearances_by_id(named).values()
            return Circle.of(self.session, {row.number for row in rows}).decisions
        return Component.of(self.session, set(self.session.stems(named).values())).decisions

    def _apply(self, decision: Decision) -> None:
        named = (*decision.targets, *decision.others)
        if decision.verb in PERSONS:
            regroup(self.session, [row.number for row in self.session.appearances_by_id(named).values()])
        else:
            derive(self.session, self.session.stems(named).values())


def history(session: Session, id: str) -> tuple[Decision, ...]:  # noqa: A002
    """Every decision on an engagement or a person, undone ones too, in the order they were made."""
    if session.appearances_by_id([id]):
        return session.decisions([row.id for row in appearances_of(session, id)])
    try:
        return session.decisions(decode_engagement(locate(session, id).document).stems)
    except UnknownId:
        decisions = session.decisions([id])
        if not decisions:
            raise
        return decisions


def address_of(engagement: Engagement, name: str) -> str:
    """The lasting address of a field."""
    if name in FIELDS or name in {*ADDED, REMOVED_TOPIC}:
        return name
    seat, _, part = name.rpartition(".")
    if part in {*PARTICIPANT_FIELDS, PRESENCE}:
        for place, participant in enumerate(engagement.participants, 1):
            if seat in {f"p{place}", *participant.seats}:
                return f"{SEATS.join(participant.seats)}.{part}"
        raise WrongDecision(
            "there is no participant “%(text)s”: there are p1 to p%(most)s",
            text=seat,
            most=len(engagement.participants),
        )
    raise _no_field(name)


def _no_field(name: str) -> WrongDecision:
    parts = ", ".join(f"pN.{one}" for one in PARTICIPANT_FIELDS)
    right = f"{', '.join(FIELDS)}, {parts}"
    return WrongDecision("there is no field “%(text)s”; there are: %(right)s", text=name, right=right)


_PARTS = {PARTICIPANTS: PARTICIPANT_FIELDS, TOPICS: ("quote", "topic")}


def _added(name: str, value: str | None) -> str:
    """What is added, as JSON without what is empty; WrongDecision for what cannot be."""
    try:
        told = json.loads(value or "")
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not set(told) <= set(_PARTS[name]):
        parts = ", ".join(_PARTS[name])
        raise WrongDecision("what is added to %(field)s is told as JSON with: %(right)s", field=name, right=parts)
    kept = {part: " ".join(str(told[part]).split()) for part in _PARTS[name] if told.get(part)}
    if name == TOPICS and not kept.get("quote"):
        raise WrongDecision("a value cannot be blank: --empty empties a field")
    if name == PARTICIPANTS:
        if not {"office", "organization", "country"} & set(kept):
            raise WrongDecision("a participant needs an office, an organisation or a state")
        kept |= {part: checked(part, kept[part]) or "" for part in ("part", "country") if part in kept}
    return json.dumps(kept, ensure_ascii=False)


_CHOICES = {"kind": Kind, "status": Status, "part": Part}


def check_correction(address: str, value: str | None) -> None:
    """Refuse, as WrongDecision, a correction from elsewhere of a field that there is not, or that it cannot hold."""
    seat, _, part = address.rpartition(".")
    if address not in {*FIELDS, *ADDED, REMOVED_TOPIC} and not (seat and part in {*PARTICIPANT_FIELDS, PRESENCE}):
        raise _no_field(address[:60])
    checked(address, value)


def checked(name: str, value: str | None) -> str | None:
    """The value as the field holds it; WrongDecision for one that it cannot hold."""
    part = name.rpartition(".")[2]
    if name in ADDED:
        return _added(name, value)
    if part == PRESENCE and value is None:
        raise WrongDecision("say whom you take away: the name shown is kept with the decision")
    if part in _CHOICES:
        options = [one.value for one in _CHOICES[part]]
        if value not in options:
            right = ", ".join(options)
            raise WrongDecision(
                "%(field)s cannot be “%(text)s”; it can be: %(right)s", field=part, text=value, right=right
            )
    if value is None:
        return None
    if part in {"start", "end"}:
        try:
            return str(PartialDate.parse(value))
        except ValueError as error:
            raise WrongDecision(
                "“%(text)s” is no date: write it as 2023, 2023-04 or 2023-04-07",
                text=value[:60],
            ) from error
    if part == "country" and not (len(value) == 2 and value.isascii() and value.isupper()):
        raise WrongDecision("a state is written as its code of ISO 3166 such as MA, not as “%(text)s”", text=value)
    if not value.strip():
        raise WrongDecision("a value cannot be blank: --empty empties a field")
    return value
