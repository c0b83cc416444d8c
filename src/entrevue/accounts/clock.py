"""News or background, planned or over: what the dates of a report say of its drafts."""

import datetime as dt

from entrevue.accounts.drafts import Draft
from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Kind, Status
from entrevue.domain.report import Report

_HERE = {Status.HELD, Status.ONGOING}
_STAY_ON = 28  # days after which a stay told as going on is over
_LONG_AGO = 45  # days after which an engagement is background beside a newer one


class Clock:
    """Tells main from background and sets statuses by the day of the report."""

    def __init__(self, report: Report, drafts: list[Draft]) -> None:
        """Take the report for its day of publication."""
        self.report = report
        self.drafts = drafts

    def mark_main(self) -> None:
        """What is told in passing, before the rest or long before, is background."""
        dated = [draft.start.last for draft in self.drafts if draft.start is not None and not draft.back]
        newest = max(dated, default=None)
        if self.report.published is not None:
            newest = self.report.published.last
        for draft in self.drafts:
            old = draft.start is not None and newest is not None and (newest - draft.start.last).days > _LONG_AGO
            late = draft.start is not None and draft.status is Status.PLANNED and draft is not self.drafts[0]
            draft.main = not (draft.back or old or (late and draft.part_of is None))
        if self.drafts and not any(draft.main for draft in self.drafts):
            self.drafts[0].main = True

    def date_main(self) -> None:
        """What a report tells as news and leaves undated took place in the month of the report."""
        published = self.report.published
        told = (d.start for d in self.drafts if d.main and d.start is not None and d.status in _HERE)
        lead = next((start for start in told if start.day is not None), None)
        for draft in self.drafts:
            if draft.start is not None or not draft.main or published is None or published.month is None:
                continue
            if draft.status in _HERE:
                month = lead or published
                news = self._news_of(draft)
                if news is not None:
                    draft.start, draft.end, draft.date = news.start, news.end, news.date
                    draft.inferred.add("start")
                    continue
                draft.start = PartialDate(month.year, month.month)
                draft.end = draft.end or draft.start
                draft.inferred.add("start")

    def _news_of(self, draft: Draft) -> Draft | None:
        """The dated contact of somebody who takes part: what one report tells of one person's day is of that day."""
        if draft.kind not in {Kind.MEETING, Kind.CALL, Kind.SIGNING}:
            return None
        for other in self.drafts:
            day = other.kind in {Kind.MEETING, Kind.CALL} or (other.kind is Kind.VISIT and other.end == other.start)
            if day and other.main and other.people & draft.people:
                if other.start is not None and other.start.day is not None and "start" not in other.inferred:
                    return other if other.status in _HERE else None
        return None

    def statuses(self) -> None:
        """Let the dates speak: what lies ahead is planned, what spans the report's day is ongoing."""
        published = self.report.published
        for draft in self.drafts:
            if draft.kind is Kind.VISIT and draft.status is Status.ONGOING and draft.end == draft.start:
                draft.end = None  # it goes on: the day told is the first one
            if draft.status is Status.CANCELLED or published is None or published.day is None or draft.start is None:
                continue
            start, end = draft.start.first, (draft.end or draft.start).last
            if draft.status is Status.ONGOING and (published.first - draft.start.last).days > _STAY_ON:
                draft.status = Status.HELD
                draft.end = draft.end or draft.start
            if start > published.last:
                draft.status = Status.PLANNED
            elif draft.over or (end < published.first and self._gone(draft)):
                draft.status = Status.HELD
            elif draft.kind is Kind.VISIT and draft.status is Status.HELD and draft.start.day is not None:
                if start <= published.first <= end and start != end:
                    draft.status = Status.ONGOING
        for draft in self.drafts:
            if (
                draft.part_of is not None
                and draft.part_of.status is Status.CANCELLED
                and draft.status is Status.PLANNED
            ):
                draft.status = Status.CANCELLED

    @staticmethod
    def _gone(draft: Draft) -> bool:
        """Whether a draft whose last day has passed was to take place, or went on until a day that is told."""
        return draft.status is Status.PLANNED or (draft.status is Status.ONGOING and draft.end is not None)

    def put_off(self) -> None:
        """A weekday of what was called off lies ahead: "a reporté la visite qu'il devait effectuer lundi"."""
        published = self.report.published
        for draft in self.drafts:
            if draft.status is not Status.CANCELLED or draft.date is None or draft.start is None or published is None:
                continue
            if draft.missed:
                continue
            weekday = draft.start.day is not None and not any(char.isdigit() for char in draft.date.quote)
            if weekday and 0 < (published.first - draft.start.first).days < 7:
                end = draft.end or draft.start
                draft.start = PartialDate.of(draft.start.first + dt.timedelta(days=7))
                draft.end = PartialDate.of(end.first + dt.timedelta(days=7)) if draft.end is not None else None

    def follow(self) -> None:
        """What a meeting follows up: the earlier visit told after the words of following up."""
        mains = [draft for draft in self.drafts if draft.main]
        for draft in self.drafts:
            if draft.follow and not draft.main and mains:
                sentence = draft.frames[0].number
                near = [m for m in mains if m.kind is not Kind.VISIT and any(f.number <= sentence for f in m.frames)]
                target = (near or mains)[0]
                if target is not draft and draft.part_of is None and target.follows is None:
                    target.follows = draft
