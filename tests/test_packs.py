"""Every language pack that is in the folder, checked by the schemas that the loaders use."""

import re
from pathlib import Path

import pytest

from entrevue import languages
from entrevue.errors import PackError
from entrevue.languages import Concern, codes, load
from entrevue.languages.agenda import load_agenda
from entrevue.languages.asking import load_asking
from entrevue.languages.chrome import load_chrome
from entrevue.languages.claims import load_claim_words
from entrevue.languages.credits import load_credits
from entrevue.languages.dates import load_dates
from entrevue.languages.example import load_example
from entrevue.languages.gate import load_gate
from entrevue.languages.grammar import load_grammar, load_offices
from entrevue.languages.names import load_names
from entrevue.languages.patterns import nested_repeat
from entrevue.languages.posts import load_posts
from entrevue.languages.telling import load_telling
from entrevue.languages.triggers import load_triggers

LOADERS = {
    "agenda": load_agenda,
    "asking": load_asking,
    "chrome": load_chrome,
    "claims": load_claim_words,
    "credits": load_credits,
    "dates": load_dates,
    "example": load_example,
    "gate": load_gate,
    "grammar": load_grammar,
    "names": load_names,
    "offices": load_offices,
    "posts": load_posts,
    "telling": load_telling,
    "triggers": load_triggers,
}


@pytest.mark.parametrize(("concern", "code"), [(concern, code) for concern in LOADERS for code in codes(concern)])
def test_a_file_of_a_pack_follows_its_schema(concern: str, code: str) -> None:
    assert LOADERS[concern](code)


def test_a_language_that_is_read_has_every_concern() -> None:
    for code in codes("triggers"):
        assert all(code in codes(concern) for concern in LOADERS), code


@pytest.mark.parametrize("code", codes("chrome"))
def test_patterns_of_chrome_compile_and_spare_prose(code: str) -> None:
    chrome = load_chrome(code)
    prose = "le ministre a recu hier son homologue a la presidence pour evoquer la cooperation entre les deux pays."
    for pattern in (*chrome.lines, *chrome.openings):
        assert not re.fullmatch(pattern, prose), pattern
    for pattern in chrome.within:
        assert not re.search(pattern, prose), pattern


@pytest.mark.parametrize("code", codes("chrome"))
def test_what_a_line_of_chrome_holds_anywhere_stands_apart(code: str) -> None:
    """An expression between two ".*" takes tens of times as long to match as the same under `within`."""
    for pattern in load_chrome(code).lines:
        assert not pattern.startswith(".*"), pattern
        assert "|.*" not in pattern, pattern


@pytest.mark.parametrize("code", codes("claims"))
def test_patterns_of_claims_compile(code: str) -> None:
    words = load_claim_words(code)
    assert words.code == code
    for name, value in words:
        patterns = value.values() if isinstance(value, dict) else (value,) if isinstance(value, str) else value
        for pattern in patterns if name not in {"wording", "remarks", "outcomes"} else ():
            assert isinstance(pattern, int | tuple) or words.compiled(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:a+)+",
        "(a*)*b",
        "(?:a|b+)*",
        r"(\w+ )+x",
        "(?=(a+)+)b",
        "(?:a{1,70}){1,9}",
        "(?:a{1,3}b?)*",
        "(a)(?(1)(b+)+|c)",
    ],
)
def test_a_pattern_that_repeats_what_repeats_is_found(pattern: str) -> None:
    assert nested_repeat(pattern)


@pytest.mark.parametrize(
    "pattern", ["a+b*", r"(?:, [^,;]{3,70},)?", r"(?:\w++ )*by", "(?:a{2}b?)*", "(?:a+){1,3}", "M. (", "", "(?:a?b)*"]
)
def test_other_patterns_are_let_be(pattern: str) -> None:
    assert not nested_repeat(pattern)


def test_a_pack_with_such_a_pattern_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Words(Concern):
        """A concern of the test."""

        words: tuple[str, ...]

    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "words.toml").write_text("words = ['well', '(?:a+)+$']", encoding="utf-8")
    monkeypatch.setattr(languages, "_PACKS", tmp_path)
    with pytest.raises(PackError, match="repeats what repeats"):
        load("xx", "words", Words)
