"""Fits what is learned after the model, on `dev`: the weights of sameness and of confidence.

`python -m entrevue.training.calibrating --model FOLDER` adds them to the folder's heads.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from entrevue.accounts import certainty
from entrevue.accounts.concluding import Draft, Told, drafts_of
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


def confidence_rows(gold: Annotated, reader: LearnedReader) -> Iterator[tuple[npt.NDArray[np.float32], bool]]:
    """Features of every account told, and whether it is one of the gold's: kind, a trigger and somebody in common."""
    report = report_of(gold)
    analysis = reader.analyse(report)
    if analysis.links is None:
        return
    told = reader.told(report, analysis)
    drafts = sorted(drafts_of(told), key=lambda draft: -certainty.chance_of(draft, told))
    left = dict(gold.events)
    for draft in drafts:
        found = next(
            (id_ for id_, event in left.items() if event.kind == draft.kind and _alike(gold, id_, draft, told)), None
        )
        if found is not None:
            del left[found]
        yield certainty.features(draft, told), found is not None


def _alike(gold: Annotated, id_: str, draft: Draft, told: Told) -> bool:
    """Whether a draft has a trigger and a participant of an engagement."""
    spans = gold.mentions(id_)
    triggers = [told.triggers[t] for t in draft.event.triggers]
    if not any(s.start < t.end and t.start < s.end for s in spans for t in triggers):
        return False
    people = {who for who, _ in gold.events[id_].people}
    mentions = [m for chain in draft.parts for m in told.links.chains[chain].mentions]
    return any(people & set(s.ids) and s.start < m.end and m.start < s.end for s in gold.spans for m in mentions)


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
    reader = LearnedReader(Encoder(options.model))
    pairs = [pair for gold in reports for pair in confidence_rows(gold, reader)]
    told = np.asarray([row for row, _ in pairs], np.float64)
    answers = np.asarray([answer for _, answer in pairs], np.float64)
    weights = fit(told, answers, ridge=2.0)
    print(f"confidence, {len(pairs)} accounts, {int(answers.sum())} right: " + ", ".join(
        f"{name} {value:.2f}" for name, value in zip(certainty.FEATURES, weights, strict=True)
    ))  # fmt: skip
    store(options.model, {"confidence.weight": weights})


def store(folder: Path, learned: dict[str, Floats]) -> None:
    """Put weights to the heads of a model."""
    path = folder / "heads.npz"
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays |= {name: value.astype(np.float32) for name, value in learned.items()}
    np.savez_compressed(path, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
