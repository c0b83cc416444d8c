"""The queue and the decisions made from it."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import entrevue
from entrevue.domain.doubts import DoubtKind
from entrevue.web.locale import Catalogues
from entrevue.wiring import Ledger
from tests.ledger.readings import BURNS, HAMMOUCHI, Told, reading


def test_the_queue_begins_with_the_most_doubtful(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    queue = ledger.doubts()
    assert (queue.looked_at, queue.open, queue.last) == (2, 2, None)
    assert queue.items[0].engagement.id == meeting
    assert [(doubt.kind, doubt.about) for doubt in queue.items[0].doubts] == [(DoubtKind.CONFLICT, "city")]
    page = editor.get("/desk").text
    assert "Reports contradict each other: city" in page
    assert page.index(meeting) < page.index(queue.items[1].engagement.id)
    assert "2 engagements are not reviewed." in page


def test_a_near_duplicate_is_a_doubt_and_a_candidate(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    actors = (("", "", "CIA", "US", "visitor"), ("", "", "DGST", "MA", "host"))
    told = Told(start="2023-04-09", actors=tuple((None, None, *actor[2:]) for actor in actors))
    near = ledger.record(reading(told, url="https://n.example/1", title="Near")).accounts[0]
    (candidate,) = ledger.candidates(near)
    assert candidate.engagement.id == meeting
    kinds = {doubt.kind for item in ledger.doubts().items if item.engagement.id == near for doubt in item.doubts}
    assert DoubtKind.NEAR in kinds
    page = editor.get(f"/desk/engagement/{near}").text
    assert f'name="other" value="{meeting}"' in page


def test_what_was_parted_by_an_editor_is_no_candidate(ledger: Ledger, meeting: str) -> None:
    stems = ledger.engagement(meeting).stems
    ledger.split(meeting, stems[1:], who="ada")
    assert ledger.candidates(meeting) == ()
    assert all(doubt.kind is not DoubtKind.NEAR for item in ledger.doubts().items for doubt in item.doubts)


def test_contradicted_claims_and_proposals_are_doubts(ledger: Ledger) -> None:
    claim = "C'est la première visite d'un responsable américain au Maroc cette année."
    told = reading(
        Told(kind="visit", start="2023-06-01", actors=(BURNS,)),
        url="https://k.example/1",
        claim=claim,
        published="2023-06-02",
    )
    told = replace(told, claims=(replace(told.claims[0], rank=1),))
    stem = ledger.record(told).accounts[0]
    doubts = [d for item in ledger.doubts().items if stem in item.engagement.stems for d in item.doubts]
    assert [(doubt.kind, doubt.about) for doubt in doubts] == [(DoubtKind.CLAIM, claim)]
    assert doubts[0].notes


def test_a_look_is_bounded_and_goes_on(editor: TestClient, ledger: Ledger) -> None:
    for number in range(12):
        ledger.record(
            reading(Told(start=f"2022-0{number % 9 + 1}-11", city=f"City{number}"), url=f"https://l.example/{number}")
        )
    first = ledger.doubts(looks_at=5)
    second = ledger.doubts(looks_at=5, before=first.last)
    seen = {item.engagement.id for item in (*first.items, *second.items)}
    assert (first.looked_at, second.looked_at, len(seen)) == (5, 5, 10)
    assert ledger.doubts(entrevue.Query(states=("RW",))).open == 0
    assert editor.get("/desk?state=Morocco").status_code == 200
    assert editor.get("/desk?state=Atlantis").status_code == 400
    assert editor.get("/desk?before=nothing").status_code == 404


def test_a_card_shows_the_sentences_that_it_is_about(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    page = editor.get("/desk").text
    card = page.partition(f'id="e-{meeting}"')[2].partition("</li>\n  <li")[0]
    assert "conflict" in {doubt.kind.value for item in ledger.doubts().items for doubt in item.doubts}
    assert card.count("<blockquote") >= 2, "both sides of a contradiction"
    assert '<mark class="where">Témara</mark>' in card
    assert '<mark class="where">Rabat</mark>' in card or ">Rabat</mark>" in card


def test_after_a_decision_the_page_goes_on_at_the_next_card(editor: TestClient, ledger: Ledger) -> None:
    first, second = (item.engagement.id for item in ledger.doubts().items)
    page = editor.get("/desk").text
    assert f'name="next" value="/desk#e-{second}"' in page.partition(f'id="e-{first}"')[2]
    done = editor.post(f"/desk/engagement/{first}/accept", data={"next": f"/desk#e-{second}"})
    assert done.headers["location"] == f"/desk?done=accepted&decision=1#e-{second}"


def test_several_are_accepted_at_once_as_they_were_seen(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    engagements = [item.engagement for item in ledger.doubts().items]
    seen = ledger.versions(*engagements)
    chosen = [f"{one.id}|{seen[one.id]}" for one in engagements]
    ledger.correct(meeting, "city", "Fez", who="bob")
    answer = editor.post("/desk/accept", data={"chosen": chosen})
    assert answer.status_code == 409
    assert "bob" in answer.text
    assert [item.engagement.id for item in ledger.doubts().items] == [meeting], "the other one is accepted"
    again = f"{meeting}|{ledger.versions(ledger.engagement(meeting))[meeting]}"
    assert editor.post("/desk/accept", data={"chosen": [again]}).headers["location"] == "/desk?done=bulk"
    assert ledger.doubts().items == ()
    assert editor.post("/desk/accept").status_code == 400


def test_the_engagement_that_contradicts_a_claim_is_linked(editor: TestClient, ledger: Ledger) -> None:
    claim = "C'est la première visite d'un responsable américain au Maroc cette année."
    told = reading(
        Told(kind="visit", start="2023-06-01", actors=(BURNS,)), url="https://k.example/1", claim=claim,
        published="2023-06-02",
    )  # fmt: skip
    ledger.record(replace(told, claims=(replace(told.claims[0], rank=1),)))
    (doubt,) = [d for item in ledger.doubts().items for d in item.doubts if d.kind is DoubtKind.CLAIM]
    page = editor.get("/desk").text
    assert f'href="/engagements/{doubt.others[0]}"' in page
    assert "the ledger knows an earlier one" in page
    assert "le registre en connaît un plus tôt" in editor.get("/fr/desk").text


def test_a_value_typed_over_a_selection_has_no_false_evidence(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    report = ledger.accounts(meeting)[1].context.report
    text = ledger.report(report).version.content.text
    start = text.index("Témara")
    words = {"report": report, "start": str(start), "end": str(start + 6)}
    editor.post(f"/desk/engagement/{meeting}/correct", data=words | {"field": "city", "value": "Salé", "why": "seen"})
    assert ledger.engagement(meeting).city.value == "Salé"
    assert ledger.history()[-1].why == "seen"
    editor.post(f"/desk/engagement/{meeting}/correct", data=words | {"field": "city", "value": " Témara "})
    assert "“Témara”" in ledger.history()[-1].why


def test_accepted_and_rejected_ones_leave_the_queue(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    other = next(item.engagement.id for item in ledger.doubts().items if item.engagement.id != meeting)
    done = editor.post(f"/desk/engagement/{meeting}/accept", data={"next": "/desk"})
    assert done.headers["location"] == "/desk?done=accepted&decision=1"
    assert editor.post(f"/desk/engagement/{other}/reject", data={"why": "no official"}).status_code == 303
    assert ledger.doubts().items == ()
    assert [(one.who, one.why) for one in ledger.history()] == [("The editor", ""), ("The editor", "no official")]
    page = editor.get(done.headers["location"]).text
    assert 'name="number" value="1"' in page
    assert editor.post("/desk/undo", data={"number": "1", "next": "/desk"}).status_code == 303
    assert [item.engagement.id for item in ledger.doubts().items] == [meeting]


def test_a_field_is_corrected_with_the_words_that_say_so(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    account = ledger.accounts(meeting)[1]
    report = account.context.report
    text = ledger.report(report).version.content.text
    start = text.index("Témara")
    page = editor.get(f"/desk/engagement/{meeting}").text
    assert f'data-report="{report}"' in page
    words = {"field": "city", "value": "Témara", "report": report, "start": str(start), "end": str(start + 6)}
    done = editor.post(f"/desk/engagement/{meeting}/correct", data=words | {"why": "seat"})
    assert done.headers["location"] == f"/desk/engagement/{meeting}?done=corrected&decision=1"
    assert ledger.engagement(meeting).city.value == "Témara"
    assert ledger.history()[0].why == f"seat · “Témara” ({report} {start}–{start + 6})"
    after = editor.get(f"/desk/engagement/{meeting}").text
    assert "The editor" in after
    assert "seat · “Témara”" in after
    seat = ledger.engagement(meeting).participants[1].id
    editor.post(f"/desk/engagement/{meeting}/correct", data={"field": f"{seat}.office", "value": "Director"})
    assert ledger.engagement(meeting).participants[1].office.value == "Director"
    editor.post(f"/desk/engagement/{meeting}/correct", data={"field": "country", "value": "Rwanda"})
    assert ledger.engagement(meeting).country.value == "RW"
    editor.post(f"/desk/engagement/{meeting}/correct", data={"field": "city", "empty": "true"})
    assert ledger.engagement(meeting).city.value is None


def test_participants_and_topics_are_added_and_removed(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    where = f"/desk/engagement/{meeting}"
    before = ledger.engagement(meeting)
    added = {"name": "Jane Doe", "office": "ambassador", "country": "Rwanda", "part": "participant", "why": "named"}
    assert editor.post(f"{where}/add", data=added).headers["location"].startswith(f"{where}?done=corrected")
    one = ledger.engagement(meeting).participants[-1]
    assert (one.name.value, one.country.value, one.name.decision, one.id) == ("Jane Doe", "RW", 1, "d1")
    assert ledger.find(entrevue.Query(states=("RW",)))[0].id == meeting
    editor.post(f"{where}/correct", data={"field": "d1.office", "value": "envoy"})
    assert ledger.engagement(meeting).participants[-1].office.value == "envoy"
    page = editor.get(where).text
    assert "Jane Doe, ambassador, RW, participant" in page, "a decision tells what it added"
    gone = before.participants[0]
    editor.post(f"{where}/correct", data={"field": f"{gone.id}.presence", "value": gone.shown_as})
    assert gone.shown_as not in [p.shown_as for p in ledger.engagement(meeting).participants]
    editor.post(f"{where}/add", data={"words": "la pêche", "topic": "agriculture"})
    assert [(t.quote, t.topic) for t in ledger.engagement(meeting).topics][-1] == ("la pêche", "agriculture")
    assert ledger.find(entrevue.Query(topic="agriculture"))[0].id == meeting
    editor.post(f"{where}/correct", data={"field": "topics.gone", "value": "la pêche"})
    assert "la pêche" not in [t.quote for t in ledger.engagement(meeting).topics]
    assert ledger.verify() == ()
    for decision in ledger.history()[::-1]:
        editor.post("/desk/undo", data={"number": str(decision.number)})
    assert ledger.engagement(meeting) == before
    assert editor.post(f"{where}/add", data={"name": "Nobody"}).status_code == 409
    assert editor.post(f"{where}/add", data={"office": "x", "country": "Atlantis"}).status_code == 409


def test_another_engagement_is_found_by_words_to_merge_with(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    other = ledger.record(reading(Told(start="2021-01-01", city="Tangier"), url="https://o.example/1")).accounts[0]
    page = editor.get(f"/desk/engagement/{meeting}?find=Tangier").text
    assert f'name="other" value="{other}"' in page
    assert (
        f'name="other" value="{other}"'
        in editor.get(f"/desk/engagement/{meeting}?find=https://x/engagements/{other}").text
    )
    assert "No other engagement of this kind" in editor.get(f"/desk/engagement/{meeting}?find=zzzz").text


def test_the_choices_of_a_split_say_how_they_differ(editor: TestClient, meeting: str) -> None:
    page = editor.get(f"/desk/engagement/{meeting}").text
    split = page.partition('id="split"')[2].partition("</form>")[0]
    assert "Témara" in split
    assert "Rabat" in split
    assert "William Burns" not in split, "what all of them tell is no difference"


@pytest.mark.parametrize(
    "data",
    [
        {"field": "start", "value": "soon"},
        {"field": "colour", "value": "red"},
        {"field": "city", "value": "  "},
        {"field": "status", "value": "done"},
        {"field": "country", "value": "Atlantis"},
        {"field": "p9.name", "value": "X"},
        {},
        {"field": "city", "value": "X", "report": "REPORT", "start": "5", "end": "999999"},
        {"field": "city", "value": "X", "report": "r-nothing", "start": "5", "end": "9"},
    ],
)
def test_a_correction_that_cannot_be_is_told_and_nothing_is_lost(
    editor: TestClient, ledger: Ledger, meeting: str, data: dict[str, str]
) -> None:
    if data.get("report") == "REPORT":
        data = data | {"report": ledger.accounts(meeting)[0].context.report}
    answer = editor.post(f"/desk/engagement/{meeting}/correct", data=data)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    if data.get("value", "").strip():
        assert f'value="{data["value"]}"' in answer.text
    assert ledger.history() == ()


def test_split_merge_and_undo(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    before = ledger.find()
    stems = ledger.engagement(meeting).stems
    done = editor.post(f"/desk/engagement/{meeting}/split", data={"stems": stems[1], "why": "another day"})
    assert done.headers["location"].endswith("?done=split&decision=1")
    assert ledger.engagement(stems[1]).id != meeting
    other = {"other": f"http://testserver/engagements/{stems[1]}"}
    refused = editor.post(f"/desk/engagement/{meeting}/merge", data=other)
    assert (refused.status_code, "undo 1" in refused.text) == (409, True), "decision 1 keeps them apart"
    assert editor.post("/desk/undo", data={"number": "1"}).headers["location"] == "/desk/decisions?done=undone"
    assert ledger.find() == before
    far = ledger.record(reading(Told(start="2023-09-09"), url="https://m.example/1")).accounts[0]
    merged = editor.post(f"/desk/engagement/{meeting}/merge", data={"other": f"http://testserver/engagements/{far}"})
    assert merged.headers["location"].endswith("?done=merged&decision=2")
    assert ledger.engagement(far).id == meeting
    assert editor.post("/desk/undo", data={"number": "2"}).headers["location"] == "/desk/decisions?done=undone"
    assert ledger.engagement(far).id == far
    page = editor.get("/desk/decisions").text
    assert page.count("taken back by The editor") == 2
    assert editor.post("/desk/undo", data={"number": "1"}).status_code == 409
    visit = next(one.id for one in ledger.find() if one.kind.value == "visit")
    wrong = editor.post(f"/desk/engagement/{meeting}/merge", data={"other": visit})
    assert (wrong.status_code, "cannot be one" in wrong.text) == (409, True)
    assert editor.post("/desk/engagement/nothing/merge", data={"other": visit}).status_code == 404
    assert editor.post(f"/desk/engagement/{meeting}/split").status_code == 409


def test_texts_are_cut_into_evidence_without_losing_a_character(editor: TestClient, ledger: Ledger) -> None:
    strange = ("<b>Zoë</b> 🛡 \u0301é", "directrice & cheffe", "A“B”", "US", "visitor")
    stem = ledger.record(
        reading(
            Told(start="2024-02-02", actors=(strange, HAMMOUCHI)), url="https://s.example/1", title="𝔸 <i>title</i>"
        )
    ).accounts[0]
    page = editor.get(f"/desk/engagement/{stem}").text
    text = ledger.report(ledger.accounts(stem)[0].context.report).version.content.text
    found = re.findall(r'<p class="passage[^"]*" data-start="(\d+)"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert len(found) == 2
    for start, inner in found:
        shown = html.unescape(re.sub(r"<[^>]+>", "", inner))
        assert text[int(start) : int(start) + len(shown)] == shown
    assert "<b>Zo" not in page


def test_the_desk_speaks_french(browser_of: Callable[[str], TestClient], meeting: str) -> None:
    client = browser_of("editor")
    page = client.get("/fr/desk").text
    assert 'lang="fr"' in page
    assert "Accepter" in page
    assert "Les articles se contredisent" in page


WEB = Path(entrevue.__file__).parent / "web"
MINE = [*WEB.glob("templates/desk/*.html"), *WEB.glob("templates/replies/*.html"), *WEB.glob("desk/*.py")]
MINE += [WEB / name for name in ("replies.py", "visitors.py", "limiting.py")]
SAID = re.compile(r"""(?:\b_|\bsay|\bmessage|\bngettext)\(\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')""")


def test_everything_that_the_desk_says_is_translated() -> None:
    french = Catalogues.shipped().by_language["fr"]
    said = {found[0] or found[1] for path in MINE for found in SAID.findall(path.read_text(encoding="utf-8"))}
    assert len(said) > 100
    known = french._catalog
    assert {message for message in said if message not in known and (message, 0) not in known} == set()


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("start", "le vendredi 7 avril", "2023-04-07"),
        ("start", "hier", "2023-04-07"),
        ("end", "du 5 au 6 avril", "2023-04-06"),
        ("start", "juin dernier", "2022-06"),
        ("start", "a été reçu", None),
    ],
)
def test_a_date_is_corrected_by_its_words(
    editor: TestClient, ledger: Ledger, field: str, words: str, value: str | None
) -> None:
    extra = "Il a été reçu le vendredi 7 avril. Hier, du 5 au 6 avril, en juin dernier, hier."
    stem = ledger.record(reading(Told(start="2021-01-01"), url="https://t.example/1", extra=extra)).accounts[0]
    report = ledger.accounts(stem)[0].context.report
    start = ledger.report(report).version.content.text.index(words)
    chosen = {"report": report, "start": str(start), "end": str(start + len(words))}
    done = editor.post(f"/desk/engagement/{stem}/correct", data={"field": field, "value": words} | chosen)
    if value is None:
        assert (done.status_code, "tells no date" in done.text) == (409, True)
        return
    assert done.status_code == 303, done.text
    assert getattr(ledger.engagement(stem), field).value == value


def test_an_acceptance_from_a_stale_page_reverses_no_rejection(
    editor: TestClient, ledger: Ledger, meeting: str
) -> None:
    pages = [editor.get("/desk").text, editor.get(f"/desk/engagement/{meeting}").text]
    for page in pages:
        start = page.index(f"/desk/engagement/{meeting}/accept")
        (seen,) = re.findall(r'name="seen" value="([^"]+)"', page[start : start + 500])[:1]
        ledger.reject(meeting, who="bob", why="a misreading")
        answer = editor.post(f"/desk/engagement/{meeting}/accept", data={"seen": seen})
        assert answer.status_code == 409
        assert "changed since you saw it: bob: reject" in html.unescape(answer.text)
        assert ledger.engagement(meeting).review.value == "rejected"
        ledger.undo(who="bob")


def test_every_form_on_an_engagement_says_what_its_maker_saw(editor: TestClient, meeting: str) -> None:
    page = editor.get(f"/desk/engagement/{meeting}").text
    forms = re.findall(rf'<form method="post" action="/desk/engagement/{meeting}.*?</form>', page, re.DOTALL)
    assert len(forms) >= 4
    assert all('name="seen"' in form for form in forms)


def test_decisions_are_numbered_and_named(editor: TestClient, ledger: Ledger, meeting: str) -> None:
    other = ledger.record(
        reading(Told(start="2023-09-09"), url="https://m.example/1", title="Somewhere else")
    ).accounts[0]
    merged = ledger.merge(meeting, other, who="ada")
    burns, wray = (ledger.persons(name)[0].id for name in ("burns", "wray"))
    ledger.not_same_person(burns, wray, who="ada")
    page = editor.get("/desk/decisions").text
    assert re.findall(r'<li value="(\d+)"', page) == ["2", "1"]
    assert "reversed" not in page
    entry = html.unescape(page[page.index(f'<li value="{merged.number}"') :])
    assert "Somewhere else" in entry
    assert entry.count('class="side"') == 2
    assert all(name in html.unescape(page) for name in ("William Burns", "Christopher Wray"))
