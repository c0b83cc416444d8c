"""Events → drafts: kind, people, day and place chosen among their candidates, and whether an account stands."""

from collections.abc import Callable
from dataclasses import replace

from entrevue.accounts import taking_part, when_where
from entrevue.accounts.drafts import SURELY_TO_COME, UNTOLD, Draft, Told, is_named, is_somebody, side_of, to_come
from entrevue.accounts.events import Event
from entrevue.domain.dates import DateSpan
from entrevue.domain.mentions import PlaceKind
from entrevue.domain.spans import Label, Mention, states_within
from entrevue.linking.links import KINDS, ROLES, STATUSES, TALKS, Chain

TAKES_PART = 0.5
TOLD = 0.25  # the chance from which on a day or a place is told
_ALSO_TOLD = 0.35  # the chance from which on a second day may be a stay's last one
_FINER = 0.1  # the chance from which on a day is meant by the month or year in which it lies
_SURELY = 0.9  # the chance from which on a trigger's word for a call counts, whatever the others say
_TRAVELS_TOO = 0.6  # the chance from which on those of a second side travel apart
_SECOND = 0.2  # the chance from which on somebody is the other side of a talk of which one side is known
_THIRD = 0.75  # the chance from which on a third side sits at a table; 2 % of the corpus's 11,800 talks have one
_BESIDE = 0.8  # the chance from which on somebody sits beside another of his side
_ONE = "head_of_government"  # the office that one of a state holds at a time


def draft_of(event: Event, told: Told) -> Draft:
    """The account of an event before any other is looked at: its kind, people with their parts, day and place."""
    kind = _kind(event, told)
    chances = {chain: _takes_part(event, chain, told) for chain in event.people}
    chances = {chain: chance for chain, chance in chances.items() if _can_be_cited(told.links.chains[chain])}
    chances = _two_sides(kind, chances, told)
    parts = {chain: ROLES[int(event.people[chain][1:].argmax())] for chain in chances}
    draft = Draft(event, kind, _allowed(kind, parts), chances)
    tell_day(draft, told)
    _place(draft, told)
    _without_doubles(draft, told)
    return draft


def of_one_side(draft: Draft, told: Told) -> list[Draft]:
    """One visit for the travellers of each side that surely travels: of the corpus's 3,997 visits 18 have those of several."""
    sides = {chain: side_of(told.links.chains[chain]) for chain in draft.parts}
    known = set(sides.values()) - {None}
    if draft.kind != "visit" or len(known) < 2:
        return [draft]
    best = {side: max(draft.chances[chain] for chain in sides if sides[chain] == side) for side in known}
    found = []
    for side in sorted(known, key=lambda one: min(chain for chain in sides if sides[chain] == one)):
        if best[side] < max(best.values()) and best[side] < _TRAVELS_TOO:
            continue
        people = {c: shares for c, shares in draft.event.people.items() if c not in sides or sides[c] in (side, None)}
        found.append(draft_of(replace(draft.event, people=people), told))
    return found


def _kind(event: Event, told: Told) -> str:
    """The likeliest kind; a talk is a call where one of its triggers says so surely: others do not tell its means."""
    call = float(told.links.kind[event.triggers, KINDS.index("call")].max())
    return "call" if event.kind_name == "meeting" and call > _SURELY else event.kind_name


def _takes_part(event: Event, chain: int, told: Told) -> float:
    """The chance that a chain takes part in an event, by all that tells the event."""
    row = taking_part.features(event, chain, told.links, told.triggers, told.words.sentence)
    return taking_part.chance_of(row, told.taking_part)


def _two_sides(kind: str, chances: dict[int, float], told: Told) -> dict[int, float]:
    """Those of some chances who take part; in a talk one of each of two sides, and whoever surely sits beside them.

    A call has two sides. Where one side alone is likely the second is the likeliest other.
    """
    likely = {chain: chance for chain, chance in chances.items() if chance >= TAKES_PART}
    if kind not in TALKS:
        return likely
    sides = {chain: side_of(told.links.chains[chain]) for chain in chances}
    ours = {sides[chain] for chain in likely}
    alone = len(ours) == 1 and ours.isdisjoint((None, "-"))
    others = [chain for chain in chances if alone and sides[chain] not in ours and chances[chain] >= _SECOND]
    likely |= {chain: chances[chain] for chain in sorted(others, key=lambda one: (-chances[one], one))[:1]}
    first: dict[str | None, int] = {}
    for chain in sorted(likely, key=lambda one: (-likely[one], one)):
        first.setdefault(sides[chain], chain)
    thirds = [side for side in first if side is not None][2:]
    unsure = {side for side in thirds if kind == "call" or likely[first[side]] < _THIRD}
    return {
        chain: chance
        for chain, chance in likely.items()
        if sides[chain] not in unsure and (chance >= _BESIDE or first[sides[chain]] == chain)
    }


def _can_be_cited(chain: Chain) -> bool:
    """Whether anything tells who a chain is: no pronoun alone, no word of an office without a post."""
    if any(mention.label in (Label.NAME, Label.BODY, Label.PLACE) for mention in chain.mentions):
        return True
    return any(m.label is Label.OFFICE and (m.role is not None or m.first < m.last) for m in chain.mentions)


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


def tell_day(draft: Draft, told: Told, fits: Callable[[DateSpan], bool] = lambda _: True) -> None:
    """The likeliest day that is likelier told than not and that `fits`; the days of a stay may be told apart."""
    draft.date = draft.start = draft.end = None
    draft.day_chance = UNTOLD
    days = {d: chance for d, chance in draft.event.dates.items() if not _is_length(told.dates[d])}
    lasts = {d: chance for d, chance in days.items() if told.dates[d].until}  # "until Thursday"
    firsts = {d: chance for d, chance in days.items() if d not in lasts}
    in_time = _in_time(draft, told)
    rows = when_where.day_features(replace(draft.event, dates=firsts), told)
    every = {d: taking_part.chance_of(rows[d], told.day) for d in rows}
    chances = {d: every[d] for d in rows if (span := told.dates[d].span) is not None and fits(span) and in_time(span)}
    ranked = sorted(chances, key=lambda d: -chances[d])
    best = max((TOLD, *chances.values()))
    draft.untellable = any(told.dates[d].span is None and every[d] > best for d in every)
    if not ranked or chances[ranked[0]] < TOLD or draft.untellable:
        return
    chosen = _finest(ranked, chances, told)
    draft.date, draft.day_chance = told.dates[chosen], chances[ranked[0]]
    span = draft.date.span
    assert span is not None
    draft.start, draft.end = span.start, span.end
    if draft.kind == "visit" and draft.end == draft.start:
        draft.end = None
        others = [d for d in ranked if d != chosen]
        later = [told.dates[d].span for d in others if chances[d] > _ALSO_TOLD and _is_one_day(told.dates[d])]
        later += [told.dates[d].span for d, chance in lasts.items() if chance > _ALSO_TOLD]
        ends = sorted((s.start for s in later if s and s.start.day and span.start.day), key=lambda one: one.first)
        if ends and ends[0].first > span.start.first:
            draft.end = ends[0]
        elif ends and ends[0].first < span.start.first:
            draft.start, draft.end = ends[0], span.start
    if draft.end is not None and draft.end == draft.start and draft.start.day is None:
        draft.end = None


def _finest(ranked: list[int], chances: dict[int, float], told: Told) -> int:
    """The likeliest date, or the likeliest day that lies in the month or year that it tells and may be meant."""
    best = told.dates[ranked[0]].span
    assert best is not None
    if best.start.day is not None:
        return ranked[0]
    last = (best.end or best.start).last
    spans = {d: told.dates[d].span for d in ranked[1:] if chances[d] >= _FINER}
    within = (d for d, s in spans.items() if s and s.start.day and best.start.first <= s.start.first <= last)
    return next(within, ranked[0])


def _in_time(draft: Draft, told: Told) -> Callable[[DateSpan], bool]:
    """Which days an event can have: none gone by where it is surely told as to come, none to come where it surely took place."""
    page = told.published
    if page is None:
        return lambda _: True
    if to_come(draft, told) > SURELY_TO_COME:
        return lambda span: (span.end or span.start).last >= page.first
    if float(told.links.status[draft.event.triggers, STATUSES.index("held")].min()) > SURELY_TO_COME:
        return lambda span: span.start.first <= page.last
    return lambda _: True


def _is_length(date: Mention) -> bool:
    """Whether a date tells how long something lasts and no more, "a three-day visit": it has no rival in a day."""
    return date.date_kind == "duration" and date.span is None


def _is_one_day(date: Mention) -> bool:
    """Whether a date is no stay of its own: those of another visit are no first or last day of this one."""
    return date.span is not None and date.span.end in (None, date.span.start)


def _place(draft: Draft, told: Told) -> None:
    """The likeliest place that is likelier told than not."""
    if draft.kind == "call":
        return
    places = draft.event.places
    own = {side_of(told.links.chains[chain]) for chain in draft.parts}
    if draft.kind == "visit" and len(own) == 1:  # nobody visits his own state, but many a city of it
        places = {k: chance for k, chance in places.items() if not _is_state_of(told.links.chains[k], own - {None})}
    rows = when_where.place_features(replace(draft.event, places=places), told)
    chances = {k: taking_part.chance_of(row, told.place) for k, row in rows.items()}
    with_others = {k: _of_state(k, chances, told) for k in chances}
    chain = max(chances, key=lambda k: (with_others[k], chances[k]), default=None)
    if chain is None or with_others[chain] < TOLD:
        draft.at_home = len(places) < len(draft.event.places)
        return
    mention = told.links.chains[chain].mentions[0]
    draft.place, draft.place_chance = mention, with_others[chain]
    draft.country = told.links.chains[chain].country
    if mention.place_kind in (PlaceKind.CITY, PlaceKind.METONYM, None):
        draft.city = mention.city or None


def _is_state_of(place: Chain, sides: set[str | None]) -> bool:
    """Whether a place is one of some states itself, by name or demonym: no city, no house in it."""
    return place.country in sides and place.mentions[0].place_kind in (PlaceKind.STATE, PlaceKind.DEMONYM)


def _of_state(place: int, chances: dict[int, float], told: Told) -> float:
    """The chance of a place with those of the others in its state: a city and its state are no rivals."""
    chains, state = told.links.chains, told.links.chains[place].country
    own = (p for k, p in chances.items() if k == place or (state is not None and chains[k].country == state))
    return min(sum(own), 1.0)


def _without_doubles(draft: Draft, told: Told) -> None:
    """A state, a body or a crowd takes part only where nobody of its side does; who is at home there does not travel to a place."""
    sides = {chain: side_of(told.links.chains[chain]) for chain in draft.parts}
    somebody = {chain for chain in sides if is_somebody(told.links.chains[chain]) and chain not in told.links.crowds}
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
    if chain == other or sides[chain] is None or sides[chain] != sides[other] or is_named(one) or not is_named(named):
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


def stands(draft: Draft, told: Told) -> bool:
    """Two sides; or a visit abroad or a conference of one."""
    sides = [side_of(told.links.chains[chain]) for chain in draft.parts]
    abroad = any(draft.country is None or side != draft.country for side in sides)
    two = len(sides) > 1 and (len(set(sides)) > 1 or not {None, "-"}.isdisjoint(sides))
    return {"visit": abroad, "conference": bool(sides)}.get(draft.kind, two)
