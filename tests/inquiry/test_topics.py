"""The topic scheme: one class a point, the same in every language; each rule has cases of its own."""

import pytest

from entrevue.accounts.agenda import topic_of
from entrevue.inquiry.topics import nearest_topic, topic_scheme
from entrevue.languages import codes
from entrevue.languages.agenda import load_agenda

CASES = [
    ("en", "cross-border trade", "trade"), ("en", "border trade", "trade"), ("en", "border management", "migration"),
    ("en", "the borders", "migration"), ("en", "irregular migration", "migration"),
    ("en", "cross-border crime and trafficking", "organised-crime"), ("en", "counterterrorism", "counter-terrorism"),
    ("en", "intelligence sharing", "intelligence"), ("en", "artificial intelligence", "cyber"),
    ("en", "defence cooperation", "defence"), ("en", "police training", "security"), ("en", "extradition", "justice"),
    ("en", "gas exports", "energy"), ("en", "a new vaccine plant", "health"), ("en", "the ceasefire", "peace"),
    ("fr", "commerce transfrontalier", "trade"), ("fr", "gestion des frontières", "migration"),
    ("fr", "lutte contre le terrorisme", "counter-terrorism"), ("fr", "échange de renseignements", "intelligence"),
    ("fr", "sécurité maritime", "security"), ("fr", "formation des douaniers", "trade"),
    ("fr", "coopération militaire", "defence"), ("fr", "pêche", "agriculture"),
    ("en", "something else", None), ("fr", "autre chose", None),
]  # fmt: skip
# Words that begin or end like those of another class.
OTHER_WORDS = [
    ("en", "the training of investigators", "education"), ("en", "investment", "trade"),
    ("en", "agriculture", "agriculture"), ("en", "cultural exchanges", "culture"),
    ("en", "road transport", "transport"), ("en", "sports", "culture"), ("en", "airports", "transport"),
    ("en", "support in international fora", None), ("en", "a quarterly report", None), ("en", "forged passports", None),
    ("en", "citizens abroad", None), ("en", "illegal fishing", "agriculture"), ("en", "unpaid fines", None),
    ("en", "demining", None), ("en", "the two parties", None), ("en", "wine exports", "trade"),
    ("en", "exports of oil", "energy"), ("en", "food security", "agriculture"), ("en", "power sharing", None),
    ("en", "cross-border crime", "organised-crime"), ("en", "the electoral roll", "elections"),
    ("fr", "l'agriculture", "agriculture"), ("fr", "les transports", "transport"), ("fr", "le sport", "culture"),
    ("fr", "l'ouverture d'un bureau", None), ("fr", "le réseau de bouées", None), ("fr", "le partage des eaux", "climate"),
    ("fr", "la désinformation", None), ("fr", "la transformation du soja", None), ("fr", "la formation", "education"),
    ("fr", "le calendrier de remboursement", None), ("fr", "l'influence croissante", None), ("fr", "la santé", "health"),
    ("fr", "des vedettes rapides", None), ("fr", "la sélection des semences", None), ("fr", "les élections", "elections"),
    ("fr", "le rapport annuel", None), ("fr", "les ports", "transport"), ("fr", "la feuille de route", None),
    ("fr", "une dépêche", None), ("fr", "les dossiers importants", None), ("fr", "les importations de blé", "trade"),
    ("fr", "le trafic aérien", "transport"), ("fr", "le trafic de drogue", "organised-crime"),
    ("fr", "la sécurité alimentaire", "agriculture"), ("fr", "intelligence artificielle", "cyber"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "point", "topic"), CASES + OTHER_WORDS)
def test_a_point_falls_into_its_class(language: str, point: str, topic: str | None) -> None:
    assert topic_of(language, point) == topic


def test_every_language_has_the_same_classes() -> None:
    assert {tuple(load_agenda(code).topics) for code in codes("agenda")} == {topic_scheme()}


def test_a_misspelt_class_is_recognised() -> None:
    assert nearest_topic("Counterterrorism") == "counter-terrorism"
    assert nearest_topic("football") is None
