"""Persons: clusters of appearances, found by what is near and by what editors decided."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from entrevue.domain.decisions import Verb
from entrevue.domain.recorded import Appearance, RecordedAccount
from entrevue.identity.persons import person_keys, same
from entrevue.ledger.clustering import clusters
from entrevue.ledger.links import links_of
from entrevue.ledger.marks import number_of
from entrevue.ledger.rows import AppearanceRow, Edge
from entrevue.ledger.store import Session
from entrevue.ledger.words import prepared

_BATCH = 500


def signature(appearance: Appearance) -> str:
    """What makes an appearance the same one again. Decisions name appearances by it: it may never change."""
    parts = (appearance.name, appearance.office, appearance.organization, appearance.country)
    return "|".join(prepared(part or "") for part in parts)


def appearances_in(account: RecordedAccount) -> dict[tuple[str, int], Appearance]:
    """Who appears in an account, by its stem and their place in it; names without a capacity do not."""
    return {
        (account.stem, place): Appearance(p.name, p.office, p.organization, p.country, account.context.language)
        for place, p in enumerate(account.account.participants)
        if p.name and (p.office or p.organization or p.country)
    }


def register(session: Session, accounts: Iterable[RecordedAccount]) -> dict[tuple[str, int], int]:
    """The numbers of all appearances in accounts; new ones are kept, and joined to their persons."""
    found = {place: one for account in accounts for place, one in appearances_in(account).items()}
    signatures = {place: signature(one) for place, one in found.items()}
    known = session.appearances(set(signatures.values()))
    new = {sig: found[place] for place, sig in sorted(signatures.items()) if sig not in known}
    if new:
        known |= _enter(session, new)
    return {place: known[sig].number for place, sig in signatures.items()}


def _enter(session: Session, new: dict[str, Appearance]) -> dict[str, AppearanceRow]:
    rows, keys = {}, {}
    for sig, one in new.items():
        number = session.next_number("appearance")
        rows[sig] = AppearanceRow(
            number, _id_of(sig), sig, one.name, one.office, one.organization, one.country, one.language, number
        )
        keys[number] = frozenset(number_of(key) for key in person_keys(one))
    session.put_appearances(list(rows.values()), keys)
    _compare(session, list(rows.values()), keys)
    regroup(session, [row.number for row in rows.values()])
    return rows


def refile(session: Session) -> None:
    """Find every person anew, from appearances that keep their numbers and so their ids."""
    after = 0
    while rows := session.appearances_after(after, _BATCH):
        keys = {row.number: frozenset(map(number_of, person_keys(appearance_of(row)))) for row in rows}
        session.set_appearance_keys(keys)
        _compare(session, rows, keys)
        regroup(session, list(keys))
        after = rows[-1].number


def _id_of(sig: str) -> str:
    digest = int.from_bytes(sha256(sig.encode("utf-8", "surrogatepass")).digest()[:8])
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    return "p-" + "".join(letters[digest >> 5 * place & 31] for place in range(10))


def appearance_of(row: AppearanceRow) -> Appearance:
    """The value that a row keeps."""
    return Appearance(row.name, row.office, row.organization, row.country, row.language)


def _compare(session: Session, rows: Sequence[AppearanceRow], keys: dict[int, frozenset[int]]) -> None:
    """Keep which appearances are alike: each new one with those that share a key, two new ones once."""
    others = session.appearances_by_number(session.near_appearances({key for own in keys.values() for key in own}))
    values = {number: appearance_of(row) for number, row in others.items()}
    by_key: dict[int, list[int]] = {}
    for number, value in values.items():
        for key in keys.get(number) or map(number_of, person_keys(value)):
            by_key.setdefault(key, []).append(number)
    edges = []
    for row in rows:
        candidates = {n for key in keys[row.number] for n in by_key.get(key, ()) if n not in keys or n > row.number}
        for number in sorted(candidates):
            likeness = same(values[row.number], values[number])
            if likeness.same:
                edges.append(Edge(row.number, number, likeness.score))
    session.put_appearance_edges(edges)


def regroup(session: Session, numbers: Iterable[int]) -> None:
    """Find the persons anew that these appearances, and all that are linked to them, belong to."""
    rows, edges, linked, parted = _component(session, set(numbers))
    groups = clusters(
        rows,
        lambda one, other: same(appearance_of(one), appearance_of(other)).barred,
        [(edge.score, edge.one, edge.other) for edge in edges],
        linked=linked,
        parted=parted,
        order=lambda number: rows[number].signature,
    )
    persons = {number: min(group) for group in groups for number in group}
    session.set_persons({n: person for n, person in persons.items() if rows[n].person != person})


def _component(
    session: Session, numbers: set[int]
) -> tuple[dict[int, AppearanceRow], list[Edge], list[tuple[int, int]], list[tuple[int, int]]]:
    rows: dict[int, AppearanceRow] = {}
    edges: dict[frozenset[int], Edge] = {}
    linked: set[tuple[int, int]] = set()
    parted: set[tuple[int, int]] = set()
    fresh = numbers
    while fresh:
        found = session.appearances_by_number(fresh)
        rows |= found
        near = session.appearance_edges(fresh)
        edges |= {frozenset((edge.one, edge.other)): edge for edge in near}
        joins, parts, named = links_of(
            session, [row.id for row in found.values()], (Verb.SAME_PERSON, Verb.NOT_SAME_PERSON)
        )
        by_id = {row.id: row.number for row in session.appearances_by_id(named).values()}
        linked |= {(by_id[a], by_id[b]) for a, b in joins if a in by_id and b in by_id}
        parted |= {(by_id[a], by_id[b]) for a, b in parts if a in by_id and b in by_id}
        fresh = ({edge.other for edge in near} | set(by_id.values())) - set(rows)
    return rows, list(edges.values()), sorted(linked), sorted(parted)
