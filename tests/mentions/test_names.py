"""A name names no state, whatever its words are: Victoria Alsina is of no town in Venezuela, Éric Caire not of Cairo."""

import numpy as np

from entrevue.domain.mentions import Place, PlaceKind
from entrevue.domain.report import Report
from entrevue.domain.spans import Label
from entrevue.mentions.tagging import TAGS, find_mentions
from tests.linking.test_chaining import words_of


def test_a_state_within_a_name_is_no_state() -> None:
    text = "Victoria Alsina met the Chilean minister"
    words = words_of(text)
    chances = np.zeros((len(words), len(TAGS), 3), np.float32)
    chances[..., 0] = 1
    chances[0, 0], chances[1, 0] = (0, 1, 0), (0, 0, 1)
    known = (
        Place(0, 8, "Victoria", PlaceKind.CITY, "VE", "Victoria"),
        Place(24, 31, "Chilean", PlaceKind.DEMONYM, "CL"),
    )
    found = find_mentions(words, chances, known, Report(text, (), 0, language="en"))
    assert [one.quote for one in found.actors] == ["Victoria Alsina"]
    assert [one.country for one in found.states] == ["CL"]


def test_a_place_that_nobody_knows_behind_a_name_is_the_rest_of_it() -> None:
    text = "Pope Francis met the Chilean minister in Rome"
    words = words_of(text)
    chances = np.zeros((len(words), len(TAGS), 3), np.float32)
    chances[..., 0] = 1
    chances[0, TAGS.index(Label.NAME)] = (0, 1, 0)
    for k in (1, 7):
        chances[k, TAGS.index(Label.PLACE)] = (0, 1, 0)
    known = (Place(21, 28, "Chilean", PlaceKind.DEMONYM, "CL"), Place(41, 45, "Rome", PlaceKind.CITY, "IT", "Rome"))
    found = find_mentions(words, chances, known, Report(text, (), 0, language="en"))
    assert [(one.label, one.quote) for one in found.actors] == [(Label.NAME, "Pope Francis"), (Label.PLACE, "Rome")]
