"""What comes first by doubt and by change; and what follows a visit that was called off."""

import datetime as dt
from dataclasses import replace

import entrevue
from entrevue.domain.doubts import DoubtKind
from tests.ledger.readings import BURNS, HAMMOUCHI, Told, reading
from tests.ledger.test_replies import draft

Ledger = entrevue.Ledger


def vague(ledger: Ledger, day: str, confidence: float) -> str:
    """An engagement told with little confidence."""
    told = reading(Told(start=day), url=f"https://v.example/{day}", title=day, published=day)
    return ledger.record(replace(told, accounts=(replace(told.accounts[0], confidence=confidence),))).accounts[0]


def test_the_most_doubtful_comes_first_however_old_it_is(ledger: Ledger) -> None:
    old = vague(ledger, "2001-01-01", 0.1)
    for month in range(1, 9):
        vague(ledger, f"2020-{month:02}-01", 0.9)
    middle = vague(ledger, "2010-01-01", 0.4)
    first = ledger.doubts(looks_at=1)
    assert [item.engagement.id for item in first.items] == [old]
    second = ledger.doubts(looks_at=1, before=first.last)
    assert [item.engagement.id for item in second.items] == [middle]
    rest = ledger.doubts(looks_at=20, before=second.last)
    assert (len(rest.items), rest.last, rest.open) == (8, None, 10)
    assert [item.engagement.start.value for item in rest.items] == [f"2020-{month:02}-01" for month in range(8, 0, -1)]
    ledger.accept(old, who="ada")
    assert ledger.doubts(looks_at=1).items[0].engagement.id == middle
    assert ledger.verify() == ()


def test_a_near_duplicate_is_ranked_too(ledger: Ledger) -> None:
    ledger.record(reading(Told(), url="https://a.example/1"))
    agencies = ((None, None, "CIA", "US", "visitor"), (None, None, "DGST", "MA", "host"))
    near = ledger.record(reading(Told(start="2023-04-09", actors=agencies), url="https://n.example/1", title="N"))
    ledger.record(reading(Told(start="2024-09-01"), url="https://p.example/1", title="P"))
    (item,) = ledger.doubts(looks_at=1).items
    assert (item.engagement.id, [doubt.kind for doubt in item.doubts]) == (near.accounts[0], [DoubtKind.NEAR])
    ledger.forget(ledger.accounts(near.accounts[0])[0].context.report, who="ada")
    assert ledger.verify() == ()


def test_what_readers_propose_comes_first(ledger: Ledger) -> None:
    vague(ledger, "2020-01-01", 0.1)
    plain = ledger.record(reading(Told(start="2003-03-03"), url="https://p.example/1", title="P")).accounts[0]
    ledger.replies.leave(draft(ledger, plain, field="city", value="Fez"))
    queue = ledger.doubts(looks_at=5)
    assert queue.items[0].engagement.id == plain
    assert queue.items[0].doubts[0].kind is DoubtKind.REPLY
    assert len({item.engagement.id for item in queue.items}) == len(queue.items) == 2


def test_what_was_told_or_decided_last_is_most_recent(ledger: Ledger) -> None:
    new = ledger.record(reading(Told(start="2024-01-01"), url="https://a.example/1", title="A")).accounts[0]
    old = ledger.record(reading(Told(start="2016-01-01"), url="https://b.example/1", title="B")).accounts[0]
    assert [one.id for one in ledger.recent()] == [old, new]
    before = ledger.changed(ledger.engagement(new))[new]
    ledger.correct(new, "city", "Fez", who="ada")
    assert [one.id for one in ledger.recent()] == [new, old]
    after = ledger.changed(ledger.engagement(new))[new]
    assert after > before >= dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    ledger.rederive()
    assert ledger.changed(ledger.engagement(new))[new] == after, "deriving anew changes nothing"
    ledger.undo(who="ada")
    assert ledger.changed(ledger.engagement(new))[new] > after
    assert [one.id for one in ledger.recent(entrevue.Query(since=None, states=("MA",)), limit=1)] == [new]
    assert ledger.verify() == ()


def plan(ledger: Ledger) -> tuple[str, str]:
    """A planned visit with a planned meeting in it."""
    visit = Told(kind="visit", actors=(BURNS,), status="planned", start="2023-05-02", end="2023-05-04")
    meeting = Told(actors=(BURNS, HAMMOUCHI), status="planned", start="2023-05-03", part_of="e1")
    told = ledger.record(reading(visit, meeting, url="https://a.example/1", published="2023-04-20")).accounts
    return told[0], told[1]


def called_off() -> Told:
    return Told(kind="visit", actors=(BURNS,), status="cancelled", start="2023-05-02", end="2023-05-04")


def test_a_meeting_within_a_visit_that_is_called_off_is_called_off_and_says_that_it_is_inferred(
    ledger: Ledger,
) -> None:
    visit, meeting = plan(ledger)
    assert ledger.engagement(meeting).happened.value == "planned"
    later = reading(called_off(), url="https://b.example/2", title="Off", published="2023-05-01")
    ledger.record(later)
    one = ledger.engagement(meeting)
    assert (one.happened.value, one.status.inferred, one.status.agree, one.status.of) == ("cancelled", True, 0, 1)
    assert ledger.engagement(visit).status.inferred is False
    found = ledger.find(entrevue.Query(status=entrevue.Status.CANCELLED))
    assert {other.id for other in found} == {visit, meeting}
    assert ledger.verify() == ()
    ledger.rederive()
    assert ledger.engagement(meeting).status.inferred
    ledger.correct(visit, "status", "planned", who="ada")
    assert (ledger.engagement(meeting).happened.value, ledger.engagement(meeting).status.inferred) == ("planned", False)
    ledger.undo(who="ada")
    ledger.correct(meeting, "status", "planned", who="ada")
    assert ledger.engagement(meeting).happened.value == "planned", "what an editor decides stands"
    assert ledger.verify() == ()


def test_a_meeting_that_was_held_stays_held_whatever_became_of_the_visit(ledger: Ledger) -> None:
    visit = called_off()
    meeting = Told(actors=(BURNS, HAMMOUCHI), status="held", start="2023-05-03", part_of="e1")
    told = ledger.record(reading(visit, meeting, url="https://a.example/1")).accounts
    assert ledger.engagement(told[1]).happened.value == "held"
