"""Fits what is learned after the model, on `dev`: the weights of sameness, of days and places, of who takes part.

Confidence is fitted on the held-out manners (`manner`) too: pages are more like them.

`python -m entrevue.training.calibrating --model FOLDER` adds them to the folder's heads.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from entrevue.accounts import certainty, taking_part, when_where
from entrevue.accounts.concluding import drafts_of
from entrevue.accounts.drafts import Draft, Told
from entrevue.accounts.events import Event, events_of, merge, told_by
from entrevue.accounts.sameness import FEATURES, features
from entrevue.domain.spans import Mention
from entrevue.encoder import Encoder
from entrevue.reading import Analysis, LearnedReader
from entrevue.training.annotation import Annotated, read_corpus
from entrevue.training.examples import report_of
from entrevue.training.splits import read_splits

Floats = npt.NDArray[np.float64]
_SPLITS = ("dev", "manner")  # never trained on
_ALL_BUT = 0.01  # of F1, which may be given for telling nothing rather than a guess
_LIKELY = 0.5  # what is likelier right than not is told


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


def confidence_rows(
    gold: Annotated, analysis: Analysis, reader: LearnedReader
) -> Iterator[tuple[npt.NDArray[np.float32], bool]]:
    """Features of every account told, and whether it is one of the gold's: kind, a trigger and somebody in common."""
    if analysis.links is None:
        return
    told = reader.told(report_of(gold), analysis)
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


Row = tuple[npt.NDArray[np.float32], bool]


def matched(gold: Annotated, told: Told) -> Iterator[tuple[Event, str]]:
    """The events told that share a trigger with an engagement of their kind, and its id: the one that they share most."""
    for event in events_of(told.links, told.sameness):
        triggers = [told.triggers[t] for t in event.triggers]
        found = {
            id_: sum(s.start < t.end and t.start < s.end for s in gold.mentions(id_) for t in triggers)
            for id_, one in gold.events.items()
            if one.kind == event.kind_name
        }
        best = max(found, key=lambda id_: (found[id_], _shared(gold, id_, event, told)), default=None)
        if best is not None and found[best]:
            yield event, best


def part_rows(gold: Annotated, analysis: Analysis, reader: LearnedReader) -> Iterator[Row]:
    """Features of everybody who may take part in what was told, and whether they do."""
    if analysis.links is None:
        return
    told = reader.told(report_of(gold), analysis)
    for event, id_ in matched(gold, told):
        people = {who for who, _ in gold.events[id_].people}
        for chain in event.people:
            row = taking_part.features(event, chain, told.links, told.triggers, told.words.sentence)
            yield row, bool(people & _ids(gold, told.links.chains[chain].mentions))


def day_rows(gold: Annotated, analysis: Analysis, reader: LearnedReader) -> Iterator[Row]:
    """Features of every day that may be an event's, and whether it is."""
    if analysis.links is None:
        return
    told = reader.told(report_of(gold), analysis)
    for event, id_ in matched(gold, told):
        times = set(gold.events[id_].times)
        for d, row in when_where.day_features(event, told).items():
            date = told.dates[d]
            yield row, any(times & set(s.ids) and s.start < date.end and date.start < s.end for s in gold.spans)


def place_rows(gold: Annotated, analysis: Analysis, reader: LearnedReader) -> Iterator[Row]:
    """Features of every place that may be an event's, and whether it is."""
    if analysis.links is None:
        return
    told = reader.told(report_of(gold), analysis)
    for event, id_ in matched(gold, told):
        for k, row in when_where.place_features(event, told).items():
            yield row, gold.events[id_].place in _ids(gold, told.links.chains[k].mentions)


def _shared(gold: Annotated, id_: str, event: Event, told: Told) -> int:
    people = {who for who, _ in gold.events[id_].people}
    return sum(bool(people & _ids(gold, told.links.chains[chain].mentions)) for chain in event.people)


def _ids(gold: Annotated, mentions: Sequence[Mention]) -> set[str]:
    """Whom most mentions of a chain mention."""
    counts = Counter(
        i for m in mentions for s in gold.spans if s.start < m.end and m.start < s.end for i in s.ids if i[0] in "pol"
    )
    return {counts.most_common(1)[0][0]} if counts else set()


def main() -> None:
    """Fit and store."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    options = parser.parse_args()
    splits = read_splits(options.corpus / "plan.tsv")
    held_out = [report for report in read_corpus(options.corpus) if splits.get(report.id) in _SPLITS]
    reports, manners = ([one for one in held_out if splits[one.id] == name] for name in _SPLITS)

    def reader() -> LearnedReader:
        return LearnedReader(Encoder(options.model))

    first = reader()
    analyses = [(gold, first.analyse(report_of(gold))) for gold in reports]  # what is fitted here changes none of them
    rows = [row for gold, analysis in analyses for row in sameness_rows(gold, analysis)]
    _learn(options.model, "sameness", FEATURES, rows)
    after = reader()
    rows = [row for gold, analysis in analyses for row in part_rows(gold, analysis, after)]
    _learn(options.model, "taking_part", taking_part.FEATURES, rows)
    rows = [row for gold, analysis in analyses for row in day_rows(gold, analysis, after)]
    _learn(options.model, "day", when_where.DAY, rows)
    rows = [row for gold, analysis in analyses for row in place_rows(gold, analysis, after)]
    _learn(options.model, "place", when_where.PLACE, rows)
    after = reader()
    analyses += [(gold, after.analyse(report_of(gold))) for gold in manners]
    rows = [row for gold, analysis in analyses for row in confidence_rows(gold, analysis, after)]
    weights = _learn(options.model, "confidence", certainty.FEATURES, rows)
    gold = sum(len(report.events) for report in (*reports, *manners))
    least = _least([(float(1 / (1 + np.exp(-row @ weights))), right) for row, right in rows], gold)
    print(f"least confidence {least:.2f}")
    store(options.model, {"confidence.least": np.asarray(least)})


def _learn(
    folder: Path, name: str, features_: Sequence[str], rows: Sequence[tuple[npt.NDArray[np.float32], bool]]
) -> Floats:
    """Fit one set of weights, print it, store it."""
    told = np.asarray([row for row, _ in rows], np.float64)
    right = np.asarray([answer for _, answer in rows], np.float64)
    weights = fit(told, right)
    named = ", ".join(f"{one} {value:.2f}" for one, value in zip(features_, weights, strict=True))
    print(f"{name}, {len(rows)} rows, {int(right.sum())} right: {named}")
    store(folder, {f"{name}.weight": weights})
    return weights


def _least(told: Sequence[tuple[float, bool]], gold: int) -> float:
    """The confidence below which nothing is told: the highest up to 0.5 at which F1 is all but its best."""
    values = []
    for step in range(round(100 * _LIKELY) + 1):
        kept = [right for chance, right in told if chance >= step / 100]
        values.append(2 * sum(kept) / max(len(kept) + gold, 1))
    return max(step for step, value in enumerate(values) if value >= max(values) - _ALL_BUT) / 100


def store(folder: Path, learned: dict[str, Floats]) -> None:
    """Put weights to the heads of a model."""
    path = folder / "heads.npz"
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays |= {name: value.astype(np.float32) for name, value in learned.items()}
    np.savez_compressed(path, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
