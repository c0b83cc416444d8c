"""Whom a report credits with each engagement, as the shipped reader tells it."""

import pytest

from entrevue.domain.report import Page
from entrevue.pipeline import Reader

NIAMEY = "Le ministre nigérien de la Défense, Issa Garba, a reçu lundi à Niamey son homologue malien Modibo Traoré"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (
            f"{NIAMEY}, selon un communiqué du ministère nigérien de la Défense.\n\n"
            "La même source ajoute qu'il a été reçu mardi par le président nigérien Hassane Oumarou.",
            ["communiqué du ministère nigérien de la Défense"] * 2,
        ),
        (
            f"{NIAMEY}, indique un communiqué de la présidence malienne. La présidence nigérienne affirme au contraire que "
            "M. Traoré n'a rencontré que le Premier ministre nigérien, Choguel Sidibé, lundi à Niamey.",
            ["communiqué de la présidence malienne", "présidence nigérienne"],
        ),
        (
            "Kenyan President Jane Mwangi received President John Okello of Uganda on Tuesday in Mombasa, Mwangi's office said.",
            ["Mwangi's office"],
        ),
    ],
)
def test_each_engagement_has_whom_the_report_credits_with_it(text: str, sources: list[str], reader: Reader) -> None:
    accounts = reader.read(Page(text.encode(), name="page.txt")).accounts
    assert [one.source for one in accounts if one.kind.value == "meeting"] == sources


def test_a_source_carried_within_its_paragraph_is_concluded(reader: Reader) -> None:
    text = (
        "Le président malien Amadou Keita a reçu mardi à Bamako l'ambassadeur du Japon Kenji Sato, a indiqué la présidence. "
        "M. Keita s'est envolé ensuite pour Accra. Il y rencontrera jeudi son homologue ghanéen, Kofi Mensah."
    )
    accounts = reader.read(Page(text.encode(), name="page.txt")).accounts
    assert [(one.source, "source" in one.inferred) for one in accounts] == [
        ("présidence", False), ("présidence", True), ("présidence", True)
    ]  # fmt: skip


def test_no_source_is_carried_to_another_season(reader: Reader) -> None:
    text = (
        "Kenyan Foreign Minister Peter Kiprono met Japanese Ambassador Kenji Sato in Nairobi on 7 May 2024, the Kenyan ministry "
        "said. In March Kiprono visited Tokyo, where he met Foreign Minister Ichiro Abe."
    )
    accounts = reader.read(Page(text.encode(), name="page.txt")).accounts
    assert {str(one.start): one.source for one in accounts} == {"2024-05-07": "Kenyan ministry", "2024-03": None}
