"""Replies through the form: right, wrong, late, replayed; moderated; and an address that no page shows."""

import html
import re
from collections.abc import Callable, Iterator

import pytest
from fastapi import APIRouter, Request
from fastapi.testclient import TestClient
from jinja2 import ChoiceLoader, DictLoader
from starlette.responses import Response

from entrevue.domain.replies import Moderation
from entrevue.web import create_app
from entrevue.web.rendering import environment, page
from entrevue.web.replies import reply_block
from entrevue.web.site import ledger_of
from entrevue.wiring import Ledger
from tests.access.conftest import Watch

EMAIL = "eve@mail.example"
Browsers = Callable[[str], TestClient]


@pytest.fixture
def form(ledger: Ledger, client: TestClient) -> Callable[..., dict[str, str]]:
    """The fields of the form for something, filled in rightly."""

    def filled(about: str, **changes: str) -> dict[str, str]:
        challenge = ledger.replies.ask(about)
        left, right = re.findall(r"\d+", challenge.question)
        fields = {"about": about, "name": "Eve", "email": EMAIL, "text": "Not in Rabat.", "challenge": challenge.token}
        return fields | {"answer": str(int(left) * int(right))} | changes

    return filled


def test_a_reply_waits_for_the_moderator(
    client: TestClient, browser_of: Browsers, ledger: Ledger, meeting: str, form: Callable[..., dict[str, str]]
) -> None:
    done = client.post("/replies", data=form(meeting, text="<script>alert(1)</script> & é"))
    assert (done.status_code, done.headers["location"]) == (303, f"/engagements/{meeting}?reply=waiting#replies")
    (reply,) = ledger.replies.in_state()
    assert ledger.replies.published(meeting) == ()
    editor = browser_of("editor")
    waiting = editor.get("/desk/replies").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; é" in waiting
    assert "<script>alert" not in waiting
    assert editor.post(f"/desk/replies/{reply.id}/publish").headers["location"] == "/desk/replies?done=published"
    assert ledger.replies.published(meeting)[0].moderated_by == "The editor"
    refused = editor.post(f"/desk/replies/{reply.id}/refuse", data={"why": "rude"})
    assert refused.status_code == 303
    assert ledger.replies.published(meeting) == ()
    assert "rude" in editor.get("/desk/replies?state=refused").text


FAULTS = [
    ({"name": ""}, "fault-name", "This is needed."),
    ({"email": "nonsense"}, "fault-email", "no e-mail address"),
    ({"text": ""}, "fault-text", "This is needed."),
    ({"answer": "1"}, "fault-answer", "not right"),
    ({"answer": ""}, "fault-answer", "This is needed."),
    ({"challenge": "forged"}, "fault-answer", "was not asked"),
    ({"proposal": "{meeting}|start", "value": "soon"}, "fault-value", "cannot have that value"),
]


@pytest.mark.parametrize(("changes", "where", "said"), FAULTS, ids=[fault[1] + str(fault[0]) for fault in FAULTS])
def test_faults_are_told_beside_their_fields_and_nothing_is_lost(
    client: TestClient,
    ledger: Ledger,
    meeting: str,
    form: Callable[..., dict[str, str]],
    changes: dict[str, str],
    where: str,
    said: str,
) -> None:
    written = form(meeting, **{name: value.format(meeting=meeting) for name, value in changes.items()})
    answer = client.post("/replies", data=written)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert re.search(f'id="{where}">[^<]*{re.escape(said)}', answer.text), answer.text
    assert re.search(f'aria-invalid="true" aria-describedby="{where}"', answer.text)
    for name in ("name", "email", "text", "value"):
        assert written.get(name, "") in html.unescape(answer.text)
    assert ledger.replies.in_state() == ()


def test_a_challenge_is_good_once_and_for_ten_minutes(
    client: TestClient, ledger: Ledger, meeting: str, watch: Watch, form: Callable[..., dict[str, str]]
) -> None:
    first = form(meeting)
    assert client.post("/replies", data=first).status_code == 303
    replayed = client.post("/replies", data=first)
    assert (replayed.status_code, "answered before" in replayed.text) == (400, True)
    late = form(meeting)
    watch.move(minutes=10)
    answer = client.post("/replies", data=late)
    assert (answer.status_code, "ten minutes" in answer.text) == (400, True)
    (token,) = re.findall(r'name="challenge" value="([^"]+)"', answer.text)
    left, right = re.findall(r"What is (\d+) times (\d+)\?", answer.text)[0]
    again = client.post("/replies", data=late | {"challenge": token, "answer": str(int(left) * int(right))})
    assert again.status_code == 303
    assert ledger.replies.count() == 2


def test_a_script_with_a_thousand_tries_publishes_nothing(
    client: TestClient, ledger: Ledger, meeting: str, form: Callable[..., dict[str, str]]
) -> None:
    answers = [client.post("/replies", data=form(meeting, answer=str(n))).status_code for n in range(500)]
    answers += [client.post("/replies", data=form(meeting)).status_code for _ in range(500)]
    assert answers.count(429) >= 980
    assert len(ledger.replies.in_state(limit=1000)) <= 20
    assert ledger.replies.published(meeting) == ()


def test_a_correction_is_accepted_with_one_click(
    client: TestClient, browser_of: Browsers, ledger: Ledger, meeting: str, form: Callable[..., dict[str, str]]
) -> None:
    client.post("/replies", data=form(meeting, proposal=f"{meeting}|city", value="Salé"))
    (reply,) = ledger.replies.in_state()
    editor = browser_of("editor")
    page = editor.get("/desk/replies").text
    assert "city: <s>" in page
    assert "Salé" in page
    assert "A reader proposes a correction" in editor.get("/desk").text
    done = editor.post(f"/desk/replies/{reply.id}/accept")
    assert done.headers["location"] == "/desk/replies?done=correction&decision=1"
    assert ledger.engagement(meeting).city.value == "Salé"
    assert ledger.replies.published(meeting)[0].decision == 1
    assert editor.post(f"/desk/replies/{reply.id}/accept").status_code == 409


def test_nothing_to_reply_to(client: TestClient, form: Callable[..., dict[str, str]]) -> None:
    assert client.post("/replies", data=form("nothing")).status_code == 404
    assert client.post("/replies", data={}).status_code == 404
    assert client.post("/replies", content=b"\xff" * 100, headers={"content-type": "text/plain"}).status_code in {
        400,
        404,
    }


def test_readers_moderate_nothing(
    client: TestClient, browser_of: Browsers, ledger: Ledger, meeting: str, form: Callable[..., dict[str, str]]
) -> None:
    client.post("/replies", data=form(meeting))
    (reply,) = ledger.replies.in_state()
    for role, expected in (("nobody", 401), ("reader", 403)):
        for verb in ("publish", "refuse", "accept"):
            assert browser_of(role).post(f"/desk/replies/{reply.id}/{verb}").status_code == expected
    assert ledger.replies.in_state() == (reply,)


@pytest.fixture
def block_page(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A page with nothing on it but the block that report and engagement pages end with."""
    app = create_app(ledger)
    router = APIRouter()
    source = (
        '{% extends "base.html" %}{% block title %}x{% endblock %}'
        '{% block content %}{% include "replies/_block.html" %}{% endblock %}'
    )

    @router.get("/block/{id}")
    def block(request: Request, id: str) -> Response:  # noqa: A002
        about = reply_block(request, id, [ledger_of(request).engagement(id)])
        return page(request, "only-the-block.html", reply_block=about)

    app.include_router(router)
    made = environment()
    monkeypatch.setattr(made, "loader", ChoiceLoader([DictLoader({"only-the-block.html": source}), made.loader]))  # type: ignore[list-item]
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    ("language", "heading"), [("", "Leave a reply"), ("/fr", "Laisser une réponse"), ("/rw", "Andika")]
)
def test_the_block_shows_what_was_published_and_the_form(
    block_page: TestClient,
    client: TestClient,
    ledger: Ledger,
    meeting: str,
    form: Callable[..., dict[str, str]],
    language: str,
    heading: str,
) -> None:
    for text in ("Shown to all.", "Hidden from all."):
        client.post("/replies", data=form(meeting, text=text))
    ledger.replies.publish(ledger.replies.in_state()[0].id, who="bob")
    shown = block_page.get(f"{language}/block/{meeting}?reply=waiting").text
    assert "Shown to all." in shown
    assert "Hidden from all." not in shown
    assert heading in shown
    assert 'role="status"' in shown
    assert len(re.findall(r" required[ >]", shown)) == 4
    assert f'value="{meeting}|city"' in shown


def test_the_address_is_on_no_page(
    browser_of: Browsers,
    block_page: TestClient,
    client: TestClient,
    ledger: Ledger,
    meeting: str,
    form: Callable[..., dict[str, str]],
) -> None:
    for state in Moderation:
        client.post("/replies", data=form(meeting))
        reply = ledger.replies.in_state()[0]
        if state is not Moderation.PENDING:
            (ledger.replies.publish if state is Moderation.PUBLISHED else ledger.replies.refuse)(reply.id, who="bob")
    administrator = browser_of("administrator")
    paths = [f"/desk/replies?state={state}" for state in ("pending", "published", "refused")]
    paths += ["/desk", "/desk/decisions", f"/desk/engagement/{meeting}", "/desk/users", "/account", "/"]
    for path in paths:
        answer = administrator.get(path)
        assert answer.status_code == 200, path
        assert "mail.example" not in answer.text, path
    assert "mail.example" not in block_page.get(f"/block/{meeting}").text
