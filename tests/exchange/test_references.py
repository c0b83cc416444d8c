"""Reports as references: each once, with title, address and date, whatever signs they hold."""

import json
from dataclasses import replace

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from entrevue.exchange.wording import address
from entrevue.wiring import Ledger
from tests.exchange.conftest import exported
from tests.ledger.readings import Told, reading


def reports(ledger: Ledger) -> set[str]:
    return {one.report for one in ledger.reports()}


def test_bibtex_has_every_report_once(book: Ledger) -> None:
    library = parse_string(exported(book, "bibtex")[0].decode("utf-8"))
    assert not library.failed_blocks
    assert {entry.key for entry in library.entries} == reports(book)
    (first,) = [entry for entry in library.entries if "a.example" in str(entry.fields_dict.get("url"))]
    assert first.fields_dict["title"].value == "{Visite à Rabat}"
    assert first.fields_dict["date"].value == "2023-04-08"


def test_ris_has_every_report_once(book: Ledger) -> None:
    found = rispy.loads(exported(book, "ris")[0].decode("utf-8"))
    assert {one["id"] for one in found} == reports(book)
    (first,) = [one for one in found if "a.example" in one.get("urls", [""])[0]]
    assert first["title"] == "Visite à Rabat"
    assert (first["year"], first["date"]) == ("2023", "2023/04/08/")


def test_csl_has_every_report_once(book: Ledger) -> None:
    found = json.loads(exported(book, "csl")[0])
    assert {one["id"] for one in found} == reports(book)
    (first,) = [one for one in found if "a.example" in one.get("URL", "")]
    assert first["issued"] == {"date-parts": [[2023, 4, 8]]}
    assert first["container-title"] == "A"
    assert first["type"] == "article-newspaper"


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Awa N’Diaye", "Awa N’Diaye"),
        ("Jean-Marc de la Tour", "Jean-Marc de la Tour"),
        ("J. R. Otieno", "J. R. Otieno"),
        ("La Rédaction", "{La Rédaction}"),
        ("Le Courrier du Golfe", "{Le Courrier du Golfe}"),
        ("Jean Dupont avec AFP", "{Jean Dupont avec AFP}"),
        ("AFP", "{AFP}"),
        ("Ministry of Defence", "{Ministry of Defence}"),
        ("Staff Reporter", "{Staff Reporter}"),
        ("European Union", "{European Union}"),
        ("Dogbé, Kofi", "{Dogbé, Kofi}"),  # whose comma nobody knows
        ("Desk 24", "{Desk 24}"),
    ],
)
def test_bodies_stand_in_braces_and_persons_do_not(author: str, written: str) -> None:
    told = reading(Told(), url="https://n.example/1", publisher="Le Courrier du Golfe")
    with Ledger(":memory:") as ledger:
        ledger.record(replace(told, report=replace(told.report, authors=(author, "Ada Bell"))))
        content = exported(ledger, "bibtex")[0].decode("utf-8")
    assert f"  author = {{{written} and Ada Bell}}" in content


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("https://a.example/1?q=2#top", "https://a.example/1?q=2#top"),
        ('https://a.example/<s>?a="b"', "https://a.example/%3Cs%3E?a=%22b%22"),
        ("https://a.example/100%/à{b}\\c", "https://a.example/100%25/%C3%A0%7Bb%7D%5Cc"),
        ("https://a.example/%C3%A0#b#c", "https://a.example/%C3%A0#b%23c"),
        ("https://a.example:port/", ""),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        (None, ""),
    ],
)
def test_an_address_is_one_or_nothing(told: str | None, written: str) -> None:
    assert address(told) == written
