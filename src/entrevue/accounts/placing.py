"""Places that nobody tells, and what lies inside what: visits, gatherings and the meetings in them."""

import datetime as dt

from entrevue.accounts.characters import Character
from entrevue.accounts.drafts import Draft
from entrevue.accounts.spots import Spot
from entrevue.domain.reading import Kind, Part, Status
from entrevue.domain.report import Report

_NEXT = 5  # sentences after what happened within which its undated visit may be told
_STAY = 5  # days that a visit of which one day is known may last
_LONG_AGO = 45  # days after which an engagement is background beside a newer one


class Placer:
    """Places the drafts of one report, and puts them inside one another."""

    def __init__(self, report: Report, drafts: list[Draft], home: Spot | None, guessed: set[Character]) -> None:
        """Take the report's dateline as `home`, and those whose side no word tells, which the finisher fills in."""
        self.report = report
        self.drafts = drafts
        self.dateline = home
        self.guessed = guessed

    def places(self, *, guess: bool = True) -> None:
        """A place that nobody tells: the visit's, the host's; with `guess` the dateline's."""
        for stay in self.drafts:
            if stay.kind is Kind.VISIT and stay.spot is None and not stay.back:
                stay.spot = self._goal(stay)
        for draft in self.drafts:
            if draft.spot is not None or draft.kind is Kind.CALL:
                continue
            visit = self._visit_around(draft)
            host = next((c for c, part in draft.parts.items() if part is Part.HOST and c.country), None)
            if visit is not None and visit.spot is not None:
                draft.spot = Spot(visit.spot.country, visit.spot.city)
            elif host is not None:
                city = self.dateline.city if self.dateline and self.dateline.country == host.country else None
                draft.spot = Spot(host.country, city)
            elif guess and self.dateline is not None and not draft.back:
                draft.spot = self.dateline
            if draft.spot is not None:
                draft.inferred.add("country")
        for draft in self.drafts:
            same = self.dateline is not None and draft.spot is not None and draft.spot.country == self.dateline.country
            if same and draft.spot and draft.spot.city is None and not draft.back and draft.kind is not Kind.CALL:
                assert self.dateline is not None
                draft.spot = Spot(draft.spot.country, self.dateline.city, draft.spot.evidence)

    def _goal(self, visit: Draft) -> Spot | None:
        """Where somebody "arrived on Sunday": where the visitor meets others abroad, within days."""
        sides = {c.country for c in visit.visitors}
        for draft in self.drafts:
            if draft.kind in {Kind.VISIT, Kind.CALL} or draft.spot is None or not visit.visitors & set(draft.parts):
                continue
            abroad = draft.spot.country not in sides and None not in sides
            if abroad and draft.spot.evidence is not None and within(draft, visit):
                return Spot(draft.spot.country, None)
        return None

    def _visit_around(self, draft: Draft) -> Draft | None:
        """The visit during which a meeting, conference or signing takes place."""
        if draft.kind in {Kind.VISIT, Kind.CALL}:
            return None
        best: Draft | None = None
        for visit in self.drafts:
            if visit.kind is not Kind.VISIT or visit.spot is None or not self._takes_part(visit, draft):
                continue
            if _another(visit, draft):
                continue
            if draft.spot is not None and draft.spot.country != visit.spot.country:
                continue
            if not within(draft, visit) or not self._of_one_time(draft, visit):
                continue
            others = set(draft.parts) - visit.visitors - self.guessed
            hosts = {c.country for c in others if c.country}
            if draft.spot is None and hosts and visit.spot.country not in hosts:
                continue
            if best is None or self._rank(visit, draft) < self._rank(best, draft):
                best = visit
        return best

    def _of_one_time(self, draft: Draft, visit: Draft) -> bool:
        """Whether both are news, or both are told of the past; dates decide where both have them.

        What "had" happened, undated, happened during the visit that was told before it.
        """
        if draft.start is not None and visit.start is not None:
            return True
        if draft.back != visit.back:
            if draft.follow:
                return False
            return draft.back and draft.start is None and visit.start is not None and visit.first <= draft.first
        later = visit.first > draft.first
        if later and visit.start is None and draft.start is not None:
            return visit.frames[0].number - draft.frames[0].number < _NEXT
        return not (later and visit.start is not None and self._old(visit))

    def _old(self, draft: Draft) -> bool:
        """Whether it lies long before the report."""
        published = self.report.published
        if published is None or draft.start is None:
            return False
        return (published.last - draft.start.last).days > _LONG_AGO

    @staticmethod
    def _rank(visit: Draft, draft: Draft) -> tuple[bool, bool, int]:
        """How near a visit stands to what may be inside it: both told in passing or neither, told before it, close."""
        return visit.back != draft.back, visit.first > draft.first, abs(visit.first - draft.first)

    @staticmethod
    def _takes_part(visit: Draft, draft: Draft) -> bool:
        """Whether the visitor takes part, or the visitor's state by its name."""
        if visit.visitors & set(draft.parts):
            return True
        states = {c.country for c in draft.parts if c.state and c.body is None}
        return any(c.country in states and c.country for c in visit.visitors)

    def contain(self) -> None:
        """Put meetings, conferences and signings inside the visit, gathering or meeting around them."""
        for draft in self.drafts:
            visit = self._visit_around(draft)
            if visit is not None:
                draft.part_of = visit
            elif draft.kind in {Kind.MEETING, Kind.SIGNING}:
                draft.part_of = self._gathering_around(draft)
            if draft.part_of is None and draft.kind is Kind.SIGNING and draft.start is None:
                draft.part_of = self._meeting_around(draft)

    def _gathering_around(self, draft: Draft) -> Draft | None:
        """The conference on whose margins a meeting takes place."""
        for other in self.drafts:
            if other.kind is Kind.CONFERENCE and other.people & draft.people and other.back == draft.back:
                if _another(other, draft):
                    continue
                same = draft.spot is None or other.spot is None or draft.spot.country == other.spot.country
                if same and within(draft, other):
                    return other
        return None

    def _meeting_around(self, draft: Draft) -> Draft | None:
        """The meeting of the signatories, told before, at which they signed."""
        meetings = (d for d in reversed(self.drafts) if d.kind is Kind.MEETING and d.first <= draft.first)
        return next((d for d in meetings if len(d.people & draft.people) > 1 and d.back == draft.back), None)


def _another(visit: Draft, draft: Draft) -> bool:
    """Whether what was held cannot lie inside what was called off and is told only after it."""
    off = visit.status is Status.CANCELLED and draft.status is Status.HELD
    return off and visit.first > draft.first


def within(draft: Draft, visit: Draft) -> bool:
    """Whether the dates allow one to lie inside the other; unknown dates do."""
    if draft.start is None or visit.start is None:
        return True
    several = visit.end is not None and visit.end != visit.start
    last = visit.end.last if several and visit.end else visit.start.last + dt.timedelta(days=_STAY)
    return visit.start.first <= (draft.end or draft.start).last and draft.start.first <= last
