"""What each part of reading brings: the same reports read with the part left out.

    python bench/ablation.py                                            the corpus's `test`
    python bench/ablation.py --gold dev.jsonl --pages FOLDER            gold records with a folder of their pages

Words pass the encoder once; every part is then left out in turn, and nothing is fitted anew. What a part brings is told
as the difference that its absence makes, so that parts which mend the same faults share what they bring.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

import entrevue.linking as linking
import quality
import scoring
from entrevue import reading
from entrevue.accounts import concluding, drafting, events, statuses, visits
from entrevue.domain.spans import Words
from entrevue.encoder import Encoder
from entrevue.linking import chaining, several
from entrevue.mentions import tagging
from entrevue.pipeline import Reader

Patched = tuple[Any, str, Any]
FIGURES = ("engagement F1", "whole F1", "participant F1", "part", "wrong side", "start", "country", "status", "quiet")


def nothing(*_: Any, **__: Any) -> None:
    return None


def always(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value


def all_together(_: object, __: int, arguments: Any) -> Any:
    return np.ones((len(arguments), len(arguments)), np.float32)


def a_word_in_common(mine: frozenset[str], other: frozenset[str]) -> bool:
    return not mine or not other or bool(mine & other)


def without_calendar(draft: Any, drafts: Any, told: Any) -> str:
    return _status(draft, drafts, replace(told, published=None))


def whoever_is_likely(_: str, chances: dict[int, float], __: Any) -> dict[int, float]:
    return {chain: chance for chain, chance in chances.items() if chance >= drafting.TAKES_PART}


def by_the_surest_trigger(event: Any, chain: int, told: Any) -> float:
    return float(1 - told.links.role[event.triggers, chain, 0].min())


_status = statuses.status_of
PARTS: dict[str, tuple[Patched, ...]] = {
    "which stretches are read at all": (
        (reading.LearnedReader, "_passing", lambda _, words, *__: np.ones(len(words), bool)),
    ),
    "sides heard from each other": ((linking, "agreed", lambda sides, _: sides),),
    "well-known holders of offices": ((reading, "holders_among", always({})),),
    "met together or one by one, as learned": ((linking._Together, "__call__", all_together),),
    "words of manner: jointly, separately": ((reading, "manners_of", lambda _, triggers, __: [None] * len(triggers)),),
    "places told in a row": ((linking, "listed", always([])),),
    "names in the order of states": ((linking, "named_in_order", always({})),),
    "several are who took part before": ((several.Several, "_met_before", always([])),),
    "several are those named behind": ((several, "names_behind", always([])),),
    "who cannot be one person": (
        (chaining, "listed_offices", always(())),
        (chaining, "nation", nothing),
        (chaining, "one_name", a_word_in_common),
    ),
    "who meets a counterpart is of another state": ((linking, "counterparts_of", always({})),),
    "towns and cities in the states told": ((tagging, "state_of_town", nothing), (tagging, "namesake", nothing)),
    "a date told twice side by side": ((tagging, "_narrowed", lambda date, _: date),),
    "two sides at a table": ((drafting, "_two_sides", whoever_is_likely),),
    "two talks of others stay two": ((events, "_of_others", always(False)),),
    "who takes part, by all triggers": ((drafting, "_takes_part", by_the_surest_trigger),),
    "one visit, one meeting of the same": ((concluding, "one_of_each", nothing),),
    "who is told to accompany": ((concluding, "come_along", nothing),),
    "one side a visit": ((concluding, "of_one_side", lambda draft, _: [draft]),),
    "an office is its holder's": ((drafting, "_is_double", always(False)),),
    "who meets where he visits": ((visits, "_only_stay", nothing),),
    "days and places inherited": ((concluding, "inherit", nothing),),
    "parts by place and sides": ((concluding, "place_parts", nothing),),
    "the calendar": ((concluding, "status_of", without_calendar), (visits, "status_of", without_calendar)),
    "words of cancelling": ((concluding, "is_called_off", always(False)),),
    "nothing below the least confidence": ((concluding, "sure_enough", concluding.drafts_of),),
}


class Remembering(Encoder):
    """An encoder that reads no words twice."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[tuple[str, bytes], tuple[Any, Any]] = {}

    def states(self, words: Words, wanted: Any) -> tuple[Any, Any]:
        key = (words.text, wanted.tobytes())
        if key not in self.known:
            self.known[key] = super().states(words, wanted)
        return self.known[key]


def figures(golds: list[Any], reader: Reader, parts: tuple[Patched, ...], *, told: bool) -> dict[str, float]:
    """The scores of one reading with parts put in the place of others."""
    with ExitStack() as stack:
        for where, name, other in parts:
            stack.enter_context(patch.object(where, name, other))
        return dict(scoring.score(quality.records(golds, reader, told=told)).rows())


def rows(golds: list[Any], *, told: bool) -> Iterator[tuple[str, dict[str, float]]]:
    """The figures of the whole reader, then those without each part."""
    reader = Reader()
    reader._learned.encoder = Remembering()
    yield "everything", figures(golds, reader, (), told=told)
    for name, parts in PARTS.items():
        yield name, figures(golds, reader, parts, told=told)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--pages", type=Path)
    options = parser.parse_args()
    golds: list[Any] = (
        quality.paged(options.gold, options.pages) if options.gold else list(quality.annotated(quality.CORPUS, "test"))
    )
    print(f"{'without':40}" + "".join(f"{name.replace('engagement', 'eng.'):>16}" for name in FIGURES))
    whole: dict[str, float] = {}
    for name, found in rows(golds, told=True):
        whole = whole or found
        told = (f"{found[one]:.3f}" if found is whole else f"{found[one] - whole[one]:+.3f}" for one in FIGURES)
        print(f"{name:40}" + "".join(f"{one:>16}" for one in told), flush=True)


if __name__ == "__main__":
    main()
