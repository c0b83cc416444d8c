"""Trains the model on `corpus/`: `python -m entrevue.training.train --corpus corpus --out build/model`."""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import torch
import torch.distributed as dist
from torch.multiprocessing.spawn import spawn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from entrevue.atlas.tables import names
from entrevue.training.annotation import Annotated, AnnotationError, parse
from entrevue.training.examples import example_of
from entrevue.training.exchanging import Exchange
from entrevue.training.losses import losses, total
from entrevue.training.measuring import measure
from entrevue.training.model import Model
from entrevue.training.multiplying import bank_of, multiplied
from entrevue.training.preparing import Prepared, prepare
from entrevue.training.restoring import restored
from entrevue.training.splits import read_splits
from entrevue.training.weights import build_tokenizer, load_weights, vocabulary

_MEETING = "processes"  # a file by which the processes of one training find each other
AVERAGED = 0.996  # what the mean of the weights keeps at each step


def load(corpus: Path, splits: dict[str, str]) -> dict[str, list[Annotated]]:
    """The reports of each split; those that do not parse are named and left out."""
    found: dict[str, list[Annotated]] = {"train": [], "dev": [], "test": []}
    for path in sorted(corpus.glob("*/*.txt"), key=lambda p: p.stem):
        try:
            report = parse(path.read_text("utf-8"), path.stem)
            example_of(report)
        except (AnnotationError, KeyError, ValueError, IndexError) as error:
            print(f"left out: {path.name}: {error}")
            continue
        found.setdefault(splits.get(path.stem, "train"), []).append(report)
    return found


def main() -> None:
    """Train one model, with as many processes as are asked for: each takes its share of every batch."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--plan", type=Path, default=Path("corpus/plan.tsv"))
    parser.add_argument("--out", type=Path, default=Path("build/model"))
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--frozen", type=int, default=0, help="so many of the lowest layers stay as published")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--pieces", type=int, default=30_000)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument(
        "--start",
        type=Path,
        help="a checkpoint, or an exported model, to start from; layers above its own are as published",
    )
    parser.add_argument(
        "--rehearse", type=float, default=1.0, help="the share in each epoch of the reports that are not taken whole"
    )
    parser.add_argument(
        "--whole",
        help="ids of the reports taken whole in each epoch, as a pattern (??-t*); else those outside the plan",
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=2, help="of one core each")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / _MEETING).unlink(missing_ok=True)
    spawn(work, (options,), options.processes)


def work(rank: int, options: argparse.Namespace) -> None:
    """What each process does; the first one prints and stores."""
    torch.set_num_threads(1)
    meeting = (options.out / _MEETING).absolute().as_uri()
    dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=options.processes)
    if rank:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    weights = load_weights()
    splits = read_splits(options.plan)
    reports = load(options.corpus, splits)
    if options.limit:
        reports["train"] = random.sample(reports["train"], options.limit)
    tokenizer = build_tokenizer(list(weights.pieces), weights.sizes["unk"])
    texts = [report.text for some in reports.values() for report in some]
    surfaces = [name.surface for language in sorted({r.language for r in reports["train"]}) for name in names(language)]
    kept = vocabulary(weights, [*texts, *surfaces], options.pieces)
    (options.out / "kept.json").write_text(json.dumps(kept))
    numbers = {old: new for new, old in enumerate(kept)}
    marks = (numbers[weights.sizes["bos"]], numbers[weights.sizes["eos"]])
    unknown = numbers[weights.sizes["unk"]]
    tokenizer = build_tokenizer([weights.pieces[old] for old in kept], unknown)  # as the reader will cut words
    numbers = {new: new for new in range(len(kept))}
    bank, exchange = bank_of(reports["train"]), Exchange(reports["train"])

    def made(report: Annotated, seed: int | None = None) -> Prepared:
        chosen = report if seed is None else multiplied(report, bank, exchange, random.Random(seed))  # noqa: S311
        return prepare(example_of(chosen), tokenizer, numbers, unknown)

    dev = [made(report) for report in reports["dev"]]
    print({name: len(some) for name, some in reports.items()}, flush=True)
    model = Model(weights, kept, options.layers, options.frozen)
    if options.start:
        kept_whole = options.start / "model.pt"
        stored = torch.load(kept_whole) if kept_whole.exists() else restored(options.start)
        stored.pop("encoder.word.weight", None)  # never trained; the pieces kept may be others
        for name, value in model.state_dict().items():
            if name in stored and stored[name].shape != value.shape:  # what it did not see before weighs nothing yet
                wider = torch.zeros_like(value)
                wider[:, : stored[name].shape[1]] = stored[name]
                stored[name] = wider
        model.load_state_dict(stored, strict=False)
        if rank == 0:
            print("   dev " + measure(model, dev, marks), flush=True)
    torch.manual_seed(options.seed + rank)  # one start, and chance of its own for each process
    whole = {r.id for r in reports["train"] if (fnmatch(r.id, options.whole) if options.whole else r.id not in splits)}
    planned = [report for report in reports["train"] if report.id not in whole]
    others = [report for report in reports["train"] if report.id in whole]
    run(model, planned, others, dev, made, marks, rank, options)


def run(
    model: Model, planned: list[Annotated], others: list[Annotated], dev: list[Prepared], made: Callable[..., Prepared],
    marks: tuple[int, int], rank: int, options: argparse.Namespace,
) -> None:  # fmt: skip
    """The epochs: all `others` and a share of what was `planned`, drawn anew each time; figures on `dev` after every second."""
    slow = [p for name, p in model.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    fast = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    trained = [*slow, *fast]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": options.rate}, {"params": fast, "lr": 5 * options.rate}], weight_decay=0.03, fused=True
    )
    rehearsed = round(options.rehearse * len(planned))
    steps = options.epochs * ((len(others) + rehearsed) // options.batch + 1)
    warm = max(steps // 12, 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min((k + 1) / warm, max(0.02, 1 - (k - warm) / max(steps - warm, 1)))
    )
    # The mean of the last few hundred steps reads pages better than any of them.
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED))
    parent = os.getppid()
    for epoch in range(options.epochs):
        began = time.time()
        model.train()
        order = [*others, *random.sample(planned, rehearsed)]
        random.shuffle(order)
        varied = epoch > 0 or options.start is not None
        seeds = [random.getrandbits(32) if varied else None for _ in order]
        sums: dict[str, float] = {}
        drawn = list(zip(order, seeds, strict=True))
        for at in range(0, len(drawn), options.batch):
            if os.getppid() != parent:  # it was killed: nobody waits for what is learned from here on
                sys.exit(1)
            some = _shared(drawn[at : at + options.batch], options.processes)[rank]
            ones = [made(report, seed) for report, seed in some]
            if ones:
                states = model.states([(one.ids, one.first) for one in ones], marks)
                told = [losses(model, one, own) for one, own in zip(ones, states, strict=True)]
                (torch.stack([total(one) for one in told]).sum() / options.batch).backward()
                for name, value in [pair for one in told for pair in one.items()]:
                    sums[name] = sums.get(name, 0.0) + float(value.detach())
            _add_up(trained)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            averaged.update_parameters(model)
        means = " ".join(f"{name} {value * options.processes / max(len(order), 1):.3f}" for name, value in sums.items())
        print(f"epoch {epoch + 1}: {time.time() - began:.0f} s  {means}", flush=True)
        if rank == 0:
            torch.save(averaged.module.state_dict(), options.out / "model.pt")
        if rank == 0 and dev and (epoch % 2 or epoch + 1 == options.epochs):
            print("   dev " + measure(averaged.module, dev, marks), flush=True)


def _shared(batch: list[tuple[Annotated, int | None]], processes: int) -> list[list[tuple[Annotated, int | None]]]:
    """A batch dealt out so that each process has about as much to read: they wait for each other."""
    shares: list[list[tuple[Annotated, int | None]]] = [[] for _ in range(processes)]
    for one in sorted(batch, key=lambda drawn: -len(drawn[0].text)):
        min(shares, key=lambda share: sum(len(report.text) for report, _ in share)).append(one)
    return shares


def _add_up(parameters: list[torch.nn.Parameter]) -> None:
    """Give every process the sum of what all of them learned from their share of a batch."""
    for one in parameters:
        if one.grad is None:
            one.grad = torch.zeros_like(one)
    grads = [one.grad for one in parameters if one.grad is not None]
    told = torch.cat([grad.flatten() for grad in grads])
    dist.all_reduce(told)
    for grad, own in zip(grads, told.split([grad.numel() for grad in grads]), strict=True):
        grad.copy_(own.view_as(grad))


if __name__ == "__main__":
    main()
