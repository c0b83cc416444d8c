"""Whether what is derived follows from what is kept: everything is worked out once more, and nothing is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from entrevue.domain.recorded import RecordedAccount
from entrevue.identity.engagements import blocking_keys
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.deriving import Component, with_visits
from entrevue.ledger.recording import alike_among, bare, filed
from entrevue.ledger.registry import Circle, appearance_of, appearances_in, keys_of, signature
from entrevue.ledger.registry import alike_among as alike_persons
from entrevue.ledger.rows import AppearanceRow, Edge, EngagementRow, Telling
from entrevue.ledger.store import Session

_BATCH = 200
_UNKNOWN = 0  # the number of no appearance


def engagements_that_differ(session: Session, tellings: Sequence[Telling], seen: set[int]) -> Iterator[str]:
    """What differs, in words, around some accounts; stems in `seen` were looked at before, and those looked at join.

    All that is linked to any of them is asked for together, and not engagement by engagement: each takes a dozen
    questions. Of each engagement's first account it is not believed that it belongs there.
    """
    yield from _unlike(session, tellings)
    fresh = [telling for telling in tellings if telling.stem not in seen]
    if fresh:
        first: dict[int | None, int] = {}
        for telling in fresh:
            first.setdefault(telling.engagement, telling.stem)
        part = Component.of(session, {telling.stem for telling in fresh})
        seen |= part.asked
        yield from _differing(session, replace(part, changed=frozenset(first.values())))


def _differing(session: Session, part: Component) -> Iterator[str]:
    made, members = part.rows(_known(session, part.accounts.values()))
    rows = with_visits(session, part, made, members)
    for number, engagement in members.items():
        telling = part.tellings[number]
        if telling.engagement is None:
            yield f"account {telling.id}: belongs to no engagement"
        elif telling.engagement != engagement:
            yield f"account {telling.id}: belongs to another engagement than it should"
    kept = session.engagements(row.number for row in rows)
    yield from (_fault(kept.get(row.number), row.number) for row in rows if kept.get(row.number) != row)


def _fault(kept: EngagementRow | None, number: int) -> str:
    if kept is None:
        return f"engagement {number}: is missing"
    return f"engagement {number}: does not follow from its accounts and decisions"


def _known(session: Session, accounts: Iterable[RecordedAccount]) -> dict[tuple[str, int], int]:
    """The numbers of appearances in accounts."""
    signatures = {place: signature(one) for account in accounts for place, one in appearances_in(account).items()}
    known = session.appearances(set(signatures.values()))
    return {place: known[sig].number if sig in known else _UNKNOWN for place, sig in signatures.items()}


def _unlike(session: Session, tellings: Sequence[Telling]) -> Iterator[str]:
    """Accounts that are not filed as they should be, or not tied to what is like them."""
    accounts = {one.id: bare(recorded_from(one)) for one in tellings}
    numbers = {one.id: one.stem for one in tellings}
    ids = {number: id_ for id_, number in numbers.items()}
    keys = {id_: blocking_keys(account) for id_, account in accounts.items()}
    wanted = {id_: filed(own) for id_, own in keys.items()}
    there = session.near(key for own in wanted.values() for key in own)
    for id_, own in wanted.items():
        if any(numbers[id_] not in there.get(key, ()) for key in own):
            yield f"account {id_}: cannot be found by what is near it"
    found = _from_each(alike_among(session, accounts, numbers, keys), ids)
    kept = _from_each((*session.edges(ids), *session.near_misses(ids)), ids)
    for number, id_ in ids.items():
        if found.get(number) != kept.get(number):
            yield f"account {id_}: is tied to others than those it is like"


def _from_each(edges: Iterable[Edge], own: Mapping[int, object]) -> dict[int, set[tuple[int, float]]]:
    """What is like each of some things."""
    found: dict[int, set[tuple[int, float]]] = {}
    for edge in edges:
        for one, other in ((edge.one, edge.other), (edge.other, edge.one)):
            if one in own:
                found.setdefault(one, set()).add((other, edge.score))
    return found


def persons_that_differ(session: Session) -> Iterator[str]:
    """Which appearances belong to another person than they should, in words."""
    seen: set[int] = set()
    after = 0
    while rows := session.appearances_after(after, _BATCH):
        after = rows[-1].number
        yield from _unlike_persons(session, rows)
        fresh = {row.number: row.person for row in rows if row.number not in seen}
        if fresh:
            first = {person: number for number, person in reversed(fresh.items())}
            circle = replace(Circle.of(session, set(fresh)), changed=frozenset(first.values()))
            seen |= set(circle.rows)
            for number, person in circle.persons().items():
                if circle.rows[number].person != person:
                    yield f"appearance {circle.rows[number].id}: belongs to another person than it should"


def _unlike_persons(session: Session, rows: Sequence[AppearanceRow]) -> Iterator[str]:
    ids = {row.number: row.id for row in rows}
    keys = {row.number: keys_of(appearance_of(row)) for row in rows}
    found = _from_each(alike_persons(session, rows, keys), ids)
    kept = _from_each(session.appearance_edges(ids), ids)
    for number, id_ in ids.items():
        if found.get(number) != kept.get(number):
            yield f"appearance {id_}: is tied to others than those it is like"
