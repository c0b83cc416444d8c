"""The one door to statistical models: names by a recogniser, heads by a parser, both optional.

Pipelines are spaCy 3.8 packages pinned by version and hash in the lock file. Which package serves a language is data
(`model.toml` of its pack). A language without a package runs on rules alone: `NoModel`.
"""

import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from entrevue.domain.text import Arc, Sentence
from entrevue.errors import ModelError
from entrevue.languages import Concern, codes, load

CharSpan = tuple[int, int]


class Model(Protocol):
    """What reading asks of a model."""

    def names(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """For each text the named spans (start, end, "PER" | "ORG" | "LOC"), in code points of that text."""

    def arcs(self, texts: Sequence[str]) -> list[list[tuple[int, int, int, str]]]:
        """For each text its words as (start, end, index of the head in this list, relation)."""


class NoModel:
    """Reading without a model: no names, no arcs."""

    def names(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """No named span for any text."""
        return [[] for _ in texts]

    def arcs(self, texts: Sequence[str]) -> list[list[tuple[int, int, int, str]]]:
        """No word for any text."""
        return [[] for _ in texts]


class Pipeline(Concern):
    """Schema of `model.toml`: a spaCy package, its version, and what its labels and relations mean here."""

    package: str
    version: str
    labels: dict[str, str]
    relations: dict[str, str]


class SpacyModel:
    """A spaCy pipeline without the parts that reading does not use."""

    def __init__(self, pipeline: Pipeline) -> None:
        """Load the package; ModelError when it is missing or of another version."""
        import importlib  # spaCy takes half a second to import: paid here, on the first page that needs it

        try:
            package = importlib.import_module(pipeline.package)
        except ImportError as error:
            raise ModelError(f"the language package {pipeline.package} is not installed") from error
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._nlp: Any = package.load(exclude=["lemmatizer", "attribute_ruler", "senter"])
        if self._nlp.meta["version"] != pipeline.version:
            raise ModelError(f"{pipeline.package} is {self._nlp.meta['version']}, not {pipeline.version}")
        self._labels = pipeline.labels
        self._relations = pipeline.relations

    def names(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """Named spans of each text by the pipeline's recogniser."""
        with self._nlp.select_pipes(enable=["ner"]):
            return [
                [
                    (entity.start_char, entity.end_char, self._labels[entity.label_])
                    for entity in doc.ents
                    if entity.label_ in self._labels
                ]
                for doc in self._nlp.pipe(texts, batch_size=32)
            ]

    def arcs(self, texts: Sequence[str]) -> list[list[tuple[int, int, int, str]]]:
        """Words of each text with their heads by the pipeline's parser."""
        with self._nlp.select_pipes(enable=["tok2vec", "parser"]):
            return [
                [
                    (token.idx, token.idx + len(token.text), token.head.i, self._relations.get(token.dep_, token.dep_))
                    for token in doc
                ]
                for doc in self._nlp.pipe(texts, batch_size=32)
            ]


@cache
def load_model(language: str) -> Model:
    """The model of a language, loaded once a process; `NoModel` where the pack names none."""
    if language not in codes("model"):
        return NoModel()
    return SpacyModel(load(language, "model", Pipeline))


def cut_adjuncts(text: str, sentence: Sentence) -> tuple[str, list[int]]:
    """The text of a sentence without its dates and the places told beside them, and where each character stood.

    A parser hangs the object of "a reçu, jeudi 24 septembre à Rabat, l'ambassadeur" on the adjunct; cut it, and the
    object is found.
    """
    cuts = [(date.start, date.end) for date in sentence.dates if date.kind != "duration"]
    inside = [(actor.start, actor.end) for actor in sentence.actors if actor.name is not None]
    cuts = [cut for cut in cuts if not any(start <= cut[0] < end for start, end in inside)]
    kept: list[int] = []
    position = sentence.start
    for start, end in sorted(cuts):
        kept += range(position, start)
        position = max(position, end)
        if text[position : position + 1] == "," and text[:start].rstrip().endswith(","):
            position += 1  # both commas of ", jeudi," would leave a hole
    kept += range(position, sentence.end)
    return "".join(text[offset] for offset in kept), kept


def to_arcs(
    words: Sequence[tuple[int, int, int, str]], starts: Mapping[int, int], kept: Sequence[int]
) -> dict[int, Arc]:
    """Map a parser's words onto our tokens by where they start; `kept` maps offsets of the cut text to the report."""
    place = {k: starts.get(kept[start]) for k, (start, _, _, _) in enumerate(words)}
    arcs: dict[int, Arc] = {}
    for k, (_, _, head, relation) in enumerate(words):
        own, above = place[k], place[head]
        if own is not None and above is not None:
            arcs[own] = Arc(above, relation)
    return arcs
