"""What a ledger says of itself, and what an empty one says first."""

import re
from pathlib import Path

from fastapi.testclient import TestClient

from entrevue.web import create_app
from entrevue.web.room.about import MEASURED
from entrevue.wiring import Ledger

FIGURES = Path(__file__).parents[3] / "docs" / "figures.md"


def test_about_tells_what_was_read(room: Ledger, reader: TestClient) -> None:
    page = reader.get("/about").text
    for said in ("What it has read", "How it reads", "How often it is right", "April 7, 2023", "French", "English"):
        assert said in page
    for name in ("A", "B", "C", "W"):
        assert f"<bdi>{name}</bdi> (1)" in page
    assert "<b>4</b> reports" in page
    assert 'href="/about"' in reader.get("/").text


def test_the_figures_of_about_are_those_that_were_measured() -> None:
    text = FIGURES.read_text(encoding="utf-8")
    precision, recall, whole = (f"{value / 100:.3f}" for value in (MEASURED.precision, MEASURED.recall, MEASURED.whole))
    assert f"\n{MEASURED.pages} real pages drawn fresh" in text
    assert f"| precision / recall | {precision} / {recall} |" in text
    assert f"| **{whole}** /" in next(
        line for line in text.splitlines() if line.startswith("| whole F1 (could be cited")
    )


def test_an_empty_ledger_says_what_to_do_first() -> None:
    with Ledger(":memory:") as ledger, TestClient(create_app(ledger)) as client:
        for page in ("/", "/about"):
            assert "entrevue add" in client.get(page).text
        assert "entrevue add" in client.get("/fr/").text


def test_a_language_that_says_only_labels_says_so(reader: TestClient) -> None:
    assert 'class="partial"' in reader.get("/rw/").text
    assert 'class="partial"' not in reader.get("/fr/").text
    assert 'class="partial"' not in reader.get("/en/").text


def test_empty_parameters_leave_the_address(reader: TestClient) -> None:
    answer = reader.get("/fr/engagements?state=&state=&kind=visit&q=%20", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/fr/engagements?kind=visit")
    assert reader.get("/engagements?state=&q=", follow_redirects=False).headers["location"] == "/engagements"


def test_a_citation_names_newspaper_and_report(room: Ledger, reader: TestClient) -> None:
    meeting = next(one for one in room.find() if one.kind.value == "meeting")
    page = reader.get(f"/engagements/{meeting.id}").text
    told = "Told in: “Burns in Rabat”, B, April 8, 2023"
    assert page.count("and 2 other reports") == 3
    assert told in page or "Told in: “In Témara”, C" in page or "Told in: “Visite”, A" in page
    assert "TY  - ELEC\n" in page
    assert "\nER  - " in page


def test_one_report_fills_no_column(reader: TestClient) -> None:
    page = reader.get("/engagements").text
    assert "1 report<" not in page
    assert "3 reports" in page


def test_the_pieces_of_a_highlight_are_all_marked(room: Ledger, reader: TestClient) -> None:
    """Every piece tells the starts of the spans that it belongs to, so that all of them are lit together."""
    report = next(one.report for one in room.newest_reports() if one.content.title == "Visite")
    page = reader.get(f"/reports/{report}").text
    told = room.report(report).accounts[0]
    start = told.account.participants[0].evidence["name"].start
    assert f'id="s{start}"' in page
    assert re.search(rf'data-of="[^"]*\b{start} ', page)
    assert page.count("data-of=") >= len(re.findall(r'id="s\d', page)) > 0


def test_why_reports_count_as_one_is_said(room: Ledger, reader: TestClient) -> None:
    from tests.ledger.readings import Told, reading

    for number, site in enumerate(("X", "Y"), 1):
        told = reading(Told(start="2024-02-02"), url=f"https://{site}.example/{number}", publisher=site, extra="(AFP)")
        room.record(told)
    one = next(one for one in room.find() if one.start.value == "2024-02-02")
    page = reader.get(f"/engagements/{one.id}").text
    assert "both credit AFP" in page
    assert "les deux citent AFP" in reader.get(f"/fr/engagements/{one.id}").text
