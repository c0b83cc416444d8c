"""Mentions → what belongs together: roles, holders, chains, days, places, sides, sameness; learned, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from entrevue.domain.dates import PartialDate
from entrevue.domain.spans import Label, Mention, StateMention, Words
from entrevue.linking.apart import counterparts_of, outermost
from entrevue.linking.chaining import chains_of, masters_within, serving
from entrevue.linking.features import (
    Geometry,
    ally_features,
    dated,
    forms_of,
    kinds_of,
    nearest,
    pair_forms,
    pairs_to_trigger,
    placed,
    side_features,
    spans_of,
    together_features,
    with_forms,
)
from entrevue.linking.guests import Guest, guests_of, put
from entrevue.linking.links import KINDS, TALKS, Chain, Links
from entrevue.linking.listing import Glue, listed, told_with
from entrevue.linking.manner import Manner, manners_of, written
from entrevue.linking.naming import Named, named_in_order
from entrevue.linking.scorers import Scorers, agreed, logsum, or_none, pooled, sigmoid, softmax
from entrevue.linking.several import Meets, told_by_one

__all__ = ["Chain", "Glue", "Links", "Manner", "guests_of", "link", "manners_of"]

Floats = npt.NDArray[np.float32]
_EACH = ("meeting", "call")  # kinds of which each counterpart has one
_TRAVELS = 0.5  # the chance from which on somebody is taken for a traveller
_NO_PART = -30.0  # log odds of a part for whom an office is held under: "Y, envoy of President X" is of Y alone
_KNOWN = 12.0  # log odds for the state that a well-known bearer of a name represents: more than words near it may weigh


def link(
    words: Words,
    states: Floats,
    scorers: Scorers,
    *,
    actors: Sequence[Mention],
    triggers: Sequence[Mention],
    dates: Sequence[Mention],
    points: Sequence[Mention],
    told: Sequence[StateMention],
    home: str | None,
    holders: Mapping[str, str],
    glue: Glue,
    manners: Sequence[Manner | None],
    published: PartialDate | None,
    guests: Sequence[Guest] = (),
) -> Links:
    """Score what may belong together. `states`: (words, hidden); the rest as `find_mentions` gives it.

    `holders`: whom well-known bearers of names represent, by the name as it is told; `glue`: what holds
    lists and names together; `manners`: for each trigger whether words say that several are met at once or each apart;
    `guests`: who is told to be on a visit by a word before his office or name.
    """
    geometry = Geometry(words, actors, triggers)
    spans = {
        "mention": spans_of(actors),
        "trigger": spans_of(triggers),
        "date": spans_of(dates),
        "point": spans_of(points),
    }
    m = scorers.span("mention", states, spans["mention"])
    t = scorers.span("trigger", states, spans["trigger"])
    d = scorers.span("mention", states, spans["date"])
    p = scorers.span("mention", states, spans["point"])
    forms = forms_of(actors)
    mm = pair_forms(geometry.between(spans["mention"], spans["mention"]), forms)
    named = named_in_order(words, actors, told, glue)
    tm = geometry.between(spans["trigger"], spans["mention"])
    near = with_forms(tm, forms)
    parts = scorers.pairs("role", t, m, near)
    masters = [
        *masters_within(actors),
        *(master for *_, master in serving(words, actors, outermost(actors), glue.titles)),
    ]
    parts[:, masters] = _NO_PART
    kind = softmax(scorers.linear("kind", t))
    meets = _meets(triggers, kind, parts)
    bearers = {k: holders[one.quote] for k, one in enumerate(actors) if one.quote in holders}
    foreign = counterparts_of(words, actors, meets.meet, glue)
    groups, crowds = chains_of(words, actors, m, mm, scorers, named, told, meets, foreign, bearers, glue)
    role = or_none(pooled(parts, groups))
    visiting = put(role, guests, groups, triggers)
    sides = _sides(scorers, actors, groups, m, states, geometry, forms, told, home, bearers, named, foreign)
    unsided = [Chain(tuple(actors[k] for k in group)) for group in groups]
    shares = _agreed(unsided, sides, role, groups, spans["mention"], m, mm, scorers)
    chains = _sided(unsided, sides.countries, shares)
    places = pooled(scorers.pairs("place", t, m, placed(near, actors, home))[..., 0], groups)
    is_place = np.asarray([chain.mentions[0].label is Label.PLACE for chain in chains], bool)
    places = np.where(is_place[None], places, -30.0)
    lists, owner = listed(words, actors, glue), {k: chain for chain, group in enumerate(groups) for k in group}
    alike = [
        told_with(one, _own_states(chains, role[k]), lists, actors, words, owner)
        if kind[k].argmax() == KINDS.index("visit")
        else []
        for k, one in enumerate(triggers)
    ]
    for k, side_by_side in enumerate(alike):  # who travels to one of a list travels to all
        for one in side_by_side:
            places[k, one] = places[k, one].max()
    near_dates = geometry.between(spans["trigger"], spans["date"])
    time = scorers.pairs("time", t, d, dated(near_dates, spans["trigger"], dates, words, published))[..., 0]
    tt = geometry.between(spans["trigger"], spans["trigger"])
    each = np.isin(kind.argmax(axis=1), [KINDS.index(one) for one in _EACH])
    same = scorers.pairs("same", t, t, tt)[..., 0]
    return Links(
        chains,
        crowds,
        kind,
        softmax(scorers.linear("status", t)),
        sigmoid(scorers.linear("main", t)[:, 0]),
        sigmoid(scorers.linear("several", t)[:, 0]),
        role,
        _times(_told_once(time, dates), np.asarray([one.until for one in dates], bool)),
        or_none(places),
        sigmoid(scorers.pairs("point", t, p, geometry.between(spans["trigger"], spans["point"]))),
        np.asarray((same + same.T) / 2, np.float32),
        scorers.pairs("within", t, t, tt),
        _Together(
            scorers,
            t,
            m,
            d,
            actors,
            dates,
            groups,
            spans["trigger"],
            geometry,
            role,
            shares,
            each,
            alike,
            manners,
            crowds,
            words,
            [chain.likeliest[0] for chain in chains],
        ),
        visiting,
    )


def _meets(triggers: Sequence[Mention], kind: Floats, parts: Floats) -> Meets:
    """Who takes part in each meeting, call and signing by each own mention."""
    told = np.isin(kind.argmax(axis=1), [KINDS.index(one) for one in TALKS])
    none = or_none(parts)[told, :, 0]
    return Meets([one for one, here in zip(triggers, told, strict=True) if here], none < 0.5)


@dataclass(frozen=True)
class _Sides:
    """What speaks for each side of each chain by its own words: (chains, countries + unknown)."""

    countries: list[str]
    scores: Floats


def _sides(
    scorers: Scorers, actors: Sequence[Mention], groups: list[list[int]], m: Floats, states: Floats,
    geometry: Geometry, forms: Floats, told: Sequence[StateMention], home: str | None, bearers: Mapping[int, str],
    named: Named, foreign: Mapping[int, frozenset[str]],
) -> _Sides:  # fmt: skip
    countries = sorted({one.country for one in told} | ({home} if home else set()) | set(bearers.values()) | {"-"})
    at = np.asarray([(one.first, one.last) for one in told], np.int32).reshape(-1, 2)
    s = scorers.span("mention", states, at)
    features = with_forms(geometry.between(spans_of(actors), at), forms, left=True)
    pairs = scorers.pairs("side", m, s, kinds_of(features, told))[..., 0]
    own = side_features([[actors[k] for k in group] for group in groups], countries, told, home)
    scores: Floats = np.zeros((len(groups), len(countries) + 1), np.float32)
    scores[:, :-1] = scorers.linear("side_features", own)[..., 0]
    unknown = scorers.linear("side_unknown", m)[:, 0]
    of_names = {k: state for row in named.values() for k, state in row.items()}
    where = [[k for k, one in enumerate(told) if one.country == country] for country in countries]
    for row, group in enumerate(groups):
        heard = logsum(pairs[group], axis=0)
        scores[row, :-1] += [float(logsum(heard[some], axis=0)) if some else 0.0 for some in where]
        scores[row, -1] = unknown[group].mean()
        if (own_state := _of_a_set(row, groups, actors)) is not None and own_state in countries:
            scores[row, countries.index(own_state)] += _KNOWN
        borne = {bearers[k] for k in group if k in bearers}
        for other in {state for k in group for state in foreign.get(k, ())} & set(countries):
            scores[row, countries.index(other)] -= _KNOWN
        for known in borne | {of_names[k] for k in group if k in of_names}:
            scores[row, countries.index(known)] += _KNOWN
    return _Sides(countries, scores)


def _of_a_set(row: int, groups: list[list[int]], actors: Sequence[Mention]) -> str | None:
    """The state of a chain that is one of those that a mention of several tells: "her Vietnamese and Thai counterparts"."""
    mention = groups[row][0]
    states = list(dict.fromkeys(actors[mention].states))
    if len(states) < 2:
        return None
    holding = [k for k, group in enumerate(groups) if mention in group]
    alike = [k for k in holding if groups[k] == groups[row]]  # "they" further on is of all of them
    told = {
        actors[j].states[0] for k in holding if k not in alike for j in groups[k] if len(set(actors[j].states)) == 1
    }
    left = [state for state in states if state not in told]  # the others are of those who are told elsewhere too
    return left[alike.index(row)] if len(alike) == len(left) else None


def _told_once(scores: Floats, dates: Sequence[Mention]) -> Floats:
    """Log odds of days, those of a day told several times put together: it has one chance, by the mention that fits best."""
    same: dict[object, list[int]] = {}
    for d, one in enumerate(dates):
        if one.span is not None:
            same.setdefault((one.span, one.until), []).append(d)
    pooled_ = scores.copy()
    for group in (one for one in same.values() if len(one) > 1):
        pooled_[:, group] = -30.0
        pooled_[:, group[int(scores[:, group].max(axis=0).argmax())]] = logsum(scores[:, group], axis=1)
    return pooled_


def _times(scores: Floats, until: npt.NDArray[np.bool_]) -> Floats:
    """The chances of none and of each date: last days ("until Thursday") take none of those of first days."""
    every, firsts = or_none(scores), or_none(np.where(until[None], -30.0, scores))
    return np.asarray(np.where(np.concatenate([[False], until])[None], every, firsts), np.float32)


def _own_states(chains: Sequence[Chain], role: Floats) -> frozenset[str]:
    """The likeliest states of those who travel by a trigger; `role`: (chains, none + parts)."""
    return frozenset(chain.likeliest[0] for chain, row in zip(chains, role, strict=True) if row[1] > _TRAVELS)


def _agreed(
    chains: list[Chain], sides: _Sides, role: Floats, groups: list[list[int]], at: npt.NDArray[np.int32], m: Floats,
    mm: Floats, scorers: Scorers,
) -> Floats:  # fmt: skip
    """The chances of sides after persons and bodies have heard of each other's; none for places."""
    people = [k for k, chain in enumerate(chains) if chain.mentions[0].label is not Label.PLACE]
    shares: Floats = np.zeros((len(chains), len(sides.countries) + 1), np.float32)
    if people:
        members = [groups[k] for k in people]
        vectors = np.stack([m[group].mean(axis=0) for group in members])
        features = ally_features(mm, nearest(members, at), role[:, people])
        allies = scorers.pairs("ally", vectors, vectors, features)[..., 0]
        allies = np.asarray((allies + allies.T) / 2, np.float32)
        np.fill_diagonal(allies, 0.0)
        shares[people] = softmax(agreed(sides.scores[people], allies))
    return shares


def _sided(chains: list[Chain], countries: list[str], shares: Floats) -> tuple[Chain, ...]:
    """The chains with the chances of their sides; a place is of its state."""
    result = []
    for chain, row in zip(chains, shares.tolist(), strict=True):
        side: tuple[tuple[str, float], ...] = tuple(zip([*countries, "?"], row, strict=True))
        if chain.mentions[0].label is Label.PLACE:
            side = ((chain.country or "?", 1.0),)
        result.append(replace(chain, side=side))
    return tuple(result)


class _Together:
    """Whether arguments of a trigger are of one engagement, scored for those that are asked for."""

    def __init__(
        self, scorers: Scorers, t: Floats, m: Floats, d: Floats, actors: Sequence[Mention], dates: Sequence[Mention],
        groups: list[list[int]], triggers: npt.NDArray[np.int32], geometry: Geometry, role: Floats, sides: Floats,
        each: npt.NDArray[np.bool_], alike: Sequence[Sequence[Sequence[int]]], manners: Sequence[Manner | None],
        crowds: frozenset[int], words: Words, likeliest: Sequence[str],
    ) -> None:  # fmt: skip
        self.scorers, self.t, self.groups, self.triggers, self.geometry = scorers, t, groups, triggers, geometry
        self.vectors = np.concatenate([m, d])
        self.at = np.concatenate([spans_of(actors), spans_of(dates)])
        self.forms = np.concatenate([forms_of(actors), forms_of(dates)])
        self.mentions = len(m)
        self.each, self.alike, self.manners, self.crowds, self.words = each, alike, manners, crowds, words
        self.likeliest = [*likeliest, *[""] * len(dates)]
        self.told_states = [frozenset(one.states) for one in [*actors, *dates]]
        self.is_place = [actors[group[0]].label is Label.PLACE for group in groups]
        nobody = np.zeros((role.shape[0], len(dates), role.shape[2]), np.float32)
        self.role = np.concatenate([role, nobody], axis=1)
        self.sides = np.concatenate([sides, np.zeros((len(dates), sides.shape[1]), np.float32)])

    def __call__(self, trigger: int, arguments: Sequence[int]) -> Floats:
        """Log odds for every two arguments (chains, then dates), each by its mention nearest to the trigger: (n, n)."""
        distance = np.abs(self.at[:, 0] - self.triggers[trigger, 0])
        chosen = np.asarray([self._nearest(one, distance) for one in arguments], np.int64)
        at = self.at[chosen]
        features = pairs_to_trigger(
            pair_forms(self.geometry.between(at, at), self.forms[chosen]), at, self.triggers[trigger]
        )
        role, sides = self.role[trigger, list(arguments)], self.sides[list(arguments)]
        own = together_features(role[:, None], role[None], sides[:, None], sides[None])
        features = np.concatenate([features, own], axis=-1)
        vectors = self.vectors[chosen] + self.t[trigger]
        scores = self.scorers.pairs("together", vectors, vectors, features)[..., 0]
        scores = np.asarray((scores + scores.T) / 2, np.float32)
        if self.each[trigger]:
            people = np.asarray([self._is_of_people(a) for a in arguments], bool)
            scores[told_by_one(chosen, self.told_states, people, [self.likeliest[a] for a in arguments])] = -1.0
            self._as_told(trigger, arguments, chosen, scores)
        self._in_turn(trigger, arguments, chosen, scores)
        for chains in self.alike[trigger]:  # what belongs to one place of a list belongs to all
            told = [k for k, one in enumerate(arguments) if one in chains]
            best = scores[told].max(axis=0, initial=-np.inf)
            scores[told], scores[:, told] = best, best[:, None]
        return scores

    def _as_told(self, trigger: int, arguments: Sequence[int], chosen: npt.NDArray[np.int64], scores: Floats) -> None:
        """Write into `scores` (n, n) what words say of whether they are met at once."""
        manner, first = self.manners[trigger], self.triggers[trigger, 0]
        if manner is None:
            return
        sentence = self.words.sentence
        here = [k for k in range(len(arguments)) if sentence[self.at[chosen[k], 0]] == sentence[first]]
        people = [k for k in here if self._is_of_people(arguments[k]) and arguments[k] not in self.crowds]
        people.sort(key=lambda k: int(self.at[chosen[k], 0]))
        before = [k for k in people if self.at[chosen[k], 0] < first]
        days = [k for k in here if arguments[k] >= len(self.groups)]
        written(manner, before, people[len(before) :], days, scores)

    def _in_turn(self, trigger: int, arguments: Sequence[int], chosen: npt.NDArray[np.int64], scores: Floats) -> None:
        """Write into `scores` (n, n) that of several with a day beside each, each has its own.

        "Met A on Monday and B on Tuesday" and "on Monday met A and on Tuesday B" are read so.
        """
        first, sentence = self.triggers[trigger, 1], self.words.sentence
        at = [int(self.at[k, 0]) for k in chosen]
        days = {k for k, one in enumerate(arguments) if one >= len(self.groups)}
        told = self._is_of_people if self.each[trigger] else self._is_of_a_place
        things = [k for k, one in enumerate(arguments) if one not in self.crowds and told(one)]
        behind = sorted(
            (k for k in (*days, *things) if at[k] > first and sentence[at[k]] == sentence[first]), key=lambda k: at[k]
        )
        pairs = list(zip(behind[::2], behind[1::2], strict=False))
        in_turn = (
            len(pairs) > 1 and len(behind) % 2 == 0 and len({(one in days, other in days) for one, other in pairs}) == 1
        )
        if not in_turn or (pairs[0][0] in days) == (pairs[0][1] in days):
            return
        table = np.full((len(behind), len(behind)), -1.0, np.float32)
        for k in range(0, len(behind), 2):
            table[k : k + 2, k : k + 2] = 1.0
        scores[np.ix_(behind, behind)] = table

    def _is_of_a_place(self, argument: int) -> bool:
        return argument < len(self.groups) and self.is_place[argument]

    def _is_of_people(self, argument: int) -> bool:
        return argument < len(self.groups) and not self.is_place[argument]

    def _nearest(self, argument: int, distance: npt.NDArray[np.int32]) -> int:
        if argument >= len(self.groups):
            return self.mentions + argument - len(self.groups)
        return min(self.groups[argument], key=lambda k: int(distance[k]))
