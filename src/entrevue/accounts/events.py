"""Triggers → events: what each trigger tells, one event a group of arguments that belong together, then joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from entrevue.accounts.sameness import Floats, apart, features
from entrevue.linking.links import KINDS, TALKS, Links

MAY_TAKE_PART = 0.35  # the chance from which on somebody is looked at
_MAY_BE_SECOND = 0.2  # the same for who may be the other side of a talk
_LEAST = 0.08  # the chance from which on a day or a place is looked at
_FALLS_SHORT = 0.3  # of the best one's chance: what has less is not meant beside it
_SEVERAL = 0.5  # the chance from which on a trigger may tell several visits
_MAY_BE_SEVERAL = 0.2  # the same where days that are apart say so too
_SURELY_APART = -1.0  # the log odds of being of one engagement below which two days of the same people are of two
_SURELY_THEN = 0.5  # the chance from which on a day is surely that of an event
_ELSEWHERE = 0.5  # the chance from which on two visits are to different states
_APART = 0.3  # the chance from which on each of two has somebody alone; of 0.1 to 0.95 best on `dev`
_ONE_KIND = 0.2  # the chance to be of one kind below which two are not one event
_AS_LIKELY = 0.8  # of the likeliest row's chance: a row of people that has less is of another trigger
_ARGUMENTS = 14  # arguments of one trigger that are told apart; more are taken together


@dataclass(eq=False)
class Event:
    """An engagement in the making: its triggers, and the chances of who takes part, when and where.

    `people` maps chains to the shares of (none, visitor, host, participant); `dates`, `places` map candidates to chances.
    """

    triggers: list[int]
    kind: np.ndarray
    people: dict[int, np.ndarray] = field(default_factory=dict)
    dates: dict[int, float] = field(default_factory=dict)
    places: dict[int, float] = field(default_factory=dict)

    @property
    def kind_name(self) -> str:
        """The likeliest kind."""
        return KINDS[int(self.kind.argmax())]


def events_of(links: Links, weights: Floats) -> list[Event]:
    """The events of a report, in the order of their first triggers; `weights` of the features of sameness."""
    found: list[Event] = []
    for t in range(len(links.kind)):
        _join(found, told_by(links, t), links, weights)
    return found


def told_by(links: Links, t: int) -> list[Event]:
    """What one trigger tells: an event for each largest group of its people and places that all belong together.

    A day goes to every group of which it belongs to all; where it goes to none, and of days that are apart from each
    other each, to the one that it fits best.
    """
    c = len(links.chains)
    people = _people(links, t)
    visits = KINDS[int(links.kind[t].argmax())] == "visit"
    places, dates = _likely(links.place[t, 1:]), _likely(links.time[t, 1:])
    if visits and links.several[t] < _SEVERAL:
        places = _of_one_state(places, t, links)
    told = [*people, *(k for k in places if k not in people)]
    arguments = [*told, *(c + d for d in dates)]
    together = links.together(t, arguments)
    if visits:
        _one_state_each(arguments, {k: links.chains[k].country for k in places}, together)
    fallen = _at_one_table(people, 1 - links.role[t, people, 0], together[: len(people), : len(people)])
    kept = [k for k, one in enumerate(arguments) if one not in fallen]
    told, arguments = [k for k in told if k not in fallen], [arguments[k] for k in kept]
    together = together[np.ix_(kept, kept)]
    many = len(told) > _ARGUMENTS
    groups = [frozenset(told)] if many else _groups(told, together)
    days = _days(groups, arguments, together, len(told), visits)
    # "Riga on Monday and Tallinn on Tuesday" is no second Riga.
    one_place = int((links.place[t, 1:] >= _LEAST).sum()) < 2
    if len(groups) == 1 and links.several[t] > _MAY_BE_SEVERAL and one_place and len(people) < 3:
        days = _each_its_day(days[0], arguments, together, len(told))
        groups = groups * len(days)
    events = [
        Event(
            [t],
            links.kind[t],
            {k: links.role[t, k] for k in people if k in group},
            {d: float(links.time[t, d + 1]) for d in dates if c + d in own},
            {k: float(links.place[t, k + 1]) for k in places if k in group},
        )
        for group, own in zip(groups, days, strict=True)
    ]
    return _without_poorer(events) or [Event([t], links.kind[t])]


def _people(links: Links, t: int) -> list[int]:
    """The chains that may take part in what a trigger tells; of a talk with one alone, the likeliest other too."""
    chances = 1 - links.role[t, :, 0]
    people = np.flatnonzero(chances > MAY_TAKE_PART).tolist()
    alone = len(people) == 1 and KINDS[int(links.kind[t].argmax())] in TALKS
    possible = np.flatnonzero(chances > _MAY_BE_SECOND).tolist() if alone else []
    ours = {links.chains[k].likeliest[0] for k in people}
    others = [k for k in possible if links.chains[k].likeliest[0] not in ours]
    return sorted([*people, *sorted(others, key=lambda k: -chances[k])[:1]])


def _of_one_state(places: list[int], t: int, links: Links) -> list[int]:
    """The places of the state that has most of the chance, of a trigger that tells one visit."""
    shares = _of_states({k: float(links.place[t, k + 1]) for k in places}, links)
    best = max(shares, key=lambda state: shares[state], default=None)
    return [k for k in places if links.chains[k].country == best]


def _of_states(places: Mapping[int, float], links: Links) -> dict[str | None, float]:
    """The chances of some places, by their states."""
    shares: dict[str | None, float] = {}
    for k, chance in places.items():
        state = links.chains[k].country
        shares[state] = shares.get(state, 0.0) + chance
    return shares


def _one_state_each(arguments: list[int], states: dict[int, str | None], together: np.ndarray) -> None:
    """Places in different states are of different visits, those of one state of one; `states`: of the places."""
    for i, one in enumerate(arguments):
        for j, other in enumerate(arguments):
            if one in states and other in states:
                if states[one] != states[other]:
                    together[i, j] = -1.0
                elif states[one] is not None:
                    together[i, j] = 1.0


def _at_one_table(people: list[int], chances: Floats, together: np.ndarray) -> set[int]:
    """Who falls where rows of people are each told one by one; those of the likeliest rows are taken to meet all at once.

    "The envoys of A, B and C and the attachés of D and E" are no meetings of each envoy with each attaché: of 23 triggers
    of the corpus that tell two such rows 14 tell one meeting. `together` (people, people) is written into.
    """
    rows = [row for row in _apart(together) if len(row) > 1]
    if len(rows) < 2:
        return set()
    best = max(float(chances[row].mean()) for row in rows)
    likely = [row for row in rows if float(chances[row].mean()) >= _AS_LIKELY * best]
    if len(likely) > 1:
        for row in likely:
            together[np.ix_(row, row)] = 1.0
    return {people[k] for row in rows if row not in likely for k in row}


def _apart(together: np.ndarray) -> list[list[int]]:
    """Arguments in rows of those that do not belong together, each at one remove or more."""
    rows: list[list[int]] = []
    for i in range(len(together)):
        near = [row for row in rows if any(together[i, j] <= 0 for j in row)]
        rows = [row for row in rows if row not in near]
        rows.append(sorted([i, *(j for row in near for j in row)]))
    return rows


def _days(
    groups: list[frozenset[int]], arguments: list[int], together: np.ndarray, first: int, visits: bool
) -> list[set[int]]:
    """The days of each group; days stand in `arguments` from `first` on. Of several `visits` each has its own."""
    found: list[set[int]] = [set() for _ in groups]
    at = range(first, len(arguments))
    each_its_own = visits and _are_apart(at, together, 0.0)
    for d in at:
        fits = [min((float(together[arguments.index(k), d]) for k in group), default=0.0) for group in groups]
        best = max(fits, default=0.0)
        for own, fit in zip(found, fits, strict=True):
            if (fit > 0 and not each_its_own) or fit == best:
                own.add(arguments[d])
    return found


def _each_its_day(days: set[int], arguments: list[int], together: np.ndarray, first: int) -> list[set[int]]:
    """The days of what one trigger tells of the same people, each alone where they are apart: "in 2006 and in 2013"."""
    at = [arguments.index(d, first) for d in sorted(days)]
    return [{d} for d in sorted(days)] if _are_apart(at, together, _SURELY_APART) else [days]


def _are_apart(at: Sequence[int], together: np.ndarray, least: float) -> bool:
    """Whether of several arguments no two belong together, by log odds below `least`."""
    return len(at) > 1 and all(together[i, j] < least for i in at for j in at if i != j)


def _likely(chances: Floats) -> list[int]:
    """The candidates that may be right: where several are, they share one chance."""
    best = float(chances.max(initial=0.0))
    return [k for k, chance in enumerate(chances.tolist()) if chance >= max(_LEAST, _FALLS_SHORT * best)]


def _groups(arguments: list[int], together: np.ndarray) -> list[frozenset[int]]:
    """The largest groups in which all belong together (the maximal cliques), in order."""
    near = {a: {b for j, b in enumerate(arguments) if j != i and together[i, j] > 0} for i, a in enumerate(arguments)}
    found: list[frozenset[int]] = []

    def grow(group: set[int], candidates: set[int], passed: set[int]) -> None:
        if not candidates and not passed:
            found.append(frozenset(group))
            return
        pivot = max(candidates | passed, key=lambda a: (len(near[a] & candidates), -a))
        for a in sorted(candidates - near[pivot]):
            grow(group | {a}, candidates & near[a], passed & near[a])
            candidates = candidates - {a}
            passed = passed | {a}

    grow(set(), set(arguments), set())
    return sorted(found, key=sorted)


def _without_poorer(events: list[Event]) -> list[Event]:
    """Events that nobody takes part in fall where others of the trigger have people."""
    peopled = [event for event in events if event.people]
    return peopled or events[:1]


def _join(found: list[Event], told: list[Event], links: Links, weights: Floats) -> None:
    """Put what a trigger tells to the events told before that are the same, the best pairs first."""
    pairs = sorted(
        (
            (float(features(old, new, links) @ weights), i, j)
            for i, old in enumerate(found)
            for j, new in enumerate(told)
            if float((old.kind * new.kind).sum()) >= _ONE_KIND and not _are_two(old, new, links)
        ),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    used_old: set[int] = set()
    used_new: set[int] = set()
    for score, i, j in pairs:
        if score <= 0 or i in used_old or j in used_new:
            continue
        used_old.add(i)
        used_new.add(j)
        merge(found[i], told[j])
    found.extend(new for j, new in enumerate(told) if j not in used_new)


def _are_two(old: Event, new: Event, links: Links) -> bool:
    """Whether two are no one event, whatever was learned of their words.

    Of two talks or signings each has somebody whom the other has not: two met by one are met apart. Two visits are to
    different states, of travellers of different sides, or of others on other days.
    """
    if old.kind_name in TALKS:
        return apart(old, new, links) >= _APART
    if old.kind_name != "visit" or new.kind_name != "visit":
        return False
    if _elsewhere(old, new, links) >= _ELSEWHERE or _travel_apart(old, new, links):
        return True
    others = bool(old.people and new.people) and set(old.people).isdisjoint(new.people)
    return others and _surely_on_other_days(old, new)


def _surely_on_other_days(old: Event, new: Event) -> bool:
    """Whether each of two events has a day that is surely its own, and that the other has not."""
    ours, theirs = ({d for d, chance in event.dates.items() if chance > _SURELY_THEN} for event in (old, new))
    return bool(ours and theirs) and ours.isdisjoint(new.dates) and theirs.isdisjoint(old.dates)


def _elsewhere(old: Event, new: Event, links: Links) -> float:
    """How surely two events are in different states."""
    (here, ours), (there, theirs) = _likeliest_state(old, links), _likeliest_state(new, links)
    return 0.0 if here == there else ours * theirs


def _likeliest_state(event: Event, links: Links) -> tuple[str | None, float]:
    """The state that has most of an event's chances of places, and how much; None and 0 where none is told."""
    shares = _of_states(event.places, links)
    best = max((state for state in shares if state is not None), key=lambda state: shares[state], default=None)
    return best, min(shares[best], 1.0) if best is not None else 0.0


def _travel_apart(old: Event, new: Event, links: Links) -> bool:
    """Whether the travellers of two visits are others, each of a side of which nobody is in the other."""
    ours, theirs = ({links.chains[k].likeliest[0] for k in event.people} for event in (old, new))
    return bool(ours and theirs) and ours.isdisjoint(theirs) and "?" not in ours | theirs


def merge(old: Event, new: Event) -> None:
    """Put what is told anew to what was told before."""
    n = len(old.triggers)
    old.kind = (old.kind * n + new.kind) / (n + 1)
    old.triggers = [*old.triggers, *new.triggers]
    for chain, shares in new.people.items():
        known = old.people.get(chain)
        if known is None or shares[0] < known[0]:
            old.people[chain] = shares
    for mine, theirs in ((old.dates, new.dates), (old.places, new.places)):
        for key, chance in theirs.items():
            mine[key] = max(mine.get(key, 0.0), chance)
