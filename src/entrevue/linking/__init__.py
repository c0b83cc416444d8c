"""Mentions → what belongs together: roles, holders, chains, days, places, sides, sameness; learned, with reasons."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from entrevue.domain.spans import Label, Mention, StateMention, Words
from entrevue.linking.chaining import chains_of
from entrevue.linking.features import (
    Geometry,
    forms_of,
    kinds_of,
    pair_forms,
    side_features,
    spans_of,
    with_forms,
)
from entrevue.linking.links import Chain, Links
from entrevue.linking.scorers import Scorers, logsum, pooled, sigmoid, softmax

__all__ = ["Chain", "Links", "link"]

Floats = npt.NDArray[np.float32]


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
) -> Links:
    """Score what may belong together. `states`: (words, hidden); the rest as `find_mentions` gives it."""
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
    groups = chains_of(words, actors, m, geometry, forms, scorers)
    chains = _sided(scorers, actors, groups, m, states, geometry, forms, told, home)
    tm = geometry.between(spans["trigger"], spans["mention"])
    role = pooled(scorers.pairs("role", t, m, with_forms(tm, forms)), groups)
    role = softmax(np.concatenate([np.zeros_like(role[..., :1]), role], axis=-1))
    places = pooled(scorers.pairs("place", t, m, with_forms(tm, forms))[..., 0], groups)
    is_place = np.asarray([chain.mentions[0].label is Label.PLACE for chain in chains], bool)
    places = np.where(is_place[None], places, -30.0)
    time = scorers.pairs("time", t, d, geometry.between(spans["trigger"], spans["date"]))[..., 0]
    tt = geometry.between(spans["trigger"], spans["trigger"])
    same = scorers.pairs("same", t, t, tt)[..., 0]
    return Links(
        chains,
        softmax(scorers.linear("kind", t)),
        softmax(scorers.linear("status", t)),
        sigmoid(scorers.linear("main", t)[:, 0]),
        role,
        softmax(np.concatenate([np.zeros((len(triggers), 1), np.float32), time], axis=1)),
        softmax(np.concatenate([np.zeros((len(triggers), 1), np.float32), places], axis=1)),
        sigmoid(scorers.pairs("point", t, p, geometry.between(spans["trigger"], spans["point"]))),
        np.asarray((same + same.T) / 2, np.float32),
        scorers.pairs("within", t, t, tt),
        _together(scorers, t, m, d, actors, dates, groups, spans, geometry),
    )


def _sided(
    scorers: Scorers, actors: Sequence[Mention], groups: list[list[int]], m: Floats, states: Floats,
    geometry: Geometry, forms: Floats, told: Sequence[StateMention], home: str | None,
) -> tuple[Chain, ...]:  # fmt: skip
    """The chains with the chances of their sides."""
    chains = [Chain(tuple(actors[k] for k in group)) for group in groups]
    countries = sorted({one.country for one in told} | ({home} if home else set()) | {"-"})
    at = np.asarray([(one.first, one.last) for one in told], np.int32).reshape(-1, 2)
    s = scorers.span("mention", states, at)
    features = with_forms(geometry.between(spans_of(actors), at), forms, left=True)
    pairs = scorers.pairs("side", m, s, kinds_of(features, told))[..., 0]
    own = side_features([chain.mentions for chain in chains], countries, told, home)
    extra = scorers.linear("side_features", own)[..., 0]
    unknown = scorers.linear("side_unknown", m)[:, 0]
    where = {country: [k for k, one in enumerate(told) if one.country == country] for country in countries}
    result = []
    for row, (chain, group) in enumerate(zip(chains, groups, strict=True)):
        if chain.mentions[0].label is Label.PLACE:
            country = next((one.country for one in chain.mentions if one.country), None)
            result.append(replace(chain, side=((country or "?", 1.0),)))
            continue
        pooled_rows = logsum(pairs[group], axis=0)
        scores = [float(logsum(pooled_rows[where[c]], axis=0)) if where[c] else 0.0 for c in countries]
        full = np.asarray(
            [a + b for a, b in zip(scores, extra[row], strict=True)] + [float(unknown[group].mean())], np.float32
        )
        result.append(replace(chain, side=tuple(zip([*countries, "?"], softmax(full).tolist(), strict=True))))
    return tuple(result)


def _together(
    scorers: Scorers, t: Floats, m: Floats, d: Floats, actors: Sequence[Mention], dates: Sequence[Mention],
    groups: list[list[int]], spans: dict[str, npt.NDArray[np.int32]], geometry: Geometry,
) -> tuple[Floats, ...]:  # fmt: skip
    """For each trigger the log odds that two arguments are of one engagement, each by its mention nearest to it."""
    everything = np.concatenate([m, d])
    at = np.concatenate([spans["mention"], spans["date"]])
    forms = np.concatenate([forms_of(actors), forms_of(dates)])
    features = pair_forms(geometry.between(at, at), forms)
    found = []
    for number in range(len(t)):
        distance = np.abs(at[:, 0] - spans["trigger"][number, 0])
        nearest = [min(group, key=lambda k: int(distance[k])) for group in groups]
        chosen = np.asarray([*nearest, *range(len(m), len(everything))], np.int64)
        size = len(chosen)
        left = np.repeat(chosen, size)
        right = np.tile(chosen, size)
        scores = scorers.rows(
            "together", everything[left] + t[number], everything[right] + t[number], features[left, right]
        )
        square = scores[:, 0].reshape(size, size)
        found.append(np.asarray((square + square.T) / 2, np.float32))
    return tuple(found)
