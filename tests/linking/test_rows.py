"""What is told side by side: places that are travelled to together, names in the order of their states."""

import pytest

from entrevue.domain.mentions import PlaceKind
from entrevue.domain.spans import Label, Mention, StateMention
from entrevue.linking.listing import Glue, listed, told_with
from entrevue.linking.naming import named_in_order
from tests.linking.test_chaining import words_of

GLUE = Glue(
    frozenset({",", "and", "the", "of", "to"}), frozenset({",", "and"}), frozenset({"the"}), titles=frozenset({"mr"})
)
STATES = {"Uganda": "UG", "Burundi": "BI", "Congo": "CD", "Kampala": "UG", "Belgium": "BE"}
NATIONS = {"French": "FR", "German": "DE", "Togo": "TG", "Gabon": "GA"}


def places(text: str) -> list[Mention]:
    words = words_of(text)
    return [
        Mention(Label.PLACE, k, k, words.starts[k], words.ends[k], word, country=STATES[word])
        for k, word in enumerate(text.split())
        if word in STATES
    ]


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("a tour of Uganda , Burundi and the Congo", [[0, 1, 2]]),
        ("travels to Kampala , Uganda", []),  # one state
        ("the ambassador of Uganda to Burundi", []),  # nothing joins them
        ("from Uganda he flew and then reached Burundi", []),
        ("in Uganda and Burundi , later to the Congo", [[0, 1]]),
    ],
)
def test_places_in_a_row_are_a_list(text: str, lists: list[list[int]]) -> None:
    assert listed(words_of(text), places(text), GLUE) == lists


def test_a_list_is_travelled_to_where_it_is_of_the_sentence_and_of_no_own_state() -> None:
    text = "tours Uganda and Burundi"
    actors, words = places(text), words_of(text)
    trigger = Mention(Label.TRIGGER, 0, 0, 0, 5, "tours")
    owner = {0: 3, 1: 5}
    assert told_with(trigger, frozenset({"BE"}), [[0, 1]], actors, words, owner) == [[3, 5]]
    assert told_with(trigger, frozenset({"UG"}), [[0, 1]], actors, words, owner) == [], "Uganda and Burundi agreed"


def mentions(text: str, office: tuple[int, int], names: list[int]) -> tuple[list[Mention], list[StateMention]]:
    words = words_of(text)

    def one(label: Label, first: int, last: int) -> Mention:
        start, end = words.starts[first], words.ends[last]
        return Mention(label, first, last, start, end, text[start:end])

    told = [
        StateMention(k, k, NATIONS[word], PlaceKind.DEMONYM) for k, word in enumerate(text.split()) if word in NATIONS
    ]
    return [one(Label.OFFICE, *office), *(one(Label.NAME, k, k) for k in names)], told


@pytest.mark.parametrize(
    ("text", "office", "names", "found"),
    [
        ("French and German ministers , Lenoir and Baum , met", (0, 3), [5, 7], {0: {1: "FR", 2: "DE"}}),
        ("French and German ministers Mr Lenoir and Mr Baum met", (0, 3), [5, 8], {0: {1: "FR", 2: "DE"}}),
        ("Lenoir and Baum , the French and German ministers", (5, 8), [0, 2], {0: {1: "FR", 2: "DE"}}),
        ("Lenoir and Baum , French and German ministers", (4, 7), [0, 2], {0: {1: "FR", 2: "DE"}}),
        ("French and German ministers , Lenoir , Baum and Weiss", (0, 3), [5, 7, 9], {}),  # three names, two states
        ("ambassador of Togo to Gabon , Lenoir and Baum", (0, 4), [6, 8], {}),  # one of the two is where he lives
    ],
)
def test_names_in_the_order_of_their_states(
    text: str, office: tuple[int, int], names: list[int], found: dict[int, dict[int, str]]
) -> None:
    actors, told = mentions(text, office, names)
    assert named_in_order(words_of(text), actors, told, GLUE) == found
