"""How far the ledger can be trusted about what it does not know."""

import datetime as dt

from entrevue.domain.queries import Coverage, Query
from entrevue.domain.verdicts import Ground, Question, Remark
from entrevue.ledger.asking import Asking

LEAST_REPORTS = 5
LEAST_PUBLISHERS = 2
_MUCH = 90  # days of a year from which a claim needs something known in that year


def ground_of(question: Question, asking: Asking) -> Ground:
    """What was read that bears on a question, and whether that is enough for a "first" or an "only".

    Enough is: several reports by more than one publisher, read from before the time that the claim counts in, and no
    year of that time in which the ledger knows nothing at all of the sides.
    """
    coverage = asking.coverage(_bearing(question))
    remarks = tuple(_lacks(question, coverage))
    return Ground(coverage, not remarks, remarks)


def _bearing(question: Question) -> Query:
    """The states that a question is about."""
    sides = (*question.who.sides[:1], *(question.other.sides[:1] if question.other else ()))
    place = (question.place,) if question.place else ()
    states = tuple(dict.fromkeys(sides + place))
    return Query(states=states, organisation=question.who.organisation if not states else None)


def _lacks(question: Question, coverage: Coverage) -> list[Remark]:
    remarks = []
    if coverage.reports < LEAST_REPORTS:
        remarks.append(Remark("few_reports", {"least": str(LEAST_REPORTS)}))
    if coverage.publishers < LEAST_PUBLISHERS:
        remarks.append(Remark("few_publishers", {"least": str(LEAST_PUBLISHERS)}))
    since, until = question.span.since, question.span.until
    if not question.span.bounded or since is None:
        return [*remarks, Remark("unbounded")]
    read = coverage.first_published
    if read is not None and read.first > since:
        remarks.append(Remark("reach", {"first": str(read), "since": str(since)}))
    known = dict(coverage.years)
    for year in _years(since, until or since):
        if not known.get(year):
            remarks.append(Remark("silent_year", {"year": str(year)}))
    return remarks


def _years(since: dt.date, until: dt.date) -> list[int]:
    """The years of which the time from `since` to `until` holds much."""
    found = []
    for year in range(since.year, until.year + 1):
        first, last = max(since, dt.date(year, 1, 1)), min(until, dt.date(year, 12, 31))
        if (last - first).days >= _MUCH:
            found.append(year)
    return found
