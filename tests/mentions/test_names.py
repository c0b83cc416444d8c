"""A name names no state (Victoria Alsina is of no town in Venezuela); a town lies in the state that the text tells."""

import re

import numpy as np
import pytest

from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import Place, PlaceKind
from entrevue.domain.report import Report
from entrevue.domain.spans import Label
from entrevue.mentions import tagging
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


def test_a_town_that_the_atlas_does_not_know_lies_in_the_one_state_told_that_has_it() -> None:
    text = "Haitian minister met in Pétion-Ville and in Nowhereville"
    words = words_of(text)
    chances = np.zeros((len(words), len(TAGS), 3), np.float32)
    chances[..., 0] = 1
    for k in (4, 7):
        chances[k, TAGS.index(Label.PLACE)] = (0, 1, 0)
    known = (Place(0, 7, "Haitian", PlaceKind.DEMONYM, "HT"),)
    found = find_mentions(words, chances, known, Report(text, (), 0, language="en"))
    assert [(one.quote, one.country, one.city) for one in found.actors] == [
        ("Pétion-Ville", "HT", "Pétion-Ville"),
        ("Nowhereville", None, "Nowhereville"),
    ]
    elsewhere = find_mentions(words, chances, (), Report(text, (), 0, language="en"))
    assert elsewhere.actors[0].country is None, "no state is told"


def test_a_city_lies_in_the_state_that_is_told_where_that_has_one_as_well_known() -> None:
    def state(name: str, own: str, other: str) -> str | None:
        text = f"{name} {other}"
        known = (
            Place(0, len(name), name, PlaceKind.CITY, own, name),
            Place(len(name) + 1, len(text), other, PlaceKind.STATE, other),
        )
        words = words_of(text)
        chances = np.zeros((len(words), len(TAGS), 3), np.float32)
        chances[..., 0] = 1
        chances[0, TAGS.index(Label.PLACE)] = (0, 1, 0)
        return find_mentions(words, chances, known, Report(text, (), 0, language="en")).actors[0].country

    assert state("Tripoli", "LY", "LB") == "LB"
    assert state("Tripoli", "LY", "FR") == "LY"
    assert state("Vienna", "AT", "US") == "AT", "the town in Virginia is told with its state"
    assert state("Pékin", "CN", "US") == "CN", "no name of its own"


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        ("yesterday , Wednesday 19 July", "2023-07", ["2023-07-19", "2023-07-19"]),
        ("yesterday ( Wednesday 19 July 2023 )", None, ["2023-07-19", "2023-07-19"]),
        ("two days , Monday 3 July", "2023-07-07", [None, "2023-07-03"]),
        ("in July 2023 , in June 2022", "2023-07-30", ["2023-07", "2022-06"]),
    ],
)
def test_a_date_told_twice_side_by_side_is_the_narrower_one(
    text: str, published: str | None, days: list[str | None]
) -> None:
    words = words_of(text)
    told = tagging.dates_of(words, "en", PartialDate.parse(published) if published else None)
    assert [str(one.span.start) if one.span else None for one in told] == days


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("en", "It was his third visit since 2023.", []),
        ("fr", "C'est sa troisième visite depuis mars 2023.", []),
        ("en", "The first visit since October 2022, when they met in Tunis.", ["October 2022"]),
        ("en", "He has been in Tunis since Tuesday.", ["Tuesday"]),
        ("fr", "Il est à Tunis depuis mardi.", ["mardi"]),
        ("en", "He came in 2023.", ["2023"]),
    ],
)
def test_what_is_counted_from_a_year_is_no_day_of_it(language: str, text: str, dates: list[str]) -> None:
    words = words_of(" ".join(re.findall(r"[\w']+|[.,]", text)))
    for published in ("2024-09-12", "2024-09"):
        assert [one.quote for one in tagging.dates_of(words, language, PartialDate.parse(published))] == dates


def test_a_place_that_is_called_as_somebody_is_none() -> None:
    words = words_of("Abdou Hammouchi spoke . The visit of Hammouchi to Paris")
    chances = np.zeros((len(words), len(TAGS), 3), np.float32)
    chances[..., 0] = 1
    column = {label: k for k, label in enumerate(TAGS)}
    for k, label, tag in ((0, Label.NAME, 1), (1, Label.NAME, 2), (7, Label.PLACE, 1), (9, Label.PLACE, 1)):
        chances[k, column[label]] = np.eye(3)[tag]
    known = (Place(words.starts[9], words.ends[9], "Paris", PlaceKind.CITY, "FR", "Paris", True),)
    found = find_mentions(words, chances, known, Report(words.text, (), 0, language="en"))
    assert [one.quote for one in found.actors] == ["Abdou Hammouchi", "Paris"]
