"""The questions of docs/how-to/find.md lead where the page says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrevue.domain.reading import Kind
from entrevue.wiring import Ledger
from tests.inquiry.asked import fill
from tests.inquiry.test_asking import NOW

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "find.md"
ASKED = re.findall(r"(?m)^\| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"))[2:]
PAGES = {
    "Türkiye": ("state", ("TR",)),
    "la Maison Blanche": ("state", ("US",)),
    "RDC": ("state", ("CD",)),
    "Kenya–Rwanda": ("pair", ("KE", "RW")),
    "DGST": ("organisation", ("DGST",)),
}
LISTS = {
    "intelligence chiefs in Rabat 2023": 3,
    "toutes les visites de chefs du renseignement en 2023": 1,
    "meetings between France and Morocco": 1,
}


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with Ledger(":memory:", clock=lambda: NOW) as made:
        fill(made)
        yield made


def test_the_page_shows_ten_questions() -> None:
    assert len(ASKED) == 10


@pytest.mark.parametrize("question", [question for question, _ in ASKED])
def test_a_question_leads_where_the_page_says(ledger: Ledger, question: str) -> None:
    understood = ledger.understand(question)
    if question in PAGES:
        assert understood.page is not None
        assert (understood.page.kind, understood.page.values) == PAGES[question]
    elif question in LISTS:
        assert ledger.count(understood.query) == LISTS[question]
        assert understood.query.kind in {None, Kind.VISIT, Kind.MEETING}
    else:
        assert understood.page is not None
        assert ledger.person(understood.page.values[0]).name == "Abdellatif Hammouchi"
