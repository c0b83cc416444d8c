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
    ("en", "intelligence sharing", "intelligence"), ("en", "artificial intelligence", "intelligence"),
    ("en", "defence cooperation", "defence"), ("en", "police training", "security"), ("en", "extradition", "justice"),
    ("en", "gas exports", "energy"), ("en", "a new vaccine plant", "health"), ("en", "the ceasefire", "peace"),
    ("fr", "commerce transfrontalier", "trade"), ("fr", "gestion des frontières", "migration"),
    ("fr", "lutte contre le terrorisme", "counter-terrorism"), ("fr", "échange de renseignements", "intelligence"),
    ("fr", "sécurité maritime", "security"), ("fr", "formation des douaniers", "trade"),
    ("fr", "coopération militaire", "defence"), ("fr", "pêche", "agriculture"),
    ("en", "something else", None), ("fr", "autre chose", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "point", "topic"), CASES)
def test_a_point_falls_into_its_class(language: str, point: str, topic: str | None) -> None:
    assert topic_of(language, point) == topic


def test_every_language_has_the_same_classes() -> None:
    assert {tuple(load_agenda(code).topics) for code in codes("agenda")} == {topic_scheme()}


def test_a_misspelt_class_is_recognised() -> None:
    assert nearest_topic("Counterterrorism") == "counter-terrorism"
    assert nearest_topic("football") is None
