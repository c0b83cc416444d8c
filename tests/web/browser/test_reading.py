"""What readers do, in a browser: search, read, follow the evidence, share, change the language; all without scripts too."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from entrevue.wiring import Ledger

Window = Callable[..., Page]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


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
