"""What was talked about: the points of a meeting, each a noun phrase of the text; with or without its article."""

import re

import pytest

import entrevue

LEAD = {
    "fr": "Le ministre malien de la Défense, Modibo Traoré, a reçu lundi à Bamako son homologue nigérien, Issa Garba. ",
    "en": "Malian Defence Minister Modibo Traoré received his Nigerien counterpart, Issa Garba, in Bamako on Monday. ",
}


def _misread(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


CASES = [
    (
        "fr",
        "Ils ont évoqué la lutte contre le braconnage et la formation des douaniers.",
        ["lutte contre le braconnage", "formation des douaniers"],
    ),
    (
        "fr",
        "L’entretien a porté, selon le ministère, sur la réfection des pistes et sur le prix du mil.",
        ["réfection des pistes", "prix du mil"],
    ),
    (
        "fr",
        "Il a été question de la coopération militaire entre le Mali et le Niger.",
        ["coopération militaire entre le Mali et le Niger"],
    ),
    (
        "fr",
        "Le tracé de la frontière et le sort des bergers figurent à l’ordre du jour.",
        ["tracé de la frontière", "sort des bergers"],
    ),
    pytest.param(
        "fr",
        "Ils se sont entendus sur la création d’un poste commun à Ansongo et à Tillabéri.",
        ["création d’un poste commun à Ansongo et à Tillabéri"],
        marks=_misread("ends before the second town: “la création d’un poste commun à Ansongo”"),
    ),
    ("fr", "Ils ont signé un accord sur l’échange de cartes.", ["échange de cartes"]),
    pytest.param(
        "fr",
        "L’entretien montre la coopération en matière de pêche et la volonté de renforcer et de consolider les digues.",
        ["coopération en matière de pêche", "digues"],
        marks=_misread("cut inside: “pêche”, “consolider”, “les digues”"),
    ),
    ("fr", "Les deux ministres ont discuté lundi de longues heures.", []),
    (
        "en",
        "They discussed river tolls, cattle theft and the fight against locusts.",
        ["river tolls", "cattle theft", "fight against locusts"],
    ),
    (
        "en",
        "The repair of the Gao road and the price of millet were discussed.",
        ["repair of the Gao road", "price of millet"],
    ),
    ("en", "The talks focused on trade between Mali and Niger.", ["trade between Mali and Niger"]),
    ("en", "They signed an agreement on the exchange of maps on Tuesday.", ["exchange of maps"]),
    ("en", "The two held talks on the sidelines of a summit.", []),
]
_ARTICLE = re.compile(r"(?:the|la|le|les)\s|l’", re.IGNORECASE)


def _bare(quote: str) -> str:
    opening = _ARTICLE.match(quote)
    return quote[opening.end() :] if opening else quote


@pytest.fixture(scope="module")
def reader() -> entrevue.Reader:
    return entrevue.Reader()


@pytest.mark.parametrize(("language", "sentence", "points"), CASES)
def test_points_are_told(reader: entrevue.Reader, language: str, sentence: str, points: list[str]) -> None:
    reading = reader.read(LEAD[language] + sentence, published="2024-05-08", language=language)
    quotes = [topic.quote for account in reading.accounts for topic in account.topics]
    assert list(dict.fromkeys(_bare(quote) for quote in quotes)) == points
    for account in reading.accounts:
        for topic in account.topics:
            assert reading.report.text[topic.evidence.start : topic.evidence.end] == topic.quote
