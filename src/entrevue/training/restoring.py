"""An exported model as a checkpoint again, so that training can go on from the model that is shipped."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

_MATRICES = ("qkv", "out", "up", "down")  # of a layer, in the order of its computation


def restored(folder: Path) -> dict[str, Tensor]:
    """The weights of an exported model by the names of `Model`, but for the pieces, which are as published.

    Matrices come back from eight bits, so they differ from the trained ones by half a step at most. Raises ValueError
    when the file holds no layers of that kind.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(folder / "encoder.onnx")).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: value for name, value in arrays.items() if name.startswith("encoder.") and value.dtype == np.float32}
    found = {name: value for name, value in found.items() if not name.endswith("_scale")}
    used = [name for node in graph.node for name in node.input if name.endswith("_quantized") and name in arrays]
    matrices = [name.removesuffix("_quantized") for name in used if not name.startswith("encoder.")]
    if not matrices or len(matrices) % len(_MATRICES):
        raise ValueError(f"{folder}: not a model that this project exported")
    for number, name in enumerate(matrices):
        layer, part = divmod(number, len(_MATRICES))
        steps = arrays[f"{name}_quantized"].astype(np.float32) - arrays.get(f"{name}_zero_point", np.float32(0))
        found[f"encoder.layers.{layer}.{_MATRICES[part]}.weight"] = (steps * arrays[f"{name}_scale"]).T
    with np.load(folder / "heads.npz") as heads:
        found |= {name: heads[name].astype(np.float32) for name in heads.files}
    return {name: torch.from_numpy(np.array(value)) for name, value in found.items()}
