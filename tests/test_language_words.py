"""What packs tell of the words of French and English, where code asks for it: elisions, demonyms, pages, claims."""

import pytest

from entrevue.accounts.telling import TellingReader
from entrevue.atlas.tables import combining_forms, demonyms_in, forms_of_demonym
from entrevue.domain.reading import Kind
from entrevue.domain.report import Paragraph, Report
from entrevue.identity.posts import posts_of
from entrevue.inquiry.claims_people import hear
from entrevue.intake.layout import without_running_heads
from entrevue.languages import codes
from entrevue.languages.claims import load_claim_words
from entrevue.languages.grammar import load_grammar, load_offices
from entrevue.languages.telling import load_telling
from entrevue.mentions.tokens import sentences, tokenize


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "the second visit of Kouakou N'Dri to Oslo", "Kouakou N'Dri"),
        ("en", "the second visit of William D'Arcy's envoy", "William D'Arcy"),
        ("en", "the second visit of Zeferino d'Ambroso Sequeira to Oslo", "Ambroso Sequeira"),
        ("en", "the second visit of Ursula von der Leyen to Oslo", "Ursula von der Leyen"),
        ("fr", "la deuxième visite d’Ursula von der Leyen à Oslo", "Ursula von der Leyen"),
    ],
)
def test_a_name_in_a_claim_is_heard_whole(language: str, text: str, name: str) -> None:
    assert name in hear(text, load_claim_words(language), None, lambda name: False).persons


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "à N'Djamena", ["à", "N'Djamena"]),
        ("fr", "Il n'est pas", ["Il", "n'", "est", "pas"]),
        ("fr", "l'État", ["l'", "État"]),
        ("en", "Togo's", ["Togo", "'s"]),
        ("en", "N'Djamena", ["N'Djamena"]),
    ],
)
def test_elisions_and_clitics_are_words_but_in_names(language: str, text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text, 0, len(text), load_grammar(language))] == words


@pytest.mark.parametrize(
    ("language", "cell", "forms"),
    [
        ("fr", "togolais", ("togolais", "togolais", "togolaise", "togolaises")),
        ("fr", "kényan", ("kényan", "kényans", "kényane", "kényanes")),
        ("fr", "coréen", ("coréen", "coréens", "coréenne", "coréennes")),
        ("fr", "grec/grecque", ("grec", "grecs", "grecque", "grecques")),
        ("fr", "sino-|chinois", ("chinois", "chinois", "chinoise", "chinoises")),
        ("en", "Kenyan", ("Kenyan", "Kenyans")),
        ("en", "Chinese", ("Chinese", "Chinese")),
        ("en", "", ()),
    ],
)
def test_demonyms_are_inflected(language: str, cell: str, forms: tuple[str, ...]) -> None:
    assert forms_of_demonym(cell, language) == forms
    assert set(demonyms_in(cell, language)) == set(forms)


@pytest.mark.parametrize(
    ("cell", "forms"), [("algérien", ["algéro"]), ("sino-|chinois", ["sino"]), ("turc", []), ("lien", [])]
)
def test_compounds_are_opened_by_a_demonym(cell: str, forms: list[str]) -> None:
    assert list(combining_forms(cell, "fr")) == forms


@pytest.mark.parametrize(
    "number", ["3", "- 3 -", "Page 3", "page 3 of 5", "p. 3/5", "page 3 sur 5", "Página 3 de 5", "Seite 3", "Ukurasa 3"]
)
def test_the_number_of_a_page_is_left_out(number: str) -> None:
    pages = [["The talks went on.", number], ["They ended late.", "Both were content."]]
    assert without_running_heads(pages)[0] == ["The talks went on."]


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "It is the second visit to Rabat by Mr. Doe in less than two months.", Kind.VISIT),
        ("en", "It was the first call with Mr. Doe since 2011.", Kind.CALL),
        ("en", "It was the third summit in less than two years.", Kind.CONFERENCE),
        ("fr", "C'est la deuxième rencontre avec M. Diop en moins de deux mois.", Kind.MEETING),
        ("fr", "C'est la deuxième visite de M. Ba en moins de deux mois.", Kind.VISIT),
    ],
)
def test_a_claim_tells_its_kind_and_does_not_end_behind_a_title(language: str, text: str, kind: Kind) -> None:
    report = Report(text, (Paragraph(0, len(text)),), title_end=0, language=language)
    told = TellingReader(load_telling(language)).claims(text, sentences(report, load_grammar(language)), ())
    (claim,) = told
    assert claim.kind is kind
    assert claim.quote.endswith(("months", "2011", "years", "mois"))


@pytest.mark.parametrize(
    "office", ["ministre de la Défense et ministre de l'Intérieur", "defence minister and interior minister"]
)
def test_two_posts_of_one_person_are_two(office: str) -> None:
    assert [post.fields for post in posts_of(office, None)] == [{"defence"}, {"interior"}]


@pytest.mark.parametrize("code", codes("offices"))
def test_every_word_of_several_holders_has_its_singular(code: str) -> None:
    offices = load_offices(code)
    lacking = {word for phrase in offices.plurals if (word := phrase.split()[0]) not in offices.singulars}
    assert not (lacking and offices.singulars), lacking
