"""Words as they are looked for: whatever keyboard they were typed on."""

import pytest

from entrevue import Ledger
from entrevue.domain.queries import Query
from entrevue.ledger.words import phrases_of, searchable
from tests.ledger.readings import Told, reading

LETTERS = (
    ("œuvre", "oeuvre"), ("Æro", "aero"), ("Søren", "soren"), ("Weiß", "weiss"), ("Đinh", "dinh"), ("Işık", "isik"),
    ("İzmir", "izmir"), ("Łódź", "lodz"), ("Sigurðsson", "sigurdsson"), ("Þór", "thor"), ("Ɓaba", "baba"),
)  # fmt: skip


@pytest.mark.parametrize(("written", "typed"), LETTERS)
def test_letters_are_looked_for_as_they_are_typed(written: str, typed: str) -> None:
    assert searchable(written) == typed
    assert phrases_of(written) == phrases_of(typed)


def test_both_spellings_find_a_report_and_a_person(ledger: Ledger) -> None:
    actor = ("Łukasz Sørensen", "ministre", None, "PL", "visitor")
    ledger.record(reading(Told(actors=(actor,)), title="Main d'œuvre à Łódź"))
    for asked in ("oeuvre", "œuvre", "Lodz", "Łódź", '"main d\'oeuvre"'):
        assert len(ledger.find(Query(text=asked))) == 1, asked
    assert [one.name for one in ledger.persons("Lukasz Sorensen")] == ["Łukasz Sørensen"]


def test_a_name_is_forgotten_in_both_spellings(ledger: Ledger) -> None:
    actor = ("Łukasz Sørensen", "ministre", None, "PL", "visitor")
    ledger.record(reading(Told(actors=(actor,)), title="Lukasz Sorensen à Rabat"))
    (person,) = ledger.persons("Lukasz Sorensen")
    ledger.forget(person.id, who="ada")
    assert ledger.find(Query(text="Lukasz")) == ()
    assert ledger.find(Query(text="Sørensen")) == ()
