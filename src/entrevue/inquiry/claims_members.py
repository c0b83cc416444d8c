"""Participants and their capacity: what their offices are, and whether they are whom a claim counts."""

from dataclasses import replace
from enum import IntEnum
from functools import cache

from entrevue.atlas.lookup import load_atlas
from entrevue.domain.mentions import Organisation
from entrevue.domain.text import fold_evenly
from entrevue.domain.verdicts import Who
from entrevue.identity.names import plain
from entrevue.identity.organisations import organisation_key
from entrevue.inquiry.claims_people import heads
from entrevue.inquiry.claims_scene import Member
from entrevue.languages import codes
from entrevue.languages.claims import load_claim_words

_POSTED = frozenset({"ambassador", "consul", "charge", "attache", "representative"})
_WITHIN = {"security": frozenset({"security", "intelligence", "police", "interior", "defence"})}


class Match(IntEnum):
    """Whether something fits; the least of several decides."""

    NO = 0
    MAYBE = 1
    YES = 2


@cache
def roles_of(office: str) -> frozenset[str]:
    """The classes of an office worded in any language that has a pack, the longest head noun deciding."""
    folded = fold_evenly(office)
    found = [(m.group(), heads(code)[1]) for code in codes("claims") if (m := heads(code)[0].search(folded))]
    longest = max((len(head) for head, _ in found), default=0)
    known = {roles[head] for head, roles in found if len(head) == longest}
    packs = [load_claim_words(code) for code in codes("claims")]
    told = {role for words in packs for role, p in words.role_words.items() if words.compiled(p).search(folded)}
    return frozenset(known | told)


@cache
def fields_of(capacity: str) -> frozenset[str]:
    """What an office, worded in any language, is for; known bodies tell it by their kind."""
    folded = fold_evenly(capacity)
    found = set()
    for code in codes("claims"):
        words = load_claim_words(code)
        found |= {name for name, pattern in words.fields.items() if words.compiled(pattern).search(folded)}
        found |= {_KINDS.get(m.kind or "", "") for m in load_atlas(code).find(capacity) if isinstance(m, Organisation)}
    return frozenset(found - {""})


_KINDS = {"intelligence": "intelligence", "police": "police", "military": "defence"}


def posted(member: Member) -> bool:
    """Whether somebody lives where he is received, as ambassadors do."""
    return bool(member.office and roles_of(member.office) & _POSTED)


def same_as(member: Member, *, loose: bool = False) -> Who:
    """The very person, or the holder of the very office where no name is told."""
    role = next(iter(sorted(roles_of(member.office))), None) if member.office else None
    sides = (member.country,) if member.country else ()
    names = (member.name,) if member.name else ()
    field = next(iter(sorted(fields_of(member.office or ""))), None) if not names or loose else None
    body = member.organization if (not names and not sides) or (loose and not role) else None
    return Who(sides, names, body, role, field, loose=loose or not names)


def member_matches(who: Who, member: Member) -> Match:
    """Whether a participant is whom the question counts."""
    capacity = min(_side(who, member), _organisation(who, member), _role(who, member), _field(who, member))
    if not who.persons:
        return capacity
    if member.name is None:
        # An office without a name may be the person's; a delegation or a state alone is nobody in particular.
        return min(capacity, Match.MAYBE) if member.office and (who.role or who.organisation) else Match.NO
    if any(names_meet(name, member.name) for name in who.persons):
        return min(_role(who, member), _field(who, member)) if who.acting else Match.YES
    return min(capacity, Match.MAYBE) if who.loose and (who.role or who.organisation) else Match.NO


def acting_as(who: Who, role: str | None, field: str | None, holder: Member | None) -> Who:
    """The same in the capacity that the words tell; where they tell none ("since taking office"), in the holder's own."""
    if role is None and field is None and holder is not None and holder.office:
        role = next(iter(sorted(roles_of(holder.office))), None)
        field = next(iter(sorted(fields_of(f"{holder.office}, {holder.organization or ''}"))), None)
    if role is None and field is None:
        return who
    return replace(who, role=role or who.role, field=field or (None if role else who.field), acting=True)


def names_meet(one: str, other: str) -> bool:
    """Whether one name holds every word of the other."""
    first, second = set(plain(one).split()), set(plain(other).split())
    return bool(first and second) and (first <= second or second <= first)


def _side(who: Who, member: Member) -> Match:
    if not who.sides or member.country in who.sides:
        return Match.YES
    return Match.MAYBE if member.country is None and member.organization is None else Match.NO


def _organisation(who: Who, member: Member) -> Match:
    if who.organisation is None:
        return Match.YES
    if member.organization is None:
        told = plain(who.organisation) in plain(member.office or "").split()
        return Match.YES if told else Match.MAYBE if not member.office else Match.NO
    keys = {organisation_key(member.organization, country) for country in (member.country, None)}
    return Match(2 * bool(keys & {organisation_key(who.organisation, c) for c in (member.country, None)}))


def _role(who: Who, member: Member) -> Match:
    if who.role is None:
        return Match.YES
    if member.office is None:
        return Match.MAYBE
    return Match(2 * (who.role in roles_of(member.office)))


def _field(who: Who, member: Member) -> Match:
    if who.field is None:
        return Match.YES
    if member.office is None and member.organization is None:
        return Match.MAYBE
    fields = fields_of(f"{member.office or ''}, {member.organization or ''}")
    return Match(2 * bool(fields & _WITHIN.get(who.field, frozenset({who.field}))))
