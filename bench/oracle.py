"""What reading would be with the right answers in the place of what is learned: where it loses most.

    python bench/oracle.py [--reports FOLDER] [--limit 160]      `dev` of the corpus, or annotated reports in a folder

Each line gives the reader some of a report's annotation: its mentions and triggers, its chains, the sides of these, who
takes part, kinds, days, places, and which triggers and arguments tell one engagement. The last line gives it all: what
is missing there is lost by the rules that conclude, or is told in words that the date grammar does not read.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

import entrevue.linking as linking
import quality
import scoring
from ablation import Remembering
from entrevue import reading
from entrevue.domain.spans import Label, Mention
from entrevue.linking.chaining import chains_of
from entrevue.linking.links import KINDS, ROLES, STATUSES, Floats, Links
from entrevue.mentions.tagging import find_mentions
from entrevue.training.annotation import Annotated, Event, Span, read_corpus
from entrevue.training.examples import example_of, report_of
from entrevue.training.splits import read_splits
from entrevue.wire import record_of

FIGURES = ("engagement F1", "participant F1", "whole F1", "part", "side", "start", "country", "status", "quiet")
LEVELS = (
    "",
    "mentions",
    "mentions chains",
    "mentions chains sides",
    "mentions chains parts",
    "mentions chains days",
    "mentions chains places",
    "mentions chains sameness",
    "mentions chains sides parts kinds days places sameness",
)
_SURE, _UNSURE = 0.97, 0.01


@dataclass(frozen=True)
class Oracle:
    """The right answers of one report, of which `given` names those that the reader gets."""

    gold: Annotated
    given: frozenset[str]

    def ids(self, mention: Mention, letters: str) -> tuple[str, ...]:
        """The ids of the annotated span that overlaps a mention most, of those that begin with one of `letters`."""
        over = [
            s
            for s in self.gold.spans
            if s.ids and s.ids[0][0] in letters and s.start < mention.end > mention.start < s.end
        ]

        def likeness(span: Span) -> float:
            shared = min(span.end, mention.end) - max(span.start, mention.start)
            return shared / (max(span.end, mention.end) - min(span.start, mention.start))

        best = max(over, key=likeness, default=None)
        return best.ids if best is not None else ()

    def events(self, trigger: Mention) -> list[Event]:
        """What a trigger tells; nothing where the annotation has a word that tells none."""
        own = [
            s
            for s in self.gold.spans
            if s.kind in ("trigger", "none") and s.start < trigger.end > trigger.start < s.end
        ]
        return [self.gold.events[i] for span in own[:1] for i in span.ids if i in self.gold.events]

    def chances(self, words: int, found: Floats) -> Floats:
        """The tagger's chances, (words, labels, 3)."""
        tags = example_of(self.gold).tags
        if "mentions" not in self.given or len(tags) != words:
            return found
        told = np.full((*tags.shape, 3), _UNSURE, np.float32)
        np.put_along_axis(told, tags[..., None], _SURE, axis=-1)
        return told

    def groups(self, actors: Sequence[Mention]) -> tuple[list[list[int]], list[str | None]]:
        """The chains as lists of indexes, and their ids; who is not annotated is alone."""
        own = [self.ids(one, "pol") for one in actors]
        ids = list(dict.fromkeys(i for one in own for i in one))
        alone = [[k] for k, one in enumerate(own) if not one]
        groups = [[k for k, one in enumerate(own) if i in one] for i in ids]
        return groups + alone, [*ids, *(None for _ in alone)]

    def links(
        self, found: Links, actors: Sequence[Mention], triggers: Sequence[Mention], dates: Sequence[Mention]
    ) -> Links:
        """The scores of one report with the right ones in their place."""
        ids = self.groups(actors)[1]
        told = [self.events(one) for one in triggers]
        days = [set(self.ids(one, "d")) for one in dates]

        def at(date: int, event: Event) -> bool:
            span = dates[date].span
            worked_out = not event.times and span is not None and str(span.start) == event.start
            return bool(days[date] & set(event.times)) or worked_out

        def one_hot(size: int, right: Iterable[int]) -> Floats:
            row = np.full(size, _UNSURE, np.float32)
            chosen = list(right) or [0]
            row[chosen] = _SURE / len(chosen)
            return row

        def part(event: Event, chain: str | None) -> str | None:
            return dict(event.people).get(chain or "")

        def together(t: int, arguments: Sequence[int]) -> Floats:
            of = [
                {
                    id(e)
                    for e in told[t]
                    if (
                        at(a - len(ids), e)
                        if a >= len(ids)
                        else ids[a] is not None and (e.place == ids[a] or part(e, ids[a]))
                    )
                }
                for a in arguments
            ]
            return np.asarray([[6.0 if a & b else -6.0 for b in of] for a in of], np.float32).reshape(len(of), len(of))

        answers: dict[str, Callable[[], dict[str, Any]]] = {
            "sides": lambda: {
                "chains": tuple(self._sided(chain, i) for chain, i in zip(found.chains, ids, strict=True))
            },
            "kinds": lambda: {
                "kind": _rows(found.kind, [one_hot(len(KINDS), [KINDS.index(e[0].kind)]) if e else None for e in told]),
                "status": _rows(
                    found.status, [one_hot(len(STATUSES), [STATUSES.index(e[0].status)]) if e else None for e in told]
                ),
            },
            "parts": lambda: {
                "role": np.asarray(
                    [
                        [one_hot(4, [1 + ROLES.index(p) for e in es if (p := part(e, i)) is not None][:1]) for i in ids]
                        for es in told
                    ],
                    np.float32,
                ).reshape(found.role.shape)
            },
            "days": lambda: {
                "time": _rows(
                    found.time,
                    [
                        one_hot(1 + len(dates), {1 + d for d in range(len(dates)) for e in es if at(d, e)})
                        for es in told
                    ],
                )
            },
            "places": lambda: {
                "place": _rows(
                    found.place,
                    [
                        one_hot(1 + len(ids), {1 + k for k, i in enumerate(ids) for e in es if i and e.place == i})
                        for es in told
                    ],
                )
            },
            "sameness": lambda: {
                "same": np.asarray(
                    [[8.0 if {id(e) for e in a} & {id(e) for e in b} else -8.0 for b in told] for a in told], np.float32
                ).reshape(found.same.shape),
                "several": np.asarray([_SURE if len(es) > 1 else _UNSURE for es in told], np.float32),
                "together": together,
            },
        }
        right = {name: value for what in sorted(self.given & answers.keys()) for name, value in answers[what]().items()}
        return replace(found, **right)

    def _sided(self, chain: linking.Chain, id_: str | None) -> linking.Chain:
        person = self.gold.persons.get(id_ or "")
        side = person.side if person is not None else self.gold.organisations.get(id_ or "")
        if side is None or chain.mentions[0].label is Label.PLACE:
            return chain
        return replace(chain, side=((side, _SURE),))


def _rows(found: Floats, right: Sequence[Floats | None]) -> Floats:
    """Rows of chances with the right ones in their place, where there are any."""
    rows = [own if told is None else told for own, told in zip(found, right, strict=True)]
    return np.asarray(rows, np.float32).reshape(found.shape)


def read(gold: Annotated, reader: reading.LearnedReader, given: frozenset[str]) -> scoring.Item:
    """The record of one report, read with some of its right answers."""
    oracle = Oracle(gold, given)

    def finding(words: Any, chances: Floats, *rest: Any) -> Any:
        return find_mentions(words, oracle.chances(len(words), chances), *rest)

    def chaining(words: Any, actors: Sequence[Mention], *rest: Any) -> Any:
        return (oracle.groups(actors)[0], frozenset()) if "chains" in given else chains_of(words, actors, *rest)

    def linked(*rest: Any, **more: Any) -> Links:
        found = linking.link(*rest, **more)
        return oracle.links(found, more["actors"], more["triggers"], more["dates"]) if "chains" in given else found

    passing = reading.LearnedReader._passing

    def passed(self: reading.LearnedReader, words: Any, *rest: Any) -> Any:
        return np.ones(len(words), bool) if "mentions" in given else passing(self, words, *rest)

    with (
        patch.object(reading, "find_mentions", finding),
        patch.object(linking, "chains_of", chaining),
        patch.object(reading, "link", linked),
        patch.object(reading.LearnedReader, "_passing", passed),
    ):
        told = reader.read_report(report_of(gold))
    record: scoring.Item = json.loads(record_of(told, gold.id).to_json())
    return record


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=Path, help="a folder with annotated reports in fr/ and en/")
    parser.add_argument("--limit", type=int, help="so many of them, the first")
    options = parser.parse_args()
    splits = read_splits(quality.CORPUS / "plan.tsv")
    reports = list(read_corpus(options.reports or quality.CORPUS))
    golds = [one for one in reports if options.reports or splits.get(one.id) == "dev"][: options.limit]
    reader = reading.LearnedReader(Remembering())
    print(f"{'given':56}" + "".join(f"{name.replace('engagement', 'eng.'):>16}" for name in FIGURES))
    for level in LEVELS:
        given = frozenset(level.split())
        found = dict(scoring.score((gold.record(), read(gold, reader, given)) for gold in golds).rows())
        print(f"{level or 'nothing':56}" + "".join(f"{found[name]:16.3f}" for name in FIGURES), flush=True)


if __name__ == "__main__":
    main()
