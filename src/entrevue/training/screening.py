"""Learns which sentences may tell an engagement, and how little may speak for one that is read.

`python -m entrevue.training.screening --model FOLDER` adds the weights to the folder's heads.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from entrevue.languages.grammar import load_grammar
from entrevue.linking.words import words_of
from entrevue.mentions.screening import SIZE, features, scores
from entrevue.mentions.tokens import sentences
from entrevue.mentions.values import atlas_in
from entrevue.training.annotation import Annotated, read_corpus
from entrevue.training.calibrating import store
from entrevue.training.examples import report_of
from entrevue.training.splits import read_splits

LOST = 0.002  # share of engagements of `dev` that may stand on pages of which no sentence passes
_ROUNDS, _BATCH, _RATE, _RIDGE = 2, 256, 0.005, 1e-4
Row = tuple[list[int], frozenset[str]]


def rows_of(report: Annotated) -> Iterator[Row]:
    """Each sentence: its features, and the engagements of which it tells."""
    page = report_of(report)
    words = words_of(page.text, sentences(page, load_grammar(report.language)))
    triggers = [span for span in report.spans if span.kind == "trigger"]
    ends = {number: k for k, number in enumerate(words.sentence)}
    begins = {number: k for k, number in reversed(list(enumerate(words.sentence)))}
    for number, row in enumerate(features(words, atlas_in(words, report.language), report.language)):
        start, end = words.starts[begins[number]], words.ends[ends[number]]
        yield row, frozenset(id_ for span in triggers if span.start < end and start < span.end for id_ in span.ids)


def learn(rows: list[Row], seed: int = 7) -> npt.NDArray[np.float64]:
    """Weights of a logistic regression over sentences: (SIZE + 1,), the last for every sentence."""
    drawing = random.Random(seed)  # noqa: S311
    weights = nn.EmbeddingBag(SIZE, 1, mode="sum")
    nn.init.zeros_(weights.weight)
    always = nn.Parameter(torch.full((1,), -1.0))
    optimiser = torch.optim.Adam([weights.weight, always], lr=_RATE)
    for _ in range(_ROUNDS):
        drawing.shuffle(rows)
        for at in range(0, len(rows), _BATCH):
            some = rows[at : at + _BATCH]
            flat = torch.tensor([one for row, _ in some for one in row])
            begins = torch.tensor(np.cumsum([0] + [len(row) for row, _ in some[:-1]]))
            right = torch.tensor([float(bool(ids)) for _, ids in some])
            told = weights(flat, begins)[:, 0] + always
            loss = F.binary_cross_entropy_with_logits(told, right)
            loss = loss + _RIDGE * (weights.weight[flat.unique()] ** 2).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return np.append(weights.weight.detach().numpy()[:, 0], always.detach().numpy()).astype(np.float64)


def main() -> None:
    """Learn and store."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    options = parser.parse_args()
    splits = read_splits(options.corpus / "plan.tsv")
    reports: dict[str, list[list[Row]]] = {"train": [], "dev": [], "test": []}
    for report in read_corpus(options.corpus):
        reports.setdefault(splits.get(report.id, "train"), []).append(list(rows_of(report)))
    weights = learn([row for rows in reports["train"] for row in rows])
    best = []  # for each engagement of `dev`, what speaks most for a sentence of its report
    for rows in reports["dev"]:
        top = scores([row for row, _ in rows], weights.astype(np.float32)).max(initial=-np.inf)
        best += [float(top)] * len({id_ for _, ids in rows for id_ in ids})
    least = float(np.quantile(best, LOST, method="lower"))
    print(f"sentences of {len(reports['train'])} reports; least score read {least:.2f}")
    store(options.model, {"screening.weight": weights, "screening.least": np.asarray(least)})


if __name__ == "__main__":
    main()
