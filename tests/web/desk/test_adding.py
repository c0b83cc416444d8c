"""Adding pages in the browser: the reading is shown first, and what is accepted of it is recorded."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.web.desk.adding import accepted
from entrevue.web.site import Site
from entrevue.wiring import Ledger
from entrevue.worker import Task
from tests.ledger.readings import Told, reading

READ = reading(
    Told(kind="visit", city="Rabat"), Told(part_of="e1"), url="https://new.example/1", publisher="N", title="Visite"
)


class Standing:
    """Reads every page as it is told to."""

    def __init__(self, outcome: Reading | Problem = READ) -> None:
        self.outcome = outcome
        self.asked: list[str | Page] = []

    def read(self, draft: str | Page, task: Task, whose: str) -> Reading | Problem:
        """The same for every page."""
        self.asked.append(draft)
        return self.outcome

    def close(self) -> None:
        """Nothing is held."""


def standing(client: TestClient, outcome: Reading | Problem = READ) -> Standing:
    made = Standing(outcome)
    site: Site = client.app.state.site  # type: ignore[attr-defined]
    object.__setattr__(site, "drafts", made)
    return made


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form that records."""
    form = page.partition('action="/desk/add/record"')[2].partition("</form>")[0]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def test_nothing_is_recorded_before_it_is_said(editor: TestClient, ledger: Ledger) -> None:
    before = ledger.totals()["reports"]
    drafts = standing(editor)
    page = editor.post("/desk/add", data={"text": "Visite\nWilliam Burns à Rabat."}).text
    assert "Abdellatif Hammouchi" in page
    assert "<mark" in page
    assert ledger.totals()["reports"] == before
    (asked,) = drafts.asked
    assert isinstance(asked, Page)
    assert asked.content == "Visite\nWilliam Burns à Rabat.".encode()
    answer = editor.post("/desk/add/record", data={**fields(page), "account": ["e1"]}, follow_redirects=False)
    assert answer.status_code == 303
    assert ledger.totals()["reports"] == before + 1
    assert len(ledger.report(answer.headers["location"].rpartition("/")[2].partition("?")[0]).accounts) == 1


def test_an_address_is_handed_on_to_be_fetched(editor: TestClient) -> None:
    drafts = standing(editor)
    editor.post("/desk/add", data={"url": "https://news.example/1"})
    (asked,) = drafts.asked
    assert isinstance(asked, Page)
    assert (asked.content, asked.url) == (b"", "https://news.example/1")


def test_what_reads_otherwise_than_it_was_shown_is_shown_again(editor: TestClient, ledger: Ledger) -> None:
    before = ledger.totals()["reports"]
    standing(editor)
    page = editor.post("/desk/add", data={"text": "Visite"}).text
    standing(editor, reading(Told(city="Témara"), url="https://a.example/1", title="Visite"))
    answer = editor.post("/desk/add/record", data={**fields(page), "account": ["e1"]})
    assert answer.status_code == 409
    assert ledger.totals()["reports"] == before


def test_bad_input_is_one_line(editor: TestClient) -> None:
    standing(editor)
    assert editor.post("/desk/add", data={}).status_code == 400
    assert editor.post("/desk/add", data={"url": "ftp://x.example/1"}).status_code == 400
    assert editor.post("/desk/add", data={"text": "x", "published": "yesterday"}).status_code == 400
    damaged = {"name": "x", "content": "§§§", "mark": "x"}
    assert editor.post("/desk/add/record", data=damaged).status_code == 422
    standing(editor, Problem("holds no article"))
    assert "holds no article" in editor.post("/desk/add", data={"text": "x"}).text


def test_what_is_left_out_takes_what_hangs_on_it_along() -> None:
    kept = accepted(READ, ["e2"])
    assert [one.id for one in kept.accounts] == ["e2"]
    assert kept.accounts[0].part_of is None


def test_files_are_read_whatever_they_hold_and_recorded_as_they_were_shown(editor: TestClient) -> None:
    """A PDF holds NUL, and what is shown comes back in Base64, a third longer."""
    drafts = standing(editor)
    for content in (b"%PDF-1.7\0\1\xff", bytes(730_000), "Wizyta".encode("utf-16")):
        page = editor.post("/desk/add", files={"files": ("a\0b.pdf", content, "application/pdf")})
        assert page.status_code == 200
        asked = drafts.asked[-1]
        assert isinstance(asked, Page)
        assert asked.content == content
        form = {name: (None, value) for name, value in fields(page.text).items()}
        assert 'enctype="multipart/form-data"' in page.text.partition('action="/desk/add/record"')[2][:60]
        assert editor.post("/desk/add/record", files=form, follow_redirects=False).status_code == 303
        again = drafts.asked[-1]
        assert isinstance(again, Page)
        assert again.content == content
    answer = editor.post("/desk/add", files={"files": ("a.txt", bytes(730_001))})
    assert answer.status_code == 400
    assert "730 kB" in answer.text


@pytest.mark.parametrize("url", ["http://[", "javascript:alert(1)", "file:///etc/passwd", "http://", "//a.example"])
def test_what_is_no_address_is_refused_in_both_steps(editor: TestClient, url: str) -> None:
    drafts = standing(editor)
    assert editor.post("/desk/add", data={"url": url}).status_code == 400
    assert editor.post("/desk/add", data={"text": "Visite", "url": url}).status_code == 400
    form = {"name": "x", "content": "Vmlz", "url": url}
    assert editor.post("/desk/add/record", data=form).status_code == 400
    assert drafts.asked == []
