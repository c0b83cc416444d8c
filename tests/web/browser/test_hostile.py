"""Texts that would run as scripts, stored wherever a text can be: every page in a browser, and nothing runs.

Beside dialogs and complaints of the content security policy, the page itself is looked at: no element of it may carry a
handler, a script of its own, or a link that is one.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from entrevue.access.passwords import Passwords
from entrevue.access.users import Users
from entrevue.domain.reading import Reading
from entrevue.domain.users import Role
from entrevue.wiring import Ledger
from tests.access.conftest import QUICK, WORDS
from tests.ledger.readings import Told, reading
from tests.web.books import leave
from tests.web.security.payloads import ADDRESSES, PAYLOADS

_EACH = 6  # payloads that one engagement carries
_SURNAMES = "BCDFGHJKLMNPQRSTVWXZaeiouy"  # so that nobody is taken for another
_PARTS = ("host", "visitor")
LOOK = """() => {
  const strange = ["IFRAME", "OBJECT", "EMBED", "BASE", "MARQUEE", "XSS", "MATH", "FRAMESET", "PORTAL"];
  const found = [];
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      if (name.startsWith("on")) found.push(`${one.tagName} ${name}`);
      if (/^\\s*(javascript|data|vbscript|file):/i.test(value) && name !== "content" && name !== "value" && name !== "title")
        if (["href", "src", "action", "formaction", "data"].includes(name)) found.push(`${one.tagName} ${name}=${value}`);
    }
    if (one.tagName === "SCRIPT" && !one.src && one.type !== "application/json") found.push("SCRIPT");
    if (strange.includes(one.tagName)) found.push(one.tagName);
  }
  return found;
}"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger into which every payload was put, as title, text, publisher, address, name, office and reply."""
    with Ledger(tmp_path / "ledger.db") as made:
        made.__dict__["users"] = Users(made._store, made.now, Passwords(QUICK))
        for role in Role:
            made.users.add(role.value, WORDS, role=role, shown_as=f"<b onclick=alert(1)>{role.value}")
        for place in range(0, len(PAYLOADS), _EACH):
            made.record(_hostile(place, [*PAYLOADS[place : place + _EACH]]))
        found = made.find(limit=None)
        for place, payload in enumerate(PAYLOADS):
            one = found[place % len(found)]
            made.replies.publish(leave(made, one.id, payload, field="city", value=payload), who=payload)
        for one in found[:3]:
            made.correct(one.id, "city", PAYLOADS[0], who=PAYLOADS[1], why=PAYLOADS[2])
        yield made


def _hostile(place: int, payloads: list[str]) -> Reading:
    turned = payloads[1:] + payloads[:1]
    actors = [
        (
            f"{_SURNAMES[place // _EACH % 26]}{_SURNAMES[index]}a {one}",
            other,
            one,
            "MA" if index % 2 else "US",
            _PARTS[index % 2],
        )
        for index, (one, other) in enumerate(zip(payloads, turned, strict=True))
    ]
    day = f"2023-{1 + place // _EACH % 12:02d}-{1 + place % 28:02d}"
    told = Told(start=day, city=payloads[0], actors=actors, topics=payloads[:2], source=payloads[-1])
    return reading(
        told,
        url=f"{ADDRESSES[place // _EACH % len(ADDRESSES)]}//{place}",  # one report an address
        title=" ".join(payloads),
        publisher=payloads[0],
        claim=f"la deuxième {payloads[-1]}",
        extra=" ".join(payloads),
    )


@pytest.fixture
def looked(window: Callable[..., Page]) -> Iterator[Callable[[Page, str], None]]:
    """Opens a page and looks whether anything on it runs."""
    opened: list[str] = []

    def look(page: Page, path: str) -> None:
        answer = page.goto(path)
        assert answer
        assert answer.status < 500, path
        opened.append(path)
        assert page.evaluate(LOOK) == [], path

    yield look
    assert opened


def test_readers_pages_run_nothing_that_was_stored(
    window: Callable[..., Page], ledger: Ledger, looked: Callable[[Page, str], None]
) -> None:
    page = window()
    found = ledger.find(limit=None)
    assert len(PAYLOADS) >= 100
    names = [said.value for one in found for p in one.participants for said in p.name.sayings]
    assert all(any(name.endswith(payload) for name in names) for payload in PAYLOADS)
    for one in found:
        looked(page, f"/engagements/{one.id}")
    for version in ledger.reports():
        looked(page, f"/reports/{version.report}")
    persons = [p.person for one in found for p in one.participants if p.person]
    assert persons
    for person in persons[::12]:
        looked(page, f"/persons/{person}")
    for payload in PAYLOADS[::8]:
        looked(page, f"/organisations/{quote(payload, safe='')}")
        looked(page, f"/search?q={quote(payload, safe='')}")
        looked(page, f"/engagements?place={quote(payload, safe='')}")
    for path in ("/", "/engagements", "/states/MA", "/pairs/MA/US", "/fr/states/US"):
        looked(page, path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(LOOK) == [], path


def test_suggestions_run_nothing(window: Callable[..., Page], ledger: Ledger) -> None:
    page = window()
    page.goto("/")
    field = page.locator("form.search input[type=search]").first
    for words in ("script", "alert", "<img src=x onerror=alert(1)>"):
        field.fill(words)
        expect(page.locator(".suggestions").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate(LOOK) == []


def test_the_desk_runs_nothing_that_was_stored(desk: Page, ledger: Ledger, looked: Callable[[Page, str], None]) -> None:
    found = ledger.find(limit=None)
    for place, payload in enumerate(PAYLOADS[::3]):
        leave(ledger, found[place % len(found)].id, payload)
    for path in ("/desk", "/desk/decisions", "/desk/replies", "/desk/replies?state=published", "/account"):
        looked(desk, path)
    for one in found:
        looked(desk, f"/desk/engagement/{one.id}")


def test_the_look_itself_finds_what_runs(chromium: Browser) -> None:
    """The control: on a page that escapes nothing, payloads do open dialogs, and the look finds them."""
    page = chromium.new_page()
    dialogs: list[str] = []

    def seen(dialog: object) -> None:
        dialogs.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", seen)
    ran = seen_by_look = 0
    for payload in PAYLOADS[22:32]:
        before = len(dialogs)
        page.set_content(f"<p>{payload}</p>")
        page.wait_for_timeout(50)
        ran += len(dialogs) > before
        seen_by_look += bool(page.evaluate(LOOK))
    page.close()
    assert ran >= 5
    assert seen_by_look >= 8
