"""Indexes: everybody and everything that engagements are listed under, with how many there are of each."""

from entrevue.domain.finding import Listed
from entrevue.ledger.rows import AppearanceRow
from entrevue.ledger.store import Session

MOST = 5_000  # entries of an index, those of most engagements; of more, it is said that there are more
_APPEARANCES = 20_000  # the most frequent ways in which persons are shown, from which persons are counted


def listed(session: Session, kind: str) -> tuple[Listed, ...]:
    """The entries of a kind ("state", "pair", "organisation", "publisher", "topic", "role", "city"), most first."""
    found = session.terms_of_kind(kind, MOST)
    return tuple(Listed(term.value, term.value, term.count) for term in found)


def persons_listed(session: Session) -> tuple[Listed, ...]:
    """Persons by how many engagements they took part in, with the side and the office that most tell."""
    terms = session.terms_of_kind("appearance", _APPEARANCES)
    counts = {int(term.value): term.count for term in terms}
    rows = session.appearances_by_number(counts)
    by_person: dict[int, list[AppearanceRow]] = {}
    for row in rows.values():
        by_person.setdefault(row.person, []).append(row)
    first = rows | session.appearances_by_number(set(by_person) - set(rows))
    found = []
    for person, own in by_person.items():
        if person not in first:
            continue
        often = max(own, key=lambda row: (counts[row.number], -row.number))
        detail = " · ".join(part for part in (often.country, often.office or often.organization) if part)
        total = sum(counts[row.number] for row in own)
        found.append(Listed(first[person].id, often.name, total, detail))
    return tuple(sorted(found, key=lambda one: (-one.count, one.label, one.value))[:MOST])
