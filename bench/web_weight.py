"""What a page weighs and when it is seen first: the ledger's own pages, in Debian's Chromium, on this machine.

    python bench/web_weight.py LEDGER [--rounds 5]

Weight is what comes over the line, compressed, pictures apart; the first paint is Chromium's own figure ("first
contentful paint"), the median of some rounds with a cold cache of its own.
"""

import argparse
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from entrevue.wiring import Ledger
from web_load import served

_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_PAINT = "performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)[0] || 0"
_PICTURES = {"image"}


def pages(place: Path) -> dict[str, str]:
    """A page of every sort, of the newest engagement between two states."""
    with Ledger(place, create=False) as ledger:
        one = next(
            one for one in ledger.find(limit=2000) if len(one.sides) == 2 and any(p.person for p in one.participants)
        )
        account = ledger.accounts(one.id)[0]
        person = next(p.person for p in one.participants if p.person)
    return {
        "home": "/",
        "search": f"/search?q={one.participants[0].shown_as.split()[0]}",
        "engagements": "/engagements",
        "engagement": f"/engagements/{one.id}",
        "report": f"/reports/{account.context.report}",
        "person": f"/persons/{person}",
        "state": f"/states/{one.sides[0]}",
        "pair": "/pairs/{}/{}".format(*one.sides),
        "check": "/check",
    }


def look(browser: Browser, address: str) -> tuple[float, int, int, float]:
    """Status, bytes of the page with styles and scripts, bytes of pictures, milliseconds to the first paint."""
    context = browser.new_context()
    page = context.new_page()
    weights = {"page": 0, "pictures": 0}

    def finished(request: object) -> None:
        sizes = request.sizes()  # type: ignore[attr-defined]
        drawn = request.resource_type in _PICTURES or "/pictures/" in request.url  # type: ignore[attr-defined]
        weights["pictures" if drawn else "page"] += sizes["responseBodySize"] + sizes["responseHeadersSize"]

    page.on("requestfinished", finished)
    answer = page.goto(address)
    page.wait_for_load_state("networkidle")
    paint = float(page.evaluate(_PAINT))
    context.close()
    return (answer.status if answer else 0), weights["page"], weights["pictures"], paint


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    chosen = pages(options.ledger)
    print(f"{'page':<14}{'kB':>8}{'pictures kB':>14}{'first paint ms':>16}")
    with served(options.ledger, 1) as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        for name, path in chosen.items():
            seen = [look(browser, f"http://127.0.0.1:{port}{path}") for _ in range(options.rounds)]
            paint = statistics.median(one[3] for one in seen)
            status = "" if seen[0][0] == 200 else f"   answers {seen[0][0]}"
            print(f"{name:<14}{seen[-1][1] / 1000:>8.1f}{seen[-1][2] / 1000:>14.1f}{paint:>16.0f}{status}")
        browser.close()


if __name__ == "__main__":
    main()
