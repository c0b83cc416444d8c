"""Reports multiplied for training: what is put in moves the annotation along and is no part of it."""

import random

from entrevue.training.annotation import parse
from entrevue.training.multiplying import _with_letters

REPORT = """published: 2024-05-14

[Prime Minister](p1 office) [Ruth Phiri](p1), who [met](e1) [Jone Tuivaga](p2) in [Suva](l1 FJ city),
thanked [Tuivaga](p2).

---
p1 ZM
p2 FJ
e1 meeting held: visitor p1, host p2, place l1
"""


def test_letters_of_honours_stand_behind_full_names_and_outside_them() -> None:
    report = parse(REPORT, "en-1")
    variants = [_with_letters(report, random.Random(seed)) for seed in range(40)]
    assert len({one.text for one in variants}) > 30
    for one in variants:
        assert [one.quote(span) for span in one.spans] == [report.quote(span) for span in report.spans]
    longest = max(variants, key=lambda one: len(one.text)).text
    assert longest.startswith("Prime Minister Ruth Phiri, ")
    assert longest.endswith("thanked Tuivaga.")
