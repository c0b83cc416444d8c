"""What each part of the model is taught, for one report."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from entrevue.linking.features import CHAIN, ally_features, nearest, to_trigger, together_features
from entrevue.linking.links import ROLES, STATUSES
from entrevue.linking.scorers import ROUNDS
from entrevue.training.model import Model, marginal, pooled
from entrevue.training.preparing import Prepared

SHARES = {
    "tag": 4.0, "role": 2.0, "time": 1.0, "place": 1.0, "point": 0.5, "same": 1.0, "within": 0.5, "chain": 1.5, "set": 0.2,
    "together": 1.0, "side": 1.0, "kind": 0.5, "status": 1.0, "main": 0.2, "several": 0.5,
}  # fmt: skip
SELDOM = tuple({"held": 1.0, "cancelled": 2.0}.get(status, 1.3) for status in STATUSES)  # what each status weighs
SEVERAL = 4.0  # what a pair of arguments weighs where a trigger tells several engagements
RARE = (1.0, 2.0, 1.5)  # what a word outside, at the beginning of, or within a span weighs


@dataclass(frozen=True)
class Seen:
    """What the model makes of one report: vectors of mentions, triggers, dates; log odds of parts and of sides."""

    states: Tensor
    m: Tensor
    t: Tensor
    d: Tensor
    role: Tensor  # (triggers, chains, none + parts)
    own: Tensor  # (chains of persons and bodies, countries + unknown), by a chain's own words
    allies: Tensor  # (chains of persons and bodies, the same)

    @property
    def sides(self) -> Tensor:
        """Log odds of sides after each chain has heard the others."""
        return agreed(self.own, self.allies)


def see(model: Model, one: Prepared, states: Tensor) -> Seen:
    """What the heads make of one report, given the states of its words."""
    m, t = model.mention(states, one.spans["mention"]), model.trigger(states, one.spans["trigger"])
    d = model.mention(states, one.spans["date"])
    role = roles(model, one, t, m)
    if not people_of(one):
        nobody = m.new_zeros(0, len(one.countries) + 1)
        return Seen(states, m, t, d, role, nobody, m.new_zeros(0, 0))
    return Seen(states, m, t, d, role, side_scores(model, one, m, states), ally_scores(model, one, m, role))


def losses(model: Model, one: Prepared, states: Tensor) -> dict[str, Tensor]:
    """The losses by name, given the states of the report's words; each a mean over what it judges, absent where there is nothing."""
    seen = see(model, one, states)
    tags = model.tagger(seen.states).view(len(seen.states), -1, 3)
    weight = torch.tensor(RARE)
    told = {"tag": F.cross_entropy(tags.flatten(0, 1), one.tags.flatten(), weight) * tags.shape[1]}
    if len(seen.t):
        told |= _arguments(model, one, seen)
    if len(seen.m):
        told |= _chains(model, one, seen.m)
        told |= _sides(one, seen)
        told |= _together(model, one, seen)
    return told


def roles(model: Model, one: Prepared, t: Tensor, m: Tensor) -> Tensor:
    """Log odds of none (0) and the parts of every chain at every trigger: (triggers, chains, none + parts)."""
    if not one.chains or not len(t):
        return m.new_zeros(len(t), len(one.chains), 1 + len(ROLES))
    role = pooled(model.pairs["role"](t, m, one.features["role"]), one.chains)
    return torch.cat([torch.zeros_like(role[..., :1]), role], dim=-1)


def _arguments(model: Model, one: Prepared, seen: Seen) -> dict[str, Tensor]:
    answers, told = one.answers, {}
    m, t, d = seen.m, seen.t, seen.d
    known = answers["kind"] >= 0
    told["kind"] = F.cross_entropy(model.kind(t)[known], answers["kind"][known])
    told["status"] = F.cross_entropy(model.status(t)[known], answers["status"][known], torch.tensor(SELDOM))
    several = answers["several"][known]
    told["several"] = F.binary_cross_entropy_with_logits(model.several(t)[known, 0], several, 1 + several)
    told["main"] = F.binary_cross_entropy_with_logits(model.main(t)[known, 0], answers["main"][known])
    if one.chains:
        told["role"] = (
            F.cross_entropy(seen.role.flatten(0, 1), answers["role"].flatten(), ignore_index=-1, reduction="sum")
            / len(t)
            / 2
        )
    if one.places:
        place = pooled(model.pairs["place"](t, m, one.features["place"])[..., 0], one.places)
        rows = marginal(place[answers["of trigger"]], answers["place each"])
        told["place"] = _mean(rows, answers["place known"])
    if len(d):
        time = model.pairs["time"](t, d, one.features["time"])[..., 0]
        rows = marginal(time[answers["of trigger"]], answers["time each"])
        told["time"] = _mean(rows, answers["time known"])
    points = one.spans["point"]
    if len(points):
        scores = model.pairs["point"](t, model.mention(seen.states, points), one.features["point"])
        told["point"] = F.binary_cross_entropy_with_logits(scores, answers["point"], reduction="sum") / len(t) / 2
    if len(t) > 1:
        same = model.pairs["same"](t, t, one.features["same"])[..., 0]
        other = ~torch.eye(len(t), dtype=torch.bool)
        told["same"] = F.binary_cross_entropy_with_logits((same + same.T)[other] / 2, answers["same"][other])
        within = pooled(model.pairs["within"](t, t, one.features["within"]), one.events)
        told["within"] = sum(
            (marginal(within[..., k], answers["within"][..., k]).mean() for k in range(2)), start=torch.zeros(())
        )
    return told


def _mean(rows: Tensor, known: Tensor) -> Tensor:
    """The mean over the rows that can be taught, by what each weighs."""
    return (rows * known).sum() / known.sum().clamp(min=1)


def _together(model: Model, one: Prepared, seen: Seen) -> dict[str, Tensor]:
    """Whether arguments are of one engagement; those of triggers that tell several weigh most: there it matters."""
    if not one.together:
        return {}
    right = torch.tensor([float(pairing.right) for pairing in one.together])
    weight = torch.tensor([SEVERAL if pairing.several else 1.0 for pairing in one.together])
    scores = together_scores(model, one, seen)
    losses_ = F.binary_cross_entropy_with_logits(scores, right, weight, reduction="sum")
    return {"together": losses_ / weight.sum()}


def together_scores(model: Model, one: Prepared, seen: Seen) -> Tensor:
    """Log odds of being of one engagement for the pairs of `one.together`: (n,)."""
    pair = model.pairs["together"]
    everything = torch.cat([seen.m, seen.d])
    at = torch.cat([one.spans["mention"], one.spans["date"]]).numpy()
    own = torch.from_numpy(np.stack([to_trigger(at, trigger) for trigger in one.spans["trigger"].numpy()]))
    rows = torch.tensor([one_[:5] for one_ in one.together])
    trigger, first, second = rows[:, 0], rows[:, 1], rows[:, 2]
    role = _with_nobody(seen.role.detach().softmax(-1).transpose(0, 1))  # chains first
    sides = seen.sides.detach().softmax(-1)
    places = sides.new_zeros(len(one.chains) - len(sides), sides.shape[1])
    sides = _with_nobody(torch.cat([sides, places]))
    result = []
    for a, b, c, e in ((first, second, 3, 4), (second, first, 4, 3)):
        told = together_features(
            role[rows[:, c], trigger].numpy(), role[rows[:, e], trigger].numpy(),
            sides[rows[:, c]].numpy(), sides[rows[:, e]].numpy(),
        )  # fmt: skip
        f = torch.cat(
            [one.features["together"][a, b], own[trigger, a], own[trigger, b], torch.from_numpy(told)], dim=-1
        )
        left, right = everything[a] + seen.t[trigger], everything[b] + seen.t[trigger]
        mixed = pair.left(left) + pair.right(right) + pair.product(left * right) + pair.features(f)
        result.append(pair.out(pair.dropout(F.gelu(mixed, approximate="tanh")))[:, 0])
    return (result[0] + result[1]) / 2


def _with_nobody(rows: Tensor) -> Tensor:
    """Rows with one of zeros behind them, which -1 stands for."""
    return torch.cat([rows, rows.new_zeros(1, *rows.shape[1:])])


def _chains(model: Model, one: Prepared, m: Tensor) -> dict[str, Tensor]:
    scores = model.pairs["chain"](m, m, one.features["chain"])[..., 0]
    earlier = torch.ones_like(scores, dtype=torch.bool).tril(-1)
    right = one.answers["chain"]
    single = one.answers["set"] == 0
    scores = scores - model.chain_new(m)
    rows = marginal(scores.masked_fill(~earlier, -1e9), right)
    told = {"chain": rows[single].mean() if bool(single.any()) else rows.sum() * 0}
    told["set"] = F.binary_cross_entropy_with_logits(model.chain_set(m)[:, 0], one.answers["set"])
    several = ~single
    if bool(several.any()) and bool(earlier[several].any()):
        chosen = earlier[several]
        told["chain"] = told["chain"] + 0.3 * F.binary_cross_entropy_with_logits(
            scores[several][chosen], right[several][chosen].float()
        )
    return told


def side_scores(model: Model, one: Prepared, m: Tensor, states: Tensor) -> Tensor:
    """What speaks for each side by a chain's own words: (chains of persons and bodies, countries + unknown)."""
    people = people_of(one)
    s = model.mention(states, one.spans["state"])
    pairs = model.pairs["side"](m, s, one.features["side"])[..., 0] if len(s) else m.new_zeros(len(m), 0)
    rows = torch.stack([torch.logsumexp(pairs[chain], dim=0) for chain in people])
    columns = [
        torch.logsumexp(rows[:, group], dim=1) if group else rows.new_zeros(len(people)) for group in one.state_groups
    ]
    told = torch.stack(columns, dim=1) + model.side_features(one.features["side_chain"])[..., 0]
    unknown = torch.stack([model.side_unknown(m[chain]).mean() for chain in people])
    return torch.cat([told, unknown[:, None]], dim=1)


def people_of(one: Prepared) -> list[list[int]]:
    """The chains of persons and bodies."""
    return one.chains[: len(one.chains) - len(one.places)]


def ally_scores(model: Model, one: Prepared, m: Tensor, role: Tensor) -> Tensor:
    """How much every two chains are of one side (above 0) or of two: (chains of persons and bodies, the same)."""
    people = people_of(one)
    pairs = one.features["chain"][..., : -len(CHAIN)].numpy()
    shares = role[:, : len(people)].detach().softmax(-1).numpy()
    features = ally_features(pairs, nearest(people, one.spans["mention"].numpy()), shares)
    vectors = torch.stack([m[chain].mean(dim=0) for chain in people])
    scores = model.pairs["ally"](vectors, vectors, torch.from_numpy(features))[..., 0]
    return ((scores + scores.T) / 2).masked_fill(torch.eye(len(people), dtype=torch.bool), 0.0)


def agreed(sides: Tensor, allies: Tensor) -> Tensor:
    """Sides after each chain has heard the others: (chains, countries + unknown)."""
    heard = sides
    for _ in range(ROUNDS):
        told = heard.softmax(-1)[:, :-1]
        heard = sides + F.pad(allies @ told, (0, 1))
    return heard


def _sides(one: Prepared, seen: Seen) -> dict[str, Tensor]:
    right, own, allies = one.answers["side"], seen.own, seen.allies
    known = right >= 0
    if not bool(known.any()):
        return {}
    told = F.cross_entropy(seen.sides[known], right[known])
    told = told + 0.3 * F.cross_entropy(own[known], right[known])
    sure = known & (right < len(one.countries)) & (right != one.countries.index("-"))
    both = (sure[:, None] & sure[None]).triu(1)
    if bool(both.any()):
        same = (right[:, None] == right[None])[both].float()
        told = told + 0.3 * F.binary_cross_entropy_with_logits(allies[both], same)
    return {"side": told}


def total(told: dict[str, Tensor]) -> Tensor:
    """The losses, weighed."""
    return sum((SHARES[name] * value for name, value in told.items()), start=torch.zeros(()))
