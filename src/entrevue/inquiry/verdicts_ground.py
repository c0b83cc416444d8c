"""How far the ledger can be trusted about what it does not know."""

import datetime as dt

from entrevue.domain.dates import PartialDate
from entrevue.domain.queries import Coverage, Query
from entrevue.domain.verdicts import Ground, Question, Remark, Shape
from entrevue.ledger.asking import Asking

LEAST_REPORTS = 5
LEAST_PUBLISHERS = 2
_MUCH = 90  # days of a year from which a claim needs something known in that year


def ground_of(question: Question, asking: Asking) -> Ground:
    """What was read that bears on a question, and whether that is enough for a "first" or an "only".

    Enough is: several reports by more than one publisher, read from before the time that the claim counts in, and no
    year of that time in which the ledger knows nothing at all of the sides.
    """
    first, *more = (asking.coverage(query) for query in _bearing(question))
    coverage = first
    for other in more:
        coverage = _wider(coverage, other)
    remarks = tuple(_lacks(question, coverage))
    return Ground(coverage, not remarks, remarks)


def _bearing(question: Question) -> tuple[Query, ...]:
    """What bears on a question: contacts of its two sides anywhere, and those of the first side in its place."""
    ones = question.who.sides[:1]
    others = question.other.sides[:1] if question.other else (question.place,) if question.place else ()
    if not ones and not others:
        return (Query(organisation=question.who.organisation),)
    pair = Query(states=tuple(dict.fromkeys(ones + others)))
    there = Query(states=ones, place=question.place, organisation=None if ones else question.who.organisation)
    return (pair, there) if question.place else (pair,)


def _wider(one: Coverage, other: Coverage) -> Coverage:
    """The least that two coverages, which may overlap, hold together."""
    years = dict(one.years)
    for year, known in other.years:
        years[year] = max(known, years.get(year, 0))
    return Coverage(
        max(one.reports, other.reports),
        max(one.publishers, other.publishers),
        max(one.engagements, other.engagements),
        min((d for d in (one.first_published, other.first_published) if d), default=None, key=_first),
        max((d for d in (one.last_published, other.last_published) if d), default=None, key=_first),
        min((d for d in (one.first_engagement, other.first_engagement) if d), default=None, key=_first),
        tuple(sorted(years.items())),
        max(one.looked_at, other.looked_at),
    )


def _first(date: PartialDate) -> dt.date:
    return date.first


def _lacks(question: Question, coverage: Coverage) -> list[Remark]:
    remarks = []
    if coverage.reports < LEAST_REPORTS:
        remarks.append(Remark("few_reports", {"least": str(LEAST_REPORTS)}))
    if coverage.publishers < LEAST_PUBLISHERS:
        remarks.append(Remark("few_publishers", {"least": str(LEAST_PUBLISHERS)}))
    since, until = question.span.since, question.span.until
    if question.shape is Shape.LAST and question.at is not None:
        until = question.at.last  # that none came later is what has to be trusted
    if not question.span.bounded or since is None:
        return [*remarks, Remark("unbounded")]
    read = coverage.first_published
    if read is not None and read.first > since:
        remarks.append(Remark("reach", {"first": str(read), "since": str(since)}))
    known = dict(coverage.years)
    silent = (year for year in _years(since, until or since) if not known.get(year))
    return [*remarks, *(Remark("silent_year", {"year": str(year)}) for year in silent)]


def _years(since: dt.date, until: dt.date) -> list[int]:
    """The years of which the time from `since` to `until` holds much."""
    found = []
    for year in range(since.year, until.year + 1):
        first, last = max(since, dt.date(year, 1, 1)), min(until, dt.date(year, 12, 31))
        if (last - first).days >= _MUCH:
            found.append(year)
    return found
