"""The mean of models that came one out of the other: `python -m entrevue.training.averaging A 0.6 B 0.4 --out build/mean`."""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor


def mean_of(models: Sequence[dict[str, Tensor]], shares: Sequence[float]) -> dict[str, Tensor]:
    """The weights of checkpoints, weight by weight; pieces, which are never trained and may be others, are the first's.

    Raises KeyError where a model lacks a weight of the first, ValueError where shares do not sum to 1.
    """
    if abs(sum(shares) - 1) > 0.001:
        raise ValueError(f"shares sum to {sum(shares):g}, not to 1")
    first, *_ = models
    return {
        name: value
        if name == "encoder.word.weight"
        else sum((share * one[name] for share, one in zip(shares, models, strict=True)), torch.zeros_like(value))
        for name, value in first.items()
    }


def main() -> None:
    """Write the mean as a checkpoint that `export` takes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("models", nargs="+", metavar="FOLDER SHARE", help="folders with model.pt, each with its share")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if len(options.models) % 2:
        parser.error("each folder needs its share")
    folders, shares = [Path(one) for one in options.models[::2]], [float(one) for one in options.models[1::2]]
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean_of([torch.load(one / "model.pt") for one in folders], shares), options.out / "model.pt")
    shutil.copy(folders[0] / "kept.json", options.out / "kept.json")


if __name__ == "__main__":
    main()
