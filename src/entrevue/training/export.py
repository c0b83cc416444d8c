"""Writes a trained model as the reader takes it: `python -m entrevue.training.export --model build/model --out FOLDER`."""

import argparse
import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from entrevue.training.model import Model
from entrevue.training.weights import Weights, build_tokenizer, load_weights


def export(model: Model, weights: Weights, kept: list[int], folder: Path) -> None:
    """Write encoder (int8), tokenizer, heads and card."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    pieces = [weights.pieces[old] for old in kept]
    numbers = {old: new for new, old in enumerate(kept)}
    build_tokenizer(pieces, numbers[weights.sizes["unk"]]).save(str(folder / "tokenizer.json"))
    ids = torch.zeros(1, 16, dtype=torch.long)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = str(Path(scratch) / "encoder.onnx")
        torch.onnx.export(
            _Plain(model.encoder), (ids,), path, input_names=["ids"], output_names=["states"],
            dynamic_axes={"ids": {0: "batch", 1: "length"}, "states": {0: "batch", 1: "length"}}, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            path, str(folder / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"], extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
    heads = {name: value for name, value in model.state_dict().items() if not name.startswith("encoder.")}
    arrays: dict[str, Any] = {name: value.numpy().astype(np.float16) for name, value in heads.items()}
    np.savez_compressed(folder / "heads.npz", **arrays)
    marks = [numbers[weights.sizes["bos"]], numbers[weights.sizes["eos"]]]
    card = {"marks": marks, "pieces": len(kept), "layers": len(model.encoder.layers)}
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


class _Plain(nn.Module):
    """The encoder with its attention written out, which the runtime's quantiser knows."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = self.encoder(ids)
        return result


def main() -> None:
    """Export one model."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=Path("build/model"))
    parser.add_argument("--out", type=Path, default=Path("src/entrevue/encoder/model"))
    options = parser.parse_args()
    weights = load_weights()
    kept = json.loads((options.model / "kept.json").read_text())
    state = torch.load(options.model / "model.pt")
    layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers."))
    model = Model(weights, kept, layers)
    model.load_state_dict(state)
    export(model, weights, kept, options.out)
    for path in sorted(options.out.iterdir()):
        print(f"{path.stat().st_size / 1e6:8.2f} MB  {path.name}")


if __name__ == "__main__":
    main()
