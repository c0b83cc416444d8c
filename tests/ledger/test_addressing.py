"""Which addresses are one page's, and which are not; what of a page makes another version of it."""

from dataclasses import replace

import pytest

from entrevue import Ledger
from entrevue.domain.dates import PartialDate
from entrevue.ledger import recording
from entrevue.ledger.addressing import identity_of
from tests.ledger.readings import Told, reading

PAGE = "https://news.example/politics/talks-in-accra"


@pytest.mark.parametrize(
    "address",
    [
        "http://news.example/politics/talks-in-accra",
        "https://www.news.example/politics/talks-in-accra/",
        "https://m.news.example/politics/talks-in-accra",
        "https://NEWS.example.:443//politics/talks-in-accra",
        PAGE + "?fbclid=IwAR0&utm_source=x&utm_medium=y",
        PAGE + "?gclid=1&xtor=RSS-1&at_medium=custom7&CMP=share",
        PAGE + "#xtor=CS1-33",
        PAGE + "?amp=1",
        PAGE + "/amp/",
        PAGE + "/index.html",
        PAGE + ";jsessionid=8A01",
        PAGE + "?",
        f" {PAGE}\n",
    ],
)
def test_addresses_of_one_page(address: str) -> None:
    assert identity_of(address) == identity_of(PAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/x?12345", "https://a.example/x?12346"),
        ("https://a.example/x?eid=1", "https://a.example/x?eid=2"),
        ("https://a.example/x?cid=1", "https://a.example/x?cid=2"),
        ("https://a.example/x?source_id=1", "https://a.example/x?source_id=2"),
        ("https://a.example/X", "https://a.example/x"),
        ("https://a.example/x", "https://b.a.example/x"),
        ("https://a.example/x", "https://a.example:8080/x"),
        ("https://m.example/x", "https://example/x"),
        ("https://a.example/a%2523", "https://a.example/a%23"),
    ],
)
def test_addresses_of_two_pages(one: str, other: str) -> None:
    assert identity_of(one) != identity_of(other)


def test_spellings_of_letters_are_one() -> None:
    written = identity_of("https://a.example/décès?q=é")
    assert written == identity_of("https://a.example/d%C3%A9c%c3%a8s?q=%C3%A9")
    assert identity_of("https://bücher.example/x") == identity_of("https://xn--bcher-kva.example/x")


@pytest.mark.parametrize("address", ["http://[", "http://a.example:port/x", "urn:x:1", "", "x" * 5_000])
def test_what_is_no_address_stands_for_itself(address: str) -> None:
    assert identity_of(address) == address


def test_one_page_at_several_addresses_is_one_report(ledger: Ledger) -> None:
    first = ledger.record(reading(Told(), url="http://www.a.example/1/?utm_source=x", publisher="A"))
    again = ledger.record(reading(Told(), url="https://a.example/1?fbclid=2#xtor=RSS", publisher="A"))
    assert (again.change, again.report) == ("unchanged", first.report)


def test_a_version_whose_text_has_not_changed_is_none(ledger: Ledger) -> None:
    first = reading(Told(), url="https://a.example/1", publisher="A")
    shown = replace(first.report, published=PartialDate(2023, 4, 9), published_from="text")
    ledger.record(replace(first, report=shown))
    for day, publisher in ((10, "A"), (11, "A daily")):
        newer = replace(shown, published=PartialDate(2023, 4, day), publisher=publisher)
        assert ledger.record(replace(first, report=newer)).change == "unchanged"
    assert ledger.record(first).change == "version"  # the day of publication that its keeper tells


def test_a_malformed_address_is_recorded(ledger: Ledger) -> None:
    for number, address in enumerate(("http://[", "//", "http://[::1]:no/")):
        assert ledger.record(reading(Told(), url=address, extra=f"No. {number}")).change == "new"


def test_half_characters_in_an_address_raise_nothing() -> None:
    assert identity_of("http://\ud800/\ud800?\ud800=\udfff")


def test_a_ledger_of_before_knows_its_reports(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    told = reading(Told(), url="https://www.a.example/1")
    with monkeypatch.context() as before:
        before.setattr(recording, "report_id", recording.former_id)
        before.setattr(recording, "digest_of", recording.former_digest)
        first = ledger.record(told)
    again = ledger.record(told)
    assert (again.change, again.report) == ("unchanged", first.report)
    changed = ledger.record(reading(Told(), url="https://www.a.example/1", extra="Corrigé."))
    assert (changed.change, changed.report) == ("version", first.report)
    ledger.forget(first.report, who="ada")
    assert ledger.record(told).change == "forgotten"
