"""How far two annotators of the same reports agree, field by field: `python -m entrevue.training.agreement ONE OTHER`.

Both are folders of annotated reports (`*.txt`, or in folders by language); reports are paired by name.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from entrevue.training.annotation import Annotated, Event, Span, parse

_FIELDS = ("kind", "status", "start", "country", "inside", "main")


def agreement(one: Annotated, other: Annotated) -> Counter[tuple[str, str]]:
    """Counts (what, "both" | "one" | "other" | "alike" | "of") over one report."""
    counts: Counter[tuple[str, str]] = Counter()
    labels = sorted({f"{s.kind} {s.form}" for s in (*one.spans, *other.spans)})
    for label in labels:
        mine, theirs = (
            {(s.start, s.end) for s in report.spans if f"{s.kind} {s.form}" == label} for report in (one, other)
        )
        counts.update({(label, "both"): len(mine & theirs), (label, "one"): len(mine), (label, "other"): len(theirs)})
    pairs = list(_paired(one, other))
    counts.update(
        {
            ("engagement", "both"): len(pairs),
            ("engagement", "one"): len(one.events),
            ("engagement", "other"): len(other.events),
        }
    )
    for id_, other_id in pairs:
        event, candidate = one.resolved[id_], other.resolved[other_id]
        for field in _FIELDS:
            a, b = getattr(event, field), getattr(candidate, field)
            alike = (a is None) == (b is None) if field == "inside" else a == b
            counts.update({(field, "alike"): int(alike), (field, "of"): 1})
        here, there = _people(one, event), _people(other, candidate)
        shared = _same_people(here, there)
        counts.update(
            {
                ("participant", "both"): len(shared),
                ("participant", "one"): len(here),
                ("participant", "other"): len(there),
            }
        )
        for a, b in shared:
            counts.update({("part", "alike"): int(here[a][1] == there[b][1]), ("part", "of"): 1})
            counts.update({("side", "alike"): int(here[a][2] == there[b][2]), ("side", "of"): 1})
    return counts


def _paired(one: Annotated, other: Annotated) -> Iterator[tuple[str, str]]:
    """Engagements of one kind that share a trigger word and somebody, the most shared first."""
    ranked = []
    for id_, event in one.events.items():
        for other_id, candidate in other.events.items():
            triggers = _places(one.mentions(id_)) & _places(other.mentions(other_id))
            shared = _shares_somebody(one, event, other, candidate)
            if event.kind == candidate.kind and triggers and shared:
                ranked.append((-len(triggers) - shared, id_, other_id))
    used: set[str] = set()
    for _, id_, other_id in sorted(ranked):
        if id_ not in used and f"/{other_id}" not in used:
            used |= {id_, f"/{other_id}"}
            yield id_, other_id


def _places(spans: Sequence[Span]) -> set[int]:
    return {k for span in spans for k in range(span.start, span.end)}


def _people(report: Annotated, event: Event) -> dict[str, tuple[frozenset[int], str, str]]:
    """Who takes part: where they are mentioned, their part, their side."""
    found = {}
    for id_, part in event.people:
        side = report.persons[id_].side if id_ in report.persons else report.organisations.get(id_, "")
        found[id_] = (frozenset(_places(report.mentions(id_))), part, side)
    return found


def _same_people(
    here: dict[str, tuple[frozenset[int], str, str]], there: dict[str, tuple[frozenset[int], str, str]]
) -> list[tuple[str, str]]:
    """One-to-one pairs of participants, those first whose mentions share most."""
    ranked = sorted((-len(one[0] & other[0]), a, b) for a, one in here.items() for b, other in there.items())
    pairs: list[tuple[str, str]] = []
    for shared, a, b in ranked:
        if shared and a not in {x for x, _ in pairs} and b not in {y for _, y in pairs}:
            pairs.append((a, b))
    return pairs


def _shares_somebody(one: Annotated, event: Event, other: Annotated, candidate: Event) -> int:
    here, there = _people(one, event), _people(other, candidate)
    return sum(bool(a[0] & b[0]) for a in here.values() for b in there.values())


def main(folders: Sequence[str]) -> None:
    """Print the agreement of two folders."""
    one, other = ({path.stem: path for path in Path(folder).rglob("*.txt")} for folder in folders)
    counts: Counter[tuple[str, str]] = Counter()
    names = sorted(one.keys() & other.keys())
    for name in names:
        pair = (parse(paths[name].read_text("utf-8"), name) for paths in (one, other))
        counts.update(agreement(*pair))
    print(f"{len(names)} reports by two annotators")
    for what in dict.fromkeys(what for what, _ in counts):
        if (what, "of") in counts:
            print(f"{what:<20} {counts[what, 'alike'] / counts[what, 'of']:.3f}  of {counts[what, 'of']}")
        else:
            both, total = counts[what, "both"], counts[what, "one"] + counts[what, "other"]
            print(f"{what:<20} {2 * both / max(total, 1):.3f}  F1 of {counts[what, 'one']} and {counts[what, 'other']}")


if __name__ == "__main__":
    main(sys.argv[1:3])
