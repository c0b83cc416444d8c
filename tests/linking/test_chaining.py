"""Chains: best pairs first, one antecedent each, never two names in one."""

from collections.abc import Sequence

import numpy as np
import pytest

from entrevue.domain.mentions import PlaceKind
from entrevue.domain.spans import Label, Mention, StateMention, Words
from entrevue.linking.apart import counterparts_of
from entrevue.linking.chaining import chains_of
from entrevue.linking.features import Floats, Geometry, forms_of, pair_forms, spans_of
from entrevue.linking.listing import Glue
from entrevue.linking.naming import Named
from entrevue.linking.scorers import Scorers
from entrevue.linking.several import Meets, count_of

SMALL = frozenset({"the", "of", "and", ",", "his"})
GLUE = Glue(
    SMALL,
    frozenset({",", "and"}),
    frozenset({"the"}),
    frozenset({"counterpart", "counterparts"}),
    frozenset({"gen", "brig"}),
    {"two": 2},
    frozenset({"ambassadors"}),
)
NOTHING = Meets((), np.zeros((0, 0), bool))


class Told(Scorers):
    """Scores as a test gives them: pairs (later, earlier) → log odds; `several`: mentions of more than one."""

    def __init__(self, pairs: dict[tuple[int, int], float], several: Sequence[int] = ()) -> None:
        self.told, self.several = pairs, several

    def pairs(self, name: str, left: Floats, right: Floats, features: Floats) -> Floats:
        scores = np.full((len(left), len(right), 1), -5.0, np.float32)
        for (i, j), value in self.told.items():
            scores[i, j] = value
        return scores

    def linear(self, name: str, x: Floats) -> Floats:
        values = np.zeros((len(x), 1), np.float32)
        if name == "chain_set":
            values -= 1
            values[list(self.several)] = 1
        return values


def words_of(text: str) -> Words:
    starts, at = [], 0
    for word in text.split():
        starts.append(text.index(word, at))
        at = starts[-1] + len(word)
    ends = [start + len(word) for start, word in zip(starts, text.split(), strict=True)]
    flat = (0,) * len(starts)
    return Words(text, tuple(starts), tuple(ends), tuple(text.lower().split()), flat, flat)


def chains(
    text: str,
    spans: list[tuple[Label, int, int]],
    scorers: Told,
    named: Named | None = None,
    told: Sequence[StateMention] = (),
    meets: Meets = NOTHING,
    foreign: dict[int, frozenset[str]] | None = None,
    **more: tuple[str, ...] | bool,
) -> list[list[int]]:
    words = words_of(text)
    mentions = [
        Mention(label, a, b, words.starts[a], words.ends[b], text[words.starts[a] : words.ends[b]], **more)  # type: ignore[arg-type]
        for label, a, b in spans
    ]
    vectors = np.zeros((len(mentions), 4), np.float32)
    at = spans_of(mentions)
    pairs = pair_forms(Geometry(words, mentions, []).between(at, at), forms_of(mentions))
    return chains_of(words, mentions, vectors, pairs, scorers, named or {}, told, meets, foreign or {}, {}, GLUE)[0]


TEXT = "director once William Burns received minister with Abdellatif Hammouchi the two"
SPANS = [(Label.OFFICE, 0, 0), (Label.NAME, 2, 3), (Label.OFFICE, 5, 5), (Label.NAME, 7, 8)]


def test_the_best_pairs_come_first() -> None:
    told = Told({(1, 0): 3.0, (2, 0): 1.0, (3, 2): 4.0})
    assert chains(TEXT, SPANS, told) == [[0, 1], [2, 3]]


def test_two_names_that_share_no_word_are_two_people() -> None:
    told = Told({(1, 0): 3.0, (3, 1): 2.0, (3, 0): 2.5})
    assert chains(TEXT, SPANS, told) == [[0, 1], [2], [3]]


def test_what_scores_below_nothing_begins_a_chain() -> None:
    assert chains(TEXT, SPANS, Told({})) == [[0], [1], [2], [3]]


def test_an_office_and_the_name_right_behind_it_are_one() -> None:
    told = Told({(1, 0): -4.0, (3, 2): -4.0, (3, 0): 3.0})
    spans = [(Label.OFFICE, 0, 0), (Label.NAME, 2, 3), (Label.OFFICE, 5, 5), (Label.NAME, 9, 10)]
    text = "director , William Burns received minister Brig . Gen Abdellatif Hammouchi"
    assert chains(text, spans, told) == [[0, 1], [2, 3]]


def test_an_office_behind_a_name_is_not_of_the_next_name() -> None:
    spans = [(Label.NAME, 0, 1), (Label.OFFICE, 3, 3), (Label.NAME, 5, 6)]
    told = Told({(1, 0): 2.0})
    assert chains("William Burns , director , Abdellatif Hammouchi", spans, told) == [[0, 1], [2]]


def test_a_mention_of_two_goes_to_the_two_best() -> None:
    told = Told({(1, 0): 3.0, (3, 2): 3.0, (4, 1): 2.0, (4, 3): 1.0}, several=[4])
    assert chains(TEXT, [*SPANS, (Label.REF, 9, 10)], told) == [[0, 1, 4], [2, 3, 4]]


def test_an_office_of_two_states_is_of_two_holders() -> None:
    told = Told({}, several=[0])
    assert chains("the Kenyan and Rwandan ministers", [(Label.OFFICE, 0, 4)], told, states=("KE", "RW")) == [[0], [0]]


def test_an_office_of_several_is_so_whatever_was_learned() -> None:
    spans = [(Label.OFFICE, 0, 5)]
    assert chains("ambassadors of Kenya and the Emirates", spans, Told({}), states=("KE", "AE")) == [[0], [0]]
    assert chains("ambassador of Kenya and the Emirates", spans, Told({}), states=("KE", "AE")) == [[0]]


def test_of_two_of_one_family_name_who_holds_an_office_is_meant() -> None:
    text = "premier Sanna Laine and Pekka Laine arrived . Laine spoke"
    spans = [(Label.OFFICE, 0, 0), (Label.NAME, 1, 2), (Label.NAME, 4, 5), (Label.NAME, 8, 8)]
    nearest = Told({(3, 2): 4.0, (3, 1): 1.0})
    assert chains(text, spans, nearest) == [[0, 1, 3], [2]]
    assert chains(text, spans[1:], Told({(2, 1): 4.0, (2, 0): 1.0})) == [[0], [1, 2]]  # nobody's office is told


def test_an_office_of_two_states_goes_to_those_who_hold_it() -> None:
    text = "the Kenyan and Rwandan ministers met ; the Kenyan minister spoke"
    words = words_of(text)
    both = Mention(Label.OFFICE, 0, 4, 0, 32, "the Kenyan and Rwandan ministers", states=("KE", "RW"), role="minister")
    one = Mention(Label.OFFICE, 7, 9, 39, 57, "the Kenyan minister", states=("KE",), role="minister")
    at = spans_of([both, one])
    pairs = pair_forms(Geometry(words, [both, one], []).between(at, at), forms_of([both, one]))
    vectors, none_alike = np.zeros((2, 4), np.float32), Told({}, several=[0])
    found, crowds = chains_of(words, [both, one], vectors, pairs, none_alike, {}, (), NOTHING, {}, {}, GLUE)
    assert found == [[0, 1], [0]]
    assert not crowds


def test_no_chain_holds_the_offices_of_two_nations() -> None:
    text = "French minister and German counterpart"
    words = words_of(text)
    offices = [
        Mention(Label.OFFICE, 0, 1, 0, 15, "French minister"),
        Mention(Label.OFFICE, 3, 4, 20, 38, "German counterpart"),
    ]
    told = [StateMention(0, 0, "FR", PlaceKind.DEMONYM), StateMention(3, 3, "DE", PlaceKind.DEMONYM)]
    at = spans_of(offices)
    pairs = pair_forms(Geometry(words, offices, []).between(at, at), forms_of(offices))
    vectors, likely = np.zeros((2, 4), np.float32), Told({(1, 0): 4.0})
    assert chains_of(words, offices, vectors, pairs, likely, {}, told, NOTHING, {}, {}, GLUE)[0] == [[0], [1]]
    assert chains_of(words, offices, vectors, pairs, likely, {}, (), NOTHING, {}, {}, GLUE)[0] == [[0, 1]]


def test_who_serves_a_named_master_is_told_behind_him() -> None:
    text = "envoy of the president Luc Lenoir , Steve Baum , spoke"
    spans = [(Label.OFFICE, 0, 3), (Label.NAME, 4, 5), (Label.NAME, 7, 8)]
    told = Told({(1, 0): 3.0})
    assert chains(text, spans, told, serves=True) == [[0, 2], [1]]
    assert chains(text, spans, told, serves=False) == [[0, 1], [2]]


def test_who_serves_a_named_master_is_told_before_him() -> None:
    text = "Steve Baum , envoy of the president Luc Lenoir , spoke"
    spans = [(Label.NAME, 0, 1), (Label.OFFICE, 3, 6), (Label.NAME, 7, 8)]
    told = Told({(2, 1): 3.0})
    assert chains(text, spans, told, serves=True) == [[0, 1], [2]]
    assert chains(text, spans, told, serves=False) == [[0], [1, 2]]


def test_a_mention_of_several_is_of_those_named_beside_it() -> None:
    told = Told({(2, 1): 3.0})
    actors = [(Label.OFFICE, 0, 3), (Label.NAME, 5, 5), (Label.NAME, 7, 7)]
    text = "French and German ministers , Lenoir and Baum"
    assert chains(text, actors, told, named={0: {1: "FR", 2: "DE"}}) == [[0, 1], [0, 2]]


def test_numerals_tell_how_many() -> None:
    words = words_of("the two sides")
    mention = Mention(Label.REF, 0, 2, 0, 13, "the two sides")
    assert count_of(mention, words, {"two": 2}) == 2
    assert count_of(mention, words, {}) is None
    assert count_of(Mention(Label.REF, 2, 2, 8, 13, "sides"), words, {"two": 2}) == 2  # the word before it tells


def test_two_acronyms_are_two_bodies() -> None:
    spans = [(Label.BODY, 0, 0), (Label.BODY, 2, 2), (Label.BODY, 4, 5)]
    told = Told({(1, 0): 5.0, (2, 1): 4.0})
    assert chains("CIA and FBI of Federal Bureau", spans, told) == [[0], [1, 2]]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("S. Jaishankar", "Subrahmanyam Jaishankar", True),  # an initial tells nothing
        ("Mohammed Fal", "Mohamed Fal", True),
        ("Pravind Jugnauth", "Anerood Jugnauth", False),  # of one family
        ("Pravind Jugnauth", "Jugnauth", True),
        ("Pravind Jugnauth", "gen Jugnauth", True),  # a title tells nothing
        ("Rangi Hemopo-Wallace", "Hemopo", True),  # the first of two family names
        ("Rangi Hemopo-Wallace", "Wallace", False),
        ("Imed Ben-Ali", "Ali", False),
        ("Jean-Pierre Dupont", "Jean Nkusi", False),
        ("Jean-Pierre Amouzou", "Pierre Jean", False),
        ("Ban Ki-moon", "Moon", False),
        ("Ivan Petrov", "Petrova", False),
    ],
)
def test_what_two_names_do_not_share_is_spelt_alike_in_one_person(one: str, other: str, alike: bool) -> None:
    first, second = len(one.split()), len(other.split())
    spans = [(Label.NAME, 0, first - 1), (Label.NAME, first + 1, first + second)]
    found = chains(f"{one} and {other}", spans, Told({(1, 0): 9.0}))
    assert (found == [[0, 1]]) is alike


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("minister and the governor", False),
        ("minister , the governor", False),
        ("counterpart , the governor", True),  # his own office comes behind
        ("minister and governor", True),
    ],
)
def test_offices_listed_with_their_articles_are_of_two(text: str, alike: bool) -> None:
    last = len(text.split()) - 1
    found = chains(text, [(Label.OFFICE, 0, 0), (Label.OFFICE, last, last)], Told({(1, 0): 9.0}))
    assert (found == [[0, 1]]) is alike


@pytest.mark.parametrize(("role", "alike"), [("minister", False), ("ambassador", True)])
def test_only_who_serves_abroad_has_an_office_of_another_state(role: str, alike: bool) -> None:
    text = "French minister spoke , minister of Chad"
    told = [StateMention(0, 0, "FR", PlaceKind.DEMONYM), StateMention(6, 6, "TD", PlaceKind.STATE)]
    spans = [(Label.OFFICE, 0, 1), (Label.OFFICE, 4, 6)]
    found = chains(text, spans, Told({(1, 0): 9.0}), told=told, role=role)  # type: ignore[arg-type]
    assert (found == [[0, 1]]) is alike


def test_several_are_those_who_took_part_in_what_was_told_last() -> None:
    text = "Lenoir met Baum then Lenoir met Clerc and they agreed"
    spans = [(Label.NAME, k, k) for k in (0, 2, 4, 6)] + [(Label.REF, 8, 8)]
    triggers = [Mention(Label.TRIGGER, k, k, 0, 3, "met") for k in (1, 5)]
    parts = np.asarray([[1, 1, 0, 0, 0], [0, 0, 1, 1, 0]], bool)
    told = Told({(4, 0): 3.0, (4, 1): 3.0, (4, 3): 1.0}, several=[4])
    assert chains(text, spans, told, meets=Meets(triggers, parts)) == [[0, 2, 4], [1], [3, 4]]
    assert chains(text, spans, told) == [[0, 2, 4], [1, 4], [3, 4]]  # nothing tells; as it was learned


def test_several_of_a_state_are_of_nobody_of_another() -> None:
    text = "French minister and German minister met Congolese leaders"
    told = [StateMention(0, 0, "FR", PlaceKind.DEMONYM), StateMention(3, 3, "DE", PlaceKind.DEMONYM)]
    spans = [(Label.OFFICE, 0, 1), (Label.OFFICE, 3, 4), (Label.REF, 6, 7)]
    likely = Told({(2, 0): 3.0, (2, 1): 3.0}, several=[2])
    assert chains(text, spans, likely, told=told) == [[0, 2], [1, 2]]
    assert chains(text, spans, likely, told=told, states=("CD",)) == [[0], [1], [2]]


def test_several_are_those_named_behind_them() -> None:
    text = "Clerc met his counterparts , minister Lenoir and director Baum , there"
    spans = [
        (Label.NAME, 0, 0), (Label.OFFICE, 3, 3), (Label.OFFICE, 5, 5), (Label.NAME, 6, 6), (Label.OFFICE, 8, 8),
        (Label.NAME, 9, 9),
    ]  # fmt: skip
    told = Told({(1, 0): 3.0}, several=[1])
    assert chains(text, spans, told) == [[0], [1, 2, 3], [1, 4, 5]]
    one = "Clerc met his counterparts , Lenoir , there"
    assert chains(one, [(Label.NAME, 0, 0), (Label.OFFICE, 3, 3), (Label.NAME, 5, 5)], told) == [[0, 1], [2]]


COUNTERPARTS = "the minister Lenoir met his Turkish and Afghan counterparts and then Turkish minister spoke"


def test_who_meets_counterparts_is_of_none_of_their_states() -> None:
    spans = [(Label.OFFICE, 1, 1), (Label.NAME, 2, 2), (Label.OFFICE, 5, 8), (Label.OFFICE, 11, 12)]
    words = words_of(COUNTERPARTS)
    mentions = [
        Mention(label, a, b, words.starts[a], words.ends[b], "", states=("TR", "AF") if a == 5 else ())
        for label, a, b in spans
    ]
    foreign = counterparts_of(words, mentions, lambda i, j: i != 0, GLUE)
    assert foreign == {1: frozenset({"TR", "AF"})}
    assert counterparts_of(words, mentions, lambda *_: False, GLUE) == {}, "who does not meet them"
    told = [StateMention(11, 11, "TR", PlaceKind.DEMONYM)]
    likely = Told({(1, 0): 9.0, (3, 1): 3.0})
    assert chains(COUNTERPARTS, spans, likely, told=told) == [[0, 1, 3], [2]]
    assert chains(COUNTERPARTS, spans, likely, told=told, foreign=foreign) == [[0, 1], [2], [3]]


def test_who_is_called_a_counterpart_behind_a_comma_is_of_that_state() -> None:
    text = "minister Agbeko and Nkusi , his Rwandan counterpart , met"
    words = words_of(text)
    mentions = [
        Mention(Label.NAME, 1, 1, words.starts[1], words.ends[1], "Agbeko"),
        Mention(Label.NAME, 3, 3, words.starts[3], words.ends[3], "Nkusi"),
        Mention(Label.OFFICE, 6, 7, words.starts[6], words.ends[7], "Rwandan counterpart", states=("RW",)),
    ]
    assert counterparts_of(words, mentions, lambda *_: True, GLUE) == {0: frozenset({"RW"})}


def test_who_stands_in_an_office_held_under_him_does_not_hold_it() -> None:
    text = "envoy of president Luc Lenoir arrived"
    spans = [(Label.OFFICE, 0, 4), (Label.NAME, 3, 4)]
    told = Told({(1, 0): 3.0})
    assert chains(text, spans, told, serves=True) == [[0], [1]]
    assert chains(text, spans, told, serves=False) == [[0, 1]]
