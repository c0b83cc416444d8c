"""When: the days of a draft, by its own date, by its edges and by what was told before."""

import datetime as dt

from entrevue.accounts.clauses import Clauses
from entrevue.accounts.drafts import Draft
from entrevue.accounts.frames import Frame
from entrevue.accounts.settings import edges_of
from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Kind, Status


class Dater:
    """Dates the drafts of one report."""

    def __init__(self, drafts: list[Draft]) -> None:
        """Share the list of drafts that the drafter fills."""
        self.drafts = drafts

    def on_the_day(self, draft: Draft) -> None:
        """ "Dans la matinée, il avait été reçu par X": on the day told before."""
        recent = sorted(self.drafts, key=lambda d: max((f.number, f.trigger) for f in d.frames), reverse=True)
        dated = (d for d in recent if d.date is not None and d.start is not None)
        last = next((d for d in dated if d.status is not Status.PLANNED), None)
        if last is None or last.start is None or last.start.day is None or last.back:
            return
        arrived = last.kind is Kind.VISIT and any(frame.trigger_id == "arrive" for frame in last.frames)
        if draft.start is None and (arrived or (last.end or last.start) == last.start):
            draft.start, draft.end, draft.date, draft.back = last.start, last.start, last.date, False

    @staticmethod
    def take_margin(draft: Draft, contact: Draft) -> None:
        """A gathering on whose margins a contact took place: where and when that was, if nothing else is told."""
        draft.back = contact.back
        draft.spot = draft.spot or contact.spot
        if draft.start is None and contact.start is not None and contact.start.day is None:
            draft.start, draft.end, draft.date = contact.start, contact.end, contact.date

    @staticmethod
    def bounded(draft: Draft, frame: Frame, clauses: Clauses) -> None:
        """The first and last day of a stay or gathering, where words say that it begins or ends then."""
        begin, end = edges_of(frame, clauses)
        if begin is not None and begin.span is not None:
            first = begin.span.start
            draft.start, draft.end, draft.date = first, None, begin
            if draft.length and first.day is not None:
                draft.end = PartialDate.of(first.first + dt.timedelta(days=draft.length - 1))
        if end is None or end.span is None:
            return
        if draft.date is end:
            draft.start, draft.date = None, None
        last = end.span.end or end.span.start
        if draft.start is None and draft.length:
            draft.start = PartialDate.of(last.first - dt.timedelta(days=draft.length - 1))
        if draft.start is None or draft.start.first <= last.last:
            draft.end = last

    def stayed(self, draft: Draft, frame: Frame, number: int) -> None:
        """ "On the second day of his visit": it began the day before the day that the sentence tells; 0 is the last day."""
        days = [d for d in frame.sentence.dates if d.kind == "day" and d.span is not None and d.span.start.day]
        near = min(days, key=lambda date: abs(frame.sentence.index_at(date.start) - frame.trigger), default=None)
        day = draft.start or (near.span.start if near is not None and near.span is not None else None)
        if day is None or day.day is None:
            return
        draft.date = draft.date or near
        if number == 0:  # the last day
            draft.start, draft.end, draft.over = day, day, True
            self.ended(draft)
            return
        draft.start, draft.end = PartialDate.of(day.first - dt.timedelta(days=number - 1)), None
        if draft.length:
            draft.end = PartialDate.of(draft.start.first + dt.timedelta(days=draft.length - 1))

    @staticmethod
    def ended(draft: Draft) -> None:
        """ "Wrapped up on Friday a four-day visit": the day told is the last one."""
        assert draft.start is not None
        known = draft.date is not None and draft.date.kind == "range"
        if known or (draft.end is not None and draft.end != draft.start and not draft.length):
            return  # the reader of dates has counted back
        last = draft.start
        draft.start = PartialDate.of(last.first - dt.timedelta(days=draft.length - 1)) if draft.length else None
        draft.end = last

    def dated(self, draft: Draft) -> None:
        """Turn the date mention into start and end."""
        span = draft.date.span if draft.date is not None else None
        if span is None:
            return
        draft.start, draft.end = span.start, span.end
        one_day = span.end == span.start and span.start.day is not None
        length = draft.length or (draft.date.days if draft.date and draft.date.kind == "day" else None)
        if draft.kind in {Kind.VISIT, Kind.CONFERENCE} and one_day and length and length > 1:
            draft.end = PartialDate.of(span.start.first + dt.timedelta(days=length - 1))
