"""Which sentences may tell an engagement, before anything expensive reads them."""

import numpy as np

from entrevue.domain.report import Paragraph, Report
from entrevue.domain.spans import Words
from entrevue.languages.grammar import load_grammar
from entrevue.linking.words import words_of
from entrevue.mentions.screening import SIZE, features, scores
from entrevue.mentions.tokens import sentences
from entrevue.mentions.values import atlas_in


def words(text: str) -> Words:
    report = Report(text, (Paragraph(0, len(text), "en"),), 0, None, None, (), None, language="en")
    return words_of(text, sentences(report, load_grammar("en")))


def rows(text: str) -> list[list[int]]:
    told = words(text)
    return features(told, atlas_in(told, "en"), "en")


def test_every_sentence_has_features_of_its_own_words() -> None:
    one, other, again = rows("It rained all day. The minister of Kenya was there. It rained all day.")
    assert one != other
    assert all(0 <= k < SIZE for row in (one, other, again) for k in row)


def test_what_stands_around_counts() -> None:
    (alone,) = rows("They spoke for an hour.")
    beside = rows("They spoke for an hour. The minister of Kenya flew to Chad.")[0]
    assert alone != beside


def test_numbers_are_one_word() -> None:
    assert rows("He spoke for 7 hours.") == rows("He spoke for 12 hours.")


def test_languages_share_no_words() -> None:
    told = words("Nation restaurant.")
    assert not set(features(told, (), "en")[0]) & set(features(told, (), "fr")[0])


def test_a_score_is_the_sum_of_weights_and_what_every_sentence_has() -> None:
    weights = np.zeros(SIZE + 1, np.float32)
    weights[3], weights[5], weights[-1] = 2.0, -0.5, -1.0
    assert scores([[3, 5], [], [7]], weights).tolist() == [0.5, -1.0, -1.0]


def test_a_text_without_words_has_no_sentences() -> None:
    told = words("")
    assert features(told, (), "en") == []
    assert scores([], np.zeros(SIZE + 1, np.float32)).tolist() == []
