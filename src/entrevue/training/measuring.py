"""How well each part does on prepared reports, with the right mentions given; tags alone are found freely."""

from collections import Counter
from collections.abc import Iterator

import torch
from torch import Tensor

from entrevue.mentions.tagging import TAGS, spans_in
from entrevue.training.losses import Seen, see, together_scores
from entrevue.training.model import Model, pooled
from entrevue.training.preparing import Prepared


@torch.no_grad()
def measure(model: Model, reports: list[Prepared], marks: tuple[int, int]) -> str:
    """One line of figures: F1 of tags by label, shares right of the rest."""
    model.eval()
    counts: Counter[tuple[str, str]] = Counter()
    for one in reports:
        seen = see(model, one, *model.states([(one.ids, one.first)], marks))
        best = model.tagger(seen.states).view(len(seen.states), -1, 3).argmax(-1)
        for number, label in enumerate(TAGS):
            gold, told = set(spans_in(one.tags[:, number].numpy())), set(spans_in(best[:, number].numpy()))
            counts.update({(label, "hit"): len(gold & told), (label, "gold"): len(gold), (label, "told"): len(told)})
        m, t = seen.m, seen.t
        answers = one.answers
        if len(m) and bool((known := answers["side"] >= 0).any()):
            right = seen.sides.argmax(1) == answers["side"]
            counts.update({("side", "hit"): int(right[known].sum()), ("side", "gold"): int(known.sum())})
            chain = model.pairs["chain"](m, m, one.features["chain"])[..., 0] - model.chain_new(m)
            chain = chain.masked_fill(~torch.ones_like(chain, dtype=torch.bool).tril(-1), -1e9)
            best_value, place = chain.max(1)
            gold_any = answers["chain"].any(1)
            linked = best_value > 0
            right = torch.where(linked, answers["chain"].gather(1, place[:, None])[:, 0], ~gold_any)
            single = answers["set"] == 0
            counts.update({("chain", "hit"): int(right[single].sum()), ("chain", "gold"): int(single.sum())})
        if not len(t):
            continue
        for name in ("kind", "status"):
            known = answers[name] >= 0
            right = getattr(model, name)(t).argmax(1) == answers[name]
            counts.update({(name, "hit"): int(right[known].sum()), (name, "gold"): int(known.sum())})
        told_several, gold_several = model.several(t)[:, 0] > 0, answers["several"] > 0
        counts.update({("several", "hit"): int((told_several & gold_several).sum()),
                       ("several", "gold"): int(gold_several.sum()), ("several", "told"): int(told_several.sum())})  # fmt: skip
        if one.chains:
            told_role = seen.role.argmax(-1)
            gold_role = answers["role"]
            told_role = torch.where(gold_role < 0, 0, told_role)
            counts.update({
                ("takes part", "hit"): int(((told_role > 0) & (gold_role > 0)).sum()),
                ("takes part", "gold"): int((gold_role > 0).sum()), ("takes part", "told"): int((told_role > 0).sum()),
                ("role", "hit"): int(((told_role == gold_role) & (gold_role > 0)).sum()),
                ("role", "gold"): int((gold_role > 0).sum()), ("role", "told"): int((told_role > 0).sum()),
            })  # fmt: skip
        several = [k for k, pairing in enumerate(one.together) if pairing.several]
        if several:
            told_together = together_scores(model, one, seen)[several] > 0
            gold_together = torch.tensor([one.together[k].right for k in several])
            apart = {"hit": ~told_together & ~gold_together, "gold": ~gold_together, "told": ~told_together}
            counts.update({("apart", name): int(value.sum()) for name, value in apart.items()})
        for name, logits in _choices(model, one, seen):
            right_ones = answers[name]
            full = torch.cat([torch.zeros_like(logits[:, :1]), logits], 1).argmax(1)
            wanted = torch.cat([~right_ones.any(1, keepdim=True), right_ones], 1)
            counts.update({(name, "hit"): int(wanted.gather(1, full[:, None]).sum()), (name, "gold"): len(t)})
        if len(t) > 1:
            same = model.pairs["same"](t, t, one.features["same"])[..., 0]
            told_same = (same + same.T > 0).triu(1)
            gold_same = (answers["same"] > 0).triu(1)
            counts.update({("same", "hit"): int((told_same & gold_same).sum()), ("same", "gold"): int(gold_same.sum()),
                           ("same", "told"): int(told_same.sum())})  # fmt: skip
    names = dict.fromkeys(name for name, _ in counts)
    return " ".join(f"{name} {_figure(counts, name):.3f}" for name in names)


def _choices(model: Model, one: Prepared, seen: Seen) -> Iterator[tuple[str, Tensor]]:
    t, m, d = seen.t, seen.m, seen.d
    if one.places:
        yield "place", pooled(model.pairs["place"](t, m, one.features["place"])[..., 0], one.places)
    if len(d):
        yield "time", model.pairs["time"](t, d, one.features["time"])[..., 0]


def _figure(counts: Counter[tuple[str, str]], name: str) -> float:
    hit, gold, told = (counts[name, which] for which in ("hit", "gold", "told"))
    if (name, "told") in counts:
        return 2 * hit / max(gold + told, 1)
    return hit / max(gold, 1)
