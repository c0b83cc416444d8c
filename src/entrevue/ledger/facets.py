"""Engagements counted by facets, all together: from the marks of what a query finds."""

from collections.abc import Iterable, Mapping

import numpy as np

from entrevue.domain.finding import Choice, Facets
from entrevue.domain.queries import Query
from entrevue.ledger.answers import filter_of
from entrevue.ledger.rows import CountedTerm, Tally
from entrevue.ledger.store import Session

COUNTED = 10_000  # engagements, the newest, that are counted; of more, it is said that there are more
CLOSED = ("kind", "status", "state", "country", "host", "role", "topic", "language", "origins", "review")
OPEN = ("organisation", "publisher")  # facets of which there may be any number of values
_LOOKED_UP = 1_500  # marks, the most frequent, among which values of open facets are looked for
_SHOWN = 200  # values of a facet


def facets_of(session: Session, query: Query) -> Facets:
    """Every facet of what a query finds."""
    tally = session.tally(filter_of(session, query), COUNTED + 1)
    counted = min(tally.engagements, COUNTED)
    choices = {"year": _years(tally)} | _listed(_known(session, tally), tally)
    accepted = {one.value: one.count for one in choices.get("review", ())}.get("accepted", 0)
    choices["review"] = _sorted({"accepted": accepted, "open": tally.engagements - accepted})
    return Facets(counted, tally.engagements <= COUNTED, choices)


def _known(session: Session, tally: Tally) -> Iterable[CountedTerm]:
    """The terms of the facets among marks that were counted."""
    closed = [term for kind in CLOSED for term in session.terms_of_kind(kind, None, least=0)]
    known = {term.mark for term in closed}
    others = {value: count for value, count in tally.marks.items() if value not in known}
    return [*closed, *session.terms(_often(others)).values()]


def _often(counts: Mapping[int, int]) -> list[int]:
    """The most frequent marks."""
    marks, often = np.fromiter(counts.keys(), np.int64), np.fromiter(counts.values(), np.int64)
    chosen: list[int] = marks[np.lexsort((marks, -often))[:_LOOKED_UP]].tolist()
    return chosen


def _listed(terms: Iterable[CountedTerm], tally: Tally) -> dict[str, tuple[Choice, ...]]:
    counts: dict[str, dict[str, int]] = {kind: {} for kind in (*CLOSED, *OPEN)}
    for term in terms:
        if term.kind in counts and tally.marks.get(term.mark):
            counts[term.kind][term.value] = tally.marks[term.mark]
    return {kind: _sorted(values) for kind, values in counts.items() if values}


def _sorted(counts: Mapping[str, int]) -> tuple[Choice, ...]:
    filled = [Choice(value, count) for value, count in counts.items() if count]
    return tuple(sorted(filled, key=lambda choice: (-choice.count, choice.value))[:_SHOWN])


def _years(tally: Tally) -> tuple[Choice, ...]:
    return tuple(Choice(str(year), count) for year, count in sorted(tally.years.items(), reverse=True))
