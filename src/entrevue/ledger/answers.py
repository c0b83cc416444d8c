"""Answers from a session: engagements, accounts, claims, persons, coverage."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from string import ascii_uppercase

from entrevue.domain.dates import PartialDate
from entrevue.domain.engagements import Engagement
from entrevue.domain.glances import Glance
from entrevue.domain.holdings import Holdings
from entrevue.domain.notes import plain_tag
from entrevue.domain.queries import Coverage, Query
from entrevue.domain.reading import NOT_MET
from entrevue.domain.recorded import RecordedAccount, RecordedClaim
from entrevue.domain.sheets import Told
from entrevue.errors import UnknownId
from entrevue.identity.names import plain
from entrevue.identity.organisations import organisation_key
from entrevue.ledger.codec import decode_claim, decode_engagement, decode_glance
from entrevue.ledger.continuity import recorded_from
from entrevue.ledger.independence import repeats
from entrevue.ledger.marks import ORIGINS, mark, pair
from entrevue.ledger.rows import DATED, RANK_BITS, AppearanceRow, ClaimRow, DocumentRow, Filter, Order
from entrevue.ledger.store import Session
from entrevue.ledger.words import phrases_of

_LONGEST = 800  # days that an engagement's dates can be apart: a year told loosely, and a stay
_NOT_MET = tuple(mark("status", status.value) for status in NOT_MET)
_CODES = tuple(f"{one}{other}" for one in ascii_uppercase for other in ascii_uppercase)  # of states, given or to come
_BEHIND = 500  # engagements, the newest and as many of the oldest, whose reports are counted


def locate(session: Session, id: str) -> DocumentRow:  # noqa: A002 (the word for it)
    """The engagement that a stem belongs to; UnknownId for none."""
    number = session.stems([id]).get(id)
    telling = session.tellings([number]).get(number) if number else None
    rows = session.documents([telling.engagement]) if telling and telling.engagement else {}
    if not rows:
        raise UnknownId(id)
    return next(iter(rows.values()))


def engagements_of(session: Session, rows: Iterable[DocumentRow]) -> tuple[Engagement, ...]:
    """Engagements as their readers see them: with persons, and with what they are part of by its engagement's id."""
    found = [decode_engagement(row.document) for row in rows]
    persons = _persons(session, {number for one in found for p in one.participants for number in p.appearances})
    founders = _founders(session, {stem for one in found for stem in (one.part_of, one.follows) if stem})
    return tuple(
        replace(
            one.with_persons(persons),
            part_of=_other(founders.get(one.part_of or ""), one.id),
            follows=_other(founders.get(one.follows or ""), one.id),
        )
        for one in found
    )


def glances_of(session: Session, rows: Iterable[DocumentRow]) -> tuple[Glance, ...]:
    """Engagements at a glance, with persons."""
    found = [decode_glance(row.document) for row in rows]
    persons = _persons(session, {number for one in found for p in one.participants for number in p.appearances})
    return tuple(one.with_persons(persons) for one in found)


def _persons(session: Session, appearances: set[int]) -> dict[int, str]:
    """The ids of persons by the numbers of their appearances."""
    found = session.appearances_by_number(appearances)
    first = found | session.appearances_by_number({row.person for row in found.values()} - set(found))
    return {number: first.get(row.person, row).id for number, row in found.items()}  # a damaged one is its own


def _other(founder: str | None, own: str) -> str | None:
    return founder if founder != own else None


def _founders(session: Session, stems: set[str]) -> dict[str, str]:
    """The ids of the engagements that stems belong to."""
    if not stems:
        return {}
    numbers = session.stems(stems)
    tellings = session.tellings(numbers.values())
    homes = {stem: tellings[n].engagement for stem, n in numbers.items() if n in tellings}
    first = session.tellings({number for number in homes.values() if number})
    return {stem: first[home].id for stem, home in homes.items() if home in first}


def accounts_of(
    session: Session,
    id: str,  # noqa: A002
    limit: int | None = None,
    after: str | None = None,
) -> tuple[RecordedAccount, ...]:
    """The accounts of an engagement, with their quotes, in the order of recording; some alone, behind one of them."""
    last = session.stems([after]).get(after) if after else 0
    if last is None:
        raise UnknownId(after or "", "account")
    numbers = sorted(number for number in session.members(locate(session, id).number) if number > last)[:limit]
    tellings = session.tellings(numbers, texts=True)
    return tuple(recorded_from(tellings[number]) for number in numbers if number in tellings)


def account_of(session: Session, id: str) -> RecordedAccount:  # noqa: A002
    """One account, with its quotes; UnknownId for none."""
    tellings = session.tellings(session.stems([id]).values(), texts=True)
    if not tellings:
        raise UnknownId(id, "account")
    return recorded_from(next(iter(tellings.values())))


def holdings_of(session: Session, most: int) -> Holdings:
    """What was read, with `most` publishers by name."""
    totals, publishers = session.totals(), session.publishers()
    named = [(name, count) for name, count in publishers.items() if name]
    first, last = session.published()
    span = session.span(Filter(without=(mark("review", "rejected"),)))
    edges = session.documents_at([rank for rank in (span.first, span.last) if rank])
    days = [decode_engagement(edges[rank].document).start.date for rank in (span.first, span.last) if rank in edges]
    return Holdings(
        reports=totals["reports"],
        engagements=span.count,
        persons=totals["persons"],
        all_publishers=len(named),
        publishers=tuple(named[:most]),
        languages=tuple(session.languages().items()),
        first=PartialDate.parse(first) if first else None,
        last=PartialDate.parse(last) if last else None,
        earliest=days[0] if days else None,
        latest=days[-1] if days else None,
    )


def sides_with(session: Session, code: str) -> dict[str, int]:
    """In how many engagements that took place, and that nobody rejected, each other state has to do with one."""
    marks = {mark("pair", pair(code, other)): other for other in _CODES if other != code}
    spans = session.spans(marks, (mark("review", "rejected"), *_NOT_MET))
    return {marks[number]: span.count for number, span in spans.items() if span.count}


def own_accounts(session: Session, report: str) -> frozenset[str]:
    """The accounts (stems) of a report and of those that repeat its text, found where they tell of the same."""
    row = session.report(report)
    own = session.tellings_of(row.number) if row else ()
    if not own:
        return frozenset()
    text = own[0].context.sketch
    beside = {one for telling in own if telling.engagement for one in session.members(telling.engagement)}
    near = session.tellings(beside - {one.stem for one in own}).values()
    copies = {one.report for one in near if repeats(text, one.context.sketch)}
    return frozenset(one.id for one in (*own, *(session.tellings_of(*copies) if copies else ())))


def told_with_texts(
    session: Session, engagements: Iterable[Engagement], most: int
) -> dict[str, list[tuple[RecordedAccount, str]]]:
    """The first accounts of engagements, at most so many of each, with the texts of their reports, by engagement."""
    wanted = {one.id: one.stems[:most] for one in engagements}
    numbers = session.stems(stem for stems in wanted.values() for stem in stems)
    tellings = session.tellings(numbers.values(), texts=True)
    found = {stem: tellings[number] for stem, number in numbers.items() if number in tellings}
    return {
        id_: [(recorded_from(found[stem]), found[stem].text or "") for stem in stems if stem in found]
        for id_, stems in wanted.items()
    }


def filter_of(session: Session, query: Query) -> Filter:
    """A query as the store asks it."""
    groups = [group for group in _groups(session, query) if group is not None]
    low, high, last = _days(query)
    without = [] if query.rejected else [mark("review", "rejected")]
    without += [mark("review", "accepted")] if query.review == "open" else []
    without += _NOT_MET if query.took_place else []
    return Filter(
        marks=tuple(groups),
        without=tuple(without),
        phrases=phrases_of(query.text or ""),
        low=low,
        high=high,
        last_from=last,
        changed_from=query.changed.isoformat() if query.changed else "",
        tag=plain_tag(query.tag) if query.tag else "",
        collection=query.collection or "",
    )


def _groups(session: Session, query: Query) -> Iterable[tuple[int, ...] | None]:
    """Marks, one of each group of which an engagement must bear."""
    if query.part_of:
        engagement = decode_engagement(locate(session, query.part_of).document)
        yield tuple(mark("within", stem) for stem in engagement.stems)
    for person in filter(None, (query.person, query.met)):
        yield tuple(mark("appearance", str(row.number)) for row in appearances_of(session, person))
    if query.organisation:
        yield (mark("organisation", organisation_key(query.organisation)),)
    states = sorted(set(query.states))
    if len(states) > 1:
        yield from ((mark("pair", pair(states[0], other)),) for other in states[1:])
    city = query.place if query.place and not _is_code(query.place) else None
    values = {
        "city": plain(city) if city else None,  # of a place without a letter it is "", which nothing bears
        "topic": query.topic,
        "visitor": query.visitor,
        "host": query.host,
        "country": query.place if query.place and city is None else None,
        "state": states[0] if len(states) == 1 else None,
        "publisher": query.publisher,
        "role": query.role,
        "language": query.language,
        "origins": str(min(query.origins, ORIGINS)) if (query.origins or 0) > 1 and query.origins else None,
        "review": "accepted" if query.review == "accepted" else None,
        "kind": query.kind.value if query.kind else None,
        "status": query.status.value if query.status else None,
    }
    yield from ((mark(kind, value),) for kind, value in values.items() if value or (value == "" and kind == "city"))


def _is_code(place: str) -> bool:
    return len(place) == 2 and place.isupper()


def _days(query: Query) -> tuple[int, int | None, int]:
    if query.since is None and query.until is None:
        return 0, None, 0
    since = query.since.first.toordinal() if query.since else 0
    until = (query.until.last.toordinal() + 1) << RANK_BITS if query.until else None
    return max(DATED, (since - _LONGEST) << RANK_BITS), until, since


def appearances_of(session: Session, id: str) -> tuple[AppearanceRow, ...]:  # noqa: A002
    """The appearances of the person that an appearance's id leads to; UnknownId for none."""
    rows = session.appearances_with(id)
    if not rows:
        raise UnknownId(id, "person")
    return rows


def claims_from(rows: Iterable[tuple[ClaimRow, object, str]]) -> tuple[RecordedClaim, ...]:
    """Claims with their quotes."""
    return tuple(
        RecordedClaim(row.id, decode_claim(row.payload, text), context)  # type: ignore[arg-type]
        for row, context, text in rows
    )


def coverage_of(session: Session, query: Query) -> Coverage:
    """What the ledger has read that bears on a query: reports and publishers of the newest and the oldest found."""
    wanted = filter_of(session, query)
    ranks = set(session.ranks(wanted, 2 * _BEHIND))
    oldest = session.ranks(replace(wanted, low=max(wanted.low, DATED), oldest_first=True), _BEHIND)
    total = len(ranks)
    if total == 2 * _BEHIND:
        total, ranks = session.count(wanted), {*sorted(ranks)[_BEHIND:], *oldest}
    reports, publishers, first, last = session.reports_behind([rank & (DATED - 1) for rank in ranks])
    eldest = session.documents_at(oldest[:1])
    return Coverage(
        reports=reports,
        publishers=publishers,
        engagements=total,
        first_published=PartialDate.parse(first) if first else None,
        last_published=PartialDate.parse(last) if last else None,
        first_engagement=decode_engagement(eldest[oldest[0]].document).start.date if eldest else None,
        years=tuple(session.years(wanted).items()),
        looked_at=len(ranks),
    )


def page_of(
    session: Session, query: Query, limit: int | None, before: str | None, order: Order = Order.DAY
) -> tuple[Engagement, ...]:
    """Engagements of a query in an order; `before` is the id of the last one of the page before."""
    wanted = replace(filter_of(session, query), order=order)
    if before is not None:
        rank = locate(session, before).rank
        by_day = order is Order.DAY
        high = min(rank, wanted.high or rank) if by_day else wanted.high
        wanted = replace(wanted, high=high, behind=None if by_day else rank)
    return engagements_of(session, session.find(wanted, limit))


def told_of(session: Session, engagements: Sequence[Engagement]) -> tuple[Told, ...]:
    """Engagements with their accounts and claims, asked for together."""
    numbers = session.stems(stem for one in engagements for stem in one.stems)
    tellings = session.tellings(numbers.values(), texts=True)
    by_stem = {telling.id: recorded_from(telling) for telling in tellings.values()}
    claims: dict[str, list[RecordedClaim]] = {}
    for claim in claims_from(session.claims(set(numbers.values()), 0, None)) if numbers else ():
        claims.setdefault(claim.claim.account or "", []).append(claim)
    return tuple(
        Told(
            one,
            tuple(by_stem[stem] for stem in one.stems if stem in by_stem),
            tuple(claim for stem in one.stems for claim in claims.get(stem, ())),
        )
        for one in engagements
    )
