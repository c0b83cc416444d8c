"""What reports say is text on every page, whatever it holds."""

import re

import pytest

from entrevue.wiring import Ledger
from tests.ledger.readings import Told, reading
from tests.web.room.test_check import checking

STRINGS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "%(count)s %s %d",
    "\u202e\u2066evil\u2069",
]
LIVE = re.compile(r"<script(?![^>]*\bsrc=\"/)|<img src=x|<svg/onload|onerror=alert\(1\)>|49\{%", re.IGNORECASE)


@pytest.mark.parametrize("text", STRINGS)
def test_nothing_that_a_report_says_comes_alive(text: str) -> None:
    actors = ((f"Ann {text}", text, text, "MA", "visitor"), ("Bo", text, "DGST", "US", "host"))
    told = Told(kind="visit", city=text, actors=actors, topics=(f"on {text}",), source=text)
    with Ledger(":memory:") as ledger:
        url = f"https://a.example/{text}" if "javascript" not in text else text
        made = ledger.record(reading(told, title=text, publisher=text, claim=f"second visit {text}", url=url))
        (id_,) = made.engagements
        ledger.correct(id_, "city", f"{text}!", who=text, why=text)
        person = next(p.person for p in ledger.engagement(id_).participants if p.person)
        client, _ = checking(ledger, reading(Told(), title=text, claim=f"second visit {text}"))
        asked = {"q": text}
        for address in ("/", f"/engagements/{id_}", f"/reports/{made.report}", f"/persons/{person}", "/states/MA"):
            page = client.get(address).text
            assert not LIVE.search(page), address
            assert 'href="javascript:' not in page
        for address in ("/search", "/suggest", "/engagements"):
            assert not LIVE.search(client.get(address, params=asked).text), address
        for name in ("kind", "status", "topic", "since", "state", "place", "organisation", "before"):
            assert not LIVE.search(client.get("/engagements", params={name: text}).text), name
        assert not LIVE.search(client.post("/check", data={"draft": text, "published": text[:10]}).text)
