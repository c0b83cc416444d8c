"""The model in torch: the encoder, a tagger over words, scorers over pairs; and its losses."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from entrevue.encoder.windows import homes, windows
from entrevue.linking.features import (
    ALLY,
    CHAIN,
    DATING,
    FORMS,
    GEOMETRY,
    PLACING,
    SIDE,
    STATE_KINDS,
    TO_TRIGGER,
    TOGETHER,
)
from entrevue.linking.links import KINDS, ROLES, STATUSES
from entrevue.linking.scorers import AROUND
from entrevue.mentions.tagging import TAGS
from entrevue.training.weights import Weights

WIDTH = 128
FORGOTTEN = 0.3  # share of the heads' values left out in training: they learn a corpus of this size by heart otherwise
BLANKED = 0.08  # share of the pieces that the encoder does not see in training
# Where the processor has no instructions for floats of 16 bits, they take many times as long as those of 32.
_HALVES = torch.ops.mkldnn._is_mkldnn_bf16_supported()
RELATIONS = {  # left, right, outputs, features
    "role": ("trigger", "mention", len(ROLES), len(GEOMETRY) + len(FORMS)),
    "time": ("trigger", "mention", 1, len(GEOMETRY) + len(DATING)),
    "place": ("trigger", "mention", 1, len(GEOMETRY) + len(FORMS) + len(PLACING)),
    "point": ("trigger", "mention", 2, len(GEOMETRY)),  # agenda, source
    "same": ("trigger", "trigger", 1, len(GEOMETRY)),
    "within": ("trigger", "trigger", 2, len(GEOMETRY)),  # part-of, follows
    "chain": ("mention", "mention", 1, len(GEOMETRY) + 2 * len(FORMS) + len(CHAIN)),
    "together": ("mention", "mention", 1, len(GEOMETRY) + 2 * len(FORMS) + 2 * len(TO_TRIGGER) + len(TOGETHER)),
    "ally": ("mention", "mention", 1, len(GEOMETRY) + 2 * len(FORMS) + len(ALLY)),
    "side": ("mention", "mention", 1, len(GEOMETRY) + len(FORMS) + len(STATE_KINDS)),
}


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, hidden: int, inner: int, heads: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=epsilon)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, lengths: list[int] | None = None) -> Tensor:
        """States → states, (batch, length, hidden); with `lengths`, windows one behind another, (pieces, hidden)."""
        told = self.qkv(x)
        mixed = self._mix(told) if lengths is None else torch.cat([self._mix(part) for part in told.split(lengths)])
        x = self.norm1(x + self.dropout(self.out(mixed)))
        result: Tensor = self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))
        return result

    def _mix(self, told: Tensor) -> Tensor:
        """Each piece's view of the others of its window: queries, keys and values, (…, length, 3 hidden) → (…, length, hidden)."""
        *batch, length, width = told.shape
        hidden = width // 3
        q, k, v = (
            one.view(*batch, length, self.heads, hidden // self.heads).transpose(-2, -3)
            for one in told.chunk(3, dim=-1)
        )
        # Written out: for heads as narrow as these it trains a third faster than torch's fused attention.
        shares = torch.matmul(q * (hidden // self.heads) ** -0.5, k.transpose(-1, -2)).softmax(-1)
        return torch.matmul(shares.to(v.dtype), v).transpose(-2, -3).reshape(*batch, length, hidden)


class Encoder(nn.Module):
    """Pieces → states: (batch, length, hidden), or of windows of any `lengths` one behind another, (pieces, hidden)."""

    def __init__(self, weights: Weights, kept: list[int], layers: int, frozen: int = 0, dropout: float = 0.1) -> None:
        """Take the published weights; the lowest `frozen` layers and the pieces stay as they are."""
        super().__init__()
        sizes = weights.sizes
        self.frozen = frozen
        hidden = sizes["hidden"]
        self.word = nn.Embedding(len(kept), hidden)
        self.position = nn.Embedding(sizes["positions"], hidden)
        self.norm = nn.LayerNorm(hidden, eps=weights.epsilon)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(hidden, sizes["inner"], sizes["heads"], weights.epsilon, dropout) for _ in range(layers)
        )
        self._fill(weights, kept)
        # Pieces that no report holds would drift from those that do.
        fixed = [self.word, self.position, *([self.norm, *self.layers[:frozen]] if frozen else [])]
        for module in fixed:
            module.requires_grad_(False)

    def _fill(self, weights: Weights, kept: list[int]) -> None:
        tensors = {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in weights.tensors.items()}
        hidden = weights.sizes["hidden"]
        with torch.no_grad():
            self.word.weight.copy_(tensors["emb.word"][kept])
            self.position.weight.copy_(tensors["emb.pos"] + tensors["emb.type"][:hidden])
            self.norm.weight.copy_(tensors["emb.ln.w"])
            self.norm.bias.copy_(tensors["emb.ln.b"])
            for number, layer in enumerate(self.layers):
                assert isinstance(layer, Layer)
                for part, names in {"weight": "w", "bias": "b"}.items():
                    get = {
                        n: tensors[f"l{number}.{n}.{names}"] for n in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln")
                    }
                    getattr(layer.qkv, part).copy_(torch.cat([get["q"], get["k"], get["v"]]))
                    for module, name in (
                        (layer.out, "ao"), (layer.norm1, "aln"), (layer.up, "fi"), (layer.down, "fo"), (layer.norm2, "oln"),
                    ):  # fmt: skip
                        getattr(module, part).copy_(get[name])

    def forward(self, ids: Tensor, lengths: list[int] | None = None) -> Tensor:
        """(batch, length) → (batch, length, hidden); with `lengths`, (pieces,) → (pieces, hidden)."""
        if lengths is None:
            places = torch.arange(ids.shape[1], device=ids.device)
        else:
            places = torch.cat([torch.arange(length) for length in lengths])
        x = self.dropout(self.norm(self.word(ids) + self.position(places)))
        with torch.no_grad():
            for layer in self.layers[: self.frozen]:
                x = layer.eval()(x, lengths)
        for layer in self.layers[self.frozen :]:
            x = layer(x, lengths)
        return x


class Pair(nn.Module):
    """Scores of every pair: gelu(left + right + product + features) → outputs; (n, m, outputs)."""

    def __init__(self, outputs: int, features: int) -> None:
        super().__init__()
        self.left = nn.Linear(WIDTH, WIDTH)
        self.right = nn.Linear(WIDTH, WIDTH, bias=False)
        self.product = nn.Linear(WIDTH, WIDTH, bias=False)
        self.features = nn.Linear(features, WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, outputs)
        self.dropout = nn.Dropout(FORGOTTEN)

    def forward(self, left: Tensor, right: Tensor, features: Tensor) -> Tensor:
        """(n, WIDTH), (m, WIDTH), (n, m, features) → (n, m, outputs)."""
        product = self.product(left[:, None] * right[None])
        mixed = self.left(left)[:, None] + self.right(right)[None] + product + self.features(features)
        result: Tensor = self.out(self.dropout(F.gelu(mixed, approximate="tanh")))
        return result


class Span(nn.Module):
    """The states of a span's first and last word, and of its neighbours at `around` → WIDTH values."""

    def __init__(self, hidden: int, around: tuple[int, ...]) -> None:
        super().__init__()
        self.around = around
        self.project = nn.Linear((2 + len(around)) * hidden, WIDTH)
        self.dropout = nn.Dropout(FORGOTTEN)

    def forward(self, states: Tensor, spans: Tensor) -> Tensor:
        """(words, hidden), (n, 2) → (n, WIDTH)."""
        parts = [states[spans[:, 0]], states[spans[:, 1]]]
        for offset in self.around:
            at = spans[:, 0 if offset < 0 else 1] + offset
            there = (at >= 0) & (at < len(states))
            parts.append(states[at.clamp(0, max(len(states) - 1, 0))] * there[:, None])
        result: Tensor = self.dropout(torch.tanh(self.project(torch.cat(parts, dim=-1))))
        return result


class Model(nn.Module):
    """Encoder, tagger, heads."""

    def __init__(self, weights: Weights, kept: list[int], layers: int, frozen: int = 0) -> None:
        super().__init__()
        hidden = weights.sizes["hidden"]
        self.unknown = kept.index(weights.sizes["unk"])
        self.encoder = Encoder(weights, kept, layers, frozen)
        self.tagger = nn.Linear(hidden, 3 * len(TAGS))
        self.trigger = Span(hidden, AROUND["trigger"])
        self.mention = Span(hidden, AROUND["mention"])
        self.kind = nn.Linear(WIDTH, len(KINDS))
        self.status = nn.Linear(WIDTH, len(STATUSES))
        self.main = nn.Linear(WIDTH, 1)
        self.several = nn.Linear(WIDTH, 1)
        self.pairs = nn.ModuleDict(
            {name: Pair(outputs, features) for name, (_, _, outputs, features) in RELATIONS.items()}
        )
        nn.init.zeros_(self.pairs["ally"].out.weight)  # before anything is learned nobody tells another's side
        nn.init.zeros_(self.pairs["ally"].out.bias)
        self.chain_new = nn.Linear(WIDTH, 1)
        self.chain_set = nn.Linear(WIDTH, 1)
        self.side_features = nn.Linear(len(SIDE), 1, bias=False)
        self.side_unknown = nn.Linear(WIDTH, 1)

    def states(self, reports: list[tuple[Tensor, Tensor]], marks: tuple[int, int]) -> list[Tensor]:
        """The states of the words of each report: pieces (pieces,), words' first pieces (words,) → (words, hidden)."""
        begin, end = (torch.tensor([mark]) for mark in marks)
        cuts = [windows(len(ids)) for ids, _ in reports]
        ids_seen = [self._blanked(ids) for ids, _ in reports]
        parts = [
            torch.cat([begin, ids[a:b], end]) for ids, cut in zip(ids_seen, cuts, strict=True) for a, b in cut
        ]  # fmt: skip
        lengths = [len(part) for part in parts]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training and _HALVES):
            out = self.encoder(torch.cat(parts), lengths)
        begins = torch.tensor([0, *lengths[:-1]]).cumsum(0)  # of each window, in `out`
        result, at = [], 0
        for (_, first), cut in zip(reports, cuts, strict=True):
            chosen = torch.from_numpy(homes(first.numpy(), cut))
            starts = torch.tensor([a for a, _ in cut])
            result.append(out[begins[at + chosen] + first - starts[chosen] + 1].float())
            at += len(cut)
        return result

    def _blanked(self, ids: Tensor) -> Tensor:
        """In training, some pieces unseen."""
        return ids.masked_fill(torch.rand(len(ids)) < BLANKED, self.unknown) if self.training else ids


def pooled(scores: Tensor, members: list[list[int]]) -> Tensor:
    """Log-sum-exp over the members of each group in dimension 1: (n, m, …) → (n, groups, …)."""
    return torch.stack([torch.logsumexp(scores[:, one], dim=1) for one in members], dim=1)


def marginal(logits: Tensor, right: Tensor) -> Tensor:
    """Minus the log of the share that right candidates have, row by row; a first column of 0 is *none*."""
    full = torch.cat([torch.zeros_like(logits[:, :1]), logits], dim=1)
    none = ~right.any(dim=1, keepdim=True)
    wanted = torch.cat([none, right], dim=1)
    share = torch.logsumexp(full.masked_fill(~wanted, -1e9), dim=1) - torch.logsumexp(full, dim=1)
    return -share
