"""What editors and readers do, done in a browser."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from entrevue.domain.watches import JobKind, WatchKind, WatchRun
from entrevue.wiring import Ledger
from tests.access.conftest import WORDS
from tests.ledger.readings import Told, reading

Window = Callable[..., Page]

# Selects the first occurrence of words in a passage as a mouse would, and lets the page know.
SELECT = """([report, words]) => {
  const source = document.querySelector(`[data-report="${report}"]`);
  for (const passage of source.querySelectorAll("[data-start]")) {
    const at = passage.textContent.indexOf(words);
    if (at < 0) continue;
    const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let seen = 0;
    let begun = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const next = seen + node.data.length;
      if (!begun && at < next) { range.setStart(node, at - seen); begun = true; }
      if (begun && at + words.length <= next) { range.setEnd(node, at + words.length - seen); break; }
      seen = next;
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    passage.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
    return true;
  }
  return false;
}"""


def press(page: Page, key: str) -> None:
    """Press a key of the desk once its script listens: words of a page can be seen before that."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def fill_reply(page: Page, **changes: str) -> None:
    """Write into the form under a page, the right sum included."""
    asked = page.locator("label[for=reply-answer]").inner_text()
    left, right = map(int, re.findall(r"\d+", asked)[:2])
    written = {
        "text": "Not in Rabat.",
        "name": "Eve",
        "email": "eve@mail.example",
        "answer": str(left * right),
    } | changes
    for name, value in written.items():
        page.locator(f"#reply-{name}").fill(value)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_reply_is_left_moderated_and_read(
    window: Window, desk: Page, ledger: Ledger, meeting: str, scripts: bool
) -> None:
    reader = window(java_script_enabled=scripts)
    reader.goto(f"/engagements/{meeting}")
    fill_reply(reader, answer="1")
    reader.get_by_role("button", name="Send the reply").click()
    expect(reader.get_by_role("alert")).to_contain_text("was not sent yet")
    expect(reader.locator("#reply-text")).to_have_value("Not in Rabat.")
    expect(reader.locator("#reply-email")).to_have_value("eve@mail.example")
    fill_reply(reader)
    reader.get_by_role("button", name="Send the reply").click()
    expect(reader.get_by_role("status")).to_contain_text("once a moderator has read it")
    expect(reader.locator("article.reply")).to_have_count(0)
    desk.goto("/desk/replies")
    expect(desk.get_by_text("Not in Rabat.")).to_be_visible()
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.get_by_role("status")).to_contain_text("shown now")
    reader.goto(f"/engagements/{meeting}")
    expect(reader.locator("article.reply")).to_contain_text("Not in Rabat.")
    assert "mail.example" not in reader.content()
    assert "mail.example" not in desk.content()


def test_a_replayed_challenge_is_refused_and_a_missing_field_is_marked(window: Window, meeting: str) -> None:
    page = window()
    page.goto(f"/engagements/{meeting}")
    fill_reply(page)
    fields: dict[str, str | float | bool] = {
        name: page.locator(f"form.reply-form [name={name}]").input_value()
        for name in ("about", "challenge", "text", "name", "email", "answer")
    }
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_role("status")).to_be_visible()
    again = page.request.post("/replies", form=fields)
    assert again.status == 400
    assert "answered before" in again.text()
    page.goto(f"/engagements/{meeting}")
    fill_reply(page, name="")
    page.evaluate("document.querySelector('.reply-form').noValidate = true")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Name")).to_have_accessible_description("This is needed.")


def test_a_proposed_correction_is_accepted_with_one_click(
    window: Window, desk: Page, ledger: Ledger, meeting: str
) -> None:
    before = ledger.engagement(meeting).city.value
    reader = window()
    reader.goto(f"/engagements/{meeting}")
    fill_reply(reader)
    reader.get_by_text("Propose a correction").click()
    reader.get_by_label("Field").select_option(value=f"{meeting}|city")
    reader.get_by_label("Right value").fill("Salé")
    reader.get_by_role("button", name="Send the reply").click()
    expect(reader.get_by_role("status")).to_be_visible()
    desk.goto("/desk/replies")
    desk.get_by_role("button", name="Publish and accept the correction").click()
    expect(desk.get_by_role("status")).to_contain_text("The correction was accepted")
    assert ledger.engagement(meeting).city.value == "Salé"
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("status")).to_contain_text("Taken back")
    assert ledger.engagement(meeting).city.value == before


def test_words_are_selected_to_correct_a_field(desk: Page, ledger: Ledger, meeting: str) -> None:
    desk.goto(f"/desk/engagement/{meeting}")
    report = ledger.accounts(meeting)[1].context.report
    desk.locator("#fields").get_by_role("link", name="city").click()
    assert desk.evaluate(SELECT, [report, "Témara"])
    expect(desk.get_by_label("Right value")).to_have_value("Témara")
    expect(desk.locator("#quote")).to_contain_text("Témara")
    desk.locator("#correct").get_by_label("Why").fill("seat")
    desk.get_by_role("button", name="Correct").click()
    expect(desk.get_by_role("status")).to_contain_text("Corrected")
    assert ledger.engagement(meeting).city.value == "Témara"
    text = ledger.report(report).version.content.text
    start = text.index("Témara")
    assert ledger.history()[-1].why == f"seat · “Témara” ({report} {start}–{start + 6})"
    expect(desk.locator("#history")).to_contain_text("The editor")


def test_a_date_is_corrected_by_selecting_its_words(desk: Page, ledger: Ledger) -> None:
    told = reading(Told(start="2021-01-01"), url="https://t.example/1", extra="Il a été reçu vendredi, à l’aube.")
    stem = ledger.record(told).accounts[0]
    desk.goto(f"/desk/engagement/{stem}")
    desk.get_by_label("Field", exact=True).select_option(value="start")
    assert desk.evaluate(SELECT, [ledger.accounts(stem)[0].context.report, "vendredi"])
    desk.get_by_role("button", name="Correct").click()
    expect(desk.get_by_role("status")).to_contain_text("Corrected")
    assert ledger.engagement(stem).start.value == "2023-04-07"


def test_offsets_of_the_browser_are_those_of_the_server(desk: Page, ledger: Ledger, meeting: str) -> None:
    desk.goto(f"/desk/engagement/{meeting}")
    report = ledger.accounts(meeting)[0].context.report
    text = ledger.report(report).version.content.text
    for words in ("Rabat 🛡", "🛡", "directeur de la CIA", "Abdellatif Hammouchi", " William "):
        assert desk.evaluate(SELECT, [report, words]), words
        expect(desk.locator("#quote q")).to_have_text(words.strip())
        start, end = (int(desk.locator(f"#correct [name={name}]").input_value()) for name in ("start", "end"))
        assert text[start:end] == words.strip()


def test_merge_and_undo(desk: Page, ledger: Ledger, meeting: str) -> None:
    before = ledger.find()
    other = next(one.id for one in before if one.start.value == "2023-06-09")
    desk.goto(f"/desk/engagement/{meeting}#merge")
    desk.get_by_label("Another one, by words, names, id or address").fill(other)
    desk.locator("#merge").get_by_role("button", name="Search").click()
    desk.locator(f"#merge form:has([name=other][value='{other}'])").get_by_role(
        "button", name="Merge with this one"
    ).click()
    expect(desk.get_by_role("status")).to_contain_text("Merged")
    assert ledger.engagement(other).id == meeting
    desk.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("status")).to_contain_text("Taken back")
    assert ledger.find() == before


def test_after_a_decision_the_next_card_is_in_view_and_has_the_focus(desk: Page, ledger: Ledger) -> None:
    following = ledger.doubts().items[1].engagement.id
    desk.goto("/desk")
    desk.locator("[data-item]").first.get_by_role("button", name="Accept").click()
    expect(desk.get_by_role("status")).to_contain_text("Accepted")
    expect(desk.locator(f"#e-{following}")).to_be_focused()
    expect(desk.locator(f"#e-{following}")).to_be_in_viewport()
    press(desk, "r")
    expect(desk.get_by_role("status")).to_contain_text("Rejected")
    assert following in ledger.history()[-1].targets


def test_a_value_typed_over_selected_words_forgets_them(desk: Page, ledger: Ledger, meeting: str) -> None:
    desk.goto(f"/desk/engagement/{meeting}")
    report = ledger.accounts(meeting)[1].context.report
    desk.get_by_label("Field", exact=True).select_option(value="city")
    assert desk.evaluate(SELECT, [report, "Témara"])
    expect(desk.locator("#quote")).to_be_visible()
    desk.get_by_label("Right value").fill("Salé")
    expect(desk.locator("#quote")).to_be_hidden()
    assert desk.locator("#correct [name=start]").input_value() == ""


def test_an_evidence_link_lights_every_piece_in_the_middle_of_the_window(
    window: Window, ledger: Ledger, meeting: str
) -> None:
    page = window(viewport={"width": 900, "height": 500})
    account = ledger.accounts(meeting)[0]
    start = account.account.participants[0].evidence["office"].start
    page.goto(f"/reports/{account.context.report}#s{start}")
    lit = page.locator("mark.lit")
    assert lit.count() >= 1
    assert "".join(lit.all_inner_texts()) == account.account.participants[0].evidence["office"].quote


def test_the_queue_is_worked_with_keys(desk: Page, ledger: Ledger, meeting: str) -> None:
    total = ledger.doubts().open
    first = ledger.doubts().items[0].engagement.id
    press(desk, "a")
    expect(desk.get_by_role("status")).to_have_count(0)  # nothing is chosen yet
    press(desk, "j")
    expect(desk.locator("[data-here]")).to_have_count(1)
    press(desk, "a")
    expect(desk.get_by_role("status")).to_contain_text("Accepted")
    assert (ledger.doubts().open, ledger.history()[-1].targets[0]) == (total - 1, first)
    press(desk, "u")
    expect(desk.get_by_role("status")).to_contain_text("Taken back")
    press(desk, "j")
    press(desk, "j")
    press(desk, "k")
    press(desk, "o")
    desk.wait_for_url(f"**/desk/engagement/{first}")
    press(desk, "m")
    expect(desk.locator("#merge :focus")).to_have_count(1)
    desk.get_by_label("Another one, by words, names, id or address").fill("ar")  # keys are letters there
    assert ledger.doubts().open == total
    desk.goto("/desk")
    press(desk, "?")
    desk.get_by_label("Keys work on this browser").uncheck()
    desk.locator("h1").click()
    press(desk, "j")
    expect(desk.locator("[data-here]")).to_have_count(0)


def test_the_page_of_watches_shows_them_and_their_runs(desk: Page, ledger: Ledger) -> None:
    book = ledger.watches
    feed = book.add("https://news.example/feed", WatchKind.FEED, "News of Rabat")
    silent = book.add("https://silent.example/map.xml", WatchKind.SITEMAP, "Silent site")
    look = book.take([JobKind.WATCH], but=(silent.id,))
    assert look
    page = "https://news.example/1"
    book.looked(look, feed, WatchRun(feed.id, book.now(), "3 pages listed"), [page])
    read = book.take([JobKind.PAGE])
    assert read
    book.read(read, WatchRun(feed.id, book.now(), f"{page}: tells of 2 engagements", pages=1, told=1))
    missed = book.take([JobKind.WATCH])
    assert missed
    failing = replace(silent, failures=1)
    book.looked(missed, failing, WatchRun(silent.id, book.now(), "the server answered nothing", failed=1))
    desk.get_by_role("navigation", name="Desk").get_by_role("link", name="Watches").click()
    watches, runs = (desk.get_by_role("main").get_by_role("table").nth(place) for place in (0, 1))
    rows = watches.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text(re.compile(r"News of Rabat.*news\.example/feed.*3 pages listed", re.DOTALL))
    expect(rows.nth(2)).to_contain_text(re.compile(r"Silent site.*Failed.*the server answered nothing", re.DOTALL))
    told = runs.get_by_role("row")
    expect(told).to_have_count(4)
    expect(told.nth(1)).to_contain_text(re.compile(r"Silent site.*Failed.*the server answered nothing", re.DOTALL))
    expect(told.nth(2)).to_contain_text(re.compile(rf"News of Rabat.*{page}: tells of 2 engagements", re.DOTALL))
    expect(told.nth(3)).to_contain_text(re.compile(r"News of Rabat.*3 pages listed", re.DOTALL))
    expect(runs.get_by_role("columnheader")).to_contain_text(["When", "Watch", "Outcome", "New pages", "Telling of"])
    assert [told.nth(place).get_by_role("cell").all_inner_texts()[3:] for place in (1, 2, 3)] == [
        ["", ""],
        ["1", "1"],
        ["1", ""],
    ]


def test_signing_in_by_keyboard_alone_and_out_again(window: Window) -> None:
    page = window()
    page.goto("/desk")
    page.get_by_label("Name").focus()
    page.keyboard.type("editor")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    page.goto("/desk")
    expect(page).to_have_url(re.compile(r"/sign-in\?next=%2Fdesk$"))


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/engagement/{meeting}", "/desk/replies", "/desk/decisions", "/account"]
)
def test_the_desk_fits_a_phone(desk: Page, meeting: str, path: str) -> None:
    desk.set_viewport_size({"width": 390, "height": 800})
    desk.goto(path.format(meeting=meeting))
    assert not desk.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


PAGES = (
    "/sign-in",
    "/desk",
    "/desk/engagement/{meeting}",
    "/desk/replies",
    "/desk/decisions",
    "/desk/users",
    "/account",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_of_accessibility(window: Window, ledger: Ledger, meeting: str, scheme: str) -> None:
    page = window(color_scheme=scheme)
    page.goto(f"/engagements/{meeting}")
    fill_reply(page, answer="1", name="Ève")
    page.get_by_text("Propose a correction").click()
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_role("alert")).to_be_visible()
    faults = {"/replies": serious(page)}
    page.goto("/sign-in")
    page.get_by_label("Name").fill("administrator")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    ledger.correct(meeting, "city", "Salé", who="ada", why="as told")
    ledger.undo(who="ada")
    for path in PAGES:
        page.goto(path.format(meeting=meeting))
        faults[path] = serious(page)
    assert {path: found for path, found in faults.items() if found} == {}


def serious(page: Page) -> list[str]:
    """What axe finds that is serious or worse, with where it is."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in {"serious", "critical"}
    ]
