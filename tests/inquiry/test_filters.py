"""What users write is understood: states by any usual name, kinds and dates as text; and else is said what would be right."""

import datetime as dt

import pytest

import entrevue
from entrevue.errors import WrongQuery
from entrevue.inquiry.filters import query_from, understood
from entrevue.inquiry.subjects import state_code
from tests.ledger.readings import Told, reading

NAMES = {
    "US": ("US", "us", "USA", "usa", "U.S.", "United States", "États-Unis", "Estados Unidos", "America"),
    "GB": ("UK", "uk", "GB", "Britain", "Royaume-Uni"),
    "CD": ("DRC", "RDC", "Democratic Republic of Congo", "CD", "COD"),
    "TR": ("Turkey", "Türkiye", "Turquie", "TUR", "turkiye"),
    "CI": ("Ivory Coast", "Cote d'Ivoire", "Côte d’Ivoire"),
    "DE": ("Deutschland", "Allemagne", "Alemania", "Германия", "Ujerumani"),
    "KE": ("ke", "KE", "Kenya", "KEN"), "AE": ("UAE", "Emirates"), "KR": ("South Korea", "ROK"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [(name, code) for code, names in NAMES.items() for name in names])
def test_a_state_is_known_by_any_usual_name(name: str, code: str) -> None:
    assert state_code(name) == code
    assert query_from(states=[name], visitor=name, place=name) == entrevue.Query((code,), visitor=code, place=code)
    assert understood(entrevue.Query(states=name)).states == (code,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        ({"states": ["Kenyaa"]}, "did you mean Kenya?"), ({"host": "Moroco"}, "did you mean Morocco?"),
        ({"states": ["Atlantis"]}, "no state is called “Atlantis”"), ({"states": ["xx"]}, "no state is called “xx”"),
        ({"topic": "terrorism"}, "it can be: counter-terrorism"), ({"topic": "football"}, "it can be: counter-terrorism, "),
        ({"kind": "party"}, "it can be: visit"), ({"since": "soon"}, "write it as 2023"),
    ],
)  # fmt: skip
def test_what_cannot_be_says_what_would_be_right(filters: dict[str, str], says: str) -> None:
    with pytest.raises(WrongQuery) as error:
        query_from(**filters)  # type: ignore[arg-type]
    assert says in str(error.value)


def test_a_query_takes_text_for_what_it_stands_for() -> None:
    query = entrevue.Query(states="MA", kind="visit", status="held", since="2023-04", until=dt.date(2023, 5, 1))  # type: ignore[arg-type]
    assert query == entrevue.Query(
        ("MA",), kind=entrevue.Kind.VISIT, status=entrevue.Status.HELD,
        since=entrevue.PartialDate(2023, 4), until=entrevue.PartialDate(2023, 5, 1),
    )  # fmt: skip
    for wrong, says in (({"kind": "vist"}, "did you mean 'visit'"), ({"status": "x"}, "it can be: held"), ({"since": "soon"}, "YYYY")):  # fmt: skip # noqa: E501
        with pytest.raises(ValueError, match=says):
            entrevue.Query(**wrong)  # type: ignore[arg-type]


def test_a_ledger_understands_a_query() -> None:
    with entrevue.Ledger(":memory:") as ledger:
        ledger.record(reading(Told()))
        assert ledger.count(entrevue.Query(states=("Morocco", "USA"))) == 1
        assert [row["one"] for row in ledger.rows("dyads", entrevue.Query(host="Maroc"))] == ["MA"]
        with pytest.raises(WrongQuery, match="did you mean Morocco"):
            ledger.find(entrevue.Query(states=("Moroco",)))
