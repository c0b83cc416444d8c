"""Examples → tensors: pieces, spans, features and right answers, as `losses` takes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from entrevue.domain.dates import PartialDate
from entrevue.domain.spans import Label, Mention
from entrevue.encoder.windows import first_pieces
from entrevue.linking.features import (
    Geometry,
    chain_features,
    dated,
    forms_of,
    kinds_of,
    pair_forms,
    placed,
    side_features,
    spans_of,
    with_forms,
)
from entrevue.linking.links import KINDS, ROLES, STATUSES
from entrevue.training.annotation import Event
from entrevue.training.examples import Example

Array = npt.NDArray[Any]


class Pairing(NamedTuple):
    """Two arguments of a trigger: mentions or dates (dates behind the mentions), with their chains (-1: a date)."""

    trigger: int
    one: int
    other: int
    chain: int
    other_chain: int
    right: bool  # of one engagement
    several: bool  # the trigger tells several engagements


@dataclass
class Prepared:
    """A report as tensors. Chains: `people` (persons, bodies) and `places`, each a list of indexes of mentions."""

    id: str
    ids: Tensor  # (pieces,)
    first: Tensor  # (words,)
    tags: Tensor  # (words, TAGS)
    spans: dict[str, Tensor]  # mention, trigger, date, point → (n, 2)
    features: dict[str, Tensor]
    chains: list[list[int]]
    chain_ids: list[str]
    places: list[list[int]]
    answers: dict[str, Tensor]
    together: list[Pairing]
    events: list[list[int]]  # triggers of each event
    countries: list[str]
    state_groups: list[list[int]]


def prepare(example: Example, tokenizer: Any, numbers: Mapping[int, int], unknown: int) -> Prepared:
    """Make the tensors of one report; `numbers` maps the vocabulary's ids to those that were kept."""
    words = example.words
    encoding = tokenizer.encode(words.text, add_special_tokens=False)
    ids = torch.tensor([numbers.get(one, unknown) for one in encoding.ids], dtype=torch.long)
    first = torch.from_numpy(first_pieces(words.starts, words.ends, encoding.offsets))
    mentions, triggers, dates = example.mentions, example.triggers, example.dates
    points = [pair for label in (Label.AGENDA, Label.SOURCE) for pair in example.others[label]]
    spans = {
        "mention": spans_of(mentions), "trigger": spans_of(triggers), "date": spans_of(dates),
        "point": spans_of([mention for mention, _ in points]), "state": spans_of_states(example),
    }  # fmt: skip
    geometry = Geometry(words, mentions, triggers)
    forms = forms_of(mentions)
    features = features_of(geometry, spans, forms, forms_of(dates), mentions, example)
    chain_ids = sorted({id_ for one in example.mention_ids for id_ in one if id_[0] in "po"})
    chains = [[k for k, one in enumerate(example.mention_ids) if id_ in one] for id_ in chain_ids]
    place_ids = sorted({id_ for one in example.mention_ids for id_ in one if id_[0] == "l"})
    places = [[k for k, one in enumerate(example.mention_ids) if id_ in one] for id_ in place_ids]
    countries = sorted({one.country for one in example.states} | ({example.home} if example.home else set()) | {"-"})
    groups = [[k for k, one in enumerate(example.states) if one.country == country] for country in countries]
    features["side_chain"] = side_features(
        [[mentions[k] for k in chain] for chain in chains], countries, example.states, example.home
    )
    told = {id_ for one in example.trigger_events for id_ in one}
    event_ids = sorted(id_ for id_ in example.events if id_ in told)
    events = [[k for k, one in enumerate(example.trigger_events) if id_ in one] for id_ in event_ids]
    answers = _answers(example, chain_ids, place_ids, points, countries, event_ids)
    # states as participants: their places' chains stand behind the persons'
    return Prepared(
        example.id, ids, first, torch.from_numpy(example.tags),
        {name: torch.from_numpy(value).long() for name, value in spans.items()},
        {name: torch.from_numpy(value) for name, value in features.items()},
        chains + places, chain_ids + place_ids, places,
        {name: torch.from_numpy(value) for name, value in answers.items()},
        _together(example, spans, chain_ids + place_ids), events, countries, groups,
    )  # fmt: skip


def spans_of_states(example: Example) -> Array:
    """First and last words of the mentions of states, (n, 2)."""
    return np.asarray([(s.first, s.last) for s in example.states], np.int32).reshape(-1, 2)


def features_of(
    geometry: Geometry, spans: Mapping[str, Array], forms: Array, date_forms: Array, mentions: list[Mention], example: Example
) -> dict[str, Array]:  # fmt: skip
    """The features of every relation."""
    mention, trigger, date = spans["mention"], spans["trigger"], spans["date"]
    tm = with_forms(geometry.between(trigger, mention), forms)
    tt = geometry.between(trigger, trigger)
    published = PartialDate.parse(example.published) if example.published else None
    time = dated(geometry.between(trigger, date), trigger, example.dates, example.words, published)
    everything = np.concatenate([mention, date])
    pairs = pair_forms(geometry.between(everything, everything), np.concatenate([forms, date_forms]))
    mm = pairs[: len(mention), : len(mention)]
    side = with_forms(geometry.between(mention, spans["state"]), forms, left=True)
    return {
        "role": tm, "place": placed(tm, mentions, example.home), "time": time,
        "point": geometry.between(trigger, spans["point"]),
        "same": tt, "within": tt, "chain": np.concatenate([mm, chain_features(mentions, example.words)], axis=-1),
        "together": pairs, "side": kinds_of(side, example.states),
    }  # fmt: skip


def _answers(
    example: Example, chain_ids: list[str], place_ids: list[str], points: list[tuple[Mention, str]],
    countries: list[str], event_ids: list[str],
) -> dict[str, Array]:  # fmt: skip
    told = [[example.events[id_] for id_ in one if id_ in example.events] for one in example.trigger_events]
    role = np.zeros((len(told), len(chain_ids) + len(place_ids)), np.int64)
    of_trigger, time_each, place_each = _one_by_one(example, told, place_ids)
    point = np.zeros((len(told), len(points), 2), np.float32)
    for t, events in enumerate(told):
        for event in events:
            for who, part in event.people:
                column = (chain_ids + place_ids).index(who) if who in chain_ids or who in place_ids else -1
                if column >= 0:
                    role[t, column] = 1 + ROLES.index(part)
            for p, (_, id_) in enumerate(points):
                point[t, p, 0] = max(point[t, p, 0], float(id_ in event.topics))
                point[t, p, 1] = max(point[t, p, 1], float(id_ == event.source))
    time, place = (_any_of(of_trigger, rows, len(told)) for rows in (time_each, place_each))
    role = np.where((role > 0) & _far(example, example.mentions, _members(example, chain_ids + place_ids)), -1, role)
    time_known = _known(time, _far(example, example.dates, [[d] for d in range(len(example.dates))]))
    place_known = _known(place, _far(example, example.mentions, _members(example, place_ids)))
    of = [frozenset(one) for one in example.trigger_events]
    same = np.asarray([[bool(a & b) for b in of] for a in of], np.float32).reshape(len(of), len(of))
    within = np.zeros((len(told), len(event_ids), 2), bool)
    for t, events in enumerate(told):
        for event in events:
            for column, outer in enumerate((event.inside, event.follows)):
                if outer in event_ids:
                    within[t, event_ids.index(outer), column] = True
    persons = [frozenset(i for i in one if i[0] in "pol") for one in example.mention_ids]
    chain = np.asarray(
        [[bool(a & b) and j < i for j, b in enumerate(persons)] for i, a in enumerate(persons)], bool
    ).reshape(len(persons), len(persons))
    sides = [example.sides.get(id_) for id_ in chain_ids]
    side = [-1 if one is None else len(countries) if one == "?" else _index(countries, one) for one in sides]
    return {
        "role": role, "time": time, "place": place,
        "of trigger": of_trigger, "time each": time_each, "place each": place_each,
        "time known": _asked(of_trigger, time_each, time_known), "place known": _asked(of_trigger, place_each, place_known),
        "several": np.asarray([float(len(one) > 1) for one in told], np.float32),
        "point": point, "same": same, "within": within, "chain": chain,
        "set": np.asarray([len(one) > 1 for one in persons], np.float32),
        "actor": np.asarray([any(i[0] in "po" for i in one) for one in persons], bool),
        "side": np.asarray(side, np.int64),
        "kind": np.asarray([KINDS.index(one[0].kind) if one else -1 for one in told], np.int64),
        "status": np.asarray([STATUSES.index(one[0].status) if one else -1 for one in told], np.int64),
        "main": np.asarray([float(one[0].main) if one else -1 for one in told], np.float32),
    }  # fmt: skip


def _one_by_one(example: Example, told: list[list[Event]], place_ids: list[str]) -> tuple[Array, Array, Array]:
    """A row for each engagement of each trigger, one of nothing for a trigger that tells none: its trigger, its days, its place."""
    each = [(t, event) for t, events in enumerate(told) for event in (*events, *([] if events else [None]))]
    time = np.zeros((len(each), len(example.dates)), bool)
    place = np.zeros((len(each), len(place_ids)), bool)
    for row, (_, event) in enumerate(each):
        if event is None:
            continue
        for d, (date, ids) in enumerate(zip(example.dates, example.date_ids, strict=True)):
            same_window = (
                not event.times and date.span is not None and event.start is not None and event.end is not None
                and (str(date.span.start), str(date.span.end)) == (event.start, event.end)
            )  # fmt: skip
            time[row, d] = bool(set(ids) & set(event.times)) or same_window
        if event.place in place_ids:
            place[row, place_ids.index(event.place)] = True
    return np.asarray([t for t, _ in each], np.int64), time, place


def _any_of(of_trigger: Array, rows: Array, n: int) -> Array:
    """For each of n triggers what is right for any of its engagements."""
    found = np.zeros((n, rows.shape[1]), bool)
    np.logical_or.at(found, of_trigger, rows)
    return found


def _asked(of_trigger: Array, rows: Array, known: Array) -> Array:
    """What each row of a trigger and an engagement weighs: each trigger alike; not where others of its trigger know more."""
    told = [bool(row.any()) for row in rows]
    weights = np.zeros(len(rows), np.float32)
    for t in np.flatnonzero(known):
        own = np.flatnonzero(of_trigger == t)
        asked = [k for k in own.tolist() if told[k]] or own[:1].tolist()
        weights[asked] = 1 / len(asked)
    return weights


def _members(example: Example, ids: list[str]) -> list[list[int]]:
    return [[k for k, one in enumerate(example.mention_ids) if id_ in one] for id_ in ids]


def _far(example: Example, mentions: list[Mention], groups: list[list[int]]) -> Array:
    """Which groups of mentions stand more than a sentence away from each trigger: what joins them is told elsewhere."""
    sentence = example.words.sentence
    far = np.ones((len(example.triggers), len(groups)), bool)
    for t, trigger in enumerate(example.triggers):
        for g, group in enumerate(groups):
            far[t, g] = all(abs(sentence[mentions[k].first] - sentence[trigger.first]) > 1 for k in group)
    return far


def _known(right: Array, far: Array) -> Array:
    """The triggers for which a choice can be taught: nothing is right, or something near is."""
    return np.asarray(~right.any(axis=1) | (right & ~far).any(axis=1))


def _index(countries: list[str], one: str) -> int:
    return countries.index(one) if one in countries else -1


def _together(example: Example, spans: Mapping[str, Array], chain_ids: list[str]) -> list[Pairing]:
    """For each trigger the pairs of its arguments: whether they are of one engagement."""
    found = []
    mention = spans["mention"]
    for t, ids in enumerate(example.trigger_events):
        events = {id_: example.events[id_] for id_ in ids if id_ in example.events}
        at = example.triggers[t].first
        arguments: dict[int, tuple[int, frozenset[str]]] = {}
        everybody = {who for event in events.values() for who, _ in event.people} | {
            e.place for e in events.values() if e.place
        }
        for who in sorted(everybody):
            near = [k for k, one in enumerate(example.mention_ids) if who in one]
            if near:
                best = min(near, key=lambda k: abs(int(mention[k, 0]) - at))
                own = frozenset(id_ for id_, e in events.items() if who == e.place or who in dict(e.people))
                arguments[best] = (chain_ids.index(who), arguments.get(best, (0, frozenset()))[1] | own)
        for d, one in enumerate(example.date_ids):
            of = frozenset(id_ for id_, e in events.items() if set(one) & set(e.times))
            if of:
                arguments[len(mention) + d] = (-1, of)
        keys = sorted(arguments)
        for n, a in enumerate(keys):
            for b in keys[n + 1 :]:
                (chain, ours), (other, theirs) = arguments[a], arguments[b]
                found.append(Pairing(t, a, b, chain, other, bool(ours & theirs), len(events) > 1))
    return found
