"""What readers do, in a browser: search, read, follow the evidence, share, change the language; all without scripts too."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from entrevue.wiring import Ledger
from tests.ledger.readings import HAMMOUCHI, WRAY, Told, reading
from tests.web.books import CLAIM

Window = Callable[..., Page]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])

# Keeps what draws a picture where `SPOTS` finds it: a canvas does not tell where its marks are.
KEEP_VIEWS = """let embed;
Object.defineProperty(window, "vegaEmbed", {
  set(own) { embed = own; },
  get: () => async (place, ...rest) => { const made = await embed(place, ...rest); place.view = made.view; return made; },
});"""

# Where the marks of a kind are in the window, each by what is written of it: the middle of lines, points themselves.
SPOTS = """(place, kind) => {
  const box = place.querySelector("canvas").getBoundingClientRect();
  const [left, top] = place.view.origin();
  const around = place.view.padding();
  const found = {};
  const walk = (one, x, y) => {
    for (const item of one.items ?? []) {
      if (one.marktype === "group") for (const inner of item.items) walk(inner, x + (item.x ?? 0), y + (item.y ?? 0));
      const name = item.datum?.pair ?? item.datum?.who;
      if (one.marktype !== kind || !name) continue;
      found[name] = [x + (item.x + (item.x2 ?? item.x)) / 2, y + (item.y + (item.y2 ?? item.y)) / 2];
    }
  };
  walk(place.view.scenegraph().root, box.x + left + around.left, box.y + top + around.top);
  return found;
}"""


@BOTH
def test_searching_and_reading_an_engagement(window: Window, meeting: str, scripts: bool) -> None:
    page = window(java_script_enabled=scripts)
    page.goto("/")
    page.locator("form.search input[type=search]").fill("Hammouchi")
    page.locator("form.search input[type=search]").press("Enter")
    page.wait_for_url("**/search?q=Hammouchi")
    page.get_by_role("main").locator(f"a[href$='/engagements/{meeting}']").first.click()
    page.wait_for_url(f"**/engagements/{meeting}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Burns")
    expect(page.get_by_text("Témara").first).to_be_visible()
    expect(page.get_by_role("heading", name="What the reports say")).to_be_visible()


def test_suggestions_come_as_one_types_and_keys_lead_there(window: Window) -> None:
    page = window()
    page.goto("/")
    field = page.locator("form.search input[type=search]")
    field.press_sequentially("hammou", delay=20)
    suggested = page.locator("form.search .suggestions a").first
    expect(suggested).to_contain_text("Hammouchi")
    field.press("ArrowDown")
    expect(suggested).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/persons/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hammouchi")


@BOTH
def test_evidence_leads_to_its_sentence_in_the_report(
    window: Window, ledger: Ledger, meeting: str, scripts: bool
) -> None:
    page = window(java_script_enabled=scripts)
    page.goto(f"/engagements/{meeting}")
    page.locator(".passage mark a", has_text="Burns").first.click()
    page.wait_for_url(re.compile("/reports/r-.*#s\\d+"))
    start = int(page.url.rpartition("#s")[2])
    report = ledger.report(urlsplit(page.url).path.rpartition("/")[2])
    marked = page.locator(f"#s{start}")
    expect(marked).to_be_in_viewport()
    said = (marked.text_content() or "").strip()
    assert said
    assert report.version.content.text[start : start + len(said)] == said


def test_highlights_are_the_quotes_of_the_server(window: Window, ledger: Ledger, meeting: str) -> None:
    page = window()
    for version in ledger.reports():
        page.goto(f"/reports/{version.report}")
        shown = page.locator("article.report h1, article.report .text p").all_text_contents()
        assert "\n".join(shown) == version.content.text
        marked = page.locator("article.report mark[id]")
        for mark in marked.all():
            start = int((mark.get_attribute("id") or "").removeprefix("s"))
            text = mark.text_content() or ""
            assert version.content.text[start : start + len(text)] == text


@BOTH
def test_a_share_link_is_permanent_and_opens_the_same_page(
    window: Window, site: str, meeting: str, scripts: bool
) -> None:
    page = window(java_script_enabled=scripts)
    page.goto(f"/fr/engagements/{meeting}")
    fields = page.locator("input[readonly], textarea[readonly]")
    held = [field.input_value() for field in fields.all()]
    address = f"{site}/engagements/{meeting}"
    assert address in held
    for link in page.locator("a[href^='mailto:'], a[href*='share'], a[href*='intent']").all():
        assert meeting in (link.get_attribute("href") or "")
    other = window()
    other.goto(address)
    expect(other.get_by_role("heading", level=1)).to_contain_text("Burns")


@BOTH
def test_the_language_is_switched_on_the_page(window: Window, meeting: str, scripts: bool) -> None:
    page = window(java_script_enabled=scripts)
    page.goto(f"/engagements/{meeting}")
    page.get_by_role("link", name="Français").click()
    page.wait_for_url(f"**/fr/engagements/{meeting}")
    assert page.locator("html").get_attribute("lang") == "fr"
    expect(page.get_by_text("7 avril 2023").first).to_be_visible()
    page.get_by_role("main").locator("a[href^='/fr/states/']").first.click()
    assert page.locator("html").get_attribute("lang") == "fr"
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_everything_can_be_reached_without_scripts(window: Window, site: str) -> None:
    """Every link of the reading room, followed without scripts: none leads nowhere."""
    page = window(java_script_enabled=False)
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) < 120:
        path = waiting.pop(0)
        answer = page.request.get(path)
        assert answer.status == 200, path
        for href in re.findall(r'href="(/[^"#]*)', answer.text()):
            plain = href.replace("&amp;", "&")
            if plain not in seen and not plain.startswith(("/fr/", "/rw/", "/en/", "/desk")):
                seen.add(plain)
                waiting.append(plain)
    assert len(seen) > 15


def test_suggestions_close_come_again_and_follow_the_keys(window: Window) -> None:
    page = window()
    page.goto("/")
    field, box = page.locator("form.search input[type=search]"), page.locator("form.search .suggestions")
    field.press_sequentially("h", delay=20)
    page.wait_for_timeout(400)
    expect(box).to_be_hidden()
    field.press_sequentially("ammou", delay=20)
    expect(box).to_be_visible()
    links = box.locator("a")
    field.press("ArrowUp")
    expect(links.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(field).to_be_focused()
    field.press_sequentially("c", delay=20)
    expect(box).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(box).to_be_hidden()
    field.focus()
    expect(box).to_be_visible()


def test_suggestions_are_those_of_what_stands_in_the_field(window: Window) -> None:
    page = window()
    asked: list[str] = []

    def slow(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            page.wait_for_timeout(700)  # the first answer comes after the second was asked for
        route.continue_()

    page.route("**/suggest?*", slow)
    page.goto("/")
    field, box = page.locator("form.search input[type=search]"), page.locator("form.search .suggestions")
    field.fill("wray")
    page.wait_for_timeout(250)
    field.fill("hammouchi")
    expect(box).to_contain_text("Hammouchi")
    page.wait_for_timeout(900)
    expect(box).to_contain_text("Hammouchi")
    assert len(asked) == 2


def test_drawing_over_the_timeline_filters_the_list(window: Window) -> None:
    page = window()
    page.goto("/engagements?view=pictures")
    place = page.locator(".drawing.timeline")
    expect(place).to_have_attribute("data-drawn", "live")
    listed = page.locator("ol.engagements > li")
    before = listed.count()
    canvas = place.locator("canvas").bounding_box()
    assert canvas
    middle, level = canvas["x"] + canvas["width"] * 0.75, canvas["y"] + canvas["height"] / 2
    page.mouse.move(middle, level)
    page.mouse.down()
    page.mouse.move(canvas["x"] + canvas["width"] - 4, level, steps=8)
    page.mouse.up()
    note = page.locator(".brushed")
    expect(note.locator("a")).to_have_attribute("href", re.compile(r"since=\d{4}-\d\d-\d\d&until=\d{4}-\d\d-\d\d"))
    expect(listed).not_to_have_count(before)
    note.get_by_role("button").click()
    expect(listed).to_have_count(before)


def network_of(page: Page) -> Locator:
    """The network picture of a list of engagements, drawn and in the window."""
    page.add_init_script(KEEP_VIEWS)
    page.goto("/engagements?view=pictures&state=MA")
    place = page.locator(".drawing.network")
    place.scroll_into_view_if_needed()
    expect(place).to_have_attribute("data-drawn", "live")
    return place


def mark(place: Locator, kind: str, *names: str) -> tuple[float, float]:
    """Where the mark of these persons is."""
    spots = place.evaluate(SPOTS, kind)
    across, down = next(spot for name, spot in spots.items() if all(one in name for one in names))
    return across, down


def wait_for_points(place: Locator, *names: str) -> None:
    """Until these persons, and no others, are drawn."""
    for _ in range(150):
        found = {one.split()[1] for one in place.evaluate(SPOTS, "symbol")}
        if found == set(names):
            return
        place.page.wait_for_timeout(100)
    raise AssertionError(found)


def test_a_line_of_the_network_leads_to_the_engagements_of_both(window: Window, ledger: Ledger, meeting: str) -> None:
    ledger.record(reading(Told(start="2023-05-02", actors=(WRAY, HAMMOUCHI)), url="https://z.example/1"))
    page = window()
    across, down = mark(network_of(page), "rule", "Burns", "Hammouchi")
    page.mouse.click(across, down + 5)  # beside the line, as fingers do
    page.wait_for_url("**/engagements?**met=**")
    burns, hammouchi = (one.person for one in ledger.engagement(meeting).participants)
    asked = parse_qs(urlsplit(page.url).query)
    assert {asked["person"][0], asked["met"][0]} == {burns, hammouchi}
    assert asked["state"] == ["MA"]
    listed = page.get_by_role("main").locator("ol.engagements > li")
    expect(listed).to_have_count(2)
    expect(page.get_by_role("main").locator(f"a[href='/engagements/{meeting}']")).to_be_visible()


def test_a_point_of_the_network_draws_whom_somebody_met_and_leads_to_their_page(window: Window, ledger: Ledger) -> None:
    ledger.record(reading(Told(start="2023-05-02", actors=(WRAY, HAMMOUCHI)), url="https://z.example/1"))
    page = window()
    place = network_of(page)
    with page.expect_response(re.compile(r"network\.json\?.*person=p-")):
        page.mouse.click(*mark(place, "symbol", "Wray"))
    expanded = page.locator(".expanded")
    expect(expanded.get_by_role("link")).to_contain_text("Wray")
    wait_for_points(place, "Hammouchi", "Wray")
    expanded.get_by_role("button", name="The whole picture").click()
    expect(expanded).to_have_count(0)
    wait_for_points(place, "Burns", "Hammouchi", "Wray")
    page.mouse.click(*mark(place, "symbol", "Wray"))
    expanded.get_by_role("link").click()
    page.wait_for_url("**/persons/p-*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wray")


@BOTH
def test_claims_on_the_page_of_a_person_open_with_their_sentence(window: Window, ledger: Ledger, scripts: bool) -> None:
    visit = Told(kind="visit", start="2023-04-06", end="2023-04-07")
    ledger.record(reading(visit, url="https://e.example/1", publisher="E", title="Deuxième visite", claim=CLAIM))
    person = next(one for one in ledger.persons("Hammouchi"))
    page = window(java_script_enabled=scripts)
    page.goto(f"/persons/{person.id}")
    claims = page.get_by_role("region", name="What was claimed of these engagements")
    expect(claims.get_by_role("article")).to_contain_text(CLAIM)
    claims.get_by_role("link", name=CLAIM).click()
    page.wait_for_url(re.compile("/reports/r-.*#s\\d+"))
    marked = page.locator(f"mark.claim{urlsplit(page.url).fragment.join(('#', ''))}")
    expect(marked).to_be_in_viewport()
    expect(marked).to_have_text(CLAIM)


def test_searches_are_kept_in_the_account(desk: Page) -> None:
    desk.goto("/engagements?state=MA")
    desk.get_by_role("button", name="Keep this search").click()
    expect(desk.get_by_role("link", name="A search that you keep")).to_be_visible()
    desk.goto("/")
    expect(desk.get_by_role("link", name="Morocco", exact=True).first).to_be_visible()


@BOTH
def test_notes_are_written_where_they_belong(desk: Page, window: Window, meeting: str, scripts: bool) -> None:
    desk.goto(f"/engagements/{meeting}")
    desk.get_by_label("New note").fill("Ask the embassy.")
    desk.get_by_role("button", name="Keep the note").click()
    expect(desk.locator(".note .written")).to_have_text("Ask the embassy.")
    desk.get_by_label("Tag", exact=True).fill("Sahel")
    desk.get_by_role("button", name="Add the tag").click()
    expect(desk.get_by_role("link", name="Sahel")).to_be_visible()
    page = window(java_script_enabled=scripts)
    page.goto(f"/engagements/{meeting}")
    expect(page.get_by_text("Ask the embassy.")).to_have_count(0)
