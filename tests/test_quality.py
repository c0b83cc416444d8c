"""The corpus' split `dev` beside what is read of it: quality may rise, it may not fall unseen.

The floors stand a little below what was reached when they were last set (`python bench/quality.py --corpus dev` prints
the figures of today). What the project aims at is in docs/figures.md; a floor is raised whenever the figure rises.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

import quality
import scoring

FLOORS = {"engagement F1": 0.83, "whole F1": 0.35, "side": 0.88, "start": 0.80, "quiet": 0.88}


def test_quality_holds_its_floors() -> None:
    """Over those reports of the split that the plan names: those held out beside it would take as long again."""
    planned = (quality.CORPUS / "plan.tsv").read_text(encoding="utf-8")
    golds = [pair for pair in quality.annotated(quality.CORPUS, "dev") if f"\n{pair[0]['id']}\t" in planned]
    results = quality.records(golds, quality.Reader(), told=True)
    figures = dict(scoring.score(results).rows())
    fallen = {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor}
    assert not fallen


def test_every_gold_record_is_whole() -> None:
    keys = {"id", "kind", "start", "end", "country", "city", "status", "participants", "topics", "source", "part_of",
            "follows", "main"}  # fmt: skip
    for gold, page in quality.corpus():
        for engagement in gold["engagements"]:
            assert keys <= engagement.keys(), page
            for participant in engagement["participants"]:
                assert {"name", "office", "organization", "country", "part"} <= participant.keys(), page


def test_the_scorer_sees_what_is_wrong() -> None:
    person = {"name": "A B", "office": "ministre", "organization": None, "country": "FR", "part": "host"}
    gold = {"id": "x", "kind": "meeting", "start": "2024-01-02", "end": None, "country": "FR", "city": None,
            "status": "held", "participants": [person], "topics": [], "part_of": None, "main": True}  # fmt: skip
    right = scoring.score([({"id": "x", "engagements": [gold]}, {"engagements": [gold]})])
    figures = dict(right.rows())
    faults = {"wrong side", "wrong start", "calibration error"}  # the fewer the better
    assert {figures[name] for name in faults} == {0.0}
    assert {figures[name] for name in figures.keys() - faults} == {1.0}
    wrong = {**gold, "start": "2024-01-03", "participants": [{**person, "part": "visitor", "office": "roi"}]}
    figures = dict(scoring.score([({"id": "x", "engagements": [gold]}, {"engagements": [wrong]})]).rows())
    assert (figures["start"], figures["part"], figures["capacity"], figures["engagement F1"]) == (0.0, 0.0, 0.0, 1.0)
    assert (figures["wrong start"], figures["whole F1"], figures["sure: whole"]) == (1.0, 0.0, 0.0)
    assert figures["sure: paired"] == 1.0
    assert dict(scoring.score([({"id": "x", "engagements": []}, {"engagements": [gold]})]).rows())["quiet"] == 0.0
