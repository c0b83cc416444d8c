"""The language of short texts, and of those that hold names of everywhere."""

import pytest

from entrevue.intake.detection import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Chinese Vice Foreign Minister Sun Daliang met Cambodian Deputy Prime Minister Keo Vannak in Phnom Penh on 14 June.", "en"),
        ("Le ministre Nguyễn Văn Lộc a reçu à Hanoï le vice-ministre Sun Daliang et Keo Vannak.", "fr"),
        ("El ministro Keo Vannak recibió en la capital a los enviados de Sun Daliang.", "es"),
        ("Der Minister traf in Berlin am Montag seinen Kollegen aus Phnom Penh, Keo Vannak, zu Gesprächen.", "de"),
        ("1234 5678", None),
    ],
)  # fmt: skip
def test_function_words_tell_the_language_of_a_short_text(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_names_of_another_country_do_not_tell_the_language_of_forty_words() -> None:
    text = (
        "KIGALI, 8 April 2024 - Rwandan Foreign Minister Vincent Mugisha received on Monday in Kigali the ambassador of Burundi to"
        " Rwanda, Albert Nkurikiye, and Uwimana Mukamana, Nyirahabimana Gasana, Habyarimana Bizimungu, Ntaganda Kayitesi and"
        " Nkurunziza Ndayishimiye, Gitega and Bujumbura, Huye, Muhanga."
    )
    assert language_of(text) == "en"
