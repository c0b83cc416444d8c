"""What the reader says of a report that it does not read."""

from pathlib import Path

import pytest

from entrevue import Page, Problem, Reader, Reading
from entrevue.cli.read import warn_of_unread
from entrevue.domain.reading import Kind


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Zxq 1234 5678. Qzx 9101.", "its language could not be told; --lang tells it"),
        ("Der Außenminister empfing am Montag in Berlin seinen Kollegen zu Gesprächen. " * 5, "its language (de) has no pack"),
    ],
)  # fmt: skip
def test_a_report_that_is_not_read_says_why(text: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    reading = Reader().read(text, published="2025-06-14")
    assert reading.report.notes[-1].startswith("nothing was read: ")
    warn_of_unread("page", reading)
    assert capsys.readouterr().err == f"entrevue: page: nothing was read: {why}\n"


def test_a_short_weekday_is_a_day_and_no_name() -> None:
    text = (
        "PHNOM PENH, June 16, 2025 – Chinese Vice Foreign Minister Sun Daliang met Cambodian Deputy Prime Minister "
        "Sat Vannak in Phnom Penh on Sat. They discussed the new canal."
    )
    (account,) = Reader().read(text).accounts
    assert (str(account.start), account.evidence["start"].quote) == ("2025-06-14", "Sat")


def test_yesterday_is_not_counted_from_a_treaty_of_long_ago() -> None:
    text = (
        "La ministre belge de la Justice, Anne Peeters, et son homologue algérien, Farid Bencherif, ont signé hier à Alger "
        "une convention d'extradition. Elle remplace celle du 27 août 1964."
    )
    (signing,) = (one for one in Reader().read(text, language="fr").accounts if one.kind is Kind.SIGNING)
    assert signing.start is None


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("It rained in Paris all day, and the trains were late.", "no trigger"),
        ("The minister visited a school on Monday, and met its teachers in the yard.", "no side"),
        ("The French minister visited a school in Paris on Monday, and met its teachers.", "no official"),
        ("Nadie sabe por qué llovió tanto en la ciudad durante toda la semana pasada.", "language"),
        ("A tourist from Japan visited Rabat in Morocco on Monday, and liked its walls.", "no official"),
    ],
)
def test_a_report_that_tells_nothing_says_why(text: str, silent: str) -> None:
    reading = Reader().read(text, published="2024-05-08")
    assert (reading.accounts, reading.silent) == ((), silent)


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_pages_come_in_order_and_a_bad_one_stops_no_other(tmp_path: Path, jobs: int) -> None:
    pages: list[str | bytes | Path | Page] = [
        "Il pleut sur la ville depuis hier matin.",
        b"",
        tmp_path / "missing.txt",
        "It rained all day in the city.",
    ]
    outcomes = list(Reader().pipe(pages, published="2024-05-08", jobs=jobs))
    assert [isinstance(one, Problem) for one in outcomes] == [False, True, True, False]
    assert [one.report.language for one in outcomes if isinstance(one, Reading)] == ["fr", "en"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "La ministre haïtienne Marie Louis a reçu jeudi à Port-au-Prince l'ambassadeur du Canada, Luc Tremblay.",
            "meeting",
        ),
        ("Costa Rican President Ana Vargas met Panamanian President José Pinto in San José on Monday.", "meeting"),
        ("President Mika Aalto of Finland visits Estonia tomorrow.", "visit"),
        ("La France et le Gabon ont signé lundi à Libreville un accord sur les forêts.", "signing"),
        ("The Kenyan minister spoke to her Ugandan counterpart by phone on Monday.", "call"),
    ],
)
def test_one_plain_sentence_alone_is_read(text: str, kind: str) -> None:
    assert [one.kind for one in Reader().read(text, published="2024-05-03").accounts] == [Kind(kind)]
