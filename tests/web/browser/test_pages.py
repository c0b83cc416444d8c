"""Every page as browsers show it: accessible, on a phone, light and dark, without a word of complaint."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.access.conftest import WORDS
from tests.web.browser.serving import Served, build, serving

NAMES = [
    "home",
    "search",
    "nothing-found",
    "engagements",
    "engagements-filtered",
    "engagements-table",
    "engagements-pictures",
    "browse",
    "browse-reports",
    "collection",
    "engagement",
    "report",
    "report-arabic",
    "person",
    "organisation",
    "state",
    "pair",
    "check",
    "unknown",
    "api",
    "sign-in",
    "desk",
    "desk-engagement",
    "desk-decisions",
    "desk-replies",
    "desk-users",
    "desk-watches",
    "desk-account",
    "desk-add",
    "desk-notes",
    "desk-tag",
    "desk-collections",
    "desk-collection",
    "desk-noted-engagement",
    "desk-noted-person",
    "desk-kept-search",
]
GRAVE = {"serious", "critical"}
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
KEPT = os.environ.get("ENTREVUE_SCREENSHOTS")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = tmp_path_factory.mktemp("served") / "ledger.db"
    pages = build(place)
    with serving(place) as (url, _):
        yield Served(url, place, pages)


@pytest.fixture(scope="module")
def reader(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=served.url, locale="en-GB", viewport=DESKTOP)
    yield context
    context.close()


@pytest.fixture(scope="module")
def boss(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    """An administrator's browser."""
    context = chromium.new_context(base_url=served.url, locale="en-GB", viewport=DESKTOP)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Name").fill("administrator")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    page.close()
    yield context
    context.close()


def shot(page: Page, name: str) -> None:
    """Keep a picture where the environment asks for it."""
    if KEPT:
        folder = Path(KEPT)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=not name.startswith("api"))  # that one is endless


def grave(page: Page, *rules: str) -> list[str]:
    """The serious faults that axe-core finds by all its rules or some, each with where it is."""
    some = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"]} | some).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {', '.join(str(node['target']) for node in one['nodes'])}"
        for one in found
        if one["impact"] in GRAVE
    ]


def test_every_page_is_named(served: Served) -> None:
    assert list(served.pages) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_accessible_fits_a_phone_and_complains_of_nothing(
    reader: BrowserContext, boss: BrowserContext, served: Served, name: str
) -> None:
    page = (boss if name.startswith("desk") else reader).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    answer = page.goto(served.pages[name])
    assert answer
    assert answer.status == (404 if name == "unknown" else 200)
    page.wait_for_load_state("networkidle")
    found = {"light": grave(page)}
    shot(page, f"{name}-light")
    page.emulate_media(color_scheme="dark")
    found["dark"] = grave(page, "color-contrast", "link-in-text-block")  # all else is alike
    shot(page, f"{name}-dark")
    page.set_viewport_size(PHONE)
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    shot(page, f"{name}-phone")
    page.close()
    assert found == {"light": [], "dark": []}
    assert beyond <= 0
    assert [said for said in complaints if "404" not in said] == []
