"""Search and lists in the reading room: chips, facets, sentences, tables, files, indexes, twins."""

import csv
import json
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from entrevue.web import create_app
from entrevue.wiring import Ledger
from tests.inquiry.asked import ENGAGEMENTS, fill


@pytest.fixture(scope="module")
def asked() -> Iterator[TestClient]:
    with Ledger(":memory:") as ledger:
        fill(ledger)
        with TestClient(create_app(ledger), raise_server_exceptions=False) as client:
            yield client


def links(page: str, start: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(rf'href="({re.escape(start)}[^"]*)"', page)]


def test_a_question_shows_what_was_understood_and_answers_with_sentences(asked: TestClient) -> None:
    page = asked.get("/search", params={"q": "intelligence chiefs in Rabat 2023"}).text
    assert "intelligence chiefs" in page
    assert len(re.findall('<blockquote class="said"', page)) == 3
    assert "/engagements?since=2023&until=2023&role=intelligence" in links(page, "/engagements?")  # without the place
    assert (
        asked.get("/fr/search", params={"q": "chefs du renseignement à Rabat en 2023"}).text.count('class="said"') == 3
    )


def test_the_first_card_is_the_page_of_what_is_named(asked: TestClient) -> None:
    for question, path in (("Kenya Rwanda", "/pairs/KE/RW"), ("turc", "/states/TR"), ("OTAN", "/organisations/OTAN")):
        page = asked.get("/search", params={"q": question}).text
        cards = page.partition('class="ways cards"')[2]
        assert re.findall(r'href="([^"]+)"', cards)[0] == path, question
        assert asked.get(path).status_code == 200


def test_what_is_misspelt_says_so(asked: TestClient) -> None:
    page = asked.get("/search", params={"q": "Hamouchi"}).text
    assert "for “Hamouchi”" in page
    assert "Abdellatif Hammouchi" in page


def test_nothing_found_is_no_blank_page(asked: TestClient) -> None:
    page = asked.get("/search", params={"q": "qwxyzk visits in Kigali"}).text
    assert "Nothing is found" in page
    looser = links(page.partition("With less asked")[2], "/engagements?")
    assert "/engagements?kind=visit&place=Kigali" in looser
    assert '<a href="/engagements' in asked.get("/search", params={"q": "qwxyzk"}).text


def test_words_that_are_searched_for_are_marked(asked: TestClient) -> None:
    page = asked.get("/search", params={"q": '"cybersécurité"'}).text
    assert '<mark class="other">cybersécurité</mark>' in page


def test_facets_lead_to_what_they_count(asked: TestClient) -> None:
    page = asked.get("/engagements").text
    facets = page.partition('class="facets"')[2]
    choices = re.findall(
        r'<a href="(/engagements\?[^"]+)" rel="nofollow"><bdi>[^<]*</bdi></a> <span class="n">(\d+)', facets
    )
    assert len(choices) > 30
    for address, count in choices[::4]:
        total = asked.get(address.replace("&amp;", "&").replace("/engagements?", "/engagements.json?")).json()["total"]
        assert total == int(count), address


def test_a_chosen_facet_is_taken_away_again(asked: TestClient) -> None:
    page = asked.get("/engagements?state=MA&role=intelligence").text
    assert "/engagements?state=MA" in links(page, "/engagements?")
    assert "/engagements?role=intelligence" in links(page, "/engagements?")


@pytest.mark.parametrize("order", ["day", "change", "reports", "doubt"])
def test_orders(asked: TestClient, order: str) -> None:
    assert asked.get(f"/engagements?order={order}").status_code == 200


def test_a_wrong_order_says_what_is_right(asked: TestClient) -> None:
    answer = asked.get("/engagements?order=colour")
    assert answer.status_code == 400
    assert "reports" in answer.text


def test_files_hold_everything_that_is_shown(asked: TestClient) -> None:
    rows = list(csv.DictReader(asked.get("/engagements.csv?state=US").text.splitlines()))
    total = asked.get("/engagements.json?state=US").json()["total"]
    assert len(rows) == total > 5
    assert all("US" in row["sides"] for row in rows)
    chosen = asked.get("/engagements.csv?state=US&column=id&column=kind")
    assert chosen.text.splitlines()[0] == "id,kind"
    assert "attachment" in chosen.headers["content-disposition"]
    lines = [json.loads(line) for line in asked.get("/engagements.jsonl").text.splitlines()]
    assert len(lines) == len(ENGAGEMENTS)


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_files_of_nothing_are_empty_and_wrong_questions_are_refused(asked: TestClient, form: str) -> None:
    """A table is sent as it is asked for: what is wrong has to be known before its first line."""
    nothing = asked.get(f"/engagements.{form}?place=Nowhere")
    assert nothing.status_code == 200
    assert form != "json" or (nothing.json()["engagements"], nothing.json()["next"]) == ([], None)
    assert asked.get(f"/engagements.{form}?part_of=nothing").status_code == 404
    assert asked.get(f"/engagements.{form}?person=nobody").status_code == 404
    assert asked.get(f"/engagements.{form}?since=soon").status_code == 400


def test_a_table_has_the_columns_that_are_chosen(asked: TestClient) -> None:
    page = asked.get("/engagements?view=table&column=id&column=start&state=US").text
    assert re.findall(r'<th scope="col">([^<]+)</th>', page) == ["id", "start"]


def test_a_twin_says_what_its_page_says(asked: TestClient) -> None:
    answer = asked.get("/engagements.json?role=intelligence&place=Rabat").json()
    assert answer["total"] == len(answer["engagements"]) == 3
    assert all(one["sentence"]["text"] for one in answer["engagements"])
    found = asked.get("/search.json", params={"q": "Hamouchi"}).json()
    assert found["pages"][0]["label"] == "Abdellatif Hammouchi"
    assert found["understood"][0]["corrected"]
    one = answer["engagements"][0]["id"]
    assert asked.get(f"/engagements/{one}.json").json()["engagement"]["id"] == one
    assert asked.get("/pairs/KE/RW.json").status_code == 200
    assert asked.get("/states/KE.json").status_code == 200


@pytest.mark.parametrize(
    "name", ["persons", "organisations", "states", "pairs", "offices", "topics", "publishers", "reports"]
)
def test_every_entry_of_an_index_leads_somewhere(asked: TestClient, name: str) -> None:
    entries = asked.get(f"/browse/{name}.json").json()["entries"]
    assert entries
    for entry in entries[:3]:
        assert asked.get(entry["path"]).status_code == 200, entry
    page = asked.get(f"/browse/{name}").text
    assert entries[0]["path"].replace("&", "&amp;") in page


def test_an_index_by_letter(asked: TestClient) -> None:
    page = asked.get("/browse/persons?letter=E").text
    assert "Emmanuel Macron" in page
    assert "Paul Kagame" not in page
    assert asked.get("/browse/nonsense").status_code == 404
    assert asked.get("/browse/persons?skip=x&letter=%00%FF").status_code in {200, 400}


def test_the_twin_of_a_list_that_finds_nothing_says_so(asked: TestClient) -> None:
    told = asked.get("/engagements.json?since=1850&until=1850").json()
    assert (told["total"], told["engagements"], told["next"]) == (0, [], None)


def test_the_host_state_is_a_facet(asked: TestClient) -> None:
    page = asked.get("/engagements?kind=visit").text
    hosts = links(page.partition('id="facet-host"')[2].partition("</section>")[0], "/engagements?")
    assert any("host=" in one for one in hosts)
    chosen = next(one for one in hosts if "host=" in one)
    assert "aria-current" in asked.get(chosen).text.partition('id="facet-host"')[2].partition("</section>")[0]


def test_two_persons_are_asked_for_together(asked: TestClient) -> None:
    names = {
        one["label"]: one["path"].rpartition("/")[2] for one in asked.get("/browse/persons.json").json()["entries"]
    }
    found = asked.get("/engagements.json").json()["engagements"]
    held = [row for row in found if row["status"] == "held"]  # in what is planned nobody has met
    one = next(row for row in held if sum(name in row["participants"] for name in names) >= 2)
    first, second = [id_ for name, id_ in names.items() if name in one["participants"]][:2]
    told = asked.get(f"/engagements.json?person={first}&met={second}").json()
    assert one["id"] in {row["id"] for row in told["engagements"]}
    assert 0 < told["total"] <= asked.get(f"/engagements.json?person={first}").json()["total"]
    assert "with" in {chip["field"] for chip in told["asked"]}
    page = asked.get(f"/persons/{first}").text
    assert any(f"met={second}" in link for link in links(page, "/engagements?"))


@pytest.mark.parametrize("asks", ["", "kind=visit"])
def test_a_list_is_shown_in_pictures_that_keep_the_filter(asked: TestClient, asks: str) -> None:
    page = asked.get(f"/engagements?view=pictures&{asks}").text
    for name in ("timeline", "months", "calendar", "rhythm", "map"):
        assert f'data-picture="/pictures/{name}.json?{asks}"' in page
    tables = page.partition('class="pictures"')[2]
    assert all(asks in link for link in links(tables, "/engagements?") if "q=" not in link)
    assert 'class="engagements"' in page
