"""The picture of an engagement's page in the README: a real page over the samples, light and dark.

    python bench/pictures.py [FOLDER]        # docs/pictures unless told otherwise; needs Chromium

Reads the samples into a ledger of its own, serves it, and takes the page of the meeting in Libreville.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from entrevue import Ledger, Query, Reader
from entrevue.domain.reading import Kind

ROOT = Path(__file__).parents[1]
_WIDTH, _MARGIN = 880, 12
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_WAIT = 120  # seconds until the server has to answer


def meeting(place: Path) -> str:
    """Read the samples into a ledger; the id of the meeting that the README shows."""
    reader = Reader()
    with Ledger(place) as ledger:
        for page in sorted((ROOT / "samples").iterdir()):
            ledger.record(reader.read(page.read_bytes() if page.suffix == ".html" else page.read_text("utf-8")))
        found = ledger.recent(Query(kind=Kind.MEETING, place="Libreville"))
        return min(found, key=lambda one: one.start.value or "").id


@contextmanager
def served(place: Path) -> Iterator[str]:
    """The address of a server over the ledger."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "entrevue", "serve", "--ledger", place, "--port", str(port)])
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(_WAIT):
            try:
                urlopen(f"{address}/healthz").close()
                break
            except URLError:
                time.sleep(1)
        yield address
    finally:
        server.terminate()
        server.wait()


def main(folder: Path) -> None:
    """Take the page from its top to the end of what the reports say."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        place = Path(home, "ledger.db")
        one = meeting(place)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        with served(place) as address:
            for scheme in _SCHEMES:
                size: Any = {"width": _WIDTH, "height": 800}
                page = browser.new_page(viewport=size, color_scheme=scheme, locale="en-GB")
                page.goto(f"{address}/engagements/{one}")
                end = page.locator("article.account").last.bounding_box()
                assert end is not None, "the page shows no account"
                height = end["y"] + end["height"] + _MARGIN
                clip = {"x": 0, "y": 0, "width": _WIDTH, "height": height, "scale": 1}
                asked = {"format": "webp", "quality": 82, "clip": clip, "captureBeyondViewport": True}
                picture = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
                target = folder / f"engagement-{scheme}.webp"
                target.write_bytes(b64decode(picture["data"]))
                print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
