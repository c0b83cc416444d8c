"""Where sentences end, and which lines go on with the sentence before them."""

import pytest

from entrevue.domain.report import Paragraph, Report
from entrevue.languages.grammar import load_grammar
from entrevue.mentions.tokens import sentences


def _sentences(text: str) -> list[str]:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(at, at + len(line), "en"))
        at += len(line) + 1
    report = Report(text, tuple(paragraphs), 0, None, None, (), None, language="en")
    return [text[one.start : one.end].replace("\n", " / ") for one in sentences(report, load_grammar("en"))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "She met:\nthe Minister of Mines, Ali Saleh\nthe Governor of Lac\nThe talks were held today.",
            ["She met: / the Minister of Mines, Ali Saleh / the Governor of Lac", "The talks were held today."],
        ),
        ("She met:\n- Ali Saleh\n- Haoua Brahim", ["She met: / - Ali Saleh / - Haoua Brahim"]),
        ("She met Ali Saleh\nThe Governor of Lac", ["She met Ali Saleh", "The Governor of Lac"]),
        ("Who came:\nPhotos:\nAli Saleh", ["Who came:", "Photos: / Ali Saleh"]),
    ],
    ids=["without any sign", "with bullets", "no colon", "two labels"],
)
def test_the_items_of_a_list_go_on_with_what_opens_it(text: str, told: list[str]) -> None:
    assert _sentences(text) == told


def test_a_list_longer_than_people_write_ends() -> None:
    items = "\n".join(f"Minister {'x' * 150} number {n}" for n in range(20))
    assert len(_sentences(f"She met:\n{items}")) > 5
