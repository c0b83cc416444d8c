"""Which mentions are of one: a mention goes to the earlier one that scores best, or begins a chain."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from entrevue.domain.spans import Label, Mention, Words
from entrevue.linking.features import Geometry, chain_features, pair_forms, spans_of
from entrevue.linking.scorers import Scorers

Floats = npt.NDArray[np.float32]
_FITS = {  # what a mention of a label may go back to
    Label.NAME: {Label.NAME, Label.OFFICE, Label.REF},
    Label.OFFICE: {Label.NAME, Label.OFFICE, Label.REF},
    Label.REF: {Label.NAME, Label.OFFICE, Label.REF, Label.BODY},
    Label.BODY: {Label.BODY, Label.REF},
    Label.PLACE: {Label.PLACE},
}


def chains_of(
    words: Words, actors: Sequence[Mention], vectors: Floats, geometry: Geometry, forms: Floats, scorers: Scorers,
    numerals: Mapping[str, int],
) -> list[list[int]]:  # fmt: skip
    """The chains as lists of indexes of `actors`; a mention of several stands in several chains.

    `numerals` are the words that tell how many ("les deux ministres").
    """
    if not actors:
        return []
    spans = spans_of(actors)
    features = np.concatenate(
        [pair_forms(geometry.between(spans, spans), forms), chain_features(actors, words)], axis=-1
    )
    scores = scorers.pairs("chain", vectors, vectors, features)[..., 0] - scorers.linear("chain_new", vectors)
    several = scorers.linear("chain_set", vectors)[:, 0] > 0
    chains: list[list[int]] = []
    owner: list[list[int]] = []  # the chains that each mention belongs to
    for i, mention in enumerate(actors):
        fits = [j for j in range(i) if actors[j].label in _FITS[mention.label] and (len(owner[j]) == 1)]
        good = sorted((j for j in fits if scores[i, j] > 0), key=lambda j: -scores[i, j])
        if several[i] and mention.label in (Label.REF, Label.OFFICE):
            into = list(dict.fromkeys(owner[j][0] for j in good))[: count_of(mention, words, numerals)]
            if len(into) < 2 and len(set(mention.states)) > 1:
                into = list(range(len(chains), len(chains) + len(set(mention.states))))  # one holder of each state
                chains.extend([] for _ in into)
        else:
            into = [owner[good[0]][0]] if good else []
        if not into:
            into = [len(chains)]
            chains.append([])
        for one in into:
            chains[one].append(i)
        owner.append(into)
    return chains


def count_of(mention: Mention, words: Words, numerals: Mapping[str, int]) -> int | None:
    """How many a mention stands for, where a word of it tells."""
    told = [numerals[fold] for fold in words.folds[mention.first : mention.last + 1] if fold in numerals]
    return told[0] if told and told[0] > 1 else None
