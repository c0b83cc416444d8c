"""Notes, tags and collections in pages: written where they belong, seen by editors alone, shared only where shared."""

import html
import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from entrevue.wiring import Ledger

WORDS = "Ask <b>Xanthippe</b> & when."


def person_of(ledger: Ledger) -> str:
    return ledger.persons("Burns")[0].id


@pytest.fixture(params=["engagement", "person", "report"])
def path(request: pytest.FixtureRequest, ledger: Ledger, meeting: str) -> str:
    """The page of one thing of each kind."""
    person, report = person_of(ledger), ledger.reports()[0].report
    return {"engagement": f"/engagements/{meeting}", "person": f"/persons/{person}", "report": f"/reports/{report}"}[
        request.param
    ]


def test_what_is_written_on_a_page_stands_there_for_editors_alone(
    path: str, editor: TestClient, browser_of: Callable[[str], TestClient]
) -> None:
    about = path.rpartition("/")[2]
    done = editor.post("/desk/notes", data={"about": about, "text": WORDS, "next": f"/fr{path}"})
    assert (done.status_code, done.headers["location"]) == (303, f"/fr{path}#noted")
    editor.post("/desk/tags", data={"about": about, "name": "Sahel"})
    editor.post("/desk/collections/put", data={"about": about, "title": "Dossier for Friday"})
    page = editor.get(path).text
    assert html.escape(WORDS, quote=False) in page
    assert ">Sahel<" in page
    assert "Dossier for Friday" in page
    assert "Notes of editors" in page
    for role in ("nobody", "reader"):
        seen = browser_of(role).get(path).text
        assert not any(word in seen for word in ("Xanthippe", "Sahel", "for Friday", "Notes of editors"))


def test_json_tells_editors_alone(path: str, editor: TestClient, browser_of: Callable[[str], TestClient]) -> None:
    about = path.rpartition("/")[2]
    editor.post("/desk/notes", data={"about": about, "text": WORDS})
    editor.post("/desk/tags", data={"about": about, "name": "Sahel"})
    twin = editor.get(f"{path}.json", follow_redirects=True)
    told = twin.json()["noted"]
    assert ([one["text"] for one in told["notes"]], told["tags"], told["collections"]) == ([WORDS], ["Sahel"], [])
    for role in ("nobody", "reader"):
        answer = browser_of(role).get(f"{path}.json", follow_redirects=True)
        assert answer.json()["noted"] is None
        assert answer.headers["etag"] != twin.headers["etag"]


def test_a_note_is_changed_and_removed_where_it_stands(ledger: Ledger, editor: TestClient, meeting: str) -> None:
    note = ledger.notes.add(meeting, "first", who="The administrator")
    editor.post(f"/desk/notes/{note.id}", data={"text": "second", "next": f"/engagements/{meeting}"})
    page = editor.get(f"/engagements/{meeting}").text
    assert "second" in page
    assert "changed by The editor" in page
    assert editor.get("/desk/notes").text.count("second") == 1
    editor.post(f"/desk/notes/{note.id}/remove")
    assert "second" not in editor.get(f"/engagements/{meeting}").text
    assert editor.post(f"/desk/notes/{note.id}/remove").status_code == 404


@pytest.mark.parametrize(
    ("route", "data"),
    [
        ("/desk/notes", {"text": " "}), ("/desk/notes", {"text": "x" * 4001}), ("/desk/tags", {"name": "#"}),
        ("/desk/tags", {"name": "y" * 61}), ("/desk/collections", {"title": ""}),
    ],
    )  # fmt: skip
def test_what_cannot_be_kept_is_told_in_a_sentence(
    editor: TestClient, meeting: str, route: str, data: dict[str, str]
) -> None:
    answer = editor.post(route, data={"about": meeting, **data})
    assert answer.status_code == 400
    assert "character" in answer.text or "letters" in answer.text or "empty" in answer.text


def test_a_form_leads_to_no_other_site(editor: TestClient, meeting: str) -> None:
    for next_ in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        done = editor.post("/desk/notes", data={"about": meeting, "text": "x", "next": next_})
        assert done.headers["location"] == "/desk/notes"


def test_things_are_found_by_tag(ledger: Ledger, editor: TestClient, meeting: str) -> None:
    for about in (meeting, person_of(ledger), ledger.reports()[0].report):
        ledger.notes.tag(about, "Défense", who="The editor")
    assert "/desk/notes?tag=D%C3%A9fense" in editor.get("/desk/notes").text
    page = editor.get("/desk/notes?tag=defense").text
    for found in (f"/engagements/{meeting}", f"/persons/{person_of(ledger)}", f"/reports/{ledger.reports()[0].report}"):
        assert found in page
    told = editor.get("/desk/notes.json?tag=defense").json()
    assert [len(told[kind]) for kind in ("engagements", "persons", "reports")] == [1, 1, 1]
    assert editor.get("/desk/notes.json").json()["tags"] == {"Défense": 3}
    assert "Nothing has this tag." in editor.get("/desk/notes?tag=none").text
    listed = editor.get("/engagements?tag=defense").text
    assert f"/engagements/{meeting}" in listed
    assert "1 engagement<" in re.sub(r" ·.*", "<", listed)


def test_who_is_no_editor_asks_for_no_tag(browser_of: Callable[[str], TestClient], meeting: str) -> None:
    for path in ("/engagements", "/engagements.json", "/engagements.atom", "/download", "/pictures/timeline.json"):
        answer = browser_of("nobody").get(f"{path}?tag=defense")
        assert (answer.status_code, "/sign-in" in answer.headers["location"]) == (303, True), path
        assert browser_of("reader").get(f"{path}?tag=defense").status_code == 403, path
    assert browser_of("nobody").get("/api/v1/engagements?tag=defense").status_code == 401
    assert browser_of("reader").get("/api/v1/engagements?tag=defense").status_code == 403
    assert browser_of("editor").get("/api/v1/engagements?tag=defense").json()["items"] == []


def test_facets_of_a_tag_are_those_of_now(ledger: Ledger, editor: TestClient, meeting: str) -> None:
    assert editor.get("/engagements.json?tag=sahel").json()["total"] == 0
    ledger.notes.tag(meeting, "Sahel", who="The editor")
    assert editor.get("/engagements.json?tag=sahel").json()["total"] == 1
    ledger.notes.untag(meeting, "Sahel")
    assert editor.get("/engagements.json?tag=sahel").json()["total"] == 0


def test_a_collection_is_shared_by_its_address_exported_and_taken_back(
    ledger: Ledger, editor: TestClient, browser_of: Callable[[str], TestClient], meeting: str
) -> None:
    began = editor.post("/desk/collections", data={"title": "Dossier for Friday"})
    own = began.headers["location"]
    id_ = own.rpartition("/")[2]
    for about in (meeting, person_of(ledger), ledger.reports()[0].report):
        editor.post("/desk/collections/put", data={"about": about, "collection": id_})
    assert "3 things" in editor.get(own).text
    nobody = browser_of("nobody")
    assert nobody.get(f"/collections/{id_}").status_code == 404
    assert nobody.get(f"/engagements?collection={id_}").status_code == 404
    editor.post(f"{own}/share")
    shared = re.search(r'value="http://testserver(/collections/\w+)"', editor.get(own).text)
    assert shared
    page = nobody.get(shared[1])
    assert (page.status_code, page.headers["x-robots-tag"]) == (200, "noindex")
    assert "Dossier for Friday" in page.text
    assert "3 things" in page.text
    assert "The editor" not in page.text
    assert f"/engagements/{meeting}" in page.text
    assert "Take out" not in page.text
    told = nobody.get(f"{shared[1]}.json").json()
    assert (told["title"], len(told["engagements"]), len(told["persons"]), len(told["reports"])) == (
        "Dossier for Friday", 1, 1, 1,
    )  # fmt: skip
    key = shared[1].rpartition("/")[2]
    assert nobody.get(f"/engagements.csv?collection={key}").text.count("\n") == 2
    assert nobody.get(f"/download?format=jsonl&collection={key}").status_code == 200
    assert nobody.get(f"/engagements.json?collection={key}").json()["total"] == 1
    assert "Dossier for Friday" in nobody.get(f"/engagements?collection={key}").text
    assert nobody.get(f"/api/v1/engagements?collection={key}").json()["items"][0]["id"] == meeting
    editor.post(f"{own}/take-out", data={"about": meeting})
    assert nobody.get(f"/engagements.json?collection={key}").json()["total"] == 0
    editor.post(own, data={"title": "For Saturday"})
    assert "For Saturday" in nobody.get(shared[1]).text
    editor.post(f"{own}/unshare")
    for gone in (shared[1], f"{shared[1]}.json", f"/engagements?collection={key}", f"/download?collection={key}"):
        assert nobody.get(gone).status_code == 404, gone
    assert editor.post(f"{own}/remove").headers["location"] == "/desk/collections?done=removed"
    assert "no collection yet" in editor.get("/desk/collections").text
    assert editor.get(own).status_code == 404
