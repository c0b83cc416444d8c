"""The check page: what is read, what is refused, and what happens when many check at once. The reader is stood in for."""

import datetime as dt
from dataclasses import dataclass, field, replace

import pytest
from fastapi.testclient import TestClient

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.errors import Busy
from entrevue.web import create_app
from entrevue.web.checking import DraftReader
from entrevue.web.site import Site
from entrevue.wiring import Ledger
from entrevue.worker import Task
from tests.ledger.readings import Told, reading
from tests.web.room.conftest import CLAIM


@dataclass
class Standing:
    """Stands in for the reading process."""

    outcome: Reading | Problem | Exception
    asked: list[Task] = field(default_factory=list)

    def read(self, draft: str | Page, task: Task, whose: str) -> Reading | Problem:
        """What it was told to answer."""
        self.asked.append(task)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def close(self) -> None:
        """Nothing is open."""


def checking(room: Ledger, outcome: Reading | Problem | Exception) -> tuple[TestClient, Standing]:
    """A client of a site whose drafts are read so."""
    app, standing = create_app(room), Standing(outcome)
    app.state.site = Site(room, drafts=standing)
    return TestClient(app, raise_server_exceptions=False), standing


def test_claims_of_a_draft_come_with_verdicts(room: Ledger) -> None:
    client, standing = checking(room, reading(Told(kind="visit"), claim=CLAIM))
    answer = client.post("/check", data={"draft": "…", "published": "2023-04-08", "language": "fr"})
    assert answer.status_code == 200
    assert f">{CLAIM}</a></mark>" in answer.text
    assert 'id="claim-1"' in answer.text
    assert [(task.published, task.language) for task in standing.asked] == [(PartialDate(2023, 4, 8), "fr")]
    assert room.status().totals["reports"] == 4  # nothing was kept


def test_a_draft_that_tells_no_day_is_of_today_and_is_read_once(room: Ledger) -> None:
    client, standing = checking(room, reading(Told()))
    undated = replace(reading(Told()).report, published=None)
    standing.outcome = replace(reading(Told()), report=undated)
    client.post("/check", data={"draft": "x"})
    (task,) = standing.asked
    assert (task.published, task.otherwise) == (None, PartialDate.of(dt.datetime.now(dt.UTC).date()))


def test_a_draft_without_a_claim_says_so(room: Ledger) -> None:
    client, _ = checking(room, reading(Told()))
    assert "No claim of order" in client.post("/check", data={"draft": "x"}).text


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({}, 400, "Paste the text"),
        ({"draft": " \n "}, 400, "Paste the text"),
        ({"draft": "x" * 100_001}, 413, "100 kB"),
        ({"draft": "x", "published": "soon"}, 400, "2023-04-07"),
        ({"draft": "x", "published": "2023-04-08-and-more"}, 400, "Published"),
    ],
)
def test_what_cannot_be_checked_is_told(room: Ledger, data: dict[str, str], status: int, said: str) -> None:
    client, standing = checking(room, Problem("never asked"))
    answer = client.post("/check", data=data)
    assert answer.status_code == status
    assert said in answer.text
    assert not standing.asked


def test_a_draft_that_cannot_be_read_is_told_and_stays_in_the_form(room: Ledger) -> None:
    client, _ = checking(room, Problem("is in no language that can be read"))
    answer = client.post("/check", data={"draft": "<b>qwerty</b>"})
    assert answer.status_code == 422
    assert "is in no language" in answer.text
    assert "&lt;b&gt;qwerty&lt;/b&gt;</textarea>" in answer.text


def test_who_comes_while_others_are_read_is_told_to_come_again(room: Ledger) -> None:
    client, _ = checking(room, Busy("others"))
    answer = client.post("/check", data={"draft": "x"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "15"
    assert "Other texts are being read" in answer.text


def test_a_forged_check_is_refused(room: Ledger) -> None:
    client, _ = checking(room, Problem("never asked"))
    assert client.post("/check", data={"draft": "x"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_few_drafts_wait_and_one_of_each_address(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = DraftReader(1.0, most=2, most_of_one=1)

    def nested(_: Page, task: Task) -> Problem:
        with pytest.raises(Busy):
            drafts.read("another of theirs", task, "127.0.0.1")
        with drafts._place("127.0.0.2"), pytest.raises(Busy):  # another one waits
            drafts.read("third", task, "127.0.0.3")
        return Problem("read")

    monkeypatch.setattr(drafts._worker, "read_page", nested)
    for _ in range(2):
        assert drafts.read("first", Task(), "127.0.0.1") == Problem("read")
    assert not drafts._held


def test_the_page_has_the_limits_of_the_api(room: Ledger) -> None:
    """Three browsers that kept checking shut the page for everybody."""
    client, standing = checking(room, Problem("is in no language that can be read"))
    statuses = [client.post("/check", data={"draft": "x"}).status_code for _ in range(25)]
    assert statuses == [422] * 20 + [429] * 5
    assert client.post("/api/v1/check", json={"text": "x"}).status_code == 429
    assert len(standing.asked) == 20


def test_searches_are_counted(room: Ledger) -> None:
    with TestClient(create_app(room)) as client:
        statuses = [client.get("/suggest", params={"q": "?"}).status_code for _ in range(602)]
    assert statuses == [200] * 600 + [429] * 2
