"""Trains the model on `corpus/`: `python -m entrevue.training.train --corpus corpus --out build/model`."""

import argparse
import json
import random
import time
from pathlib import Path

import torch

from entrevue.training.annotation import AnnotationError, parse
from entrevue.training.examples import Example, example_of
from entrevue.training.losses import losses, total
from entrevue.training.measuring import measure
from entrevue.training.model import Model
from entrevue.training.preparing import Prepared, prepare
from entrevue.training.weights import build_tokenizer, load_weights, vocabulary

EXTRA_LIMIT = 2_000


def load(corpus: Path, splits: dict[str, str]) -> dict[str, list[Example]]:
    """The examples of each split; reports that do not parse are named and left out."""
    found: dict[str, list[Example]] = {"train": [], "dev": [], "test": []}
    for path in sorted(corpus.glob("*/*.txt"), key=lambda p: p.stem):
        try:
            example = example_of(parse(path.read_text("utf-8"), path.stem))
        except (AnnotationError, KeyError, ValueError) as error:
            print(f"left out: {path.name}: {error}")
            continue
        found[splits.get(path.stem, "train")].append(example)
    return found


def read_splits(plan: Path) -> dict[str, str]:
    """The split of each report, from the plan."""
    rows = [line.split("\t") for line in plan.read_text("utf-8").splitlines()[1:]]
    return {row[0]: row[-1] for row in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--plan", type=Path, default=Path("corpus/plan.tsv"))
    parser.add_argument("--out", type=Path, default=Path("build/model"))
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--pieces", type=int, default=30_000)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--start", type=Path, help="a checkpoint to start from")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    weights = load_weights()
    examples = load(options.corpus, read_splits(options.plan))
    if options.limit:
        examples["train"] = examples["train"][: options.limit]
    tokenizer = build_tokenizer(list(weights.pieces), weights.sizes["unk"])
    kept_path = options.out / "kept.json"
    if options.start:
        kept = json.loads((options.start / "kept.json").read_text())
    else:
        kept = vocabulary(weights, [e.words.text for e in examples["train"]], options.pieces)
    kept_path.write_text(json.dumps(kept))
    numbers = {old: new for new, old in enumerate(kept)}
    marks = (numbers[weights.sizes["bos"]], numbers[weights.sizes["eos"]])
    unknown = numbers[weights.sizes["unk"]]
    tokenizer = build_tokenizer([weights.pieces[old] for old in kept], unknown)  # as the reader will cut words
    numbers = {new: new for new in range(len(kept))}
    sets = {name: [prepare(e, tokenizer, numbers, unknown) for e in some] for name, some in examples.items()}
    print({name: len(some) for name, some in sets.items()}, "pieces", sum(len(one.ids) for one in sets["train"]), flush=True)
    model = Model(weights, kept, options.layers)
    if options.start:
        model.load_state_dict(torch.load(options.start / "model.pt"))
    model.encoder.word.weight.requires_grad_(False)  # pieces that no report holds would drift from those that do
    run(model, sets, marks, options)
    torch.save(model.state_dict(), options.out / "model.pt")


def run(model: Model, sets: dict[str, list[Prepared]], marks: tuple[int, int], options: argparse.Namespace) -> None:
    """The epochs; figures on `dev` after each."""
    slow = [p for name, p in model.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    fast = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": options.rate}, {"params": fast, "lr": 5 * options.rate}], weight_decay=0.01
    )
    steps = options.epochs * (len(sets["train"]) // options.batch + 1)
    warm = max(steps // 12, 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min((k + 1) / warm, max(0.02, 1 - (k - warm) / max(steps - warm, 1)))
    )
    for epoch in range(options.epochs):
        began = time.time()
        model.train()
        order = random.sample(sets["train"], len(sets["train"]))
        sums: dict[str, float] = {}
        for number, one in enumerate(order, 1):
            told = losses(model, one, marks)
            (total(told) / options.batch).backward()
            for name, value in told.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach())
            if number % options.batch == 0 or number == len(order):
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                optimiser.zero_grad()
        means = " ".join(f"{name} {value / max(len(order), 1):.3f}" for name, value in sums.items())
        print(f"epoch {epoch + 1}: {time.time() - began:.0f} s  {means}", flush=True)
        if sets["dev"]:
            print("   dev " + measure(model, sets["dev"], marks), flush=True)
        torch.save(model.state_dict(), options.out / "model.pt")


if __name__ == "__main__":
    main()
