"""Pictures: what is drawn is what the ledger knows and no more precise; SVG and PNG are whole; cards escape their text."""

import json
import re
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from entrevue.atlas.coordinates import position_of
from entrevue.domain.queries import Query
from entrevue.errors import Busy
from entrevue.web.pictures import drawing
from entrevue.web.pictures.card import card, wrapped
from entrevue.web.pictures.network import placed
from entrevue.wiring import Ledger
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading

PNG = b"\x89PNG\r\n\x1a\n"


def spec(reader: TestClient, name: str, asked: str = "state=MA") -> dict[str, object]:
    """The specification of a picture."""
    answer = reader.get(f"/pictures/{name}.json?{asked}")
    assert answer.status_code == 200
    told: dict[str, object] = answer.json()["spec"]
    return told


def rows(told: object) -> list[dict[str, object]]:
    """All rows of data in a specification."""
    if isinstance(told, dict):
        own = told.get("data", {}).get("values", []) if isinstance(told.get("data"), dict) else []
        found = list(own) if isinstance(own, list) else []
        return found + [row for value in told.values() for row in rows(value)]
    return [row for value in told for row in rows(value)] if isinstance(told, list) else []


@pytest.mark.parametrize("name", sorted(drawing.PICTURES))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_picture_is_drawn(reader: TestClient, name: str, theme: str) -> None:
    answer = reader.get(f"/pictures/{name}.svg?state=MA&theme={theme}")
    assert answer.status_code == 200
    assert ElementTree.fromstring(answer.content).tag.endswith("svg")
    if theme == "light":
        assert reader.get(f"/fr/pictures/{name}.png?state=MA").content.startswith(PNG)


def test_a_month_is_drawn_as_a_month_and_a_day_as_a_day(reader: TestClient) -> None:
    found = rows(spec(reader, "timeline"))
    month = next(row for row in found if row["loose"])
    assert (month["first"], month["after"]) == ("2023-02-01", "2023-03-01")
    day = next(row for row in found if row["days"] == 1)
    assert (day["first"], day["after"]) == ("2023-04-07", "2023-04-08")


def test_a_place_known_only_to_its_state_has_no_point(reader: TestClient) -> None:
    told = json.dumps(spec(reader, "map"))
    found = rows(json.loads(told))
    cities = {row["city"] for row in found if "city" in row}
    assert any(str(city).startswith("Rabat") for city in cities)
    assert not any(str(city).startswith(",") for city in cities)
    assert '"id": "MA", "state": "Morocco", "told": 1' in told


def test_pictures_have_the_same_figures_as_their_tables(reader: TestClient) -> None:
    years = {(row["year"], row["engagements"]) for row in rows(spec(reader, "rhythm"))}
    assert years == {("2023", 3)}
    page = reader.get("/states/MA").text
    asked = "/engagements?state=MA&amp;since=2023&amp;until=2023&amp;took_place=1"
    assert f'<td><a href="{asked}"><bdi>2023</bdi></a></td><td><bdi>3</bdi></td>' in page


def test_the_script_of_pictures_is_cached_for_good_and_another_is_none(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "script", lambda: __import__("gzip").compress(b"window.vegaEmbed = 1;"))
    answer = reader.get(f"/pictures/{drawing.script_name()}")
    assert answer.text == "window.vegaEmbed = 1;"
    assert "immutable" in answer.headers["cache-control"]
    assert reader.get("/pictures/vega-0.0.js").status_code == 404


def test_too_many_drawings_at_once_are_told_to_come_again(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise Busy("too many")

    monkeypatch.setattr(drawing, "draw", busy)
    answer = reader.get("/pictures/rhythm.svg?state=MA")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_a_card_is_a_picture_and_its_text_is_escaped(room: Ledger, reader: TestClient) -> None:
    one = room.find()[0]
    assert reader.get(f"/pictures/card/{one.id}.png").content.startswith(PNG)
    assert reader.get("/pictures/card.png?state=MA&state=US").content.startswith(PNG)
    drawn = card("<a>&", "x</text><script>alert(1)</script>", ["\x00 & <b>"], "Entrevue")
    assert "<script" not in drawn
    ElementTree.fromstring(drawn)


@pytest.mark.parametrize("text", ["", "word", "a " * 200, "x" * 500, "one two three four five six seven"])
def test_titles_of_cards_fit(text: str) -> None:
    lines = wrapped(text, 20, 3)
    assert len(lines) <= 3
    assert all(len(line) <= 20 for line in lines)


def test_two_of_one_side_did_not_meet_and_sides_have_colours(room: Ledger, reader: TestClient) -> None:
    room.record(
        reading(Told(start="2024-03-03", actors=(BURNS, WRAY, HAMMOUCHI)), url="https://n.example/1", title="N")
    )
    told = spec(reader, "network", "since=2024")
    found = rows(told)
    pairs = {str(row["pair"]) for row in found if "pair" in row}
    assert len(pairs) == 2
    assert not any("Burns" in pair and "Wray" in pair for pair in pairs)
    assert {row["side"] for row in found if "side" in row} == {"United States", "Morocco"}
    person = next(row for row in found if row.get("who"))
    assert str(person["url"]).startswith("/engagements?since=2024&person=p-")


def test_marks_lead_to_what_they_count_within_the_filter(reader: TestClient) -> None:
    links = {str(row["url"]) for row in rows(spec(reader, "map")) if "url" in row}
    assert "/engagements?state=MA&place=Rabat&took_place=1" in links
    assert "/engagements?state=MA&place=MA&took_place=1" in links
    years = {str(row["url"]) for row in rows(spec(reader, "rhythm")) if "url" in row}
    assert years == {"/engagements?state=MA&since=2023&until=2023&took_place=1"}
    topics = {str(row["url"]) for row in rows(spec(reader, "agenda")) if "url" in row}
    assert topics == {"/engagements?state=MA&topic=security&took_place=1"}


def test_a_map_fits_what_it_shows_and_has_a_legend(room: Ledger, reader: TestClient) -> None:
    near = json.dumps(spec(reader, "map"))
    assert '"scale": {"expr"' in near
    assert '"title": "Engagements", "orient": "bottom"' in near
    page = reader.get("/states/MA").text
    assert "Natural Earth" in page
    for number, (city, state) in enumerate((("Sydney", "AU"), ("Washington", "US"))):
        room.record(
            reading(
                Told(city=city, country=state, start=f"2024-05-1{number}"),
                url=f"https://f.example/{number}",
                title=city,
            )
        )
    assert '"scale": {"expr"' not in json.dumps(spec(reader, "map", "since=2024"))


def test_lines_of_a_network_lead_to_the_engagements_of_both_within_the_filter(room: Ledger, reader: TestClient) -> None:
    told = spec(reader, "network", "state=MA")
    lines = [row for row in rows(told) if "pair" in row]
    assert lines
    for line in lines:
        one, other = map(str, line["between"])  # type: ignore[call-overload]
        assert line["url"] == f"/engagements?state=MA&person={one}&met={other}&took_place=1"
        page = reader.get(str(line["url"])).text
        found = room.find(Query(states=("MA",), person=one, met=other))
        assert found
        assert all(f"/engagements/{engagement.id}" in page for engagement in found)
    drawn = {json.dumps(layer["encoding"].get("href")) for layer in told["layer"] if layer["mark"]["type"] == "rule"}  # type: ignore[attr-defined]
    assert drawn == {'{"field": "url"}'}


def test_networks_are_placed_within_the_square_and_the_same_every_time() -> None:
    nodes = [f"p{number}" for number in range(12)]
    ties = [("p0", "p1", 3), ("p1", "p2", 1), ("p5", "p6", 9)]
    first = placed(nodes, ties)
    assert first == placed(nodes, ties)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in first.values())
    assert len(set(first.values())) == len(nodes)
    assert placed([], []) == {}


@pytest.mark.parametrize(
    ("city", "state", "north", "east"),
    [("Rabat", "MA", 34, -7), ("Londres", "GB", 51, 0), ("Le Caire", "EG", 30, 31), ("Kyiv", "UA", 50, 30)],
)
def test_cities_lie_where_they_are(city: str, state: str, north: int, east: int) -> None:
    position = position_of(city, state)
    assert position is not None
    assert abs(position.latitude - north) < 1.5
    assert abs(position.longitude - east) < 1.5


def test_a_city_of_another_state_or_none_has_no_position() -> None:
    assert position_of("Rabat", "FR") is None
    assert position_of("Nowhere at all", "MA") is None
    assert position_of("Rabat", "XX") is None


def test_cells_of_one_count_have_one_colour_and_others_a_scale(room: Ledger, reader: TestClient) -> None:
    def colour(told: dict[str, object]) -> dict[str, object]:
        found: dict[str, object] = told["encoding"]["color"]  # type: ignore[index]
        return found

    assert set(colour(spec(reader, "calendar", "kind=meeting"))) == {"value"}
    for number in range(2):
        other = Told(start="2023-04-07", city="Lima", country="PE", actors=((f"Ana {number}", "ministre", None, "PE", "host"), BURNS))  # fmt: skip # noqa: E501
        room.record(reading(other, url=f"https://l.example/{number}", title=f"Lima {number}"))
    told = spec(reader, "calendar", "kind=meeting")
    assert colour(told)["scale"]["domain"][1] >= 2  # type: ignore[index]
    assert all(row["engagements"] for row in rows(told))


def named(number: int) -> str:
    """A name that is like no other's."""
    parts = ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo"]
    first = parts[number % 14] + parts[(number * 3 + number // 14) % 14]
    last = parts[(number * 5 + 2) % 14] + parts[(number // 3) % 14] + parts[(number * 11 + 1) % 14]
    return f"{first.title()} {last.title()}"


def test_more_than_forty_persons_make_a_matrix_whose_cells_lead_to_the_meetings_of_two(
    room: Ledger, reader: TestClient
) -> None:
    assert rows(spec(reader, "matrix", "")) == []
    many = tuple((named(number), f"ministre {number}", None, "PE", "visitor") for number in range(45))
    told = Told(kind="conference", start="2024-09-09", actors=(HAMMOUCHI, *many))
    room.record(reading(told, url="https://m.example/1", title="Many"))
    cells = rows(spec(reader, "matrix", "since=2024"))
    assert len(cells) == 2 * 45
    assert all("person=p-" in str(cell["url"]) and "met=p-" in str(cell["url"]) for cell in cells)
    found = reader.get(str(cells[0]["url"])).text
    assert "1 engagement" in found


def test_a_network_of_several_years_has_a_slider_in_the_page_alone(room: Ledger, reader: TestClient) -> None:
    assert "params" not in spec(reader, "network")
    room.record(reading(Told(start="2021-03-03"), url="https://y.example/1", title="Y"))
    params = spec(reader, "network")["params"]
    assert [(one["bind"]["min"], one["bind"]["max"], one["value"]) for one in params] == [(2021, 2023, 2023)]  # type: ignore[attr-defined]


def test_planned_and_called_off_ones_are_drawn_apart_and_counted_nowhere(room: Ledger, reader: TestClient) -> None:
    for number, status in enumerate(("planned", "cancelled")):
        told = Told(
            kind="visit", start=f"2024-0{5 + 4 * number}-01", city="Lima", country="PE", status=status, topics=("x",)
        )
        room.record(reading(told, url=f"https://n.example/{number}", title=status))
    timeline = rows(spec(reader, "timeline"))
    assert {(row["first"], row["what"]) for row in timeline if row["apart"]} == {
        ("2024-05-01", "Visit (planned)"),
        ("2024-09-01", "Visit (cancelled)"),
    }
    for name in ("map", "rhythm", "months", "calendar"):
        told_in = json.dumps(rows(spec(reader, name)))
        assert "2024" not in told_in, name
        assert "Lima" not in told_in, name
    assert "2024" in json.dumps(rows(spec(reader, "rhythm", "status=planned"))), "but where they are asked for"
    pair = reader.get("/pairs/MA/US").text
    assert re.search(r'<b>1</b> <a href="/engagements\?status=planned[^"]*">of them planned</a>', pair)
    assert "drawn apart" in pair
    listed = reader.get("/engagements?state=MA&took_place=1").text
    assert "took place" in listed
    assert "Lima" not in listed
