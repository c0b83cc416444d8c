"""Gates let through what they cannot tell, and stop what is plain."""

import sys
from pathlib import Path

import pytest

from entrevue.domain.report import Page
from entrevue.intake.skimming import skim
from entrevue.languages import codes
from entrevue.languages.gate import load_gate, office_words
from entrevue.scale.gates import Gate, has_words, languages_of, sift
from entrevue.training.annotation import parse

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import gate_words

MET = "Togo's Foreign Minister Robert Dussey met his Gabonese counterpart in Libreville on Monday. " * 3
FRENCH = "Le ministre togolais a été reçu à Libreville par le président gabonais, lors d’une réunion de travail. " * 3
SPANISH = "Los vecinos se quejaron de los baches y de los autobuses que llegan tarde a la plaza del mercado. " * 5
SPORT = "They won by two goals to one on a rainy afternoon in front of a small crowd of their supporters. " * 5
MENU = "".join(
    f"<li><a href=/{n}>{word}</a></li>" for n, word in enumerate(("President", "Meet us", "Visit", "Minister"))
)


@pytest.mark.parametrize(
    "content",
    [
        MET.encode(),
        FRENCH.encode(),
        FRENCH.encode("windows-1252"),
        FRENCH.encode("utf-16"),
        FRENCH.encode().decode("windows-1252").encode(),
        f"<html><p>{FRENCH}</p>".encode("ascii", "xmlcharrefreplace"),
        f"<html><p>{FRENCH}</p>".replace("é", "&eacute;").replace("ç", "&ccedil;").encode(),
        f"<html><p>{FRENCH.upper()}</p>".encode(),
        f"<html><body><p>{MET.replace(' ', '&nbsp;')}</p>".encode(),
        f"<html><p>{MET.replace('Robert', '<br>Robert')}</p>".encode(),
    ],
)
def test_what_tells_an_engagement_passes_however_it_is_written(content: bytes) -> None:
    assert sift(Page(content), published="2024-05-07").stopped is None


def test_words_of_menus_scripts_and_tags_are_none() -> None:
    page = f"<head><script>var president = 'met';</script></head><ul>{MENU}</ul><p class=minister>{SPORT}</p>"
    assert sift(Page(page.encode())).stopped is Gate.WORDS


def test_a_word_of_contact_and_an_office_count_in_one_block_only() -> None:
    apart = ("The minister was born in a village by the sea.", "Two old friends met on the beach that day.")
    assert not has_words(apart, ("en",))
    assert has_words((" ".join(apart),), ("en",))


def test_nothing_is_told_of_a_language_without_words_nor_from_too_little() -> None:
    assert load_gate("sw") is None
    assert has_words(("Rais amekutana na waziri.",), ("sw",))
    assert skim(Page(b"<html><body><p>Photo of the day</p></body></html>")) is None


def test_languages_that_are_not_read_stop_a_page_though_its_menus_are_in_one_that_is() -> None:
    assert languages_of((SPANISH,)) == ()
    assert languages_of((MET, SPANISH)) == ("en",)
    assert languages_of(("12 34 56",)) == ("en", "fr")
    assert sift(Page(f"<ul>{MENU * 9}</ul><p>{SPANISH}</p>".encode())).stopped is Gate.LANGUAGE
    assert sift(Page(MET.encode()), language="es").stopped is Gate.SKIMMING


def test_a_page_stops_at_the_first_gate_that_can_tell() -> None:
    assert sift(Page(b" ")).stopped is Gate.RECORD
    assert sift(Page(b"\x89PNG\r\n\x1a\n" + bytes(50))).stopped is Gate.RECORD
    home = "The minister met the mayors of the region and spoke with them about roads and about schools. " * 5
    assert sift(Page(f"<article><p>{home}</p></article>".encode())).stopped is Gate.TEXT
    passed = sift(Page(MET.encode()), published="2024-05-07", language="en")
    assert passed.report is not None
    assert str(passed.report.published) == "2024-05-07"
    assert len(passed.spent) == len(Gate) - 1


def test_words_of_a_gate_are_those_that_often_announce_an_engagement() -> None:
    told = parse("published: 2024-05-07\n\n# x\n\n" + "[Ada](p1) [met](e1) [Bo](p2). " * 20 + "They ate.\n\n---\n"
                 "p1 FR\np2 DE\ne1 meeting held: participant p1 p2\n", "en-0001")  # fmt: skip
    assert gate_words.chosen([told], 20, 0.2) == ("met",)
    for code in codes("gate"):
        words = load_gate(code)
        assert words
        assert all(word.isascii() and word.islower() for word in words)
        assert "minist" + ("er" if code == "en" else "re") in office_words(code)
