"""Well-known office-holders: whom a name represents, and where it represents nobody."""

from entrevue.atlas.holders import state_of_holder
from entrevue.atlas.tables import rows


def test_a_full_name_tells_its_state_in_the_years_of_the_office() -> None:
    assert state_of_holder("Emmanuel Macron", 2022) == "FR"
    assert state_of_holder("Sergueï Lavrov", 2020) == state_of_holder("Sergey LAVROV", 2020) == "RU"
    assert state_of_holder("James N. Mattis", 2018) == "US"
    assert state_of_holder("Emmanuel Macron", 2005) is None


def test_an_international_office_is_no_states() -> None:
    assert state_of_holder("António Guterres", 2019) == "-"


def test_other_spellings_and_parts_of_a_full_name_tell_it_too() -> None:
    assert state_of_holder("Amir Khan Mottaqi", 2022) == "AF"
    assert state_of_holder("Georgia Meloni", 2024) == "IT"
    assert state_of_holder("Obiang Nguema Mbasogo", 2015) == "GQ"
    assert state_of_holder("Faisal bin Said", 2012) is None, (
        "another name, though its words are like those of Saud al-Faisal"
    )
    assert state_of_holder("Nguema Obiang", 2015) is None, "neither its beginning nor its end"


def test_a_surname_alone_tells_nothing() -> None:
    assert state_of_holder("Macron", 2022) is None
    assert state_of_holder("Krishna", 2010) is None


def test_who_is_not_known_has_no_state() -> None:
    assert state_of_holder("Akossiwa Dogbé", 2022) is None


def test_the_table_is_sound() -> None:
    for name, state, first, last, others in rows("holders.tsv", 5):
        assert name
        assert state == "-" or (len(state) == 2 and state.isupper()), name
        assert 1950 < int(first) <= int(last or first) <= 2030, name
        assert not any(one.strip() == "" for one in others.split("|") if others), name
