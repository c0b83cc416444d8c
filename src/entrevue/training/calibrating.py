"""Fits what is learned after the model, on `dev`: the weights of sameness and of confidence.

`python -m entrevue.training.calibrating --model FOLDER` adds them to the folder's heads.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from entrevue.accounts.events import Event, merge, told_by
from entrevue.accounts.sameness import FEATURES, features
from entrevue.encoder import Encoder
from entrevue.reading import Analysis, LearnedReader
from entrevue.training.annotation import Annotated, read_corpus
from entrevue.training.examples import report_of
from entrevue.training.splits import read_splits

Floats = npt.NDArray[np.float64]


def fit(rows: Floats, right: Floats, *, ridge: float = 1.0, steps: int = 50) -> Floats:
    """Weights of a logistic regression by Newton's method; rows (n, features), right (n,) of 0 and 1."""
    weights = np.zeros(rows.shape[1])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (right - chance) - ridge * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge * np.eye(rows.shape[1])
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def sameness_rows(gold: Annotated, analysis: Analysis) -> Iterator[tuple[npt.NDArray[np.float32], bool]]:
    """Features and answer for every trigger against every event told before it, events kept as the gold has them."""
    links = analysis.links
    if links is None:
        return
    spans = [span for span in gold.spans if span.kind == "trigger"]
    ids: list[tuple[str, ...]] = [
        next((s.ids for s in spans if s.start < trigger.end and trigger.start < s.end), ())
        for trigger in analysis.mentions.triggers
    ]
    found: dict[str, Event] = {}
    for t, own in enumerate(ids):
        told = told_by(links, t)
        if len(own) != 1 or len(told) != 1:
            continue
        for id_, event in found.items():
            yield features(event, told[0], links), id_ == own[0]
        if own[0] in found:
            merge(found[own[0]], told[0])
        else:
            found[own[0]] = told[0]


def main() -> None:
    """Fit and store."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--split", default="dev")
    options = parser.parse_args()
    splits = read_splits(options.corpus / "plan.tsv")
    reports = [report for report in read_corpus(options.corpus) if splits.get(report.id) == options.split]
    reader = LearnedReader(Encoder(options.model))
    rows: list[npt.NDArray[np.float32]] = []
    right: list[bool] = []
    for gold in reports:
        for row, answer in sameness_rows(gold, reader.analyse(report_of(gold))):
            rows.append(row)
            right.append(answer)
    weights = fit(np.asarray(rows, np.float64), np.asarray(right, np.float64))
    print(f"sameness, {len(rows)} pairs, {sum(right)} alike: " + ", ".join(
        f"{name} {value:.2f}" for name, value in zip(FEATURES, weights, strict=True)
    ))  # fmt: skip
    store(options.model, {"sameness.weight": weights})


def store(folder: Path, learned: dict[str, Floats]) -> None:
    """Put weights to the heads of a model."""
    path = folder / "heads.npz"
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays |= {name: value.astype(np.float32) for name, value in learned.items()}
    np.savez_compressed(path, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
