"""Which sentences may tell an engagement: a cheap look at words, before the encoder reads what stands around them.

A log-linear score of each sentence over its words, its pairs of words, and whether offices and several states are told
in it and around it; learned from `corpus/` (`entrevue.training.screening`). Words are told apart by a hash.
"""

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from entrevue.domain.mentions import Organisation, Place
from entrevue.domain.spans import Words
from entrevue.languages.gate import office_words

SIZE = 1 << 15  # weights; what falls on one weight shares it
_AROUND = 2  # sentences before and behind whose offices and states count
_CAPITALS, _STATES = 6, 3  # more are not told apart


def features(words: Words, known: Sequence[Place | Organisation], language: str) -> list[list[int]]:
    """For each sentence of the report, in order, the weights that it takes."""
    sentences: list[list[int]] = [[] for _ in range(max(words.sentence, default=-1) + 1)]
    for k, number in enumerate(words.sentence):
        sentences[number].append(k)
    offices = office_words(language)
    told = sorted((one.start, one.country) for one in known if one.country)
    titled = [any(words.folds[k] in offices for k in own) for own in sentences]
    states = [
        {country for start, country in told if own and words.starts[own[0]] <= start < words.ends[own[-1]]}
        for own in sentences
    ]
    result = []
    for number, own in enumerate(sentences):
        near = slice(max(0, number - _AROUND), number + _AROUND + 1)
        around, titled_around = len(set().union(*states[near])), any(titled[near])
        capitals = sum(words.text[words.starts[k]].isupper() for k in own[1:])
        signs = [
            f"{language} office {titled[number]}", f"{language} office around {titled_around}",
            f"{language} states {min(len(states[number]), _STATES - 1)}", f"{language} states around {min(around, _STATES)}",
            f"{language} both {titled_around} {min(around, _STATES - 1)}", f"{language} capitals {min(capitals, _CAPITALS)}",
        ]  # fmt: skip
        before = "^"
        for k in own:
            fold = "0" if words.folds[k][:1].isdigit() else words.folds[k]
            signs += (f"{language}:{fold}", f"{language}:{before} {fold}")
            before = fold
        result.append(sorted({zlib.crc32(sign.encode()) % SIZE for sign in signs}))
    return result


def scores(rows: Sequence[Sequence[int]], weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Log odds that each sentence tells an engagement; `weights`: those of the hashes, then what every sentence has."""
    return np.asarray([weights[list(row)].sum() + weights[-1] for row in rows], np.float32)
