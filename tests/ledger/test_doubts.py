"""Doubts and candidates, on every database."""

from dataclasses import replace

import entrevue
from entrevue.domain.doubts import DoubtKind
from tests.ledger.readings import Told, reading

Ledger = entrevue.Ledger
AGENCIES = ((None, None, "CIA", "US", "visitor"), (None, None, "DGST", "MA", "host"))


def kinds(ledger: Ledger, stem: str) -> list[DoubtKind]:
    return [doubt.kind for item in ledger.doubts().items if stem in item.engagement.stems for doubt in item.doubts]


def test_doubts_order_what_is_open(ledger: Ledger) -> None:
    plain = ledger.record(reading(Told(start="2023-09-01"), url="https://p.example/1", title="P")).accounts[0]
    told = ledger.record(reading(Told(), url="https://a.example/1")).accounts[0]
    ledger.record(reading(Told(city="Témara"), url="https://c.example/3", title="C"))
    near = ledger.record(reading(Told(start="2023-04-09", actors=AGENCIES), url="https://n.example/1", title="N"))
    queue = ledger.doubts()
    assert (queue.looked_at, queue.open, queue.last) == (3, 3, None)
    assert [item.engagement.id for item in queue.items] == [told, near.accounts[0], plain]
    assert kinds(ledger, told) == [DoubtKind.CONFLICT, DoubtKind.NEAR]
    assert kinds(ledger, near.accounts[0]) == [DoubtKind.NEAR]
    assert kinds(ledger, plain) == []
    (candidate,) = ledger.candidates(near.accounts[0])
    assert candidate.engagement.id == told
    assert 0.25 < candidate.likeness.score < 0.5
    assert candidate.likeness.reasons
    ledger.accept(told, who="ada")
    ledger.reject(plain, who="ada")
    queue = ledger.doubts()
    assert ([item.engagement.id for item in queue.items], queue.open) == ([near.accounts[0]], 1)
    assert ledger.doubts(entrevue.Query(states=("MA",))).open == 1
    assert ledger.doubts(entrevue.Query(states=("RW",))).items == ()


def test_what_an_editor_kept_apart_is_no_doubt(ledger: Ledger) -> None:
    one = ledger.record(reading(Told(), url="https://a.example/1")).accounts[0]
    other = ledger.record(reading(Told(), url="https://b.example/2", title="B", extra="word " * 80)).accounts[0]
    assert ledger.engagement(other).id == one
    ledger.split(one, (other,), who="ada")
    assert (kinds(ledger, one), ledger.candidates(one)) == ([], ())
    ledger.undo(who="ada")
    assert ledger.engagement(other).id == one


def test_an_account_read_with_little_confidence_is_a_doubt(ledger: Ledger) -> None:
    vague = reading(Told(), url="https://v.example/1")
    account = replace(vague.accounts[0], confidence=0.4, reasons=("no date told",))
    stem = ledger.record(replace(vague, accounts=(account,))).accounts[0]
    (doubt,) = (doubt for item in ledger.doubts().items for doubt in item.doubts)
    assert (doubt.kind, doubt.about, doubt.notes, round(doubt.points, 2)) == (
        DoubtKind.CONFIDENCE, stem, ("no date told",), 0.6,
    )  # fmt: skip
    ledger.record(reading(Told(), url="https://s.example/2", title="Sure"))
    assert kinds(ledger, stem) == [], "another report tells it plainly"
