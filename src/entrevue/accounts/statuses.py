"""Whether an engagement is held, under way, to come or called off: the calendar first, then the tenses that tell it."""

from collections.abc import Sequence

from entrevue.accounts.drafts import STAYS, Draft, Told, sentences_of
from entrevue.linking.links import STATUSES

MAY_BE_OFF = 0.07  # the chance that an engagement is cancelled from which on a word that says so counts
_SURE_STATUS = 0.75  # the share of a status from which on a visit's own words tell it


def status_of(draft: Draft, drafts: Sequence[Draft], told: Told) -> str:
    """What the calendar decides, else the tenses of what tells it; where they are unsure, of all that tells its tour."""
    own = set(draft.event.triggers)
    tour = [one.event.triggers for one in drafts if _one_tour(draft, one) and own <= set(one.event.triggers)]
    alone = {one.event.triggers[0] for one in drafts if _one_tour(draft, one) and len(one.event.triggers) == 1}
    speaking = sorted(own - alone) or draft.event.triggers  # the one word that tells of another visit speaks for that
    shares = told.links.status[speaking].mean(axis=0)
    if shares.max() < _SURE_STATUS and tour:
        shares = told.links.status[max(tour, key=len)].mean(axis=0)
    tense = STATUSES[int(shares.argmax())]
    day = told.published
    if tense == "cancelled" or draft.start is None or day is None or day.day is None:
        return tense
    first, last = draft.start.first, (draft.end or draft.start).last
    if draft.start.day is None:
        return tense if first <= day.first <= last else "planned" if first > day.first else "held"
    if first > day.first:
        under_way = tense == "ongoing" and "start" in draft.inferred  # its first day is that of something within it
        return tense if under_way else "planned"
    if draft.end is not None and last < day.first:
        return "held"
    if draft.end is None and draft.kind == "visit":
        return "held" if tense == "planned" else tense
    if first < day.first == last:
        return tense
    if first < day.first < last:
        return "ongoing" if draft.kind in STAYS else tense
    of_a_stay = draft.end is None and "start" in draft.inferred  # of which the first day alone is told
    return "held" if last < day.first and not of_a_stay else tense


def is_called_off(draft: Draft, drafts: Sequence[Draft], told: Told) -> bool:
    """Whether a sentence that tells of this one alone says so (for 96 of 107 such sentences of the corpus), and it may be."""
    share = float(told.links.status[draft.event.triggers, STATUSES.index("cancelled")].max())
    if share < MAY_BE_OFF:
        return False
    others = {k for one in drafts if one is not draft and not _one_tour(draft, one) for k in sentences_of(one, told)}
    return bool(sentences_of(draft, told) & told.cancelling - others)


def surely_held(draft: Draft, told: Told) -> bool:
    """Whether what tells of a draft tells it as surely held."""
    return bool(told.links.status[draft.event.triggers, STATUSES.index("held")].mean() > _SURE_STATUS)


def over_when_another_began(drafts: Sequence[Draft], told: Told) -> None:
    """A visit is over, however it is told, when its traveller has begun another one elsewhere since."""
    visits = [one for one in drafts if one.kind == "visit" and one.country is not None]
    for visit in visits:
        others = (one for one in visits if one.country != visit.country and not set(one.parts).isdisjoint(visit.parts))
        if visit.status == "ongoing" and visit.end is None and any(_began_since(visit, one, told) for one in others):
            visit.status = "held"


def _began_since(visit: Draft, other: Draft, told: Told) -> bool:
    """Whether another visit began after a visit did, and before the page's day or as told by the page."""
    if told.published is None or visit.start is None or other.start is None:
        return False
    begun = other.start.last < told.published.first or other.status == "ongoing"
    return begun and visit.start.last < other.start.first


def _one_tour(draft: Draft, other: Draft) -> bool:
    """Whether two are visits that one word tells."""
    return draft.kind == other.kind == "visit" and not set(draft.event.triggers).isdisjoint(other.event.triggers)
