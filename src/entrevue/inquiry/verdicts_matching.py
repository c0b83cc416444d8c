"""Does an engagement of the ledger count for a question? Yes, no, or it cannot be told."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entrevue.domain.reading import Kind, Part, Status
from entrevue.domain.verdicts import Question, Span, Who
from entrevue.identity.names import plain
from entrevue.identity.places import Apart, cities_apart
from entrevue.inquiry.claims_members import Match, member_matches, names_meet, posted, roles_of
from entrevue.inquiry.claims_scene import Days, Member, Scene

_CITIES = {Apart.SAME: Match.YES, Apart.NEAR: Match.MAYBE, Apart.FAR: Match.NO, Apart.UNKNOWN: Match.MAYBE}
_NEAR = 3  # days: reports of one stay may differ so much about its days


@dataclass(frozen=True, slots=True)
class Counted:
    """An engagement that counts, or may count, with the participants whom the question asks for."""

    scene: Scene
    match: Match
    who: tuple[Member, ...]
    other: tuple[Member, ...] = ()


def counted(question: Question, scene: Scene) -> Counted:
    """Whether the engagement is of the kind, place and people asked for, whenever it was."""
    who = _best(question.who, _candidates(question, scene))
    sort = Match.MAYBE if question.narrow else Match.YES
    match = min(_kind(question, scene), _place(question, scene), who[0], _happened(scene), sort)
    other: tuple[Match, tuple[Member, ...]] = (Match.YES, ())
    if question.other is not None and match:
        other = _best(question.other, [member for member in scene.cast if member not in who[1]])
    return Counted(scene, min(match, other[0]), who[1], other[1])


def _happened(scene: Scene) -> Match:
    """What was planned may have taken place; what was cancelled did not."""
    if scene.status is Status.CANCELLED:
        return Match.NO
    return Match.MAYBE if scene.status is Status.PLANNED else Match.YES


def _kind(question: Question, scene: Scene) -> Match:
    if question.kind is None or scene.kind is question.kind:
        return Match.YES
    received = question.kind is Kind.VISIT and scene.kind in {Kind.MEETING, Kind.SIGNING} and not question.abroad
    return Match.YES if received else Match.NO


def _candidates(question: Question, scene: Scene) -> list[Member]:
    """Who may be whom the question counts: for a visit, those who came."""
    if question.kind is not Kind.VISIT:
        return list(scene.cast)
    came = [m for m in scene.cast if m.part is not Part.HOST and (not scene.country or m.country != scene.country)]
    if scene.kind is Kind.VISIT:
        return came
    return [m for m in came if m.part is Part.VISITOR and not posted(m)]


def _place(question: Question, scene: Scene) -> Match:
    if question.abroad:
        own = {member.country for member in _candidates(question, scene)}
        return Match.MAYBE if scene.country is None else Match(2 * (scene.country not in own))
    if question.place is None:
        return Match.YES
    if scene.country != question.place:
        return Match.MAYBE if scene.country is None and scene.kind is Kind.VISIT else Match.NO
    if question.city is None:
        return Match.YES
    if scene.city is None:
        return Match.MAYBE
    return _CITIES[cities_apart(question.place, *sorted((scene.city, question.city)))]


def _best(who: Who, cast: Iterable[Member]) -> tuple[Match, tuple[Member, ...]]:
    """The best match among participants, with those who reach it."""
    matches = [(member_matches(who, member), member) for member in cast]
    best = max((match for match, _ in matches), default=Match.YES if who.anybody else Match.NO)
    return best, tuple(member for match, member in matches if match is best)


def in_span(span: Span, scene: Scene) -> Match:
    """Whether the engagement lies in the span: its first or its last day surely does, or one of its days may."""
    if scene.start is None or scene.end is None:
        return Match.MAYBE
    low, sure, high = span.since or dt.date.min, span.sure_from or dt.date.min, span.until or dt.date.max
    if any(sure <= days.first and days.last <= high for days in (scene.start, scene.end)):
        return Match.YES
    return Match.MAYBE if scene.start.first <= high and low <= scene.end.last else Match.NO


def before(scene: Scene, at: Days) -> Match:
    """Whether the engagement began before `at`."""
    if scene.start is None:
        return Match.MAYBE
    if scene.start.last < at.first:
        return Match.YES
    return Match.MAYBE if scene.start.first <= at.last else Match.NO


def after(scene: Scene, day: dt.date) -> Match:
    """Whether the engagement began after `day`."""
    if scene.start is None:
        return Match.MAYBE
    if scene.start.first > day:
        return Match.YES
    return Match.MAYBE if scene.start.last > day else Match.NO


def occasions(found: Sequence[Counted]) -> list[tuple[Counted, ...]]:
    """Engagements grouped by the occasion they belong to: a visit and the receptions in it count once."""
    groups: list[list[Counted]] = []
    homes: dict[str, list[Counted]] = {}  # by the ids of engagements, and of those that they are part of
    near: list[list[Counted]] = []  # those that the next one can still belong to, as they come in order of date
    for one in sorted(found, key=lambda c: c.scene.start.first if c.scene.start else dt.date.max):
        near = [group for group in near if _reaches(group, one.scene)]
        home = homes.get(one.scene.part_of or "") or homes.get(one.scene.id or "")
        home = home or next((g for g in reversed(near) if any(one_occasion(one, other) for other in g)), None)
        if home is None:
            home = []
            groups.append(home)
            near.append(home)
        home.append(one)
        homes |= {id_: home for id_ in (one.scene.id, one.scene.part_of) if id_}
    return [tuple(group) for group in groups]


def _reaches(group: Sequence[Counted], scene: Scene) -> bool:
    """Whether a group lies so late that an engagement, no earlier than its own, may belong to it."""
    ends = [one.scene.end.last for one in group if one.scene.end]
    return scene.start is not None and bool(ends) and (scene.start.first - max(ends)).days <= _NEAR


def one_occasion(one: Counted, other: Counted) -> bool:
    """Whether two engagements are one stay or one contact: the same people on the same days."""
    first, second = one.scene, other.scene
    if first.id is not None and first.id == second.id:
        return True
    if (second.id is not None and first.part_of == second.id) or (first.id is not None and second.part_of == first.id):
        return True
    if not (first.start and first.end and second.start and second.end):
        return False
    if first.country and second.country and first.country != second.country:
        return False
    near = _NEAR if Kind.VISIT in (first.kind, second.kind) else 0
    if max((first.start.first - second.end.last).days, (second.start.first - first.end.last).days) > near:
        return False
    return _same_people(one.who, other.who) and _same_people(one.other, other.other)


def _same_people(ones: tuple[Member, ...], others: tuple[Member, ...]) -> bool:
    """Whether two parties can be one: the same name, or one of them unnamed, or of one body."""
    if not ones or not others:
        return True
    return any(_same_member(one, other) for one in ones for other in others)


def _same_member(one: Member, other: Member) -> bool:
    if one.country and other.country and one.country != other.country:
        return False
    if one.person and one.person == other.person:
        return True
    if one.name and other.name:
        return names_meet(one.name, other.name)
    if one.organization and other.organization:
        return plain(one.organization) == plain(other.organization)
    if one.office and other.office:
        return bool(roles_of(one.office) & roles_of(other.office))
    return True
