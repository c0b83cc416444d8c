"""A real browser before a real server: both made once, a ledger and a browser window anew for every test."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from entrevue.access.passwords import Passwords
from entrevue.access.users import Users
from entrevue.domain.users import Role
from entrevue.web import create_app
from entrevue.wiring import Ledger
from tests.access.conftest import QUICK, WORDS
from tests.ledger.readings import WRAY, Told, reading

NOTE = "Chromium is not installed: no page was tried in a browser (apt-get install chromium)"
_PATIENCE = 15_000  # ms; beside other tests a page may be slow, and no test holds a time
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's browser, without a window."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip(NOTE)
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with a meeting told twice, a visit, and a user of every role."""
    with Ledger(tmp_path / "ledger.db") as made:
        made.__dict__["users"] = Users(made._store, made.now, Passwords(QUICK))  # passwords that cost no time
        for role in Role:
            made.users.add(role.value, WORDS, role=role, shown_as=f"The {role.value}")
        made.record(reading(Told(), url="https://a.example/1", publisher="A", title="Visite à Rabat 🛡"))
        made.record(reading(Told(city="Témara"), url="https://c.example/3", publisher="C", title="In Morocco"))
        made.record(reading(Told(start="2023-06-09"), url="https://d.example/4", publisher="D", title="In June"))
        made.record(reading(Told(kind="visit", start="2023-02-21", actors=(WRAY,)), url="https://w.example/1"))
        yield made


@pytest.fixture
def site(ledger: Ledger) -> Iterator[str]:
    """The address of a server over the ledger."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(create_app(ledger), port=port, log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def window(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own, with its own cookies; nothing that a page complains of is let pass."""
    complaints: list[str] = []
    contexts = []

    def opened(**options: object) -> Page:
        context = chromium.new_context(base_url=site, **({"locale": "en-GB"} | options))  # type: ignore[arg-type]
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None
        )
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def desk(window: Callable[..., Page]) -> Page:
    """A window in which an editor is signed in."""
    page = window()
    page.goto("/sign-in")
    page.get_by_label("Name").fill("editor")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    return page


@pytest.fixture
def meeting(ledger: Ledger) -> str:
    """The meeting of April, of which two reports tell."""
    return next(one.id for one in ledger.find() if one.start.value == "2023-04-07")
