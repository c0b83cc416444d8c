"""What event data needs of an engagement: who acts on whom, as states code it, and in which category it falls."""

from collections.abc import Iterator
from dataclasses import dataclass

from entrevue.atlas.codes import alpha3
from entrevue.domain.engagements import Engagement, Participant
from entrevue.exchange.wording import sector

NO_STATE = "IGO"  # the code of who acts for an international organisation


@dataclass(frozen=True, slots=True)
class Coded:
    """A participant as event data codes it: `code` is ISO 3166 alpha-3 or IGO, `sector` GOV, MIL, SPY, COP …"""

    participant: Participant
    code: str
    sector: str | None


def coded(one: Participant) -> Coded | None:
    """The codes of a participant; None where neither a state nor an international organisation is told."""
    country = one.country.value
    found = sector(one.office.value, one.organization.value, country)
    code = alpha3(country) if country else NO_STATE if found == NO_STATE else None
    return Coded(one, code, found) if code else None


def actors_of(engagement: Engagement) -> tuple[tuple[Coded, ...], tuple[Coded, ...], int]:
    """Who acts and who receives, and how many have no code.

    Visitors act on hosts. Where nobody visits, or nobody is told to receive, all act together and nobody receives.
    """
    found = [coded(one) for one in engagement.participants]
    those = [one for one in found if one is not None]
    hosts = tuple(one for one in those if one.participant.role.value == "host")
    visitors = tuple(one for one in those if one.participant.role.value != "host")
    lost = len(found) - len(those)
    if hosts and any(one.participant.role.value == "visitor" for one in visitors):
        return visitors, hosts, lost
    return tuple(those), (), lost


def pairs_of(engagement: Engagement) -> Iterator[tuple[Coded, Coded]]:
    """One pair of states each: actors with recipients, or all that act together with each other, once."""
    actors, recipients, _ = actors_of(engagement)
    first = {one.code: one for one in reversed(actors)}
    second = {one.code: one for one in reversed(recipients)}
    if second:
        yield from ((a, b) for a in first.values() for b in second.values() if a.code != b.code)
        return
    codes = sorted(first)
    yield from ((first[a], first[b]) for place, a in enumerate(codes) for b in codes[place + 1 :])
