"""Decisions that contradict each other, and decisions about what has changed since."""

import pytest

import entrevue
from entrevue.errors import ClashingDecision, WrongText
from tests.ledger.readings import Told, reading

Ledger = entrevue.Ledger
DAYS = ("2023-01-10", "2023-03-10", "2023-05-10")


@pytest.fixture
def three(ledger: Ledger) -> list[str]:
    """Three engagements that nothing joins."""
    return [ledger.record(reading(Told(start=day), url=f"https://{day}.example/")).accounts[0] for day in DAYS]


@pytest.fixture
def people(ledger: Ledger) -> list[str]:
    """Three persons who may be one."""
    for number, office in enumerate(("directeur de la CIA", "ministre des Mines", "ambassadeur")):
        actor = ("William Burns", office, None, ("US", "FR", "GB")[number], "visitor")
        ledger.record(reading(Told(start=DAYS[number], actors=(actor,)), url=f"https://{number}.example/"))
    found = [person.id for person in ledger.persons("Burns")]
    assert len(found) == 3
    return found


def test_persons_kept_apart_are_not_joined_over_a_third(ledger: Ledger, people: list[str]) -> None:
    one, two, three = people
    apart = ledger.not_same_person(one, two, who="ada")
    ledger.same_person(one, three, who="bob")
    with pytest.raises(ClashingDecision, match=f"decision {apart.number} of ada .* undo {apart.number}"):
        ledger.same_person(two, three, who="bob")
    with pytest.raises(ClashingDecision):
        ledger.same_person(one, two, who="bob")
    assert len(ledger.persons("Burns")) == 2
    ledger.undo(apart.number, who="bob")
    ledger.same_person(two, three, who="bob")
    assert len(ledger.persons("Burns")) == 1


def test_persons_joined_over_a_third_are_not_parted(ledger: Ledger, people: list[str]) -> None:
    one, two, three = people
    ledger.same_person(one, three, who="ada")
    joined = ledger.same_person(three, two, who="ada")
    with pytest.raises(ClashingDecision, match=f"undo {joined.number}"):
        ledger.not_same_person(one, two, who="bob")
    assert len(ledger.persons("Burns")) == 1


def test_what_was_split_is_not_merged_over_a_third(ledger: Ledger, three: list[str]) -> None:
    one, two, third = three
    ledger.merge(one, two, who="ada")
    apart = ledger.split(one, (one,), who="ada")
    ledger.merge(one, third, who="bob")
    with pytest.raises(ClashingDecision, match=f"decision {apart.number} of ada"):
        ledger.merge(two, third, who="bob")
    assert len(ledger.find()) == 2
    assert ledger.verify() == ()
    ledger.undo(apart.number, who="bob")
    assert len(ledger.find()) == 1, "the first merge stands again"


def test_undoing_brings_no_contradiction_back(ledger: Ledger, three: list[str]) -> None:
    one, two, third = three
    ledger.merge(one, two, who="ada")
    apart = ledger.split(one, (one,), who="ada")
    ledger.merge(one, third, who="ada")
    ledger.split(third, (third,), who="ada")  # again apart: the merge of the two is overruled
    four = ledger.record(reading(Told(start="2023-07-10"), url="https://four.example/")).accounts[0]
    ledger.merge(third, four, who="ada")
    ledger.merge(two, four, who="ada")
    with pytest.raises(ClashingDecision, match="contradicts another"):
        ledger.undo(apart.number, who="ada")
    assert ledger.verify() == ()


@pytest.mark.parametrize("text", ["\ud800", "a\udfff"])
def test_half_of_a_character_is_refused_in_a_line(text: str, ledger: Ledger) -> None:
    (id_,) = ledger.record(reading(Told())).engagements
    with pytest.raises(WrongText, match="half of a character"):
        ledger.correct(id_, "city", text, who="Ada")
    with pytest.raises(WrongText):
        ledger.accept(id_, who=text)
    assert ledger.history(id_) == ()
    assert ledger.verify() == ()


def test_a_nul_is_refused_in_a_line_where_the_database_keeps_none(place: str) -> None:
    with Ledger(place) as ledger:
        (id_,) = ledger.record(reading(Told())).engagements
        if not place.startswith("postgresql"):
            ledger.correct(id_, "city", "a\0b", who="Ada")
            return
        with pytest.raises(WrongText, match="no ledger keeps") as told:
            ledger.correct(id_, "city", "a\0b", who="Ada")
        assert "\n" not in str(told.value)
