"""Every page of the reading room: what is on it, in each language, and what answers an address that is none."""

import html
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

import entrevue
from entrevue.domain.reading import BY_HAND
from entrevue.web.room import engagements as room_engagements
from entrevue.wiring import Ledger
from tests.ledger.readings import HAMMOUCHI, WRAY, Told, reading
from tests.web.room.conftest import CLAIM, meeting_of


def addresses(ledger: Ledger) -> dict[str, str]:
    """An address of every kind of page."""
    meeting = ledger.engagement(meeting_of(ledger))
    person = next(p.person for p in meeting.participants if p.name.value == "William Burns")
    return {
        "home": "/",
        "search": "/search?q=Burns",
        "suggest": "/suggest?q=bur",
        "engagements": "/engagements",
        "engagement": f"/engagements/{meeting.id}",
        "report": f"/reports/{ledger.accounts(meeting.id)[0].context.report}",
        "person": f"/persons/{person}",
        "organisation": "/organisations/DGST",
        "state": "/states/MA",
        "pair": "/pairs/MA/US",
        "check": "/check",
    }


@pytest.mark.parametrize("language", ["en", "fr", "rw"])
def test_every_page_is_there_in_every_language(room: Ledger, reader: TestClient, language: str) -> None:
    for name, address in addresses(room).items():
        answer = reader.get(f"/{language}{address}")
        assert answer.status_code == 200, name
        assert answer.headers["content-language"] == language, name
        if name != "suggest":
            assert f'<html lang="{language}"' in answer.text, name
            assert "<h1" in answer.text, name


def test_an_engagement_page_tells_all(room: Ledger, reader: TestClient) -> None:
    page = reader.get(addresses(room)["engagement"]).text
    for said in ("William Burns", "directeur de la CIA", "Témara", "la cybersécurité", "un communiqué", "An editor"):
        assert said in page
    assert "3 reports, " in page
    assert "independent source" in page
    assert "2 of 3 reports" in page
    assert "Reports disagree on this: city" in page
    assert "Part of" in page
    assert "@misc{entrevue-" in page
    assert page.count('<article class="account"') == 3


def test_a_visit_shows_what_took_place_during_it_and_its_claims_with_verdicts(room: Ledger, reader: TestClient) -> None:
    visit = next(one for one in room.find() if one.kind.value == "visit" and one.start.value == "2023-04-07")
    page = reader.get(f"/engagements/{visit.id}").text
    assert "During it" in page
    assert CLAIM in page
    assert 'class="verdict supported"' in page or 'class="verdict unknown"' in page


def test_a_report_links_to_its_original_only_over_http(room: Ledger, reader: TestClient) -> None:
    reports = {one.content.title: one.report for one in room.newest_reports()}
    page = reader.get(f"/reports/{reports['Visite']}").text
    assert '<a href="https://a.example/1" rel="noopener noreferrer">' in page
    page = reader.get(f"/reports/{reports['Le directeur du FBI']}").text
    assert 'href="javascript:' not in page


def test_an_older_version_of_a_report_can_be_read(room: Ledger, reader: TestClient) -> None:
    room.record(reading(Told(), url="https://b.example/2", title="Burns in Rabat, corrected", language="en"))
    report = next(one.report for one in room.newest_reports() if "corrected" in (one.content.title or ""))
    assert "version 2 of 2" in reader.get(f"/reports/{report}").text
    older = reader.get(f"/reports/{report}?version=1").text
    assert "corrected" not in older
    assert reader.get(f"/reports/{report}?version=3").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/engagements/nothing", "/reports/r-nothing", "/persons/p-nothing", "/persons/MA", "/organisations/Nobody",
     "/organisations", "/organisations/", "/organisations/CIA%20Foo", "/states/ZZ", "/states/XA", "/pairs/MA/ZZ",
     "/states/QQ", "/states/Morocco", "/pairs/MA/Q1", "/nowhere", "/pictures/none.svg", "/pictures/card/none.png"],
)  # fmt: skip
def test_what_is_not_there_is_answered_with_a_search_box(reader: TestClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 404
    assert 'type="search"' in answer.text


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/states/ma", "/states/MA"),
        ("/pairs/us/ma", "/pairs/MA/US"),
        ("/fr/pairs/MA/MA", "/fr/states/MA"),
        ("/organisations/Central%20Intelligence%20Agency", "/organisations/CIA"),
        ("/organisations/cia", "/organisations/CIA"),
    ],
)
def test_one_address_for_one_thing(reader: TestClient, asked: str, led: str) -> None:
    answer = reader.get(asked, follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["location"] == led


def test_the_page_of_what_very_many_reports_tell_shows_some(
    room: Ledger, reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = meeting_of(room)
    most = len(room.accounts(id_))
    monkeypatch.setattr(room_engagements, "_SHOWN", 1)
    page = reader.get(f"/engagements/{id_}").text
    assert page.count('<article class="account"') == 1
    link = re.search(rf'and {most - 1} other reports?: <a href="([^"]+)">', page)
    assert link
    further = reader.get(html.unescape(link[1])).json()["items"]
    assert [one["id"] for one in further] == [one.stem for one in room.accounts(id_)[1:]]


def test_any_account_of_an_engagement_leads_to_it(room: Ledger, reader: TestClient) -> None:
    one = room.engagement(meeting_of(room))
    other = next(stem for stem in one.stems if stem != one.id)
    assert str(reader.get(f"/engagements/{other}").url).endswith(f"/engagements/{one.id}")


def test_search_finds_people_agencies_states_topics_and_words(reader: TestClient) -> None:
    assert "/persons/p-" in reader.get("/search?q=burns").text
    assert "/organisations/CIA" in reader.get("/search?q=CIA").text
    assert "/states/MA" in reader.get("/fr/search?q=maroc").text
    assert "/engagements?topic=security" in reader.get("/search?q=securi").text
    assert "/engagements/" in reader.get("/search?q=directeur").text
    assert reader.get("/search?q=zzzz").status_code == 200
    assert reader.get("/search?q=%22%22%20*%20-").status_code == 200
    assert reader.get(f"/search?q={'x' * 301}").status_code == 400


def test_a_dossier_tells_offices_rhythm_and_counterparts(room: Ledger, reader: TestClient) -> None:
    page = reader.get(addresses(room)["person"]).text
    assert "directeur de la CIA" in page
    assert "Abdellatif Hammouchi" in page
    pair = reader.get("/pairs/MA/US").text
    assert "visits from United States to Morocco" in pair
    for picture in ("timeline", "map", "network", "rhythm"):
        assert f'data-picture="/pictures/{picture}.json?state=MA&amp;state=US"' in pair


def test_counterparts_are_counted_over_everything_and_lead_on(room: Ledger, reader: TestClient) -> None:
    for number in range(7):
        told = Told(start=f"2020-0{number + 1}-01", actors=(WRAY, HAMMOUCHI))
        room.record(reading(told, url=f"https://m.example/{number}", title=f"M{number}"))
    assert room.sides_with("MA") == {"US": room.count(entrevue.Query(states=("MA", "US")))}
    page = reader.get("/states/MA").text
    assert '<a href="/pairs/MA/US"><bdi>United States</bdi></a> <span class="n">10</span>' in page
    body = reader.get("/organisations/DGST").text
    assert "organisation=DGST&amp;person=p-" in body, "a counterpart leads to the engagements of both"
    person = reader.get(addresses(room)["person"]).text.partition('id="counterparts"')[2]
    led = re.search(
        r'<li><a href="/engagements\?person=(p-\w+)&amp;met=(p-\w+)&amp;took_place=1">',
        person.partition("</section>")[0],
    )
    assert led, "of two persons to the meetings of both"
    assert led[1] != led[2]


def test_pages_change_with_the_ledger_and_not_before(room: Ledger, reader: TestClient) -> None:
    address = addresses(room)["state"]
    first = reader.get(address)
    again = reader.get(address, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    room.record(reading(Told(start="2024-01-02", actors=(WRAY, HAMMOUCHI)), url="https://n.example/9", title="New"))
    changed = reader.get(address, headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert "January 2, 2024" in changed.text


def test_kept_pages_differ_by_language_and_encoding(reader: TestClient) -> None:
    english = reader.get("/states/MA", headers={"accept-language": "en"})
    assert "Morocco" in english.text
    assert "Maroc" in reader.get("/states/MA", headers={"accept-language": "fr"}).text
    plain = reader.get("/states/MA", headers={"accept-language": "en", "accept-encoding": "identity"})
    assert plain.text == english.text
    assert "content-encoding" not in plain.headers


def test_pages_are_light(room: Ledger, reader: TestClient) -> None:
    for name, address in addresses(room).items():
        raw = reader.get(address, headers={"accept-encoding": "gzip"})
        assert int(raw.headers["content-length"]) < 150_000, name


def unsure(room: Ledger, **told: object) -> str:
    """An engagement whose day, state and sides were inferred, read with little confidence."""
    made = reading(Told(kind="visit", start="2024-05-22", city=None, **told), url="https://i.example/1", publisher="I")  # type: ignore[arg-type]
    one = made.accounts[0]
    why = (
        "the day is that of its first meeting", "the state follows from who receives, or its visit",
        "the status is planned with a chance of 0.32", "William Burns represents GB with a chance of 0.30",
    )  # fmt: skip
    people = tuple(replace(p, inferred=("country",)) for p in one.participants)
    account = replace(one, inferred=("country", "start"), reasons=why, confidence=0.66, participants=people)
    return room.record(replace(made, accounts=(account,))).engagements[0]


def test_a_page_says_what_is_inferred_from_what_and_how_sure_it_is(room: Ledger, reader: TestClient) -> None:
    visit = unsure(room)
    page = reader.get(f"/engagements/{visit}").text
    assert '<small class="inferred">inferred: the day is that of its first meeting</small>' in page
    assert "inferred: the state follows from who receives, or its visit" in page
    assert "The states represented are inferred from offices, bodies and names." in page
    assert "<dt>Confidence</dt><dd>0.66" in page
    assert "<summary>confidence 0.66</summary>" in page
    french = reader.get(f"/fr/engagements/{visit}").text
    for said in (
        "déduit\xa0: le jour est celui de son premier entretien",
        "<dd>0,66",
        "le statut serait «\xa0en projet\xa0», avec une chance de 0,32",
        "William Burns représente Royaume-Uni avec une chance de 0,30",
    ):
        assert said in french
    assert "confidence 0.66" in reader.get(f"/reports/{room.accounts(visit)[0].context.report}").text


def test_what_is_told_or_set_by_an_editor_is_not_called_inferred(room: Ledger, reader: TestClient) -> None:
    assert 'class="inferred"' not in reader.get(f"/engagements/{meeting_of(room)}").text
    visit = unsure(room)
    for field, value in (("start", "2024-05-23"), ("country", "TN")):
        room.correct(visit, field, value, who="ada")
    for participant in room.engagement(visit).participants:
        room.correct(visit, f"{participant.id}.country", participant.country.value or "", who="ada")
    assert 'class="inferred"' not in reader.get(f"/engagements/{visit}").text


def test_what_people_coded_has_no_confidence(room: Ledger, reader: TestClient) -> None:
    made = reading(Told(start="2024-06-01"), url="https://j.example/1")
    coded = replace(made.accounts[0], reasons=(BY_HAND,))
    (id_,) = room.record(replace(made, accounts=(coded,))).engagements
    page = reader.get(f"/engagements/{id_}").text
    assert BY_HAND in page
    assert "<dt>Confidence</dt>" not in page
