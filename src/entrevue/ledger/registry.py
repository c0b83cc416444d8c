"""Persons: clusters of appearances, found by what is near and by what editors decided."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from entrevue.domain.decisions import Decision
from entrevue.domain.reading import Account
from entrevue.domain.recorded import Appearance, RecordedAccount
from entrevue.identity.persons import person_keys, same
from entrevue.ledger.clustering import clusters
from entrevue.ledger.links import PERSONS, decisions_on, links_of, named_by
from entrevue.ledger.marks import number_of
from entrevue.ledger.rows import AppearanceRow, Edge
from entrevue.ledger.store import Session
from entrevue.ledger.words import prepared

_BATCH = 500


@lru_cache(maxsize=20_000)
def signature(appearance: Appearance) -> str:
    """What makes an appearance the same one again. Decisions name appearances by it: it may never change."""
    parts = (appearance.name, appearance.office, appearance.organization, appearance.country)
    return "|".join(prepared(part or "") for part in parts)


def appearances_in(account: RecordedAccount) -> dict[tuple[str, int], Appearance]:
    """Who appears in an account, by its stem and their place in it; names without a capacity do not."""
    return {
        (account.stem, place): one
        for place, one in enumerate(_shown_in(account.account, account.context.language))
        if one is not None
    }


def signed_in(account: Account, language: str | None) -> Iterator[Appearance]:
    """Who appears in an account."""
    yield from filter(None, _shown_in(account, language))


def _shown_in(account: Account, language: str | None) -> Iterator[Appearance | None]:
    for p in account.participants:
        shown = p.name and (p.office or p.organization or p.country)
        yield Appearance(p.name or "", p.office, p.organization, p.country, language) if shown else None


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
        keys[number] = keys_of(one)
    session.put_appearances(list(rows.values()), keys)
    _compare(session, list(rows.values()), keys)
    regroup(session, [row.number for row in rows.values()])
    return rows


def refile(session: Session) -> None:
    """Find every person anew, from appearances that keep their numbers and so their ids."""
    after = 0
    while rows := session.appearances_after(after, _BATCH):
        keys = {row.number: keys_of(appearance_of(row)) for row in rows}
        session.set_appearance_keys(keys)
        session.spell_appearances(rows)
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
    session.put_appearance_edges(alike_among(session, rows, keys))


def alike_among(session: Session, rows: Sequence[AppearanceRow], keys: Mapping[int, frozenset[int]]) -> list[Edge]:
    """Which appearances are alike: each of these with those that share a key, two of these once."""
    others = session.appearances_by_number(session.near_appearances({key for own in keys.values() for key in own}))
    values = {number: appearance_of(row) for number, row in others.items()}
    by_key: dict[int, list[int]] = {}
    for number, value in values.items():
        for key in keys.get(number) or keys_of(value):
            by_key.setdefault(key, []).append(number)
    edges = []
    for row in rows:
        candidates = {n for key in keys[row.number] for n in by_key.get(key, ()) if n not in keys or n > row.number}
        for number in sorted(candidates):
            likeness = same(values[row.number], values[number])
            if likeness.same:
                edges.append(Edge(row.number, number, likeness.score))
    return edges


def keys_of(appearance: Appearance) -> frozenset[int]:
    """The keys that an appearance is filed under, as numbers."""
    return frozenset(map(number_of, person_keys(appearance)))


def regroup(session: Session, numbers: Iterable[int]) -> None:
    """Find the persons anew that these appearances, and all that are linked to them, belong to."""
    circle = Circle.of(session, set(numbers))
    session.set_persons({n: person for n, person in circle.persons().items() if circle.rows[n].person != person})


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything that is linked to some appearances: what is alike, what was decided.

    `changed` are those of which nothing that was derived before is believed.
    """

    changed: frozenset[int]
    rows: Mapping[int, AppearanceRow]
    edges: Mapping[frozenset[int], Edge]
    decisions: Mapping[int, Decision]

    @classmethod
    def of(cls, session: Session, numbers: set[int]) -> "Circle":
        """All that edges and decisions lead to."""
        rows: dict[int, AppearanceRow] = {}
        edges: dict[frozenset[int], Edge] = {}
        decisions: dict[int, Decision] = {}
        fresh = numbers
        while fresh:
            found = session.appearances_by_number(fresh)
            rows |= found
            near = session.appearance_edges(fresh)
            edges |= {frozenset((edge.one, edge.other)): edge for edge in near}
            decided = decisions_on(session, [row.id for row in found.values()])
            named = session.appearances_by_id(named_by(decided.values(), PERSONS)) if decided else {}
            decisions |= decided
            fresh = ({edge.other for edge in near} | {row.number for row in named.values()}) - set(rows)
        return cls(frozenset(numbers), rows, edges, decisions)

    def persons(self) -> dict[int, int]:
        """The person that each appearance belongs to, named by its first appearance."""
        numbers = {row.id: number for number, row in self.rows.items()}
        links = links_of(self.decisions, PERSONS, numbers.keys())
        linked = bool(links.joined or links.parted)  # then a group from before may hold what is barred
        groups = clusters(
            self.rows,
            lambda one, other: same(appearance_of(one), appearance_of(other)).barred,
            [(edge.score, edge.one, edge.other) for edge in self.edges.values()],
            linked=[(numbers[a], numbers[b]) for a, b in links.joined],
            parted=[(numbers[a], numbers[b]) for a, b in links.parted],
            order=lambda number: self.rows[number].signature,
            settled={} if linked else {n: row.person for n, row in self.rows.items() if n not in self.changed},
        )
        return {number: min(group) for group in groups for number in group}
