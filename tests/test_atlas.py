"""Names of places and states as the atlas finds them in running text."""

import pytest

from entrevue.atlas import load_atlas
from entrevue.atlas.tables import organisations, rows
from entrevue.domain.mentions import Organisation, Place


@pytest.mark.parametrize(
    ("text", "language", "states"),
    [
        ("They sailed the Indian Ocean, the Gulf of Guinea and the South China Sea.", "en", []),
        ("Une tournée dans l'océan Indien, le golfe de Guinée et la mer de Chine.", "fr", []),
        ("The Indian minister sailed to Guinea.", "en", ["IN", "GN"]),
        ("Ils ont visité les îles Salomon et les Îles Marshall.", "fr", ["SB", "MH"]),
        ("Ils parlaient d'îles et de salomon.", "fr", []),
        ("The Tongan, Samoan and Marshallese ministers met in Nuku'alofa.", "en", ["TO", "WS", "MH", "TO"]),
        ("Le Premier ministre vanuatais a reçu la ministre capverdienne.", "fr", ["VU", "CV"]),
        ("Il revient du Golfe ; la Douane l'attendait.", "fr", []),
        (
            "Georgia Governor A met the Georgian minister, the Niger State governor one of Niger.",
            "en",
            ["US", "GE", "NG", "NE"],
        ),
        (
            "New Mexico, New Jersey, New South Wales, British Columbia, Inner Mongolia",
            "en",
            ["US", "US", "AU", "CA", "CN"],
        ),
        ("Le gouverneur de la province de Luxembourg a reçu le ministre luxembourgeois.", "fr", ["BE", "LU"]),
        ("Nouveau-Mexique, Nouvelle-Écosse, Colombie-Britannique, Colombie", "fr", ["US", "CA", "CA", "CO"]),
        ("Latin American and South American leaders, Lake Chad and the Congo Basin, an American one", "en", ["US"]),
        ("Des dirigeants sud-américains et d'Amérique latine, un bassin du Congo, un Américain", "fr", ["US"]),
        (
            "La ministre argentine, l'ambassadeur suisse et les autorités philippines en Suisse",
            "fr",
            ["AR", "CH", "PH", "CH"],
        ),
        ("Le ministre congolais à Brazzaville, au Congo", "fr", ["CG", "CG", "CG"]),
        ("The Congolese minister in Kinshasa and the Congo", "en", ["CD", "CD", "CD"]),
        ("La RDC, le Congo-Brazzaville et un ministre congolais venu du Congo", "fr", ["CD", "CG"]),  # of either
        ("Le ministre congolais et le président du Congo", "fr", []),  # nothing tells of which
        ("Saint-Martin", "fr", ["MF"]),
        ("Des pourparlers à Vienne, pour que la paix vienne", "fr", ["AT"]),
        ("The Bosnian Serb leader and the Turkish Cypriot leader met a Turkish one.", "en", ["BA", "CY", "TR"]),
    ],
)
def test_states_are_told_by_their_names_and_their_peoples(text: str, language: str, states: list[str]) -> None:
    assert [one.country for one in load_atlas(language).find(text)] == states


@pytest.mark.parametrize(
    ("text", "language", "states"),
    [
        ("in Kingston, Ontario on Monday", "en", ["CA", "CA"]),
        ("in Kingston, Jamaica on Monday", "en", ["JM", "JM"]),
        ("in Birmingham, Alabama and in Birmingham", "en", ["US", "US", "GB"]),
        ("à Tripoli, Liban, puis à Tripoli", "fr", ["LB", "LB", "LY"]),
        ("to London, Canada and the United States", "en", ["GB", "CA", "US"]),  # a list
        ("the Florida governor and the Virginia delegation", "en", ["US", "US"]),
        ("le gouverneur du Nord-Kivu et la ministre-présidente de Wallonie", "fr", ["CD", "BE"]),
    ],
)
def test_a_city_lies_in_the_state_told_with_it(text: str, language: str, states: list[str]) -> None:
    assert [one.country for one in load_atlas(language).find(text)] == states


def test_a_capital_told_with_its_own_state_is_one() -> None:
    city, _ = load_atlas("en").find("in Paris, France on Monday")
    assert isinstance(city, Place)
    assert (city.country, city.capital) == ("FR", True)


def test_an_acronym_is_a_body_in_each_way_it_is_written_and_no_town_of_its_letters() -> None:
    found = load_atlas("en").find("INTERPOL, Interpol and the OAS met in Oas")
    assert [(type(one).__name__, one.country) for one in found] == [*[("Organisation", None)] * 3, ("Place", "PH")]


def test_every_seat_is_of_an_international_body() -> None:
    bodies = {body.id for body in organisations() if body.international}
    seats = dict(rows("seats.tsv", 2))
    assert set(seats) <= bodies
    assert all(len(state) == 2 and state.isupper() for state in seats.values())
    (who,) = load_atlas("en").find("the head of the WHO")
    assert isinstance(who, Organisation)
    assert who.seat == "CH"
