"""What the tagger marks is trimmed: small words and signs at the ends fall, an opened bracket is closed."""

from dataclasses import replace

import pytest

from entrevue.domain.mentions import PlaceKind
from entrevue.domain.spans import Label, Mention, StateMention, Words
from entrevue.mentions.crediting import whole_sources
from entrevue.mentions.tagging import _is_office, _last_of_states, _with_master, _with_standing
from entrevue.mentions.trimming import joined_by, trimmed
from entrevue.mentions.values import serves_another

SMALL = frozenset(("the", "of", "and"))


def words_of(text: str) -> Words:
    tokens = text.split()
    starts, at = [], 0
    for token in tokens:
        starts.append(text.index(token, at))
        at = starts[-1] + len(token)
    flat = (0,) * len(tokens)
    ends = tuple(start + len(token) for start, token in zip(starts, tokens, strict=True))
    return Words(text, tuple(starts), ends, tuple(token.lower() for token in tokens), flat, flat)


@pytest.mark.parametrize(
    ("text", "label", "left"),
    [
        ("Prime Minister and", Label.OFFICE, "Prime Minister"),
        ("the Minister of", Label.OFFICE, "Minister"),
        ("the Hague", Label.PLACE, "the Hague"),
        ("Ruth Phiri –", Label.NAME, "Ruth Phiri"),
        ("the two", Label.REF, "the two"),
        ("Abel Of", Label.NAME, "Abel Of"),  # a name may end like a small word
        ("Abel of", Label.NAME, "Abel"),
    ],
)
def test_small_words_fall_at_the_ends(text: str, label: Label, left: str) -> None:
    words = words_of(text)
    first, last = trimmed(words, (0, len(words) - 1), label, SMALL)
    assert text[words.starts[first] : words.ends[last]] == left


def test_nothing_is_left_of_small_words_alone() -> None:
    words = words_of("of the")
    first, last = trimmed(words, (0, 1), Label.OFFICE, SMALL)
    assert first > last


def test_an_opened_bracket_is_closed() -> None:
    words = words_of("head of Service ( NIS ) today")
    assert trimmed(words, (0, 4), Label.OFFICE, SMALL) == (0, 5)


@pytest.mark.parametrize(
    ("text", "covers", "left"),
    [
        ("Director General of the Police met", [(0, 1), (4, 4)], [(0, 4)]),
        ("minister and director", [(0, 0), (2, 2)], [(0, 0), (2, 2)]),  # two offices
        ("minister , director", [(0, 0), (2, 2)], [(0, 0), (2, 2)]),
        ("minister director", [(0, 0), (1, 1)], [(0, 0), (1, 1)]),
    ],
)
def test_offices_with_of_the_between_them_are_one(
    text: str, covers: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    assert joined_by(covers, words_of(text), {"of", "the"}) == left


@pytest.mark.parametrize(
    ("text", "office"),
    [("Director General of Police", True), ("Police", False), ("Director", False), ("National Police Service", False)],
)
def test_a_body_that_begins_with_an_office_is_one(text: str, office: bool) -> None:
    words = words_of(text)
    assert _is_office(words, 0, len(words) - 1, "en") is office


@pytest.mark.parametrize(
    ("text", "ends", "language"),
    [
        ("ministers of Egypt , Kenya | and the Togo today", "Togo", "en"),
        ("ministers of Egypt | and Kenya in Togo", "Kenya", "en"),
        ("ministers of Egypt | in Kenya and Togo", "Egypt", "en"),
        ("ministers of Egypt | , Kenya spoke", "Egypt", "en"),  # no list without "and"
        ("minister of Egypt | and Kenya", "Egypt", "en"),
        ("ministers of Egypt | and Kenya's president", "Egypt", "en"),
        ("ministres de Egypt | , de Kenya et de Togo", "Togo", "fr"),
    ],
)
def test_an_office_of_several_ends_with_the_last_of_its_states(text: str, ends: str, language: str) -> None:
    last = text.split().index("|") - 1
    words = words_of(text.replace("| ", ""))
    states = [
        StateMention(k, k, fold.upper()[:2], PlaceKind.STATE)
        for k, fold in enumerate(words.folds)
        if fold.removesuffix("'s") in {"egypt", "kenya", "togo"}
    ]
    if "'s" in text:  # the sign stands right behind the state
        at = words.text.index("'s")
        ends_at = tuple(at if end == at + 2 else end for end in words.ends)
        words = replace(words, ends=ends_at)
    found = _last_of_states(words, 0, last, states, language)
    assert words.folds[found].removesuffix("'s") == ends.lower()


@pytest.mark.parametrize(
    ("text", "cover", "office", "language"),
    [
        ("the Acting Liberian Minister spoke", (2, 3), "Acting Liberian Minister", "en"),
        ("the Deputy Prime Minister", (2, 3), "Deputy Prime Minister", "en"),
        ("the new Prime Minister", (2, 3), "Prime Minister", "en"),
        ("le ministre par interim a", (1, 1), "ministre par interim", "fr"),
        ("Minister", (0, 0), "Minister", "en"),
        ("Vice President", (0, 1), "Vice President", "en"),  # nothing stands before the first word
        ("Acting Deputy Minister", (2, 2), "Acting Deputy Minister", "en"),
    ],
)
def test_an_office_has_the_words_of_standing_around_it(
    text: str, cover: tuple[int, int], office: str, language: str
) -> None:
    words = words_of(text)
    first, last = _with_standing(words, *cover, language)
    assert text[words.starts[first] : words.ends[last]] == office


@pytest.mark.parametrize(
    ("text", "sources", "bodies", "told"),
    [
        ("said the county prefecture on Monday", [(1, 1)], [(2, 3)], ["county prefecture"]),  # "the" alone is nothing
        ("according to her office", [(2, 3)], [], ["her office"]),
        ("a statement of", [(0, 2)], [], ["statement"]),
        (
            "the spokesman for the Ministry of Justice",
            [(1, 1), (4, 4)],
            [(4, 6)],
            ["spokesman for the Ministry of Justice"],
        ),
        ("a note of the ministry", [(0, 1), (4, 4)], [], ["note of the ministry"]),
        ("said the", [(1, 1)], [], []),
        ("according to her .", [(2, 2)], [], []),  # nobody is credited by a pronoun
        ("Uganda 's presidency said", [(2, 2)], [], ["Uganda 's presidency"]),
        ("people familiar with the matter said", [(0, 3)], [], ["people familiar with the matter"]),
        (
            "the Ministry of Defence told the Nation",
            [(0, 1), (5, 6)],
            [(1, 3), (6, 6)],
            ["Ministry of Defence", "Nation"],
        ),
    ],
)
def test_a_source_is_told_whole(
    text: str, sources: list[tuple[int, int]], bodies: list[tuple[int, int]], told: list[str]
) -> None:
    words = words_of(text)

    def marked(label: Label, covers: list[tuple[int, int]]) -> list[Mention]:
        return [
            Mention(label, a, b, words.starts[a], words.ends[b], text[words.starts[a] : words.ends[b]], 0.9)
            for a, b in covers
        ]

    found: dict[Label, list[Mention]] = {Label.NAME: [], Label.OFFICE: [], Label.PLACE: []}
    found |= {Label.SOURCE: marked(Label.SOURCE, sources), Label.BODY: marked(Label.BODY, bodies)}
    assert [one.quote for one in whole_sources(found, words, "en")] == told


def test_an_office_goes_on_behind_the_word_that_ends_it() -> None:
    words = words_of("envoy of the French president , Luc Baum")
    assert joined_by([(0, 2), (3, 4)], words, {"of", "the"}) == [(0, 4)]
    assert joined_by([(0, 2), (3, 4)], words, {"of", "the"}, lambda *_: True) == [(0, 2), (3, 4)], (
        "the president is named"
    )
    assert joined_by([(0, 0), (1, 2), (3, 4)], words, {"the"}) == [(0, 0), (1, 4)]


@pytest.mark.parametrize(
    ("text", "last", "quote"),
    [
        ("envoy of President Paul Mba arrived", 2, "envoy of President Paul Mba"),
        ("adviser to the Prime Minister Paul Mba arrived", 4, "adviser to the Prime Minister Paul Mba"),
        ("Secretary in the Office of the President Paul Mba arrived", 6, None),  # his own name
        ("envoy of the president of France Paul Mba arrived", 5, None),
        ("President Paul Mba arrived", 0, None),
    ],
)
def test_an_office_held_under_somebody_named_holds_his_name(text: str, last: int, quote: str | None) -> None:
    words = words_of(text)
    end = words.ends[last]
    office = Mention(Label.OFFICE, 0, last, 0, end, text[:end], serves=serves_another(words, 0, last, "en"))
    name = Mention(Label.NAME, last + 1, last + 2, words.starts[last + 1], words.ends[last + 2], "Paul Mba")
    assert _with_master(office, [name], words, "en").quote == (quote or office.quote)
