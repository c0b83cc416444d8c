"""Events → accounts: fields chosen among their candidates, then the rules of `RULES` in their order."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import numpy as np

from entrevue.accounts import taking_part, when_where
from entrevue.accounts.certainty import chance_of
from entrevue.accounts.crediting import Credits
from entrevue.accounts.events import Event, events_of, merge
from entrevue.accounts.reasons import reasons_of
from entrevue.accounts.sameness import Floats, features
from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.mentions import PlaceKind
from entrevue.domain.reading import Account, Kind, Part, Participation, Status, Topic
from entrevue.domain.spans import Label, Mention, StateMention, Words, states_within
from entrevue.linking.apart import POSTED
from entrevue.linking.links import KINDS, ROLES, STATUSES, Chain, Links

SURE_SIDE = 0.5
TAKES_PART = 0.5
UNTOLD = 0.1  # the chance of a day or a place that is not told
TOLD = 0.25  # the chance from which on a day or a place is told
STAY = timedelta(days=14)  # all but 4 of the corpus's 2,385 meetings are so near the first day of their visit
MAY_BE_OFF = 0.07  # the chance that an engagement is cancelled from which on a word that says so counts
_ALSO_TOLD = 0.35  # the chance from which on a second day may be a stay's last one
_SURELY = 0.9  # the chance from which on a trigger's word for a call counts, whatever the others say
_SURE_STATUS = 0.75  # the share of a status from which on a visit's own words tell it
_SURELY_TO_COME = 0.9  # the chance from which on something is surely planned, and below whose rest it surely is not
_UNLIKE = -1.0  # the log odds of being one below which two stay two, whatever else speaks for it
_TRAVELS_TOO = 0.6  # the chance from which on those of a second side travel apart
_MAY_BE_BESIDE = 0.1  # the chance of being only present below which a visitor of no state is one, whoever else visits
_STAYS = ("visit", "conference")  # kinds that last
_ONE = "head_of_government"  # the office that one of a state holds at a time
_AS_MUCH = 0.8  # of the chance of the one of a side who likeliest meets: who has less is beside


@dataclass
class Draft:
    """The fields of one account while the rules run."""

    event: Event
    kind: str
    parts: dict[int, str]
    chances: dict[int, float]
    start: PartialDate | None = None
    end: PartialDate | None = None
    date: Mention | None = None
    country: str | None = None
    city: str | None = None
    place: Mention | None = None
    untellable: bool = False  # its day is told and cannot be worked out: "yesterday" on a page without a day
    day_chance: float = UNTOLD
    place_chance: float = UNTOLD
    status: str = "held"
    inside: "Draft | None" = None
    follows: "Draft | None" = None
    inferred: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Told:
    """What the rules look at."""

    words: Words
    links: Links
    triggers: tuple[Mention, ...]
    dates: Sequence[Mention]
    points: Sequence[Mention]
    published: PartialDate | None
    home: str | None
    cancelling: frozenset[int]  # sentences with a word that says that something does not take place
    sameness: Floats
    taking_part: Floats
    day: Floats
    place: Floats
    confidence: Floats | None
    least: float  # the confidence below which nothing is told
    credits: Credits
    topic_of: Callable[[str], str | None]
    bare: frozenset[str]  # folded words that tell nothing alone
    states: tuple[StateMention, ...]  # the words that name a state
    accompanying: frozenset[int]  # the words behind which those are told who come along


def conclude(told: Told) -> tuple[Account, ...]:
    """The accounts of a report."""
    return _accounts(sure_enough(told), told)


def sure_enough(told: Told) -> list[Draft]:
    """The drafts that are told: those below the least confidence fall."""
    return [draft for draft in drafts_of(told) if chance_of(draft, told) >= told.least]


def drafts_of(told: Told) -> list[Draft]:
    """The drafts of a report's accounts, in the order of the text, with all that the rules fill in."""
    first = [_draft(event, told) for event in events_of(told.links, told.sameness)]
    drafts = [draft for one in first for draft in _of_one_side(one, told) if _stands(draft, told)]
    _one_of_each(drafts, told)
    _come_along(drafts, told)
    _contain(drafts, told)
    _days_of_visits(drafts, told)
    _days_under_way(drafts, told)
    _places_of_visits(drafts, told)
    for draft in drafts:
        _away_from_home(draft, told)
        _inherit(draft, told)
        _place_parts(draft, told)
        draft.status = _status(draft, drafts, told)
    for draft in drafts:
        if _is_called_off(draft, drafts, told):
            draft.status = "cancelled"
    for draft in drafts:
        if draft.inside is not None and draft.inside.status == "cancelled":
            draft.status = "cancelled"  # what was to be part of what does not take place
    drafts.sort(key=lambda draft: told.triggers[draft.event.triggers[0]].first)
    return drafts


def _draft(event: Event, told: Told) -> Draft:
    kind = _kind(event, told)
    chances = {chain: _takes_part(event, chain, told) for chain in event.people}
    chances = {
        c: chance for c, chance in chances.items() if chance >= TAKES_PART and _can_be_cited(told.links.chains[c])
    }
    parts = {chain: ROLES[int(event.people[chain][1:].argmax())] for chain in chances}
    draft = Draft(event, kind, _allowed(kind, parts), chances)
    _date(draft, told)
    _place(draft, told)
    _without_doubles(draft, told)
    return draft


def _of_one_side(draft: Draft, told: Told) -> list[Draft]:
    """One visit for the travellers of each side that surely travels: of the corpus's 3,997 visits 18 have those of several."""
    sides = {chain: _side(told.links.chains[chain]) for chain in draft.parts}
    known = set(sides.values()) - {None}
    if draft.kind != "visit" or len(known) < 2:
        return [draft]
    best = {side: max(draft.chances[chain] for chain in sides if sides[chain] == side) for side in known}
    found = []
    for side in sorted(known, key=lambda one: min(chain for chain in sides if sides[chain] == one)):
        if best[side] < max(best.values()) and best[side] < _TRAVELS_TOO:
            continue
        people = {c: shares for c, shares in draft.event.people.items() if c not in sides or sides[c] in (side, None)}
        found.append(_draft(replace(draft.event, people=people), told))
    return found


def _kind(event: Event, told: Told) -> str:
    """The likeliest kind; a talk is a call where one of its triggers says so surely: others do not tell its means."""
    call = float(told.links.kind[event.triggers, KINDS.index("call")].max())
    return "call" if event.kind_name == "meeting" and call > _SURELY else event.kind_name


def _takes_part(event: Event, chain: int, told: Told) -> float:
    """The chance that a chain takes part in an event, by all that tells the event."""
    row = taking_part.features(event, chain, told.links, told.triggers, told.words.sentence)
    return taking_part.chance_of(row, told.taking_part)


def _can_be_cited(chain: Chain) -> bool:
    """Whether anything tells who a chain is: no pronoun alone, no word of an office without a post."""
    if any(mention.label in (Label.NAME, Label.BODY, Label.PLACE) for mention in chain.mentions):
        return True
    return any(m.label is Label.OFFICE and (m.role is not None or m.first < m.last) for m in chain.mentions)


def _is_named(chain: Chain) -> bool:
    return any(mention.label is Label.NAME for mention in chain.mentions)


def _allowed(kind: str, parts: dict[int, str]) -> dict[int, str]:
    """The parts that a kind knows: travellers of a visit, participants of a call, no visitors at a conference."""
    if kind == "visit":
        return {chain: part for chain, part in parts.items() if part == "visitor"}
    if kind == "call":
        return dict.fromkeys(parts, "participant")
    if kind == "conference":
        return {chain: "participant" if part == "visitor" else part for chain, part in parts.items()}
    if "visitor" not in parts.values():
        return dict.fromkeys(parts, "participant")
    return parts


def _date(draft: Draft, told: Told, fits: Callable[[DateSpan], bool] = lambda _: True) -> None:
    """The likeliest day that is likelier told than not and that `fits`; the days of a stay may be told apart."""
    draft.date = draft.start = draft.end = None
    draft.day_chance = UNTOLD
    lasts = {d: chance for d, chance in draft.event.dates.items() if told.dates[d].until}  # "until Thursday"
    firsts = {d: chance for d, chance in draft.event.dates.items() if d not in lasts}
    in_time = _in_time(draft, told)
    rows = when_where.day_features(replace(draft.event, dates=firsts), told)
    every = {d: taking_part.chance_of(rows[d], told.day) for d in rows}
    chances = {d: every[d] for d in rows if (span := told.dates[d].span) is not None and fits(span) and in_time(span)}
    ranked = sorted(chances, key=lambda d: -chances[d])
    best = max((TOLD, *chances.values()))
    draft.untellable = any(told.dates[d].span is None and every[d] > best for d in every)
    if not ranked or chances[ranked[0]] < TOLD or draft.untellable:
        return
    draft.date, draft.day_chance = told.dates[ranked[0]], chances[ranked[0]]
    span = draft.date.span
    assert span is not None
    draft.start, draft.end = span.start, span.end
    if draft.kind == "visit" and draft.end == draft.start:
        draft.end = None
        later = [told.dates[d].span for d in ranked[1:] if chances[d] > _ALSO_TOLD and _is_one_day(told.dates[d])]
        later += [told.dates[d].span for d, chance in lasts.items() if chance > _ALSO_TOLD]
        ends = sorted((s.start for s in later if s and s.start.day and span.start.day), key=lambda one: one.first)
        if ends and ends[0].first > span.start.first:
            draft.end = ends[0]
        elif ends and ends[0].first < span.start.first:
            draft.start, draft.end = ends[0], span.start
    if draft.end is not None and draft.end == draft.start and draft.start.day is None:
        draft.end = None


def _in_time(draft: Draft, told: Told) -> Callable[[DateSpan], bool]:
    """Which days an event can have: none gone by where it is surely told as to come, none to come where it surely took place."""
    page = told.published
    if page is None:
        return lambda _: True
    if _to_come(draft, told) > _SURELY_TO_COME:
        return lambda span: (span.end or span.start).last >= page.first
    if float(told.links.status[draft.event.triggers, STATUSES.index("held")].min()) > _SURELY_TO_COME:
        return lambda span: span.start.first <= page.last
    return lambda _: True


def _to_come(draft: Draft, told: Told) -> float:
    """The share of what tells of a draft that tells it as planned."""
    return float(told.links.status[draft.event.triggers, STATUSES.index("planned")].mean())


def _is_one_day(date: Mention) -> bool:
    """Whether a date is no stay of its own: those of another visit are no first or last day of this one."""
    return date.span is not None and date.span.end in (None, date.span.start)


def _place(draft: Draft, told: Told) -> None:
    """The likeliest place that is likelier told than not."""
    if draft.kind == "call":
        return
    rows = when_where.place_features(draft.event, told)
    chances = {k: taking_part.chance_of(row, told.place) for k, row in rows.items()}
    with_others = {k: _of_state(k, chances, told) for k in chances}
    chain = max(chances, key=lambda k: (with_others[k], chances[k]), default=None)
    if chain is None or with_others[chain] < TOLD:
        return
    mention = told.links.chains[chain].mentions[0]
    draft.place, draft.place_chance = mention, with_others[chain]
    draft.country = told.links.chains[chain].country
    if mention.place_kind in (PlaceKind.CITY, PlaceKind.METONYM, None):
        draft.city = mention.city or None


def _of_state(place: int, chances: dict[int, float], told: Told) -> float:
    """The chance of a place with those of the others in its state: a city and its state are no rivals."""
    chains, state = told.links.chains, told.links.chains[place].country
    own = (p for k, p in chances.items() if k == place or (state is not None and chains[k].country == state))
    return min(sum(own), 1.0)


def _without_doubles(draft: Draft, told: Told) -> None:
    """A state, a body or a crowd takes part only where nobody of its side does; who is at home there does not travel to a place."""
    sides = {chain: _side(told.links.chains[chain]) for chain in draft.parts}
    somebody = {chain for chain in sides if _is_somebody(told.links.chains[chain]) and chain not in told.links.crowds}
    told_by_people = {sides[chain] for chain in somebody} - {None}
    doubles = {chain for chain in somebody if any(_is_double(chain, one, sides, told) for one in somebody)}
    kept = {
        chain: part for chain, part in draft.parts.items() if chain in somebody or sides[chain] not in told_by_people
    }
    kept = {chain: part for chain, part in kept.items() if chain not in doubles}
    if draft.kind == "visit" and draft.country is not None:
        abroad = {chain: part for chain, part in kept.items() if sides[chain] != draft.country}
        kept = abroad or kept
    draft.parts = kept


def _is_double(chain: int, other: int, sides: dict[int, str | None], told: Told) -> bool:
    """Whether somebody told by office alone is the named one of his side who holds it: 2 of 356 such pairs are two persons."""
    one, named = told.links.chains[chain], told.links.chains[other]
    if chain == other or sides[chain] is None or sides[chain] != sides[other] or _is_named(one) or not _is_named(named):
        return False
    ours, theirs = _offices(one, told), _offices(named, told)
    of_each = all(len(set(mine.states)) > 1 for mine, _ in ours)  # "the presidents of A and B"
    if any(mine.role == its.role and (of_each or mine.role == _ONE) for mine, _ in ours for its, _ in theirs):
        return True
    return any(mine and mine <= its for _, mine in ours for _, its in theirs)


def _offices(chain: Chain, told: Told) -> list[tuple[Mention, frozenset[str]]]:
    """The offices of a chain, each with its words but for small ones and names of states."""
    found = []
    for mention in chain.mentions:
        if mention.label is Label.OFFICE:
            inside = states_within(told.states, mention.first, mention.last)
            of_states = {k for one in inside for k in range(one.first, one.last + 1)}
            own = {told.words.folds[k] for k in range(mention.first, mention.last + 1) if k not in of_states}
            found.append((mention, frozenset(word for word in own if word.isalnum()) - told.bare))
    return found


def _is_somebody(chain: Chain) -> bool:
    """Whether a chain is of a person, named or told by office."""
    return any(mention.label in (Label.NAME, Label.OFFICE) for mention in chain.mentions)


def _stands(draft: Draft, told: Told) -> bool:
    """Two sides; or a visit abroad or a conference of one."""
    sides = [_side(told.links.chains[chain]) for chain in draft.parts]
    if draft.kind == "visit":
        return bool(sides) and (draft.country is None or any(side != draft.country for side in sides))
    if draft.kind == "conference":
        return bool(sides)
    if len(sides) < 2:
        return False
    known = {side for side in sides if side not in (None, "-")}
    return len(known) > 1 or None in sides or "-" in sides


def _one_of_each(drafts: list[Draft], told: Told) -> None:
    """One visit for a traveller and a state, one meeting or call for those who meet, unless other days or places are told."""
    for new in list(drafts):
        for old in drafts:
            if old is new:
                break
            if (
                new.kind == old.kind
                and _one_visit_or_meeting(old, new)
                and _not_unlike(old, new, told)
                and not _before_and_behind(old, new, told)
            ):
                merge(old.event, new.event)
                drafts[drafts.index(old)] = _draft(old.event, told)
                drafts.remove(new)
                break


def _come_along(drafts: list[Draft], told: Told) -> None:
    """Those told behind "accompanied by" travel with whom stands before it: 156 of the corpus's 168 of one side.

    Whoever serves in the state does not: 13 of 26 do.
    """
    visits = [draft for draft in drafts if draft.kind == "visit"]
    travellers = {chain for visit in visits for chain in visit.parts}
    leads = {next(iter(visit.parts)) for visit in visits}
    for k in sorted(told.accompanying):
        before, behind = _told_around(k, told)
        lead = next((chain for chain in before if chain in travellers), None)
        if lead is None and not before and len(leads) == 1:  # « L'accompagnaient X et Y »
            lead = next(iter(leads))
        side = None if lead is None else _side(told.links.chains[lead])
        if lead is None or side is None:
            continue
        companions = [c for c in behind if _side(told.links.chains[c]) == side and not _is_posted(told.links.chains[c])]
        for visit in visits:
            if lead in visit.parts:
                new = [chain for chain in companions if chain not in visit.parts]
                visit.parts |= dict.fromkeys(new, "visitor")
                visit.chances |= dict.fromkeys(new, visit.chances[lead])


def _told_around(k: int, told: Told) -> tuple[list[int], list[int]]:
    """Persons told in the sentence of a word: those before it, the nearest first, and those behind it."""
    own = told.words.sentence[k]
    before: list[tuple[int, int]] = []
    behind: list[tuple[int, int]] = []
    for number, chain in enumerate(told.links.chains):
        if number in told.links.crowds or not _is_somebody(chain):
            continue
        for mention in chain.mentions:
            if told.words.sentence[mention.first] == own and mention not in told.links.of_several:
                (before if mention.first < k else behind).append((mention.first, number))
    nearest = [number for _, number in sorted(before, reverse=True)]
    return list(dict.fromkeys(nearest)), [n for n in dict.fromkeys(n for _, n in sorted(behind)) if n not in nearest]


def _is_posted(chain: Chain) -> bool:
    return not POSTED.isdisjoint(mention.role for mention in chain.mentions)


def _one_visit_or_meeting(old: Draft, new: Draft) -> bool:
    ours, theirs = set(old.parts), set(new.parts)
    within = len(ours & theirs) > 1 and (ours <= theirs or theirs <= ours)
    who = {"visit": bool(ours & theirs), "meeting": within, "call": ours == theirs}
    places = (old.country, new.country) if old.kind == "visit" else (old.city or old.country, new.city or new.country)
    return who.get(old.kind, False) and _fit(*places) and _overlap(old, new)


def _not_unlike(old: Draft, new: Draft, told: Told) -> bool:
    """Whether what was learned about sameness does not speak strongly against it."""
    return float(features(old.event, new.event, told.links) @ told.sameness) > _UNLIKE


def _before_and_behind(old: Draft, new: Draft, told: Told) -> bool:
    """Whether one is told as over or under way and the other as to come."""
    planned = [_to_come(draft, told) for draft in (old, new)]
    return max(planned) > _SURELY_TO_COME and min(planned) < 1 - _SURELY_TO_COME and old.kind != "visit"


def _fit(one: str | None, other: str | None) -> bool:
    """Whether two values may be one: one is not told, or both are the same."""
    return one is None or other is None or one == other


def _overlap(old: Draft, new: Draft) -> bool:
    """Whether the days of two drafts may be the same."""
    if old.start is None or new.start is None:
        return True
    return old.start.first <= (new.end or new.start).last and new.start.first <= (old.end or old.start).last


def _side(chain: Chain) -> str | None:
    """The side of a chain where it is sure enough, "-" for an international body."""
    side, chance = chain.likeliest
    return None if side == "?" or chance < SURE_SIDE else side


def _contain(drafts: list[Draft], told: Told) -> None:
    """Meetings lie within the visit or conference of their state that scores best against none.

    Within a visit somebody of its side meets (4,319 of the corpus's 4,319 such meetings), and who meets in the state that
    he visits does so on that visit (3,843 of 3,893).
    """
    for draft in drafts:
        if draft.kind == "visit":
            continue
        around = [one for one in drafts if one is not draft and one.kind in _STAYS]
        outer = [one for one in around if _fit(one.country, draft.country) and _is_of(one, draft, told)]
        outer = _to_those_met(outer, draft, told)
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
    sides = {_side(told.links.chains[chain]) for chain in draft.parts}
    theirs = [one for one in outer if one.kind == "visit" and one.country in sides - {None, "-"}]
    if draft.kind not in ("meeting", "signing") or all(set(one.parts).isdisjoint(draft.parts) for one in theirs):
        return outer
    return [one for one in outer if one.kind != "visit" or one in theirs]


def _is_of(outer: Draft, draft: Draft, told: Told) -> bool:
    """Whether somebody of the side of a visit takes part in what may lie within it."""
    if outer.kind != "visit" or not set(outer.parts).isdisjoint(draft.parts):
        return True
    sides = {_side(told.links.chains[chain]) for chain in outer.parts} - {None}
    return not sides.isdisjoint(_side(told.links.chains[chain]) for chain in draft.parts)


def _only_stay(draft: Draft, outer: Sequence[Draft]) -> Draft | None:
    """The one visit of somebody who meets to the state in which he does, on days that may be those of the visit."""
    stays = [
        one
        for one in outer
        if one.kind == "visit" and draft.country is not None and one.country == draft.country
        and not set(one.parts).isdisjoint(draft.parts) and _overlap(one, draft)
    ]  # fmt: skip
    return stays[0] if len(stays) == 1 else None


def _within(draft: Draft, outer: Draft, told: Told, column: int) -> float:
    scores = told.links.within[np.ix_(draft.event.triggers, outer.event.triggers)][..., column]
    top = scores.max(axis=1, keepdims=True)
    return float((top[:, 0] + np.log(np.exp(scores - top).sum(axis=1))).mean())


def _days_of_visits(drafts: list[Draft], told: Told) -> None:
    """A visit begins no later than what lies within it; one of which no day is told is known by that of the first."""
    for visit in drafts:
        if visit.kind != "visit":
            continue
        within = [one for one in drafts if one.inside is visit]
        for one in within:
            if one.start is not None and _begins_after(visit, one.start) and one.day_chance > visit.day_chance:
                _date(visit, told, partial(_holds, one.start))
        days = [one.start for one in within if one.start is not None]
        if visit.start is None and days:
            visit.start = min(days, key=lambda day: day.first)
            visit.inferred.add("start")


def _days_under_way(drafts: list[Draft], told: Told) -> None:
    """What is surely under way, and of which no day is told, takes place in the month of its page."""
    page = told.published
    if page is None or page.month is None:
        return
    for draft in drafts:
        if draft.kind not in _STAYS or draft.start is not None:
            continue
        last_day = any(told.dates[d].until for d in draft.event.dates)  # "until Saturday": it may have begun long ago
        if not last_day and _status(draft, drafts, told) == "ongoing":
            draft.start = PartialDate(page.year, page.month)
            draft.inferred.add("start")


def _begins_after(visit: Draft, day: PartialDate) -> bool:
    return visit.start is not None and day.last < visit.start.first


def _holds(day: PartialDate, stay: DateSpan) -> bool:
    """Whether a day may be one of a stay."""
    return stay.start.first <= day.last and day.first <= max((stay.end or stay.start).last, stay.start.last + STAY)


def _places_of_visits(drafts: list[Draft], told: Told) -> None:
    """A visit of which no place is told is to the state in which all is that lies within it, or whose people alone are met."""
    for visit in drafts:
        if visit.kind != "visit" or visit.country is not None:
            continue
        own = {_side(told.links.chains[chain]) for chain in visit.parts}
        within = [one for one in drafts if one.inside is visit and one.kind in ("meeting", "signing")]
        places = {one.country for one in within if one.country is not None} - own
        if len(places) == 1:
            visit.country = next(iter(places))
            visit.inferred.add("country")
            continue
        met = {_side(told.links.chains[chain]) for one in within for chain in one.parts} - own
        if len(met) == 1 and (state := next(iter(met))) not in (None, "-"):
            visit.country = state
            visit.inferred.add("country")


def _inherit(draft: Draft, told: Told) -> None:
    """A meeting takes day and place of its visit where none are told; a host's state where he receives."""
    outer = draft.inside
    if outer is not None and outer.kind == "visit":
        if draft.start is None and draft.kind != "call" and not draft.untellable:
            draft.start, draft.end = outer.start, outer.end
            draft.inferred.add("start")
    if draft.country is None and outer is not None and draft.kind != "call":
        draft.country = outer.country
        draft.inferred.add("country")
    if draft.country is None and draft.kind in ("meeting", "signing"):
        hosts = {_side(told.links.chains[chain]) for chain, part in draft.parts.items() if part == "host"}
        if len(hosts) == 1 and (side := next(iter(hosts))) not in (None, "-"):
            draft.country = side
            draft.inferred.add("country")


def _away_from_home(draft: Draft, told: Told) -> None:
    """A meeting with somebody told to be on a visit is not in his state, but with whom he meets."""
    sides = {chain: _side(told.links.chains[chain]) for chain in draft.parts}
    own = {sides[chain] for chain in sides if chain in told.links.guests} - {None, "-"}
    if draft.kind not in ("meeting", "signing") or not own:
        return
    if draft.country in own:
        draft.country = draft.city = draft.place = None
    others = set(sides.values()) - own
    if draft.country is None and len(others) == 1 and not others & {None, "-"}:
        draft.country = next(iter(others))
        draft.inferred.add("country")


def _place_parts(draft: Draft, told: Told) -> None:
    """Who holds a conference at home is its host; a meeting has somebody who receives and a visitor, or neither."""
    if draft.kind == "conference" and draft.country is not None:
        for chain in draft.parts:  # 93 of the 99 at home in `dev` and `test` hold it, 4 of the 253 from abroad
            if (side := _side(told.links.chains[chain])) is not None:
                draft.parts[chain] = "host" if side == draft.country else "participant"
    if draft.kind in ("meeting", "signing"):
        _receive(draft, told)
        if not {"host", "visitor"} <= set(draft.parts.values()):  # 2 of the corpus's meetings at home have one alone
            draft.parts = dict.fromkeys(draft.parts, "participant")


def _receive(draft: Draft, told: Told) -> None:
    """Who is at home is host, who comes from abroad visitor; those beside the two who meet stay participants.

    At a place of neither side all are participants; where a side is not known the parts stay as the words tell them.
    """
    if draft.kind == "signing" and not any(_is_named(told.links.chains[chain]) for chain in draft.parts):
        draft.parts = dict.fromkeys(draft.parts, "participant")  # bodies and states that sign are no guests
        return
    if draft.country is None:
        return
    sides = {chain: _side(told.links.chains[chain]) for chain in draft.parts}
    if draft.country not in sides.values():
        hosts = {sides[chain] for chain, part in draft.parts.items() if part == "host"}
        if not {None, "-"} & set(sides.values()) or hosts - {None, "-"}:  # nobody receives in a third state
            draft.parts = dict.fromkeys(draft.parts, "participant")
        return
    if len(set(sides.values())) < 2:
        return
    beside = _beside(draft, sides)
    placed = {
        chain: "participant" if chain in beside else "host" if side == draft.country else "visitor"
        for chain, side in sides.items()
    }
    if {"host", "visitor"} <= set(placed.values()):
        draft.parts = placed


def _beside(draft: Draft, sides: dict[int, str | None]) -> set[int]:
    """Those whom the words make only present, beside somebody of their side who meets; beside visitors those of no state.

    Of 236 of no state, at whose meeting there was a visitor from abroad, 181 were beside in the corpus.
    """
    shares = {chain: float(draft.event.people[chain][1 + ROLES.index("participant")]) for chain in sides}
    least = {side: min(shares[chain] for chain in sides if sides[chain] == side) for side in sides.values()}
    abroad = any(side not in (None, "-", draft.country) for side in sides.values())
    return {
        chain
        for chain, side in sides.items()
        if 1 - shares[chain] < min(0.5, _AS_MUCH * (1 - least[side]))
        or (abroad and side in (None, "-") and shares[chain] >= _MAY_BE_BESIDE)
    }


def _status(draft: Draft, drafts: Sequence[Draft], told: Told) -> str:
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
        return "planned"
    if draft.end is not None and last < day.first:
        return "held"
    if draft.end is None and draft.kind == "visit":
        return "held" if tense == "planned" else tense
    if first < day.first == last:
        return tense
    if first < day.first < last:
        return "ongoing" if draft.kind in _STAYS else tense
    of_a_stay = draft.end is None and "start" in draft.inferred  # of which the first day alone is told
    return "held" if last < day.first and not of_a_stay else tense


def _is_called_off(draft: Draft, drafts: Sequence[Draft], told: Told) -> bool:
    """Whether a sentence that tells of this one alone says so (for 96 of 107 such sentences of the corpus), and it may be."""
    share = float(told.links.status[draft.event.triggers, STATUSES.index("cancelled")].max())
    if share < MAY_BE_OFF:
        return False
    others = {k for one in drafts if one is not draft and not _one_tour(draft, one) for k in _sentences(one, told)}
    return bool(_sentences(draft, told) & told.cancelling - others)


def _one_tour(draft: Draft, other: Draft) -> bool:
    """Whether two are visits that one word tells."""
    return draft.kind == other.kind == "visit" and not set(draft.event.triggers).isdisjoint(other.event.triggers)


def _sentences(draft: Draft, told: Told) -> set[int]:
    """The sentences with the triggers of a draft."""
    return {told.words.sentence[told.triggers[t].first] for t in draft.event.triggers}


def _accounts(drafts: list[Draft], told: Told) -> tuple[Account, ...]:
    ids = {id(draft): f"e{number}" for number, draft in enumerate(drafts, 1)}
    return tuple(_account(draft, told, ids) for draft in drafts)


def _topics(draft: Draft, told: Told) -> tuple[Topic, ...]:
    """The points of the agenda that score for one of the triggers."""
    scores = told.links.point[draft.event.triggers, :, 0].max(axis=0)
    return tuple(
        Topic(mention.quote, _evidence(told, mention), told.topic_of(mention.quote))
        for mention, score in zip(told.points, scores, strict=True)
        if mention.label is Label.AGENDA and score > 0.5
    )


def _account(draft: Draft, told: Told, ids: dict[int, str]) -> Account:
    triggers = [told.triggers[t] for t in draft.event.triggers]
    main = bool(told.links.main[draft.event.triggers].mean() > 0.5)
    source = told.credits.source([trigger.start for trigger in triggers], main=main)
    evidence = {"kind": _telling(triggers, told)}
    for name, mention in (("start", draft.date), ("country", draft.place)):
        if mention is not None:
            evidence[name] = _evidence(told, mention)
    if source is not None:
        evidence["source"] = source
    return Account(
        ids[id(draft)],
        Kind(draft.kind),
        draft.start,
        draft.end,
        draft.country,
        draft.city,
        Status(draft.status),
        tuple(_participation(chain, part, told) for chain, part in draft.parts.items()),
        _topics(draft, told),
        source.quote if source else None,
        ids.get(id(draft.inside)),
        ids.get(id(draft.follows)),
        main,
        evidence,
        tuple(sorted(draft.inferred)),
        round(chance_of(draft, told), 2),
        reasons_of(draft, told),
    )


def _evidence(told: Told, mention: Mention) -> Evidence:
    return Evidence.of(told.words.text, mention.start, mention.end)


def _telling(mentions: Sequence[Mention], told: Told) -> Evidence:
    """The first words that tell something alone; the sentence around the first where none do ("se", "the one")."""
    words = told.words
    alone = next((one for one in mentions if not _is_bare(one, told)), None)
    if alone is not None:
        return _evidence(told, alone)
    own = words.sentence[mentions[0].first]
    first, behind = bisect_left(words.sentence, own), bisect_right(words.sentence, own)
    return Evidence.of(words.text, words.starts[first], words.ends[behind - 1])


def _is_bare(mention: Mention, told: Told) -> bool:
    """Whether every word of a mention is one that tells nothing alone; capitals are an acronym: "WHO", "US"."""
    folds = told.words.folds[mention.first : mention.last + 1]
    return not mention.quote.isupper() and told.bare.issuperset(folds)


def _participation(index: int, part: str, told: Told) -> Participation:
    chain = told.links.chains[index]
    names = [m for m in chain.mentions if m.label is Label.NAME]
    offices = [m for m in chain.mentions if m.label is Label.OFFICE]
    bodies = [m for m in chain.mentions if m.label is Label.BODY]
    name = max(names, key=lambda m: len(m.quote.split()), default=None)
    own = [m for m in offices if m not in told.links.of_several]
    office = max(own or offices, key=lambda m: len(m.quote.split()), default=None)  # "the two ministers" only at need
    evidence = {"part": _telling(chain.mentions, told)}
    for key, mention in (("name", name), ("office", office)):
        if mention is not None:
            evidence[key] = _evidence(told, mention)
    side = _side(chain)
    body = _body(office, told) if office is not None else next((m.quote for m in bodies), None)
    country = None if side in (None, "-") else side
    inferred = ("country",) if country else ()
    return Participation(
        name.quote if name else None, office.quote if office else None, body, country, Part(part), evidence, inferred
    )


def _body(office: Mention, told: Told) -> str | None:
    """The body named inside an office."""
    for chain in told.links.chains:
        for mention in chain.mentions:
            if mention.label is Label.BODY and office.first <= mention.first and mention.last <= office.last:
                short = [m.quote for m in chain.mentions if m.quote.isupper() and len(m.quote) < 10]
                return short[0] if short else mention.quote
    return None
