"""One visit for a traveller and a state, one meeting for those who meet."""

from entrevue.accounts.drafting import draft_of
from entrevue.accounts.drafts import SURELY_TO_COME, Draft, Told, may_be_one, overlap, to_come
from entrevue.accounts.events import Event, merge
from entrevue.accounts.sameness import features

# The log odds of being one below which two stay two, whatever else speaks for it: who travels comes again, who meets is told of again.
_UNLIKE = {"visit": -1.0, "meeting": -3.0, "call": -3.0}


def told_again(events: list[Event], told: Told) -> list[Event]:
    """What a headline alone tells is the likeliest of what the body tells of its kind.

    Of 1,114 engagements of the corpus that a headline tells where the body tells one of their kind, 3 are others.
    """
    paragraph = told.words.paragraph
    headline = [event for event in events if all(paragraph[told.triggers[t].first] < 0 for t in event.triggers)]
    body = [event for event in events if event not in headline]
    found = list(body)
    for event in headline:
        alike = [one for one in body if one.kind_name == event.kind_name]
        if not alike:
            found.append(event)
            continue
        best = max(alike, key=lambda one: float(features(one, event, told.links) @ told.sameness))
        merge(best, event)
        best.triggers.sort()
    return sorted(found, key=lambda one: one.triggers[0])


def one_of_each(drafts: list[Draft], told: Told) -> None:
    """One visit for a traveller and a state, one meeting or call for those who meet, unless other days or places are told."""
    for new in list(drafts):
        for old in drafts:
            if old is new:
                break
            if (
                new.kind == old.kind
                and _one_visit_or_meeting(old, new)
                and (_on_one_day(old, new) or _not_unlike(old, new, told))
                and not _before_and_behind(old, new, told)
            ):
                merge(old.event, new.event)
                drafts[drafts.index(old)] = draft_of(old.event, told)
                drafts.remove(new)
                break


def _one_visit_or_meeting(old: Draft, new: Draft) -> bool:
    ours, theirs = set(old.parts), set(new.parts)
    within = len(ours & theirs) > 1 and (ours <= theirs or theirs <= ours)
    who = {"visit": bool(ours & theirs), "meeting": within, "call": ours == theirs}
    places = (old.country, new.country) if old.kind == "visit" else (old.city or old.country, new.city or new.country)
    return who.get(old.kind, False) and may_be_one(*places) and overlap(old, new)


def _on_one_day(old: Draft, new: Draft) -> bool:
    """Whether two visits begin on one day, and are told to be to one state: nobody makes two."""
    one_state = old.country is not None and old.country == new.country
    return (
        old.kind == "visit"
        and one_state
        and old.start is not None
        and old.start == new.start
        and old.start.day is not None
    )


def _not_unlike(old: Draft, new: Draft, told: Told) -> bool:
    """Whether what was learned about sameness does not speak strongly against it."""
    return float(features(old.event, new.event, told.links) @ told.sameness) > _UNLIKE[old.kind]


def _before_and_behind(old: Draft, new: Draft, told: Told) -> bool:
    """Whether one is told as over or under way and the other as to come."""
    planned = [to_come(draft, told) for draft in (old, new)]
    return max(planned) > SURELY_TO_COME and min(planned) < 1 - SURELY_TO_COME and old.kind != "visit"
