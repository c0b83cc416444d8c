"""Persons with the offices that they held, as far as the engagements they took part in show it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from entrevue.domain.dates import PartialDate
from entrevue.domain.engagements import Person, Tenure
from entrevue.errors import UnknownId
from entrevue.identity.names import plain
from entrevue.identity.organisations import organisation_key
from entrevue.ledger.codec import decode_engagement
from entrevue.ledger.marks import mark
from entrevue.ledger.rows import AppearanceRow, Filter, Span
from entrevue.ledger.store import Session
from entrevue.ledger.words import words_of

_NAMESAKES = 200
_REJECTED = mark("review", "rejected")

Post = tuple[int, str, str, str]  # person, office, organisation, side


def people(session: Session, ids: Sequence[str]) -> tuple[Person, ...]:
    """The persons that ids of appearances lead to, in the order asked for; UnknownId for none."""
    found = session.appearances_by_id(ids)
    for id_ in ids:
        if id_ not in found:
            raise UnknownId(id_, "person")
    persons = _persons(session, {row.person for row in found.values()})
    return tuple(persons[found[id_].person] for id_ in ids)


def persons_named(session: Session, name: str, limit: int | None = None) -> tuple[Person, ...]:
    """Persons in whose names a word begins with each word of `name`; with `limit`, those with most appearances."""
    words = list(words_of(name))
    if not words:
        return ()
    numbers = sorted({row.person for row in session.appearances_named(words, _NAMESAKES)})
    if limit is not None:
        shown = Counter(row.person for row in session.appearances_of(numbers))
        numbers = sorted(numbers, key=lambda number: (-shown[number], number))[:limit]
    persons = _persons(session, numbers)
    return tuple(persons[number] for number in numbers)


def _persons(session: Session, numbers: Iterable[int]) -> dict[int, Person]:
    """Persons by their numbers, all together: each of several would ask for the same things."""
    rows = session.appearances_of(numbers)
    spans = _spans(session, rows)
    posts: dict[Post, list[AppearanceRow]] = {}
    for row in sorted(rows, key=lambda row: (-spans[row.number].count, row.number)):
        body = organisation_key(row.organization, row.country) if row.organization else ""
        posts.setdefault((row.person, plain(row.office or ""), body, row.country or ""), []).append(row)
    held = {post: spans[own[0].number] if len(own) == 1 else session.span(_of(own)) for post, own in posts.items()}
    starts = _starts(session, held.values())
    by_person: dict[int, list[AppearanceRow]] = {}
    for row in rows:
        by_person.setdefault(row.person, []).append(row)
    tenures: dict[int, list[Tenure]] = {}
    for post, own in posts.items():
        tenures.setdefault(post[0], []).append(_tenure(own[0], held[post], starts))
    return {number: _person(own, spans, tenures[number]) for number, own in by_person.items()}


def _of(rows: Iterable[AppearanceRow]) -> Filter:
    """The engagements of any of some appearances."""
    return Filter((tuple(map(_mark, rows)),), (_REJECTED,))


def _spans(session: Session, rows: Iterable[AppearanceRow]) -> dict[int, Span]:
    """The span of each appearance's engagements, by its number."""
    marks = {row.number: _mark(row) for row in rows}
    found = session.spans(marks.values(), (_REJECTED,))
    return {number: found.get(value, Span(0)) for number, value in marks.items()}


def _mark(row: AppearanceRow) -> int:
    return mark("appearance", str(row.number))


def _starts(session: Session, spans: Iterable[Span]) -> dict[int, PartialDate | None]:
    """The dates, by their ranks, of the engagements with which spans begin and end."""
    ends = session.documents_at({rank for span in spans for rank in (span.first, span.last) if rank})
    return {rank: decode_engagement(row.document).start.date for rank, row in ends.items()}


def _tenure(row: AppearanceRow, span: Span, starts: Mapping[int, PartialDate | None]) -> Tenure:
    first, last = starts.get(span.first or 0), starts.get(span.last or 0)
    return Tenure(row.office, row.organization, row.country, first, last, span.count)


def _person(rows: Sequence[AppearanceRow], spans: Mapping[int, Span], tenures: Iterable[Tenure]) -> Person:
    names: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row.number):
        names[row.name] = names.get(row.name, 0) + spans[row.number].count
    return Person(
        id=min(rows, key=lambda row: row.number).id,
        names=tuple(sorted(names, key=lambda name: (-names[name], name))),
        tenures=tuple(sorted(tenures, key=lambda t: (str(t.first or "9999"), str(t.last), t.office or ""))),
    )
