"""Joining: which frames tell the same engagement, and what a further frame adds to it."""

import datetime as dt

from entrevue.accounts.characters import Character
from entrevue.accounts.drafts import Draft
from entrevue.accounts.frames import Frame
from entrevue.accounts.spots import Spot
from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Kind, Part, Status

_ARRIVAL = 4  # days that an arrival may lie before the day of which the visit is told
_OVER = 20  # days after which what was is not what goes on


class Joiner:
    """Finds the draft that tells the same engagement, and joins drafts."""

    def __init__(self, drafts: list[Draft], published: PartialDate | None) -> None:
        """Share the list of drafts that the drafter fills."""
        self.drafts = drafts
        self.published = published

    def same(self, draft: Draft, frame: Frame) -> Draft | None:
        """An earlier draft that tells the same engagement."""
        latest = self.drafts[::-1]
        latest.sort(key=lambda known: known.back != draft.back)  # news goes on with news
        for known in latest:
            if known.kind is draft.kind and self._agrees(known, draft, frame):
                return known
            if known.kind is Kind.CALL and self._goes_on(known, draft, frame):
                return known
        if draft.kind is Kind.MEETING and frame.noun and frame.definite and not draft.people:
            told = [k for k in latest if k.kind in {Kind.MEETING, Kind.CALL} or self._named_so(k, frame)]
            told.sort(key=lambda known: {known.status, draft.status} == {Status.HELD, Status.PLANNED})
            return next(iter(told), None)
        return None

    @staticmethod
    def _named_so(known: Draft, frame: Frame) -> bool:
        """Whether "the meeting" is in the name of a gathering told before: "the 40th Regular Meeting of the Heads"."""
        noun = frame.sentence.tokens[frame.trigger].fold
        words = [token for other in known.frames for token in other.sentence.tokens]
        return known.kind is Kind.CONFERENCE and any(token.fold == noun and token.capital for token in words)

    @staticmethod
    def _goes_on(known: Draft, draft: Draft, frame: Frame) -> bool:
        """Whether a weak trigger tells what was said in a call told before: "the two ministers discussed ..." """
        if draft.kind is not Kind.MEETING or draft.start is not None:
            return False
        again = frame.weak or (frame.noun and frame.definite)
        return frame.trigger_id == "take-part" or (again and bool(draft.people) and draft.people <= known.people)

    def _agrees(self, known: Draft, draft: Draft, frame: Frame) -> bool:
        if self._now_and_then(known, draft) or self._now_and_then(draft, known):
            return False
        if draft.kind is Kind.CONFERENCE and not draft.back and self._same_gathering(known, frame):
            return self._dates_agree(known, draft) and self._places_agree(known, draft)
        if frame.trigger_id == "attend" and draft.kind is Kind.CONFERENCE and self._told_beside(known, draft, frame):
            return True
        if not self._at_one_time(known, draft, frame):
            return False
        mine, theirs = draft.people, known.people
        if draft.kind is Kind.VISIT:
            if not mine:
                here = known.frames[-1].number == frame.number  # "arrived on Monday for a three-day visit"
                return here or (frame.definite and not frame.indefinite)
            return bool(draft.visitors & known.visitors) or bool(mine & known.visitors)
        if draft.kind is Kind.CONFERENCE:
            same_place = draft.spot is not None and known.spot is not None and draft.spot.country == known.spot.country
            return bool(mine & theirs) or same_place or (not mine and frame.definite)
        if draft.kind is Kind.SIGNING:
            return frame.trigger_id == "take-part" or self._same_signing(known, draft)
        if not mine:
            return frame.definite
        if frame.trigger_id == "take-part" or (frame.aside and frame.definite):
            return True
        if len(mine) == 1:
            return mine <= theirs and (frame.definite or frame.noun) and not frame.indefinite
        return len(mine & theirs) >= 2 or mine == theirs or self._counterparts_agree(mine, theirs)

    def _at_one_time(self, known: Draft, draft: Draft, frame: Frame) -> bool:
        """Whether the dates, the places and the statuses of two can be those of one engagement."""
        told_again = (
            draft.start is None and (frame.definite or frame.trigger_id == "take-part") and known.start is not None
        )
        if draft.follow and draft.start is not None and draft.start.day is None and known.start and known.start.day:
            return False  # "today's meeting follows theirs of last week"
        one_stay = draft.kind is Kind.VISIT and self._one_stay(known, draft, frame)
        undated = known.start is None or draft.start is None
        if draft.kind is Kind.VISIT and undated and known.frames[-1].number == frame.number:
            one_stay = one_stay or (known.spot is not None and draft.visitors == known.visitors)
        if not (told_again or one_stay or self._dates_agree(known, draft)) or not self._places_agree(known, draft):
            return False
        if {known.status, draft.status} == {Status.PLANNED, Status.HELD} and known.start != draft.start and draft.start:
            if not self._within_this(known, draft):
                return False
        if known.status is Status.HELD and draft.status is Status.PLANNED and frame.noun and frame.indefinite:
            return False  # "was met at the airport", then "will hold a meeting"
        return not (self._over_and_on(known, draft) or self._over_and_on(draft, known))

    @staticmethod
    def _same_gathering(known: Draft, frame: Frame) -> bool:
        """Whether "the conference", or "the meeting" on whose margins something happens, is the one told before."""
        if known.back or not frame.noun or not frame.definite or frame.indefinite:
            return False
        words = {other.sentence.tokens[other.trigger].fold for other in known.frames}
        return frame.margin is not None or frame.sentence.tokens[frame.trigger].fold in words

    def _told_beside(self, known: Draft, draft: Draft, frame: Frame) -> bool:
        """Whether a verb of taking part stands beside the noun of the gathering, or speaks of "the" gathering."""
        beside = known.frames[-1].number == frame.number
        again = frame.definite and not known.back and not draft.back and known.frames[-1].number >= frame.number - 2
        return (beside or again) and self._dates_agree(known, draft) and self._places_agree(known, draft)

    @staticmethod
    def _one_stay(known: Draft, draft: Draft, frame: Frame) -> bool:
        """Whether an arrival some days before is that of the visit told: "X, who arrived on Tuesday"."""
        if frame.trigger_id != "arrive" or known.start is None or draft.start is None or known.back != draft.back:
            return False
        if known.start.day is None or draft.start.day is None or not draft.visitors & known.visitors:
            return False
        return 0 < (known.start.first - draft.start.first).days <= _ARRIVAL

    def _within_this(self, known: Draft, draft: Draft) -> bool:
        """Whether a visit is told for this week or month, then for its day: "visits Fiji this week", "from 5 to 7 June"."""
        if draft.kind is not Kind.VISIT or self.published is None or known.start is None or known.start.day is not None:
            return False
        return known.start.first <= self.published.last <= known.start.last

    def _now_and_then(self, one: Draft, other: Draft) -> bool:
        """Whether one goes on, undated, while the other lies in a later month than the report."""
        if one.status is not Status.ONGOING or one.start is not None or other.start is None or self.published is None:
            return False
        return other.start.day is None and other.start.first > self.published.last

    def _over_and_on(self, one: Draft, other: Draft) -> bool:
        """Whether one goes on or is to come, undated, and the other was over weeks before the report."""
        if one.start is not None or one.status is Status.HELD or other.start is None or self.published is None:
            return False
        return (self.published.first - (other.end or other.start).last).days > _OVER

    @staticmethod
    def _same_signing(known: Draft, draft: Draft) -> bool:
        """Whether the signatories are the same, or one telling names the states for which those of the other sign."""
        if not known.parts or not draft.parts or set(known.parts) & set(draft.parts):
            return True
        mine, theirs = ({c.country for c in d.parts if c.country} for d in (draft, known))
        return bool(known.people) != bool(draft.people) and bool(mine & theirs)

    @staticmethod
    def _counterparts_agree(mine: set[Character], theirs: set[Character]) -> bool:
        """Whether what differs is somebody told by office alone on one side: "son homologue camerounais"."""
        shared, rest, others = mine & theirs, mine - theirs, theirs - mine
        if not shared or not rest or len(rest) > len(others):
            return False
        sides = {character.country for character in others}
        return all(c.name is None and c.country in sides and c.country for c in rest) or all(
            c.name is None and c.country and c.country in {r.country for r in rest} for c in others
        )

    @staticmethod
    def _dates_agree(known: Draft, draft: Draft) -> bool:
        if known.start is None or draft.start is None:
            followed = draft.back and draft.follow  # "la rencontre qu'il a eue", which the news follow up
            return known.back == draft.back or (draft.start is None and known.start is None and not followed)
        known_end, draft_end = known.end or known.start, draft.end or draft.start
        return known.start.first <= draft_end.last and draft.start.first <= known_end.last

    @staticmethod
    def _places_agree(known: Draft, draft: Draft) -> bool:
        if known.spot is None or draft.spot is None:
            return True
        return known.spot.country == draft.spot.country

    def _arrived(self, known: Draft, draft: Draft) -> bool:
        """Whether a further frame tells the arrival of a visit of which a later day is known."""
        return known.kind is Kind.VISIT and self._one_stay(known, draft, draft.frames[0])

    def join(self, known: Draft, draft: Draft) -> None:
        """Add what a further frame tells: people, a place, a better date, a firmer status."""
        self._join_people(known, draft)
        known.spot = _better_spot(known.spot, draft.spot)
        self._join_dates(known, draft)
        if known.title_only and not draft.title_only:
            known.status, known.title_only = draft.status, False
        if draft.status is Status.CANCELLED:
            known.status = draft.status
        known.frames += draft.frames

    @staticmethod
    def _at_home(character: Character, visit: Draft) -> bool:
        """Whether somebody is of the state that is visited: no visitor."""
        return visit.spot is not None and character.country is not None and character.country == visit.spot.country

    def _join_people(self, known: Draft, draft: Draft) -> None:
        definite_only = not draft.people
        known_before = set(known.parts)
        for character, part in draft.parts.items():
            if definite_only and character.state:
                continue
            if draft.title_only and len(known.people) > 1 and character not in known.parts:
                continue  # a headline is the least complete
            if character.state and known.people:
                continue
            if known.kind is Kind.VISIT and part is not Part.VISITOR and character not in known.parts:
                continue
            if known.kind is Kind.VISIT and character not in known.parts and self._at_home(character, known):
                continue
            if character not in known.parts or known.parts[character] is Part.PARTICIPANT:
                known.parts[character] = part
            known.told.setdefault(character, draft.told[character])
            if character in draft.aides and character not in known_before:
                known.aides.add(character)
        if known.kind is Kind.SIGNING and len(known.people) > 1:
            known.parts = {c: part for c, part in known.parts.items() if not c.state}

    def _join_dates(self, known: Draft, draft: Draft) -> None:
        if self._arrived(known, draft):
            known.end = known.end if known.end != known.start else None
            known.start, known.date = draft.start, draft.date
        opens = draft.date is not None and draft.date.edge == "begin" and known.date is not draft.date
        if draft.start is not None and draft.kind is Kind.CONFERENCE and opens and not (known.date and known.date.edge):
            known.start, known.end, known.date = draft.start, draft.end, draft.date
        if draft.start is not None and (
            known.start is None or (known.start.day is None and draft.start.day is not None)
        ):
            known.start, known.end, known.date = draft.start, draft.end, draft.date
        elif draft.length and known.start and known.start.day and known.end in {known.start, None}:
            known.length = draft.length
            known.end = PartialDate.of(known.start.first + dt.timedelta(days=draft.length - 1))
            if known.over and known.kind is Kind.CONFERENCE:  # "closed on Thursday", then "the four-day gathering"
                known.end = known.start
                known.start = PartialDate.of(known.end.first - dt.timedelta(days=draft.length - 1))
        if draft.end is not None and known.start is not None and (known.end is None or known.end == known.start):
            known.end = draft.end if draft.end.first >= known.start.first else known.end


def _better_spot(known: Spot | None, new: Spot | None) -> Spot | None:
    if known is None or new is None:
        return known or new
    if known.city is None and new.city is not None and new.country == known.country:
        return new
    return known
