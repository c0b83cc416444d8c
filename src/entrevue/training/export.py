"""Writes a trained model as the reader takes it: `python -m entrevue.training.export --model build/model --out FOLDER`."""

import argparse
import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from entrevue.training.model import Model
from entrevue.training.weights import Weights, build_tokenizer, load_weights

CALM = 0.999  # the least mean cosine of states whose products may be taken in eight bits


def export(model: Model, weights: Weights, kept: list[int], folder: Path) -> None:
    """Write encoder (its matrices in eight bits), tokenizer, heads and card."""
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
        shrink(Path(path), folder / "encoder.onnx")
    heads = {name: value for name, value in model.state_dict().items() if not name.startswith("encoder.")}
    arrays: dict[str, Any] = {name: value.numpy().astype(np.float16) for name, value in heads.items()}
    np.savez_compressed(folder / "heads.npz", **arrays)
    marks = [numbers[weights.sizes["bos"]], numbers[weights.sizes["eos"]]]
    card = {"marks": marks, "pieces": len(kept), "layers": len(model.encoder.layers)}
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def shrink(plain: Path, small: Path) -> None:
    """Write an ONNX model with its matrices in eight bits, one scale for each output of a layer, each piece of the table.

    Sums are taken in eight bits too where that leaves the states as they are. Of this encoder's states a few values are
    a hundred times the others: where they enter a product they are kept as floats, or what is told of a page moves by a
    fifth.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    def write(nodes: list[str], path: Path) -> None:
        quantize_dynamic(
            str(plain), str(path), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"],
            nodes_to_quantize=nodes, extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip

    model = onnx.load(str(plain))
    names = {one.name for one in model.graph.initializer}
    products = [node.name for node in model.graph.node if node.op_type == "MatMul" and names.intersection(node.input)]
    ids = np.random.default_rng(0).integers(4, len(_table(model)), 256)[None]  # any pieces show it
    exact = _states(plain, ids)
    calm = []
    for name in products:
        write([name], small)
        if _likeness(exact, _states(small, ids)) > CALM:
            calm.append(name)
    write(calm, small)
    model = onnx.load(str(small))
    _keep_in_eight_bits(model)
    onnx.save(model, str(small))


def _states(path: Path, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    states: npt.NDArray[np.float32] = session.run(None, {"ids": ids})[0][0]
    return states


def _likeness(left: npt.NDArray[np.float32], right: npt.NDArray[np.float32]) -> float:
    """The mean cosine of two lists of states."""
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return float(((left * right).sum(axis=1) / lengths).mean())


def _table(model: Any) -> npt.NDArray[np.float32]:
    from onnx import numpy_helper

    tables = (one for one in model.graph.initializer if one.name.endswith("word.weight"))
    table: npt.NDArray[np.float32] = numpy_helper.to_array(next(tables))
    return table


def _keep_in_eight_bits(model: Any) -> None:
    """Store the matrices that are still floats in eight bits; they become floats again when the model is loaded."""
    from onnx import helper, numpy_helper

    graph = model.graph
    arrays = {one.name: one for one in graph.initializer}
    nodes = []
    for node in graph.node:
        name = next((one for one in node.input if one in arrays), "")
        if not name or node.op_type not in ("MatMul", "Gather") or len(arrays[name].dims) != 2:
            nodes.append(node)
            continue
        by_row = node.op_type == "Gather"
        kept, scale = _eight_bits(numpy_helper.to_array(arrays[name]), by_row)
        graph.initializer.remove(arrays[name])
        graph.initializer.append(numpy_helper.from_array(kept, f"{name}_quantized"))
        graph.initializer.append(numpy_helper.from_array(scale if by_row else scale[0], f"{name}_scale"))
        if by_row:
            ids, out = node.input[1], node.output[0]
            nodes += [
                helper.make_node("Gather", [f"{name}_quantized", ids], [f"{name}_rows"]),
                helper.make_node("Gather", [f"{name}_scale", ids], [f"{name}_scales"]),
                helper.make_node("Cast", [f"{name}_rows"], [f"{name}_float"], to=1),
                helper.make_node("Mul", [f"{name}_float", f"{name}_scales"], [out]),
            ]
        else:
            parts = [f"{name}_quantized", f"{name}_scale"]
            nodes.append(helper.make_node("DequantizeLinear", parts, [f"{name}_float"], axis=1))
            node.input[:] = [f"{name}_float" if one == name else one for one in node.input]
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)


def _eight_bits(values: npt.NDArray[np.float32], by_row: bool) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """`values` as whole numbers from -127 to 127 and their scale, one for each row or each column."""
    scale = np.maximum(np.abs(values).max(axis=int(by_row), keepdims=True) / 127, 1e-12).astype(np.float32)
    return np.rint(values / scale).astype(np.int8), scale


class _Plain(nn.Module):
    """The encoder with its attention written out, which every runtime knows."""

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
