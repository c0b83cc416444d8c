"""What lies in a visit or a conference, and the days and places that they have from each other."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import numpy as np

from entrevue.accounts.drafting import tell_day
from entrevue.accounts.drafts import (
    STAYS,
    SURELY_TO_COME,
    Draft,
    Told,
    may_be_one,
    overlap,
    sentences_of,
    side_of,
    to_come,
)
from entrevue.accounts.statuses import status_of
from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.linking.links import TALKS

_SUMS_UP = 0.9  # the chance from which on a word surely tells several engagements
STAY = timedelta(days=14)  # all but 4 of the corpus's 2,385 meetings are so near the first day of their visit


def contain(drafts: list[Draft], told: Told) -> None:
    """Meetings lie within the visit or conference of their state that scores best against none.

    Within a visit somebody of its side meets (4,319 of the corpus's 4,319 such meetings), and who meets in the state that
    he visits does so on that visit (3,843 of 3,893).
    """
    for draft in drafts:
        if draft.kind == "visit":
            continue
        around = [one for one in drafts if one is not draft and one.kind in STAYS]
        around = [one for one in around if may_be_one(one.country, draft.country) and _in_reach(one, draft)]
        outer = [one for one in around if _is_of(one, draft, told)]
        outer = _to_those_met(outer, draft, told)
        outer = _of_who_meets(outer, draft)
        best = max(outer, key=lambda one: _within(draft, one, told, 0), default=None)
        if best is None or draft.kind == "conference":
            draft.inside = None
        elif _within(draft, best, told, 0) > 0:
            draft.inside = best
        else:
            draft.inside = _only_stay(draft, outer) if draft.kind in ("meeting", "signing") else None
        others = [one for one in drafts if one is not draft]
        earlier = max(others, key=lambda one: _within(draft, one, told, 1), default=None)
        if earlier is not None and _within(draft, earlier, told, 1) > 0:
            draft.follows = earlier


def _to_those_met(outer: list[Draft], draft: Draft, told: Told) -> list[Draft]:
    """Of several visits of somebody who meets, those to the state of whom he meets, where one is: 4,295 of 4,317 of the corpus."""
    sides = {side_of(told.links.chains[chain]) for chain in draft.parts}
    theirs = [one for one in outer if one.kind == "visit" and one.country in sides - {None, "-"}]
    if draft.kind not in ("meeting", "signing") or all(set(one.parts).isdisjoint(draft.parts) for one in theirs):
        return outer
    return [one for one in outer if one.kind != "visit" or one in theirs]


def _of_who_meets(outer: list[Draft], draft: Draft) -> list[Draft]:
    """Of several visits those of somebody who meets, where any is: not of others of his side, for 9,000 of the corpus's 9,003."""
    own = [one for one in outer if one.kind == "visit" and not set(one.parts).isdisjoint(draft.parts)]
    return [one for one in outer if one.kind != "visit" or one in own] if own else outer


def _in_reach(stay: Draft, draft: Draft) -> bool:
    """Whether the days of a stay and of what may lie in it, where both are told, are no further apart than a stay lasts."""
    if stay.start is None or draft.start is None:
        return True
    return stay.start.first - STAY <= draft.start.last and draft.start.first <= (stay.end or stay.start).last + STAY


def _is_of(outer: Draft, draft: Draft, told: Told) -> bool:
    """Whether somebody of the side of a visit takes part in what may lie within it."""
    if outer.kind != "visit" or not set(outer.parts).isdisjoint(draft.parts):
        return True
    sides = {side_of(told.links.chains[chain]) for chain in outer.parts} - {None}
    return not sides.isdisjoint(side_of(told.links.chains[chain]) for chain in draft.parts)


def _only_stay(draft: Draft, outer: Sequence[Draft]) -> Draft | None:
    """The one visit of somebody who meets to the state in which he does, on days that may be those of the visit."""
    stays = [
        one
        for one in outer
        if one.kind == "visit" and draft.country is not None and one.country == draft.country
        and not set(one.parts).isdisjoint(draft.parts) and overlap(one, draft)
    ]  # fmt: skip
    return stays[0] if len(stays) == 1 else None


def _within(draft: Draft, outer: Draft, told: Told, column: int) -> float:
    scores = told.links.within[np.ix_(draft.event.triggers, outer.event.triggers)][..., column]
    top = scores.max(axis=1, keepdims=True)
    return float((top[:, 0] + np.log(np.exp(scores - top).sum(axis=1))).mean())


def days_of_visits(drafts: list[Draft], told: Told) -> None:
    """A visit begins no later than what lies within it; one of which no day is told is known by that of the first."""
    for visit in drafts:
        if visit.kind != "visit":
            continue
        within = [one for one in drafts if one.inside is visit]
        for one in within:
            if one.start is not None and _begins_after(visit, one.start) and one.day_chance > visit.day_chance:
                tell_day(visit, told, partial(_holds, one.start))
        days = [one.start for one in within if one.start is not None]
        if visit.start is None and not days and not visit.untellable:
            attended = [one.start for one in drafts if one.start is not None and _attends(visit, one, told)]
            days = attended if len(attended) == 1 else []
        if visit.start is None and days:
            visit.start = min(days, key=lambda day: day.first)
            visit.inferred.add("start")


def _attends(visit: Draft, conference: Draft, told: Told) -> bool:
    """Whether a traveller is at a conference in the state that he visits, and both are told as to come or neither."""
    there = visit.country is not None and visit.country == conference.country
    return (
        there
        and conference.kind == "conference"
        and not set(visit.parts).isdisjoint(conference.parts)
        and (to_come(visit, told) > SURELY_TO_COME) == (to_come(conference, told) > SURELY_TO_COME)
    )


def _begins_after(visit: Draft, day: PartialDate) -> bool:
    return visit.start is not None and day.last < visit.start.first


def _holds(day: PartialDate, stay: DateSpan) -> bool:
    """Whether a day may be one of a stay."""
    return stay.start.first <= day.last and day.first <= max((stay.end or stay.start).last, stay.start.last + STAY)


def days_under_way(drafts: list[Draft], told: Told) -> None:
    """What is surely under way, and of which no day is told, takes place in the month of its page."""
    page = told.published
    if page is None or page.month is None:
        return
    for draft in drafts:
        if draft.kind not in STAYS or draft.start is not None:
            continue
        last_day = any(told.dates[d].until for d in draft.event.dates)  # "until Saturday": it may have begun long ago
        if not last_day and status_of(draft, drafts, told) == "ongoing":
            draft.start = PartialDate(page.year, page.month)
            draft.inferred.add("start")


def places_of_visits(drafts: list[Draft], told: Told) -> None:
    """A visit of which no place is told is to the state in which all is that lies within it, or whose people alone are met."""
    for visit in drafts:
        if visit.kind != "visit" or visit.country is not None:
            continue
        own = {side_of(told.links.chains[chain]) for chain in visit.parts}
        within = [one for one in drafts if one.inside is visit and one.kind in ("meeting", "signing")]
        places = {one.country for one in within if one.country is not None} - own
        met = {side_of(told.links.chains[chain]) for one in within for chain in one.parts} - own
        state = next((next(iter(one)) for one in (places, met) if len(one) == 1), None)
        if state not in (None, "-"):
            visit.country = state
            visit.inferred.add("country")


def goes_abroad(visit: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether anything but a place at home is told of a visit: where it is, or what lies within it."""
    return not visit.at_home or visit.country is not None or any(one.inside is visit for one in drafts)


def inherit(draft: Draft, told: Told) -> None:
    """A meeting takes day and place of its visit where none are told; a host's state where he receives."""
    outer = None if draft.kind == "call" else draft.inside
    if outer is not None and draft.start is None and (day := _day_of(outer, draft, told)) is not None:
        draft.start = draft.end = day
        draft.inferred.add("start")
    if outer is not None and outer.kind == "visit" and draft.start is None and not draft.untellable:
        draft.start, draft.end = outer.start, outer.end
        draft.inferred.add("start")
    if draft.country is None and outer is not None:
        draft.country = outer.country
        draft.inferred.add("country")
    if draft.country is None and draft.kind in ("meeting", "signing"):
        hosts = {side_of(told.links.chains[chain]) for chain, part in draft.parts.items() if part == "host"}
        if len(hosts) == 1 and (side := next(iter(hosts))) not in (None, "-"):
            draft.country = side
            draft.inferred.add("country")


def from_the_lead(drafts: list[Draft], told: Told) -> None:
    """What a lead tells of several at once, "received three ambassadors on Monday", is so of each who is told of later."""
    for lead in drafts:
        summing = [t for t in lead.event.triggers if told.links.several[t] > _SUMS_UP]
        if lead.kind not in TALKS or not summing or lead.date is None or lead.start is None:
            continue
        first = min(told.triggers[t].first for t in summing)
        for draft in drafts:
            later = min(told.triggers[t].first for t in draft.event.triggers) > first
            alike = draft.kind == lead.kind and not set(draft.parts).isdisjoint(lead.parts)
            if draft is lead or not later or not alike or draft.untellable or draft.start is not None:
                continue
            if draft.inside is lead.inside and may_be_one(draft.country, lead.country) and _as_one(lead, draft, told):
                draft.start, draft.end = lead.start, lead.end
                draft.inferred.add("start")


def _as_one(lead: Draft, draft: Draft, told: Told) -> bool:
    """Whether two are told in one tense, the second not by words that look back."""
    status = told.links.status
    alike = status[lead.event.triggers].mean(axis=0).argmax() == status[draft.event.triggers].mean(axis=0).argmax()
    return bool(alike) and sentences_of(draft, told).isdisjoint(told.looking_back)


def _day_of(outer: Draft, draft: Draft, told: Told) -> PartialDate | None:
    """The day of a stay that the sentence of what lies in it tells by its number: "on the second day of the visit"."""
    if not told.days_of_stay or draft.untellable:
        return None
    here, sentence = sentences_of(draft, told), told.words.sentence
    stays = {told.triggers[t].first for t in outer.event.triggers}
    numbers = [(at in stays) * number for at, number in told.days_of_stay.items() if sentence[at] in here]
    number = numbers[0] if len(numbers) == 1 else 0  # "A on the second day and B on the third"
    if number < 0:
        return outer.end if outer.end is not None and outer.end.day is not None else None
    if not number or outer.start is None or outer.start.day is None:
        return None
    day = PartialDate.of(outer.start.first + timedelta(days=number - 1))
    return day if outer.end is None or day.first <= outer.end.last else None


def away_from_home(draft: Draft, told: Told) -> None:
    """A meeting with somebody told to be on a visit is not in his state, but with whom he meets."""
    sides = {chain: side_of(told.links.chains[chain]) for chain in draft.parts}
    own = {sides[chain] for chain in sides if chain in told.links.guests} - {None, "-"}
    if draft.kind not in ("meeting", "signing") or not own:
        return
    if draft.country in own:
        draft.country = draft.city = draft.place = None
    others = set(sides.values()) - own
    if draft.country is None and len(others) == 1 and not others & {None, "-"}:
        draft.country = next(iter(others))
        draft.inferred.add("country")
