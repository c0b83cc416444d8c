"""Text → states of its words: the one place that knows the model and its runtime.

The model is a folder: `encoder.onnx` (its matrices in eight bits), `tokenizer.json`, `heads.npz` (what the tagger and
the scorers learned), `model.json` (its card in figures). It is named by the hash of these files.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from entrevue.domain.spans import Words
from entrevue.encoder.windows import first_pieces, homes, windows

Floats = npt.NDArray[np.float32]
_BEHIND = 2_000  # characters behind the last word that are read with it
_FILES = ("encoder.onnx", "tokenizer.json", "heads.npz")


class Encoder:
    """A trained model; loads its runtime when the first text comes."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: where the model lies; without one, the model that is shipped."""
        self.folder = folder or Path(str(resources.files("entrevue.encoder") / "model"))

    @cached_property
    def hash(self) -> str:
        """The model's name: the first twelve digits of the hash over its files."""
        digest = hashlib.sha256()
        for name in _FILES:
            digest.update((self.folder / name).read_bytes())
        return digest.hexdigest()[:12]

    @cached_property
    def card(self) -> Mapping[str, Any]:
        """Labels, sizes and thresholds that go with the weights."""
        card: dict[str, Any] = json.loads((self.folder / "model.json").read_text("utf-8"))
        return card

    @cached_property
    def heads(self) -> Mapping[str, Floats]:
        """What the tagger and the scorers learned, by name."""
        with np.load(self.folder / "heads.npz") as stored:
            return {name: stored[name].astype(np.float32) for name in stored.files}

    def states(self, words: Words, wanted: npt.NDArray[np.bool_]) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """The state of each word, (words, hidden), and which words were read: those of windows with a wanted word.

        States of words that were not read are 0. Linear in the length of the text up to a little behind the last word.
        """
        text = words.text[: max(words.ends, default=0) + _BEHIND]  # of a book only its first sentences are words
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids = np.asarray(encoding.ids, np.int64)
        first = first_pieces(words.starts, words.ends, encoding.offsets)
        cut = windows(len(ids))
        begin, end = self.card["marks"]
        chosen = homes(first, cut)
        called = np.unique(chosen[wanted])
        read = np.isin(chosen, called)
        out = {k: self._run(np.concatenate(([begin], ids[slice(*cut[k])], [end]))) for k in called.tolist()}
        states: Floats = np.zeros((len(words), self.heads["tagger.weight"].shape[1]), np.float32)
        for k, own in out.items():
            here = chosen == k
            states[here] = own[first[here] - cut[k][0] + 1]
        return states, read

    def _run(self, ids: npt.NDArray[np.int64]) -> Floats:
        (states,) = self._session.run(None, {"ids": ids[None]})
        result: Floats = states[0]
        return result

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self.folder / "tokenizer.json"))

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # pages are read side by side, not words; and the order of sums stays the same
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.disable_quant_qdq", "1")  # matrices become floats once, when loaded
        return onnxruntime.InferenceSession(
            str(self.folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )


@cache
def load_encoder(folder: Path | None = None) -> Encoder:
    """The model in a folder, or the one that is shipped, loaded once a process."""
    return Encoder(folder)
