"""Events → accounts: drafts, then the rules of `drafts_of` in their order, then what is sure enough is written down."""

from entrevue.accounts.certainty import chance_of
from entrevue.accounts.drafting import draft_of, of_one_side, stands
from entrevue.accounts.drafts import Draft, Told
from entrevue.accounts.events import events_of
from entrevue.accounts.joining import one_of_each, told_again
from entrevue.accounts.parts import come_along, place_parts
from entrevue.accounts.statuses import is_called_off, over_when_another_began, status_of, surely_held
from entrevue.accounts.visits import (
    away_from_home,
    contain,
    days_of_visits,
    days_under_way,
    from_the_lead,
    goes_abroad,
    inherit,
    places_of_visits,
)
from entrevue.accounts.writing import accounts_of
from entrevue.domain.reading import Account


def conclude(told: Told) -> tuple[Account, ...]:
    """The accounts of a report."""
    return accounts_of(sure_enough(told), told)


def sure_enough(told: Told) -> list[Draft]:
    """The drafts that are told: those below the least confidence fall."""
    return [draft for draft in drafts_of(told) if chance_of(draft, told) >= told.least]


def drafts_of(told: Told) -> list[Draft]:
    """The drafts of a report's accounts, in the order of the text, with all that the rules fill in."""
    first = [draft_of(event, told) for event in told_again(events_of(told.links, told.sameness), told)]
    drafts = [draft for one in first for draft in of_one_side(one, told) if stands(draft, told)]
    one_of_each(drafts, told)
    come_along(drafts, told)
    contain(drafts, told)
    days_of_visits(drafts, told)
    days_under_way(drafts, told)
    places_of_visits(drafts, told)
    drafts = [draft for draft in drafts if goes_abroad(draft, drafts)]
    from_the_lead(drafts, told)
    for draft in drafts:
        away_from_home(draft, told)
        inherit(draft, told)
        place_parts(draft, told)
        draft.status = status_of(draft, drafts, told)
    for draft in drafts:
        if is_called_off(draft, drafts, told):
            draft.status = "cancelled"
    for draft in drafts:
        if draft.inside is not None and draft.inside.status == "cancelled" and not surely_held(draft, told):
            draft.status = "cancelled"  # what was to be part of what does not take place
    over_when_another_began(drafts, told)
    drafts.sort(key=lambda draft: told.triggers[draft.event.triggers[0]].first)
    return drafts
